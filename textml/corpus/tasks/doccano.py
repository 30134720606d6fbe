"""Lines of a doccano project for text classification."""

from collections.abc import Iterator, Sequence
from typing import Any

from textml.corpus.formats.rows import Row, as_text, rename_columns
from textml.corpus.tasks.told import PREDICTED, SURENESS, only_one, put_label

# doccano numbers its examples itself and calls that `id`; everything else beside text and label it keeps and shows.
_ID, _BEFORE = "article_id", "section_before"
_OWN = ("id", "text", "data", "label", "labels", "comments")


def write_tasks(rows: Sequence[Row], titles: Sequence[str]) -> list[Any]:
    """Turn rows into lines; what the model finds likeliest stands beside the text, never as a label.

    A label that doccano imports counts as given, also where nobody has looked at the article.

    Parameters
    ----------
    rows : sequence of Row
        `section` holds titles.
    titles : sequence of str
        All sections; doccano has them in the project.
    """
    return [_write_task(row) for row in rows]


def _write_task(row: Row) -> dict[str, Any]:
    section = row["section"]
    line = {"text": row["text"], "label": [section] if section else [], _ID: row["id"]}
    told = {name: value for name, value in row.items() if name not in ("id", "text", "section", PREDICTED, SURENESS)}
    if section:
        told[_BEFORE] = section
    if row.get(PREDICTED):
        told[PREDICTED] = f"{row[PREDICTED]} {row[SURENESS]:.0%}"
    return line | told


def read_task(task: Row, default_id: str) -> Iterator[Row | str]:
    """Read the row of a line, from an import file or an export of a project.

    doccano does not say who labelled, and when. Several labels stay a list, which is an error of its row.
    """
    line = rename_columns(task)
    labels = line.get("label", line.get("labels"))
    if labels is not None and not isinstance(labels, list):
        yield f"the label is {labels!r}, not a list as in an export for text classification"
        return
    told = {name: value for name, value in line.items() if name not in (*_OWN, _ID, _BEFORE, PREDICTED)}
    told |= {"id": as_text(line.get(_ID)) or default_id, "text": line.get("text", line.get("data"))}
    yield put_label({**told, "section": line.get(_BEFORE, "")}, only_one(labels or []), "", "")
