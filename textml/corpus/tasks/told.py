"""What a task tells of its article, and who has labelled it."""

from collections.abc import Mapping
from typing import Any

from textml.corpus.formats.rows import as_text
from textml.corpus.labels import SECTION_COLUMNS, fold_name
from textml.corpus.moments import LABELLED_AT

#: Columns of a labelled article, in the order in which they are written.
COLUMNS = ("id", "title", "text", "section", "labelled_by", "date", "chosen")
#: The section that the model finds likeliest, and its probability in [0, 1].
PREDICTED, SURENESS = "predicted", "p_predicted"


def put_label(told: Mapping[str, Any], label: object, who: object, when: object) -> dict[str, Any]:
    """Give an article the label that its task came back with.

    Parameters
    ----------
    told : mapping
        What the task was written with; its `section` is the label that the article had before.
    label : object
        The label, a name or a list of names; empty where nobody has decided.
    who, when : object
        Who has labelled it in the tool and at what time, as far as the tool says so. Who labelled it before stays where
        the label is the same: tools name whoever loaded the task.

    Returns
    -------
    dict
    """
    # a column of that name in the task is something else: the label stands elsewhere
    row = {name: value for name, value in told.items() if name not in SECTION_COLUMNS} | {"section": label}
    if label and "labelled_by" in told and fold_name(as_text(told.get("section"))) == fold_name(as_text(label)):
        return row
    row["labelled_by"] = as_text(who) if label else ""
    if label and as_text(when):
        row[LABELLED_AT] = as_text(when)
    else:
        row.pop(LABELLED_AT, None)
    return row


def only_one(labels: list[Any]) -> Any:
    """One label instead of a list of it; several stay a list, which is an error of its row."""
    return labels[0] if len(labels) == 1 else labels or ""
