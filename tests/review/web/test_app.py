"""The routes of the review page, over a small run."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.conftest import textml_here
from tests.review.web.conftest import HOSTILE_ID, HOSTILE_TITLE
from textml.predict.contents import open_contents
from textml.review.desk.desk import Desk
from textml.review.web.site import Site


def get(client: TestClient, path: str, **query: Any) -> Any:
    """The answer to a question that is allowed."""
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(answer: Any) -> tuple[int, str]:
    """Status and message of a refusal, which has the one form of all errors."""
    body = answer.json()
    assert list(body) == ["error"]
    return answer.status_code, body["error"]


def test_health_says_what_is_reviewed(client: TestClient, desk: Desk) -> None:
    """The run, its size, and under whose name labels are given."""
    found = get(client, "/api/health")
    assert (found["status"], found["run"], found["by"]) == ("ok", "default", "hy")
    assert found["n_articles"] == len(desk.contents.stories)


def test_answers_lose_nothing_of_the_desk(client: TestClient, desk: Desk) -> None:
    """Whatever the desk says arrives: a field that the description does not know would be left out."""
    article_id = desk.contents.stories[3].id
    client.post("/api/labels", json={"id": article_id, "section": "economy"})
    desk.wait()
    assert get(client, "/api/state") == desk.state()
    assert get(client, "/api/sections") == {"sections": desk.sections()}
    assert get(client, "/api/article", id=article_id) == desk.article(article_id)
    assert get(client, "/api/suggestions", n=3)["articles"] == desk.suggestions(3, "hy")
    assert get(client, "/api/labels", size=3) == desk.history("", 1, 3)
    assert get(client, "/api/errors")["errors"] == desk.errors()
    found = client.post("/api/labels", json={"id": article_id, "section": ""}).json()
    assert found.keys() == desk.give(article_id, "", "hy").keys()


def test_sections_have_keys_to_press(client: TestClient) -> None:
    """Those of the file from 1, none of them at 0 and grey, in the colours of the report."""
    sections = get(client, "/api/sections")["sections"]
    assert [(s["key"], s["number"]) for s in sections] == [
        ("economy", 1),
        ("politics-law", 2),
        ("livelihood", 3),
        ("culture", 4),
        ("none", 0),
    ]
    assert sections[0]["color"] == "#0072B2"
    assert sections[-1]["color"] == "#B4B8BC"


def test_hostile_names_make_the_round_trip(client: TestClient) -> None:
    """Quotes, slashes, a fragment and a script in an id and a headline stay what they are."""
    found = get(client, "/api/article", id=HOSTILE_ID)
    assert (found["id"], found["title"]) == (HOSTILE_ID, HOSTILE_TITLE)
    given = client.post("/api/labels", json={"id": HOSTILE_ID, "section": "文化", "by": "<b>'\"李</b>"})
    assert given.json()["section"] == "culture"
    (entry,) = get(client, "/api/labels", id=HOSTILE_ID)["labels"]
    assert (entry["id"], entry["by"], entry["counts"]) == (HOSTILE_ID, "<b>'\"李</b>", True)
    listed = get(client, "/api/articles", q="<script>")["articles"]
    assert [row["id"] for row in listed] == [HOSTILE_ID]
    back = client.post("/api/labels", json={"id": HOSTILE_ID, "section": ""}).json()
    assert (back["section"], back["by"], back["before"]["section"]) == ("", "hy", "culture")


def test_json_is_not_taken_for_a_page(client: TestClient) -> None:
    """A headline with a script is sent as JSON that no browser guesses to be HTML."""
    answer = client.get("/api/article", params={"id": HOSTILE_ID})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_article_that_is_gone(client: TestClient) -> None:
    """Neither shown nor labelled."""
    assert refused(client.get("/api/article", params={"id": "gone"}))[0] == 404
    assert refused(client.post("/api/labels", json={"id": "gone", "section": "culture"}))[0] == 404


def test_articles_are_paged_and_filtered(client: TestClient, desk: Desk) -> None:
    """Parts follow each other without a gap; every filter leaves what it says."""
    everything = get(client, "/api/articles", size=500)
    assert everything["n"] == len(everything["articles"]) == len(desk.contents.stories)
    parts = [get(client, "/api/articles", page=page, size=7)["articles"] for page in range(1, everything["n"] // 7 + 2)]
    assert [row["id"] for part in parts for row in part] == [row["id"] for row in everything["articles"]]
    assert get(client, "/api/articles", page=1000)["articles"] == []

    def ids(**query: Any) -> list[str]:
        return [row["id"] for row in get(client, "/api/articles", size=500, **query)["articles"]]

    rows = everything["articles"]
    assert ids(issue="2025-02") == [row["id"] for row in rows if row["date"].startswith("2025-02")]
    assert ids(page_id="2025-01-14/02") == [row["id"] for row in rows if row["page_id"] == "2025-01-14/02"]
    assert ids(labelled="true") == [row["id"] for row in rows if row["label"]]
    assert ids(left="true") == [row["id"] for row in rows if not row["label"] and not row["section"]]
    of_culture = [row["id"] for row in rows if (row["label"] or row["section"]) == "culture"]
    assert ids(section="文化") == ids(section="culture") == of_culture
    topics = get(client, "/api/topics")["topics"]
    assert ids(topic=topics[1]["id"]) == [row["id"] for row in rows if row["topic"] == topics[1]["name"]]
    assert refused(client.get("/api/articles", params={"section": "sport"}))[0] == 404


def test_search_finds_all_words_anywhere(client: TestClient, desk: Desk) -> None:
    """In headline or text, whatever the case; articles with the words in their headline come first."""
    stories = desk.contents.stories
    word = next(story.title[:2] for story in stories if story.id != HOSTILE_ID and len(story.title) > 4)
    found = get(client, "/api/articles", q=word, size=500)["articles"]
    assert {row["id"] for row in found} == {story.id for story in stories if word in story.text}
    in_title = [word in row["title"] for row in found]
    assert in_title == sorted(in_title, reverse=True)
    assert get(client, "/api/articles", q="SCRIPT  Alert")["n"] == 1
    assert get(client, "/api/articles", q=f"{word} 绝无此词")["n"] == 0


def test_topics_and_overview_are_those_of_the_run(client: TestClient, desk: Desk) -> None:
    """Every article is counted once in its month; shares of a month sum to 1."""
    topics, overview = get(client, "/api/topics"), get(client, "/api/overview")
    assert topics["months"] == overview["months"] == ["2025-01", "2025-02"]
    sums = [sum(topic["months"][month] for topic in topics["topics"]) for month in range(2)]
    assert sums == pytest.approx([1, 1], abs=1e-5)
    counted = sum(sum(section["counts"]) for section in overview["sections"]) + sum(overview["left"])
    assert counted == sum(issue["n_articles"] for issue in overview["issues"]) == len(desk.contents.stories)
    assert [issue["n_pages"] for issue in overview["issues"]] == [2, 2]


def test_figures_are_those_of_the_manifest(client: TestClient, desk: Desk) -> None:
    """With their type; nothing else is a figure, whatever its name is."""
    figures = get(client, "/api/overview")["figures"]
    assert {"section_mix", "confusion"} <= {figure["name"] for figure in figures}
    assert all(figure["title"] for figure in figures)
    answer = client.get(figures[0]["url"])
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"].endswith("sandbox")
    assert answer.content == desk.contents.folder.read_bytes("reports" + figures[0]["url"])
    for name in ["index.html", "../index.html", "..%2Findex.html", "%2Fetc%2Fpasswd", "nothing.svg", "section_mix"]:
        assert refused(client.get(f"/figures/{name}"))[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/static/../../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("DELETE", "/api/labels", 405),
        ("GET", "/api/article", 422),
        ("GET", "/api/articles?size=0", 422),
        ("GET", "/api/articles?titel=x", 422),
        ("GET", "/api/articles?page=999999999999999999999", 422),
        ("GET", "/api/suggestions?n=one", 422),
    ],
)
def test_every_refusal_has_one_form(client: TestClient, method: str, path: str, status: int) -> None:
    """JSON with one key, a sentence that says where."""
    answer = client.request(method, path, headers={"content-type": "application/json"})
    found, error = refused(answer)
    assert found == status
    assert len(error) > 20
    assert "security" not in error


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"\xff\xfe", 422),
        (b"[" * 100_000, 400),
        (b'{"a":' * 100_000, 400),
        (b"9" * 10_000, 400),
        (b"NaN", 422),
        (b'{"texts": null}', 422),
        (b'{"texts": ["\\ud800"]}', 422),
        (b'{"texts": [], "articles": []}', 422),
        (b'{"texts": [], "\\ud800": 1}', 422),
        (b'{"texts": [], "precision": NaN}', 422),
        (b'{"texts": [], "precision": 1}', 422),
        (b'{"articles": [{"title": "x"}]}', 422),
        (b'{"articles": [{"text": "x", "id": {}}]}', 422),
    ],
)
def test_hostile_bodies_are_refused(client: TestClient, body: bytes, status: int) -> None:
    """No body, broken, deep, endless or half text: an answer, never a failure."""
    answer = client.post("/api/label", content=body, headers={"content-type": "application/json"})
    assert refused(answer)[0] == status


def test_mistakes_say_where(client: TestClient) -> None:
    """The place in the body, what was found, what is allowed."""
    answer = client.post("/api/labels", json={"id": "a", "section": "culture", "chosen": "guessed"})
    assert refused(answer)[1] == (
        "body.chosen: found 'guessed'; Input should be '', 'random', 'suggested' or 'error check'. Correct it; "
        "/api/openapi.json says what is allowed"
    )
    many = refused(client.post("/api/label", json={"texts": list(range(100))}))[1]
    assert "body.texts.0: found 0" in many
    assert "and 97 more" in many
    for name in ("texts", "articles"):
        body = client.post("/api/label", json={name: [1] * 100_001}).json()["error"]
        assert f"body.{name}: found" in body
        assert "should have at most 100000 items after validation, not 100001" in body


def test_labels_are_those_of_the_command(client: TestClient, reviewed: Path, root: Path) -> None:
    """JSON lines are the very bytes that `textml label` writes; what it leaves out is named."""
    lines = (root / "seeds/labeled.jsonl").read_text("utf-8").splitlines()[:60]
    rows = [{key: json.loads(line)[key] for key in ("id", "title", "text", "date")} for line in lines]
    rows[5]["text"], rows[7]["id"], rows[8]["date"] = "太短", rows[6]["id"], "no date"
    rows[9]["id"], rows[9]["title"] = HOSTILE_ID, HOSTILE_TITLE
    (reviewed / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = textml_here(reviewed, "label", "default", "in.jsonl", "--out", "out.jsonl")
    assert done.returncode == 1, done.stderr
    answer = client.post("/api/label", json={"articles": rows}, headers={"accept": "application/jsonl"})
    assert answer.headers["content-type"] == "application/jsonl"
    assert answer.headers["textml-left-out"] == "3"
    written = (reviewed / "out.jsonl").read_bytes()
    assert written.count(b"\n") == 57
    assert answer.content == written
    found = client.post("/api/label", json={"articles": rows}).json()
    assert found["rows"] == [json.loads(line) for line in written.splitlines()]
    assert [left["id"] for left in found["left_out"]] == [rows[at]["id"] for at in (5, 7, 8)]
    # stdout and stderr say the same reasons
    assert all(re.split(r"[,.;(]", left["reason"])[0] in done.stderr for left in found["left_out"])


def test_requests_at_the_same_time_get_their_own_rows(client: TestClient, root: Path) -> None:
    """Many threads are labelled in few calls; each gets the row that it would get alone, in its order."""
    lines = (root / "seeds/labeled.jsonl").read_text("utf-8").splitlines()[:32]
    texts = [json.loads(line)["text"] for line in lines]
    alone = client.post("/api/label", json={"texts": texts}).json()["rows"]

    def ask(number: int) -> Any:
        return client.post("/api/label", json={"texts": [texts[number], texts[number - 1]]}).json()["rows"]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(ask, range(32)))
    for number, rows in enumerate(together):
        assert [row["id"] for row in rows] == ["1", "2"]
        assert [{**row, "id": ""} for row in rows] == [{**alone[at], "id": ""} for at in (number, number - 1)]


def test_precision_is_chosen_by_request(client: TestClient, root: Path) -> None:
    """The probabilities stay; who asks for more gets fewer labels."""
    texts = [json.loads(line)["text"] for line in (root / "seeds/labeled.jsonl").read_text("utf-8").splitlines()[:60]]
    few, many = (
        client.post("/api/label", json={"texts": texts, "precision": precision}).json()["rows"]
        for precision in (0.99, 0.6)
    )
    assert [row["p_culture"] for row in few] == [row["p_culture"] for row in many]
    assert sum(not row["needs_review"] for row in few) < sum(not row["needs_review"] for row in many)


def test_the_description_is_whole(client: TestClient) -> None:
    """OpenAPI names every route, with the form of every answer and of errors."""
    found = get(client, "/api/openapi.json")
    assert found["openapi"].startswith("3.1")
    assert {"/api/state", "/api/sections", "/api/articles", "/api/article", "/api/suggestions"} < set(found["paths"])
    for path, methods in found["paths"].items():
        for method, route in methods.items():
            assert {"200", "403", "404", "413", "422"} <= set(route["responses"]), (path, method)
            refusal = route["responses"]["422"]["content"]["application/json"]["schema"]
            assert refusal == {"$ref": "#/components/schemas/Failure"}


def test_the_readme_shows_requests_that_work(client: TestClient, root: Path) -> None:
    """Each line of curl is answered; every address in the table is a route."""
    readme = (root / "README.md").read_text("utf-8")
    asked = re.findall(r"^curl '?http://127.0.0.1:8321(\S+?)'?(?: --json '(.*)')?$", readme, re.M)
    assert [path.partition("?")[0] for path, _ in asked] == ["/api/label", "/api/articles", "/api/labels"]
    for path, body in asked:
        answer = client.post(path, json=json.loads(body)) if body else client.get(path)
        assert answer.status_code == 200, answer.text
    client.post("/api/labels", json={"id": json.loads(asked[2][1])["id"], "section": ""})
    table = [line for line in readme.splitlines() if re.match(r"\| `(GET|POST) /api", line)]
    named = {path for line in table for path in re.findall(r"/api/[a-z/]+", line)}
    assert named == get(client, "/api/openapi.json")["paths"].keys() - {"/figures/{name}"}


def test_a_run_that_is_made_again_is_another_one(desk: Desk) -> None:
    """What follows from the files of a run is made once, and anew for new files."""
    site = Site(desk)
    before = site.run
    assert site.run is before
    after = site.run_of(open_contents(desk.folder))
    assert (after is before, after.shelf.months) == (False, before.shelf.months)
    assert site.run.contents is desk.contents


def test_a_label_of_another_run_waits(client: TestClient, desk: Desk) -> None:
    """A page that was opened on another run at this address sends its labels in vain, and may send them again later."""
    first = get(client, "/api/suggestions", n=1)["articles"][0]["id"]
    before = desk.state()["n_labels"]
    label = {"id": first, "section": "culture"}
    status, error = refused(client.post("/api/labels", json=label, headers={"textml-run": "0123456789abcdef"}))
    assert (status, desk.state()["n_labels"]) == (503, before)
    assert "the label was given in another run" in error
    own = get(client, "/api/health")["run_id"]
    assert client.post("/api/labels", json=label, headers={"textml-run": own}).json()["n_labels"] == before + 1
