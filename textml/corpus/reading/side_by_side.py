"""Read page files in several processes, where that is faster."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from textml.corpus.chains import file_name
from textml.corpus.reading.page_files import FileReading, try_page_file
from textml.corpus.reading.sources import Source
from textml.workers import start_workers

# Seconds of reading from which on processes, which take two to start, are faster.
_WORTH_PROCESSES = 5.0
# What reading a PDF takes, measured on typeset pages with fonts of 300 KB: 0.05 seconds each.
_SECONDS_A_FILE = 0.02
_BYTES_A_SECOND = 10e6
# Page files that are quick to read.
_QUICK = (".txt", ".html", ".htm")

#: A file, and what was read of it.
Read = tuple[str, FileReading]
Track = Callable[[Iterable[Read], str, int], Iterable[Read]]


def read_side_by_side(
    sources: Sequence[Source],
    n_workers: int = 1,
    track: Track | None = None,
    known: Mapping[str, FileReading] = MappingProxyType({}),
) -> dict[str, FileReading]:
    """Read the page files of some sources; processes share the work where there are many slow ones.

    pdfium may not be used by two threads at once, so there are processes and no threads.

    Parameters
    ----------
    sources : sequence of Source
        Of pages.
    n_workers : int
        Number of processes, -1 for all cores.
    track : callable or None
        Wraps the iterator over files to show progress: called with the iterator, a description and their number.
    known : mapping of str to FileReading
        What files hold that need not be read.

    Returns
    -------
    dict of str to FileReading
        By file.
    """
    files = [(file, source.name_pattern) for source in sources for file in source.files]
    tasks = [(file, pattern) for file, pattern in files if file not in known]
    slow = [(file, pattern) for file, pattern in tasks if not is_quick(file)]
    unread = {file for file, _ in slow}
    n_bytes = sum(source.n_bytes for source in sources if not unread.isdisjoint(source.files))
    seconds = _SECONDS_A_FILE * len(slow) + n_bytes / _BYTES_A_SECOND
    is_worth = n_workers != 1 and len(slow) > 1 and seconds >= _WORTH_PROCESSES
    found = _read_all(tasks, slow if is_worth else [], n_workers)
    # dumps take no time that a bar could show
    read = {**known, **dict(track(found, "reading pages", len(tasks)) if track and slow else found)}
    return {file: read[file] for file, _ in files}


def is_quick(file: str) -> bool:
    """Return whether a page file is read in no time, as its ending says: a dump, not PDF or OCR."""
    return file_name(file).lower().endswith(_QUICK)


def _read_all(tasks: Sequence[tuple[str, str]], slow: Sequence[tuple[str, str]], n_workers: int) -> Iterator[Read]:
    """Read files, the slow ones in processes."""
    apart = set(slow)
    for file, pattern in tasks:
        if (file, pattern) not in apart:
            yield file, try_page_file(file, pattern)
    if not slow:
        return
    from joblib import Parallel, delayed

    with start_workers(Parallel(n_jobs=n_workers, return_as="generator", backend="loky")) as parallel:
        yield from zip((f for f, _ in slow), parallel(delayed(try_page_file)(*task) for task in slow), strict=True)
