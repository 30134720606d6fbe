"""Keep the standing of a run's stories up to date: a classifier in the background follows the labels."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event, RLock
from time import monotonic, sleep

from textml.corpus.seeds import Seed
from textml.errors import TextmlError
from textml.model_files import DAMAGE
from textml.review.desk.background import Background
from textml.review.desk.details import Neighbours
from textml.review.desk.fitting import Fitted, Point, extend_curve
from textml.review.desk.room import Room
from textml.review.desk.standing import Standing, label_all

# Seconds that a browser has to show the page before the cores are needed, and between two looks for newer labels.
_PAUSE, _TICK = 2.0, 0.05


class Learner:
    """Learns the labels of a room as they are given; a run that is made again gets another one.

    Parameters
    ----------
    room : Room
    generation : int
        Number of its first standing.

    Attributes
    ----------
    room : Room
    standing : Standing
        What is known of the stories now.
    points : list of Point
        What labels brought: at the start, about every ten labels, and now.
    problem : str
        Why nothing could be learnt; empty where it could.
    ranked : Event
        Set once there is an order of the stories.
    """

    def __init__(self, room: Room, generation: int = 1) -> None:
        self.room = room
        self.points: list[Point] = []
        self.problem, self.ranked = "", Event()
        self._lock = RLock()
        self.standing: Standing = room.stand(generation)
        self._neighbours: tuple[Fitted, Neighbours] | None = None
        self._background = Background(self._work)
        self._background.ask()

    @property
    def busy(self) -> bool:
        """Whether there are labels that the classifier does not know yet."""
        return self._background.busy

    def wait(self) -> None:
        """Wait until the classifier knows all labels."""
        self._background.wait()

    def close(self) -> None:
        """End the work in the background."""
        self._background.close()
        self.ranked.set()

    def learn(self) -> None:
        """Show the labels of now at once, and learn them in the background."""
        with self._lock:
            given = self.room.place(self.room.log.seeds)
            self.standing = replace(self.standing, generation=self.standing.generation + 1, given=given)
        self._background.ask()

    def near(self, standing: Standing) -> Neighbours:
        """What finds the labelled articles that are like one."""
        kept = self._neighbours
        if kept is None or kept[0] is not standing.fitted:
            kept = self._neighbours = standing.fitted, Neighbours(standing.fitted)
        return kept[1]

    def _work(self, is_stale: Callable[[], bool]) -> None:
        """Learn the labels; where that fails, what was fitted before stays, and the next label tries again."""
        try:
            self._fit(is_stale)
            self.problem = ""
        except (TextmlError, OSError, MemoryError, *DAMAGE) as cause:
            self.problem = f"no classifier could be fitted: {cause}"
            self.ranked.set()

    def _fit(self, is_stale: Callable[[], bool]) -> None:
        """Fit on the labels of now, order what is left, then label all stories."""
        seeds = self.room.log.seeds
        fitted = self.room.fit(seeds, is_first=not self.ranked.is_set())
        # here, and not for the first person who asks
        near = fitted, Neighbours(fitted)
        with self._lock:
            self._neighbours = near
            self.standing = replace(self.standing, generation=self.standing.generation + 1, fitted=fitted)
            extend_curve(self.points, fitted.point)
        self.ranked.set()
        if fitted.models.sections is not self.room.contents.classifier:
            self._label_all(fitted, is_stale)
        elif fitted.models.sections is not None:
            self._prepare(seeds, is_stale)

    def _prepare(self, seeds: dict[str, Seed], is_stale: Callable[[], bool]) -> None:
        """Make the next fit quick; what this one brings is compared with a fit on the same pool, not with the run's."""
        # the page is opened just now, and would be shown more slowly
        end = monotonic() + _PAUSE
        while monotonic() < end and not is_stale():
            sleep(_TICK)
        if is_stale():
            return
        first = self.room.fit(seeds, is_first=False).point
        with self._lock:
            self.points = [first]

    def _label_all(self, fitted: Fitted, is_stale: Callable[[], bool]) -> None:
        """Label all stories with a new classifier, unless there is a newer one to be fitted."""
        labelled = label_all(self.room.contents, fitted.models, self.room.settings.models.precision, is_stale)
        if labelled:
            with self._lock:
                self.standing = replace(self.standing, generation=self.standing.generation + 1, labelled=labelled)
