"""Files of annotation tools and tables of labels: one dict of tools, and what holds for all of them."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from textml.corpus.formats.class_names import name_classes
from textml.corpus.formats.rows import Numbered, Row, as_text, rename_columns
from textml.corpus.formats.table import find_format, read_table, table_bytes
from textml.corpus.formats.xlsx import Xlsx
from textml.corpus.labels import SECTION_COLUMNS, TEXT_COLUMNS
from textml.corpus.sections import Section
from textml.corpus.tasks import doccano, label_studio, prodigy
from textml.corpus.tasks.told import COLUMNS, PREDICTED, SURENESS
from textml.disk.files import open_regular
from textml.errors import ArtifactError, CorpusError, SeedError

# Columns that only a table of the model's own labels has.
_OF_THE_MODEL = frozenset({"confidence", "needs_review"})


@dataclass(frozen=True, slots=True)
class Tool:
    """An annotation tool.

    Attributes
    ----------
    endings : tuple of str
        Endings of its files; the first is written.
    write : callable
        Rows, whose sections are titles, and all titles to objects.
    read : callable
        An object and the id of an article that has none to rows, or to what is wrong with it.
    """

    endings: tuple[str, ...]
    write: Callable[[Sequence[Row], Sequence[str]], list[Any]]
    read: Callable[[Row, str], Iterator[Row | str]]


def _write_dataset(rows: Sequence[Row], titles: Sequence[str]) -> list[Any]:
    """Lines as Hugging Face datasets has them: text, label, and the rest; None where nobody has decided."""
    return [{**{n: v for n, v in row.items() if n != "section"}, "label": row["section"] or None} for row in rows]


def _read_row(task: Row, default_id: str) -> Iterator[Row | str]:
    """Read a row of a table; labels that the model gave count only where a person has signed them."""
    row = rename_columns(task)
    if row.keys() >= _OF_THE_MODEL and not as_text(row.get("labelled_by")).strip():
        row = {**row, **dict.fromkeys(SECTION_COLUMNS, "")}
    yield {**row, "id": as_text(row.get("id")) or default_id}


#: Annotation tools by name.
TOOLS: Mapping[str, Tool] = {
    "label-studio": Tool((".json",), label_studio.write_tasks, label_studio.read_task),
    "doccano": Tool((".jsonl",), doccano.write_tasks, doccano.read_task),
    "prodigy": Tool((".jsonl",), prodigy.write_tasks, prodigy.read_task),
    "datasets": Tool((".jsonl", ".json"), _write_dataset, _read_row),
}
#: What a table without a tool of its own is called.
TABLE = "table"


def read_tasks(path: Path, tool: str | None = None) -> Iterator[Numbered]:
    """Read the rows of a file of any tool, or of a table.

    Parameters
    ----------
    path : Path
        JSON (Label Studio), or a table; ``dataset_info.json`` beside it may name the classes of numbers.
    tool : str or None
        One of TOOLS, or "table"; None finds out from the first object.

    Yields
    ------
    (int, Row or str)
        Number of the line or task, and a row or what is wrong with it. `section` may be a title or a key.

    Raises
    ------
    SeedError
        The file cannot be read as JSON.
    CorpusError
        The file cannot be read as a table, or the names of its classes cannot be read.
    """
    reader = None if tool is None else _find_reader(tool)
    tasks = _read_json(path) if path.suffix.lower() == ".json" else read_table(path)
    for number, task in name_classes(path, tasks):
        if isinstance(task, str):
            yield number, task
            continue
        reader = reader or _find_reader(recognize_tool(task))
        for row in reader(task, f"{path.stem}:{as_text(task.get('id')) or number}"):
            yield number, row


def _find_reader(tool: str) -> Callable[[Row, str], Iterator[Row | str]]:
    return _read_row if tool == TABLE else TOOLS[tool].read


def recognize_tool(task: Row) -> str:
    """Name the tool that an object comes from.

    >>> recognize_tool({"data": {"text": "甲"}}), recognize_tool({"text": "甲", "label": ["经济"]})
    ('label-studio', 'doccano')
    >>> recognize_tool({"text": "甲", "accept": ["经济"]}), recognize_tool({"text": "甲", "label": "经济"})
    ('prodigy', 'table')
    """
    if isinstance(task.get("data"), dict):
        return "label-studio"
    if not task.keys().isdisjoint(("answer", "accept", "_input_hash", "options")):
        return "prodigy"
    return "doccano" if isinstance(task.get("label", task.get("labels")), list) else TABLE


def _read_json(path: Path) -> Iterator[Numbered]:
    """Objects of a list in JSON, numbered from 1."""
    import orjson

    try:
        with open_regular(path) as file:
            tasks = orjson.loads(file.read().removeprefix(b"\xef\xbb\xbf"))
    except OSError as cause:
        raise SeedError(f"{path}: cannot be read ({cause.strerror or cause}). Check the path") from cause
    except orjson.JSONDecodeError as cause:
        raise SeedError(f"{path}: not JSON ({cause}). Export it again; JSON lines need the ending .jsonl") from cause
    if not isinstance(tasks, list):
        raise SeedError(f"{path}: holds one {type(tasks).__name__}. Allowed: a list of tasks, as Label Studio exports")
    for number, task in enumerate(tasks, 1):
        yield number, task if isinstance(task, dict) else "not a JSON object"


def tasks_bytes(rows: Sequence[Row], sections: Sequence[Section], name: str, tool: str | None) -> bytes:
    """Return rows as the bytes of a file that a tool reads.

    Parameters
    ----------
    rows : sequence of Row
        With COLUMNS, and whatever else; `section` and `predicted` hold keys.
    sections : sequence of Section
        All of them, also the one for articles of none of them. Persons see their titles; other tables hold the keys.
    name : str
        Name of the file.
    tool : str or None
        One of TOOLS; None: a table by the ending of the name, or Label Studio for ``.json``.

    Raises
    ------
    ArtifactError
        The ending is not one of the tool's.
    """
    import orjson

    tool = choose_tool(name, tool)
    titles = {section.key: section.title for section in sections}
    shown = rows if tool == "datasets" else [_show_titles(row, titles) for row in rows]
    if tool is None:
        return _workbook(shown, sections) if name.lower().endswith(".xlsx") else table_bytes(even_rows(rows), name)
    tasks = TOOLS[tool].write(shown, list(titles.values()))
    if name.lower().endswith(".json"):
        return orjson.dumps(tasks, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return b"".join(orjson.dumps(task, option=orjson.OPT_APPEND_NEWLINE) for task in tasks)


def choose_tool(name: str, tool: str | None) -> str | None:
    """Return the tool whose file is written, None for a table.

    Raises
    ------
    ArtifactError
        The ending of the name is not one of its endings.

    >>> choose_tool("tasks.json", None), choose_tool("labels.csv", None)
    ('label-studio', None)
    """
    tool = tool or ("label-studio" if name.lower().endswith(".json") else None)
    if tool is None:
        find_format(name)
    elif not name.lower().endswith(endings := TOOLS[tool].endings):
        raise ArtifactError(f"{name}: a file for {tool} ends in {' or '.join(endings)}. Change the name")
    return tool


def check_no_answers(out: Path) -> None:
    """Refuse to write over a file of an annotation tool that holds labels.

    Raises
    ------
    ArtifactError
        It holds labels, or cannot be read, so that nobody knows.
    """
    if not out.is_file() or not out.stat().st_size:
        return
    try:
        n_labels = sum(
            not isinstance(row, str) and any(row.get(n) for n in SECTION_COLUMNS) for _, row in read_tasks(out)
        )
    except (CorpusError, SeedError) as problem:
        raise ArtifactError(f"{problem}. It may hold labels, so nothing was written. Choose another name") from problem
    if n_labels:
        raise ArtifactError(f"{out}: holds {n_labels} labels, which may be lost. Choose another name, or move it away")


def _show_titles(row: Row, titles: Mapping[str, str]) -> Row:
    shown = {name: titles[row[name]] for name in ("section", PREDICTED) if row.get(name)}
    return {**row, **shown}


def _workbook(rows: Sequence[Row], sections: Sequence[Section]) -> bytes:
    """A workbook to fill in: what a person decides stands left, what the sections mean on a second sheet."""
    import pyarrow as pa

    plain = [
        {**row, **({PREDICTED: f"{row[PREDICTED]} {row[SURENESS]:.0%}"} if row.get(PREDICTED) else {})} for row in rows
    ]
    first = dict.fromkeys(["section", "labelled_by", *([PREDICTED] if any(map(_is_guessed, rows)) else [])], "")
    cells = [{**first, **row} for row in even_rows([{n: v for n, v in row.items() if n != SURENESS} for row in plain])]
    about = [(s.title, s.key, s.definition, s.in_doubt) for s in sections]
    batch, target = pa.RecordBatch.from_pylist(cells), BytesIO()
    with closing(Xlsx(target, batch.schema)) as table:
        table.write(batch)
        table.offer("section", "sections", [("title", "key", "definition", "in_doubt"), *about])
    return target.getvalue()


def _is_guessed(row: Row) -> bool:
    return bool(row.get(PREDICTED))


def even_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows with the same columns, whose cells are texts: lists and objects as JSON."""
    others = dict.fromkeys(name for row in rows for name in row if name not in COLUMNS)
    return [{name: _as_cell(row.get(name)) for name in (*COLUMNS, *others)} for row in rows]


def _as_cell(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else as_text(value)


def list_others(row: Row) -> dict[str, Any]:
    """What a row holds beside an article and its label; nothing of a table of the model's own labels."""
    if row.keys() >= _OF_THE_MODEL:
        return {}
    known = {*COLUMNS, *SECTION_COLUMNS, *TEXT_COLUMNS, PREDICTED, SURENESS}
    return {n: v for n, v in row.items() if n not in known and not n.startswith("_") and as_text(v)}
