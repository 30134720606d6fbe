"""What a request must pass before it reaches the review page: host, token, origin, kind and size of its body."""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import orjson
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from textml.review.web.hosts import is_any, is_loopback, name_of

#: Largest body of a request, in bytes.
MOST_BYTES = 10 << 20
# Bytes of a body that is too large which are read and thrown away: a program sends all before it reads the answer.
_THROWN_AWAY = 128 << 20
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What browsers say of requests that the page itself, or the person at the browser, makes.
_OWN_SITE = frozenset({"same-origin", "none"})
# What a page may load: its own files and nothing else, no script or style inside the HTML.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may ask for what.

    Attributes
    ----------
    host : str
        Name or address that the server was given.
    token : str
        What a request must bring; empty where none is needed.
    most_bytes : int
        Largest body.
    """

    host: str = "127.0.0.1"
    token: str = ""
    most_bytes: int = MOST_BYTES


class Refusal(NamedTuple):
    """Why a request does not reach the page."""

    status: int
    error: str


class Guard:
    """Middleware that lets through what the rules allow, and gives every answer its security headers.

    Parameters
    ----------
    app : ASGI application
        What is guarded.
    rules : Rules
        Who may ask for what.
    """

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, _with_headers(send))
        else:
            await send({"type": "websocket.close"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, most = Headers(scope=scope), self._rules.most_bytes
        refusal = check_host(headers, self._rules.host)
        refusal = refusal or self._check_token(scope, headers) or check_site(scope["method"], headers)
        refusal = refusal or check_kind(scope["method"], headers) or check_length(headers, most)
        if refusal:
            if refusal.status == 413 and "expect" not in headers:
                await _throw_away(receive)
            await _refuse(send, refusal)
        # a post that is led elsewhere becomes a GET, and looks as if it had been done
        elif self._rules.token and scope["method"] in _SAFE_METHODS and (given := _query_token(scope)):
            await _remember(send, scope, headers, given)
        else:
            await self._app(scope, _counted(receive, most), send)

    def _check_token(self, scope: Scope, headers: Headers) -> Refusal | None:
        wanted = self._rules.token
        if not wanted:
            return None
        cookie = _read_cookie(headers, _cookie_name(scope))
        given = [headers.get("authorization", "").removeprefix("Bearer "), cookie, _query_token(scope)]
        if any(compare_digest(each.encode(), wanted.encode()) for each in given):
            return None
        found = "another one" if any(given) else "none"
        return Refusal(
            401,
            f"token: found {found}; allowed: the one that `textml review` printed. Open the address that it printed, "
            "or send the header Authorization: Bearer TOKEN",
        )


def check_host(headers: Mapping[str, str], host: str) -> Refusal | None:
    """Refuse a request that came under a name of another machine, as DNS rebinding makes browsers do.

    Parameters
    ----------
    headers : mapping of str to str
        Of the request.
    host : str
        Name or address that the server was given; behind ``0.0.0.0`` and ``::`` every name is allowed, because a token
        is needed there.

    Examples
    --------
    >>> check_host({"host": "localhost:8321"}, "127.0.0.1")
    >>> check_host({"host": "attacker.example"}, "127.0.0.1").status
    403
    """
    found = name_of(headers.get("host", ""))
    if found and (is_any(host) or found == host.lower() or (is_loopback(found) and is_loopback(host))):
        return None
    allowed = "localhost, 127.0.0.1, [::1]" if is_loopback(host) else host
    return Refusal(403, f"header Host: found {found[:100]!r}; allowed: {allowed}. Open the address that was printed")


def check_site(method: str, headers: Mapping[str, str]) -> Refusal | None:
    """Refuse what a page of another site asks for; programs, which say nothing of a site, may ask.

    Parameters
    ----------
    method : str
        Such as ``POST``.
    headers : mapping of str to str
        Of the request.

    Examples
    --------
    >>> check_site("POST", {"host": "localhost:8321"})
    >>> check_site("POST", {"host": "localhost:8321", "origin": "https://other.example"}).status
    403
    """
    site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
    # A link from another site may open the page, and nothing more.
    opens = method in _SAFE_METHODS and headers.get("sec-fetch-mode") == "navigate"
    if site and site not in _OWN_SITE and not opens:
        return _other_site(f"Sec-Fetch-Site: found {site[:40]!r}")
    if origin and method not in _SAFE_METHODS and _netloc(origin) != headers.get("host", "").lower():
        return _other_site(f"Origin: found {origin[:100]!r}")
    return None


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _other_site(found: str) -> Refusal:
    return Refusal(403, f"header {found}; allowed: requests of this page, or of programs without this header")


def check_kind(method: str, headers: Mapping[str, str]) -> Refusal | None:
    """Refuse a post that is no JSON: forms of other sites can send anything else without asking.

    Parameters
    ----------
    method : str
        Such as ``POST``.
    headers : mapping of str to str
        Of the request.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if method in _SAFE_METHODS or kind == "application/json":
        return None
    return Refusal(415, f"header Content-Type: found {kind[:40]!r}; allowed: application/json. Send JSON")


def check_length(headers: Mapping[str, str], most: int) -> Refusal | None:
    """Refuse a body that says of itself that it is too large.

    Parameters
    ----------
    headers : mapping of str to str
        Of the request.
    most : int
        Bytes that are allowed.
    """
    length = headers.get("content-length", "")
    return _too_large(most) if length.isdecimal() and int(length) > most else None


def _too_large(most: int) -> Refusal:
    return Refusal(413, f"body: found more than {most >> 20} MB; allowed: up to {most >> 20} MB. Send it in parts")


def _counted(receive: Receive, most: int) -> Receive:
    """Receive a body of at most so many bytes, whatever its header said."""
    n_bytes = 0

    async def receive_counted() -> Message:
        nonlocal n_bytes
        message = await receive()
        n_bytes += len(message.get("body", b""))
        if n_bytes > most:
            if message.get("more_body"):
                await _throw_away(receive)
            raise HTTPException(413, _too_large(most).error)
        return message

    return receive_counted


async def _throw_away(receive: Receive) -> None:
    """Read the rest of a body piece by piece, so that its sender comes to read the answer."""
    n_bytes, more = 0, True
    while more and n_bytes < _THROWN_AWAY:
        message = await receive()
        n_bytes += len(message.get("body", b""))
        more = message.get("more_body", False)


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers


async def _refuse(send: Send, refusal: Refusal) -> None:
    headers = {"content-type": "application/json"}
    if refusal.status == 401:
        headers["www-authenticate"] = "Bearer"
    if refusal.status == 413:
        headers["connection"] = "close"
    await _send(send, refusal.status, headers, orjson.dumps({"error": refusal.error}))


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    fields = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    fields.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})


def _query_token(scope: Scope) -> str:
    query: str = scope["query_string"].decode("latin-1")
    return dict(parse_qsl(query)).get("token", "")


def _cookie_name(scope: Scope) -> str:
    """A name with the port: cookies of one host go to all its ports, where other runs may be reviewed."""
    return f"textml-{(scope.get('server') or ('', 0))[1]}"


def _read_cookie(headers: Headers, name: str) -> str:
    # `http.cookies` reads none behind one with JSON in it, as other pages of the same host may have set
    return cookie_parser(headers.get("cookie", "")).get(name, "")


async def _remember(send: Send, scope: Scope, headers: Headers, token: str) -> None:
    """Keep the token of an address in a cookie, and show the same address without it."""
    query = [pair for pair in parse_qsl(scope["query_string"].decode("latin-1")) if pair[0] != "token"]
    # never "//host", which would lead to another one
    path = "/" + quote(scope["path"].lstrip("/")) + (f"?{urlencode(query)}" if query else "")
    kept = {"set-cookie": f"{_cookie_name(scope)}={quote(token)}; HttpOnly; SameSite=Strict; Path=/"}
    if headers.get("sec-fetch-site", "none") in _OWN_SITE:
        await _send(send, 303, {**kept, "location": path}, b"")
    else:
        # After a link in a mail, a strict cookie comes only with what this page asks for itself.
        await _send(send, 200, {**kept, "refresh": f"0; url={path}", "content-type": "text/html"}, b"")
