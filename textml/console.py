"""What commands print: tables, problems and errors.

No import of weight stands at the top: `textml --help` has to answer at once.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer

# Problems that are printed; a file of another format has one in every line.
_MOST_PROBLEMS = 50


@contextmanager
def errors_as_messages() -> Iterator[None]:
    """Print errors of textml on stderr; exit code 2 where the settings are wrong, 1 otherwise."""
    from textml.errors import ConfigError, TextmlError

    try:
        yield
    except TextmlError as problem:
        typer.echo(f"error: {problem}", err=True)
        raise typer.Exit(2 if isinstance(problem, ConfigError) else 1) from problem


def print_first(kind: str, messages: Sequence[str], n_messages: int, n_printed: int) -> None:
    """Print the first messages on stderr, and the number of the others."""
    more = [f"and {n_messages - n_printed} more"] if n_messages > n_printed else []
    for message in (*messages[:n_printed], *more):
        typer.echo(f"{kind}: {message}", err=True)


def exit_with(problems: Sequence[str], n_problems: int | None = None) -> None:
    """Print the problems; exit code 1 if there are any."""
    print_first("problem", problems, n_problems or len(problems), _MOST_PROBLEMS)
    if problems:
        raise typer.Exit(1)


def print_table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Print lines of cells under a header."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*header, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        # As Text, because rich would read square brackets in a headline as styles.
        table.add_row(*map(Text, row))
    Console(soft_wrap=not sys.stdout.isatty()).print(table)
