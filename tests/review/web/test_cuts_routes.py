"""Pages and their cuts over HTTP."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra web is not installed: make test brings it")

from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.review.cuts.paper import DAM, ISSUE, MARKET, PAGE, open_desk, write_paper
from textml.review.web.cuts import cuts_router
from textml.review.web.failures import answer_errors


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A browser of the pages, without a server."""
    app = FastAPI()
    answer_errors(app)
    desk = open_desk(write_paper(tmp_path))
    app.include_router(cuts_router(lambda: desk))
    return TestClient(app)


def post(client: TestClient, address: str, status: int = 200, **body: Any) -> Any:
    answer = client.post(address, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_cut_is_corrected_and_taken_back(client: TestClient, tmp_path: Path) -> None:
    """What comes back is the page as it is cut then; the file says so, too."""
    before = client.get("/api/cuts", params={"page": PAGE}).json()
    assert [article["title"] for article in before["articles"]] == ["夜市重开", "水库除险"]
    after = post(client, "/api/cuts", page=PAGE, action="join", line=DAM - 1, body=MARKET, version=before["version"])
    assert [article["title"] for article in after["articles"]] == ["夜市重开"]
    assert [(c["action"], c["line"], c["own"], c["last"]) for c in after["corrections"]] == [
        ("join", DAM - 1, True, True)
    ]
    assert "[[join]]" in (tmp_path / "seeds/corrections.toml").read_text("utf-8")
    assert post(client, "/api/cuts/undo", page=PAGE) == before
    assert (tmp_path / "seeds/corrections.toml").read_bytes() == b""


def test_one_correction_of_several_is_taken_back(client: TestClient) -> None:
    """By its action and line."""
    for line in (6, 7):
        post(client, "/api/cuts", page=PAGE, action="move", line=line, to="furniture")
    left = post(client, "/api/cuts/undo", page=PAGE, action="move", line=6)
    assert [c["line"] for c in left["corrections"]] == [7]


def test_pages_are_found(client: TestClient) -> None:
    """By words; those left out by `size` are counted."""
    found = client.get("/api/pages", params={"size": 1}).json()
    assert (found["n"], len(found["pages"])) == (3, 1)
    assert [row["id"] for row in client.get("/api/pages", params={"q": "龙舟"}).json()["pages"]] == []
    assert [row["kind"] for row in client.get("/api/pages", params={"q": "2024-02-19/02"}).json()["pages"]] == ["pdf"]


def test_the_picture_is_where_the_page_says(client: TestClient) -> None:
    """Its address names the version of the file, so that a browser may keep it."""
    cut = client.get("/api/cuts", params={"page": ISSUE}).json()
    answer = client.get(f"{cut['picture']}&width=400")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["cache-control"] == "private, max-age=86400, immutable"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"page": "x/1#<b>", "action": "cut", "line": 1}, 404, "x/1#<b>: no page"),
        ({"page": PAGE, "action": "cut", "line": 2}, 409, "has no line 2, or it is blank"),
        ({"page": PAGE, "action": "join", "line": MARKET}, 409, "begins the first article"),
        ({"page": PAGE, "action": "cut", "line": 8, "version": "old"}, 409, "was written again"),
        ({"page": PAGE, "action": "merge", "line": 8}, 422, "body.action"),
        ({"page": PAGE, "action": "cut", "line": 0}, 422, "body.line"),
        ({"page": PAGE, "action": "cut", "line": True}, 422, "body.line"),
        ({"page": PAGE, "action": "cut", "line": "8"}, 422, "body.line"),
        ({"page": PAGE, "action": "cut", "line": 8, "before": 7}, 422, "body.before"),
        ({"page": PAGE, "action": "move", "line": 8, "to": "masthead"}, 422, "body.to"),
        ({"page": PAGE, "action": "move", "line": 8}, 409, "allowed for move"),
    ],
)
def test_what_is_wrong_is_said(
    client: TestClient, tmp_path: Path, body: dict[str, Any], status: int, said: str
) -> None:
    """In one form, with a status that fits; no file is made."""
    assert said in post(client, "/api/cuts", status, **body)["error"]
    assert not list((tmp_path / "seeds").glob("*"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/cuts?page=x", 404),
        ("/api/cuts", 422),
        (f"/api/cuts/picture?page={PAGE}", 409),
        (f"/api/cuts/picture?page={ISSUE}&width=5000", 422),
        ("/api/pages?size=0", 422),
    ],
)
def test_wrong_addresses_are_refused(client: TestClient, address: str, status: int) -> None:
    """Pages that are not there, pictures of dumps, sizes out of range."""
    answer = client.get(address)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
