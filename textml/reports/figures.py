"""Figures: section mix, confusion, topic words, topics over time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from textml.reports.fonts import font_families

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Colours that stay apart for colour-blind readers (Okabe and Ito 2008, without the black and the yellow), then
#: lighter ones.
PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#7A5195",
    "#8C564B",
    "#4D9078",
    "#9A8FBF",
    "#B2912F",
    "#5F6A7A",
)
_GREY = "#C8C8C8"


def color_of(number: int) -> str:
    """Colour of a section or topic by its number; the same number has the same colour everywhere."""
    return PALETTE[number % len(PALETTE)]


def save_figure(figure: "Figure", kind: str) -> bytes:
    """A figure as PNG or SVG bytes; the same figure gives the same bytes.

    Parameters
    ----------
    figure : what a ``draw_`` function returned
    kind : "png" or "svg"
    """
    target = BytesIO()
    # without these matplotlib writes the time and random ids into the file
    fixed: dict[str, Any] = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    with _style():
        figure.savefig(target, format=kind, dpi=144, metadata=fixed)
    return target.getvalue()


def draw_section_mix(
    dates: Sequence[str], shares: Mapping[str, Sequence[float]], titles: Mapping[str, str]
) -> "Figure":
    """Stacked bars: how many articles of each section an issue has.

    Parameters
    ----------
    dates : (n_issues,) in order
    shares : articles of each section in each issue, {section: (n_issues,)}; "" stands for the undecided
    titles : how readers know a section
    """
    with _figure(8, 3.6) as (figure, axes):
        bottom = np.zeros(len(dates))
        for number, (section, counts) in enumerate(shares.items()):
            color = color_of(number) if section else _GREY
            axes.bar(
                dates,
                counts,
                bottom=bottom,
                color=color,
                label=titles.get(section, section) or "未定 undecided",
                width=0.7,
            )
            bottom += np.asarray(counts)
        axes.set_ylabel("篇 articles")
        axes.tick_params(axis="x", rotation=45)
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return figure


def draw_confusion(confusion: Sequence[Sequence[int]], sections: Sequence[str], titles: Mapping[str, str]) -> "Figure":
    """Confusion matrix: rows are what a person said, columns what the classifier says.

    Parameters
    ----------
    confusion : (n_sections, n_sections) articles; sections : their keys, in order
    """
    table = np.asarray(confusion, float)
    of_row = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    names = [titles.get(section, section) for section in sections]
    side = 2.2 + 0.6 * len(sections)
    with _figure(side + 0.6, side) as (figure, axes):
        axes.imshow(of_row, cmap="Blues", vmin=0, vmax=1)
        axes.set_xticks(range(len(names)), names, rotation=45 if len(names) > 6 else 0)
        axes.set_yticks(range(len(names)), names)
        axes.set_xlabel("判为 given")
        axes.set_ylabel("实为 true")
        for (i, j), count in np.ndenumerate(table):
            axes.text(j, i, f"{count:.0f}", ha="center", va="center", color="white" if of_row[i, j] > 0.55 else "black")
    return figure


def draw_topic_words(names: Sequence[str], words: Sequence[Sequence[tuple[str, float]]]) -> "Figure":
    """The words of each topic as bars, a small panel a topic.

    Parameters
    ----------
    names : (n_topics,) topic names; words : for each topic (word, weight), heaviest first
    """
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    with _grid(rows, columns, 2.6 * columns, 2.3 * rows) as (figure, panels):
        for number, axes in enumerate(panels):
            if number >= len(names):
                axes.set_axis_off()
                continue
            shown = list(words[number])[:8][::-1]
            axes.barh([word for word, _ in shown], [weight for _, weight in shown], color=color_of(number))
            axes.set_title(names[number], fontsize=9, loc="left")
            axes.set_xticks([])
            axes.tick_params(axis="y", labelsize=8, length=0)
    return figure


def draw_topics_over_time(dates: Sequence[str], shares: Sequence[Sequence[float]], names: Sequence[str]) -> "Figure":
    """Share of each topic in each issue, a small panel a topic.

    Parameters
    ----------
    dates : (n_issues,) in order; shares : (n_issues, n_topics), rows sum to 1; names : (n_topics,)
    """
    table = np.asarray(shares)
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    top = float(table.max(initial=0.01)) * 1.1
    with _grid(rows, columns, 2.6 * columns, 1.7 * rows) as (figure, panels):
        for number, axes in enumerate(panels):
            if number >= len(names):
                axes.set_axis_off()
                continue
            axes.plot(range(len(dates)), table[:, number], color=color_of(number), marker="o", markersize=3)
            axes.fill_between(range(len(dates)), table[:, number], color=color_of(number), alpha=0.2)
            axes.set_ylim(0, top)
            axes.set_title(names[number], fontsize=8, loc="left")
            ends = sorted({0, len(dates) - 1})
            axes.set_xticks(ends, [dates[i] for i in ends], fontsize=7)
            axes.set_yticks([0, top / 1.1], ["0", f"{top / 1.1:.0%}"], fontsize=7)
    return figure


@contextmanager
def _style() -> Iterator[None]:
    import matplotlib as mpl

    settings: Any = {
        "font.family": list(font_families()),
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "svg.hashsalt": "textml",
        "figure.facecolor": "white",
    }
    with mpl.rc_context(settings):
        yield


@contextmanager
def _grid(rows: int, columns: int, width: float, height: float) -> Iterator[tuple["Figure", list["Axes"]]]:
    """A figure of equal panels, row by row, laid out when the block ends. No pyplot: nothing global is touched."""
    from matplotlib.figure import Figure

    with _style():
        figure = Figure(figsize=(width, height), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False)
        yield figure, list(panels.ravel())


@contextmanager
def _figure(width: float, height: float) -> Iterator[tuple["Figure", "Axes"]]:
    with _grid(1, 1, width, height) as (figure, panels):
        yield figure, panels[0]
