"""Figures show Chinese, and the same figure is the same file."""

import warnings
from collections.abc import Callable
from typing import Any

import pytest

from textml.reports import figures
from textml.reports.fonts import font_families, subset_font

TITLES = {"economy": "经济", "culture": "文化", "": ""}
DRAWN: dict[str, Callable[[], Any]] = {
    "section_mix": lambda: figures.draw_section_mix(
        ["2025-01-14", "2025-02-13"], {"economy": [3, 1], "culture": [2, 2], "": [0, 1]}, TITLES
    ),
    "confusion": lambda: figures.draw_confusion([[8, 2], [1, 9]], ["economy", "culture"], TITLES),
    "topic_words": lambda: figures.draw_topic_words(
        ["水库 大坝", "橘子 合作社"], [[("水库", 0.2), ("大坝", 0.1)], [("橘子", 0.3)]]
    ),
    "topics_over_time": lambda: figures.draw_topics_over_time(
        ["2025-01-14", "2025-02-13"], [[0.2, 0.8], [0.6, 0.4]], ["水库 大坝", "橘子 合作社"]
    ),
}


def test_every_figure_is_drawn_here() -> None:
    """No draw function is left out of these tests."""
    assert {name.removeprefix("draw_") for name in dir(figures) if name.startswith("draw_")} == set(DRAWN)


@pytest.mark.parametrize("kind", ["png", "svg"])
@pytest.mark.parametrize("name", sorted(DRAWN))
def test_no_glyph_is_missing_and_files_are_alike(name: str, kind: str) -> None:
    """No figure warns of a missing glyph; drawn twice, its file is the same byte for byte."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        one, other = (figures.save_figure(DRAWN[name](), kind) for _ in range(2))
    assert one == other
    assert one.startswith(b"\x89PNG" if kind == "png" else b"<?xml")


def test_bars_are_as_tall_as_the_counts() -> None:
    """The stacked bars of an issue add up to its articles; a section keeps its colour."""
    axes = DRAWN["section_mix"]().axes[0]
    heights = [patch.get_height() for patch in axes.patches]
    assert heights == [3, 1, 2, 2, 0, 1]
    assert [patch.get_y() for patch in axes.patches] == [0, 0, 3, 1, 5, 3]


def test_a_chinese_font_comes_first() -> None:
    """The first family is a Chinese one, also on a machine without fonts."""
    assert font_families()[0] != "DejaVu Sans"


def test_the_page_carries_only_the_characters_it_shows() -> None:
    """A subset of three characters is small, and the same whatever the order of the text."""
    font = subset_font("沙埠镇abc")
    assert font.startswith(b"wOFF")
    assert 500 < len(font) < 10_000
    assert subset_font("镇埠沙沙") == font
