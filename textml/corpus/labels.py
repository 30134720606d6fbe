"""Labels in the rows of a table, in textml's words or in those of other tools."""

import codecs
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from textml.corpus.formats.rows import BadCell, Row, as_text, column_name, rename_columns
from textml.corpus.formats.table import find_ending, read_table
from textml.disk.files import open_regular
from textml.disk.guard import check_output
from textml.errors import ArtifactError, CorpusError, SeedError

#: Columns that hold the section: textml's own, those of doccano and Label Studio, and those of tables made by hand.
SECTION_COLUMNS = ("section", "label", "labels", "category", "class", "choice", "栏目", "类别", "分类")
#: Columns that hold the text: textml's own (also 正文 and 内容, see `rename_columns`), and that of doccano.
TEXT_COLUMNS = ("text", "data")
#: What is said of an article that was looked at again because its label looked wrong.
ERROR_CHECK = "error check"
#: How an article came to get its label: drawn at random, suggested by textml because it was doubtful, looked at again.
CHOSEN = ("random", "suggested", ERROR_CHECK)
# Marks that stand for a space in names of columns and values.
_JOINING = dict.fromkeys(map(ord, "-_"))
_CHOSEN_IN_CHINESE = {"随机": "random", "推荐": "suggested", "查错": ERROR_CHECK}
# Names that a message lists, and characters that it shows of a cell: more would hide what to do.
_MOST_NAMES, _MOST_CHARACTERS = 12, 40
# They choose a form of the character before them and are not seen (Unicode, 23.4).
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def fold_name(name: str) -> str:
    """Return what two names share that look alike: width, case, spaces and invisible characters do not count.

    Parameters
    ----------
    name : str
        Key or title of a section.

    Returns
    -------
    str
        NFKC, without case, spaces and characters that are not seen.

    >>> fold_name(" Ｓport\\u200b") == fold_name("sport"), fold_name("café") == fold_name("cafe\\u0301")
    (True, True)
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(
        c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf" and ord(c) not in _VARIATION_SELECTORS
    )


def list_names(names: Collection[object]) -> str:
    """List names for a message, the first twelve of many.

    >>> list_names(["economy", "culture"]), list_names(range(100))[-24:]
    ('economy, culture', '8, 9, 10, 11 and 88 more')
    """
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{', '.join(show_cell(name) for name in list(names)[:_MOST_NAMES])}{more}"


def show_cell(cell: object) -> str:
    """Show the beginning of a cell for a message."""
    text = str(cell)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


def find_text(row: Row, where: str) -> str:
    """Return the text of a row whose columns `rename_columns` named; empty where it has none.

    Raises
    ------
    SeedError
        The cell holds a list or table of its own, as in the JSON of Label Studio.
    """
    for name in TEXT_COLUMNS:
        if isinstance(row.get(name), list | dict):
            raise SeedError(
                f"{where}: the cell {name!r} holds a {type(row[name]).__name__}. Write it as text (Label Studio: "
                "export as CSV)"
            )
        if text := as_text(row.get(name)):
            return text
    return ""


def find_labels(row: Row, where: str) -> dict[str, str] | None:
    """Return the labels of a row whose columns `rename_columns` named, by column.

    Returns
    -------
    dict of str to str or None
        Only filled cells, a list of one label as that label; None where the row has no column for labels.

    Raises
    ------
    SeedError
        A cell holds several labels, an empty list, or something else than a label.
    """
    columns = [name for name in SECTION_COLUMNS if name in row]
    if not columns:
        return None
    labels = {name: _read_cell(row[name], f"{where}: {name}") for name in columns}
    return {name: label for name, label in labels.items() if fold_name(label)}


def _read_cell(value: object, where: str) -> str:
    if isinstance(value, list):
        if len(value) != 1:
            what = f"{len(value)} labels ({list_names(value)})" if value else "an empty list"
            raise SeedError(f"{where} holds {what}. An article has one section: leave one, or remove the line")
        value = value[0]
    if isinstance(value, BadCell):
        raise SeedError(f"{where} {value.reason}")
    if isinstance(value, list | dict):
        raise SeedError(f"{where} holds {show_cell(value)}. Write one section there (Label Studio: export as CSV)")
    return as_text(value)


def read_chosen(row: Row, where: str) -> str:
    """Return how the article of a row came to get its label, one of CHOSEN; empty where nobody says.

    Raises
    ------
    SeedError
        The cell `chosen` holds something else.

    >>> read_chosen({"chosen": "Error_check"}, "a"), read_chosen({"chosen": "随机"}, "a"), read_chosen({}, "a")
    ('error check', 'random', '')
    """
    cell = row.get("chosen")
    if isinstance(cell, BadCell):
        raise SeedError(f"{where}: the cell 'chosen' {cell.reason}")
    said = fold_name(as_text(cell))
    known = {fold_name(name): name for name in CHOSEN} | _CHOSEN_IN_CHINESE
    if not said:
        return ""
    if (name := known.get(said.translate(_JOINING))) is None:
        raise SeedError(
            f"{where}: chosen is {show_cell(cell)!r}. Allowed: {', '.join(CHOSEN)} ({', '.join(_CHOSEN_IN_CHINESE)}), "
            "or empty where it is not known"
        )
    return name


def check_kind(file: Path) -> None:
    """Refuse a list in JSON, which Label Studio exports, whatever its name.

    Raises
    ------
    SeedError
        It says what to do instead.
    """
    if file.suffix.lower() not in (".json", ".jsonl"):
        return
    try:
        with open_regular(file) as opened:
            start = opened.read(64).removeprefix(codecs.BOM_UTF8).lstrip()
    except OSError:
        # the reader says so
        return
    if start.startswith(b"[") or file.suffix.lower() == ".json":
        raise SeedError(
            f"{file}: is one JSON value, not a table. Label Studio: choose Export, CSV, and name that file in [corpus] "
            f"labeled, or take its labels with `textml labels import`. Otherwise "
            "write one object a line, with text and section, into a file that ends in .jsonl"
        )


def check_table(out: Path, inputs: Iterable[str | Path]) -> None:
    """Refuse to write a table over input, or over labels that a person gave.

    Parameters
    ----------
    out : Path
        Table to be written.
    inputs : iterable of str or Path
        As for `textml.disk.guard.check_output`.

    Raises
    ------
    ArtifactError
        It is input, holds labels, or cannot be read, so that nobody knows.
    """
    check_output(out, inputs)
    check_no_labels(out)


def check_no_labels(out: Path) -> None:
    """Refuse to write over a table that holds labels that a person gave, or has begun to give.

    Parameters
    ----------
    out : Path
        Table to be written. Labels are cells of SECTION_COLUMNS in rows with a text, and checked pages.

    Raises
    ------
    ArtifactError
        It holds labels, or cannot be read, so that nobody knows.
    """
    if find_ending(out.name) is None or not out.is_file() or not out.stat().st_size:
        return
    try:
        n_labels = sum(_count_labels(out))
    except CorpusError as problem:
        raise ArtifactError(
            f"{problem}. It may hold labels, so nothing was written. Choose another --out, or move it away first"
        ) from problem
    if n_labels:
        raise ArtifactError(
            f"{out}: holds {n_labels} label{'s' * (n_labels > 1)} that a person gave, which would be lost. Nothing was "
            "written. Choose another --out, or move the file away first"
        )


def _count_labels(table: Path) -> Iterator[int]:
    """Labels in each row of a table.

    Raises
    ------
    CorpusError
        No row can be read.
    """
    n_read, problem = 0, ""
    # rows mostly have the columns of the row before, and a file may have a million
    known: dict[tuple[object, ...], bool] = {}
    for number, row in read_table(table):
        if isinstance(row, str):
            problem = problem or f"{table}:{number}: {row}"
            continue
        n_read += 1
        columns = tuple(row)
        if columns not in known:
            known[columns] = _may_hold_labels(columns)
        if known[columns]:
            yield _labels_in(rename_columns(row))
        elif find_ending(table.name) != ".jsonl":
            # only JSON lines have other columns in other rows
            return
    if problem and not n_read:
        raise CorpusError(problem)


def _may_hold_labels(columns: Iterable[object]) -> bool:
    """Whether there is a column for labels and one for the text, or the articles of checked pages."""
    names = {column_name(column) for column in columns}
    return "articles" in names or not (names.isdisjoint(SECTION_COLUMNS) or names.isdisjoint(TEXT_COLUMNS))


def _labels_in(row: Row) -> int:
    pages = row.get("articles")
    if isinstance(pages, list):
        return sum(isinstance(item, dict) and bool(as_text(item.get("section"))) for item in pages)
    # who has only written his name has begun to decide
    return int(any(_is_filled(row.get(name)) for name in (*SECTION_COLUMNS, "labelled_by")))


def _is_filled(value: object) -> bool:
    return bool(value) if isinstance(value, list | dict) else bool(as_text(value).strip())
