"""Show the pages of a run with their cuts, and correct them."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

from textml.corpus.article import Article
from textml.corpus.doubt import needs_check
from textml.corpus.pages.corrections import Correction, extend_corrections, group_corrections
from textml.corpus.pages.cutting import CutPage, FoundItems, cut_items, find_items
from textml.errors import ArtifactError, CorpusError
from textml.predict.contents import Contents
from textml.review.cuts.corrections_file import CorrectionsFile, FileState, build_entry
from textml.review.cuts.cut_view import CutLines, describe_cut, read_lines
from textml.review.cuts.page_files import PageFiles, ReadPage, kind_of
from textml.review.cuts.pictures import Pictures
from textml.review.cuts.wanted import Wanted, explain_refusal, spell_out

# Pages whose cut is kept: a correction needs the cut before it and the one with it.
_CUTS_KEPT = 16
# What the reason of an article that a run joined over pages says before the id of its second half.
_CONTINUES = "; continues in "
_NO_FILE = (
    'corrections: the settings name no file; allowed: one that every run replays. Write corrections = "seeds/'
    'corrections.toml" below [corpus] of the settings, make the run again, and open the page again'
)


@dataclass(frozen=True)
class _Cut:
    """A page, what the cutter found on it, its own corrections, and what it is cut into with them."""

    read: ReadPage
    found: FoundItems | None
    corrections: list[Correction]
    result: CutPage

    @cached_property
    def lines(self) -> CutLines:
        return read_lines(self.read.page, self.result.articles, self.found.sheet if self.found else None)


class PageDesk:
    """The pages of a run, cut with the corrections of a file that people write, here and by hand.

    Parameters
    ----------
    contents : Contents
        Of the run.
    corrections : Path or None
        The file of corrections, which need not exist; None where the settings name none.
    name_pattern : str
        Setting ``[corpus] name_pattern`` of the run.
    """

    def __init__(self, contents: Contents, corrections: Path | None, name_pattern: str = "") -> None:
        self._contents = contents
        self._files = PageFiles(contents, name_pattern)
        self._file = CorrectionsFile(corrections) if corrections else None
        self._pictures = Pictures()
        self._cuts: OrderedDict[str, _Cut] = OrderedDict()
        self._counts = _count(contents.items)
        self._titles = _join_titles(contents.items)
        self._joined = _note_halves(contents.items)
        self._lock = RLock()

    @property
    def why_not(self) -> str:
        """Why cuts cannot be corrected; empty where they can."""
        return "" if self._file else _NO_FILE

    def pages(self, words: str = "") -> list[dict[str, Any]]:
        """List the pages of the run.

        Parameters
        ----------
        words : str
            Only pages that have all of these words in their id, path or headlines.

        Returns
        -------
        list of dict
            id, issue, path, n_articles, n_doubtful, kind of each; those with doubtful articles first, then by id.
            Pages that were corrected here count as they are cut now.
        """
        wanted = words.casefold().split()
        with self._lock:
            rows = [self._describe_page(row) for row in self._files.rows.values() if self._has(row, wanted)]
        return sorted(rows, key=lambda row: (not row["n_doubtful"], row["id"]))

    def cut(self, page_id: str) -> dict[str, Any]:
        """Read a page and cut it with the corrections of the file as it is now.

        Parameters
        ----------
        page_id : str

        Returns
        -------
        dict
            As of `textml.review.cuts.cut_view.describe_cut`. A file of corrections that cannot be used is a problem,
            and the page is cut without it.

        Raises
        ------
        GoneError
            The run has no such page.
        ArtifactError
            Its file is gone or cannot be read.
        """
        with self._lock:
            read = self._files.read(page_id)
            try:
                state = self._file.read() if self._file else FileState(b"", [])
            except CorpusError as problem:
                cut = self._cut(read, [])
                problems = [str(problem), *cut.result.problems]
                return describe_cut(read, replace(cut.result, problems=problems), cut.lines, [], [])
            return self._describe(self._cut(read, state.corrections), state)

    def correct(self, page_id: str, wanted: Wanted, version: str = "") -> dict[str, Any]:
        """Correct a page: append an entry to the file of corrections and cut the page again.

        Parameters
        ----------
        page_id : str
        wanted : Wanted
        version : str
            That of the page on which the person saw the lines; empty for any.

        Returns
        -------
        dict
            The page as it is cut now.

        Raises
        ------
        GoneError
            The run has no such page.
        ArtifactError
            The entry does not fit the page or contradicts another one, the file of corrections cannot be used or
            written, or the page cannot be read. The file is as it was.
        """
        with self._lock:
            self._need_file()
            read = self._files.read(page_id)
            if version not in ("", read.version):
                raise ArtifactError(
                    f"{page_id}: its file was written again since the page was shown, so lines may have other numbers. "
                    "Nothing was corrected; look at the page again"
                )
            with self._editing() as file:
                state = file.read()
                before = self._cut(read, state.corrections)
                file.append(self._find_fitting(file, state, before, wanted))
            return self.cut(page_id)

    def undo(self, page_id: str, action: str = "", line: int = 0) -> dict[str, Any]:
        """Take back a correction of a page that was made on the review page: the last one, or the one with a line.

        Parameters
        ----------
        page_id : str
        action : str
            Of the correction; empty for any.
        line : int
            Of the correction; 0 for any.

        Returns
        -------
        dict
            The page as it is cut now.

        Raises
        ------
        GoneError
            The run has no such page.
        ArtifactError
            There is none, the file has been edited around it, or it cannot be written. The file is as it was.
        """
        with self._lock:
            self._need_file()
            self._files.find_row(page_id)
            with self._editing() as file:
                file.take_back(page_id, action, line)
            return self.cut(page_id)

    def picture(self, page_id: str, width: int = 1200) -> bytes:
        """Draw a page of a PDF.

        Parameters
        ----------
        page_id : str
        width : int
            Pixels, from 100 to 3000.

        Returns
        -------
        bytes
            PNG.

        Raises
        ------
        GoneError
            The run has no such page.
        ArtifactError
            The page is of no PDF, cannot be read or drawn, or the width is out of range.
        """
        with self._lock:
            read = self._files.read(page_id)
        return self._pictures.draw(read, width)

    @contextmanager
    def _editing(self) -> Iterator[CorrectionsFile]:
        """The file of corrections, which nobody else writes meanwhile."""
        file = self._need_file()
        try:
            with file.lock():
                yield file
        except CorpusError as problem:
            raise ArtifactError(str(problem)) from problem

    def _need_file(self) -> CorrectionsFile:
        if self._file is None:
            raise ArtifactError(_NO_FILE)
        return self._file

    def _cut(self, read: ReadPage, corrections: Sequence[Correction]) -> _Cut:
        page_id = read.page.id
        own = group_corrections(corrections).get(page_id, [])
        kept = self._cuts.pop(page_id, None)
        if kept is None or kept.read.version != read.version:
            kept = _cut_anew(read, own)
        elif kept.corrections != own and kept.found:
            kept = _Cut(read, kept.found, own, cut_items(kept.found, own))
        self._cuts[page_id] = kept
        while len(self._cuts) > _CUTS_KEPT:
            self._cuts.popitem(last=False)
        return kept

    def _find_fitting(self, file: CorrectionsFile, state: FileState, before: _Cut, wanted: Wanted) -> bytes:
        """The entry that fits the page: nothing is said about it that was not said before."""
        known = {*before.result.problems, *before.result.notes}
        refusals: list[str] = []
        for values in spell_out(wanted, before.lines, before.read.page.id, before.result.articles):
            entry = build_entry(wanted.action, values)
            try:
                after = self._cut(before.read, extend_corrections(state.corrections, entry, file.path)).result
            except CorpusError as contradiction:
                refusals.append(f"{contradiction}; one that was made on the review page can be taken back there")
                continue
            if said := [what for what in (*after.problems, *after.notes) if what not in known]:
                refusals += said[:1]
                continue
            return entry
        raise ArtifactError(explain_refusal(wanted, before.lines, before.result.articles) or refusals[0])

    def _describe(self, cut: _Cut, state: FileState) -> dict[str, Any]:
        page_id = cut.read.page.id
        self._counts[page_id] = _count(cut.result.articles).get(page_id, (0, 0))
        halves = [c for c in state.corrections if c.body_page and page_id in (c.page, c.body_page)]
        own = self._file.find_own(state, page_id) if self._file else []
        ids = {article.id for article in cut.result.articles}
        notes = [*cut.result.notes, *(note for half, note in self._joined.get(page_id, ()) if half in ids)]
        return describe_cut(cut.read, replace(cut.result, notes=notes), cut.lines, [*cut.corrections, *halves], own)

    def _describe_page(self, row: Mapping[str, Any]) -> dict[str, Any]:
        n_articles, n_doubtful = self._counts.get(row["id"], (0, 0))
        return {
            "id": row["id"],
            "issue": row["issue"] or "",
            "path": row["path"] or "",
            "n_articles": n_articles,
            "n_doubtful": n_doubtful,
            "kind": kind_of(row["encoding"]),
        }

    def _has(self, row: Mapping[str, Any], words: Sequence[str]) -> bool:
        text = f"{row['id']} {row['path']} {self._titles.get(row['id'], '')}".casefold() if words else ""
        return all(word in text for word in words)


def _cut_anew(read: ReadPage, corrections: list[Correction]) -> _Cut:
    try:
        found = find_items(read.page)
    except CorpusError as refusal:
        return _Cut(read, None, corrections, CutPage([], [str(refusal)], []))
    return _Cut(read, found, corrections, cut_items(found, corrections))


def _count(articles: Iterable[Article]) -> dict[str, tuple[int, int]]:
    """How many stories each page has, and how many of them are doubtful."""
    counts: dict[str, tuple[int, int]] = {}
    for article in articles:
        halves = [article.page_id, *(second.rpartition("#")[0] for second in _halves(article))]
        for page_id in halves if article.page_id and article.is_story else ():
            n_articles, n_doubtful = counts.get(page_id, (0, 0))
            counts[page_id] = n_articles + 1, n_doubtful + needs_check(article)
    return counts


def _halves(article: Article) -> list[str]:
    """Ids of the articles on other pages in which an article of a run continues, as its reason says."""
    return article.reason.split(_CONTINUES)[1:] if article.page_id else []


def _note_halves(articles: Iterable[Article]) -> dict[str, list[tuple[str, str]]]:
    """By page: ids of both halves of doubtful articles that a run joined over pages, and where the other half is."""
    notes: dict[str, list[tuple[str, str]]] = {}
    for article in filter(needs_check, articles):
        for second in _halves(article):
            note = (
                f"{article.id}: continues in {second}; the run has them as one article, and one half may be cut wrong"
            )
            for half in (article.id, second):
                notes.setdefault(half.rpartition("#")[0], []).append((half, note))
    return notes


def _join_titles(articles: Iterable[Article]) -> dict[str, str]:
    """The headlines of each page, to be searched."""
    titles: dict[str, list[str]] = {}
    for article in articles:
        titles.setdefault(article.page_id, []).append(article.title)
    return {page_id: " ".join(found) for page_id, found in titles.items()}
