"""Figures of sections and scores."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from textml.models.evaluation.intervals import Estimate
from textml.reasons import Language
from textml.reports.figures.drawing import GREY, INK, WIDTH, color_of, mark_periods, panel, shade_cells, short
from textml.reports.texts import read_texts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# With more sections than this, bars show only those that have articles, and cells of a matrix are smaller and empty
# where they are 0.
_MANY_SECTIONS = 12
# More names than this stand in columns below the bars; inches for each of them.
_LEGEND_LINES, _LINE_HEIGHT, _LEGEND_COLUMNS = 14, 0.25, 2
# Inches for a cell of a confusion matrix: where there are few sections, and where there are many.
_CELL, _SMALL_CELL = 0.6, 0.3


def draw_section_mix(
    periods: Sequence[str],
    n_articles: Mapping[str, Sequence[int]],
    titles: Mapping[str, str],
    language: Language = "zh",
) -> "Figure":
    """Draw stacked bars of the articles of each section in each period; of many sections, those that have some.

    Parameters
    ----------
    periods : (n_periods,) sequence of str
        Issues, months or years, in order.
    n_articles : mapping of str to (n_periods,) sequence of int
        Articles of each section in each period; the key "" is for the undecided.
    titles : mapping of str to str
        How readers know a section, by its key.
    language : {"zh", "en"}
        Of the axes.
    """
    from matplotlib.ticker import MaxNLocator

    texts = read_texts(language)
    many = len(n_articles) > _MANY_SECTIONS
    shown = [(n, name, counts) for n, (name, counts) in enumerate(n_articles.items()) if not many or any(counts)]
    below = len(shown) > _LEGEND_LINES
    n_lines = -(-len(shown) // _LEGEND_COLUMNS) if below else len(shown)
    height = 3.6 + _LINE_HEIGHT * (n_lines + 1) if below else max(3.6, _LINE_HEIGHT * (n_lines + 2))
    with panel(WIDTH, height) as (figure, axes):
        bottom = np.zeros(len(periods))
        for number, section, counts in shown:
            color = color_of(number) if section else GREY
            axes.bar(
                periods,
                counts,
                bottom=bottom,
                color=color,
                label=short(titles.get(section, section)) if section else texts("figure.undecided"),
                width=0.7,
            )
            bottom += np.asarray(counts)
        axes.set_ylabel(texts("figure.articles"))
        # half an article is none
        axes.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
        mark_periods(axes, periods)
        if below:
            figure.legend(loc="outside lower left", frameon=False, ncols=_LEGEND_COLUMNS)
        else:
            axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return figure


def draw_confusion(
    confusion: Sequence[Sequence[int]],
    sections: Sequence[str],
    titles: Mapping[str, str],
    language: Language = "zh",
) -> "Figure":
    """Draw a confusion matrix: rows are the labels, columns the predictions.

    Parameters
    ----------
    confusion : (n_sections, n_sections) sequence of int
        Articles.
    sections : (n_sections,) sequence of str
        Keys of the sections, in order.
    titles : mapping of str to str
        How readers know a section, by its key.
    language : {"zh", "en"}
        Of the axes.
    """
    texts, table = read_texts(language), np.asarray(confusion, float)
    of_row = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    names = [short(titles.get(section, section)) for section in sections]
    many = len(sections) > _MANY_SECTIONS
    side = 2.2 + (_SMALL_CELL if many else _CELL) * len(sections)
    with panel(WIDTH, side) as (figure, axes):
        shade_cells(axes, of_row, (0, 1), "")
        axes.set_xticks(np.arange(len(names)) + 0.5, names, rotation=90 if many else 45 if len(names) > 6 else 0)
        axes.set_yticks(np.arange(len(names)) + 0.5, names)
        axes.set_xlabel(texts("figure.given"))
        axes.set_ylabel(texts("figure.true"))
        for (i, j), count in np.ndenumerate(table):
            if many and not count:
                continue
            color = "white" if of_row[i, j] > 0.55 else INK
            axes.text(j + 0.5, i + 0.5, f"{count:.0f}", ha="center", va="center", color=color)
    return figure


def draw_calibration(
    confidence: Sequence[float], correct: Sequence[bool], language: Language = "zh", weights: Sequence[float] = ()
) -> "Figure":
    """Draw a reliability diagram: how often labels of a given confidence are right.

    Parameters
    ----------
    confidence : (n_articles,) sequence of float
        Out-of-fold probability of the predicted section, in [0, 1].
    correct : (n_articles,) sequence of bool
        Whether the prediction was right.
    language : {"zh", "en"}
        Of the axes.
    weights : (n_articles,) sequence of float
        How many articles each stands for; empty where all count the same.
    """
    texts = read_texts(language)
    values, right, each = _that_count(confidence, correct, weights)
    # ten bins of equal numbers of articles: bins of equal width would be empty where the classifier is sure
    bins = [part for part in np.array_split(np.argsort(values, kind="stable"), 10) if len(part)]
    x, y = ([float(np.average(found[part], weights=each[part])) for part in bins] for found in (values, right))
    with panel(WIDTH, 3.8) as (figure, axes):
        axes.plot([0, 1], [0, 1], color=GREY, linewidth=1)
        axes.plot(x, y, color=color_of(0), marker="o")
        axes.set_xlim(0, 1.02)
        axes.set_ylim(0, 1.02)
        axes.set_xlabel(texts("figure.confidence"))
        axes.set_ylabel(texts("figure.right"))
    return figure


def _that_count(
    confidence: Sequence[float], correct: Sequence[bool], weights: Sequence[float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Confidence, rightness and weight of the articles that have one."""
    each = np.asarray(weights, float) if len(weights) else np.ones(len(confidence))
    return np.asarray(confidence)[each > 0], np.asarray(correct, float)[each > 0], each[each > 0]


def draw_risk_coverage(
    confidence: Sequence[float],
    correct: Sequence[bool],
    precision: float,
    language: Language = "zh",
    weights: Sequence[float] = (),
) -> "Figure":
    """Draw precision over coverage, when only the surest articles are labelled.

    Parameters
    ----------
    confidence, correct : (n_articles,) sequence
        As for `draw_calibration`.
    precision : float
        Share of right labels asked for, in (0, 1); drawn as a line.
    language : {"zh", "en"}
        Of the axes.
    weights : (n_articles,) sequence of float
        As for `draw_calibration`.
    """
    texts = read_texts(language)
    values, right, each = _that_count(confidence, correct, weights)
    order = np.argsort(-values, kind="stable")
    given = np.cumsum(each[order])
    kept = np.cumsum((each * right)[order]) / given
    with panel(WIDTH, 3.8) as (figure, axes):
        axes.axhline(precision, color=GREY, linewidth=1, linestyle="--")
        axes.plot(given / given[-1], kept, color=color_of(2))
        axes.set_xlim(0, 1.02)
        axes.set_ylim(min(0.5, float(kept.min())), 1.02)
        axes.set_xlabel(texts("figure.coverage"))
        axes.set_ylabel(texts("figure.precision"))
    return figure


def draw_learning_curve(n_labels: Sequence[int], macro_f1: Sequence[Estimate], language: Language = "zh") -> "Figure":
    """Draw macro-F1 over the number of labels, with its 95 % interval.

    Parameters
    ----------
    n_labels : (n_points,) sequence of int
        Labels trained on, ascending.
    macro_f1 : (n_points,) sequence of Estimate
        Macro-F1 in [0, 1].
    language : {"zh", "en"}
        Of the axes.
    """
    texts = read_texts(language)
    low, value, high = zip(*((point.low, point.value, point.high) for point in macro_f1), strict=True)
    with panel(WIDTH, 3.4) as (figure, axes):
        axes.fill_between(n_labels, low, high, color=color_of(0), alpha=0.2, linewidth=0)
        axes.plot(n_labels, value, color=color_of(0), marker="o")
        axes.set_xlabel(texts("figure.labels"))
        axes.set_ylabel(texts("figure.macro_f1"))
    return figure
