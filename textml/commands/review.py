"""The command that starts the review page."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textml import options
from textml.console import say, wrap
from textml.options import ARTIFACTS, Artifacts

if TYPE_CHECKING:
    from textml.review.desk.desk import Desk

# Other imports are inside the command: `textml --help` has to answer at once.

_EVERYWHERE = 65535


def review(
    name: options.RunPlace,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=_EVERYWHERE, help="Port; 8321, or any free one if that is taken."),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="Name or address to listen on; others than this machine need a token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None, typer.Option("--token", help="Token that requests must bring; a new one by default.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    by: Annotated[str, typer.Option("--by", help="Your name, which stands beside the labels you give.")] = "",
    artifacts: Artifacts = ARTIFACTS,
) -> None:
    """Start a page in the browser to see, label and correct a run.

    Example: textml review february

    Example: textml review february --port 9000 --no-browser --by hy
    """
    from textml.progress import Bars

    with Bars().starting():
        from textml.review.web import server
        from textml.store import find_run

        server.check_installed()
        token = server.choose_token(host, token)
        folder = find_run(name, artifacts)
        # before the work: reading a large run takes seconds
        place = server.take_port(host, port)
        desk, why_not = _open_desk(folder)
        # a person waits for the address rather than for the first article
        desk.warm_up()
        from textml.review.web.app import build_guarded
        from textml.review.web.guard import Rules

        app = build_guarded(desk, Rules(host, token), by)
    if why_not:
        say(wrap(f"note: no label can be given. {why_not}", err=True), err=True)
    if port is None and place.getsockname()[1] != server.PORT:
        say(f"note: port {server.PORT} is taken by another program, so it is another one this time", err=True)
    address = server.describe_address(place, host, token)
    say(f"review page of {folder}: {address}")
    say("Ctrl-C ends it. Labels are written when they are given")
    if browser:
        server.open_browser(address)
    with suppress(KeyboardInterrupt):
        server.serve(app, place)
    desk.settle()
    say("\nstopped: every label that was given is written")
    desk.close()


def _open_desk(folder: Path) -> "tuple[Desk, str]":
    """The work at a run, with the files that labels and corrections go into, and why no label can be given."""
    from textml.errors import ArtifactError
    from textml.predict.run_settings import find_run_corrections
    from textml.review.desk.desk import Desk
    from textml.runs.suggestions import find_labelled_set, find_other_files

    try:
        labelled, why_not = find_labelled_set(folder), ""
    except ArtifactError as problem:
        labelled, why_not = None, str(problem)
    return Desk(folder, labelled, find_other_files(folder), why_not, find_run_corrections(folder)), why_not
