"""What commands print, whatever the standard streams are."""

import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from select import select
from typing import Any, TextIO

from textml.errors import ArtifactError, ConfigError, TextmlError

# No import of weight stands at the top: `textml --help` has to answer at once, and Ctrl-C to be quiet even then.

# Problems that are printed; a file of another format has one in every line.
_MOST_PROBLEMS = 50
# Notes that are printed: a thousand pages have hundreds, which would hide the problems among them.
_MOST_NOTES = 10
# Exit codes of shells for commands that Ctrl-C ended, or whose reader went away (`| head -1`): 128 and the signal.
INTERRUPTED, _READER_GONE = 130, 141
# Seconds until a lost Ctrl-C comes again: long enough for the callback to end.
_A_MOMENT = 0.05


def say(text: object, err: bool = False) -> None:
    """Print a line on stdout, or on stderr, at once."""
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{text}\n")
    stream.flush()


def wrap(text: str, err: bool = False) -> str:
    """Break a long line between words where a terminal shows it; elsewhere it stays one line."""
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        return text
    from shutil import get_terminal_size
    from textwrap import fill

    # A path is not broken: it could not be copied.
    return fill(text, get_terminal_size().columns, break_long_words=False, break_on_hyphens=False)


def say_any(found: object, err: bool = False) -> None:
    """Print what is to be said of something, in lines that fit; nothing where its text is empty."""
    if text := str(found):
        say(wrap(text, err), err)


@contextmanager
def errors_as_messages() -> Iterator[None]:
    """Print errors of textml and of the machine, and Ctrl-C, as a line on stderr.

    Raises
    ------
    SystemExit
        2 where the settings are wrong, 130 for Ctrl-C, 1 for all other errors
    """
    try:
        yield
    except TextmlError as problem:
        say(f"error: {problem}", err=True)
        raise SystemExit(2 if isinstance(problem, ConfigError) else 1) from problem
    except OSError as cause:
        # a folder that is closed, a disk that fails: whatever nobody below could say more about
        say(f"error: {cause.filename or 'a file'}: {cause.strerror or cause}. Check permissions and the disk", err=True)
        raise SystemExit(1) from cause
    except MemoryError as cause:
        say("error: there is not enough memory. Close other programs, or give less input or fewer workers", err=True)
        raise SystemExit(1) from cause
    except KeyboardInterrupt:
        say("\nstopped: no file is left half-written; the same command starts again", err=True)
        raise SystemExit(INTERRUPTED) from None


@contextmanager
def standard_streams() -> Iterator[None]:
    """Surround a command, so that its standard streams never end it with a traceback.

    Characters that a stream cannot show are escaped (``\\u6c40``). Output that cannot be written is one error and exit
    code 1; a reader that goes away ends the command quietly; lines on stderr that cannot be written are lost. A closed
    stdin is empty.

    Raises
    ------
    SystemExit
        With the exit code.
    """
    with errors_as_messages():
        sys.stdin = sys.stdin or io.TextIOWrapper(io.BufferedReader(_open_null()))
        sys.stdout, sys.stderr = _guard(sys.stdout, _Output), _guard(sys.stderr, _Messages)
        sys.unraisablehook = _interrupt_again
        try:
            yield
        finally:
            sys.stdout.flush()
            # From here on Python only tidies up. Ctrl-C ends it at once, and no search for cycles holds it up: after an
            # archive it took a second or more.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            gc.freeze()


def _interrupt_again(ignored: "sys.UnraisableHookArgs") -> None:
    """Repeat a Ctrl-C that came while a library called Python, as numba does: there it is lost."""
    if ignored.exc_type is KeyboardInterrupt and hasattr(signal, "pthread_kill"):
        main = threading.main_thread().ident
        threading.Timer(_A_MOMENT, signal.pthread_kill, [main, signal.SIGINT]).start()
    else:
        sys.__unraisablehook__(ignored)


class _Messages(io.RawIOBase):
    """Bytes for stderr; what cannot be written is lost, because there is no other place to say so."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        return bool(self._raw.isatty())

    def write(self, written: Any) -> int:
        try:
            while (count := self._raw.write(written)) is None:
                # A pipe that another process made non-blocking is full for a moment.
                select([], [self._raw], [])
            return int(count)
        except OSError as cause:
            self.fail(cause)
            return len(written)

    def fail(self, cause: OSError) -> None:
        """Do what is right where nothing can be written."""


class _Output(_Messages):
    """Bytes for stdout; the first that cannot be written ends the command, and later ones are lost."""

    failed = False

    def fail(self, cause: OSError) -> None:
        if self.failed:
            return
        self.failed = True
        if isinstance(cause, BrokenPipeError):
            raise SystemExit(_READER_GONE) from cause
        raise ArtifactError(
            f"standard output: cannot be written ({cause.strerror or 'it is closed'}). Make room, or send it elsewhere"
        ) from cause


def _guard(stream: TextIO | None, kind: type[_Messages]) -> TextIO:
    """The same stream with escapes and with the failures of its kind."""
    raw: Any = getattr(stream.buffer, "raw", stream.buffer) if stream else _open_null()
    checked: Any = kind(raw)
    return io.TextIOWrapper(
        io.BufferedWriter(checked),
        encoding=stream.encoding if stream else "utf-8",
        errors="backslashreplace",
        line_buffering=kind is _Messages or raw.isatty(),
    )


def _open_null() -> io.FileIO:
    """A null device in place of a closed stream; it takes the stream's number, which the next file would get."""
    # Opened for reading, so that writing to a closed stream fails as it should.
    null = io.FileIO(os.devnull)
    os.set_inheritable(null.fileno(), True)
    return null


def list_notes(notes: Sequence[str], n_notes: int | None = None) -> list[str]:
    """The lines that say the first notes, and how many more there are."""
    return _list_first("note", notes, n_notes or len(notes), _MOST_NOTES)


def exit_with(problems: Sequence[str], n_problems: int | None = None) -> None:
    """Print the problems; exit code 1 if there are any."""
    for line in _list_first("problem", problems, n_problems or len(problems), _MOST_PROBLEMS):
        say(line, err=True)
    if problems:
        raise SystemExit(1)


def _list_first(kind: str, messages: Sequence[str], n_messages: int, n_shown: int) -> list[str]:
    more = [f"and {n_messages - n_shown} more"] if n_messages > n_shown else []
    return [f"{kind}: {message}" for message in (*messages[:n_shown], *more)]


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
