"""Printed lines and their measures."""

import numpy as np
import pytest

from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import EVERYTHING, simulate_page
from textml.corpus.pages.lines import sheet
from textml.corpus.pages.lines.sheet import fold, measure_width, read_sheet


def test_widths_are_in_em() -> None:
    """Chinese characters count 1, digits 0.5, the extractor's thin spaces 0.25."""
    assert measure_width("水渠 12 里") == 3 + 2 * 0.5 + 2 * 0.25


def test_full_width_ascii_is_folded_in_place() -> None:
    """Digits, brackets and the full-width space become half-width, Chinese stays; the length is the same."""
    assert fold("（下转３版）\u3000水渠。") == "(下转3版) 水渠。"


def test_blank_lines_are_numbered_but_not_kept() -> None:
    """A line keeps its printed number and loses the white space at its ends."""
    sheet = read_sheet("\n渠水流到田头 \n\n\n沿渠种稻\n")
    assert [(line.number, line.text) for line in sheet.lines] == [(2, "渠水流到田头"), (5, "沿渠种稻")]


def test_a_missing_blank_line_means_something_only_where_most_lines_have_one() -> None:
    """Lines are glued where others have a blank line between them, not on a page without blank lines."""
    spaced = read_sheet("竹席卖到\n桥头\n\n早稻开镰\n\n水渠通水\n")
    assert [line.glued for line in spaced.lines] == [False, True, False, False]
    assert not any(line.glued for line in read_sheet("竹席卖到\n桥头\n早稻开镰\n").lines)


def test_indents_are_seen() -> None:
    """A full-width space or a wide gap is an indent, one thin space is none."""
    sheet = read_sheet("\u3000立夏才过\n   立夏才过\n 立夏才过\n立夏才过")
    assert [line.indented for line in sheet.lines] == [True, True, False, False]


def test_letter_spaced_lines_are_closed_for_matching() -> None:
    """The printed text stays; the folded text and the width are those without the spaces."""
    (line,) = read_sheet("新 修 的 水 渠 有 三 里 长").lines
    assert (line.text, line.folded) == ("新 修 的 水 渠 有 三 里 长", "新修的水渠有三里长")
    assert (line.width, line.letter_spaced) == (9.0, True)


def test_the_column_width_follows_the_text() -> None:
    """Two columns of 16 and 12 em: each line knows the width of its own, headlines count little."""
    sheet = read_sheet("\n".join(["竹席卖到桥头", *["水" * 16] * 10, *["稻" * 12] * 10]))
    assert sheet.left[[3, 20]].round().tolist() == [16, 12]
    assert sheet.right[[1, 12]].round().tolist() == [16, 12]


def test_long_lines_are_paragraphs() -> None:
    """A page is wrapped while most of its lines are as narrow as a print column; an empty page is."""
    assert read_sheet("水" * 16 + "\n" + "稻" * 16).wrapped
    assert not read_sheet("竹席上市\n" + "水" * 60 + "\n" + "稻" * 80).wrapped
    assert read_sheet("").wrapped


def test_columns_are_measured_stretch_by_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    """The widths of the columns do not depend on how many lines are measured at once."""
    text = simulate_page(invent_items(3, n_stories=12), EVERYTHING, 3).text
    whole = read_sheet(text)
    monkeypatch.setattr(sheet, "_STRETCH", 16)
    parts = read_sheet(text)
    assert len(whole.lines) > 64
    assert np.allclose(whole.left, parts.left)
    assert np.allclose(whole.right, parts.right)
