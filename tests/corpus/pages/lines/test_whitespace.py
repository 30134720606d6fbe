"""Spaces of an extractor go, spaces of the printed page stay."""

import pytest

from textml.corpus.pages.lines.whitespace import close_spacing, drop_spurious, is_letter_spaced, join_lines


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("新 修 的 水 渠 有 三 里 长", "新修的水渠有三里长"),
        ("1 月 12 日", "1月12日"),
        ("“守住青山 养活茶油”", "“守住青山 养活茶油”"),
        ("建成 2 条 R&D 线", "建成2条R&D线"),
        ("All the news", "All the news"),
        ("增长 22.4% 、", "增长22.4%、"),
    ],
)
def test_spurious_spaces_go_and_genuine_ones_stay(before: str, after: str) -> None:
    """Spaces of letter spacing and round digits go, spaces between phrases and Latin words stay."""
    assert drop_spurious(close_spacing(before)) == after


def test_wraps_are_joined_without_a_space() -> None:
    """A word, a date or a name cut by a wrap is whole again; Latin words stay apart."""
    assert join_lines(["水渠有三", "里长，12 月 1", "日通水"]) == "水渠有三里长，12月1日通水"
    assert join_lines(["the", "news"]) == "the news"


@pytest.mark.parametrize(
    ("line", "spaced"),
    [("新 修 的 水 渠", True), ("守住青山 养活茶油", False), ("新 修", False), ("a b c d", True), ("", False)],
)
def test_letter_spacing_is_recognised(line: str, spaced: bool) -> None:
    """Four single characters or more, nearly all of the line."""
    assert is_letter_spaced(line) is spaced


def test_spaces_around_latin_words_stay_between_them() -> None:
    """A space after Latin punctuation stays, one after Chinese punctuation goes."""
    assert drop_spurious("see the news, then go") == "see the news, then go"
    assert drop_spurious("他说： “好， 好。”") == "他说：“好，好。”"
