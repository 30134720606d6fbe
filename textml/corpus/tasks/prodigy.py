"""Lines of Prodigy: a choice of one section, or one label that was accepted."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from textml.corpus.formats.rows import Row, as_text
from textml.corpus.tasks.told import PREDICTED, SURENESS, only_one, put_label


def write_tasks(rows: Sequence[Row], titles: Sequence[str]) -> list[Any]:
    """Turn rows into lines for the interface `choice`; meta holds what textml needs to know the article again.

    Parameters
    ----------
    rows : sequence of Row
        `section` holds titles.
    titles : sequence of str
        All sections, which are the options.

    References
    ----------
    https://prodi.gy/docs/api-interfaces#choice
    """
    options = [{"id": title, "text": title} for title in titles]
    return [_write_task(row, options) for row in rows]


def _write_task(row: Row, options: list[dict[str, str]]) -> dict[str, Any]:
    meta = {name: value for name, value in row.items() if name not in ("text", PREDICTED, SURENESS)}
    if row.get(PREDICTED):
        meta[PREDICTED] = f"{row[PREDICTED]} {row[SURENESS]:.0%}"
    line: dict[str, Any] = {"text": row["text"], "options": options, "meta": meta}
    if row["section"]:
        line |= {"accept": [row["section"]], "answer": "accept"}
    return line


def read_task(task: Row, default_id: str) -> Iterator[Row | str]:
    """Read the row of a line, as `prodigy db-out` writes it; what was rejected or ignored has no label."""
    meta = task.get("meta") or {}
    if not isinstance(meta, dict):
        yield f"its meta is a {type(meta).__name__}, not an object"
        return
    told = {name: value for name, value in meta.items() if name != PREDICTED}
    told |= {"id": as_text(told.get("id", task.get("id"))) or default_id, "text": task.get("text")}
    accepted = task.get("accept", [task["label"]] if task.get("label") else [])
    if not isinstance(accepted, list):
        yield f"accept is {accepted!r}, not a list"
        return
    label = only_one(accepted) if task.get("answer", "accept") == "accept" else ""
    yield put_label(told, label, task.get("_annotator_id") or task.get("_session_id"), _read_time(task))


def _read_time(task: Row) -> str:
    seconds = task.get("_timestamp")
    if not isinstance(seconds, int | float):
        return ""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
