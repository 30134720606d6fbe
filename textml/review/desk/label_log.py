"""The labelled set while people work on it: appended to, and read anew when somebody else writes it."""

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock, RLock
from time import monotonic

import orjson

from textml.corpus.formats.table import find_ending, read_table
from textml.corpus.moments import read_moment, write_moment
from textml.corpus.sections import Section, name_sections
from textml.corpus.seeds import Seed, decide, read_seed, refuse_two_sections
from textml.disk.files import follow_link
from textml.errors import ArtifactError, CorpusError, NotSavedError, OvertakenError, SeedError
from textml.review.labelled_set import append_lines, lock_set

# Who wrote which file, and how much of it: the time of its last change in nanoseconds, and its size.
_Look = tuple[int, int]
_GONE: _Look = (0, -1)
# Seconds for which labels given here are missing before they are added again: an editor may still be saving the file,
# and would write over them.
_PATIENCE = 1.0
# Seconds after which somebody who removes a label that was added again wants to; before, it is a race with an editor.
_RACE = 10.0
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """A label that a person gave, or took back.

    Attributes
    ----------
    seed : Seed
        Article and label; without a section where it was taken back.
    counts : bool
        Whether it is the label of its article now.
    """

    seed: Seed
    counts: bool


class LabelLog:
    """The labelled set of a run, which several people and programs may write at the same time.

    A label is a line that is appended to the first file, and on the disk when `append` returns. Of the lines of one
    article the last counts; the others are its history. When a file was changed by somebody else, it is read anew
    before the next answer. Lines that were appended here and are missing then, because an editor has saved an older
    copy, are appended once more a moment later.

    Parameters
    ----------
    files : sequence of Path
        The files of the set; labels go into the first, which ends in ``.jsonl``.
    sections : sequence of Section
        The sections that may be named.
    reject : Section or None
        What articles of none of them are labelled with.
    """

    def __init__(self, files: Sequence[Path], sections: Sequence[Section], reject: Section | None) -> None:
        self._files = [follow_link(file) for file in files]
        self._names = name_sections(sections, reject)
        self._lock = RLock()
        # held while the file is waited for; always taken before the other
        self._writing = Lock()
        self._looks: list[_Look] = []
        self._rows: dict[str, list[tuple[Seed, str]]] = {}
        self._counting: dict[str, Seed] = {}
        # appended here
        self._own: list[Seed] = []
        # of these, what is missing from the file, and since when
        self._lost: list[Seed] = []
        self._lost_at = 0.0
        # when labels were added again, by id and moment
        self._added: dict[tuple[str, str], float] = {}
        self._last = datetime.min.replace(tzinfo=UTC)
        #: Grows with every change of the set, here or elsewhere.
        self.version = 0
        #: What was mended without being asked; empty where nothing was.
        self.note = ""

    def refresh(self) -> None:
        """Read the set again if a file of it was changed by somebody else.

        Raises
        ------
        SeedError
            It cannot be read as a labelled set. What was read before is kept.
        ArtifactError
            Labels that were lost cannot be added again now. The next refresh tries again.
        """
        with self._lock:
            self._read_if_changed()
            is_due = bool(self._lost) and monotonic() - self._lost_at >= _PATIENCE
        # whoever writes just now has to wait for the file, perhaps; nobody waits for him
        if is_due and self._writing.acquire(blocking=False):
            try:
                self._append_lost()
            finally:
                self._writing.release()

    def settle(self) -> None:
        """Add labels at once that were given here and are missing: nobody looks again later.

        Raises
        ------
        SeedError, ArtifactError
            As for `refresh`.
        """
        with self._writing:
            with self._lock:
                if self._own:
                    self._read_if_changed()
            if self._lost:
                self._append_lost()

    def take_over(self, earlier: "LabelLog") -> None:
        """Watch over the labels that were given in another log of the same files, before anything is read."""
        self._own = list(earlier._own)

    @property
    def seeds(self) -> dict[str, Seed]:
        """The labels that count, by the ids of their articles, in the order of the set."""
        with self._lock:
            return {name: seed for name, seed in self._counting.items() if seed.section}

    def find(self, name: str) -> Seed | None:
        """An article of the set, also one whose label was taken back."""
        with self._lock:
            return self._counting.get(name)

    @property
    def suggested(self) -> frozenset[str]:
        """Ids of articles that were suggested as hard ones, whoever looked at them again since."""
        with self._lock:
            return frozenset(
                name for name, rows in self._rows.items() if any(seed.chosen == "suggested" for seed, _ in rows)
            )

    def history(self, name: str = "") -> list[Decision]:
        """List the labels of an article, or of all, the latest first; those without a moment come last."""
        with self._lock:
            rows = [
                Decision(seed, seed is self._counting[of])
                for of, seeds in self._rows.items()
                if name in ("", of)
                for seed, _ in seeds
            ]
        never = datetime.min.replace(tzinfo=UTC)
        rows.sort(key=lambda one: read_moment(one.seed.labelled_at) or never)
        return rows[::-1]

    def check_file(self) -> None:
        """Check that labels can be added.

        Raises
        ------
        NotSavedError
            The file is missing or read-only, which a person can mend.
        ArtifactError
            There is none, or it is no JSON lines.
        """
        if not self._files:
            raise ArtifactError("[corpus] labeled: names no file. Name one that ends in .jsonl, and run textml again")
        file = self._files[0]
        if find_ending(file.name) != ".jsonl":
            raise ArtifactError(
                f"{file}: labels are appended to JSON lines. Name a new, empty file that ends in .jsonl before it in "
                "[corpus] labeled, and run textml again"
            )
        if not file.is_file():
            raise NotSavedError(f"{file}: no such file. Restore the labelled set, or name another in [corpus] labeled")
        if not os.access(file, os.W_OK):
            raise NotSavedError(f"{file}: is read-only. Allow writing to it, then label")

    def append(self, seed: Seed, replaces: str = "") -> tuple[Seed, Seed | None]:
        """Append a label, or one without a section that takes the label back; it is on the disk afterwards.

        Parameters
        ----------
        seed : Seed
            Article and label; when it was given is filled in here. A label that is changed keeps how its article was
            chosen, where the new one says no more than "suggested".
        replaces : str
            When the label was given that this one may take the place of; empty for any.

        Returns
        -------
        given : Seed
        before : Seed or None
            What counted until now.

        Raises
        ------
        ArtifactError
            The file is missing, is no JSON lines, or cannot be written; nothing was added.
        OvertakenError
            Another label than `replaces` counts; nothing was added.
        SeedError
            The set was changed by somebody else and cannot be read now; nothing was added.
        """
        self.check_file()
        file = self._files[0]
        with self._writing, lock_set(file), self._lock:
            self._read_if_changed()
            before = self._counting.get(seed.id)
            if replaces and (before is None or before.labelled_at != replaces):
                who = f" by {before.labelled_by}" if before and before.labelled_by else ""
                raise OvertakenError(
                    f"{seed.title or seed.id}: was decided again{who} meanwhile. That label stays; look at it before "
                    "you change it"
                )
            if before and before.section and seed.chosen == "suggested":
                seed = replace(seed, chosen=before.chosen)
            copies = [replace(copy, section=seed.section) for copy in self._list_contradicted(seed)]
            given, *_ = self._write(file, [seed, *copies])
        return given, before if before and before.section else None

    def _list_contradicted(self, seed: Seed) -> list[Seed]:
        """Labelled copies of an article under another section: one text has one section, and the last label counts."""
        if not seed.section:
            return []
        letters = _letters(seed)
        same = (
            one for one in self._counting.values() if one.section and one.id != seed.id and _letters(one) == letters
        )
        return [replace(one, labelled_by=seed.labelled_by) for one in same if one.section != seed.section]

    def _write(self, file: Path, seeds: Sequence[Seed]) -> list[Seed]:
        """Append labels in one write, and return them with their moments."""
        size = _look_at(file)[1]
        given = [replace(s, labelled_at=write_moment(self._next_moment(self._counting.get(s.id)))) for s in seeds]
        lines = b"".join(map(_as_line, given))
        append_lines(file, lines)
        for seed in given:
            self._take(seed, f"{file}: a label given now")
        self._own += given
        look = _look_at(file)
        # more than these lines, and a line end before them: an editor has saved the file at the same moment
        self._looks[0] = look if look[1] - size - len(lines) in (0, 1) else _GONE
        self.version += 1
        return given

    def _next_moment(self, before: Seed | None) -> datetime:
        """Now; where clocks differ or stand still, a moment after the last label and the last of this article."""
        self._last = max(datetime.now(UTC), self._last + _TICK)
        earlier = read_moment(before.labelled_at) if before else None
        return max(self._last, earlier + _TICK) if earlier else self._last

    def _read_if_changed(self) -> None:
        looks = [_look_at(file) for file in self._files]
        if looks != self._looks:
            self._read()
            self._looks = looks
            self._look_for_lost()

    def _read(self) -> None:
        """Read all files; what was read before stays where one of them is malformed."""
        rows, counting = self._rows, self._counting
        self._rows, self._counting = defaultdict(list), {}
        try:
            for file in self._files:
                for number, row in read_table(file) if file.is_file() and file.stat().st_size else ():
                    where = f"{file}:{number}"
                    seed = read_seed(row, where, f"{file.name}:{number}", self._names)
                    if seed is not None:
                        self._take(seed, where)
            refuse_two_sections((seed, self._place(seed)) for seed in self._counting.values() if seed.section)
        except CorpusError as problem:
            self._rows, self._counting = rows, counting
            raise SeedError(str(problem)) from problem
        except SeedError:
            self._rows, self._counting = rows, counting
            raise
        self.version += 1

    def _place(self, seed: Seed) -> str:
        return next(place for one, place in self._rows[seed.id] if one is seed)

    def _take(self, seed: Seed, where: str) -> None:
        earlier = self._rows.setdefault(seed.id, [])
        # what counts is one of the rows, so that it is known by identity
        counts = seed
        if earlier:
            found = decide(self._counting[seed.id], seed, where, self._place(self._counting[seed.id]))
            counts = seed if _is_same(found, seed) else self._counting[seed.id]
        earlier.append((seed, where))
        self._counting[seed.id] = counts

    def _look_for_lost(self) -> None:
        """Find the lines that were appended here and are gone."""
        there = {(seed.id, seed.labelled_at) for seeds in self._rows.values() for seed, _ in seeds}
        now = monotonic()
        lost = [
            seed
            for seed in self._own
            if (key := (seed.id, seed.labelled_at)) not in there and now - self._added.get(key, now) <= _RACE
        ]
        if not self._lost:
            self._lost_at = now
        self._lost = lost

    def _append_lost(self) -> None:
        """Append the lines again that were appended here and are gone."""
        file, lost = self._files[0], self._lost
        if not lost:
            # another thread was quicker
            return
        if not file.is_file():
            # whoever restores it needs a moment, too
            self._lost_at = monotonic()
            return
        with lock_set(file), self._lock:
            append_lines(file, b"".join(map(_as_line, lost)))
            self._added |= {(seed.id, seed.labelled_at): monotonic() for seed in lost}
            self._lost = []
            self._read_if_changed()
        self.note = (
            f"{file}: was saved elsewhere without {len(lost)} label{'s' * (len(lost) > 1)} given here; added again"
        )


def _is_same(found: Seed, seed: Seed) -> bool:
    return (found.section, found.labelled_at, found.labelled_by) == (seed.section, seed.labelled_at, seed.labelled_by)


def _look_at(file: Path) -> _Look:
    try:
        found = file.stat()
    except OSError:
        return _GONE
    return found.st_mtime_ns, found.st_size


def _letters(seed: Seed) -> str:
    return "".join(seed.body.split())


def _as_line(seed: Seed) -> bytes:
    return orjson.dumps(seed.as_row(), option=orjson.OPT_APPEND_NEWLINE)
