"""Cut pages into a table of articles, without a run."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textml.console import list_notes
from textml.corpus.article import Article, drop_repeats
from textml.corpus.formats.rows import article_to_cells
from textml.corpus.formats.table import table_bytes
from textml.corpus.labels import check_table
from textml.corpus.pages.corrections import group_corrections, read_corrections
from textml.corpus.pages.cutting import cut_one, cut_pages
from textml.corpus.reading.inputs import read_inputs
from textml.disk.writing import write_file
from textml.progress import Progress, Silent
from textml.reports.terminal import explain_corrections, explain_page

if TYPE_CHECKING:
    from rich.text import Text


def split(
    paths: Sequence[str], corrections: Path | None = None, n_workers: int = 1, progress: Progress | None = None
) -> tuple[list[Article], list[str]]:
    """Cut pages into articles.

    Parameters
    ----------
    paths : sequence of str
        pages, tables, folders
    corrections : Path, optional
        file of cuts that a person has corrected
    n_workers : int
        processes, -1 for all cores
    progress : Progress, optional
        shows the work

    Returns
    -------
    articles : list of Article
        every item of the pages, in their order
    problems : list of str
        input that could not be used

    Raises
    ------
    CorpusError
        a path does not exist or holds nothing readable
    """
    known = read_corrections(corrections) if corrections else []
    progress = progress or Silent()
    reading = read_inputs(paths, n_workers=n_workers, track=progress.track)
    cutting = cut_pages(reading.pages, known, n_workers, progress.track)
    for note in list_notes([*reading.notes, *cutting.notes]):
        progress.say(note)
    articles, repeats = drop_repeats([*cutting.articles, *reading.articles])
    return articles, [*reading.problems, *cutting.problems, *repeats]


def explain(paths: Sequence[str], corrections: Path | None = None) -> tuple[list["Text"], list[str]]:
    """Show pages with their cuts and the reasons.

    Parameters
    ----------
    paths : sequence of str
        pages, folders
    corrections : Path, optional
        file of cuts that a person has corrected

    Returns
    -------
    views : list of rich.text.Text
        one for each page, and at last how to correct them
    problems : list of str
        input that could not be used
    """
    reading = read_inputs(paths)
    known = group_corrections(read_corrections(corrections) if corrections else [])
    problems = [*reading.problems]
    views: list[Text] = []
    how: list[Text] = []
    for page in reading.pages:
        cut = cut_one(page, known.get(page.id, ()))
        # a page that is too large was not cut
        if cut.articles:
            views.append(explain_page(page, cut.articles, cut.notes))
            how = how or [explain_corrections(page, cut.articles)]
        problems += cut.problems
    return views + how, problems


def write_table(out: Path, rows: Sequence[Article] | Sequence[Mapping[str, Any]], inputs: Iterable[str | Path]) -> None:
    """Write rows to a file next to `out` and rename it into place.

    Parameters
    ----------
    out : Path
        its ending says which format: .csv, .jsonl, .parquet or .xlsx
    rows : sequence of Article or of mappings
    inputs : iterable of str or Path
        what is never written over, as for `textml.disk.guard.check_output`

    Raises
    ------
    ArtifactError
        the ending is unknown, the place cannot be written, is input, or holds labels that a person gave
    """
    check_table(out, inputs)
    plain = [article_to_cells(row) if isinstance(row, Article) else row for row in rows]
    write_file(out, table_bytes(plain, out.name))
