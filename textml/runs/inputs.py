"""The files that a run reads, hashed before and looked at again after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textml.config import Settings
from textml.corpus.reading.addresses import is_address
from textml.corpus.reading.files import find_inputs
from textml.disk.files import real_path, sha256_of
from textml.errors import ConfigError
from textml.runs.starter import locate


@dataclass(frozen=True, slots=True)
class Look:
    """A file at one moment.

    Attributes
    ----------
    sha256 : str
        Of its content; empty where it cannot be read.
    changed : int
        When it was last written, in nanoseconds; 0 where it cannot be read.
    failure : str
        Why it cannot be read; empty where it can.
    """

    sha256: str = ""
    changed: int = 0
    failure: str = ""


class Inputs:
    """The files of a run by their paths: what was seen of them before they were read, and after.

    Parameters
    ----------
    files : sequence of str
        Page files and tables, in the order in which they are read.
    named : sequence of str
        Files that settings name: the labelled set, the sections, word lists and others.
    """

    def __init__(self, files: Sequence[str], named: Sequence[str] = ()) -> None:
        self.files = list(files)
        self._looks = {file: _look_at(file) for file in [*files, *named]}
        self._unsure: set[str] = set()

    def check(self, problems: Iterable[str] = ()) -> list[str]:
        """Look at every file again, and name those that changed or went since they were hashed.

        Parameters
        ----------
        problems : iterable of str
            What is known already; a file that could not be read is not named twice.
        """
        again = {file: _look_at(file) for file in self._looks}
        self._unsure = {file for file, look in again.items() if look != self._looks[file]}
        known = {problem.partition(": cannot be read")[0] for problem in problems}
        return [
            f"{file}: {_say_difference(again[file])} while the run read it. Run again when nobody writes it"
            for file in sorted(self._unsure - known)
        ]

    def sums(self) -> dict[str, str]:
        """sha256 of every file whose content was read, by path.

        Files that could not be read, or that were not the same afterwards, are left out.
        """
        return {f: look.sha256 for f, look in self._looks.items() if look.sha256 and f not in self._unsure}

    def state(self) -> dict[str, str]:
        """What decides whether a run is up to date: every file with its sha256, or with what is wrong with it."""
        unsure = dict.fromkeys(self._unsure, "changed while it was read")
        return {file: look.sha256 or f"unreadable: {look.failure}" for file, look in self._looks.items()} | unsure


def hash_inputs(settings: Settings) -> Inputs:
    """List and hash every input.

    Raises
    ------
    CorpusError
        A path of [corpus] input does not exist or holds nothing readable.
    ConfigError
        One of them is an address.
    """
    corpus = settings.corpus
    addresses = [path for path in corpus.input if is_address(path)]
    if addresses:
        raise ConfigError(
            f"[corpus] input: {addresses[0]!r} is an address; allowed: files and folders of this machine. Copy the "
            "files here, or label them where they are with `textml label`"
        )
    gold = locate(corpus.truth) if corpus.truth else ""
    listed = [file for path in corpus.input for file in find_inputs(path and locate(path), gold)]
    # a file that several paths name is read once
    files: dict[Path, str] = {}
    for file in listed:
        files.setdefault(real_path(file), file)
    named = (
        *corpus.labelled_files,
        corpus.sections,
        corpus.truth,
        corpus.corrections,
        corpus.user_words,
        corpus.stop_words,
    )
    others = [path.as_posix() for name in named if name and (path := locate(name)).is_file()]
    return Inputs(list(files.values()), others)


def _say_difference(look: Look) -> str:
    return f"went ({look.failure})" if look.failure else "changed"


def _look_at(file: str) -> Look:
    try:
        # The time is taken first: who writes during the hashing has another one.
        changed = Path(file).stat().st_mtime_ns
        return Look(sha256_of(Path(file)), changed)
    except OSError as problem:
        return Look(failure=problem.strerror or str(problem))
