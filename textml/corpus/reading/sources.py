"""Group input files into sources, each of which makes sense alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike

from textml.corpus.article import shorten_path
from textml.corpus.formats.table import find_ending
from textml.corpus.reading.addresses import is_address, look_at
from textml.corpus.reading.files import find_inputs
from textml.corpus.reading.name_pattern import compile_pattern
from textml.corpus.reading.names import read_name
from textml.corpus.reading.readers import build_page_id
from textml.disk.files import real_path

# Names shown of those that have the same fault.
_SHOWN = 3
_SAY_PATTERN = 'Say what the names mean with [corpus] name_pattern, such as "{{year}}{{month}}{{day}}_{{page}}"'
_DOUBTS = {
    "undated": f"digits that look like a date were not read as one in {{}}. {_SAY_PATTERN}",
    "ambiguous": "a date that can be read in two ways was read with the file's name before its folder's, the day"
    f" before the month or the year first in {{}}. {_SAY_PATTERN}",
    "unmatched": "names that [corpus] name_pattern does not fit have no date: {}. Correct the pattern, or the names",
}

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
    name_pattern : str
        Setting ``[corpus] name_pattern``, by which the names of pages are read.
    """

    name: str
    files: tuple[str, ...]
    n_bytes: int
    stamp: str
    name_pattern: str = ""


def list_sources(
    paths: Sequence[str | PathLike[str]], gold: str | PathLike[str] = "", name_pattern: str = ""
) -> tuple[list[Source], list[str]]:
    """List what there is to read, in the order of the paths and of the file names in folders; every file once.

    Parameters
    ----------
    paths : sequence of str or path-like
        Tables, page files and folders, by path or address; ``-`` for JSON lines from the standard input.
    gold : str or path-like
        File of checked articles, which is no input though it may lie in one of the folders.
    name_pattern : str
        Setting ``[corpus] name_pattern``.

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
    return group_files(list_files(paths, gold), name_pattern)


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
            found.setdefault(file if is_address(file) else str(real_path(file)), file)
    return list(found.values())


def group_files(files: Sequence[str], name_pattern: str = "") -> tuple[list[Source], list[str]]:
    """Put the pages of an issue together, and look at every file.

    Files without a date are together if their pages would get the same id.

    Parameters
    ----------
    files : sequence of str
        Paths or addresses.
    name_pattern : str
        Setting ``[corpus] name_pattern``.

    Returns
    -------
    sources, problems
        As for `list_sources`.

    Raises
    ------
    ConfigError
        The pattern is none.
    """
    if name_pattern:
        compile_pattern(name_pattern)
    together: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    problems = []
    for file in files:
        try:
            together[_name_group(file, name_pattern)][file] = (0, "") if file == STDIN else look_at(file)
        except OSError as cause:
            problems.append(f"{file}: cannot be read ({cause.strerror or cause}). Check the path and its permissions")
    return [_build_source(name, found, name_pattern) for name, found in together.items()], problems


def _name_group(file: str, name_pattern: str) -> str:
    if file == STDIN or find_ending(file):
        return file
    said = read_name(file, name_pattern)
    return f"issue {said.issue}" if said.issue else f"page {build_page_id(file, said)}"


def _build_source(group: str, found: Mapping[str, tuple[int, str]], name_pattern: str) -> Source:
    files = tuple(found)
    if STDIN in found:
        return Source("stdin", (), 0, "")
    stamp = " ".join(f"{shorten_path(file)} {stamp}" for file, (_, stamp) in found.items())
    name = group if group.startswith("issue ") else files[0]
    return Source(name, files, sum(n_bytes for n_bytes, _ in found.values()), stamp, name_pattern)


def describe_names(sources: Sequence[Source]) -> list[str]:
    """Name the page files whose names hold a date that was not understood, or may be misunderstood.

    Parameters
    ----------
    sources : sequence of Source
        All that is read.

    Returns
    -------
    list of str
        At most one note of each kind, with the first few names and their number.
    """
    pages = [(file, s.name_pattern) for s in sources if not is_table(s) for file in s.files]
    doubtful: dict[str, list[str]] = defaultdict(list)
    for file, pattern in pages:
        doubtful[read_name(file, pattern).doubt].append(file)
    return [what.format(_first_of(doubtful[doubt])) for doubt, what in _DOUBTS.items() if doubtful[doubt]]


def _first_of(files: Sequence[str]) -> str:
    more = f" and {len(files) - _SHOWN:,} more" if len(files) > _SHOWN else ""
    return f"{', '.join(sorted(files)[:_SHOWN])}{more}"


def is_unchanged(source: Source) -> bool:
    """Return whether the files of a source are as they were when it was listed."""
    try:
        found = {file: look_at(file) for file in source.files}
    except OSError:
        return False
    return not found or _build_source(source.name, found, source.name_pattern).stamp == source.stamp


def is_table(source: Source) -> bool:
    """Return whether a source holds rows, not pages."""
    return not source.files or find_ending(source.files[0]) is not None


def is_seekable(source: Source) -> bool:
    """Return whether parts of a source can be read from its files alone, wherever they are worked on."""
    return bool(source.files) and find_ending(source.files[0]) in (None, ".jsonl")
