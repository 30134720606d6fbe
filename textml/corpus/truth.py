"""Pages whose articles a person has checked, to hold found articles against."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from textml.corpus.article import STORIES, Article
from textml.corpus.tables import as_text, read_rows
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


@dataclass(frozen=True, slots=True)
class Match:
    """A checked story and the found article that holds it best, None where none does; `right` where its bounds
    are right."""

    truth: TrueArticle
    found: Article | None
    right: bool


def read_truth(path: str | PathLike[str]) -> list[TrueArticle]:
    """Checked stories of a JSON lines file, one page a line: id, articles (id, title, body, section, kind, joined).

    Raises
    ------
    SeedError : the file or one of its lines cannot be read
    """
    file = Path(path)
    stories: list[tuple[TrueArticle, str]] = []
    try:
        for number, page in read_rows(file):
            if isinstance(page, str) or not isinstance(page.get("articles"), list):
                raise SeedError(
                    f"{file}:{number}: no page with 'articles'. Mend the line, or set [corpus] truth to \"\""
                )
            stories.extend(_stories(page))
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem
    return _join(stories)


def _stories(page: Mapping[str, Any]) -> list[tuple[TrueArticle, str]]:
    """Stories of a page, each with the name that its halves on several pages share, or nothing."""
    return [
        (
            TrueArticle(
                as_text(a.get("id")),
                as_text(page.get("id")),
                as_text(a.get("title")),
                as_text(a.get("body")),
                as_text(a.get("section")),
            ),
            as_text(a.get("joined")),
        )
        for a in page["articles"]
        if a.get("kind") in STORIES and a.get("body")
    ]


def _join(halves: Sequence[tuple[TrueArticle, str]]) -> list[TrueArticle]:
    """Stories that go on at another page made whole, under the id of their first half."""
    stories: dict[str, TrueArticle] = {}
    for story, joined in halves:
        first = stories.get(joined or story.id)
        stories[joined or story.id] = replace(first, body=first.body + story.body) if first else story
    return list(stories.values())


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
