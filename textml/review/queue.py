"""Rank doubtful articles for review and write them as seed lines to complete."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from textml.predict.labeller import likeliest_sections
from textml.reports.sentences import sureness
from textml.review.label_errors import LabelError

#: An article that looks newer than this share of the labelled ones is new: one in twenty does where nothing changed.
NEW = 0.95
# Factor on the confidence of a new article in the order of doubtful ones: one that is half as doubtful comes as early.
_SOONER = 0.5


def rank_doubtful(
    labels: Sequence[Mapping[str, Any]],
    n_review: int,
    labelled: Collection[str] = (),
    newness: Mapping[str, float] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Rank the articles that need review: those without a section first, the least certain first in each part.

    Those that have a section need review because their cut is doubtful. New articles come sooner than others of the
    same certainty.

    Parameters
    ----------
    labels : sequence of mapping
        Rows of the label table: `id`, `title`, `section` (empty where the classifier abstained), `confidence` in
        [0, 1], `needs_review` and the probability columns `p_SECTION`.
    n_review : int
        Largest number of rows to return.
    labelled : collection of str
        Ids of articles that a person has labelled already; they are left out.
    newness : mapping of str to float
        How new some of the articles are against the labelled ones, in [0, 1], by their ids.

    Returns
    -------
    list of dict
        The rows, each with `doubt`: its two likeliest sections with their probabilities.
    """
    known = frozenset(labelled)
    doubtful = [row for row in labels if row["needs_review"] and row["id"] not in known]
    factor = {i: _SOONER for i, value in newness.items() if value > NEW}
    sure = {row["id"]: row["confidence"] * factor.get(row["id"], 1) for row in doubtful}
    ranked = sorted(doubtful, key=lambda row: (bool(row.get("section")), sure[row["id"]], row["id"]))
    return [add_doubt(row) for row in ranked[:n_review]]


def add_doubt(row: Mapping[str, Any]) -> dict[str, Any]:
    """Copy a row of the label table and add `doubt`, its two likeliest sections with their probabilities.

    Where the section is clear, it also says why a person should look all the same.

    >>> add_doubt({"id": "a", "p_sport": 0.4, "p_economy": 0.6})["doubt"]
    'economy 60 %, sport 40 %'
    >>> clear = {"section": "economy", "needs_review": False, "p_sport": 0.001, "p_economy": 0.999}
    >>> add_doubt(clear)["doubt"]
    'economy >99 %, sport <1 %; clear, and like many others'

    Parameters
    ----------
    row : mapping
        Row of the label table, with the probability columns `p_SECTION`.

    Returns
    -------
    dict
    """
    why = ""
    if row.get("section"):
        why = "; clear, but its cut is doubtful" if row["needs_review"] else "; clear, and like many others"
    return {**row, "doubt": ", ".join(f"{name} {sureness(share)}" for name, share in likeliest_sections(row)) + why}


def word_error(error: LabelError) -> str:
    """Say in the words of `doubt` how a label and what the classifier says differ.

    >>> word_error(LabelError(3, "economy", "culture", 0.043, 0.93))
    'labelled economy 4 %, but culture 93 %'
    """
    return f"labelled {error.label} {sureness(error.p_label)}, but {error.likelier} {sureness(error.p_likelier)}"


def to_label(row: Mapping[str, Any], text: str, date: str, chosen: str = "suggested") -> dict[str, Any]:
    """Turn a doubtful row into a line for seeds/labeled.jsonl, with `section` and `labelled_by` left empty.

    A person fills in the two fields and appends the line to the file.

    Parameters
    ----------
    row : mapping
        Row with `id`, `title` and `doubt`, as `rank_doubtful` returns it.
    text : str
        Body of the article.
    date : str
        Date of its issue, empty where unknown.
    chosen : str
        How it was chosen, one of `textml.corpus.labels.CHOSEN`: scores weigh suggested articles, which are hard ones.

    Returns
    -------
    dict
    """
    return {
        "id": row["id"],
        "title": row["title"],
        "text": text,
        "section": "",
        "labelled_by": "",
        "date": date,
        "chosen": chosen,
        "doubt": row["doubt"],
    }
