"""Labels from other tools come into the labelled set: all or none, and a round trip loses nothing."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from textml.corpus.sections import Section, name_sections
from textml.corpus.seeds import Seed, read_labelled_set
from textml.corpus.tasks.files import TOOLS, tasks_bytes
from textml.errors import SeedError
from textml.review.label_export import list_rows
from textml.review.label_import import Imported, import_labels, read_labels

SECTIONS = [Section("economy", "经济", "谁买卖"), Section("politics-law", "政法", "规则")]
REJECT = Section("none", "其他", reject=True)
NAMES = name_sections(SECTIONS, REJECT)
SEEDS = [
    Seed("2025-03-01/01#a", "集市开张", "四十二个摊位亮起了灯。\n=1+1", "economy", "hy", "2025-03-01", "random"),
    Seed("2025-03-01/02#b", "", "县人民法院开庭。", "politics-law", "", "2025-03-01", "suggested"),
    Seed("7", "“讣告”", "某某先生千古。", "none", "李", "", ""),
]
OPEN = {"id": "o", "title": "桥", "text": "大桥昨天合龙。", "section": "", "labelled_by": "", "date": "2025-03-02"}


def line(seed: Seed, **more: Any) -> str:
    about = {"id": seed.id, "title": seed.title, "text": seed.body, "section": seed.section}
    return json.dumps({**about, "labelled_by": seed.labelled_by, "date": seed.date, "chosen": seed.chosen, **more})


def written(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
    return path


def take(path: Path, target: Path, replacing: bool = False, **more: Any) -> Imported:
    labels, _ = read_labels(path, NAMES, more.pop("articles", {}), **more)
    return import_labels([target], labels, NAMES, replacing)


@pytest.mark.parametrize(
    ("name", "tool"),
    [("x.json", None), *((f"x{tool.endings[0]}", name) for name, tool in TOOLS.items())]
    + [(f"x.{ending}", None) for ending in ("csv", "jsonl", "parquet", "xlsx")],
)
def test_a_round_trip_loses_nothing(tmp_path: Path, name: str, tool: str | None) -> None:
    """Ids, texts, sections, who, dates and how they were chosen come back, and what else the set held."""
    source = written(tmp_path / "set.jsonl", *(line(s, labelled_at="2025-03-09") for s in SEEDS), json.dumps(OPEN))
    rows = list_rows([source], NAMES, read_labelled_set(source, SECTIONS, REJECT).seeds)
    out = tmp_path / name
    out.write_bytes(tasks_bytes(rows, [*SECTIONS, REJECT], name, tool))
    labels, n_open = read_labels(out, NAMES, {})
    target = written(tmp_path / "new.jsonl")
    assert import_labels([target], labels, NAMES) == Imported(n_added=3)
    dated = [replace(seed, labelled_at="2025-03-09") for seed in SEEDS]
    assert (read_labelled_set(target, SECTIONS, REJECT).seeds, n_open) == (dated, 1)
    assert [json.loads(one)["labelled_at"] for one in target.read_text("utf-8").splitlines()] == ["2025-03-09"] * 3
    assert import_labels([target], labels, NAMES) == Imported(n_there=3)


def test_open_rows_are_filled_in_and_other_lines_stay(tmp_path: Path) -> None:
    """A label of an article that was suggested goes into its row; the other lines are as they were, byte for byte."""
    odd = '{"id":  "z", "text": "丁", "section": "economy"}'
    target = written(tmp_path / "set.jsonl", odd, json.dumps(OPEN), line(SEEDS[0]))
    done = take(
        written(tmp_path / "in.jsonl", '{"id": "o", "text": "大桥昨天合龙。", "label": "政法"}'), target, by="hy"
    )
    assert (done.n_filled, done.n_added) == (1, 0)
    lines = target.read_text("utf-8").splitlines()
    assert (lines[0], lines[2], len(lines)) == (odd, line(SEEDS[0]), 3)
    assert json.loads(lines[1]) == {**OPEN, "section": "politics-law", "labelled_by": "hy"}


@pytest.mark.parametrize("identity", ["2025-03-01/02#b", "another"])
def test_conflicts_are_reported_and_change_nothing(tmp_path: Path, identity: str) -> None:
    """Same id or same text under another section: both are named; --replace lets the file count."""
    target = written(tmp_path / "set.jsonl", *map(line, SEEDS))
    before = target.read_bytes()
    row = {"id": identity, "text": SEEDS[1].body, "section": "经济", "labelled_by": "li"}
    path = written(tmp_path / "in.jsonl", json.dumps(row), json.dumps({**OPEN, "section": "economy"}))
    done = take(path, target)
    assert done.conflicts == (f"{path}:1: {identity!r} is economy (by li) here, and politics-law in {target}:2",)
    assert target.read_bytes() == before
    done = take(path, target, replacing=True)
    assert (done.n_replaced, done.n_added, len(done.kept)) == (1, 1, 1)
    assert done.kept[0].read_bytes() == before
    seeds = read_labelled_set(target, SECTIONS, REJECT).seeds
    assert [(s.id, s.section, s.labelled_by) for s in seeds[1:]] == [
        ("2025-03-01/02#b", "economy", "li"),
        ("7", "none", "李"),
        ("o", "economy", ""),
    ]


def test_unknown_names_are_errors_with_their_places(tmp_path: Path) -> None:
    """Every wrong row is named, with what was found and what is known; nothing is guessed."""
    rows = [
        {"text": "甲", "label": ["经济版面"]},
        {"text": "乙", "label": ["经济", "政法"]},
        {"text": "丙", "label": ["经济"]},
    ]
    path = written(tmp_path / "in.jsonl", *map(json.dumps, rows))
    with pytest.raises(SeedError) as problem:
        read_labels(path, NAMES, {})
    first, second = str(problem.value).splitlines()
    assert first.startswith(
        f"{path}:1: unknown section '经济版面' (did you mean '经济'?); known: economy, politics-law"
    )
    assert second.startswith(f"{path}:2: section holds 2 labels (经济, 政法)")


def test_numbers_are_understood_with_their_names(tmp_path: Path) -> None:
    """ClassLabels of datasets: by dataset_info.json beside the file, otherwise refused with what is missing."""
    rows = [{"id": f"a{label}", "text": f"第{label}篇文字在此", "label": label} for label in (1, 0, -1)]
    path = written(tmp_path / "train.jsonl", *map(json.dumps, rows))
    with pytest.raises(SeedError, match=r":1: unknown section '1'.* says nothing without dataset_info\.json"):
        read_labels(path, NAMES, {})
    info = {"features": {"label": {"names": ["economy", "政法"], "_type": "ClassLabel"}}}
    (tmp_path / "dataset_info.json").write_text(json.dumps(info), encoding="utf-8")
    labels, n_open = read_labels(path, NAMES, {})
    assert [(label.seed.id, label.seed.section) for label in labels] == [("a1", "politics-law"), ("a0", "economy")]
    assert n_open == 1


def test_two_people_who_disagree_are_reported(tmp_path: Path) -> None:
    """Two labels for one article in the file are a problem; twice the same label is one."""
    rows = [
        json.dumps({"id": "a", "text": "甲", "section": s, "labelled_by": s[:1]}) for s in ("经济", "economy", "政法")
    ]
    assert len(read_labels(written(tmp_path / "in.jsonl", *rows[:2]), NAMES, {})[0]) == 1
    with pytest.raises(
        SeedError, match=r"in\.jsonl:3: 'a': economy \(by 经\) in .*:1, but politics-law \(by 政\) here"
    ):
        read_labels(written(tmp_path / "in.jsonl", *rows), NAMES, {})


def test_an_id_of_another_text_is_an_error(tmp_path: Path) -> None:
    """The numbers of two projects are not taken for one article."""
    target = written(tmp_path / "set.jsonl", line(SEEDS[2]))
    path = written(tmp_path / "in.jsonl", '{"id": "7", "text": "完全不同的一篇文章。", "section": "none"}')
    with pytest.raises(SeedError, match=r"'7' is the id of another text in .*set\.jsonl:1"):
        take(path, target)


def test_a_text_is_found_by_its_id(tmp_path: Path) -> None:
    """A row without text gets that of the article its id names; without one it is an error."""
    target = written(tmp_path / "set.jsonl")
    path = written(tmp_path / "in.jsonl", '{"id": "o", "section": "经济"}')
    article = {"o": {"title": "桥", "text": "大桥合龙。", "date": "2025-03-02"}}
    take(path, target, articles=article)
    (seed,) = read_labelled_set(target, SECTIONS, REJECT).seeds
    assert (seed.title, seed.body, seed.date, seed.section) == ("桥", "大桥合龙。", "2025-03-02", "economy")
    with pytest.raises(SeedError, match=r"in\.jsonl:1: no column 'text'.*; --run RUN finds it by its id"):
        read_labels(path, NAMES, {})


def test_a_label_that_is_decided_again_counts(tmp_path: Path) -> None:
    """What comes back from an error check is a row of its own, and the one that counts."""
    target = written(tmp_path / "set.jsonl", line(SEEDS[0]))
    path = written(tmp_path / "in.jsonl", line(SEEDS[0], section="政法", chosen="error check"))
    assert take(path, target).n_added == 1
    assert [seed.section for seed in read_labelled_set(target, SECTIONS, REJECT).seeds] == ["politics-law"]
    assert take(path, target).n_there == 1


def test_the_workbook_offers_the_sections(tmp_path: Path) -> None:
    """Cells of `section` have a list of all titles; what they mean is on the second sheet."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(tasks_bytes([{**OPEN, "chosen": ""}], [*SECTIONS, REJECT], "x.xlsx", None)))
    first, second = book.worksheets
    assert [cell.value for cell in first[1]][:3] == ["section", "labelled_by", "id"]
    (rule,) = first.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("A2", "'sections'!$A$2:$A$4")
    assert [[cell.value for cell in row[:3]] for row in second.iter_rows(min_row=2)] == [
        ["经济", "economy", "谁买卖"],
        ["政法", "politics-law", "规则"],
        ["其他", "none", ""],
    ]
    first["A2"] = "经济"
    book.save(tmp_path / "back.xlsx")
    labels, n_open = read_labels(tmp_path / "back.xlsx", NAMES, {}, by="hy")
    assert [(label.seed.id, label.seed.section, label.seed.labelled_by) for label in labels] == [("o", "economy", "hy")]
    assert n_open == 0


HISTORY = [
    line(SEEDS[0]),
    line(replace(SEEDS[0], section="none", labelled_by="乙"), labelled_at="2026-01-02T08:00:00Z"),
    line(replace(SEEDS[1], section="economy"), labelled_at="2026-01-02T08:00:01Z"),
    line(replace(SEEDS[1], section=""), labelled_at="2026-01-02T08:00:02Z"),
]


def test_an_export_holds_what_counts_of_a_history(tmp_path: Path) -> None:
    """The label given last is exported once, with who and when; one that was taken back is not."""
    source = written(tmp_path / "set.jsonl", *HISTORY)
    seeds = read_labelled_set(source, SECTIONS, REJECT).seeds
    rows = list_rows([source], NAMES, seeds)
    told = [(row["id"], row["section"], row["labelled_by"], row["labelled_at"]) for row in rows]
    assert told == [(SEEDS[0].id, "none", "乙", "2026-01-02T08:00:00Z")]


def test_an_import_keeps_the_history_of_a_set(tmp_path: Path) -> None:
    """A label that was taken back is given anew; one that counts instead of a dated one goes behind it, dated later."""
    target = written(tmp_path / "set.jsonl", *HISTORY)
    source = written(tmp_path / "in.jsonl", line(SEEDS[0]), line(SEEDS[1]))
    assert len(take(source, target).conflicts) == 1
    assert take(source, target, replacing=True) == Imported(n_added=1, n_replaced=1)
    lines = target.read_text("utf-8").splitlines()
    assert (lines[:4], len(lines)) == (HISTORY, 6)
    counts = {seed.id: seed.section for seed in read_labelled_set(target, SECTIONS, REJECT).seeds}
    assert counts == {SEEDS[0].id: "economy", SEEDS[1].id: "politics-law"}
    assert take(source, target, replacing=True) == Imported(n_there=2)


def test_a_set_with_its_history_is_imported_as_it_counts(tmp_path: Path) -> None:
    """Of several rows of one article in the file, the one that was decided last is taken."""
    source = written(tmp_path / "in.jsonl", *HISTORY)
    target = written(tmp_path / "set.jsonl")
    assert take(source, target) == Imported(n_added=1)
    (seed,) = read_labelled_set(target, SECTIONS, REJECT).seeds
    assert (seed.id, seed.section, seed.labelled_by) == (SEEDS[0].id, "none", "乙")
