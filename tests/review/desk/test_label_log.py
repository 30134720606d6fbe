"""Labels are appended, whoever else writes the set, and none of them is lost."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from textml.corpus.sections import Section
from textml.corpus.seeds import NONE, Seed, read_labelled_set
from textml.errors import ArtifactError, SeedError
from textml.review.desk import label_log
from textml.review.desk.label_log import LabelLog

SECTIONS = [Section("economy", "经济"), Section("politics-law", "政法")]
MARKET = Seed("2025-03-01/01#a", "集市开张", "四十二个摊位亮起了灯。", "economy", "甲", "2025-03-01", "suggested")
COURT = Seed("“b”", "<script>", "县人民法院开庭。", "politics-law", "乙")


def log_of(*files: Path) -> LabelLog:
    log = LabelLog(files, SECTIONS, NONE)
    log.refresh()
    return log


def rows_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def sections_of(log: LabelLog) -> dict[str, str]:
    log.refresh()
    return {name: seed.section for name, seed in log.seeds.items()}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "labeled.jsonl"
    path.write_text("", encoding="utf-8")
    return path


def test_a_label_is_a_line_with_who_and_when(file: Path) -> None:
    """It is in the file when `append` returns, as the run reads it; the line before ends where it did."""
    file.write_text(json.dumps({"id": "z", "text": "丁", "section": "经济"}, ensure_ascii=False), encoding="utf-8")
    given, before = log_of(file).append(MARKET)
    assert before is None
    first, second = file.read_text("utf-8").splitlines()
    assert first == '{"id": "z", "text": "丁", "section": "经济"}'
    told = json.loads(second)
    assert told.pop("labelled_at") == given.labelled_at
    assert told == {
        "id": "2025-03-01/01#a",
        "title": "集市开张",
        "text": "四十二个摊位亮起了灯。",
        "section": "economy",
        "labelled_by": "甲",
        "date": "2025-03-01",
        "chosen": "suggested",
    }
    assert [seed.id for seed in read_labelled_set(file, SECTIONS).seeds] == ["z", MARKET.id]


def test_the_last_label_counts_and_all_are_history(file: Path) -> None:
    """A label can be changed and taken back; what was there before is told each time."""
    log = log_of(file)
    first, _ = log.append(MARKET)
    second, before = log.append(replace(MARKET, section="none", labelled_by="乙"))
    back, replaced = log.append(replace(MARKET, section=""))
    assert (before, replaced) == (first, second)
    assert log.append(MARKET)[1] is None
    assert sections_of(log) == {MARKET.id: "economy"}
    history = [(one.seed.section, one.seed.labelled_by, one.counts) for one in log.history(MARKET.id)]
    assert history == [("economy", "甲", True), ("", "甲", False), ("none", "乙", False), ("economy", "甲", False)]
    assert back.labelled_at > second.labelled_at > first.labelled_at


def test_two_at_once_see_each_other(file: Path) -> None:
    """Two pages write the same set: each sees the labels of the other, and of two for one article the last counts."""
    one, other = log_of(file), log_of(file)
    one.append(MARKET)
    assert sections_of(other) == {MARKET.id: "economy"}
    _, before = other.append(replace(MARKET, section="politics-law", labelled_by="乙"))
    assert before is not None
    assert before.labelled_by == "甲"
    one.append(COURT)
    assert sections_of(one) == sections_of(other) == {MARKET.id: "politics-law", COURT.id: "politics-law"}
    assert len(one.history()) == len(other.history()) == len(rows_of(file)) == 3


def test_a_clock_that_is_ahead_does_not_win_for_ever(file: Path) -> None:
    """A label of next year, from a computer with a wrong clock, is older than the one that is given after it."""
    future = {"id": MARKET.id, "text": MARKET.body, "section": "none", "labelled_at": "2999-01-01T00:00:00Z"}
    file.write_text(json.dumps(future) + "\n", encoding="utf-8")
    log = log_of(file)
    assert log.append(MARKET)[0].labelled_at == "2999-01-01T00:00:00.001Z"
    assert sections_of(log) == {MARKET.id: "economy"}


def test_an_edit_by_hand_is_merged(file: Path) -> None:
    """A line that somebody adds or changes in an editor counts at once, and the next label is added behind it."""
    log = log_of(file)
    log.append(MARKET)
    rows = rows_of(file)
    rows[0]["section"] = "政法"
    edited = "".join(json.dumps(row) + "\n" for row in [*rows, {"id": "new", "text": "丁", "section": "economy"}])
    file.write_text(edited, encoding="utf-8")
    assert log.append(COURT)[1] is None
    assert sections_of(log) == {MARKET.id: "politics-law", "new": "economy", COURT.id: "politics-law"}
    assert file.read_text("utf-8").startswith(edited)


def test_moments_that_no_clock_shows(file: Path) -> None:
    """Never, and hours beyond the first and last of Python, as other programs write them, say nothing of when."""
    moments = ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+14:00")
    rows = [{"id": at, "text": at, "section": "none", "labelled_at": at} for at in moments]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    log = log_of(file)
    for at in moments:
        log.append(Seed(at, "", at, "economy"))
    assert sections_of(log) == dict.fromkeys(moments, "economy")
    assert {seed.id: seed.section for seed in read_labelled_set(file, SECTIONS).seeds} == sections_of(log)


def test_a_clock_that_is_ahead_dates_one_article_only(file: Path) -> None:
    """The label of another article, given later, says when it was given."""
    future = {"id": MARKET.id, "text": MARKET.body, "section": "none", "labelled_at": "2999-01-01T00:00:00Z"}
    file.write_text(json.dumps(future) + "\n", encoding="utf-8")
    log = log_of(file)
    log.append(MARKET)
    assert log.append(COURT)[0].labelled_at < "2999"


def test_an_editor_that_is_still_saving_cannot_write_over_labels(file: Path) -> None:
    """Half of an older copy is in the file when somebody looks: what is missing is added when the rest is there."""
    log = log_of(file)
    older = "".join(json.dumps({"id": f"{n}", "text": f"{n}", "section": "none"}) + "\n" for n in range(9))
    log.append(MARKET)
    with file.open("w", encoding="utf-8") as saving:
        saving.write(older[: older.index("\n") + 1])
        saving.flush()
        assert list(sections_of(log)) == ["0"]
        saving.write(older[older.index("\n") + 1 :])
    assert MARKET.id not in sections_of(log)
    log._lost_at -= label_log._PATIENCE
    assert list(sections_of(log)) == [*map(str, range(9)), MARKET.id]
    assert file.read_text("utf-8").startswith(older)


def test_lost_labels_wait_for_room_on_the_disk(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be added again is said, and added when it can be."""
    monkeypatch.setattr(label_log, "_PATIENCE", 0.0)
    log = log_of(file)
    log.append(MARKET)
    file.write_text("", encoding="utf-8")
    with monkeypatch.context() as full:

        def fail(*_: object) -> int:
            raise OSError(28, "No space left on device")

        full.setattr("textml.review.labelled_set.os.write", fail)
        for _ in range(2):
            with pytest.raises(ArtifactError, match="No space left on device"):
                log.refresh()
    assert sections_of(log) == {MARKET.id: "economy"}
    assert [row["id"] for row in rows_of(file)] == [MARKET.id]


def test_lost_labels_are_added_at_the_end(file: Path) -> None:
    """At once; also those that were given before the run was made again."""
    log = log_of(file)
    log.append(MARKET)
    again = LabelLog([file], SECTIONS, NONE)
    again.take_over(log)
    again.refresh()
    file.write_text("", encoding="utf-8")
    again.settle()
    assert [row["id"] for row in rows_of(file)] == [MARKET.id]


def test_what_an_editor_saved_away_is_added_again_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor saves the file as it was before: labels given here come back; a line removed twice stays away."""
    monkeypatch.setattr(label_log, "_PATIENCE", 0.0)
    log = log_of(file)
    log.append(MARKET)
    log.append(COURT)
    file.write_text("", encoding="utf-8")
    assert sections_of(log) == {MARKET.id: "economy", COURT.id: "politics-law"}
    assert log.note == f"{file}: was saved elsewhere without 2 labels given here; added again"
    assert [row["id"] for row in rows_of(file)] == [MARKET.id, COURT.id]
    file.write_text("", encoding="utf-8")
    assert len(sections_of(log)) == 2, "a race with an editor"
    monkeypatch.setattr(label_log, "_RACE", -1.0)
    file.write_text("", encoding="utf-8")
    assert sections_of(log) == {}


def test_a_set_that_is_malformed_meanwhile_refuses_labels(file: Path) -> None:
    """Nothing is added to a file that cannot be read, what was known is kept, and the next try finds it mended."""
    log = log_of(file)
    log.append(MARKET)
    whole = file.read_text("utf-8")
    file.write_text(whole + '{"id": "half', encoding="utf-8")
    with pytest.raises(SeedError, match=r"labeled\.jsonl:2: not JSON"):
        log.append(COURT)
    assert file.read_text("utf-8") == whole + '{"id": "half'
    assert list(log.seeds) == [MARKET.id]
    file.write_text(whole, encoding="utf-8")
    assert log.append(COURT)[0].section == "politics-law"


def test_a_set_that_is_no_json_lines_is_refused(tmp_path: Path) -> None:
    """A workbook or CSV is not appended to; the message says what to name instead. A file that is gone is not made."""
    with pytest.raises(ArtifactError, match=r"set\.csv: labels are appended to JSON lines\. Name a new, empty file"):
        LabelLog([tmp_path / "set.csv"], SECTIONS, NONE).append(MARKET)
    with pytest.raises(ArtifactError, match=r"gone\.jsonl: no such file"):
        LabelLog([tmp_path / "gone.jsonl"], SECTIONS, NONE).append(MARKET)


def test_other_files_of_the_set_are_read_only(file: Path, tmp_path: Path) -> None:
    """A label of an article of the second file goes into the first, and counts."""
    second = tmp_path / "second.csv"
    second.write_text(f"id,text,section\n{MARKET.id},{MARKET.body},政法\n", encoding="utf-8")
    log = log_of(file, second)
    given, before = log.append(MARKET)
    assert before is not None
    assert before.section == "politics-law"
    assert sections_of(log_of(file, second)) == {MARKET.id: "economy"}
    assert read_labelled_set([file, second], SECTIONS).seeds[0].labelled_at == given.labelled_at


def test_copies_of_a_text_keep_one_section(file: Path) -> None:
    """A text that stands in the set under two ids is labelled for both, so that a run can read the set."""
    log = log_of(file)
    log.append(MARKET)
    copy = replace(MARKET, id="copy", body=MARKET.body + "\n", section="politics-law", labelled_by="乙")
    assert log.append(copy)[0].id == "copy"
    assert sections_of(log) == {MARKET.id: "politics-law", "copy": "politics-law"}
    assert {seed.id: seed.section for seed in read_labelled_set(file, SECTIONS).seeds} == sections_of(log)
    log.append(replace(copy, section=""))
    assert sections_of(log) == {MARKET.id: "politics-law"}


def test_who_was_suggested_stays_suggested(file: Path) -> None:
    """An article that was hard to decide is one, also after somebody has looked at its label again."""
    log = log_of(file)
    log.append(MARKET)
    log.append(replace(MARKET, chosen="error check"))
    log.append(COURT)
    assert log.suggested == {MARKET.id}
    assert log.seeds[MARKET.id].chosen == "error check"


def test_a_text_under_two_sections_is_refused_as_by_a_run(file: Path) -> None:
    """Edited by hand, one text stands under two sections: the page says what `textml run` would say."""
    rows = [{"id": name, "text": "甲", "section": section} for name, section in (("a", "economy"), ("b", "none"))]
    log = log_of(file)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(SeedError, match=r"labeled\.jsonl:2: 'b' has the text of 'a', but the section is none here"):
        log.append(MARKET)


def test_moments_at_the_ends_of_the_calendar_are_none(file: Path) -> None:
    """They cannot be compared with others, and do not stop the page."""
    for said in ("0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00-08:00"):
        row = {"id": MARKET.id, "text": MARKET.body, "section": "none", "labelled_at": said}
        file.write_text(json.dumps(row) + "\n", encoding="utf-8")
        log = log_of(file)
        assert log.append(MARKET)[1] is not None
        assert sections_of(log) == {MARKET.id: "economy"}
