"""The command that starts the page: its port, its token, its end."""

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest

from tests.conftest import ENVIRONMENT, TEXTML, textml_here
from tests.waiting import PATIENCE
from textml.errors import ConfigError, MissingExtraError
from textml.review.web import server

TOKEN = "correct-horse-battery"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program has."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_another_port_is_taken_where_none_was_asked_for(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual port if it is free, otherwise any."""
    monkeypatch.setattr(server, "PORT", taken)
    with server.take_port("127.0.0.1", None) as place:
        assert place.getsockname()[1] not in (0, taken)


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(taken: int) -> None:
    """It says what to do."""
    with pytest.raises(ConfigError) as told:
        server.take_port("127.0.0.1", taken)
    assert str(told.value) == (
        f"--port {taken}: another program has this port. Choose another one, or leave --port out"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_a_host_that_is_not_this_machine(host: str) -> None:
    """Neither an address nor a name of another one."""
    with pytest.raises(ConfigError, match=f"--host {host}: is no name or address of this machine"):
        server.take_port(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_needs_no_token(host: str) -> None:
    """But one that was chosen is asked for."""
    assert server.choose_token(host, None) == ""
    assert server.choose_token(host, TOKEN) == TOKEN


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "archive.example"])
def test_a_network_needs_a_token(host: str) -> None:
    """A new one each time, which nobody guesses."""
    one, other = (server.choose_token(host, None) for _ in range(2))
    assert one != other
    assert len(one) == 32


@pytest.mark.parametrize("token", ["", "short", "with spaces in it, and a comma", "a&b=c#d/e?f%0a-----"])
def test_a_token_that_is_short_or_no_part_of_an_address(token: str) -> None:
    """It is refused, and not shown."""
    with pytest.raises(ConfigError) as told:
        server.choose_token("127.0.0.1", token)
    assert str(told.value).startswith(f"--token: found {len(token)} characters; allowed: 16 or more letters, digits")


def test_addresses_can_be_opened(taken: int) -> None:
    """With the token; an address of version 6 stands in brackets, one for all is named by the machine."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
        assert server.describe_address(place, "127.0.0.1", "") == f"http://127.0.0.1:{port}/"
        assert server.describe_address(place, "::1", TOKEN) == f"http://[::1]:{port}/?token={TOKEN}"
        assert server.describe_address(place, "0.0.0.0", "") == f"http://{socket.gethostname()}:{port}/"


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line that installs it."""
    monkeypatch.setattr(server, "find_spec", lambda name: None if name == "uvicorn" else object())
    with pytest.raises(MissingExtraError) as told:
        server.check_installed()
    assert str(told.value) == "The review page needs uvicorn, not installed here. Run: pip install 'textml[web]'"


def test_a_run_that_is_not_there(tmp_path: Path) -> None:
    """One line, as from other commands."""
    done = textml_here(tmp_path, "review", "nothing", "--no-browser")
    assert done.returncode == 1
    assert "error: artifacts/nothing: no run of textml" in done.stderr


def test_a_page_starts_and_ends(project: Path) -> None:
    """It prints its address, asks for the token, labels, refuses a large body, and Ctrl-C ends it quietly."""
    command = [*TEXTML, "review", "default", "--no-browser", "--token", TOKEN, "--by", "hy"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=project, stdout=pipe, stderr=pipe, env=ENVIRONMENT) as started:
        assert started.stdout is not None
        address = started.stdout.readline().decode().split()[-1]
        try:
            written = use_page(*address.split("?token="))
        finally:
            started.send_signal(signal.SIGINT)
            out, err = started.communicate(timeout=PATIENCE)
    assert (started.returncode, err) == (0, b"starting ...\n")
    assert out.decode().splitlines()[-1] == "stopped: every label that was given is written"
    last = json.loads((project / "seeds/labeled.jsonl").read_text("utf-8").splitlines()[-1])
    assert (last["labelled_by"], last["section"], last["labelled_at"]) == ("hy", "culture", written["at"])


def use_page(base: str, token: str) -> dict[str, str]:
    """Open the page as a browser does, then label as a program does."""
    assert token == TOKEN
    with pytest.raises(HTTPError, match="401"):
        urlopen(f"{base}api/health", timeout=PATIENCE)
    browser = build_opener(HTTPCookieProcessor())
    with browser.open(f"{base}?token={token}", timeout=PATIENCE) as page:
        assert (page.url, page.headers["content-type"]) == (base, "text/html; charset=utf-8")
        assert "server" not in page.headers
    with browser.open(f"{base}api/suggestions?n=1", timeout=PATIENCE) as found:
        (article,) = json.load(found)["articles"]
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    with pytest.raises(HTTPError, match="413") as refused:
        urlopen(Request(f"{base}api/label", b" " * (50 << 20), headers), timeout=PATIENCE)
    refused.value.close()
    body = json.dumps({"id": article["id"], "section": "文化"}).encode()
    with urlopen(Request(f"{base}api/labels", body, headers), timeout=PATIENCE) as given:
        return dict(json.load(given))
