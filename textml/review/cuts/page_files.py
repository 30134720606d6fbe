"""Read a page of a run again from its file."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from textml.corpus.article import Page
from textml.corpus.reading.readers import read_page_file
from textml.disk.files import check_regular, sha256_of
from textml.errors import ArtifactError, CorpusError, GoneError
from textml.predict.contents import Contents
from textml.predict.run_settings import find_in_project

# Characters of the pages that are kept in memory: about fifty issues of sixteen pages with the places of their lines
# would take 500 MB, a hundred pages take 100 MB.
_MOST_KEPT = 1_000_000
_KINDS = {"pdf": "pdf", "alto": "ocr", "hocr": "ocr"}


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page of a run, read again.

    Attributes
    ----------
    page : Page
        With the id that the run gave it.
    file : Path
        Where it was read.
    version : str
        Another one where the file was written again.
    notes : tuple of str
        How the file differs from what the run read.
    """

    page: Page
    file: Path
    version: str
    notes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """pdf, ocr or dump."""
        return kind_of(self.page.encoding)


@dataclass(frozen=True, slots=True)
class _ReadFile:
    version: str
    pages: list[Page]
    notes: tuple[str, ...]


class PageFiles:
    """The page files of a run; those that were read last are kept in memory.

    Parameters
    ----------
    contents : Contents
        Of the run.
    name_pattern : str
        Setting ``[corpus] name_pattern`` of the run.
    """

    def __init__(self, contents: Contents, name_pattern: str = "") -> None:
        self._folder = contents.folder.folder
        self._sums: dict[str, str] = getattr(contents.folder, "manifest", {}).get("inputs", {})
        self._name_pattern = name_pattern
        self.rows: dict[str, dict[str, Any]] = {row["id"]: row for row in contents.pages}
        self._ids: dict[str, list[str]] = {}
        for row in contents.pages:
            self._ids.setdefault(str(row["path"]), []).append(row["id"])
        self._kept: OrderedDict[str, _ReadFile] = OrderedDict()

    def read(self, page_id: str) -> ReadPage:
        """Read a page again, or take it from memory if its file is as it was.

        Raises
        ------
        GoneError
            The run has no such page.
        ArtifactError
            Its file is gone, cannot be read, or has the page no more.
        """
        path = self.find_row(page_id)["path"]
        if not path:
            raise ArtifactError(f"{page_id}: was made in Python and has no file, so it cannot be shown. Cut it there")
        file = find_in_project(self._folder, path)
        read = self._read_file(page_id, path, file)
        page = _choose(page_id, read.pages, self._ids[path])
        if page is None:
            raise ArtifactError(
                f"{page_id}: is no more in {path}, which has changed since. Make the run again with `textml run`"
            )
        return ReadPage(replace(page, id=page_id, path=path), file, read.version, read.notes)

    def find_row(self, page_id: str) -> dict[str, Any]:
        """What the run says of a page: id, issue, path, encoding.

        Raises
        ------
        GoneError
            The run has no such page.
        """
        if page_id not in self.rows:
            raise GoneError(f"{page_id}: no page of {self._folder}. Take one of the list of pages")
        return self.rows[page_id]

    def _read_file(self, page_id: str, path: str, file: Path) -> _ReadFile:
        try:
            found = check_regular(file)
            version = f"{found.st_mtime_ns:x}-{found.st_size:x}"
            kept = self._kept.get(path)
            if kept is None or kept.version != version:
                self._kept.pop(path, None)
                notes = self._compare(path, sha256_of(file))
                kept = _ReadFile(version, read_page_file(file, self._name_pattern).pages, notes)
        except OSError as cause:
            raise ArtifactError(
                f"{page_id}: its file {file} cannot be read ({cause.strerror or cause}). Put it back, or make the run "
                "again with `textml run`"
            ) from cause
        except CorpusError as cause:
            raise ArtifactError(f"{page_id}: cannot be read again. {cause}") from cause
        self._keep(path, kept)
        return kept

    def _compare(self, path: str, content: str) -> tuple[str, ...]:
        if self._sums.get(path, content) == content:
            return ()
        return (f"{path}: has changed since the run, which knows other articles. Make the run again with `textml run`",)

    def _keep(self, path: str, read: _ReadFile) -> None:
        self._kept[path] = read
        self._kept.move_to_end(path)
        sizes = {name: sum(len(page.text) for page in kept.pages) for name, kept in self._kept.items()}
        while len(self._kept) > 1 and sum(sizes.values()) > _MOST_KEPT:
            sizes.pop(self._kept.popitem(last=False)[0])


def kind_of(encoding: str | None) -> str:
    """What a page is shown as: pdf, ocr or dump.

    >>> [kind_of(encoding) for encoding in ("pdf", "hocr", "gb18030", None)]
    ['pdf', 'ocr', 'dump', 'dump']
    """
    return _KINDS.get(encoding or "", "dump")


def _choose(page_id: str, pages: Sequence[Page], ids: Sequence[str]) -> Page | None:
    """The page of a file that a run gave an id; other files can have given it another than it has alone."""
    for page in pages:
        if page.id == page_id or page_id.startswith(f"{page.id}~"):
            return page
    if len(pages) == len(ids):
        return pages[ids.index(page_id)]
    return next((page for page in pages if page.place and page_id.endswith(f"/{page.place:02d}")), None)
