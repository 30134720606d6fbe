"""The sections of the newspaper, as sections.toml describes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from textml.corpus.labels import fold_name
from textml.disk.files import read_toml
from textml.errors import SeedError


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


def name_sections(sections: Sequence[Section], reject: Section | None = None) -> dict[str, Section]:
    """Return the sections, and the one for articles of none of them, by the folded names by which they are found.

    Parameters
    ----------
    sections : sequence of Section
    reject : Section or None
        None: as `default_reject` says.

    Returns
    -------
    dict of str to Section
        Keys and titles, as `fold_name` returns them, in the order of the sections.

    >>> list(name_sections([Section("economy", "经济"), Section("culture", "文化")]))
    ['economy', '经济', 'culture', '文化', 'none', '其他']
    """
    reject = reject or default_reject(sections)
    named = [*sections, reject] if reject else sections
    return {fold_name(name): section for section in named for name in (section.key, section.title)}


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
