"""The labelled set as rows for other tools, with everything that its tables hold."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from textml.corpus.formats.rows import Row, as_date, as_text, rename_columns
from textml.corpus.formats.table import read_table
from textml.corpus.labels import find_text, read_chosen
from textml.corpus.sections import Section
from textml.corpus.seeds import Seed, read_seed
from textml.corpus.tasks.files import list_others


def list_rows(files: Sequence[Path], names: Mapping[str, Section], seeds: Sequence[Seed]) -> list[dict[str, Any]]:
    """List the labelled articles and those that are not decided yet, in the order of their tables.

    Parameters
    ----------
    files : sequence of Path
        The files of the labelled set.
    names : mapping of str to Section
        As `name_sections` returns them.
    seeds : sequence of Seed
        The labels that count, as `read_labelled_set` returns them.

    Returns
    -------
    list of dict
        id, title, text, section (a key, empty where it is open), labelled_by, date, chosen, and other columns.
    """
    counts = {seed.id: seed for seed in seeds}
    # decided, and taken back: no label, and nothing to decide
    gone = set()
    rows: dict[str, dict[str, Any]] = {}
    open_rows = []
    for file in files:
        for where, default_id, row in _read(file):
            others = list_others(row)
            seed = read_seed(row, where, default_id, names)
            if seed is None:
                open_rows.append(_open_row(row, where, default_id) | others)
            elif seed.id not in counts:
                gone.add(seed.id)
            else:
                rows[seed.id] = counts[seed.id].as_row() | {
                    **rows.get(seed.id, {}),
                    **others,
                    **counts[seed.id].as_row(),
                }
    return [*rows.values(), *(row for row in open_rows if row["id"] not in rows.keys() | gone)]


def _read(file: Path) -> Iterator[tuple[str, str, Row]]:
    for number, row in read_table(file):
        # what cannot be read was an error when the set was read
        if not isinstance(row, str):
            yield f"{file}:{number}", f"{file.name}:{number}", rename_columns(row)


def _open_row(row: Row, where: str, default_id: str) -> dict[str, Any]:
    return {
        "id": as_text(row.get("id")) or default_id,
        "title": as_text(row.get("title")),
        "text": find_text(row, where),
        "section": "",
        "labelled_by": "",
        "date": as_date(row.get("date")) or "",
        "chosen": read_chosen(row, where),
    }
