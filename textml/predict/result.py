"""What labelling an archive returns: counts, the promised precision, messages."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from textml.models.shift.shift import Shift

# Messages that are kept to be printed; all are counted. A file of another format has a problem on every line.
_N_KEPT = 1000


@dataclass(slots=True)
class MessageLog:
    """The first thousand messages, and how many there were; the same message one after another counts once.

    Attributes
    ----------
    messages : list of str
        The first thousand.
    n_messages : int
        Number of all messages.
    """

    messages: list[str] = field(default_factory=list)
    n_messages: int = 0
    _last: str = ""

    def add(self, messages: Iterable[str]) -> None:
        """Append messages."""
        for message in messages:
            # every batch of a file that has vanished says so
            if message == self._last:
                continue
            self._last = message
            self.n_messages += 1
            if self.n_messages <= _N_KEPT:
                self.messages.append(message)


@dataclass(frozen=True, slots=True)
class LabelResult:
    """Counts and messages of a labelled archive.

    Attributes
    ----------
    n_articles : int
        Rows of the table.
    n_labelled : int
        Rows with a section.
    n_none : int
        Rows that are surely of none of the sections; the classifier abstained on the others.
    n_kept : int
        Rows copied from the earlier table because their input did not change.
    promise : str
        The precision that the labels reach, or why none is promised.
    problems : MessageLog
        Files, rows and articles that could not be used.
    notes : MessageLog
        Decisions worth a look, such as cuts that are uncertain.
    shift : Shift
        How the articles that were labelled now differ from the labelled set of the run.
    """

    n_articles: int
    n_labelled: int
    n_none: int
    n_kept: int
    promise: str
    problems: MessageLog
    notes: MessageLog
    shift: Shift = field(default_factory=Shift)

    def __str__(self) -> str:
        kept = f"; {self.n_kept} unchanged and kept" if self.n_kept else ""
        of_none = f"{self.n_none} of none of the sections, " if self.n_none else ""
        n_left = self.n_articles - self.n_labelled - self.n_none
        labelled = f"{self.n_labelled} labelled, {of_none}{n_left} left to a person"
        return f"{self.n_articles} articles, {labelled}{kept}. {self.promise}"
