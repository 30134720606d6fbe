"""A run to the files of its report: tables, figures, the page to read."""

from textml.corpus.formats.write import table_bytes
from textml.reports.content import Look, Row, RunContent
from textml.reports.figures.drawing import save_figure
from textml.reports.figures.run import run_figures
from textml.reports.html.report_page import report_page
from textml.reports.html.topic_cards import topic_tables

_MEASURES = (("macro-F1", "macro_f1"), ("accuracy", "accuracy"))


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
    tables = {"labels": content.labels, "scores": score_rows(content.scores), **topic_tables(content.topics)}
    # the page refers to CSV
    for kind in sorted({"csv", *look.table_formats}):
        files |= {f"tables/{name}.{kind}": table_bytes(rows, f"{name}.{kind}") for name, rows in tables.items()}
    files["index.html"] = report_page(content, figures, look).encode()
    return files


def score_rows(scores: Row) -> list[Row]:
    """Every estimate of cross-validated scores as a line: measure, section, value, low, high; none where
    nothing was estimated."""

    def line(measure: str, section: str, estimate: Row) -> Row:
        return {
            "measure": measure,
            "section": section,
            **{key: round(estimate[key], 6) for key in ("value", "low", "high")},
        }

    if scores["reason"]:
        return []
    rows = [line("macro-F1", "", scores["macro_f1"]), line("accuracy", "", scores["accuracy"])]
    rows += [line(f"macro-F1 of {name}", "", estimate) for name, estimate in scores["baselines"].items()]
    later = scores["later"]
    if not later["reason"]:
        rows += [line(f"{measure} on issues since {later['since']}", "", later[key]) for measure, key in _MEASURES]
    return rows + [
        line(measure, row["section"], row[measure]) for row in scores["sections"] for measure in ("precision", "recall")
    ]
