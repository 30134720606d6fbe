"""Which articles a person should look at first, written so that the answers can go back to the seeds."""

from collections.abc import Mapping, Sequence
from typing import Any


def rank_doubtful(labels: Sequence[Mapping[str, Any]], n_review: int) -> list[dict[str, Any]]:
    """The articles whose label is least sure, most doubtful first.

    Parameters
    ----------
    labels : rows of the label table: id, title, section (empty where it abstained), confidence (0 to 1), needs_review, probability columns
    n_review : at most this many

    Returns
    -------
    rows with ``doubt`` added: the two likeliest sections with their probabilities
    """
    doubtful = [row for row in labels if row["needs_review"]]
    ranked = sorted(doubtful, key=lambda row: (row["confidence"], row["id"]))
    return [{**row, "doubt": _doubt(row)} for row in ranked[:n_review]]


def to_label(row: Mapping[str, Any], text: str, date: str) -> dict[str, Any]:
    """A line for seeds/labeled.jsonl with the section left open: fill in section and labelled_by, then append it there."""
    return {"id": row["id"], "title": row["title"], "text": text, "section": "", "labelled_by": "", "date": date, "doubt": row["doubt"]}


def _doubt(row: Mapping[str, Any]) -> str:
    proba = sorted(((value, name[2:]) for name, value in row.items() if name.startswith("p_")), reverse=True)
    return ", ".join(f"{name} {100 * value:.0f} %" for value, name in proba[:2])
