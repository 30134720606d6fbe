"""Figures of topics."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from textml.models.topics.choice import TopicChoice
from textml.models.topics.shares import ShareTable
from textml.models.topics.topic import Topic
from textml.reasons import Language
from textml.reports.figures.drawing import WIDTH, color_of, grid, panel, shade_cells, short
from textml.reports.figures.small_panels import (
    Place,
    fill_shapes,
    mark_points,
    name_ends,
    name_heights,
    room_below,
    room_left,
    small_panels,
    stroke_lines,
    text_width,
)
from textml.reports.sentences import shown_name
from textml.reports.texts import read_texts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# More bars than this would need small print.
_N_WORDS = 8
# Topics that are seen at one look.
_N_LARGEST = 10
# With more sections than this, cells are too small for numbers, and names stand upright.
_MANY_SECTIONS = 12
# With more points than this the line shows more than its markers.
_MANY_PERIODS = 24
# Points of the words beside bars, and of what names the ends of an axis.
_LABEL_POINTS, _TICK_POINTS = 8, 7
# Shares: of the height of a row that its bar fills, of the width that the longest bar fills, and of the width that is
# free at each end of a line.
_BAR, _FILLED, _EDGE = 0.8, 0.95, 0.045


def draw_topic_words(topics: Sequence[Topic]) -> "Figure":
    """Draw the most relevant words of each topic as bars of their probability, a small panel a topic.

    Parameters
    ----------
    topics : (n_topics,) sequence of Topic
        Of a model; a fragile one is marked ※.
    """
    names = [[short(word) for word, _ in _shown_words(topic)] for topic in topics]
    left = [room_left(shown, _LABEL_POINTS) for shown in names]
    with small_panels(_titles(topics), 2.3, 9, (left, 0, 0)) as (figure, axes, places):
        heights = [1 - (np.arange(len(shown)) + 0.5) / max(1, len(shown)) for shown in names]
        for topic, place, middles in zip(topics, places, heights, strict=True):
            bars = _bars(place, middles, [weight for _, weight in _shown_words(topic)])
            fill_shapes(axes, bars, [color_of(topic.id)])
        named = [list(zip(*pair, strict=True)) for pair in zip(heights, names, strict=True)]
        name_heights(axes, places, named, _LABEL_POINTS)
    return figure


def _shown_words(topic: Topic) -> Sequence[tuple[str, float]]:
    return topic.words[:_N_WORDS]


def _titles(topics: Sequence[Topic]) -> list[str]:
    return [short(shown_name(topic), 24) for topic in topics]


def _bars(place: Place, heights: np.ndarray, weights: Sequence[float]) -> list[np.ndarray]:
    """Corners of a bar for each weight at its height; the longest one is as long as the panel allows."""
    half = 0.5 * _BAR / max(1, len(weights))
    ends = place.across(_FILLED * np.asarray(weights) / max(weights, default=1))
    low, high = place.up(heights - half), place.up(heights + half)
    return [
        np.array([(place.left, bottom), (place.left, top), (end, top), (end, bottom)])
        for end, bottom, top in zip(ends, low, high, strict=True)
    ]


def draw_topics_over_time(topics: Sequence[Topic], table: ShareTable) -> "Figure":
    """Draw the share of each topic in each period with its 95 % interval, a small panel a topic.

    Parameters
    ----------
    topics : (n_topics,) sequence of Topic
        Of a model; a fragile one is marked ※.
    table : ShareTable
        Their shares by issue, month or year, columns in the same order; those of more topics may follow.
    """
    dates, top = table.groups, float(table.high.max(initial=0.01))
    across = _EDGE + (1 - 2 * _EDGE) * np.arange(len(dates)) / max(1, len(dates) - 1)
    ends = [(float(across[at]), dates[at]) for at in sorted({0, len(dates) - 1})]
    heights = [(0.0, "0"), (1.0, f"{top:.0%}")]
    left = [room_left([name for _, name in heights], _TICK_POINTS, marked=True)] * len(topics)
    margins = left, text_width(dates[-1], _TICK_POINTS) / 4, room_below(_TICK_POINTS)
    colors = [color_of(topic.id) for topic in topics]
    with small_panels(_titles(topics), 1.7, 8, margins) as (figure, axes, places):
        low, share, high = (
            [_line(place, across, column / top) for place, column in zip(places, values.T[: len(places)], strict=True)]
            for values in (table.low, table.share, table.high)
        )
        bands = [np.concatenate([one, other[::-1]]) for one, other in zip(low, high, strict=True)]
        fill_shapes(axes, bands, colors, alpha=0.2)
        stroke_lines(axes, share, colors, 1.5)
        if len(dates) <= _MANY_PERIODS:
            mark_points(axes, share, colors, 4)
        name_heights(axes, places, [heights] * len(places), _TICK_POINTS, marked=True)
        name_ends(axes, places, ends, _TICK_POINTS)
    return figure


def _line(place: Place, across: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Points of a line, given as shares of the panel."""
    return np.column_stack([place.across(across), place.up(up)])


def draw_section_topics(topics: Sequence[Topic], table: ShareTable, titles: Sequence[str]) -> "Figure":
    """Draw a heat map of the share of each topic in each section.

    Parameters
    ----------
    topics : (n_topics,) sequence of Topic
        Of a model; a fragile one is marked ※.
    table : ShareTable
        Their shares by section, columns in the same order.
    titles : sequence of str
        How readers know the sections of the table, in its order.
    """
    shares = np.asarray(table.share).T
    many = len(titles) > _MANY_SECTIONS
    with panel(WIDTH, (3 if many else 1.4) + 0.28 * len(topics)) as (figure, axes):
        shade_cells(axes, shares, (0, float(shares.max(initial=0.01))), "" if many else ".0%")
        axes.set_xticks(np.arange(len(titles)) + 0.5, [short(title) for title in titles], rotation=90 if many else 0)
        axes.xaxis.tick_top()
        axes.set_yticks(np.arange(len(topics)) + 0.5, [short(shown_name(topic), 24) for topic in topics], fontsize=8)
    return figure


def draw_topic_shares(topics: Sequence[Topic]) -> "Figure":
    """Draw the shares of the largest topics as bars, the largest on top.

    Parameters
    ----------
    topics : (n_topics,) sequence of Topic
        Of a model; a fragile one is marked ※.
    """
    shown = sorted(topics, key=lambda topic: (-topic.share, topic.id))[:_N_LARGEST][::-1]
    with panel(WIDTH, 1 + 0.3 * len(shown)) as (figure, axes):
        axes.barh(range(len(shown)), [topic.share for topic in shown], color=[color_of(topic.id) for topic in shown])
        axes.set_yticks(range(len(shown)), [short(shown_name(topic), 24) for topic in shown])
        axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g} %")
        axes.tick_params(axis="y", length=0)
    return figure


def draw_topic_choice(choice: TopicChoice, language: Language = "zh") -> "Figure":
    """Draw held-out perplexity, coherence and stability over the number of topics, the recommended one marked.

    Parameters
    ----------
    choice : TopicChoice
        What `choose_n_topics` found.
    language : {"zh", "en"}
        Of the axes.
    """
    texts = read_texts(language)
    measures = (
        (texts("figure.perplexity"), choice.perplexity),
        (texts("figure.coherence"), choice.coherence),
        (texts("figure.stability"), choice.stability),
    )
    with grid(3, 1, WIDTH, 6) as (figure, panels):
        for number, ((name, values), axes) in enumerate(zip(measures, panels, strict=True)):
            axes.plot(choice.n_topics, values, color=color_of(number), marker="o", markersize=4)
            axes.axvline(choice.recommended, color="#888888", linestyle="--", linewidth=1)
            axes.set_xscale("log")
            axes.set_xticks(choice.n_topics, [str(k) for k in choice.n_topics])
            axes.minorticks_off()
            axes.set_title(name, fontsize=9, loc="left")
        panels[-1].set_xlabel(texts("figure.n_topics", recommended=choice.recommended))
    return figure
