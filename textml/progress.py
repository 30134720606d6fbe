"""Progress bars for terminals and notebooks."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol, TypeVar

from textml.display import escape_text

T = TypeVar("T")
#: Called with the number of things that are done; other arguments, such as a perplexity, are ignored.
Count = Callable[..., None]
# Seconds between two updates of a bar in a notebook: each is sent to the browser.
_PAUSE = 0.1
# Seconds before the first estimate of the time left: earlier ones are wrong.
_ESTIMATE_FROM = 3.0
# Seconds between two lines where there is no terminal: the log of a night stays short.
_LINE_EVERY = 30.0


class Progress(Protocol):
    """Shows how much of a job is done."""

    def track(self, items: Iterable[T], what: str, n_items: int) -> Iterable[T]:
        """Pass the items through and count them."""

    def counting(self, what: str, n_items: int) -> AbstractContextManager[Count]:
        """Surround work that reports how much of it is done."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Surround the work of a stage."""

    def say(self, what: str) -> None:
        """Show one line about what was done."""


class Silent:
    """Progress that shows nothing."""

    def track(self, items: Iterable[T], what: str, n_items: int) -> Iterable[T]:
        """The same items."""
        return items

    def counting(self, what: str, n_items: int) -> AbstractContextManager[Count]:
        """Show nothing."""
        return nullcontext(_ignore)

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Show nothing."""
        return nullcontext()

    def say(self, what: str) -> None:
        """Show nothing."""


class Bars:
    """Progress bars on a terminal and in a notebook, and one line for each stage everywhere.

    Examples
    --------
    >>> model.fit(texts)  # doctest: +SKIP
    >>> with textml.Bars().counting("topics", model.max_iter) as on_pass:  # doctest: +SKIP
    ...     model.fit(texts, on_pass=on_pass)
    """

    def __init__(self) -> None:
        self._shown: Any = None

    def track(self, items: Iterable[T], what: str, n_items: int) -> Iterator[T]:
        """Pass the items through, with a bar that counts them.

        Parameters
        ----------
        items : iterable
        what : str
            what is done with them, in a word or two
        n_items : int
            how many there are
        """
        with self.counting(what, n_items) as count:
            for number, item in enumerate(items, 1):
                yield item
                count(number)

    @contextmanager
    def counting(self, what: str, n_items: int) -> Iterator[Count]:
        """Show a bar while work reports how much of it is done.

        Parameters
        ----------
        what : str
            what is done, in a word or two
        n_items : int
            the number at which the bar is full; 0 for a bar without an end

        Yields
        ------
        callable
            takes the number of things done, as `on_pass` of `textml.TopicModel.fit` does
        """
        if _in_notebook():
            with _NotebookBar(what, n_items) as count:
                yield count
            return
        with self._bars() as bars:
            if not bars:
                yield _Lines(what, n_items, self.say).count
                return
            task = bars.add_task(what, total=n_items or None)
            started = time.monotonic()

            def count(done: int, *_: object) -> None:
                left = time_left(done, n_items, time.monotonic() - started)
                bars.update(task, completed=done, description=f"{what} {left}".rstrip())

            yield count
            bars.remove_task(task)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Show a bar without an end, with the seconds, while a stage works."""
        with self.counting(name, 0):
            yield

    def say(self, what: str) -> None:
        """Print a line, on stderr unless this is a notebook."""
        if self._shown:
            self._shown.console.print(what, highlight=False, markup=False, emoji=False, soft_wrap=True)
        else:
            (sys.stdout if _in_notebook() else sys.stderr).write(f"{what}\n")

    @contextmanager
    def _bars(self) -> Iterator[Any]:
        """The one live display, or None where stderr is no terminal."""
        if self._shown or not sys.stderr.isatty():
            yield self._shown
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        # Given the file, rich knows what it can show and draws the bar in ASCII where it has to.
        console = Console(file=sys.stderr)
        spinner = SpinnerColumn("line" if console.options.ascii_only else "dots")
        columns = (spinner, TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as self._shown:
            try:
                yield self._shown
            finally:
                self._shown = None


def time_left(done: int, total: int, seconds: float) -> str:
    """Time that the rest takes at the speed so far, in words.

    Parameters
    ----------
    done, total : int
        number of things
    seconds : float
        time since the start

    Returns
    -------
    str
        empty while too little is done for an estimate
    """
    if seconds < _ESTIMATE_FROM or not 0 < done < total:
        return ""
    left = seconds * (total - done) / done
    return f"about {left:.0f} s left" if left < 90 else f"about {left / 60:.0f} min left"


class _Lines:
    """A line every half minute, where there is no terminal."""

    def __init__(self, what: str, total: int, say: Callable[[str], None]) -> None:
        self.what, self.total, self.say = what, total, say
        self._started = self._last_line = time.monotonic()

    def count(self, done: int, *_: object) -> None:
        """Take the number of things done."""
        now = time.monotonic()
        left = time_left(done, self.total, now - self._started)
        if left and now - self._last_line >= _LINE_EVERY:
            self._last_line = now
            self.say(f"{self.what}: {100 * done / self.total:.0f} %, {left}")


def _ignore(done: int, *_: object) -> None:
    """Take the number of things done and show nothing."""


def _in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel, whose output is HTML."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


class _NotebookBar:
    """The browser's own progress element: no widgets, light and dark, known to screen readers."""

    def __init__(self, what: str, n_items: int) -> None:
        self.what, self.n_items, self.done = escape_text(what), n_items, 0
        self._started = self._sent = time.monotonic()
        self._place: Any = None

    def __enter__(self) -> Count:
        from IPython.display import display

        self._place = display(self, display_id=True)  # type: ignore[no-untyped-call]  # IPython has no types
        return self.count

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            # Full at the end, whatever number was expected.
            self.done = self.n_items = self.done or self.n_items or 1
        self._place.update(self)

    def count(self, done: int, *_: object) -> None:
        """Take the number of things done."""
        self.done = done
        if time.monotonic() - self._sent >= _PAUSE:
            self._sent = time.monotonic()
            self._place.update(self)

    def _repr_html_(self) -> str:
        filled = f"value={self.done} max={self.n_items}" if self.n_items else ""
        counted = f" {self.done:,} of {self.n_items:,} ·" if self.n_items > 1 else ""
        seconds = time.monotonic() - self._started
        return (
            f'<div><progress {filled} aria-label="{self.what}"></progress> {self.what}{counted} {seconds:.1f} s</div>'
        )
