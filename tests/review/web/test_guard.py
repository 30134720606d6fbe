"""What reaches the review page, and what does not."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from textml.review.web.guard import MOST_BYTES, Guard, Rules

TOKEN = "correct-horse-battery"
JSON = {"content-type": "application/json"}


class Asked:
    """A guarded application that counts what reaches it, and reads the whole body."""

    def __init__(self, rules: Rules) -> None:
        self.guard, self.reached, self.n_read = Guard(self.app, rules), 0, 0

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached += 1
        more = True
        while more:
            message = await receive()
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"reached"})

    def ask(
        self,
        method: str = "GET",
        target: str = "/",
        headers: dict[str, str] | None = None,
        chunks: Iterator[bytes] | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a request as a server does: status, headers and body of the answer."""
        path, _, query = target.partition("?")
        given = {"host": "127.0.0.1:8321", **(headers or {})}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "server": ("127.0.0.1", 8321),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }
        parts = iter(chunks or ())
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            chunk = next(parts, None)
            self.n_read += len(chunk or b"")
            return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.guard(scope, receive, send))
        fields = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], fields, sent[1]["body"]


@pytest.fixture
def local() -> Asked:
    """As on this machine: no token."""
    return Asked(Rules())


@pytest.fixture
def remote() -> Asked:
    """As on a network."""
    return Asked(Rules("archive.example", TOKEN))


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:8321", "LOCALHOST", "[::1]:8321", "127.0.0.2"])
def test_this_machine_has_several_names(local: Asked, host: str) -> None:
    """Every loopback name is let through."""
    assert local.ask(headers={"host": host})[0] == 200


@pytest.mark.parametrize("host", ["attacker.example", "attacker.example:8321", "192.0.2.7", "localhost.example", ""])
def test_a_name_of_another_machine_is_refused(local: Asked, host: str) -> None:
    """DNS rebinding makes a browser ask this machine under another name."""
    status, _, body = local.ask(headers={"host": host})
    assert (status, local.reached) == (403, 0)
    assert b'{"error":"header Host: found ' in body


def test_every_name_is_allowed_where_all_addresses_are_listened_to() -> None:
    """Behind 0.0.0.0 a token keeps others out, whatever name they come under."""
    asked = Asked(Rules("0.0.0.0", TOKEN))
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert asked.ask(headers={"host": "archive.example", **bearer})[0] == 200
    assert asked.ask(headers={"host": "archive.example"})[0] == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://other.example"},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "null"},
        {"origin": "http://[::1"},
        {"sec-fetch-site": "none", "origin": "https://other.example"},
    ],
)
def test_posts_of_other_sites_are_refused(local: Asked, headers: dict[str, str]) -> None:
    """Also those of another port of this machine."""
    assert local.ask("POST", "/api/labels", {**JSON, **headers})[0] == 403
    assert local.reached == 0


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8321"}])
def test_posts_of_the_page_and_of_programs_are_let_through(local: Asked, headers: dict[str, str]) -> None:
    """A program says nothing of a site."""
    assert local.ask("POST", "/api/labels", {**JSON, **headers})[0] == 200


def test_other_sites_may_link_but_not_read(local: Asked) -> None:
    """A link opens the page; a script, an image or a form of another site gets nothing."""
    cross = {"sec-fetch-site": "cross-site"}
    assert local.ask(headers={**cross, "sec-fetch-mode": "navigate"})[0] == 200
    assert local.ask(target="/figures/confusion.svg", headers={**cross, "sec-fetch-mode": "no-cors"})[0] == 403
    assert local.ask("POST", headers={**JSON, **cross, "sec-fetch-mode": "navigate"})[0] == 403


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
def test_posts_are_json(local: Asked, kind: str) -> None:
    """Forms of other sites can send anything else without asking."""
    assert local.ask("POST", headers={"content-type": kind})[0] == 415
    assert local.ask("POST", headers={"content-type": "Application/JSON; charset=utf-8"})[0] == 200


def test_a_body_that_says_it_is_too_large_is_refused(local: Asked) -> None:
    """It is read and thrown away, so that its sender comes to read the answer, unless the sender waits for that."""
    size = {"content-length": str(5 * MOST_BYTES)}
    status, headers, body = local.ask("POST", "/", {**JSON, **size}, iter([b"a" * 1000] * 5))
    assert (status, headers["connection"], local.n_read) == (413, "close", 5000)
    assert body == b'{"error":"body: found more than 10 MB; allowed: up to 10 MB. Send it in parts"}'
    waiting = local.ask("POST", "/", {**JSON, **size, "expect": "100-continue"}, iter([b"a"]))
    assert (waiting[0], local.n_read, local.reached) == (413, 5000, 0)


def test_a_body_of_chunks_is_counted(local: Asked) -> None:
    """Without a length, it is refused where it becomes too large, and the rest is thrown away."""
    from starlette.exceptions import HTTPException

    with pytest.raises(HTTPException, match="more than 10 MB") as refused:
        local.ask("POST", "/", JSON, iter([b"a" * (1 << 20)] * 50))
    assert (refused.value.status_code, local.n_read) == (413, 50 << 20)
    assert local.ask("POST", "/", JSON, iter([b"a" * (1 << 20)] * 10))[0] == 200


@pytest.mark.parametrize(
    ("headers", "target"),
    [
        ({}, "/"),
        ({"authorization": "Bearer wrong"}, "/"),
        ({"authorization": "Basic Zm9v"}, "/"),
        ({"cookie": "textml-8321=wrong"}, "/"),
        ({"cookie": "textml-9000=" + TOKEN}, "/"),
        ({"cookie": "\xff=[;"}, "/"),
        ({"authorization": f"Bearer {TOKEN[:-1]}"}, "/"),
        ({"authorization": f"Bearer {TOKEN}{TOKEN}"}, "/"),
        ({}, "/?token=wrong"),
        ({}, "/?token="),
        ({}, "/static/x?token=%ff%fe"),
    ],
)
def test_without_the_token_nothing_is_shown(remote: Asked, headers: dict[str, str], target: str) -> None:
    """Neither a missing nor a wrong one is let through, to no address."""
    status, found, body = remote.ask(target=target, headers={"host": "archive.example", **headers})
    assert (status, remote.reached, found["www-authenticate"]) == (401, 0, "Bearer")
    assert TOKEN.encode() not in body


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": f"Bearer {TOKEN}"},
        {"cookie": f"a=b; textml-8321={TOKEN}"},
        {"cookie": f'a[b]=c; d={{"e":"f,g"}}; h; "; textml-8321={TOKEN}'},
    ],
)
def test_the_token_is_let_through(remote: Asked, headers: dict[str, str]) -> None:
    """From programs in a header, from browsers in a cookie, whatever other pages of the host have set before it."""
    assert remote.ask(headers={"host": "archive.example", **headers})[0] == 200


def test_the_token_of_an_address_goes_into_a_cookie(remote: Asked) -> None:
    """The address without it is shown next: it does not stay in the history of the browser."""
    host = {"host": "archive.example"}
    status, headers, _ = remote.ask(target=f"/label?id=a%2Fb&token={TOKEN}", headers=host)
    assert (status, headers["location"], remote.reached) == (303, "/label?id=a%2Fb", 0)
    assert headers["set-cookie"] == f"textml-8321={TOKEN}; HttpOnly; SameSite=Strict; Path=/"
    assert remote.ask(target=f"//other.example?token={TOKEN}", headers=host)[1]["location"] == "/other.example"


def test_a_post_with_the_token_in_its_address_is_done(remote: Asked) -> None:
    """To be led elsewhere would make a GET of it, which succeeds and labels nothing."""
    headers = {"host": "archive.example", "content-type": "application/json"}
    assert remote.ask("POST", f"/api/labels?token={TOKEN}", headers)[0] == 200
    assert remote.reached == 1


def test_the_token_of_a_link_in_a_mail_works_too(remote: Asked) -> None:
    """A strict cookie is not sent where another site leads to, so the page asks once more by itself."""
    headers = {"host": "archive.example", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    status, found, _ = remote.ask(target=f"/?token={TOKEN}", headers=headers)
    assert (status, found["refresh"]) == (200, "0; url=/")
    assert TOKEN in found["set-cookie"]


@pytest.mark.parametrize("headers", [{}, {"host": "attacker.example"}])
def test_every_answer_has_the_security_headers(local: Asked, headers: dict[str, str]) -> None:
    """Those of the application and those of the guard."""
    found = local.ask(headers=headers)[1]
    policy = found["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;")
    assert "unsafe" not in policy
    assert found["x-content-type-options"] == "nosniff"
    assert found["cache-control"] == "no-store"


def test_sockets_are_closed(local: Asked) -> None:
    """The page has no web sockets, whose requests no browser guards."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(local.guard({"type": "websocket"}, send, send))
    assert sent == [{"type": "websocket.close"}]
