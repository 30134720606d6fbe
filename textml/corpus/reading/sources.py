"""Group input files into sources, each of which makes sense alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from textml.corpus.article import shorten_path
from textml.corpus.formats.table import find_ending
from textml.corpus.reading.addresses import is_address, look_at
from textml.corpus.reading.files import find_inputs, parse_name

#: Name of the standard input among paths; it holds JSON lines.
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """Input that is read as a whole or not at all: a table, or the pages of an issue.

    Attributes
    ----------
    name : str
        Name for messages.
    files : tuple of str
        Paths or addresses; empty for the standard input.
    n_bytes : int
        Size of the files; 0 for the standard input.
    stamp : str
        Names, sizes and times of change of the files: the same while nobody writes or renames them.
    """

    name: str
    files: tuple[str, ...]
    n_bytes: int
    stamp: str


def list_sources(
    paths: Sequence[str | PathLike[str]], gold: str | PathLike[str] = ""
) -> tuple[list[Source], list[str]]:
    """List what there is to read, in the order of the paths and of the file names in folders; every file once.

    Parameters
    ----------
    paths : sequence of str or path-like
        Tables, page dumps and folders, by path or address; ``-`` for JSON lines from the standard input.
    gold : str or path-like
        File of checked articles, which is no input though it may lie in one of the folders.

    Returns
    -------
    sources : list of Source
    problems : list of str
        Files that cannot be looked at.

    Raises
    ------
    CorpusError
        A given path does not exist, or nothing readable lies in a given folder.
    """
    return group_files(list_files(paths, gold))


def list_files(paths: Sequence[str | PathLike[str]], gold: str | PathLike[str] = "") -> list[str]:
    """List the files at paths; a file that several paths name is listed once.

    Parameters
    ----------
    paths, gold
        As for `list_sources`.

    Returns
    -------
    list of str
        Paths or addresses, in the order of the paths and of the file names in folders.
    """
    found: dict[str, str] = {}
    for path in map(str, paths):
        for file in [STDIN] if path == STDIN else find_inputs(path, gold):
            found.setdefault(file if is_address(file) else str(Path(file).resolve()), file)
    return list(found.values())


def group_files(files: Sequence[str]) -> tuple[list[Source], list[str]]:
    """Put the pages of an issue together, and look at every file.

    Parameters
    ----------
    files : sequence of str
        Paths or addresses.

    Returns
    -------
    sources, problems
        As for `list_sources`.
    """
    together: dict[str, list[str]] = defaultdict(list)
    for file in files:
        issue = None if find_ending(file) else parse_name(Path(file))[0]
        together[f"issue {issue}" if issue else file].append(file)
    sources, problems = [], []
    for name, files in together.items():
        try:
            sources.append(_look_at(name, files))
        except OSError as cause:
            problems.append(f"{name}: cannot be read ({cause.strerror}). Check the path and its permissions")
    return sources, problems


def _look_at(name: str, files: Sequence[str]) -> Source:
    if name == STDIN:
        return Source("stdin", (), 0, "")
    found = [look_at(file) for file in files]
    stamp = " ".join(f"{shorten_path(file)} {stamp}" for file, (_, stamp) in zip(files, found, strict=True))
    return Source(name, tuple(files), sum(n_bytes for n_bytes, _ in found), stamp)


def is_unchanged(source: Source) -> bool:
    """Return whether the files of a source are as they were when it was listed."""
    try:
        return _look_at(source.name, source.files).stamp == source.stamp
    except OSError:
        return False


def is_table(source: Source) -> bool:
    """Return whether a source holds rows, not pages."""
    return not source.files or find_ending(source.files[0]) is not None


def is_seekable(source: Source) -> bool:
    """Return whether parts of a source can be read from its files alone, wherever they are worked on."""
    return bool(source.files) and find_ending(source.files[0]) in (None, ".jsonl")
