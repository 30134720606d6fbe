"""The labelled set is read strictly: a wrong label never passes silently."""

from pathlib import Path

import pytest

from textml.corpus.seeds import Section, read_sections, read_seeds
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
    ],
)
def test_bad_lines_stop_the_reading(tmp_path: Path, line: str, message: str) -> None:
    """An unknown section, an empty text, a broken line each say where and what to do."""
    with pytest.raises(SeedError, match=message):
        seeds_of(tmp_path, line)


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
