"""Gold standard: articles that a person has checked, matched with the articles that were found."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from textml.corpus.article import KINDS, STORIES, Article
from textml.corpus.formats.rows import BadCell, Row, as_text
from textml.corpus.formats.table import read_table
from textml.corpus.labels import list_names
from textml.display import brief
from textml.errors import CorpusError, SeedError

# F1 of shared trigrams from which the bounds of a found article count as right: a missing dateline is no error.
RIGHT = 0.95
# F1 from which a found article is a match at all: it shares more than half of the text.
SAME = 0.5
# What is read of a page and of its items as text.
_TEXTS = ("id", "title", "body", "section", "kind", "joined")
_ADVICE = 'Correct the line, or set [corpus] truth to ""'


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A story that a person has checked.

    Attributes
    ----------
    id : str
        Identifier in the file of checked articles.
    page_id : str
        Page on which it begins.
    title, body : str
        Headline, and text without it.
    section : str
        Key of its section; empty where nobody has decided.
    """

    id: str
    page_id: str
    title: str
    body: str
    section: str

    __repr__ = brief


@dataclass(frozen=True, slots=True)
class Match:
    """A checked story and the found article that shares most of its text.

    Attributes
    ----------
    gold : GoldArticle
        The checked story.
    found : Article or None
        None where no article of its page shares half of the text.
    right : bool
        Whether the found article begins and ends where the story does.
    """

    gold: GoldArticle
    found: Article | None
    right: bool


def read_gold(path: str | PathLike[str], sections: Iterable[str] | None = None) -> list[GoldArticle]:
    """Read checked stories.

    Parameters
    ----------
    path : str or path-like
        JSON lines, one page a line: id, articles (id, title, body, section, kind, joined). Items that share `joined`
        are one story that continues on another page.
    sections : iterable of str, optional
        Keys that are allowed; any by default.

    Returns
    -------
    list of GoldArticle
        In the order of the file; items that are no stories are left out.

    Raises
    ------
    SeedError
        The file or one of its lines cannot be read, or an item has no id, the id of an earlier item, or an unknown
        kind or section.
    """
    file = Path(path)
    known = None if sections is None else frozenset(sections)
    stories: dict[str, GoldArticle] = {}
    seen: set[str] = set()
    try:
        for number, page in read_table(file):
            page_id, items = _read_items(f"{file}:{number}", page)
            for item in items:
                _check(f"{file}:{number}", item, seen, known)
                if item["kind"] in STORIES and item.get("body"):
                    _add(stories, item, page_id)
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem
    return list(stories.values())


def _read_items(where: str, page: Row | str) -> tuple[str, list[Mapping[str, Any]]]:
    """Id and checked items of a page."""
    if isinstance(page, str):
        raise SeedError(f"{where}: {page}. {_ADVICE}")
    items = page.get("articles")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SeedError(f"{where}: no page with 'articles', a list of items. {_ADVICE}")
    for one in (page, *items):
        _check_texts(where, one)
    return as_text(page.get("id")), items


def _check_texts(where: str, item: Mapping[str, Any]) -> None:
    """Check that what is read of a page or an item is text, or a number."""
    for name in _TEXTS:
        if isinstance(item.get(name), list | dict | BadCell):
            raise SeedError(f"{where}: {name!r} is {item[name]!r:.60}. Allowed: a text. {_ADVICE}")


def _check(where: str, item: Mapping[str, Any], seen: set[str], sections: frozenset[str] | None) -> None:
    identity, section = as_text(item.get("id")), as_text(item.get("section"))
    if not identity or identity in seen:
        raise SeedError(f"{where}: id {identity!r} is missing or used twice. Give every item an id of its own")
    seen.add(identity)
    if item.get("kind") not in KINDS:
        raise SeedError(f"{where}: {identity} has the kind {item.get('kind')!r}; known: {', '.join(KINDS)}. Correct it")
    if section and sections is not None and section not in sections:
        raise SeedError(
            f"{where}: {identity} has the unknown section {section!r}; known: {list_names(sorted(sections))}"
        )


def _add(stories: dict[str, GoldArticle], item: Mapping[str, Any], page_id: str) -> None:
    """Add a story, or the rest of one that began on an earlier page to its first part."""
    title, body, section = (as_text(item.get(name)) for name in ("title", "body", "section"))
    story = GoldArticle(as_text(item["id"]), page_id, title, body, section)
    joined = as_text(item.get("joined"))
    key = f"joined {joined}" if joined else story.id
    stories[key] = replace(stories[key], body=stories[key].body + body) if key in stories else story


def match_gold(gold: Sequence[GoldArticle], found: Sequence[Article]) -> list[Match]:
    """Match every checked story with the found article of its page that shares most character trigrams.

    Longer stories choose first; a found article is matched once.

    Parameters
    ----------
    gold : sequence of GoldArticle
        Checked stories.
    found : sequence of Article
        Found articles of the same pages, and of others.

    Returns
    -------
    list of Match
        One for every checked story, in their order.
    """
    on_page: dict[str, list[Article]] = {}
    for article in found:
        on_page.setdefault(article.page_id, []).append(article)
    taken: set[str] = set()
    matches = []
    for story in sorted(gold, key=lambda s: -len(s.body)):
        grams = _trigrams(story.body)
        free = [a for a in on_page.get(story.page_id, []) if a.id not in taken]
        share, best = max(
            ((_f1(grams, _trigrams(a.body)), a) for a in free), key=lambda pair: pair[0], default=(0.0, None)
        )
        if best is None or share < SAME:
            matches.append(Match(story, None, False))
        else:
            taken.add(best.id)
            matches.append(Match(story, best, share >= RIGHT))
    order = {story.id: i for i, story in enumerate(gold)}
    return sorted(matches, key=lambda match: order[match.gold.id])


def _trigrams(text: str) -> Counter[str]:
    squeezed = "".join(c for c in text if c.isalnum())
    return Counter(squeezed[i : i + 3] for i in range(max(len(squeezed) - 2, 1)))


def _f1(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)
