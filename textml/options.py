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
AtRandom = Annotated[bool, typer.Option("--random", help="Draw them at random instead: a validation set.")]
Errors = Annotated[bool, typer.Option("--errors", help="List labels that look wrong instead, to be decided again.")]


def read_range(text: str) -> tuple[int, int]:
    """Read the lowest and the highest number of topics from LOW:HIGH."""
    low, _, high = text.partition(":")
    if not (low.isdecimal() and high.isdecimal()):
        raise typer.BadParameter(f"{text!r} is not a range; allowed: LOW:HIGH, e.g. 5:60", param_hint="--choose")
    return int(low), int(high)
