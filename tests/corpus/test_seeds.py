"""The labelled set is read strictly: a wrong label never passes silently."""

import json
import re
from pathlib import Path

import pytest

from textml.corpus.formats.table import table_bytes
from textml.corpus.seeds import (
    NONE,
    LabelledSet,
    Section,
    Seed,
    read_labelled_set,
    read_reject,
    read_sections,
    read_seeds,
)
from textml.errors import SeedError

SECTIONS = [Section("economy", "经济"), Section("politics-law", "政法")]


def seeds_of(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    (tmp_path / "labeled.jsonl").write_text(text, encoding="utf-8")
    return [(seed.id, seed.section) for seed in read_seeds(tmp_path / "labeled.jsonl", SECTIONS)]


def test_sections_may_be_named_by_key_or_title(tmp_path: Path) -> None:
    """经济 and economy are the same label."""
    assert seeds_of(
        tmp_path, '{"id": "a", "text": "甲", "section": "经济"}\n{"id": "b", "text": "乙", "section": "economy"}'
    ) == [
        ("a", "economy"),
        ("b", "economy"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            '{"text": "甲", "section": "economics"}',
            r"labeled\.jsonl:1: unknown section 'economics' \(did you mean 'economy'\?\); known: economy, politics-law",
        ),
        ('{"text": "甲", "section": "", "labelled_by": "罗"}', "text or section is empty"),
        ('{"text": "  ", "section": "economy"}', "text or section is empty"),
        ("{broken", "not JSON"),
        (
            '{"id": 1, "text": "甲", "topic": "economy"}',
            r"jsonl:1: no column 'section' \(or label, labels, .*栏目, .*\); found: id, text, topic\. Every",
        ),
        (
            '{"body": "甲", "label": "economy"}',
            r":1: no column 'text' \(or data, 正文, 内容\); found: body, label\. Every",
        ),
        (
            '{"text": "甲", "label": ["economy", "经济"]}',
            r":1: label holds 2 labels \(economy, 经济\)\. An article has one",
        ),
        ('{"text": "甲", "labels": []}', r":1: labels holds an empty list"),
        ('{"text": "甲", "label": [[0, 1, "economy"]]}', r"label holds \[0, 1, 'economy'\]\. Write one section there"),
        ('{"data": {"text": "甲"}, "section": "economy"}', "the cell 'data' holds a dict"),
        (
            '{"text": "甲", "section": "economy", "类别": "政法"}',
            "two sections, 'economy' in section and '政法' in 类别. Decide",
        ),
        (
            '{"text": "甲", "label": "sport", "category": "头版"}',
            "unknown section 'sport'; known: economy, politics-law",
        ),
        ('[{"text": "甲", "label": "economy"}]', "is one JSON value, not a table. Label Studio: choose Export, CSV"),
        ('\ufeff[\n  {\n "text": "甲"', "is one JSON value, not a table"),
    ],
)
def test_bad_lines_stop_the_reading(tmp_path: Path, line: str, message: str) -> None:
    """An unknown section, an empty text, a broken line each say where and what to do."""
    with pytest.raises(SeedError, match=message):
        seeds_of(tmp_path, line)


def test_a_message_shows_what_counts(tmp_path: Path) -> None:
    """Of a text in the place of a section, and of a hundred sections, the beginning is shown."""
    path = tmp_path / "labeled.jsonl"
    path.write_text(json.dumps({"text": "甲", "section": "长" * 5000}), encoding="utf-8")
    with pytest.raises(
        SeedError, match=r"unknown section '长{40}…'; known: s0, .*, s11 and 89 more\. Correct the label"
    ):
        read_seeds(path, [Section(f"s{n}", f"类{n}") for n in range(100)])


def test_repeated_ids_are_refused(tmp_path: Path) -> None:
    """Two labelled articles of one id are an error with the line of the second."""
    with pytest.raises(SeedError, match=r"labeled\.jsonl:2: id 'a' is used in an earlier line"):
        seeds_of(
            tmp_path, '{"id": "a", "text": "甲", "section": "economy"}\n{"id": "a", "text": "乙", "section": "economy"}'
        )


def test_one_text_with_two_labels_names_both(tmp_path: Path) -> None:
    """The same text under two sections is a decision to make, with both ids."""
    with pytest.raises(
        SeedError,
        match=r"labeled\.jsonl:2: 'b' has the text of 'a', but the section is politics-law here and economy there",
    ):
        seeds_of(
            tmp_path, '{"id": "a", "text": "甲 乙", "section": "经济"}\n{"id": "b", "text": "甲乙", "section": "政法"}'
        )


def test_a_missing_labelled_set_is_named(tmp_path: Path) -> None:
    """No file at all is an error that names it."""
    with pytest.raises(SeedError, match=r"labeled\.jsonl"):
        read_seeds(tmp_path / "labeled.jsonl", SECTIONS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[economy]\ntitle = "经济"\n', "1 section; a classifier needs 2"),
        ('[economy]\ntitel = "经济"\n', "section 'economy' has titel. Needed: title"),
        ("[economy\n", "cannot be read as the list of sections"),
        ('[a]\ntitle = "经济"\n[b]\ntitle = "经济"\n', "经济 names two sections"),
        ('[a]\ntitle = "\u200b "\n[b]\ntitle = "乙"\n', "section 'a' has a name that nobody sees"),
        (
            '[a]\ntitle = "甲"\nkeywords = "经济"\n[b]\ntitle = "乙"\n',
            "section 'a': keywords is '经济'. Allowed: a list of words",
        ),
        ('[a]\ntitle = "甲"\nkeywords = [""]\n[b]\ntitle = "乙"\n', "section 'a': keywords is"),
    ],
)
def test_bad_section_files(tmp_path: Path, text: str, message: str) -> None:
    """One section, an unknown key, and broken TOML are errors."""
    (tmp_path / "sections.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=message):
        read_sections(tmp_path / "sections.toml")


def test_the_sections_that_come_along(root: Path) -> None:
    """Four sections with definition, doubtful cases and 10 to 30 keywords each."""
    sections = read_sections(root / "seeds/sections.toml")
    assert [(s.key, s.title) for s in sections] == [
        ("economy", "经济"),
        ("politics-law", "政法"),
        ("livelihood", "民生"),
        ("culture", "文化"),
    ]
    assert all(s.definition and s.in_doubt and 10 <= len(s.keywords) <= 30 for s in sections)


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "甲", "label": ["economy"], "Comments": []}',
        '{"data": "甲", "label": "ｅconomy"}',
        '{"正文": "甲", "栏目": " 经\u200b济 "}',
        '{"内容": "甲", "分类": "ECONOMY"}',
        '{"Text": "甲", "Class": "经济", "annotator": 1}',
        '{"text": "甲", "choice": "economy", "data": "", "lead_time": 3.5}',
        '{"text": "甲", "section": "economy", "label": "经济", "category": "头版"}',
        '{"text": "甲", "section": "", "labels": ["economy"]}',
    ],
)
def test_other_tools_and_spellings(tmp_path: Path, line: str) -> None:
    """The columns of doccano, Label Studio and Chinese tables are read; names that look alike are the same section."""
    assert seeds_of(tmp_path, line) == [("labeled.jsonl:1", "economy")]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_labelled_set_in_any_format(tmp_path: Path, ending: str) -> None:
    """A table of any format is a labelled set; a row that is not filled in yet is counted."""
    path = tmp_path / f"labeled.{ending}"
    rows = [{"id": "a", "text": "甲", "label": "政法"}, {"id": "b", "text": "乙", "label": ""}]
    path.write_bytes(table_bytes(rows, path.name))
    assert read_labelled_set(path, SECTIONS) == LabelledSet([Seed("a", "", "甲", "politics-law")], 1)


def test_rows_that_nobody_has_filled_in_are_counted(tmp_path: Path) -> None:
    """A row with an empty section is open, whatever else it holds; with a name of a person it is a slip."""
    lines = [
        '{"text": "甲", "section": "\u200b"}',
        '{"text": "乙", "section": null, "category": "头版", "labelled_by": " "}',
    ]
    (tmp_path / "labeled.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert read_labelled_set(tmp_path / "labeled.jsonl", SECTIONS) == LabelledSet([], 2)


def test_a_list_of_label_studio_by_its_own_name(tmp_path: Path) -> None:
    """Its export ends in .json: the answer says which export to choose."""
    (tmp_path / "project-1.json").write_text('[{"id": 1}]')
    with pytest.raises(
        SeedError, match=r"project-1\.json: is one JSON value, not a table\. Label Studio: choose Export, CSV"
    ):
        read_seeds(tmp_path / "project-1.json", SECTIONS)


@pytest.mark.parametrize(
    ("one", "other"), [("sport", "ｓport"), ("体育", "体\u3000育"), ("café", "cafe\u0301"), ("sport", "Sport")]
)
def test_sections_that_look_alike_are_refused(tmp_path: Path, one: str, other: str) -> None:
    """Two sections whose names nobody can tell apart are an error that shows both, whether in key or title."""
    for text in (
        f'["{one}"]\ntitle = "甲"\n["{other}"]\ntitle = "乙"\n',
        f'[a]\ntitle = "{one}"\n[b]\ntitle = "{other}"\n',
    ):
        (tmp_path / "sections.toml").write_text(text, encoding="utf-8")
        with pytest.raises(SeedError, match=re.escape(f"{one!r} and {other!r} look alike, but name two sections")):
            read_sections(tmp_path / "sections.toml")


@pytest.mark.parametrize("label", ["none", "其他", " NONE "])
def test_articles_of_none_of_the_sections_are_understood(tmp_path: Path, label: str) -> None:
    """`none` and 其他 are labels wherever no section has that name."""
    assert seeds_of(tmp_path, json.dumps({"id": "a", "text": "甲", "section": label})) == [("a", "none")]


def test_sections_may_name_what_none_is_called(tmp_path: Path) -> None:
    """A table with reject = true names it, and is no section; a section called none stays one, and then none is it."""
    path, labels = tmp_path / "sections.toml", tmp_path / "labeled.jsonl"
    path.write_text('[a]\ntitle = "甲"\n[b]\ntitle = "乙"\n[misc]\ntitle = "杂项"\nreject = true\n', encoding="utf-8")
    assert [section.key for section in read_sections(path)] == ["a", "b"]
    assert read_reject(path) == Section("misc", "杂项", reject=True)
    labels.write_text('{"id": "x", "text": "甲", "section": "杂项"}', encoding="utf-8")
    assert read_seeds(labels, read_sections(path), read_reject(path))[0].section == "misc"
    path.write_text('[none]\ntitle = "无"\n[b]\ntitle = "乙"\n', encoding="utf-8")
    assert [section.key for section in read_sections(path)] == ["none", "b"]
    assert read_reject(path) is None
    path.write_text('[a]\ntitle = "甲"\n[b]\ntitle = "乙"\n', encoding="utf-8")
    assert read_reject(path) is NONE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[c]\ntitle = "丙"\nreject = true\n[d]\ntitle = "丁"\nreject = true\n', "c and d have reject = true"),
        ('[c]\ntitle = "丙"\nreject = 1\n', "section 'c': reject is 1. Allowed: true or false"),
    ],
)
def test_bad_names_for_none(tmp_path: Path, text: str, message: str) -> None:
    """Two of them, and another value than true or false."""
    path = tmp_path / "sections.toml"
    path.write_text('[a]\ntitle = "甲"\n[b]\ntitle = "乙"\n' + text, encoding="utf-8")
    with pytest.raises(SeedError, match=message):
        read_reject(path)


def chosen_of(tmp_path: Path, *rows: dict[str, str]) -> list[tuple[str, str, str]]:
    path = tmp_path / "labeled.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return [(seed.id, seed.section, seed.chosen) for seed in read_seeds(path, SECTIONS)]


@pytest.mark.parametrize(
    ("cell", "chosen"),
    [
        ("", ""),
        (None, ""),
        ("random", "random"),
        ("随机", "random"),
        (" Suggested", "suggested"),
        ("推荐", "suggested"),
        ("error_check", "error check"),
        ("查错", "error check"),
    ],
)
def test_labels_say_how_they_came(tmp_path: Path, cell: str | None, chosen: str) -> None:
    """`chosen` is understood in English and Chinese, whatever its case and spaces."""
    row = {"id": "a", "text": "甲", "section": "economy", "chosen": cell}
    assert chosen_of(tmp_path, row) == [("a", "economy", chosen)]  # type: ignore[arg-type]


def test_labels_that_came_in_another_way_are_refused(tmp_path: Path) -> None:
    """What else stands in `chosen` is named, with what is allowed."""
    message = (
        r"labeled\.jsonl:1: chosen is '挑的'\. Allowed: random, suggested, error check \(随机, 推荐, 查错\), or empty"
    )
    with pytest.raises(SeedError, match=message):
        chosen_of(tmp_path, {"text": "甲", "section": "economy", "chosen": "挑的"})


def test_a_label_that_was_checked_counts(tmp_path: Path) -> None:
    """Of two labels of one article the error check counts, wherever it stands; a suggested article stays one."""
    first = {"id": "a", "text": "甲", "section": "economy", "chosen": "random"}
    hard = {"id": "b", "text": "乙", "section": "economy", "chosen": "suggested"}
    checks = [{**row, "section": "politics-law", "chosen": "查错"} for row in (first, hard)]
    found = [("a", "politics-law", "error check"), ("b", "politics-law", "suggested")]
    assert chosen_of(tmp_path, first, hard, *checks) == found
    assert chosen_of(tmp_path, *checks, first, hard) == found
    with pytest.raises(SeedError, match=r"labeled\.jsonl:3: id 'a' is used in an earlier line"):
        chosen_of(tmp_path, checks[0], first, checks[0])


def test_an_error_check_nobody_has_decided_changes_nothing(tmp_path: Path) -> None:
    """An open row leaves the label as it was."""
    first = {"id": "a", "text": "甲", "section": "economy"}
    assert chosen_of(tmp_path, first, {**first, "section": "", "chosen": "error check"}) == [("a", "economy", "")]


def test_several_files_are_one_set(tmp_path: Path) -> None:
    """Open rows of all are counted; an id of another file is named with its place, and so is a text."""
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    row = {"id": "c", "text": "丙", "section": "economy"}
    other.write_text(json.dumps(row) + '\n{"id": "d", "text": "丁", "section": ""}\n', encoding="utf-8")
    one.write_text(
        '{"id": "a", "text": "甲", "section": "economy"}\n{"id": "b", "text": "乙", "section": ""}\n', "utf-8"
    )
    found = read_labelled_set([one, other], SECTIONS)
    assert ([seed.id for seed in found.seeds], found.n_open) == (["a", "c"], 2)
    assert found.n_open_of == {str(one): 1, str(other): 1}
    other.write_text(json.dumps({**row, "id": "a"}), encoding="utf-8")
    with pytest.raises(SeedError, match=rf"{other}:1: id 'a' is used in {one}:1\. Give every article an id"):
        read_labelled_set([one, other], SECTIONS)


def test_a_dated_set_is_its_own_history(tmp_path: Path) -> None:
    """Of dated rows of one id the latest moment counts, wherever it stands; undated ones are older."""
    row = {"id": "a", "text": "甲", "section": "economy"}
    early = {**row, "section": "politics-law", "labelled_at": "2026-11-27T10:00:00+08:00"}
    late = {**row, "section": "none", "labelled_at": "2026-11-27T02:00:00.001Z"}
    assert chosen_of(tmp_path, row, early) == [("a", "politics-law", "")]
    assert chosen_of(tmp_path, row, early, late) == chosen_of(tmp_path, row, late, early) == [("a", "none", "")]
    with pytest.raises(SeedError, match=r"labeled\.jsonl:2: id 'a' is used in an earlier line"):
        chosen_of(tmp_path, early, row)


def test_a_label_can_be_taken_back(tmp_path: Path) -> None:
    """A dated row without a section leaves the article without a label, and it is not to be decided either."""
    row = {"id": "a", "text": "甲", "section": "economy"}
    back = {**row, "section": "", "labelled_by": "罗", "labelled_at": "2026-11-27T02:00:00Z"}
    again = {**row, "labelled_at": "2026-11-27T02:00:01Z"}
    open_row = {"id": "a", "text": "甲", "section": ""}
    path = tmp_path / "labeled.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (open_row, row, back)), encoding="utf-8")
    assert read_labelled_set(path, SECTIONS) == LabelledSet([], 0)
    assert chosen_of(tmp_path, row, back, again) == [("a", "economy", "")]
