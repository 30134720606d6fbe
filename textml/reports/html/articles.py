"""Articles packed for a page that shows a few at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from textml.corpus.article import Article
from textml.predict.labeller import is_of_none, likeliest_sections
from textml.reports.html.packing import pack
from textml.reports.sentences import sureness
from textml.reports.texts import Texts
from textml.workers import map_threads

#: Articles whose texts are unpacked together.
BLOCK = 400
#: Articles with a smaller share of a topic are not listed under it.
LEAST_SHARE = 0.05
#: Why an article is left to a person: nothing is promised, it is below the threshold, it resembles no labelled article,
#: its cut is doubtful; the first stands for all others.
LEFT = ("", "unpromised", "unsure", "unlike", "cut")
# The beginning of an article without a headline fits a line of a phone.
_TITLE_CHARS = 30


def pack_articles(
    articles: Sequence[Article],
    labels: Sequence[Mapping[str, Any]],
    titles: Mapping[str, str],
    shares: np.ndarray | None,
    threshold: float | None = None,
) -> dict[str, str]:
    """Pack the articles of a page.

    Parameters
    ----------
    articles : (n_articles,) sequence of Article
        In the order of `shares`.
    labels : (n_articles,) sequence of mapping
        Their rows of the label table; empty where there are no labels.
    titles : mapping of str to str
        How readers know the sections, by their keys.
    shares : (n_articles, n_topics) ndarray of float, or None
        Of the topics in the articles; None without topics.
    threshold : float or None
        Lowest confidence of a label, in [0, 1]; None where no precision is promised.

    Returns
    -------
    dict of str to str
        Packed parts: ``articles`` (see `build_columns`), ``why`` (n_articles texts), ``texts-0`` (BLOCK texts),
        ``texts-1`` and so on.
    """
    parts = {"articles": pack(build_columns(articles, labels, list(titles), shares, threshold))}
    if labels:
        parts["why"] = pack([_named(row["why"], titles) for row in labels])
    blocks = [articles[start : start + BLOCK] for start in range(0, len(articles), BLOCK)]
    packed = map_threads(lambda block: pack([article.body for article in block]), blocks, n_jobs=-1)
    return parts | {f"texts-{number}": texts for number, texts in enumerate(packed)}


def build_columns(
    articles: Sequence[Article],
    labels: Sequence[Mapping[str, Any]],
    sections: Sequence[str],
    shares: np.ndarray | None,
    threshold: float | None = None,
) -> dict[str, Any]:
    """Build lists of what is known of each article.

    Parameters
    ----------
    articles, labels, shares, threshold
        As for `pack_articles`.
    sections : sequence of str
        Keys of the sections, that of none of them last where an article is of none.

    Returns
    -------
    dict of str to list
        ``ids``; ``titles``; ``date`` (position in ``dates``, -1 unknown); ``topics`` (position in the model's topics
        and share in thousandths, alternating, largest first). Where there are labels ``section`` (position in
        `sections`, -1 undecided), ``guess`` (position of the likeliest section, -1 without a classifier),
        ``confidence`` (thousandths), ``review`` (1 where a person should look) and ``left`` (see `why_left`).
    """
    dates = sorted({article.date for article in articles} - {""})
    columns: dict[str, Any] = {
        "ids": [article.id for article in articles],
        "titles": [shown_title(article) for article in articles],
        "dates": dates,
        "date": _positions([article.date for article in articles], dates),
        "topics": [] if shares is None else _topics(shares),
        "block": BLOCK,
    }
    if labels:
        given = _positions([row["section"] for row in labels], sections)
        columns |= {
            "section": [len(sections) - 1 if is_of_none(row) else at for row, at in zip(labels, given, strict=True)],
            "confidence": [round(1000 * row["confidence"]) for row in labels],
            "review": [int(row["needs_review"]) for row in labels],
            "guess": _positions([next(iter(likeliest_sections(row)), ("",))[0] for row in labels], sections),
            "threshold": sureness(threshold or 0),
            "left": [LEFT.index(why_left(row, threshold)) for row in labels],
        }
    return columns


def why_left(row: Mapping[str, Any], threshold: float | None) -> str:
    """Say why an article is left to a person, as one of LEFT; "" where it is not, or nothing is known of any section.

    Parameters
    ----------
    row : mapping
        Of the label table.
    threshold : float or None
        Lowest confidence of a label; None where no precision is promised.

    Examples
    --------
    >>> row = {"section": "", "confidence": 0.7, "needs_review": True, "p_economy": 0.7}
    >>> why_left(row, 0.86), why_left(row, 0.6), why_left(row, None)
    ('unsure', 'unlike', 'unpromised')
    """
    if row["section"]:
        return "cut" if row["needs_review"] else ""
    if is_of_none(row):
        return ""
    if not likeliest_sections(row):
        return ""
    if threshold is None:
        return "unpromised"
    return "unsure" if row["confidence"] < threshold else "unlike"


def word_left(why: str, threshold: float | None, texts: Texts) -> str:
    """Word one of LEFT for a page; the page's script does the same (articles.mjs)."""
    return texts(f"left.{why}", threshold=sureness(threshold or 0)) if why else ""


def shown_title(article: Article) -> str:
    """Return the headline of an article, or its beginning where it has none."""
    return article.title or article.body[:_TITLE_CHARS] or article.id


def _named(why: str, titles: Mapping[str, str]) -> str:
    """Name the sections of an explanation by the titles that readers know."""
    parts = [part.partition(": ") for part in why.split("; ")]
    return "; ".join(f"{titles.get(key, key)}{colon}{words}" for key, colon, words in parts)


def _positions(values: Sequence[str], known: Sequence[str]) -> list[int]:
    at = {name: position for position, name in enumerate(known)}
    return [at.get(value, -1) for value in values]


def _topics(shares: np.ndarray) -> list[list[int]]:
    """List the topics of each article, each followed by its share; the largest always, others from LEAST_SHARE on."""
    order = np.argsort(-shares, axis=1, kind="stable")
    thousandths = np.rint(1000 * np.take_along_axis(shares, order, axis=1))
    pairs = np.stack([order, thousandths], axis=2).astype(int).reshape(len(shares), -1).tolist()
    n_listed = np.maximum(1, (shares >= LEAST_SHARE).sum(axis=1)).tolist()
    return [row[: 2 * n] for row, n in zip(pairs, n_listed, strict=True)]
