"""The commands about labels: which articles to label, and labels into and out of the labelled set."""

from pathlib import Path
from typing import Annotated

import typer

from textml import options
from textml.console import exit_with, print_table, say
from textml.options import ARTIFACTS, Artifacts, Config, RunName

# Other imports are inside the commands: `textml --help` has to answer at once.

labels = typer.Typer(
    help="Labels in and out. Example: textml labels import project-1.json --by hy",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_TOOLS = "label-studio, doccano, prodigy, datasets"


@labels.command("import")
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="File of an annotation tool, or a table.")],
    tool: Annotated[
        str | None, typer.Option("--format", help=f"{_TOOLS} or table; otherwise the file shows what it is.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who has labelled, where the file does not say so.")] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Where the set says something else, the file counts.")
    ] = False,
    name: Annotated[
        str | None, typer.Option("--run", metavar="RUN", help="Run that knows the texts by their ids.")
    ] = None,
    config: Config = None,
    artifacts: Artifacts = ARTIFACTS,
) -> None:
    """Take labels into the labelled set.

    Example: textml labels import project-1-at-2025-03-01.json --by hy
    """
    from textml.corpus.tasks.files import TABLE, TOOLS
    from textml.review.label_import import import_labels
    from textml.runs.suggestions import describe_imported, read_project, take_labels
    from textml.store import run_folder

    if tool not in (None, TABLE, *TOOLS):
        raise typer.BadParameter(f"{tool!r} is unknown; allowed: {_TOOLS}, {TABLE}", param_hint="--format")
    project = read_project(config)
    found, n_open = take_labels(project, path, tool, by, run_folder(artifacts, name) if name else None)
    done = import_labels(project.files, found, project.names, replace)
    say(describe_imported(project.files[0], done, n_open))
    exit_with(done.conflicts)


@labels.command()
def export(
    out: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="File to write: .json (Label Studio), .jsonl, .csv, .parquet or .xlsx."),
    ],
    tool: Annotated[str | None, typer.Option("--format", help=f"{_TOOLS}; otherwise the ending decides.")] = None,
    config: Config = None,
) -> None:
    """Write the labelled set for another tool, or for Excel with a list of the sections to choose from.

    Example: textml labels export tasks.json --format label-studio
    """
    from textml.corpus.tasks.files import TOOLS
    from textml.runs.suggestions import describe_tasks, read_project, write_labels

    if tool not in (None, *TOOLS):
        raise typer.BadParameter(f"{tool!r} is unknown; allowed: {_TOOLS}", param_hint="--format")
    project = read_project(config)
    n_labels, n_open = write_labels(project, out, tool)
    say(f"{out}: {n_labels} labels, {n_open} articles that are not decided yet")
    for line in describe_tasks(out, project.sections, tool):
        say(line)


def suggest(
    name: RunName,
    n: options.Suggested = 20,
    out: options.ToFillIn = None,
    append: options.Append = False,
    tool: options.ToolFormat = None,
    random: options.AtRandom = False,
    errors: options.Errors = False,
    artifacts: Artifacts = ARTIFACTS,
) -> None:
    """List the articles to label next.

    Example: textml suggest february --n 20 --append

    Example: textml suggest february --format xlsx --out to_label.xlsx
    """
    if append and (out or tool):
        raise typer.BadParameter("give --append or --out, not both", param_hint="--append")
    if random and errors:
        raise typer.BadParameter("give --random or --errors, not both", param_hint="--random")
    from textml.predict.run_settings import list_run_inputs
    from textml.review.labelled_set import add_suggestions
    from textml.runs.open_run import open_run
    from textml.runs.suggestions import (
        check_tasks,
        describe_added,
        find_labelled_set,
        find_other_files,
        write_suggestions,
    )
    from textml.store import run_folder

    folder = run_folder(artifacts, name)
    # Before the work too.
    labelled, inputs = find_labelled_set(folder) if append else None, list_run_inputs(folder)
    out = check_tasks(out, tool, inputs)
    found = open_run(folder)
    rows = found.suggest(n, "random" if random else "error check" if errors else "suggested")
    print_table([(row["id"], row["title"], row["doubt"]) for row in rows], ["id", "title", "doubt"])
    if out:
        say("\n".join(write_suggestions(found, rows, out, tool)))
    if labelled:
        say(describe_added(labelled, add_suggestions(labelled, rows, find_other_files(folder))))
