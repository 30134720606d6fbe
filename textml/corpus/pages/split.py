"""One page to its articles."""

from collections.abc import Iterable

from textml.corpus.article import Article, Page
from textml.corpus.pages.blocks import build_blocks
from textml.corpus.pages.compose import compose
from textml.corpus.pages.corrections import Correction, apply_corrections
from textml.corpus.pages.layout import read_layout
from textml.corpus.pages.lines import read_sheet
from textml.corpus.pages.roles import read_roles


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
    CorpusError : a correction of this page does not fit it any more

    Notes
    -----
    Lines get roles (Viterbi over summed cues), lines with roles become blocks, and one search over all readings of the
    page decides cuts and headlines together; see `textml.corpus.pages.layout`.
    """
    page = Page(id="page", text=page) if isinstance(page, str) else page
    sheet = read_sheet(page.text)
    blocks = build_blocks(sheet, read_roles(sheet))
    pieces = read_layout(blocks, sheet)
    mine = [correction for correction in corrections if correction.page == page.id]
    return compose(apply_corrections(pieces, sheet, mine) if mine else pieces, sheet, page)
