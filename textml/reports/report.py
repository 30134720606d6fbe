"""A run to the files of its report: tables, figures, the page to read."""

from textml.corpus.formats.table import table_bytes
from textml.reports.content import Look, RunContent
from textml.reports.figures.drawing import save_figure
from textml.reports.figures.run import run_figures
from textml.reports.html.report_page import report_page
from textml.reports.tables import score_rows, topic_tables


def build_report(content: RunContent, look: Look) -> dict[str, bytes]:
    """The files of a report.

    Returns
    -------
    {name below reports/: bytes}: index.html, figures/NAME.KIND, tables/NAME.KIND
    """
    figures = run_figures(content, look.language)
    files = {
        f"figures/{name}.{kind}": save_figure(figure, kind)
        for name, figure in figures.items()
        for kind in look.figure_formats
    }
    tables = {
        "labels": content.labels,
        "scores": score_rows(content.scores, content.later),
        **topic_tables(content.topics),
    }
    # the page refers to CSV
    for kind in sorted({"csv", *look.table_formats}):
        files |= {f"tables/{name}.{kind}": table_bytes(rows, f"{name}.{kind}") for name, rows in tables.items()}
    files["index.html"] = report_page(content, figures, look).encode()
    return files
