"""The seed set: the sections, and the few articles that a person has labelled."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from textml.corpus.formats.rows import DATES, Row, as_date, as_text, find_bad_cell, rename_columns
from textml.corpus.formats.table import read_table
from textml.corpus.labels import (
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
from textml.disk.files import read_toml
from textml.display import brief, card
from textml.errors import CorpusError, SeedError

# What `chosen` says of a label that was given because another one looked wrong.
_CHECKED = "error check"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the newspaper, by which articles are labelled.

    Attributes
    ----------
    key : str
        Name in tables, e.g. ``politics-law``.
    title : str
        Name for readers, e.g. ``政法``.
    definition : str
        What the section is about.
    in_doubt : str
        What belongs there in doubtful cases.
    keywords : tuple of str
        Words that are typical of it, if any.
    reject : bool
        Whether it stands for the articles that belong to none of the sections.
    """

    key: str
    title: str
    definition: str = ""
    in_doubt: str = ""
    keywords: tuple[str, ...] = ()
    reject: bool = False


#: What articles of none of the sections are labelled with, where sections.toml gives it no other name.
NONE = Section("none", "其他", reject=True)


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
    """

    id: str
    title: str
    body: str
    section: str
    labelled_by: str = ""
    date: str = ""
    chosen: str = ""

    __repr__ = brief

    def _repr_html_(self) -> str:
        return card("Seed", (self.title, self.section, self.id, self.date, self.labelled_by), text=self.body)

    @property
    def text(self) -> str:
        """Headline and body, the input of the classifier."""
        return f"{self.title}\n{self.body}" if self.title else self.body


def read_sections(path: str | PathLike[str]) -> list[Section]:
    """Read the sections from a TOML file.

    Parameters
    ----------
    path : str or path-like
        One table a section; the name of the table is the key of the section.

    Returns
    -------
    list of Section
        In the order of the file, without the one for articles of none of them; see `read_reject`.

    Raises
    ------
    SeedError
        The file is missing or malformed, a table has unknown or missing keys, or there are fewer than two sections.

    Examples
    --------
    >>> [section.title for section in read_sections("seeds/sections.toml")]
    ['经济', '政法', '民生', '文化']
    """
    return [section for section in _read_tables(Path(path)) if not section.reject]


def read_reject(path: str | PathLike[str]) -> Section | None:
    """Read what articles of none of the sections are labelled with.

    Parameters
    ----------
    path : str or path-like
        As for `read_sections`.

    Returns
    -------
    Section or None
        The table with ``reject = true``; `NONE` where there is none such, and None where a section has its names.

    Raises
    ------
    SeedError
        As for `read_sections`, or two tables have ``reject = true``.

    Examples
    --------
    >>> read_reject("seeds/sections.toml").title
    '其他'
    """
    sections = _read_tables(Path(path))
    found = [section for section in sections if section.reject]
    if len(found) > 1:
        raise SeedError(
            f"{path}: {' and '.join(s.key for s in found)} have reject = true. One name is enough for articles of none "
            "of the sections; remove the other"
        )
    return found[0] if found else default_reject(sections)


def default_reject(sections: Sequence[Section]) -> Section | None:
    """`NONE`, or None where a section has its key or title."""
    taken = {fold_name(name) for section in sections for name in (section.key, section.title)}
    return None if taken & {fold_name(NONE.key), fold_name(NONE.title)} else NONE


def _read_tables(file: Path) -> list[Section]:
    try:
        tables = read_toml(file)
    except (OSError, ValueError) as cause:
        raise SeedError(
            f"{file}: cannot be read as the list of sections ({cause}). Compare with the seeds that `textml "
            f"init` writes"
        ) from cause
    sections = [_section(file, key, table) for key, table in tables.items()]
    _check_names(file, sections)
    n_proper = sum(not section.reject for section in sections)
    if n_proper < 2:
        raise SeedError(f"{file}: {n_proper} section; a classifier needs 2 or more. Add a table for each section")
    return sections


def _check_names(file: Path, sections: Sequence[Section]) -> None:
    """No two sections have names that look alike, as full-width and half-width letters do."""
    first: dict[str, tuple[Section, str]] = {}
    for section in sections:
        for name in (section.key, section.title):
            if not fold_name(name):
                raise SeedError(f"{file}: section {section.key!r} has a name that nobody sees, {name!r}. Write one")
            other, its_name = first.setdefault(fold_name(name), (section, name))
            if other is not section:
                same = f"{name} names" if name == its_name else f"{its_name!r} and {name!r} look alike, but name"
                raise SeedError(
                    f"{file}: {same} two sections ({other.key!r} and {section.key!r}). Give every section a key and a "
                    "title of its own"
                )


def _section(file: Path, key: str, table: object) -> Section:
    allowed = {"title", "definition", "in_doubt", "keywords", "reject"}
    if not isinstance(table, dict) or "title" not in table or not table.keys() <= allowed:
        found = ", ".join(table) if isinstance(table, dict) else repr(table)
        raise SeedError(
            f"{file}: section {key!r} has {found}. Needed: title; also allowed: definition, in_doubt, keywords, reject"
        )
    keywords = table.get("keywords", [])
    if not isinstance(keywords, list) or not all(isinstance(word, str) and word.strip() for word in keywords):
        raise SeedError(
            f'{file}: section {key!r}: keywords is {keywords!r}. Allowed: a list of words, ["企业", "订单"]'
        )
    if not isinstance(table.get("reject", False), bool):
        raise SeedError(f"{file}: section {key!r}: reject is {table['reject']!r}. Allowed: true or false")
    return Section(
        key,
        str(table["title"]),
        str(table.get("definition", "")),
        str(table.get("in_doubt", "")),
        tuple(keywords),
        table.get("reject", False),
    )


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """The labelled set.

    Attributes
    ----------
    seeds : list of Seed
        In the order of the rows.
    n_open : int
        Rows that nobody has filled in yet.
    """

    seeds: list[Seed]
    n_open: int = 0


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
    path: str | PathLike[str], sections: Sequence[Section], reject: Section | None = None
) -> LabelledSet:
    """Read labelled articles, and count the rows that nobody has filled in yet.

    Parameters
    ----------
    path : str or path-like
        Table with a column of TEXT_COLUMNS, one of SECTION_COLUMNS, and optionally id, title, labelled_by, date,
        chosen. A row with neither section nor labelled_by is a suggestion that nobody has decided yet, and is left
        out. Of two rows with one id, the one that was chosen as "error check" is the later decision and counts.
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
    file = Path(path)
    seeds: dict[str, tuple[Seed, str]] = {}
    n_open = 0
    reject = reject or default_reject(sections)
    sections = [*sections, reject] if reject else sections
    keys = {folded: section.key for section in sections for folded in map(fold_name, (section.key, section.title))}
    check_kind(file)
    try:
        for number, row in read_table(file):
            where = f"{file}:{number}"
            seed = _read_seed(row, where, f"{file.name}:{number}", keys, sections)
            if seed is None:
                n_open += 1
                continue
            earlier, its_place = seeds.get(seed.id, (None, where))
            seeds[seed.id] = (seed, where) if earlier is None else (_decide(earlier, seed, where), its_place)
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem
    _check_texts(seeds.values())
    return LabelledSet([seed for seed, _ in seeds.values()], n_open)


def _decide(earlier: Seed, later: Seed, where: str) -> Seed:
    """Of two labels of one article, the one that was given when the other looked wrong."""
    checks = [seed for seed in (earlier, later) if seed.chosen == _CHECKED]
    if len(checks) != 1:
        raise SeedError(f"{where}: id {later.id!r} is used in an earlier line. Give every article an id of its own")
    # it is as hard as it was before somebody looked again
    others = {earlier.chosen, later.chosen} - {_CHECKED}
    return replace(checks[0], chosen="suggested") if "suggested" in others else checks[0]


def _check_texts(seeds: Iterable[tuple[Seed, str]]) -> None:
    """No text stands under two sections."""
    first_with: dict[str, Seed] = {}
    for seed, where in seeds:
        same = first_with.setdefault("".join(seed.body.split()), seed)
        if same.section != seed.section:
            raise SeedError(
                f"{where}: {seed.id!r} has the text of {same.id!r}, but the section is {seed.section} here and "
                f"{same.section} there. Decide, and remove one of the two"
            )


def _read_seed(
    found: Row | str, where: str, default_id: str, keys: Mapping[str, str], sections: Sequence[Section]
) -> Seed | None:
    """Read the label in a row; None for a suggestion that nobody has decided yet."""
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
        labels = {column: label for column, label in labels.items() if fold_name(label) in keys}
    if not labels and not labelled_by.strip():
        return None
    if not any(name in row for name in TEXT_COLUMNS):
        raise SeedError(
            f"{where}: {_no_column(row, (*TEXT_COLUMNS, '正文', '内容'))}. Every labelled article needs a text"
        )
    if not body.strip() or not labels:
        raise SeedError(f"{where}: text or section is empty. Every labelled article needs both")
    day = as_date(row.get("date"))
    if day is None:
        raise SeedError(f"{where}: {row.get('date')!r} is not a date. {DATES}")
    section, chosen = _find_section(labels, where, keys, sections), read_chosen(row, where)
    return Seed(
        as_text(row.get("id")) or default_id, as_text(row.get("title")), body, section, labelled_by, day, chosen
    )


def _no_column(row: Row, wanted: Sequence[str]) -> str:
    return f"no column {wanted[0]!r} (or {', '.join(wanted[1:])}); found: {list_names(row) or 'none'}"


def _find_section(labels: Mapping[str, str], where: str, keys: Mapping[str, str], sections: Sequence[Section]) -> str:
    """Key of the section that the labels of a row name; a column of something else beside it is passed over."""
    named = {column: keys[fold_name(label)] for column, label in labels.items() if fold_name(label) in keys}
    if len(set(named.values())) > 1:
        said = " and ".join(f"{show_cell(labels[column])!r} in {column}" for column in named)
        raise SeedError(f"{where}: two sections, {said}. Decide, and remove one of the two")
    if named:
        return next(iter(named.values()))
    label = next(iter(labels.values()))
    near = difflib.get_close_matches(label, sorted({name for s in sections for name in (s.key, s.title)}), 1)
    raise SeedError(
        f"{where}: unknown section {show_cell(label)!r}{f' (did you mean {near[0]!r}?)' if near else ''}; known: "
        f"{list_names([s.key for s in sections])}. Correct the label, or add the section to sections.toml"
    )
