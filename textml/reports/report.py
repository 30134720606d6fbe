"""The files of a report: tables, figures, the page to read."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textml.corpus.formats.rows import Row, article_to_cells
from textml.corpus.formats.table import table_bytes
from textml.progress import Progress, Silent
from textml.reports.content import Look, RunContent
from textml.reports.figures.drawing import draw_outline, save_figure
from textml.reports.figures.kept import SUMS, KeptFigures, sum_outline
from textml.reports.figures.run import draw_run
from textml.reports.html.report_page import build_page
from textml.reports.tables import build_score_rows, build_topic_tables

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def build_report(
    content: RunContent, look: Look, progress: Progress | None = None, kept: KeptFigures | None = None
) -> dict[str, bytes]:
    """Build the files of a report.

    Parameters
    ----------
    content : RunContent
        Everything that the run found.
    look : Look
        How it is drawn.
    progress : Progress, optional
        Shows the work.
    kept : KeptFigures, optional
        Figures of an earlier run; files of those that would be the same are taken over.

    Returns
    -------
    dict of str to bytes
        Files by their names below ``reports/``: ``index.html``, ``figures/NAME.KIND``, ``tables/NAME.KIND``, and
        ``figures.json`` for the next run.
    """
    figures = draw_run(content, look.language)
    outlines = {name: draw_outline(figure, name) for name, figure in figures.items()}
    files = _write_figures(figures, outlines, look, progress or Silent(), kept or KeptFigures())
    tables = {
        "labels": content.labels,
        **_cut_articles(content),
        "dropped": [
            {"id": item.id, "title": item.title, "reason": item.reason.word(look.language)} for item in content.dropped
        ],
        "scores": build_score_rows(content.scores, content.later),
        **build_topic_tables(content.topics),
    }
    # the page refers to CSV
    for kind in sorted({"csv", *look.table_formats}):
        files |= {f"tables/{name}.{kind}": table_bytes(rows, f"{name}.{kind}") for name, rows in tables.items()}
    files["index.html"] = build_page(content, outlines, look).encode()
    return files


def _write_figures(
    figures: Mapping[str, "Figure"], outlines: Mapping[str, str], look: Look, progress: Progress, kept: KeptFigures
) -> dict[str, bytes]:
    """Files of all figures, and what they are drawn from; those that the earlier run has are not written anew."""
    sums = {name: sum_outline(outline) for name, outline in outlines.items()}
    wanted = [(name, kind) for name in figures for kind in look.figure_formats]
    files = {SUMS: f"{json.dumps(sums, indent=1, sort_keys=True)}\n".encode()}
    for name, kind in progress.track(wanted, "figures written", len(wanted)):
        file = f"figures/{name}.{kind}"
        had = kept.find(file, name, sums[name])
        files[file] = save_figure(figures[name], kind) if had is None else had
    return files


def _cut_articles(content: RunContent) -> dict[str, list[Row]]:
    """The table of everything that was cut from pages, with its places there; none where all came from tables."""
    cut: list[Row] = [article_to_cells(item) for item in content.items if item.page_id]
    return {"articles": cut} if cut else {}
