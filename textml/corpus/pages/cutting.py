"""Cut pages into articles, apply corrections, join articles over pages."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from textml.corpus.article import Article, Page
from textml.corpus.decode import unreadable_share
from textml.corpus.doubt import Doubt, measure_doubt
from textml.corpus.pages.across import find_halves
from textml.corpus.pages.compose import compose
from textml.corpus.pages.correcting import apply_corrections
from textml.corpus.pages.corrections import Correction, group_corrections
from textml.corpus.pages.jumps import join_jumps
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.roles import Role, read_roles
from textml.corpus.pages.lines.sheet import Sheet, read_sheet
from textml.corpus.pages.pieces.columns import part_columns
from textml.corpus.pages.pieces.order import put_together
from textml.corpus.pages.search.items import Item
from textml.corpus.pages.search.layout import read_layout
from textml.corpus.texts import check_texts
from textml.display import brief, card
from textml.errors import CorpusError
from textml.workers import start_workers

# A pool of processes takes a second to start; fewer pages are cut faster without one.
_WORTH_A_POOL = 150
# Pages per task: large enough that sending them costs little, small enough to keep all processes busy.
_BATCH = 16
# Share of unreadable characters from which a page gets a note: a page of 3,000 may have three.
_UNREADABLE = 0.001
# Share of which the reader of PDF has said why they are unreadable, and what to do.
_SAID = 0.02

# What a page may hold at most. A broadsheet page has under 2,000 lines and 20,000 characters, a whole issue in one file
# 50,000 lines: twice that. A page of one line, as flat dumps have, is far below the third.
MOST_LINES = 100_000
MOST_CHARACTERS = 2_000_000
MOST_IN_LINE = 100_000


@dataclass(frozen=True, slots=True)
class CutPage:
    """What one page is cut into.

    Attributes
    ----------
    articles : list of Article
        In page order; none if the page is too large.
    problems : list of str
        That it is too large, and each correction that does not fit it.
    notes : list of str
        Corrections whose lines have other numbers now, or that change nothing.
    """

    articles: list[Article]
    problems: list[str]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class FoundItems:
    """What the cutter finds on a page before a person corrects it.

    Attributes
    ----------
    page : Page
        The page.
    sheet : Sheet
        Its lines. Where a dump has two columns in one line, both halves have its number.
    items : list of Item
        In page order.
    """

    page: Page
    sheet: Sheet
    items: list[Item]

    __repr__ = brief


Track = Callable[[Iterable[CutPage], str, int], Iterable[CutPage]]


@dataclass(frozen=True, slots=True)
class Cutting:
    """Articles cut from pages.

    Attributes
    ----------
    articles : list of Article
        In page order; halves on two pages are joined.
    problems : list of str
        Pages without an article, pages that are too large, and corrections that do not fit.
    notes : list of str
        Things worth checking: unreadable characters, corrections whose lines have other numbers now, jumps without
        their other half.
    joined : dict of str to str
        Id of every second half to the id of the article that it became part of.
    pages : list of CutPage
        What each page was cut into, before halves were joined.
    """

    articles: list[Article]
    problems: list[str]
    notes: list[str]
    joined: dict[str, str]
    pages: list[CutPage] = field(default_factory=list)

    __repr__ = brief

    @property
    def doubt(self) -> Doubt:
        """How many of its articles are expected to be cut wrong, and how many are worth a look."""
        return measure_doubt(self.articles)

    def _repr_html_(self) -> str:
        kinds = Counter(article.kind for article in self.articles)
        counts = (f"{count:,} {kind}" for kind, count in kinds.most_common())
        facts = (*counts, f"{len(self.joined)} joined across pages", f"{len(self.problems)} problems", str(self.doubt))
        rows = [*(("problem", what) for what in self.problems), *(("note", what) for what in self.notes)]
        return card("Cutting", facts, rows=rows)


def split_page(page: Page | str, corrections: Iterable[Correction] = ()) -> list[Article]:
    """Cut a newspaper page into its articles, captions, notices and other items.

    Parameters
    ----------
    page : Page or str
        A page or its text; a text becomes a page with the id ``page``.
    corrections : iterable of Correction
        Of any pages; those of this page are applied, except joins with other pages.

    Returns
    -------
    list of Article
        In page order, with ids that hang on what they say (`textml.corpus.pages.ids`), such as ``PAGE#4tf7hv``. Every
        line that is not blank belongs to exactly one of them (`Article.lines`), or to two where a dump has two columns
        in one line. An empty page has none.

    Raises
    ------
    CorpusError
        The page has more than 100,000 lines, 2,000,000 characters, or 100,000 characters in a line; or corrections of
        this page do not fit it any more: the message names all of them. `cut_pages` applies the others instead.

    Notes
    -----
    Columns that a dump mixed are parted, and texts that it tore are put together (`textml.corpus.pages.pieces`).
    Lines get roles (Viterbi over summed cues), lines become blocks, and one search over all layouts of the page
    decides about articles and headlines together; see `textml.corpus.pages.search.layout`.

    Examples
    --------
    >>> page = '''夜市重开
    ...
    ... 本报讯（记者 田望生） 沙埠镇夜市昨晚重新开张，四十二个摊位亮起了灯。'''
    >>> [(article.title, article.byline, article.body) for article in split_page(page)]
    [('夜市重开', ('田望生',), '沙埠镇夜市昨晚重新开张，四十二个摊位亮起了灯。')]
    """
    page = page if isinstance(page, Page) else Page(id="page", text=check_texts([page], "page")[0])
    cut = cut_items(find_items(page), group_corrections(corrections).get(page.id, ()))
    if cut.problems:
        raise CorpusError("\n".join(cut.problems))
    return cut.articles


def find_items(page: Page) -> FoundItems:
    """Find the items of a page, which is nearly all the work of cutting it.

    Parameters
    ----------
    page : Page
        The page.

    Returns
    -------
    FoundItems

    Raises
    ------
    CorpusError
        The page is too large.
    """
    refuse_oversize(page)
    sheet, roles = _read_lines(page)
    return FoundItems(page, sheet, read_layout(build_blocks(sheet, roles), sheet))


def cut_items(found: FoundItems, corrections: Sequence[Correction]) -> CutPage:
    """Cut a page whose items are found; corrections that do not fit it are named.

    Parameters
    ----------
    found : FoundItems
        It stays as it is.
    corrections : sequence of Correction
        Of this page only.

    Returns
    -------
    CutPage
    """
    items, page, wrapped = found.items, found.page, found.sheet.wrapped
    if not corrections:
        return CutPage(compose(items, page, wrapped), [], [])
    corrected = apply_corrections(items, found.sheet, corrections)
    return CutPage(compose(corrected.items, page, wrapped), corrected.problems, corrected.notes)


def _read_lines(page: Page) -> tuple[Sheet, list[Role]]:
    """Lines of a page and their roles; those of a dump in the order in which its texts go on."""
    sheet = read_sheet(page.text, page.geometry)
    if page.geometry is not None or not sheet.wrapped:
        return sheet, read_roles(sheet)
    sheet = part_columns(sheet)
    roles = read_roles(sheet)
    together = put_together(sheet, roles)
    return (sheet, roles) if together is sheet else (together, read_roles(together))


def refuse_oversize(page: Page) -> None:
    """Refuse a page that is larger than any page of a newspaper.

    Parameters
    ----------
    page : Page
        The page.

    Raises
    ------
    CorpusError
        It has too many lines or characters, or too many characters in a line.
    """
    n_lines, n_characters = page.text.removesuffix("\n").count("\n") + 1, len(page.text)
    if n_lines > MOST_LINES or n_characters > MOST_CHARACTERS:
        found = f"{n_lines:,} lines and {n_characters:,} characters"
    elif n_characters > MOST_IN_LINE and (longest := max(map(len, page.text.split("\n")))) > MOST_IN_LINE:
        found = f"{longest:,} characters in a line"
    else:
        return
    allowed = f"{MOST_LINES:,} lines, {MOST_CHARACTERS:,} characters, and {MOST_IN_LINE:,} characters in a line"
    raise CorpusError(
        f"{page.where}: {found}; a page has at most {allowed}. If this is a table, give it the ending of one "
        "(.jsonl, .csv, .parquet, .xlsx); if it is a whole archive, divide it into a file for each page"
    )


def cut_pages(
    pages: Sequence[Page],
    corrections: Sequence[Correction] = (),
    n_workers: int = 1,
    track: Track | None = None,
    known: Mapping[str, CutPage] = MappingProxyType({}),
) -> Cutting:
    """Cut pages into articles and join articles over pages.

    Parameters
    ----------
    pages : sequence of Page
        Of any issues.
    corrections : sequence of Correction
        A person's corrections of any pages. Each that does not fit its page is a problem; all others are applied.
    n_workers : int
        Number of processes, -1 for all cores. The result does not depend on it; below 150 pages only one is used.
    track : callable or None
        Wraps the iterator over pages to show progress: called with the iterator, a description and the number of pages.
    known : mapping of str to CutPage
        What pages are cut into that need not be cut, by their ids.

    Returns
    -------
    Cutting
    """
    own = group_corrections(corrections)
    uncut = [page for page in pages if page.id not in known]
    found: Iterable[CutPage] = _cut_all(uncut, own, n_workers)
    new = iter(track(found, "cutting pages", len(uncut)) if track else found)
    cut = [known[page.id] if page.id in known else next(new) for page in pages]
    problems = [problem for one in cut for problem in one.problems]
    for page, one in zip(pages, cut, strict=True):
        if not any(article.is_story for article in one.articles) and (one.articles or not one.problems):
            other = f"no article found on this page (other items: {len(one.articles)})"
            problems.append(f"{page.where}: {other}. Look at it with `textml split --explain`")
    halves = [correction for correction in corrections if correction.body_page]
    known_pages = {page.id: (page, one.articles) for page, one in zip(pages, cut, strict=True)} if halves else {}
    told, misfits, moved = find_halves(halves, known_pages)
    problems += misfits
    articles, joined, unmatched = join_jumps([article for one in cut for article in one.articles], pages, told)
    notes = [note for page in pages if (note := _unreadable(page))]
    notes += [*(note for one in cut for note in one.notes), *moved]
    unread = sorted(own.keys() - {page.id for page in pages})
    notes += [f"{page}: has corrections but was not read" for page in unread]
    notes += [f"{jump.article_id}: marked {jump.page}, {jump.reason}" for jump in unmatched]
    return Cutting(articles, problems, notes, joined, cut)


def _cut_all(
    pages: Sequence[Page], corrections: Mapping[str, Sequence[Correction]], n_workers: int
) -> Iterator[CutPage]:
    # each page goes with its own corrections only: all of them with every page would cost pages times corrections
    tasks = [(page, corrections.get(page.id, ())) for page in pages]
    if n_workers == 1 or len(pages) < _WORTH_A_POOL:
        for page, own in tasks:
            yield cut_one(page, own)
        return
    from joblib import Parallel, delayed

    batches = [tasks[i : i + _BATCH] for i in range(0, len(tasks), _BATCH)]
    with start_workers(Parallel(n_jobs=n_workers, return_as="generator")) as parallel:
        for batch in parallel(delayed(_cut_batch)(batch) for batch in batches):
            yield from batch


def _cut_batch(tasks: Sequence[tuple[Page, Sequence[Correction]]]) -> list[CutPage]:
    return [cut_one(page, corrections) for page, corrections in tasks]


def cut_one(page: Page, corrections: Sequence[Correction]) -> CutPage:
    """Cut a page; it is not cut if it is too large, and corrections that do not fit it are named.

    Parameters
    ----------
    page : Page
        The page.
    corrections : sequence of Correction
        Of this page only.

    Returns
    -------
    CutPage
    """
    try:
        refuse_oversize(page)
    except CorpusError as refusal:
        return CutPage([], [str(refusal)], [])
    return cut_items(find_items(page), corrections)


def _unreadable(page: Page) -> str:
    share = unreadable_share(page.text)
    if share < _UNREADABLE or (page.encoding == "pdf" and share > _SAID):
        return ""
    return f"{page.where}: {100 * share:.1f} % of the characters are unreadable; the page was kept"
