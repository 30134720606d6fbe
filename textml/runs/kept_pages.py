"""What was read of page files and cut from pages, kept for the next run."""

import gzip
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter, ValidationError

from textml.corpus.article import Page, shorten_path
from textml.corpus.pages.corrections import Correction, group_corrections
from textml.corpus.pages.cutting import CutPage
from textml.corpus.reading.readers import PageReading
from textml.disk.files import digest
from textml.disk.run_files import Draft, Folder
from textml.model_files import DAMAGE
from textml.versions import made_with

_READ = "corpus/read_pages.jsonl.gz"
_CUT = "corpus/cut_pages.jsonl.gz"
# Pages of typeset issues take 60 KB with the places of their lines; higher levels take longer than cutting again.
_LEVEL = 1


@dataclass(frozen=True)
class _ReadFile:
    """What was read of a page file, with all that decides it: content, name, name pattern, code."""

    key: str
    reading: PageReading


@dataclass(frozen=True)
class _Cut:
    """What was cut from a page, with all that decides it: the page, its corrections, code."""

    key: str
    cut: CutPage


@dataclass(frozen=True)
class KeptPages:
    """Page files and pages of an earlier run, by digests of all that decides what is read and cut.

    Attributes
    ----------
    readings : dict of str to PageReading
        By the key of their files.
    cuts : dict of str to CutPage
        By the key of their pages.
    """

    readings: Mapping[str, PageReading] = field(default_factory=dict)
    cuts: Mapping[str, CutPage] = field(default_factory=dict)

    def find_readings(self, sums: Mapping[str, str], name_pattern: str) -> dict[str, PageReading]:
        """Return what is known of files that did not change.

        Parameters
        ----------
        sums : mapping of str to str
            sha256 of files by path.
        name_pattern : str
            Setting ``[corpus] name_pattern``.
        """
        if not self.readings:
            return {}
        keys = {file: _key_of_file(file, content, name_pattern) for file, content in sums.items()}
        return {file: self.readings[key] for file, key in keys.items() if key in self.readings}

    def find_cuts(self, pages: Sequence[Page], corrections: Iterable[Correction]) -> dict[str, CutPage]:
        """Return what is known of pages that did not change, and neither did their corrections, by their ids."""
        if not self.cuts:
            return {}
        own = group_corrections(corrections)
        keys = {page.id: _key_of_page(page, own.get(page.id, ())) for page in pages}
        return {page: self.cuts[key] for page, key in keys.items() if key in self.cuts}


def load_pages(folder: Folder) -> KeptPages:
    """Read what a run kept; nothing where it kept nothing, or it is damaged."""
    try:
        readings = [_READINGS.validate_json(line) for line in _lines(folder, _READ)]
        cuts = [_CUTS.validate_json(line) for line in _lines(folder, _CUT)]
    except (*DAMAGE, ValidationError, OSError, EOFError):
        return KeptPages()
    return KeptPages({row.key: row.reading for row in readings}, {row.key: row.cut for row in cuts})


def keep_pages(draft: Draft, readings: Mapping[str, PageReading], sums: Mapping[str, str], name_pattern: str) -> None:
    """Write what was read of page files.

    Parameters
    ----------
    draft : Draft
        The run that is written.
    readings : mapping of str to PageReading
        By file.
    sums : mapping of str to str
        sha256 of files by path; those that are not there changed while they were read, and are left out.
    name_pattern : str
        Setting ``[corpus] name_pattern``.
    """
    rows = (
        _ReadFile(_key_of_file(file, sums[file], name_pattern), reading)
        for file, reading in readings.items()
        if file in sums
    )
    _write(draft, _READ, map(_READINGS.dump_json, rows))


def keep_cuts(draft: Draft, pages: Sequence[Page], cuts: Sequence[CutPage], corrections: Iterable[Correction]) -> None:
    """Write what was cut from pages, of each page in its place."""
    own = group_corrections(corrections)
    rows = (_Cut(_key_of_page(page, own.get(page.id, ())), cut) for page, cut in zip(pages, cuts, strict=True))
    _write(draft, _CUT, map(_CUTS.dump_json, rows))


def _lines(folder: Folder, name: str) -> list[bytes]:
    return gzip.decompress(folder.read_bytes(name)).splitlines() if folder.has(name) else []


def _write(draft: Draft, name: str, lines: Iterable[bytes]) -> None:
    content = b"".join(line + b"\n" for line in lines)
    if content:
        draft.write_bytes(name, gzip.compress(content, _LEVEL, mtime=0))


def _key_of_file(file: str, content: str, name_pattern: str) -> str:
    return digest([file, shorten_path(file), content, name_pattern, _maker()])


def _key_of_page(page: Page, corrections: Sequence[Correction]) -> str:
    own = [str(correction) for correction in corrections]
    return hashlib.sha256(_PAGES.dump_json(page) + digest([own, _maker()]).encode()).hexdigest()


@cache
def _maker() -> str:
    """What reads and cuts: code and libraries."""
    return digest(made_with())


_PAGES = TypeAdapter(Page)
_READINGS = TypeAdapter(_ReadFile)
_CUTS = TypeAdapter(_Cut)
