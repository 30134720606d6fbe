"""All pages of a reading to articles: cut, corrected, joined over the pages of an issue."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from textml.corpus.article import Article, Page
from textml.corpus.decode import unreadable_share
from textml.corpus.pages.blocks import build_blocks
from textml.corpus.pages.compose import compose
from textml.corpus.pages.corrections import Correction, apply_corrections
from textml.corpus.pages.jumps import join_jumps
from textml.corpus.pages.layout import read_layout
from textml.corpus.pages.lines import read_sheet
from textml.corpus.pages.roles import read_roles
from textml.display import brief, card
from textml.errors import CorpusError

# A pool of processes takes a second to start: fewer pages are cut as fast without one.
_WORTH_A_POOL = 150
_BATCH = 16
_TELL_FROM = 0.001

#: Items of a page, with what of its corrections did not fit.
_Cut = tuple[list[Article], list[str]]
Track = Callable[[Iterable[_Cut], str, int], Iterable[_Cut]]


@dataclass(frozen=True, slots=True)
class Cutting:
    """What pages came to.

    Attributes
    ----------
    articles : in page order, halves on two pages joined
    problems : what could not be used or done, in words
    notes : what a person may want to look at, in words: unreadable characters, jumps without their other half
    joined : id of every second half to the id of the article it went into
    """

    articles: list[Article]
    problems: list[str]
    notes: list[str]
    joined: dict[str, str]

    __repr__ = brief

    def _repr_html_(self) -> str:
        kinds = Counter(article.kind for article in self.articles)
        told = (f"{count:,} {kind}" for kind, count in kinds.most_common())
        facts = (*told, f"{len(self.joined)} joined over pages", f"{len(self.problems)} problems")
        rows = [*(("problem", what) for what in self.problems), *(("note", what) for what in self.notes)]
        return card("Cutting", facts, rows=rows)


def split_page(page: Page | str, corrections: Iterable[Correction] = ()) -> list[Article]:
    """Cut a newspaper page dump into its articles, captions, notices and other items.

    Parameters
    ----------
    page : a page, or its text; bare text becomes a page with the id ``page``
    corrections : what a person has put right, of any pages; those of this page are applied

    Returns
    -------
    Items in page order, ids ``PAGE#01``, ``PAGE#02``; every line that is not blank belongs to exactly one of them
    (`Article.lines`). An empty page has none.

    Raises
    ------
    CorpusError
        A correction of this page no longer fits it.

    Notes
    -----
    Lines get roles (Viterbi over summed cues), lines with roles become blocks, and one search over all readings of the
    page decides cuts and headlines together; see `textml.corpus.pages.layout`.
    """
    page = Page(id="page", text=page) if isinstance(page, str) else page
    sheet = read_sheet(page.text)
    blocks = build_blocks(sheet, read_roles(sheet))
    items = read_layout(blocks, sheet)
    mine = [correction for correction in corrections if correction.page == page.id]
    return compose(apply_corrections(items, sheet, mine) if mine else items, sheet, page)


def cut_pages(
    pages: Sequence[Page], corrections: Sequence[Correction] = (), n_workers: int = 1, track: Track | None = None
) -> Cutting:
    """Cut pages into articles; the same for any number of workers.

    Parameters
    ----------
    pages : of any issues
    corrections : what a person has put right; a page that changed under them is cut without, which is a problem
    n_workers : processes; -1 for all cores. Below 150 pages one is as fast
    track : shows how far it is: gets what is cut page by page, a description, the number of pages; gives it back
    """
    found: Iterable[_Cut] = _cut_all(pages, corrections, n_workers)
    cut = list(track(found, "cutting pages", len(pages)) if track else found)
    problems = [misfit for _, misfits in cut for misfit in misfits]
    for page, (items, _) in zip(pages, cut, strict=True):
        if not any(item.is_story for item in items):
            other = f"no article found on this page ({len(items)} other items)"
            problems.append(f"{page.path}: {other}. Look at it with `textml split --explain`")
    articles, joined, ends = join_jumps([article for items, _ in cut for article in items], pages)
    notes = [note for page in pages if (note := _unreadable(page))]
    read = {page.id for page in pages}
    unmet = sorted({correction.page for correction in corrections} - read)
    notes += [f"{page}: has corrections, but was not read" for page in unmet]
    notes += [f"{end.article_id}: marked {end.page}, {end.why}" for end in ends]
    return Cutting(articles, problems, notes, joined)


def _cut_all(pages: Sequence[Page], corrections: Sequence[Correction], n_workers: int) -> Iterator[_Cut]:
    if n_workers == 1 or len(pages) < _WORTH_A_POOL:
        for page in pages:
            yield cut_one(page, corrections)
        return
    from joblib import Parallel, delayed

    batches = [pages[i : i + _BATCH] for i in range(0, len(pages), _BATCH)]
    parallel = Parallel(n_jobs=n_workers, return_as="generator")
    for batch in parallel(delayed(_cut_batch)(batch, corrections) for batch in batches):
        yield from batch


def _cut_batch(pages: Sequence[Page], corrections: Sequence[Correction]) -> list[_Cut]:
    return [cut_one(page, corrections) for page in pages]


def cut_one(page: Page, corrections: Sequence[Correction]) -> _Cut:
    """Items of a page; where it changed under its corrections, cut without them, and what did not fit."""
    try:
        return split_page(page, corrections), []
    except CorpusError as misfit:
        return split_page(page), [str(misfit)]


def _unreadable(page: Page) -> str:
    share = unreadable_share(page.text)
    if share < _TELL_FROM:
        return ""
    return f"{page.path or page.id}: {100 * share:.1f} % of the characters are unreadable; the page was kept"
