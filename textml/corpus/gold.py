"""Pages whose articles a person has checked, to hold found articles against."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from textml.corpus.article import KINDS, STORIES, Article
from textml.corpus.formats.rows import as_text
from textml.corpus.formats.table import read_table
from textml.display import brief
from textml.errors import CorpusError, SeedError

#: Shared trigrams (F1) from which a found article is the checked one, and those from which it is the same event at all.
RIGHT, SAME = 0.95, 0.5


@dataclass(frozen=True, slots=True)
class TrueArticle:
    """A checked story: the page it stands on, its text, its section."""

    id: str
    page_id: str
    title: str
    body: str
    section: str

    __repr__ = brief


@dataclass(frozen=True, slots=True)
class Match:
    """A checked story and the found article that holds it best, None where none does; `right` where its bounds
    are right."""

    truth: TrueArticle
    found: Article | None
    right: bool


def read_truth(path: str | PathLike[str], sections: Iterable[str] | None = None) -> list[TrueArticle]:
    """Checked stories of a JSON lines file, one page a line: id, articles (id, title, body, section, kind, joined).

    Parameters
    ----------
    path : the file; sections : allowed sections, None for any

    Raises
    ------
    SeedError : the file or one of its lines cannot be read, or an item lacks an id, repeats one, or has an unknown kind
        or section
    """
    file = Path(path)
    known = None if sections is None else frozenset(sections)
    stories: dict[str, TrueArticle] = {}
    seen: set[str] = set()
    try:
        for number, page in read_table(file):
            if isinstance(page, str) or not isinstance(page.get("articles"), list):
                raise SeedError(
                    f"{file}:{number}: no page with 'articles'. Mend the line, or set [corpus] truth to \"\""
                )
            for item in page["articles"]:
                _check(f"{file}:{number}", item, seen, known)
                if item["kind"] in STORIES and item.get("body"):
                    _add(stories, item, as_text(page.get("id")))
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem
    return list(stories.values())


def _check(where: str, item: Mapping[str, Any], seen: set[str], sections: frozenset[str] | None) -> None:
    identity, section = as_text(item.get("id")), as_text(item.get("section"))
    if not identity or identity in seen:
        raise SeedError(f"{where}: id {identity!r} is missing or stands twice. Give every item an id of its own")
    seen.add(identity)
    if item.get("kind") not in KINDS:
        raise SeedError(f"{where}: {identity} has the kind {item.get('kind')!r}; known: {', '.join(KINDS)}. Correct it")
    if section and sections is not None and section not in sections:
        raise SeedError(
            f"{where}: {identity} has the unknown section {section!r}; known: {', '.join(sorted(sections))}"
        )


def _add(stories: dict[str, TrueArticle], item: Mapping[str, Any], page_id: str) -> None:
    """A story, or the rest of one that began on an earlier page, under the id of its first half."""
    title, body, section = (as_text(item.get(name)) for name in ("title", "body", "section"))
    story = TrueArticle(as_text(item["id"]), page_id, title, body, section)
    joined = as_text(item.get("joined"))
    key = f"joined {joined}" if joined else story.id
    stories[key] = replace(stories[key], body=stories[key].body + body) if key in stories else story


def match_truth(truth: Sequence[TrueArticle], found: Sequence[Article]) -> list[Match]:
    """Pairs every checked story with the found article of its page that shares most trigrams; each found one
    serves once."""
    on_page: dict[str, list[Article]] = {}
    for article in found:
        on_page.setdefault(article.page_id, []).append(article)
    taken: set[str] = set()
    matches = []
    for story in sorted(truth, key=lambda s: -len(s.body)):
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
    order = {story.id: i for i, story in enumerate(truth)}
    return sorted(matches, key=lambda match: order[match.truth.id])


def _trigrams(text: str) -> Counter[str]:
    squeezed = "".join(c for c in text if c.isalnum())
    return Counter(squeezed[i : i + 3] for i in range(max(len(squeezed) - 2, 1)))


def _f1(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)
