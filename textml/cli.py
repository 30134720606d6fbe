"""The command line: parse, call one function, print the result."""

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from textml import options
from textml.commands.labels import labels, suggest
from textml.commands.review import review
from textml.console import INTERRUPTED, errors_as_messages, exit_with, list_notes, print_table, say, say_any, wrap
from textml.options import ARTIFACTS, Artifacts, Config, Files, RunName, Workers, read_range

if TYPE_CHECKING:
    from textml.corpus.article import Article
    from textml.progress import Bars
    from textml.runs.pipeline import Outcome

# Other imports are inside the commands: `textml --help` has to answer at once.


class _Commands(typer.core.TyperGroup):
    """All commands: whatever one of them does, its errors and Ctrl-C are messages."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read what stands before the command."""
        with errors_as_messages():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Call the command that was named."""
        with errors_as_messages():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    help="Newspaper pages in, labelled articles and a topic report out. Start with: textml run",
    no_args_is_help=True,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(labels, name="labels")


@app.callback()
def _all_commands(
    version: Annotated[bool, typer.Option("--version", help="Print the version, and do nothing else.")] = False,
) -> None:
    if version:
        from textml import __version__

        say(f"textml {__version__}")
        raise typer.Exit


# New objects between two searches for reference cycles (Python's own number is 700).
_GC_THRESHOLD = 100_000
# The stage that `train` works up to.
_SECTIONS = "sections"


@contextmanager
def _stopping(out: str) -> Iterator[None]:
    """On Ctrl-C, say what was written so far."""
    try:
        yield
    except KeyboardInterrupt:
        from textml.predict.dataset import describe_interrupted

        say(f"\nstopped: {describe_interrupted(out)}", err=True)
        raise SystemExit(INTERRUPTED) from None


@contextmanager
def _starting(in_pipes: bool = False) -> Iterator["Bars"]:
    """Show at once that a command works, while it loads libraries: that takes a second or two; in pipes say nothing."""
    from textml.progress import Bars

    bars = Bars()
    with nullcontext() if in_pipes and not sys.stderr.isatty() else bars.starting():
        yield bars


def _write(out: Path, rows: Sequence[Any], problems: Sequence[str], inputs: Sequence[str | Path]) -> None:
    """Write a table, unless nothing could be read: then an older table stays as it is."""
    from textml.runs.split import write_table

    if problems and not rows:
        say(f"{out}: not written because no input could be read", err=True)
        exit_with(problems)
    write_table(out, rows, inputs)


def _say_doubt(articles: "Sequence[Article]") -> None:
    """Say how many of the articles that were cut from pages are expected to be cut wrong."""
    from textml.corpus.doubt import measure_doubt

    say_any(measure_doubt(articles))


def _bring_up_to(
    stage: str, name: str, config: Path | None, artifacts: Path, inputs: list[str] | None = None, fresh: bool = False
) -> "Outcome":
    """Bring a run up to a stage; only `run`, which gives inputs, and `train` make a new one."""
    with _starting() as bars:
        from textml.runs.pipeline import run as run_flow
        from textml.runs.starter import choose_settings
        from textml.store import read_manifest, run_folder

    folder = run_folder(artifacts, name)
    if inputs is not None:
        return run_flow(choose_settings(config, inputs), folder, stage, bars, fresh)
    if stage != _SECTIONS:
        # A typo in the name must not create a run.
        read_manifest(folder)
    return run_flow(choose_settings(config, (), folder), folder, stage, bars)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="Folder to create.")]) -> None:
    """Start a project: configs/, seeds/, artifacts/.

    Example: textml init demo && cd demo && textml run
    """
    from textml.runs.starter import start_project

    start_project(folder)
    say(f"{folder}: ready. Next: cd {folder} && textml run")


@app.command()
def run(
    config: Config = None,
    inputs: options.Inputs = None,
    name: Annotated[str, typer.Option("--run", help="Name of the run.")] = "default",
    artifacts: Artifacts = ARTIFACTS,
    fresh: Annotated[bool, typer.Option("--fresh", help="Take nothing over from the earlier run.")] = False,
) -> None:
    """The whole flow, from pages to the report.

    Example: textml run --input issues/2024-02-19 --run february
    """
    outcome = _bring_up_to("review", name, config, artifacts, inputs or [], fresh)
    from textml.runs.results import count_labels

    print_table(count_labels(outcome.contents), ["", "articles"])
    say(wrap(str(outcome.contents.promise)))
    say_any(outcome.contents.shift)
    _say_doubt(outcome.contents.items)
    say(f"report: {outcome.folder / 'reports' / 'index.html'}")
    exit_with(outcome.problems)


@app.command()
def split(
    paths: Files,
    out: Annotated[Path, typer.Option("--out", help="Table to write: .jsonl, .csv, .parquet or .xlsx.")] = Path(
        "articles.jsonl"
    ),
    workers: Workers = -1,
    corrections: options.Corrections = None,
    explain: options.Explain = False,
) -> None:
    """Cut pages into articles.

    Example: textml split issues/2024-02-19 --out articles.jsonl
    """
    from rich.console import Console

    from textml.config import DEFAULT_FILE
    from textml.corpus.labels import check_table
    from textml.progress import Bars
    from textml.runs.split import explain as explain_paths
    from textml.runs.split import split as split_paths

    if explain:
        views, problems = explain_paths(paths, corrections)
        for view in views:
            Console(soft_wrap=True).print(view)
    else:
        inputs = [*paths, DEFAULT_FILE, *([str(corrections)] if corrections else [])]
        # Before the work too: cutting many pages takes its time.
        check_table(out, inputs)
        articles, problems = split_paths(paths, corrections, workers, Bars())
        _write(out, articles, problems, inputs)
        say(f"{out}: {len(articles)} items, {sum(a.is_story for a in articles)} of them articles")
        _say_doubt(articles)
    exit_with(problems)


@app.command()
def train(name: RunName, config: Config = None, artifacts: Artifacts = ARTIFACTS) -> None:
    """Train the section classifier of a run.

    Example: textml train february
    """
    from textml.runs.results import describe_no_classifier

    outcome = _bring_up_to(_SECTIONS, name, config, artifacts)
    missing = describe_no_classifier(outcome.contents, outcome.settings.corpus.labelled_files)
    if not missing:
        say(f"{outcome.folder}: section classifier ready")
    exit_with([*missing, *outcome.problems])


@app.command()
def evaluate(
    name: RunName,
    against: options.Against = None,
    config: Config = None,
    artifacts: Artifacts = ARTIFACTS,
) -> None:
    """Score the classifier of a run on issues that it has not seen.

    Example: textml evaluate february

    Example: textml evaluate february --against january
    """
    from textml.predict.contents import Contents
    from textml.runs.results import compare_runs, describe_learning, list_label_errors, list_scores
    from textml.store import read_run, run_folder

    other = Contents(read_run(run_folder(artifacts, against))) if against else None
    outcome = _bring_up_to("curve", name, config, artifacts)
    print_table(list_scores(outcome.contents), ["measure", "section", "value (95 % interval)"])
    say(wrap(describe_learning(outcome.contents)))
    errors = list_label_errors(outcome.contents)
    if errors:
        say("\nlabels that look wrong; please check them:")
        print_table(errors, ["id", "label", "out of fold"])
    if other:
        say(compare_runs(other, outcome.contents))
    exit_with(outcome.problems)


@app.command()
def compare(
    name: RunName, paths: Files, out: options.NewTable = None, last: options.Last = 0, artifacts: Artifacts = ARTIFACTS
) -> None:
    """Show what is new in some issues, against the earlier ones of a run.

    Example: textml compare february issues/2024-03-01 --last 10 --out changes.csv
    """
    from textml.corpus.labels import check_table
    from textml.predict.run_settings import list_run_inputs
    from textml.runs.open_run import open_run
    from textml.runs.results import describe_changes, list_changes
    from textml.runs.split import write_table
    from textml.store import run_folder

    folder = run_folder(artifacts, name)
    inputs: list[str | Path] = [*paths, *list_run_inputs(folder)]
    if out:
        check_table(out, inputs)
    opened = open_run(folder)
    found = opened.compare(paths, last)
    for sentence in describe_changes(found):
        say(wrap(sentence))
    print_table(list_changes(found, opened.contents.named), ["", "earlier (95 % interval)", "now", "clearly"])
    if out:
        write_table(out, found.rows(), inputs)
        say(f"{out}: {len(found.rows())} rows")
    exit_with(found.problems)


app.command()(suggest)
app.command()(review)


@app.command()
def topics(
    name: RunName,
    config: Config = None,
    artifacts: Artifacts = ARTIFACTS,
    choose: options.Choose = None,
    out: Annotated[Path, typer.Option("--out", help="Picture of the comparison: .png or .svg.")] = Path("topics.png"),
) -> None:
    """Fit the topics of a run, and print their words.

    Example: textml topics february

    Example: textml topics february --choose 5:60 --out choice.png
    """
    from textml.disk.guard import check_output
    from textml.predict.run_settings import list_run_inputs
    from textml.progress import Bars
    from textml.runs.results import choose_topics, list_topics

    limits = read_range(choose) if choose else None
    outcome = _bring_up_to("topics", name, config, artifacts)
    if limits:
        check_output(out, list_run_inputs(outcome.folder, config))
        choice = choose_topics(outcome.contents, limits, out, outcome.settings.reports.language, Bars())
        columns = ("n_topics", "perplexity", "coherence", "stability")
        print_table([[f"{row[column]:.4g}" for column in columns] for row in choice.rows()], columns)
        say(wrap(f"{out}: {choice.reason}"))
    else:
        print_table(list_topics(outcome.contents), ["topic", "share", "words"])
    exit_with(outcome.problems)


@app.command()
def report(name: RunName, config: Config = None, artifacts: Artifacts = ARTIFACTS) -> None:
    """Write the report of a run again.

    Example: textml report february
    """
    outcome = _bring_up_to("review", name, config, artifacts)
    say(f"report: {outcome.folder / 'reports' / 'index.html'}")
    exit_with(outcome.problems)


@app.command()
def label(
    name: options.RunPlace,
    paths: Files,
    out: options.LabelsOut = "labels.csv",
    precision: options.Precision = None,
    topics: options.WithTopics = True,
    workers: Workers = -1,
    cluster: options.Cluster = None,
    artifacts: Artifacts = ARTIFACTS,
) -> None:
    """Label new issues or tables with a run; input that has not changed since the last time is not labelled again.

    Example: textml label february issues/2024-02-20 --out labels.csv

    Example: zcat archive.jsonl.gz | textml label february - --out - > labels.jsonl

    Example: textml label february archive/ --out labels/ --cluster tcp://127.0.0.1:8786
    """
    with _stopping(out):
        with _starting(in_pipes=True) as bars:
            from textml.errors import ConfigError
            from textml.predict.archive import label_archive, open_recipe
            from textml.predict.dataset import is_dataset
            from textml.store import find_run

        # A million articles are many small values without cycles; the search for cycles would take 5 % of the time.
        gc.set_threshold(_GC_THRESHOLD)
        folder = find_run(name, artifacts)
        recipe = open_recipe(folder, precision, topics)
        if is_dataset(out):
            from textml.predict.partitions import label_dataset

            found = label_dataset(recipe, paths, out, cluster, workers, bars)
        elif cluster:
            raise ConfigError(f"--out {out}: a cluster writes a dataset. Name a folder, such as --out labels/")
        else:
            found = label_archive(recipe, paths, Path(out), workers, bars)
    for note in list_notes(found.notes.messages, found.notes.n_messages):
        say(note, err=True)
    say(wrap(f"{out}: {found}", err=out == "-"), err=out == "-")
    say_any(found.shift, err=out == "-")
    exit_with(found.problems.messages, found.problems.n_messages)
