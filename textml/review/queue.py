"""Doubtful articles as lines that a person completes and appends to the seeds."""

from collections.abc import Mapping
from typing import Any


def to_label(row: Mapping[str, Any], text: str, date: str) -> dict[str, Any]:
    """A line for seeds/labeled.jsonl with the section left open: fill in section and labelled_by, then append
    it there."""
    return {
        "id": row["id"],
        "title": row["title"],
        "text": text,
        "section": "",
        "labelled_by": "",
        "date": date,
        "doubt": row["doubt"],
    }
