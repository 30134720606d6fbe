"""Read the page files of an issue, each page once and with an id of its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from os.path import splitext

from textml.corpus.article import Page, escape_bytes
from textml.corpus.reading.addresses import list_parts
from textml.corpus.reading.copies import leave_out_copies
from textml.corpus.reading.readers import PageReading, read_page_file
from textml.errors import CorpusError

# Between the id that files share and the part of their paths in which they differ.
_APART = "~"

#: What was read of a file, or why it could not be read.
FileReading = PageReading | str


def read_page_files(
    files: Iterable[str], name_pattern: str = "", read: Mapping[str, FileReading] | None = None
) -> PageReading:
    """Read page files; of copies of a page one is kept, and of different pages with one id all.

    Parameters
    ----------
    files : iterable of str
        Paths or addresses. All files whose pages could get the same id have to be read together.
    name_pattern : str
        Setting ``[corpus] name_pattern``.
    read : mapping of str to FileReading, optional
        What `try_page_file` read of them already.

    Returns
    -------
    PageReading
        It is the same for any order of the files, apart from the order.
    """
    found: dict[str, PageReading] = {}
    reading = PageReading()
    for file in files:
        content = read[file] if read is not None else try_page_file(file, name_pattern)
        if isinstance(content, str):
            reading.problems.append(content)
        else:
            found[file] = content
            reading.problems.extend(content.problems)
    kept, notes = leave_out_copies(found)
    # nobody needs to know more of what was left out
    reading.notes.extend(note for file, content in found.items() if kept[file] for note in content.notes)
    reading.notes.extend(notes)
    same: dict[str, list[Page]] = defaultdict(list)
    for pages in kept.values():
        for page in pages:
            same[page.id].append(page)
    final = {_key(page): page for pages in same.values() for page in _tell_apart(pages, reading)}
    reading.pages.extend(final[_key(page)] for pages in kept.values() for page in pages if _key(page) in final)
    return reading


def try_page_file(file: str, name_pattern: str = "") -> FileReading:
    """Read the pages of one file.

    Parameters
    ----------
    file : str
        Path or address.
    name_pattern : str
        Setting ``[corpus] name_pattern``.

    Returns
    -------
    PageReading or str
        Its pages, or why it cannot be read.
    """
    try:
        return read_page_file(file, name_pattern)
    except CorpusError as problem:
        return str(problem)


def _key(page: Page) -> tuple[str, int]:
    return str(page.path), page.place


def _tell_apart(pages: Sequence[Page], reading: PageReading) -> list[Page]:
    """Leave out copies; give those that remain different ids, made of the ends of their paths."""
    if len(pages) == 1:
        return [*pages]
    kept: dict[str, Page] = {}
    for page in sorted(pages, key=_key):
        earlier = kept.setdefault(page.text, page)
        if earlier is not page:
            reading.problems.append(
                f"{page.where}: same issue and page ({page.id}) and same text as {earlier.where}, which was kept. "
                "Remove one of them"
            )
    different = list(kept.values())
    if len(different) == 1:
        return different
    ends = _find_ends([str(page.path) for page in different])
    shared = different[0].id
    different = [replace(page, id=_join(page, end)) for page, end in zip(different, ends, strict=True)]
    reading.notes.append(
        f"{shared}: {len(different)} files have this issue and page, with different texts. All were kept: "
        + ", ".join(f"{page.where} as {page.id}" for page in different)
    )
    return different


def _join(page: Page, end: str) -> str:
    """An id that no other page has: a longer path, after the issue and page if these are known."""
    if page.issue:
        return f"{page.id}{_APART}{end}"
    return f"{end}/{page.place:02d}" if page.place else end


def _find_ends(paths: Sequence[str]) -> list[str]:
    """The shortest ends of paths that all differ, of two parts or more; with the endings only if nothing else does."""
    whole = [list_parts(path) for path in paths]
    bare = [[*folders, splitext(file)[0]] for *folders, file in whole]
    for parts in (bare, whole):
        for n in range(2, max(map(len, parts)) + 1):
            ends = [escape_bytes("/".join(names[-n:])) for names in parts]
            if len(set(ends)) == len(ends):
                return ends
    return [escape_bytes(path) for path in paths]
