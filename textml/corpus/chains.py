"""Addresses of files in archives, such as ``zip://2024-02-19/01.pdf::s3://bucket/2024.zip``."""

from os import PathLike


def split_chain(address: str) -> tuple[str, str, str]:
    """Split a chain of addresses.

    Parameters
    ----------
    address : str
        As fsspec has them, joined by ``::``.

    Returns
    -------
    before, file, behind : str
        The first address with a path, and what stands before and behind it, with the colons.

    >>> split_chain("simplecache::zip://01.pdf::s3://bucket/2024.zip")
    ('simplecache::', 'zip://01.pdf', '::s3://bucket/2024.zip')
    """
    pieces = address.split("::")
    at = next(number for number, piece in enumerate(pieces) if "://" in piece)
    before, behind = "".join(f"{piece}::" for piece in pieces[:at]), "".join(f"::{piece}" for piece in pieces[at + 1 :])
    return before, pieces[at], behind


def file_name(name: str | PathLike[str]) -> str:
    """Return a path or an address without the archive that holds the file.

    >>> file_name("zip://2024-02-19/01.pdf::2024.zip"), file_name("2024-02-19/01.pdf")
    ('zip://2024-02-19/01.pdf', '2024-02-19/01.pdf')
    """
    text = str(name)
    return split_chain(text)[1] if "://" in text else text
