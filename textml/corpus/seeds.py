"""The seed set: the sections, and the few articles that a person has labelled."""

import difflib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from textml.corpus.formats.rows import DATES, Row, as_date, as_text, find_bad_cell
from textml.corpus.formats.table import read_table
from textml.display import brief, card
from textml.errors import CorpusError, SeedError
from textml.files import read_regular


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
    """

    key: str
    title: str
    definition: str = ""
    in_doubt: str = ""
    keywords: tuple[str, ...] = ()


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
    """

    id: str
    title: str
    body: str
    section: str
    labelled_by: str = ""
    date: str = ""

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
        In the order of the file.

    Raises
    ------
    SeedError
        The file is missing or malformed, a table has unknown or missing keys, or there are fewer than two sections.

    Examples
    --------
    >>> [section.title for section in read_sections("seeds/sections.toml")]
    ['经济', '政法', '民生', '文化']
    """
    file = Path(path)
    try:
        tables = tomllib.loads(read_regular(file).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise SeedError(
            f"{file}: cannot be read as the list of sections ({cause}). Compare with the seeds that `textml "
            f"init` writes"
        ) from cause
    sections = [_section(file, key, table) for key, table in tables.items()]
    names = [name for section in sections for name in {section.key, section.title}]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SeedError(
            f"{file}: {', '.join(twice)} names two sections. Give every section a key and a title of its own"
        )
    if len(sections) < 2:
        raise SeedError(f"{file}: {len(sections)} section; a classifier needs 2 or more. Add a table for each section")
    return sections


def _section(file: Path, key: str, table: object) -> Section:
    allowed = {"title", "definition", "in_doubt", "keywords"}
    if not isinstance(table, dict) or "title" not in table or not table.keys() <= allowed:
        found = ", ".join(table) if isinstance(table, dict) else repr(table)
        raise SeedError(
            f"{file}: section {key!r} has {found}. Needed: title; also allowed: definition, in_doubt, keywords"
        )
    keywords = table.get("keywords", [])
    if not isinstance(keywords, list) or not all(isinstance(word, str) and word.strip() for word in keywords):
        raise SeedError(
            f'{file}: section {key!r}: keywords is {keywords!r}. Allowed: a list of words, ["企业", "订单"]'
        )
    return Section(
        key,
        str(table["title"]),
        str(table.get("definition", "")),
        str(table.get("in_doubt", "")),
        tuple(keywords),
    )


def read_seeds(path: str | PathLike[str], sections: Sequence[Section]) -> list[Seed]:
    """Read labelled articles.

    Parameters
    ----------
    path : str or path-like
        Table with the columns text, section, and optionally id, title, labelled_by, date. A row with neither section
        nor labelled_by is a suggestion that nobody has decided yet, and is left out.
    sections : sequence of Section
        The sections that may be named, by key or title.

    Returns
    -------
    list of Seed
        In the order of the rows; empty for a table without labels.

    Raises
    ------
    SeedError
        A row is malformed, names an unknown section, repeats an id, or has the text of another row and another
        section.

    Examples
    --------
    >>> sections = read_sections("seeds/sections.toml")
    >>> seeds = read_seeds("seeds/labeled.jsonl", sections)
    >>> len(seeds), seeds[0].section
    (144, 'culture')
    """
    file = Path(path)
    seeds: dict[str, Seed] = {}
    first_with: dict[str, Seed] = {}
    try:
        for number, row in read_table(file):
            where = f"{file}:{number}"
            seed = _read_seed(row, where, f"{file.name}:{number}", sections)
            if seed is None:
                continue
            if seed.id in seeds:
                raise SeedError(
                    f"{where}: id {seed.id!r} is used in an earlier line. Give every article an id of its own"
                )
            same = first_with.setdefault("".join(seed.body.split()), seed)
            if same.section != seed.section:
                raise SeedError(
                    f"{where}: {seed.id!r} has the text of {same.id!r}, but the section is {seed.section} here and "
                    f"{same.section} there. Decide, and remove one of the two"
                )
            seeds[seed.id] = seed
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem
    return list(seeds.values())


def _read_seed(row: Row | str, where: str, default_id: str, sections: Sequence[Section]) -> Seed | None:
    """Read the label in a row; None for a suggestion that nobody has decided yet."""
    if isinstance(row, str):
        raise SeedError(f"{where}: {row}. Correct the line, or remove it")
    bad = find_bad_cell(row)
    if bad:
        raise SeedError(f"{where}: {bad}")
    body, named, labelled_by = (as_text(row.get(name)) for name in ("text", "section", "labelled_by"))
    if not named and not labelled_by:
        return None
    if not body.strip() or not named:
        raise SeedError(f"{where}: text or section is empty. Every labelled article needs both")
    day = as_date(row.get("date"))
    if day is None:
        raise SeedError(f"{where}: {row.get('date')!r} is not a date. {DATES}")
    section = next((section.key for section in sections if named in (section.key, section.title)), None)
    if section is None:
        near = difflib.get_close_matches(named, sorted({name for s in sections for name in (s.key, s.title)}), 1)
        raise SeedError(
            f"{where}: unknown section {named!r}{f' (did you mean {near[0]!r}?)' if near else ''}; known: "
            f"{', '.join(s.key for s in sections)}. Correct the label, or add the section to sections.toml"
        )
    return Seed(as_text(row.get("id")) or default_id, as_text(row.get("title")), body, section, labelled_by, day)
