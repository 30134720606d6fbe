"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

RunName = Annotated[str, typer.Argument(metavar="RUN", help="Name of a run in the artifacts folder.")]
Files = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Pages (.pdf, ALTO .xml, .hocr, .txt, .html), tables (.jsonl, .jsonl.gz, .csv, .parquet, .xlsx), folders.",
    ),
]
Config = Annotated[Path | None, typer.Option("--config", help="Settings file; configs/default.toml if there is one.")]
Artifacts = Annotated[Path, typer.Option("--artifacts", help="Folder of the runs.")]
ARTIFACTS = Path("artifacts")


def _check_workers(n: int) -> int:
    if n == 0:
        raise typer.BadParameter("0 workers do nothing; allowed: 1 and more, or -1 for all cores")
    return n


Workers = Annotated[
    int, typer.Option("--workers", callback=_check_workers, help="Number of workers; -1 for all cores.")
]
RunPlace = Annotated[
    str, typer.Argument(metavar="RUN", help="Name of a run in the artifacts folder, or the folder of a run.")
]
Choose = Annotated[
    str | None,
    typer.Option("--choose", metavar="LOW:HIGH", help="Compare numbers of topics, e.g. 5:60, and recommend one."),
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Dask scheduler (tcp://HOST:8786) or local:4, for a dataset."),
]
NewTable = Annotated[Path | None, typer.Option("--out", help="Table to write: .jsonl, .csv, .parquet or .xlsx.")]
Last = Annotated[int, typer.Option("--last", min=0, help="Compare with so many earlier issues; 0 for all of the run.")]
Precision = Annotated[
    float | None, typer.Option("--precision", help="Share of labels that must be right, between 0 and 1.")
]
WithTopics = Annotated[
    bool, typer.Option("--topics/--no-topics", help="Name the topic of each article; --no-topics is faster.")
]
LabelsOut = Annotated[
    str, typer.Option("--out", help="Table (.csv, .jsonl, .parquet, .xlsx), or folder or address of a dataset.")
]
Suggested = Annotated[int, typer.Option("--n", min=1, help="Number of articles to suggest.")]
ToFillIn = Annotated[Path | None, typer.Option("--out", help="Table to fill in: .jsonl, .csv, .parquet or .xlsx.")]
Append = Annotated[
    bool, typer.Option("--append", help="Add them to the labelled set of the run, to be filled in there.")
]
Inputs = Annotated[
    list[str] | None,
    typer.Option("--input", help="Pages (PDF, ALTO, hOCR, text), tables or folders; may be given several times."),
]
Corrections = Annotated[Path | None, typer.Option("--corrections", help="File of cuts that a person has corrected.")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Print the pages with their cuts and the reasons; write nothing.")
]
Against = Annotated[
    str | None, typer.Option("--against", metavar="RUN", help="Another run to compare with, article by article.")
]
AtRandom = Annotated[bool, typer.Option("--random", help="Draw them at random instead: a validation set.")]
ToolFormat = Annotated[
    str | None,
    typer.Option("--format", help="Tasks for label-studio or doccano, or an xlsx to fill in, with predictions."),
]
Errors = Annotated[bool, typer.Option("--errors", help="List labels that look wrong instead, to be decided again.")]


def read_range(text: str) -> tuple[int, int]:
    """Read the lowest and the highest number of topics from LOW:HIGH."""
    low, _, high = text.partition(":")
    if not (low.isdecimal() and high.isdecimal()):
        raise typer.BadParameter(f"{text!r} is not a range; allowed: LOW:HIGH, e.g. 5:60", param_hint="--choose")
    return int(low), int(high)
