"""What shows a user how far things are, on a terminal and in a notebook."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol, TypeVar

from textml.display import text_of

T = TypeVar("T")
#: Told how many things are done; what else it is told, as topic models tell their perplexity, is passed over.
Count = Callable[..., None]
# A notebook is sent no more than ten pictures of a bar in a second.
_PAUSE = 0.1
# Seconds: before the first estimate of the time left, and between two lines where there is no terminal.
_TELL_FROM = 3.0
_TELL_EVERY = 30.0


class Progress(Protocol):
    """What shows a user how far things are."""

    def track(self, items: Iterable[T], what: str, n_items: int) -> Iterable[T]:
        """The same items, counted while they pass."""

    def counting(self, what: str, n_items: int) -> AbstractContextManager[Count]:
        """Surrounds work that tells how much of it is done."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Surrounds the work of a stage."""

    def say(self, what: str) -> None:
        """One line about what was done."""


class Silent:
    """Progress that shows nothing."""

    def track(self, items: Iterable[T], what: str, n_items: int) -> Iterable[T]:
        """The same items."""
        return items

    def counting(self, what: str, n_items: int) -> AbstractContextManager[Count]:
        """Nothing."""
        return nullcontext(_pass_over)

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Nothing."""
        return nullcontext()

    def say(self, what: str) -> None:
        """Nothing."""


class Bars:
    """Progress as bars, on a terminal and in a notebook, and a line a stage everywhere.

    >>> model.fit(texts)  # doctest: +SKIP
    >>> with textml.Bars().counting("topics", model.max_iter) as on_pass:  # doctest: +SKIP
    ...     model.fit(texts, on_pass=on_pass)
    """

    def __init__(self) -> None:
        self._shown: Any = None

    def track(self, items: Iterable[T], what: str, n_items: int) -> Iterator[T]:
        """The same items, with a bar that counts them.

        Parameters
        ----------
        items : of any kind; what : is done with them, in a word or two
        n_items : how many there are
        """
        with self.counting(what, n_items) as count:
            for number, item in enumerate(items, 1):
                yield item
                count(number)

    @contextmanager
    def counting(self, what: str, n_items: int) -> Iterator[Count]:
        """A bar around work that tells how much of it is done.

        Parameters
        ----------
        what : is done, in a word or two
        n_items : at which the bar is full

        Yields
        ------
        callable to be told how many are done, as `on_pass` of `textml.TopicModel.fit`
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
        """A bar without an end, with the seconds, while a stage works."""
        with self.counting(name, 0):
            yield

    def say(self, what: str) -> None:
        """A line, on stderr where it is not a notebook."""
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

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as self._shown:
            try:
                yield self._shown
            finally:
                self._shown = None


def time_left(done: int, total: int, seconds: float) -> str:
    """What the rest takes at the speed so far, in words.

    Parameters
    ----------
    done, total : of whatever is counted; seconds : it took so far

    Returns
    -------
    str, empty while too little is done to tell
    """
    if seconds < _TELL_FROM or not 0 < done < total:
        return ""
    left = seconds * (total - done) / done
    return f"about {left:.0f} s left" if left < 90 else f"about {left / 60:.0f} min left"


class _Lines:
    """A line every half minute, where there is no terminal: a night's log stays short."""

    def __init__(self, what: str, total: int, say: Callable[[str], None]) -> None:
        self.what, self.total, self.say = what, total, say
        self._started = self._told = time.monotonic()

    def count(self, done: int, *_: object) -> None:
        """So many are done."""
        now = time.monotonic()
        left = time_left(done, self.total, now - self._started)
        if left and now - self._told >= _TELL_EVERY:
            self._told = now
            self.say(f"{self.what}: {100 * done / self.total:.0f} %, {left}")


def _pass_over(done: int, *_: object) -> None:
    """Told how many are done, shows nothing."""


def _in_notebook() -> bool:
    """Whether a kernel runs this, whose output is HTML."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


class _NotebookBar:
    """The browser's own bar: it needs no widgets, follows light and dark, and is read out to the blind."""

    def __init__(self, what: str, n_items: int) -> None:
        self.what, self.n_items, self.done = text_of(what), n_items, 0
        self._started = self._sent = time.monotonic()
        self._place: Any = None

    def __enter__(self) -> Count:
        from IPython.display import display

        self._place = display(self, display_id=True)  # type: ignore[no-untyped-call]  # IPython has no types
        return self.count

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            # full at the end, however many there turned out to be
            self.done = self.n_items = self.done or self.n_items or 1
        self._place.update(self)

    def count(self, done: int, *_: object) -> None:
        """So many are done."""
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
