"""People label at a desk: what comes next, what is written, and what is refused."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.review.desk.files import file_of, last_row
from textml.errors import ArtifactError, GoneError, NotSavedError, OvertakenError
from textml.review.desk import desk as desk_module
from textml.review.desk.desk import Desk


def test_an_article_comes_with_what_helps_to_decide(desk: Desk) -> None:
    """Probabilities with the largest first, words that stand in its text, labelled neighbours, and its history."""
    article = desk.suggestions(1)[0]
    shares = [row["share"] for row in article["proba"]]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    text = article["title"] + article["body"] + article["kicker"] + article["subtitle"]
    assert {row["word"] for row in article["words"] if row["word"] in text}
    assert {row["section"] for row in article["words"]} <= {row["section"] for row in article["proba"][:2]}
    near = article["neighbours"]
    assert [row["similarity"] for row in near] == sorted((row["similarity"] for row in near), reverse=True)
    known = {json.loads(line)["id"] for line in file_of(desk).read_text("utf-8").splitlines()}
    assert {row["id"] for row in near} <= known
    assert article["history"] == []


def test_a_label_is_written_and_learnt(desk: Desk) -> None:
    """It stands in the file with who and when, leaves the list, counts, and the classifier knows it soon after."""
    first, second = desk.suggestions(2)
    n = desk.state()["n_labels"]
    given = desk.give(first["id"], "政法", " 甲 ")
    row = last_row(desk)
    assert (row["id"], row["section"], row["labelled_by"], row["chosen"]) == (
        first["id"],
        "politics-law",
        "甲",
        "suggested",
    )
    assert (row["title"], row["text"], row["date"]) == (first["title"], first["body"], first["date"])
    assert (given["section"], given["at"], given["before"], given["n_labels"]) == (
        "politics-law",
        row["labelled_at"],
        None,
        n + 1,
    )
    assert first["id"] not in [article["id"] for article in desk.suggestions(10)]
    assert desk.article(first["id"])["label"] == "politics-law"
    desk.wait()
    assert first["id"] in desk.standing.fitted.seeds
    assert desk.state()["points"][-1]["n_labels"] == n + 1
    assert second["id"] in [article["id"] for article in desk.suggestions(10)]


def test_a_label_is_taken_back(desk: Desk) -> None:
    """The article has no label again and is suggested again; the history keeps both lines."""
    first = desk.suggestions(1)[0]["id"]
    desk.give(first, "economy", "甲")
    undone = desk.give(first, "", "乙")
    assert (undone["before"]["section"], undone["before"]["by"]) == ("economy", "甲")
    desk.wait()
    assert desk.article(first)["label"] == ""
    assert first in [article["id"] for article in desk.suggestions(40)]
    told = [(row["section"], row["by"], row["counts"]) for row in desk.history(first)["labels"]]
    assert told == [("", "乙", True), ("economy", "甲", False)]


def test_two_people_get_different_articles(desk: Desk) -> None:
    """What is on one screen comes last on another; without a second person it stays first."""
    mine = [article["id"] for article in desk.suggestions(3, "甲")]
    assert [article["id"] for article in desk.suggestions(3, "甲")] == mine
    theirs = [article["id"] for article in desk.suggestions(3, "乙")]
    assert not set(mine) & set(theirs)


def test_two_desks_share_one_set(desk: Desk, finished: Path) -> None:
    """A second page, in another process, sees the label at its next look, and learns from it."""
    other = Desk(finished / "artifacts/default", file_of(desk))
    try:
        first = desk.suggestions(1)[0]["id"]
        desk.give(first, "culture", "甲")
        assert other.state()["n_labels"] == desk.state()["n_labels"]
        assert other.article(first)["label"] == "culture"
        assert other.give(first, "economy", "乙")["before"]["by"] == "甲"
        desk.state()
        assert desk.article(first)["label"] == "economy"
        other.wait()
        assert other.standing.fitted.seeds[first].section == "economy"
    finally:
        other.close()


def test_sections_have_keys_to_press(desk: Desk) -> None:
    """The sections are 1 to 4 in the order of their file, none of them is 0; each with its labels counted."""
    rows = desk.sections()
    assert [(row["number"], row["key"]) for row in rows] == [
        (1, "economy"),
        (2, "politics-law"),
        (3, "livelihood"),
        (4, "culture"),
        (0, "none"),
    ]
    assert sum(row["n_labels"] for row in rows) == desk.state()["n_labels"]
    assert len({row["color"] for row in rows}) == 5


def test_a_section_beyond_the_ninth_has_no_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses 1 and 0 for a tenth one would label two articles wrong."""
    room = desk._room
    many = [replace(room.contents.sections[0], key=f"s{n}") for n in range(12)]
    monkeypatch.setattr(room, "contents", SimpleNamespace(sections=many, reject=room.contents.reject))
    assert [row["number"] for row in desk.sections()] == [*range(1, 10), None, None, None, 0]


def test_what_cannot_be_saved_is_refused(desk: Desk, tmp_path: Path, finished: Path) -> None:
    """An unknown section, an article that is gone, no labelled set: nothing is written."""
    before = file_of(desk).read_bytes()
    first = desk.suggestions(1)[0]["id"]
    with pytest.raises(GoneError, match=r"section: 'sports' is unknown; known: economy, politics-law"):
        desk.give(first, "sports")
    with pytest.raises(GoneError, match=r"'nowhere/1#x': is no article of default.*Load the page again"):
        desk.give("nowhere/1#x", "economy")
    with pytest.raises(GoneError):
        desk.article("'; <script>")
    assert file_of(desk).read_bytes() == before
    without = Desk(finished / "artifacts/default", None, why_not="names no labelled set")
    try:
        assert without.state()["can_label"] is False
        with pytest.raises(ArtifactError, match="names no labelled set"):
            without.give(first, "economy")
    finally:
        without.close()


def test_a_label_of_the_set_that_was_taken_back_is_given_again(desk: Desk) -> None:
    """The article need not be one of the run: undo needs it."""
    name = json.loads(file_of(desk).read_text("utf-8").splitlines()[0])["id"]
    before = desk.give(name, "")["before"]["section"]
    assert (desk.article(name)["label"], desk.article(name)["id"]) == ("", name)
    assert desk.give(name, before)["section"] == desk.article(name)["label"] == before


def test_a_set_that_is_gone_is_said(desk: Desk) -> None:
    """No label can be given until it is back."""
    file = file_of(desk)
    kept = file.rename(file.with_name("kept"))
    state = desk.state()
    assert state["problem"].endswith(
        "labeled.jsonl: no such file. Restore the labelled set, or name another in [corpus] labeled"
    )
    assert state["can_label"] is False
    kept.rename(file)
    assert (desk.state()["problem"], desk.state()["can_label"]) == ("", True)


def test_a_broken_set_is_said_and_mended(desk: Desk) -> None:
    """While the file cannot be read no label is given, the page goes on with what it knew, and then goes on."""
    first, whole = desk.suggestions(1)[0]["id"], file_of(desk).read_bytes()
    file_of(desk).write_bytes(whole + b'{"id": "half')
    assert "not JSON" in desk.state()["problem"]
    with pytest.raises(NotSavedError, match="not JSON"):
        desk.give(first, "economy")
    assert file_of(desk).read_bytes() == whole + b'{"id": "half'
    file_of(desk).write_bytes(whole)
    assert desk.state()["problem"] == ""
    assert desk.give(first, "economy")["section"] == "economy"


def test_an_undo_takes_back_its_own_label_only(desk: Desk) -> None:
    """Who undoes a label that somebody else has changed meanwhile is told so, and the other label stays."""
    first = desk.suggestions(1)[0]["id"]
    mine = desk.give(first, "economy", "甲")
    desk.give(first, "culture", "乙")
    with pytest.raises(OvertakenError, match=r"was decided again by 乙 meanwhile\. That label stays"):
        desk.give(first, "", "甲", replaces=mine["at"])
    assert desk.article(first)["label"] == "culture"
    theirs = desk.history(first)["labels"][0]["at"]
    assert desk.give(first, "", "乙", replaces=theirs)["section"] == ""


def test_a_change_keeps_how_an_article_was_chosen(desk: Desk) -> None:
    """A label at random that is changed on the page does not become a suggested one, which would weigh less."""
    first, second = (article["id"] for article in desk.suggestions(2))
    desk.give(first, "economy", chosen="random")
    assert desk.give(first, "culture")["before"]["chosen"] == "random"
    assert last_row(desk)["chosen"] == "random"
    desk.give(first, "culture", chosen="error check")
    assert last_row(desk)["chosen"] == "error check"
    desk.give(second, "economy", chosen="")
    assert last_row(desk)["chosen"] == ""


def test_what_was_shown_long_ago_is_free_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who has left does not keep the best articles from the others."""
    mine = [article["id"] for article in desk.suggestions(3, "甲")]
    monkeypatch.setattr(desk_module, "_LEASE", 0.0)
    assert [article["id"] for article in desk.suggestions(3, "乙")] == mine


def test_an_article_is_known_under_the_id_of_the_set(desk: Desk) -> None:
    """A row that somebody adds under another id is the label of the article with its text; a change goes there."""
    first = desk.suggestions(1)[0]
    row = {"id": "own-1", "title": "", "text": first["body"], "section": "culture", "labelled_by": "丙"}
    with file_of(desk).open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(row) + "\n")
    desk.state()
    assert desk.article(first["id"])["label"] == "culture"
    assert first["id"] not in [article["id"] for article in desk.suggestions(1000)]
    desk.wait()
    point = desk.state()["points"][-1]
    assert point["n_given"] + point["n_none"] + point["n_left"] == len(desk.contents.stories)
    assert desk.give(first["id"], "economy", "甲")["before"]["by"] == "丙"
    assert last_row(desk)["id"] == "own-1"
    desk.wait()
    near = desk.article(first["id"])["neighbours"]
    assert "own-1" not in [row["id"] for row in near]
