"""Join the articles that continue on another page of their issue."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
from scipy.optimize import linear_sum_assignment

from textml.corpus.article import Article, Page
from textml.corpus.numerals import write_digits
from textml.corpus.pages.lines.blocks import find_bigrams
from textml.corpus.pages.lines.marks import read_marks
from textml.corpus.pages.lines.sheet import fold

# Weights in log odds, set by hand on made-up issues (tests/corpus/pages/simulator.py).
# Both marks name the page of the other half; without that no words make up for it.
MARKED = 5.0
# The first half stops in mid-sentence and the second has no headline.
RUNS_ON = 2.0
# Factor on the words that both halves have.
COMMON_WORDS = 2.0
# Two articles of one page, or whose marks name other pages: never a pair.
_IMPOSSIBLE = -99.0
# Between two pages at most so many pairs are compared, a hundred marks on each: real pages have three.
_MOST_PAIRS = 10_000
_MARK = re.compile(r"([A-Z]?)(\d+)")


@dataclass(frozen=True, slots=True)
class UnmatchedJump:
    """A jump mark whose other half was not found.

    Attributes
    ----------
    article_id : str
        The article with the mark.
    page : str
        The page that the mark names, such as ``3版``.
    reason : str
        Why there is no other half, in words.
    """

    article_id: str
    page: str
    reason: str


def join_jumps(
    articles: Iterable[Article], pages: Iterable[Page], told: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Article], dict[str, str], list[UnmatchedJump]]:
    """Join articles that continue on another page of the same issue.

    Parameters
    ----------
    articles : iterable of Article
        Of any number of issues, in any order.
    pages : iterable of Page
        The pages they were cut from. Articles of a page without a number are not joined.
    told : mapping of str to str
        Ids of first halves to ids of second halves that a person joins, whatever their marks say.

    Returns
    -------
    articles : list of Article
        In the given order. A joined article has the id, headline, lines and boxes of its first half and both bodies;
        its ``reason`` names the second half.
    joined : dict of str to str
        Id of every second half to the id of the article that it became part of.
    unmatched : list of UnmatchedJump
        Marks whose other half was not found; if two halves name each other's page but do not fit, both are listed.

    Notes
    -----
    Marks have to name each other's pages. Where several do, one assignment weighs a sentence that continues, and words
    of the first half and its headline in the second. Articles without a mark are not considered, and neither are
    those of two pages with more than a hundred marks each.

    Examples
    --------
    >>> from textml.corpus.pages.cutting import split_page
    >>> from textml.corpus.reading.inputs import read_pages
    >>> pages = read_pages("seeds/pages/2025-02-13")
    >>> articles = [article for page in pages for article in split_page(page)]
    >>> whole, joined, unmatched = join_jumps(articles, pages)
    >>> len(articles) - len(whole) == len(joined)
    True
    """
    given = list(articles)
    sheets = {page.id: page for page in pages}
    papers = _tell_papers_apart(sheets.values())
    by_issue: dict[str, list[Article]] = defaultdict(list)
    pairs = dict(told)
    unmatched: list[UnmatchedJump] = []
    for article in given:
        if not (article.jump or article.origin) or article.page_id not in sheets:
            continue
        if sheets[article.page_id].number is None:
            mark = article.jump or article.origin
            unmatched.append(UnmatchedJump(article.id, mark, "its own page's number is not known"))
        else:
            by_issue[papers[article.page_id]].append(article)
    for issue in sorted(by_issue):
        found, missing = _pair(by_issue[issue], sheets, told)
        pairs |= found
        unmatched += missing
    return _merge(given, pairs), {second: first for first, second in pairs.items()}, unmatched


def read_page_mark(mark: str) -> tuple[str, int | None]:
    """Read the letter of the edition and the number of the page that a mark names.

    Examples
    --------
    >>> [read_page_mark(mark) for mark in ("3版", "十二版", "A3版")]
    [('', 3), ('', 12), ('A', 3)]
    """
    found = _MARK.search(write_digits(mark))
    return (found[1], int(found[2])) if found else ("", None)


def _tell_papers_apart(pages: Iterable[Page]) -> dict[str, str]:
    """The issue of every page; where two pages have one mark, there are several papers, in a folder or a file each."""
    by_issue: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_issue[page.issue or ""].append(page)
    found = {}
    for issue, same in by_issue.items():
        marks = [(page.edition, page.number) for page in same if page.number]
        for page in same:
            # a file of several pages holds an issue
            folder = Path(page.path) if page.path and page.place else Path(page.path or "").parent
            found[page.id] = f"{issue} {folder}" if len(set(marks)) < len(marks) else issue
    return found


def _names(mark: str, own: Page, other: Page) -> bool:
    """Whether a mark on one page names another; without a letter it names a page of its own edition."""
    letter, number = read_page_mark(mark)
    editions = {letter or own.edition, other.edition}
    # pages whose files have no letter may be of any edition
    return number == other.number and ("" in editions or len(editions) == 1)


def _pair(
    articles: Sequence[Article], sheets: Mapping[str, Page], told: Mapping[str, str]
) -> tuple[dict[str, str], list[UnmatchedJump]]:
    """Pair the halves of one issue: ids of first halves to ids of second halves, and marks without another half."""
    continued = set(told.values())
    sources = sorted((a for a in articles if a.jump and a.id not in told), key=_place)
    targets = sorted((a for a in articles if a.origin and a.id not in continued), key=_place)
    halves: dict[tuple[int | None, int | None], tuple[list[Article], list[Article]]] = defaultdict(lambda: ([], []))
    for first in sources:
        halves[sheets[first.page_id].number, read_page_mark(first.jump)[1]][0].append(first)
    for second in targets:
        halves[read_page_mark(second.origin)[1], sheets[second.page_id].number][1].append(second)
    fitting = dict(pair for firsts, seconds in halves.values() for pair in _fit_halves(firsts, seconds, sheets))
    pairs = dict(told)
    for first in sources:
        if first.id in fitting and not _leads_to(pairs, fitting[first.id], first.id):
            pairs[first.id] = fitting[first.id]
    taken = {*pairs, *pairs.values()}
    unmatched = [UnmatchedJump(a.id, a.jump, "no continuation found") for a in sources if a.id not in taken]
    unmatched += [UnmatchedJump(a.id, a.origin, "no beginning found") for a in targets if a.id not in taken]
    return pairs, unmatched


def _place(article: Article) -> tuple[str, tuple[int, ...], str]:
    """Where an article begins, page by page; ids do not tell its place on the page."""
    return article.page_id, article.lines.all()[:1], article.id


def _leads_to(pairs: Mapping[str, str], start: str, end: str) -> bool:
    """Whether the pairs lead from one article to another, over any number of pages; joining back would be a circle."""
    at = start
    while at != end and at in pairs:
        at = pairs[at]
    return at == end


def _fit_halves(
    firsts: Sequence[Article], seconds: Sequence[Article], sheets: Mapping[str, Page]
) -> list[tuple[str, str]]:
    """Pair halves whose marks name the numbers of each other's pages."""
    if not firsts or not seconds or len(firsts) * len(seconds) > _MOST_PAIRS:
        return []
    words = {article.id: find_bigrams(fold(f"{article.title} {article.body}")) for article in (*firsts, *seconds)}
    run_on = [read_marks(fold(first.body)).finish == 0.0 for first in firsts]
    scores = np.full((len(firsts), len(seconds)), _IMPOSSIBLE)
    for i, first in enumerate(firsts):
        for j, second in enumerate(seconds):
            one, other = sheets[first.page_id], sheets[second.page_id]
            if one.id != other.id and _names(first.jump, one, other) and _names(second.origin, other, one):
                common = _share_words(words[first.id], words[second.id])
                scores[i, j] = MARKED + RUNS_ON * (run_on[i] and not second.title) + COMMON_WORDS * common
    rows, columns = linear_sum_assignment(scores, maximize=True)
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(firsts[i].id, seconds[j].id) for i, j in chosen if scores[i, j] > 0]


def _share_words(one: frozenset[str], other: frozenset[str]) -> float:
    """Ten times the share of the smaller half's bigrams that the other half has too, at most 1."""
    return min(1.0, 10 * len(one & other) / max(min(len(one), len(other)), 1))


def _merge(articles: Sequence[Article], pairs: Mapping[str, str]) -> list[Article]:
    """Append second halves to their first halves; a chain over three pages becomes one article."""
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
    """Make one article of two halves; a sentence that the end of the page divides becomes whole."""
    glue = "" if read_marks(fold(first.body)).finish == 0.0 else "\n"
    return replace(
        first,
        title=first.title or second.title,
        body=glue.join(filter(None, (first.body, second.body))),
        byline=first.byline or second.byline,
        role=first.role or second.role,
        jump=second.jump,
        confidence=min(first.confidence, second.confidence),
        reason=f"{first.reason}; continues in {second.id}",
    )
