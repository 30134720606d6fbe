"""A thread that does the newest of the jobs it is asked for."""

from collections.abc import Callable
from threading import Condition, Lock, Thread


class Background:
    """Does one job after another; of those that are asked for meanwhile only the newest.

    Parameters
    ----------
    work : callable
        Does a job; it is given a function that says whether a newer one waits, or the end.
    """

    def __init__(self, work: Callable[[Callable[[], bool]], None]) -> None:
        self._work = work
        self._news = Condition(Lock())
        self._asked = self._done = 0
        self._closed = False
        self._thread = Thread(target=self._run, name="textml-desk", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a job is being done, or waits."""
        return self._asked != self._done

    def ask(self) -> None:
        """Ask for a job."""
        with self._news:
            self._asked += 1
            self._news.notify_all()

    def wait(self) -> None:
        """Wait until every job that was asked for is done."""
        with self._news:
            self._news.wait_for(lambda: self._closed or not self.busy)

    def close(self) -> None:
        """End the thread after the job that it does."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while (asked := self._next()) is not None:
            self._work(lambda newest=asked: self._closed or self._asked != newest)  # type: ignore[misc]
            with self._news:
                self._done = asked
                self._news.notify_all()

    def _next(self) -> int | None:
        """Number of the newest job; None at the end."""
        with self._news:
            self._news.wait_for(lambda: self._closed or self.busy)
            return None if self._closed else self._asked
