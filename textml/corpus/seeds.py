"""The seed set: what each section means, and the few articles a person has labelled."""

import difflib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from textml.corpus.formats.rows import DATES, as_date, as_text
from textml.corpus.formats.table import read_table
from textml.display import brief, card
from textml.errors import CorpusError, SeedError


@dataclass(frozen=True, slots=True)
class Section:
    """What a section is called and what belongs into it.

    Attributes
    ----------
    key : name in tables, e.g. ``politics-law``; title : name for readers, e.g. ``政法``
    definition : what the section is about; in_doubt : what belongs there in doubtful cases
    keywords : words that speak for it, 0 or more
    """

    key: str
    title: str
    definition: str = ""
    in_doubt: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seed:
    """An article that a person has labelled."""

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
        """Headline and body, as the classifier reads them."""
        return f"{self.title}\n{self.body}" if self.title else self.body


def read_sections(path: str | PathLike[str]) -> list[Section]:
    """Sections of a TOML file, one table a section, in the order of the file.

    Raises
    ------
    SeedError : the file is missing or malformed, a table has unknown or missing keys, or fewer than two sections
        stand in it
    """
    file = Path(path)
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
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
            f"{file}: section {key!r} has {found}. Needed: title; allowed beside: definition, in_doubt, keywords"
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
    """Labelled articles of a table with columns id, title, text, section, labelled_by, date (text and section are
    needed).

    A row with neither section nor labelled_by is a suggestion that waits for a person, and left out; an empty table has
    no labels yet.

    Raises
    ------
    SeedError : a row is malformed, names an unknown section, or repeats an id
    """
    file = Path(path)
    known = {section.key for section in sections} | {section.title for section in sections}
    key_of = {section.title: section.key for section in sections}
    seeds: dict[str, Seed] = {}
    twins: dict[str, tuple[str, str]] = {}
    try:
        for number, row in read_table(file):
            where = f"{file}:{number}"
            if isinstance(row, str):
                raise SeedError(f"{where}: {row}. Mend the line, or remove it")
            body, section = as_text(row.get("text")), as_text(row.get("section"))
            if not section and not as_text(row.get("labelled_by")):
                # a suggestion that nobody has looked at yet
                continue
            if not body.strip() or not section:
                raise SeedError(f"{where}: text or section is empty. Every labelled article needs both")
            if section not in known:
                near = difflib.get_close_matches(section, sorted(known), 1)
                raise SeedError(
                    f"{where}: unknown section {section!r}{f' (did you mean {near[0]!r}?)' if near else ''}; known: "
                    f"{', '.join(s.key for s in sections)}. Correct the label, or add the section to sections.toml"
                )
            identity = as_text(row.get("id")) or f"{file.name}:{number}"
            if identity in seeds:
                raise SeedError(
                    f"{where}: id {identity!r} stands in an earlier line. Give every article an id of its own"
                )
            day = as_date(row.get("date"))
            if day is None:
                raise SeedError(f"{where}: {row.get('date')!r} is no date. {DATES}")
            key = key_of.get(section, section)
            twin = twins.setdefault("".join(body.split()), (identity, key))
            if twin[1] != key:
                raise SeedError(
                    f"{where}: {identity!r} has the text of {twin[0]!r}, but {key} stands here and {twin[1]} there. "
                    "Decide, and remove one of the two"
                )
            title, who = as_text(row.get("title")), as_text(row.get("labelled_by"))
            seeds[identity] = Seed(identity, title, body, key, who, day)
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem
    return list(seeds.values())
