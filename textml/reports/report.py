"""The files of a report: tables, figures, the page to read."""

from textml.corpus.formats.rows import Row, article_to_cells
from textml.corpus.formats.table import table_bytes
from textml.progress import Progress, Silent
from textml.reports.content import Look, RunContent
from textml.reports.figures.drawing import save_figure
from textml.reports.figures.run import draw_run
from textml.reports.html.report_page import build_page
from textml.reports.tables import build_score_rows, build_topic_tables


def build_report(content: RunContent, look: Look, progress: Progress | None = None) -> dict[str, bytes]:
    """Build the files of a report.

    Parameters
    ----------
    content : RunContent
        Everything that the run found.
    look : Look
        How it is drawn.
    progress : Progress, optional
        Shows the work.

    Returns
    -------
    dict of str to bytes
        Files by their names below ``reports/``: ``index.html``, ``figures/NAME.KIND``, ``tables/NAME.KIND``.
    """
    figures = draw_run(content, look.language)
    drawn = [(name, kind) for name in figures for kind in look.figure_formats]
    files = {
        f"figures/{name}.{kind}": save_figure(figures[name], kind)
        for name, kind in (progress or Silent()).track(drawn, "figures written", len(drawn))
    }
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
    files["index.html"] = build_page(content, figures, look).encode()
    return files


def _cut_articles(content: RunContent) -> dict[str, list[Row]]:
    """The table of everything that was cut from pages, with its places there; none where all came from tables."""
    cut: list[Row] = [article_to_cells(item) for item in content.items if item.page_id]
    return {"articles": cut} if cut else {}
