"""Figures of topics."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from textml.models.topics.choice import TopicChoice
from textml.models.topics.shares import ShareTable
from textml.models.topics.topic import Topic
from textml.reasons import Language
from textml.reports.figures.drawing import WIDTH, color_of, grid, panel, shade_cells, short
from textml.reports.sentences import shown_name
from textml.reports.texts import read_texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# More bars than this would need small print.
_N_WORDS = 8
# Topics that are seen at one look.
_N_LARGEST = 10
# With more sections than this, cells are too small for numbers, and names stand upright.
_MANY_SECTIONS = 12
# With more points than this the line shows more than its markers.
_MANY_PERIODS = 24


def draw_topic_words(topics: Sequence[Topic]) -> "Figure":
    """Draw the most relevant words of each topic as bars of their probability, a small panel a topic.

    Parameters
    ----------
    topics : (n_topics,) sequence of Topic
        Of a model; a fragile one is marked ※.
    """
    with _panels(topics, 2.3) as (figure, panels):
        for topic, axes in zip(topics, panels, strict=True):
            shown = list(topic.words)[:_N_WORDS][::-1]
            axes.barh(range(len(shown)), [weight for _, weight in shown], color=color_of(topic.id))
            axes.set_yticks(range(len(shown)), [short(word) for word, _ in shown])
            axes.set_title(short(shown_name(topic), 24), fontsize=9, loc="left")
            axes.set_xticks([])
            axes.tick_params(axis="y", labelsize=8, length=0)
    return figure


def draw_topics_over_time(topics: Sequence[Topic], table: ShareTable) -> "Figure":
    """Draw the share of each topic in each period with its 95 % interval, a small panel a topic.

    Parameters
    ----------
    topics : (n_topics,) sequence of Topic
        Of a model; a fragile one is marked ※.
    table : ShareTable
        Their shares by issue, month or year, columns in the same order.
    """
    dates, top = table.groups, float(table.high.max(initial=0.01))
    places = range(len(dates))
    ends = sorted({0, len(dates) - 1})
    marker = "o" if len(dates) <= _MANY_PERIODS else None
    with _panels(topics, 1.7) as (figure, panels):
        for column, (topic, axes) in enumerate(zip(topics, panels, strict=True)):
            color = color_of(topic.id)
            axes.fill_between(places, table.low[:, column], table.high[:, column], color=color, alpha=0.2, linewidth=0)
            axes.plot(places, table.share[:, column], color=color, marker=marker, markersize=3)
            axes.set_ylim(0, top)
            axes.set_title(short(shown_name(topic), 24), fontsize=8, loc="left")
            axes.set_xticks(ends, [dates[i] for i in ends], fontsize=7)
            axes.set_yticks([0, top], ["0", f"{top:.0%}"], fontsize=7)
    return figure


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
        axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
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


@contextmanager
def _panels(topics: Sequence[Topic], height: float) -> Iterator[tuple["Figure", list["Axes"]]]:
    """A figure with one small panel a topic, two in a row."""
    columns = max(1, min(2, len(topics)))
    rows = max(1, -(-len(topics) // columns))
    with grid(rows, columns, WIDTH, height * rows) as (figure, panels):
        for empty in panels[len(topics) :]:
            empty.set_axis_off()
        yield figure, panels[: len(topics)]
