"""Articles that run over two pages of an issue to one article, where the evidence suffices."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from textml.corpus.article import Article, Page
from textml.corpus.pages.blocks import find_bigrams
from textml.corpus.pages.lines import fold
from textml.corpus.pages.marks import read_marks

# Weights in log odds, set on made-up issues (tests/corpus/simulator.py)
MARKED = 3.0
CONTRADICTED = -6.0
RUNS_ON = 2.0
TITLE_WORDS = 2.0
ENOUGH = 2.0
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_MATTER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A jump mark whose other half was not found: the article that bears it, and the page it names."""

    article_id: str
    page: str
    why: str


def join_jumps(
    articles: Iterable[Article], pages: Iterable[Page]
) -> tuple[list[Article], dict[str, str], list[LooseEnd]]:
    """Join articles that go on at another page of the same issue.

    Parameters
    ----------
    articles : of any number of issues, in any order
    pages : the pages they were cut from; a page without a number takes no part

    Returns
    -------
    articles : in the order given; a joined article has the id, headline and lines of its first half, both bodies, no
        ``jump``, and says so in ``reason``; what comes from another page's lines is found through the next value
    joined : id of every second half to the id of the article it went into
    loose : marks whose other half was not found; both halves are named when two pages name each other and do not fit

    Notes
    -----
    Halves are paired by an assignment over each issue: marks that name each other's page, a sentence that runs on,
    words of the first half and its headline in the second. Sources and targets without marks are not considered.
    """
    given = list(articles)
    numbers = {page.id: page.number for page in pages}
    issues = {page.id: page.issue or "" for page in pages}
    by_issue: dict[str, list[Article]] = defaultdict(list)
    pairs: dict[str, str] = {}
    loose: list[LooseEnd] = []
    for article in given:
        if not (article.jump or article.origin) or article.page_id not in numbers:
            continue
        if numbers[article.page_id] is None:
            loose.append(LooseEnd(article.id, article.jump or article.origin, "its own page's number is not known"))
        else:
            by_issue[issues[article.page_id]].append(article)
    for issue in sorted(by_issue):
        found, missing = _pair(by_issue[issue], numbers)
        pairs |= found
        loose += missing
    return _merge(given, pairs), {second: first for first, second in pairs.items()}, loose


def page_number(mark: str) -> int | None:
    """Page a jump mark names: ``3版`` and ``三版`` are 3; letters of a part (``A3``) are left out."""
    digits = _MATTER.search(mark)
    if digits:
        return int(digits.group())
    return _DIGITS.get(mark[:1])


def _pair(articles: Sequence[Article], numbers: Mapping[str, int | None]) -> tuple[dict[str, str], list[LooseEnd]]:
    """First halves to second halves of one issue, and the marks that stay without."""
    sources = sorted((a for a in articles if a.jump), key=lambda a: a.id)
    targets = sorted((a for a in articles if a.origin), key=lambda a: a.id)
    pairs: dict[str, str] = {}
    if sources and targets:
        scores = np.array([[_fit(first, second, numbers) for second in targets] for first in sources])
        rows, columns = linear_sum_assignment(scores, maximize=True)
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
            if scores[i, j] >= ENOUGH and not _leads_to(pairs, targets[j].id, sources[i].id):
                pairs[sources[i].id] = targets[j].id
    taken = {*pairs, *pairs.values()}
    loose = [LooseEnd(a.id, a.jump, "no continuation found") for a in sources if a.id not in taken]
    loose += [LooseEnd(a.id, a.origin, "no beginning found") for a in targets if a.id not in taken]
    return pairs, loose


def _leads_to(pairs: Mapping[str, str], start: str, end: str) -> bool:
    """Whether the article goes on, over however many pages, in the other: then the other cannot go on in it."""
    at = start
    while at != end and at in pairs:
        at = pairs[at]
    return at == end


def _fit(first: Article, second: Article, numbers: Mapping[str, int | None]) -> float:
    """Log odds that one article goes on in another."""
    if first.id == second.id or first.page_id == second.page_id:
        return -99.0
    score = 0.0
    for mark, page in ((first.jump, second.page_id), (second.origin, first.page_id)):
        score += MARKED if page_number(mark) == numbers.get(page) else CONTRADICTED
    if read_marks(fold(first.body)).finish == 0.0:
        score += RUNS_ON if not second.title else 0.0
    return score + TITLE_WORDS * _shared(first, second) - 1.0


def _shared(first: Article, second: Article) -> float:
    """Share of the smaller half's bigrams that the other half has too, ten times over, at most 1."""
    one = find_bigrams(fold(f"{first.title} {first.body}"))
    other = find_bigrams(fold(f"{second.title} {second.body}"))
    return min(1.0, 10 * len(one & other) / max(min(len(one), len(other)), 1))


def _merge(articles: Sequence[Article], pairs: Mapping[str, str]) -> list[Article]:
    """Articles with second halves put behind their first halves; chains over three pages come out as one."""
    known = {article.id: article for article in articles}
    seconds = set(pairs.values())
    merged = []
    for article in articles:
        if article.id in seconds:
            continue
        whole, at = article, article.id
        while at in pairs:
            at = pairs[at]
            whole = _join(whole, known[at])
        merged.append(whole)
    return merged


def _join(first: Article, second: Article) -> Article:
    """One article of two halves; a sentence cut by the page's end is made whole."""
    glue = "" if read_marks(fold(first.body)).finish == 0.0 else "\n"
    return replace(
        first,
        title=first.title or second.title,
        body=glue.join(filter(None, (first.body, second.body))),
        byline=first.byline or second.byline,
        role=first.role or second.role,
        jump=second.jump,
        confidence=min(first.confidence, second.confidence),
        reason=f"{first.reason}; goes on in {second.id}",
    )
