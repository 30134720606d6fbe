"""Look at a run: articles by words and filters, sections and topics over time, figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from textml.corpus.article import Article
from textml.predict.contents import Contents
from textml.reasons import Language
from textml.reports.figures.drawing import GREY, color_of
from textml.reports.html.report_page import caption_figures
from textml.review.desk.standing import Standing, Stories

#: Media types of figures by the ending of their files; where there are both, the first is shown.
FIGURE_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
_FIGURES = "reports/figures"
# Searches whose hits are kept: a person turns pages and goes back.
_N_SEARCHES = 32
# How much of YYYY-MM-DD names a month.
_MONTH = 7


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles are asked for; what is empty or None excludes none.

    Attributes
    ----------
    words : str
        Words, separated by spaces, that all stand in headline or text; capital letters do not count.
    section : str
        Key of the section by a person, or else by the model.
    topic : str
        Name or id of the main topic.
    issue : str
        Date of the issue, or how it begins: ``2025-02``.
    page_id : str
        Page.
    left : bool or None
        Whether neither the model nor a person decided.
    labelled : bool or None
        Whether a person decided.
    """

    words: str = ""
    section: str = ""
    topic: str = ""
    issue: str = ""
    page_id: str = ""
    left: bool | None = None
    labelled: bool | None = None


class Shelf:
    """The stories of a run, laid out to be filtered and counted.

    Parameters
    ----------
    contents : Contents
        Of the run.
    """

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.dates = np.array([story.date for story in contents.stories], dtype=object)
        self.page_ids = np.array([story.page_id for story in contents.stories], dtype=object)
        self.topics = np.array(Stories(contents).topics, dtype=object)
        self.months = sorted({date[:_MONTH] for date in self.dates if date})
        place = {month: number for number, month in enumerate(self.months)}
        # -1: of no known month
        self.month_of = np.array([place.get(date[:_MONTH], -1) for date in self.dates], dtype=np.int64)
        self.search = lru_cache(_N_SEARCHES)(self._search)

    def _search(self, words: str) -> np.ndarray:
        """Positions of the stories that hold all words, those with all of them in the headline first."""
        wanted = words.lower().split()
        stories = self.contents.stories
        found = [at for at, story in enumerate(stories) if all(_holds(story, word) for word in wanted)]
        in_title = [all(_has(stories[at].title, word) for word in wanted) for at in found]
        return np.array(found, dtype=np.int64)[np.argsort(np.logical_not(in_title), kind="stable")]


def _holds(story: Article, word: str) -> bool:
    return any(_has(text, word) for text in (story.body, story.title, story.kicker, story.subtitle))


def _has(text: str, word: str) -> bool:
    """Whether a text holds a word in lower case; most words are Chinese and have no case."""
    return word in (text if word.upper() == word else text.lower())


def find_articles(shelf: Shelf, standing: Standing, filters: Filters) -> np.ndarray:
    """Find the stories that pass all filters.

    Parameters
    ----------
    shelf : Shelf
        The stories.
    standing : Standing
        What is said of them now.
    filters : Filters
        Which are asked for.

    Returns
    -------
    (n_found,) array of int
        Positions; in the order of the run, or those with the words in their headline first.
    """
    passes = np.ones(len(shelf.dates), dtype=bool)
    given = np.zeros(len(passes), dtype=bool)
    given[list(standing.given)] = True
    if filters.section:
        passes &= decide_sections(standing) == filters.section
    if filters.topic:
        names = {str(topic.id): topic.name for topic in list_model_topics(shelf.contents)}
        passes &= shelf.topics == names.get(filters.topic, filters.topic)
    if filters.issue:
        passes &= np.array([date.startswith(filters.issue) for date in shelf.dates], dtype=bool)
    if filters.page_id:
        passes &= shelf.page_ids == filters.page_id
    if filters.left is not None:
        passes &= ((standing.sections == "") & ~given) == filters.left
    if filters.labelled is not None:
        passes &= given == filters.labelled
    if filters.words.strip():
        found: np.ndarray = shelf.search(" ".join(filters.words.split()))
        return np.asarray(found[passes[found]])
    return np.flatnonzero(passes)


def decide_sections(standing: Standing) -> np.ndarray:
    """Section of each story by a person, or else by the model; empty where neither says one.

    Parameters
    ----------
    standing : Standing
        What is said of the stories now.

    Returns
    -------
    (n_stories,) array of str
    """
    decided = standing.sections.astype(object)
    for position, seed in standing.given.items():
        decided[position] = seed.section
    return decided


def list_model_topics(contents: Contents) -> Sequence[Any]:
    """The topics of a run; none where it has no topic model."""
    return contents.topics.topics_ if contents.topics is not None else ()


def list_topics(shelf: Shelf) -> dict[str, Any]:
    """List the topics with their words, and their mean share in each month.

    Parameters
    ----------
    shelf : Shelf
        The stories.

    Returns
    -------
    dict
        ``topics`` and ``months``.
    """
    model = shelf.contents.topics
    if model is None:
        return {"topics": [], "months": shelf.months}
    by_month = [model.shares_[shelf.month_of == month].mean(axis=0) for month in range(len(shelf.months))]
    topics = [
        {
            "id": topic.id,
            "name": topic.name,
            "share": _share(topic.share),
            "color": color_of(topic.id),
            "words": [{"word": word, "weight": _share(weight)} for word, weight in topic.words],
            "months": [_share(shares[place]) for shares in by_month],
        }
        for place, topic in enumerate(model.topics_)
    ]
    return {"topics": topics, "months": shelf.months}


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 6)


def build_overview(shelf: Shelf, standing: Standing, language: Language) -> dict[str, Any]:
    """Count issues, and sections in each month.

    Parameters
    ----------
    shelf : Shelf
        The stories.
    standing : Standing
        What is said of them now.
    language : {"zh", "en"}
        Of the captions of figures.

    Returns
    -------
    dict
        ``issues``, ``months``, ``sections``, ``left`` and ``figures``.
    """
    contents = shelf.contents
    n_pages = Counter(page["issue"] for page in contents.pages)
    n_articles = Counter(shelf.dates)
    dates = sorted({date for date in (*n_pages, *n_articles) if date})
    decided = decide_sections(standing)
    sections = [
        {
            "key": section.key,
            "title": section.title,
            # as in the report: articles of none are grey
            "color": GREY if section.reject else color_of(number),
            "counts": _count_months(shelf, decided == section.key),
        }
        for number, section in enumerate(contents.named)
    ]
    captions = caption_figures(language)
    figures = {figure.name: figure for figure in list_figures(contents)}
    return {
        "issues": [{"date": date, "n_pages": n_pages[date], "n_articles": n_articles[date]} for date in dates],
        "months": shelf.months,
        "sections": sections,
        "left": _count_months(shelf, decided == ""),
        "figures": [
            {"name": name, "title": captions[name], "url": f"/figures/{figures[name].file}"}
            for name in captions
            if name in figures
        ],
    }


def _count_months(shelf: Shelf, among: np.ndarray) -> list[int]:
    of_month = shelf.month_of[among]
    found: list[int] = np.bincount(of_month[of_month >= 0], minlength=len(shelf.months)).tolist()
    return found


@dataclass(frozen=True, slots=True)
class FigureFile:
    """A file of a figure.

    Attributes
    ----------
    name : str
        Of the figure.
    file : str
        Name of the file, without folders.
    path : str
        Its name in the run.
    media_type : str
        What it holds.
    """

    name: str
    file: str
    path: str
    media_type: str


def list_figures(contents: Contents) -> list[FigureFile]:
    """List the figures that the manifest of a run names, SVG last, so that it is the one that is found by name.

    Parameters
    ----------
    contents : Contents
        Of the run.
    """
    manifest: dict[str, Any] = getattr(contents.folder, "manifest", {})
    paths = [PurePosixPath(name) for name in manifest.get("files", ())]
    found = [path for path in paths if str(path.parent) == _FIGURES and path.suffix in FIGURE_TYPES]
    found.sort(key=lambda path: (path.suffix == ".svg", path.name))
    return [FigureFile(path.stem, path.name, str(path), FIGURE_TYPES[path.suffix]) for path in found]
