"""Tasks of Label Studio with one choice of a section, in JSON."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from textml.corpus.formats.rows import Row, as_text
from textml.corpus.tasks.told import PREDICTED, SURENESS, only_one, put_label

# Names of the controls in the labelling interface.
_CHOICE, _TEXT = "section", "text"


def interface(titles: Sequence[str]) -> str:
    """Return the labelling interface that the tasks need, in one line.

    >>> '<Choices name="section" toName="text" choice="single" ' in interface(["经济", "政法"])
    True
    >>> interface(["经济", "政法"]).count("<Choice value=")
    2
    """
    choices = "".join(f'<Choice value="{escape(title)}"/>' for title in titles)
    return (
        f'<View><Header value="$title"/><Text name="{_TEXT}" value="$text"/><Choices name="{_CHOICE}" '
        f'toName="{_TEXT}" choice="single" showInLine="true">{choices}</Choices><Text name="id" value="$id"/></View>'
    )


def write_tasks(rows: Sequence[Row], titles: Sequence[str]) -> list[Any]:
    """Turn rows into tasks: a label is an annotation, what the model finds likeliest a prediction.

    Parameters
    ----------
    rows : sequence of Row
        `section` holds titles.
    titles : sequence of str
        All sections; the interface has them, not the tasks.

    References
    ----------
    https://labelstud.io/guide/task_format.html
    """
    return [_write_task(row) for row in rows]


def _write_task(row: Row) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in (PREDICTED, SURENESS)}
    task: dict[str, Any] = {"data": told}
    if told["section"]:
        task["annotations"] = [{"result": [_choose(told["section"])]}]
    if row.get(PREDICTED):
        guess = {"model_version": "textml", "score": row[SURENESS], "result": [_choose(row[PREDICTED])]}
        task["predictions"] = [guess]
    return task


def _choose(title: str) -> dict[str, Any]:
    return {"from_name": _CHOICE, "to_name": _TEXT, "type": "choices", "value": {"choices": [title]}}


def read_task(task: Row, default_id: str) -> Iterator[Row | str]:
    """Read the rows of a task, one for each annotation; one without a label where it has none.

    Yields
    ------
    Row or str
        The row, or what is wrong with the task.
    """
    told = task.get("data")
    if not isinstance(told, dict):
        yield f"a task without data; found: {', '.join(map(str, task)) or 'nothing'}"
        return
    told = {"id": default_id, **{name: value for name, value in told.items() if value is not None}}
    annotations = task.get("annotations", task.get("completions")) or []
    if not isinstance(annotations, list) or not all(isinstance(one, dict) for one in annotations):
        yield "its annotations are no list of objects. Export as JSON"
        return
    decided = [one for one in annotations if not one.get("was_cancelled") and _list_choices(one)]
    if not decided:
        yield put_label(told, "", "", "")
    for one in decided:
        when = one.get("updated_at") or one.get("created_at")
        yield put_label(told, only_one(_list_choices(one)), _name_person(one.get("completed_by")), when)


def _list_choices(annotation: Mapping[str, Any]) -> list[Any]:
    """What was chosen; of several questions, the one that textml asks."""
    results = annotation.get("result")
    chosen: dict[str, list[Any]] = {}
    for result in results if isinstance(results, list) else ():
        value = result.get("value") if isinstance(result, dict) else None
        if isinstance(value, dict) and isinstance(value.get("choices"), list):
            chosen.setdefault(as_text(result.get("from_name")), []).extend(value["choices"])
    own = chosen.get(_CHOICE)
    return own if own is not None else [choice for choices in chosen.values() for choice in choices]


def _name_person(person: object) -> str:
    """E-mail address or number of a user of Label Studio."""
    if isinstance(person, dict):
        person = person.get("email") or person.get("username") or person.get("id")
    return f"Label Studio user {person}" if isinstance(person, int) else as_text(person)
