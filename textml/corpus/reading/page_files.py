"""Read the page files of an issue, each page once and with an id of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from os.path import splitext

from textml.corpus.article import Page, escape_bytes
from textml.corpus.reading.addresses import list_parts
from textml.corpus.reading.files import read_page
from textml.errors import CorpusError

# Between the id that files share and the part of their paths in which they differ.
_APART = "~"


@dataclass(frozen=True, slots=True)
class PageReading:
    """Pages of some files.

    Attributes
    ----------
    pages : list of Page
        In the order of the files.
    problems : list of str
        Files that could not be used, and copies that were left out.
    notes : list of str
        Files that have the name of one page and hold different ones.
    """

    pages: list[Page] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_page_files(files: Iterable[str], name_pattern: str = "") -> PageReading:
    """Read page files; of copies of a page one is kept, and of different pages with one id all.

    Parameters
    ----------
    files : iterable of str
        Paths or addresses. All files whose pages could get the same id have to be read together.
    name_pattern : str
        Setting ``[corpus] name_pattern``.

    Returns
    -------
    PageReading
        It is the same for any order of the files, apart from the order.
    """
    reading = PageReading()
    same: dict[str, list[Page]] = defaultdict(list)
    for file in files:
        try:
            page = read_page(file, name_pattern)
        except CorpusError as problem:
            reading.problems.append(str(problem))
        else:
            reading.pages.append(page)
            same[page.id].append(page)
    final = {str(page.path): page for pages in same.values() for page in _tell_apart(pages, reading)}
    reading.pages[:] = [final[str(page.path)] for page in reading.pages if str(page.path) in final]
    return reading


def _tell_apart(pages: Sequence[Page], reading: PageReading) -> list[Page]:
    """Leave out copies; give those that remain different ids, made of the ends of their paths."""
    if len(pages) == 1:
        return [*pages]
    kept: dict[str, Page] = {}
    for page in sorted(pages, key=lambda page: str(page.path)):
        earlier = kept.setdefault(page.text, page)
        if earlier is not page:
            reading.problems.append(
                f"{page.path}: same issue and page ({page.id}) and same text as {earlier.path}, which was kept. Remove "
                "one of them"
            )
    different = list(kept.values())
    if len(different) == 1:
        return different
    ends = _find_ends([str(page.path) for page in different])
    shared = different[0].id
    different = [replace(page, id=_join(page, end)) for page, end in zip(different, ends, strict=True)]
    reading.notes.append(
        f"{shared}: {len(different)} files have this issue and page, with different texts. All were kept: "
        + ", ".join(f"{page.path} as {page.id}" for page in different)
    )
    return different


def _join(page: Page, end: str) -> str:
    """An id that no other page has: a longer path, after the issue and page if these are known."""
    return f"{page.id}{_APART}{end}" if page.issue else end


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
