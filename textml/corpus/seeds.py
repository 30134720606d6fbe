"""The seed set: the few articles that a person has labelled."""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path

from textml.corpus.formats.rows import DATES, Row, as_date, as_text, find_bad_cell, rename_columns
from textml.corpus.formats.table import read_table
from textml.corpus.labels import (
    ERROR_CHECK,
    SECTION_COLUMNS,
    TEXT_COLUMNS,
    check_kind,
    find_labels,
    find_text,
    fold_name,
    list_names,
    read_chosen,
    show_cell,
)
from textml.corpus.moments import LABELLED_AT, read_moment
from textml.corpus.sections import NONE, Section, default_reject, name_sections, read_reject, read_sections
from textml.display import brief, card
from textml.errors import CorpusError, SeedError

__all__ = [
    "NONE",
    "LabelledSet",
    "Section",
    "Seed",
    "default_reject",
    "read_labelled_set",
    "read_reject",
    "read_sections",
    "read_seed",
    "read_seeds",
]


@dataclass(frozen=True, slots=True)
class Seed:
    """An article that a person has labelled.

    Attributes
    ----------
    id : str
        Identifier, unique in the set.
    title, body : str
        Headline, and text without it.
    section : str
        Key of its section.
    labelled_by : str
        Who has decided; may be empty.
    date : str
        Date of the issue as ``YYYY-MM-DD``; empty where unknown.
    chosen : str
        How it came to get a label, one of `CHOSEN`; empty where nobody says, which counts as random.
    labelled_at : str
        When it was labelled, as ISO 8601; empty where nobody says.
    """

    id: str
    title: str
    body: str
    section: str
    labelled_by: str = ""
    date: str = ""
    chosen: str = ""
    labelled_at: str = ""

    __repr__ = brief

    def _repr_html_(self) -> str:
        return card("Seed", (self.title, self.section, self.id, self.date, self.labelled_by), text=self.body)

    @property
    def text(self) -> str:
        """Headline and body, the input of the classifier."""
        return f"{self.title}\n{self.body}" if self.title else self.body

    def as_row(self) -> dict[str, str]:
        """Its row in a table of labelled articles; without labelled_at where nobody says it."""
        row = {"id": self.id, "title": self.title, "text": self.body, "section": self.section}
        row |= {"labelled_by": self.labelled_by, "date": self.date, "chosen": self.chosen}
        return row | ({LABELLED_AT: self.labelled_at} if self.labelled_at else {})


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """The labelled set.

    Attributes
    ----------
    seeds : list of Seed
        In the order of the rows.
    n_open : int
        Rows that nobody has filled in yet.
    n_open_of : dict of str to int
        The same for each of the files that has any.
    """

    seeds: list[Seed]
    n_open: int = 0
    n_open_of: dict[str, int] = field(default_factory=dict, compare=False)


def read_seeds(path: str | PathLike[str], sections: Sequence[Section], reject: Section | None = None) -> list[Seed]:
    """Read labelled articles.

    Parameters
    ----------
    path, sections, reject
        As for `read_labelled_set`.

    Returns
    -------
    list of Seed
        In the order of the rows; empty for a table without labels.

    Raises
    ------
    SeedError
        As for `read_labelled_set`.

    Examples
    --------
    >>> sections = read_sections("seeds/sections.toml")
    >>> seeds = read_seeds("seeds/labeled.jsonl", sections)
    >>> len(seeds), seeds[0].section
    (348, 'culture')
    """
    return read_labelled_set(path, sections, reject).seeds


def read_labelled_set(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    sections: Sequence[Section],
    reject: Section | None = None,
) -> LabelledSet:
    """Read labelled articles, and count the rows that nobody has filled in yet.

    Parameters
    ----------
    path : str or path-like, or sequence of them
        Table with a column of TEXT_COLUMNS, one of SECTION_COLUMNS, and optionally id, title, labelled_by, date,
        chosen, labelled_at. A row with neither section nor labelled_by is a suggestion that nobody has decided yet,
        and is left out. Of several rows with one id, the one that was labelled last counts, see `decide`; a row with
        labelled_at and without a section takes the label back. Several tables are one set.
    sections : sequence of Section
        The sections that may be named, by key or title; width, case and spaces do not count.
    reject : Section or None
        What articles of none of them are labelled with; None: as `default_reject` says.

    Returns
    -------
    LabelledSet

    Raises
    ------
    SeedError
        A row is malformed, has no column for its section, names an unknown section or two of them, says of `chosen`
        what is not allowed, repeats an id, or has the text of another row and another section.
    """
    seeds: dict[str, tuple[Seed, str]] = {}
    undecided: list[tuple[str, str]] = []
    names = name_sections(sections, reject)
    for file in [Path(path)] if isinstance(path, str | PathLike) else map(Path, path):
        check_kind(file)
        try:
            for number, row in read_table(file):
                where = f"{file}:{number}"
                seed = read_seed(row, where, f"{file.name}:{number}", names)
                if seed is None:
                    undecided.append((str(file), _id_of(row)))
                    continue
                earlier, its_place = seeds.get(seed.id, (None, where))
                seeds[seed.id] = (seed if earlier is None else decide(earlier, seed, where, its_place), its_place)
        except CorpusError as problem:
            raise SeedError(str(problem)) from problem
    kept = [(seed, where) for seed, where in seeds.values() if seed.section]
    refuse_two_sections(kept)
    # what was suggested may be decided in a row of its own
    n_open_of = Counter(file for file, name in undecided if name not in seeds)
    return LabelledSet([seed for seed, _ in kept], n_open_of.total(), dict(n_open_of))


def _id_of(row: Row | str) -> str:
    return "" if isinstance(row, str) else as_text(rename_columns(row).get("id"))


def decide(earlier: Seed, later: Seed, where: str, its_place: str) -> Seed:
    """Of two rows of one article, take the one that was decided last.

    A row that says when it was given counts instead of an earlier one, and of one before it or in another file that
    does not say it. Otherwise the one counts that was given because the other looked wrong.

    Parameters
    ----------
    earlier, later : Seed
        Of one id, in the order of the set. A section is empty where a person has taken the label back.
    where, its_place : str
        Where the later one and the earlier one stand.

    Returns
    -------
    Seed

    Raises
    ------
    SeedError
        Nothing says which one was decided last.
    """
    before, after = read_moment(earlier.labelled_at), read_moment(later.labelled_at)
    same_file = where.rpartition(":")[0] == its_place.rpartition(":")[0]
    if after is not None:
        chosen = later if before is None or before <= after else earlier
    elif before is not None and not same_file:
        chosen = earlier
    else:
        checks = [seed for seed in (earlier, later) if seed.chosen == ERROR_CHECK]
        if len(checks) != 1:
            there = "an earlier line" if same_file else its_place
            raise SeedError(f"{where}: id {later.id!r} is used in {there}. Give every article an id of its own")
        chosen = checks[0]
    # it is as hard as it was before somebody looked again
    others = {earlier.chosen, later.chosen} - {ERROR_CHECK}
    return replace(chosen, chosen="suggested") if "suggested" in others else chosen


def refuse_two_sections(seeds: Iterable[tuple[Seed, str]]) -> None:
    """Refuse a text that stands under two sections.

    Parameters
    ----------
    seeds : iterable of (Seed, str)
        The labels that count, and where they stand.

    Raises
    ------
    SeedError
        It names both places.
    """
    first_with: dict[str, Seed] = {}
    for seed, where in seeds:
        same = first_with.setdefault("".join(seed.body.split()), seed)
        if same.section != seed.section:
            raise SeedError(
                f"{where}: {seed.id!r} has the text of {same.id!r}, but the section is {seed.section} here and "
                f"{same.section} there. Decide, and remove one of the two"
            )


def read_seed(found: Row | str, where: str, default_id: str, names: Mapping[str, Section]) -> Seed | None:
    """Read the label in a row.

    Parameters
    ----------
    found : Row or str
        The row, or why it could not be read.
    where : str
        Where it stands, for messages.
    default_id : str
        Id of an article that has none.
    names : mapping of str to Section
        As `name_sections` returns them.

    Returns
    -------
    Seed or None
        None for a suggestion that nobody has decided yet; without a section where a label was taken back.

    Raises
    ------
    SeedError
        As for `read_labelled_set`.
    """
    if isinstance(found, str):
        raise SeedError(f"{where}: {found}. Correct the line, or remove it")
    row = rename_columns(found)
    if bad := find_bad_cell(row):
        raise SeedError(f"{where}: {bad}")
    body, labels, labelled_by = find_text(row, where), find_labels(row, where), as_text(row.get("labelled_by"))
    if labels is None:
        raise SeedError(f"{where}: {_no_column(row, SECTION_COLUMNS)}. Every labelled article needs a section")
    if "section" in row and "section" not in labels:
        # textml's own column is there to be filled in: what else names no section is a column of something else
        labels = {column: label for column, label in labels.items() if fold_name(label) in names}
    at = as_text(row.get(LABELLED_AT))
    taken_back = not labels and read_moment(at) is not None and bool(as_text(row.get("id")))
    if not labels and not labelled_by.strip() and not taken_back:
        return None
    if not any(name in row for name in TEXT_COLUMNS):
        raise SeedError(
            f"{where}: {_no_column(row, (*TEXT_COLUMNS, '正文', '内容'))}. Every labelled article needs a text"
        )
    if not body.strip() or not (labels or taken_back):
        raise SeedError(f"{where}: text or section is empty. Every labelled article needs both")
    day = as_date(row.get("date"))
    if day is None:
        raise SeedError(f"{where}: {row.get('date')!r} is not a date. {DATES}")
    section, chosen = "" if taken_back else _find_section(labels, where, names), read_chosen(row, where)
    name = as_text(row.get("id")) or default_id
    return Seed(name, as_text(row.get("title")), body, section, labelled_by, day, chosen, at)


def _no_column(row: Row, wanted: Sequence[str]) -> str:
    return f"no column {wanted[0]!r} (or {', '.join(wanted[1:])}); found: {list_names(row) or 'none'}"


def _find_section(labels: Mapping[str, str], where: str, names: Mapping[str, Section]) -> str:
    """Key of the section that the labels of a row name; a column of something else beside it is passed over."""
    named = {column: names[fold_name(label)].key for column, label in labels.items() if fold_name(label) in names}
    if len(set(named.values())) > 1:
        said = " and ".join(f"{show_cell(labels[column])!r} in {column}" for column in named)
        raise SeedError(f"{where}: two sections, {said}. Decide, and remove one of the two")
    if named:
        return next(iter(named.values()))
    label = next(iter(labels.values()))
    titles = {section.key: section.title for section in names.values()}
    near = difflib.get_close_matches(label, sorted({*titles, *titles.values()}), 1)
    number = "A number says nothing without dataset_info.json beside the file, which `textml labels import` reads. "
    hint = number if label.isdecimal() else ""
    raise SeedError(
        f"{where}: unknown section {show_cell(label)!r}{f' (did you mean {near[0]!r}?)' if near else ''}; known: "
        f"{list_names(titles)}. {hint}Correct the label, or add the section to sections.toml"
    )
