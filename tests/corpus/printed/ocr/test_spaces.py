"""Spaces stand where the print has them."""

import pytest

from tests.corpus.printed.ocr_files import Said, chars
from textml.corpus.geometry import Box
from textml.corpus.printed.ocr.recognized import Word
from textml.corpus.printed.ocr.spaces import join_words, tidy


def joined(line: Said, em: float = 40.0, *, vertical: bool = False) -> str:
    """The text of a line of words with places."""
    return join_words([Word(text, Box(*place)) for text, place in line.words], em, vertical=vertical)


@pytest.mark.parametrize(
    ("text", "pitch", "expected"),
    [
        ("渠水流到田头", 40, "渠水流到田头"),
        ("渠水流到田头", 52, "渠水流到田头"),
        ("渠 水 流 到", 40, "渠水流到"),
        ("水渠", 120, "水渠"),
        ("乡村之声 山水之间", 40, "乡村之声 山水之间"),
        ("新，旧。“渠”", 40, "新，旧。“渠”"),
    ],
)
def test_characters_with_places(text: str, pitch: float, expected: str) -> None:
    """Letter-spaced lines have no spaces; a square that is left free between two phrases is one."""
    assert joined(chars(text, 100, 100, 40, pitch=pitch)) == expected


def test_half_a_square_is_a_space() -> None:
    """Headlines have spaces of half an ideograph."""
    first, second = chars("乡村之声", 100, 100, 40), chars("山水之间", 280, 100, 40)
    assert joined(Said([*first.words, *second.words])) == "乡村之声 山水之间"


def test_characters_below_each_other() -> None:
    """In a vertical line the gaps are vertical."""
    assert joined(chars("渠水通了", 100, 100, 40, down=True), vertical=True) == "渠水通了"
    assert joined(chars("渠水 通了", 100, 100, 40, down=True), vertical=True) == "渠水 通了"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("2024", 0, 80), ("年", 86, 124), ("5", 130, 150), ("月", 156, 194)], "2024年5月"),
        ([("the", 0, 60), ("canal", 72, 170)], "the canal"),
        ([("1", 0, 18), ("5", 20, 38), ("万", 42, 80)], "15万"),
        ([("G2301", 0, 100), ("次", 140, 178)], "G2301 次"),
        ([("渠水", 0, 78), ("流到田头", 80, 238)], "渠水流到田头"),
        ([("渠水", 0, 78), ("流到", 120, 198)], "渠水 流到"),
        ([("渠　水", 0, 120)], "渠　水"),
    ],
)
def test_words_with_places(words: list[tuple[str, float, float]], expected: str) -> None:
    """Digits are parts of Chinese lines; Latin words have spaces between them."""
    assert joined(Said([(text, (left, 0, right, 38)) for text, left, right in words])) == expected


def test_words_without_places() -> None:
    """Only words in letters have spaces between them."""
    words = [Word(text) for text in ("渠", "水", "the", "canal", "15", "年", " ")]
    assert join_words(words, 0.0) == "渠水the canal 15年"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市 里 昨 天 开 会 。", "市里昨天开会。"),
        ("市里 昨天开会", "市里 昨天开会"),
        ("乡村之声  山水之间", "乡村之声 山水之间"),
        (" \n\u200b", ""),
        ("第 12 届", "第 12 届"),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    """Spaces between most characters are the program's; a single one is the print's."""
    assert tidy(text) == expected
