"""Progress bars for terminals and notebooks."""

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol, TypeVar

from textml.display import escape_text

T = TypeVar("T")
#: Called with the number of things that are done; other arguments, such as a perplexity, are ignored.
Count = Callable[..., None]
#: Called with what came out of a stage, in a few words.
Finish = Callable[[str], None]
# Seconds between two updates of a bar in a notebook: each is sent to the browser.
_PAUSE = 0.1
# Seconds before the first estimate of the time left: earlier ones are wrong.
_ESTIMATE_FROM = 3.0
# Seconds between two lines where there is no terminal: the log of a night stays short.
_LINE_EVERY = 30.0
# How full the bar of a stage gets that takes longer than the last time: it is not done before it is done.
_ALMOST = 0.99
# Seconds between two looks at the clock: the time left is in whole seconds.
_TICK = 0.5


class Progress(Protocol):
    """Shows how much of a job is done."""

    def track(self, items: Iterable[T], what: str, n_items: int) -> Iterable[T]:
        """Pass the items through and count them."""

    def counting(self, what: str, n_items: int) -> AbstractContextManager[Count]:
        """Surround work that reports how much of it is done."""

    def stage(self, name: str, expected: float = 0.0) -> AbstractContextManager[Finish]:
        """Surround the work of a stage that is expected to take so many seconds, 0 where that is not known."""

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

    def stage(self, name: str, expected: float = 0.0) -> AbstractContextManager[Finish]:
        """Show nothing."""
        return nullcontext(_ignore)

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
    def stage(self, name: str, expected: float = 0.0) -> Iterator[Finish]:
        """Show that a stage works, and at its end a line with its seconds and what came out.

        On a terminal and in a notebook it has a bar, elsewhere a line when it begins.

        Parameters
        ----------
        name : str
            what the stage does, as users understand it
        expected : float
            seconds that it took the last time; 0 where that is not known

        Yields
        ------
        callable
            takes what came out, in a few words
        """
        started, found = time.monotonic(), [""]
        with self._stage_bar(name, expected):
            yield lambda outcome: found.__setitem__(0, outcome)
        outcome = f" {found[0]}," if found[0] else ""
        self.say(f"{name}:{outcome} {time.monotonic() - started:.1f} s")

    def starting(self) -> AbstractContextManager[None]:
        """Show that a command has begun, while it loads what it needs."""
        return self._stage_bar("starting", 0.0)

    @contextmanager
    def _stage_bar(self, name: str, expected: float) -> Iterator[None]:
        """The bar of a stage, which fills as the expected time passes, or the line with which it begins."""
        if _in_notebook():
            # in thousandths, so that the end of the bar is the end of the stage
            with _NotebookBar(name, 1000 if expected else 0, counted=False) as count, _ticking(expected, count):
                yield
            return
        with self._bars() as bars:
            if not bars:
                self.say(f"{name} ...")
                yield
                return
            task = bars.add_task(name, total=1000 if expected else None)

            def count(done: int, left: str) -> None:
                bars.update(task, completed=done, description=f"{name} {left}".rstrip())

            with _ticking(expected, count):
                yield
            bars.remove_task(task)

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
    return _word_seconds(seconds * (total - done) / done)


def _word_seconds(left: float) -> str:
    """A time that is left, in words."""
    return f"about {left:.0f} s left" if left < 90 else f"about {left / 60:.0f} min left"


@contextmanager
def _ticking(expected: float, count: Count) -> Iterator[None]:
    """Count the thousandths of an expected time as they pass; nothing where none is expected."""
    if not expected:
        yield
        return
    started, done = time.monotonic(), threading.Event()

    def tick() -> None:
        while not done.wait(_TICK):
            passed = time.monotonic() - started
            left = _word_seconds(expected - passed) if passed < expected else "longer than the last time"
            count(round(1000 * min(passed / expected, _ALMOST)), left)

    clock = threading.Thread(target=tick, daemon=True)
    clock.start()
    try:
        yield
    finally:
        done.set()
        clock.join()


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


def _ignore(found: object, *_: object) -> None:
    """Take the number of things done, or what came out, and show nothing."""


def _in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel, whose output is HTML."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")


class _NotebookBar:
    """The browser's own progress element: no widgets, light and dark, known to screen readers."""

    def __init__(self, what: str, n_items: int, counted: bool = True) -> None:
        self.what, self.n_items, self.done, self.counted = escape_text(what), n_items, 0, counted
        self.left = ""
        self._started = self._sent = time.monotonic()
        self._place: Any = None

    def __enter__(self) -> Count:
        from IPython.display import display

        self._place = display(self, display_id=True)  # type: ignore[no-untyped-call]  # IPython has no types
        return self.count

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            # Full at the end, whatever number was expected.
            self.done = self.n_items = (self.done if self.counted else 0) or self.n_items or 1
        self.left = ""
        self._place.update(self)

    def count(self, done: int, left: object = "", *_: object) -> None:
        """Take the number of things done, and the time left where it is known."""
        self.done, now = done, time.monotonic()
        self.left = left if isinstance(left, str) else ""
        self.left = self.left or time_left(done, self.n_items, now - self._started)
        if now - self._sent >= _PAUSE:
            self._sent = now
            self._place.update(self)

    def _repr_html_(self) -> str:
        filled = f"value={self.done} max={self.n_items}" if self.n_items else ""
        counted = f" {self.done:,} of {self.n_items:,} ·" if self.counted and self.n_items > 1 else ""
        left = f", {self.left}" if self.left else ""
        seconds = f"{time.monotonic() - self._started:.1f} s{left}"
        return f'<div><progress {filled} aria-label="{self.what}"></progress> {self.what}{counted} {seconds}</div>'
