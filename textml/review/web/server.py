"""Run the review page on a port of this machine."""

import errno
import logging
import secrets
import socket
import sys
from collections.abc import Callable
from importlib.util import find_spec
from os import environ
from threading import Thread
from urllib.parse import quote

from textml.errors import ConfigError, MissingExtraError
from textml.review.web.hosts import is_any, is_loopback

#: Where the page is, unless another program is there.
PORT = 8321
# Connections that may wait.
_BACKLOG = 128
# Seconds in which answers that were begun may end, after Ctrl-C.
_PATIENCE = 2
# Seconds after which a thread that works gives way to one that answers: an answer changes threads several times, and
# with Python's own 5 ms each of them waits for the classifier that is fitted meanwhile.
_SWITCH = 0.001
# Shortest token that a person may choose.
_SHORTEST_TOKEN = 16


def check_installed() -> None:
    """Check that what the page needs is installed.

    Raises
    ------
    MissingExtraError
        It is not.
    """
    missing = [name for name in ("fastapi", "uvicorn") if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"The review page needs {' and '.join(missing)}, not installed here. Run: pip install 'textml[web]'"
        )


def take_port(host: str, port: int | None) -> socket.socket:
    """Take a port, on which `serve` will listen.

    Parameters
    ----------
    host : str
        Name or address.
    port : int or None
        None takes PORT, or any free one if another program has that.

    Returns
    -------
    socket.socket

    Raises
    ------
    ConfigError
        The port is taken or may not be taken, or the host is none of this machine.
    """
    try:
        return _bind(host, PORT if port is None else port)
    except OSError as cause:
        if port is None and cause.errno == errno.EADDRINUSE:
            return _bind(host, 0)
        raise ConfigError(_describe(host, PORT if port is None else port, cause)) from cause


def _bind(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    taken = socket.socket(family, kind, protocol)
    try:
        # elsewhere than on Windows, a port is free again at once after its program has ended
        if sys.platform != "win32":
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        # two programs may bind one port, and only one may listen
        taken.listen(_BACKLOG)
    except OSError:
        taken.close()
        raise
    return taken


def _describe(host: str, port: int, cause: OSError) -> str:
    if isinstance(cause, socket.gaierror) or cause.errno == errno.EADDRNOTAVAIL:
        return f"--host {host}: is no name or address of this machine. Leave it out, or give one that it has"
    if cause.errno == errno.EADDRINUSE:
        return f"--port {port}: another program has this port. Choose another one, or leave --port out"
    if cause.errno == errno.EACCES:
        return f"--port {port}: this port is not for everybody. Choose one from 1024 to 65535, or leave --port out"
    return f"{host}, port {port}: cannot be used ({cause.strerror or cause}). Choose another --port or --host"


def choose_token(host: str, token: str | None) -> str:
    """Choose what a request must bring: on other hosts than loopback never nothing.

    Parameters
    ----------
    host : str
        Name or address.
    token : str or None
        What a person chose; None for a new one where one is needed.

    Raises
    ------
    ConfigError
        The token is too short, or holds other characters than those of an address.
    """
    if token is None:
        return "" if is_loopback(host) else secrets.token_urlsafe(24)
    if len(token) < _SHORTEST_TOKEN or quote(token, safe="") != token:
        raise ConfigError(
            f"--token: found {len(token)} characters; allowed: {_SHORTEST_TOKEN} or more letters, digits, - _ . ~. "
            "Leave it out for a new one"
        )
    return token


def describe_address(taken: socket.socket, host: str, token: str) -> str:
    """Return the address of the page, to be opened in a browser.

    Parameters
    ----------
    taken : socket.socket
        What `take_port` returned.
    host : str
        Name or address.
    token : str
        What a request must bring; empty for nothing.
    """
    name = socket.gethostname() if is_any(host) else host
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{taken.getsockname()[1]}/" + (f"?token={token}" if token else "")


def serve(app: Callable[..., object], taken: socket.socket) -> None:
    """Answer requests until Ctrl-C.

    Parameters
    ----------
    app : ASGI application
        What answers.
    taken : socket.socket
        What `take_port` returned.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C; answers that were begun have ended.
    """
    import uvicorn

    sys.setswitchinterval(_SWITCH)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level=logging.ERROR,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_PATIENCE,
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[taken])


def open_browser(address: str) -> None:
    """Open an address in the browser of a person, if there is a screen; the page does not wait for it.

    Parameters
    ----------
    address : str
        What `describe_address` returned.
    """
    import webbrowser

    # Without a screen, webbrowser starts a browser in the terminal, where the page cannot be used.
    if sys.platform.startswith("linux") and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return
    Thread(target=webbrowser.open, args=(address,), daemon=True).start()
