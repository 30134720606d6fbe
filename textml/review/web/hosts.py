"""Names and addresses of machines: which lead to this one, which to all of its own."""

from ipaddress import ip_address


def name_of(host: str) -> str:
    """Return the name in a Host header, without its port.

    >>> name_of("LocalHost:8321"), name_of("[::1]:8321"), name_of("archive.example")
    ('localhost', '::1', 'archive.example')
    """
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    before, _, port = name.rpartition(":")
    return before if port.isdecimal() and before else name


def is_loopback(name: str) -> bool:
    """Whether a name or address leads to this machine and nowhere else.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("192.0.2.7")
    (True, True, True, False)
    """
    if name.lower() == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_any(host: str) -> bool:
    """Whether an address stands for all addresses of the machine.

    >>> is_any("0.0.0.0"), is_any("::"), is_any("127.0.0.1")
    (True, True, False)
    """
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
