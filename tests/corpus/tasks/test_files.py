"""Files of annotation tools are read as these tools write them, and written as they read them."""

import json
from pathlib import Path
from typing import Any

import pytest

from textml.corpus.sections import Section
from textml.corpus.tasks.files import TOOLS, check_no_answers, read_tasks, tasks_bytes
from textml.errors import ArtifactError, SeedError

SECTIONS = [Section("economy", "经济", "钱"), Section("politics-law", "政法"), Section("none", "其他", reject=True)]
GUESS = {"predicted": "politics-law", "p_predicted": 0.62}
OPEN = {"id": "b", "title": "题", "text": "乙文。", "section": "", "labelled_by": "", "date": "", "chosen": "suggested"}
DONE = {**OPEN, "id": "a", "section": "economy", "labelled_by": "hy", "date": "2025-03-01"}


def rows_of(path: Path, content: Any, tool: str | None = None) -> list[Any]:
    text = json.dumps(content) if path.suffix == ".json" else "\n".join(map(json.dumps, content))
    path.write_text(text, encoding="utf-8")
    return [row for _, row in read_tasks(path, tool)]


def tasks_of(name: str, tool: str) -> Any:
    text = tasks_bytes([DONE, {**OPEN, **GUESS}], SECTIONS, name, tool).decode()
    return json.loads(text) if name.endswith(".json") else [json.loads(line) for line in text.splitlines()]


def test_label_studio_gets_annotations_and_predictions() -> None:
    """A label is an annotation, a guess of the model a prediction with its probability; people see titles."""
    done, guessed = tasks_of("t.json", "label-studio")
    assert done["annotations"][0]["result"][0]["value"] == {"choices": ["经济"]}
    assert (done["data"]["id"], done["data"]["text"], done["data"]["labelled_by"]) == ("a", "乙文。", "hy")
    assert "predictions" not in done
    assert "annotations" not in guessed
    (prediction,) = guessed["predictions"]
    assert (prediction["score"], prediction["result"][0]["value"]["choices"]) == (0.62, ["政法"])


def test_doccano_gets_guesses_beside_the_text() -> None:
    """A label that doccano imports counts as given, so a guess is never one."""
    done, guessed = tasks_of("t.jsonl", "doccano")
    assert (done["label"], done["article_id"]) == (["经济"], "a")
    assert (guessed["label"], guessed["predicted"]) == ([], "政法 62%")


def test_an_export_of_label_studio_is_read(tmp_path: Path) -> None:
    """Who has changed a label is its new author; an unchanged one keeps its own; skipped tasks are open."""

    def annotate(choice: str, **more: Any) -> dict[str, Any]:
        result = {"from_name": "section", "to_name": "text", "type": "choices", "value": {"choices": [choice]}}
        return {"result": [result], "completed_by": {"email": "li@x.cn"}, "updated_at": "2025-03-02T01:00:00Z", **more}

    told = {"id": "a", "text": "甲", "section": "经济", "labelled_by": "hy", "category": "政法"}
    tasks = [
        {"id": 1, "data": told, "annotations": [annotate("经济")]},
        {"id": 2, "data": told, "annotations": [annotate("政法")]},
        {"id": 3, "data": told, "annotations": [annotate("政法", was_cancelled=True)]},
        {"id": 4, "data": {"text": "乙"}, "annotations": [annotate("其他", completed_by=7)]},
    ]
    rows = rows_of(tmp_path / "project-1.json", tasks)
    assert [(row["id"], row["section"], row["labelled_by"]) for row in rows] == [
        ("a", "经济", "hy"),
        ("a", "政法", "li@x.cn"),
        ("a", "", ""),
        ("project-1:4", "其他", "Label Studio user 7"),
    ]
    assert [row.get("labelled_at") for row in rows[:2]] == [None, "2025-03-02T01:00:00Z"]
    assert not any("category" in row for row in rows)


def test_an_export_of_doccano_is_read(tmp_path: Path) -> None:
    """doccano's own numbers become ids with the name of the file; no label is open, several stay a list."""
    lines = [
        {"id": 0, "text": "甲", "label": ["culture"], "Comments": []},
        {"id": 1, "data": "乙", "label": []},
        {"id": 2, "text": "丙", "label": ["经济", "政法"], "article_id": "c"},
    ]
    rows = rows_of(tmp_path / "admin.jsonl", lines)
    assert [(row["id"], row["text"], row["section"]) for row in rows] == [
        ("admin:0", "甲", "culture"),
        ("admin:1", "乙", ""),
        ("c", "丙", ["经济", "政法"]),
    ]


def test_lines_of_prodigy_are_read(tmp_path: Path) -> None:
    """A choice or an accepted label counts, with annotator and time; what was rejected is open."""
    lines = [
        {"text": "甲", "accept": ["经济"], "answer": "accept", "_annotator_id": "p-li", "_timestamp": 1740877200},
        {"text": "乙", "label": "政法", "answer": "accept", "meta": {"id": "b"}},
        {"text": "丙", "label": "政法", "answer": "reject"},
    ]
    rows = rows_of(tmp_path / "p.jsonl", lines)
    assert [(row["id"], row["section"]) for row in rows] == [("p:1", "经济"), ("b", "政法"), ("p:3", "")]
    assert (rows[0]["labelled_by"], rows[0]["labelled_at"]) == ("p-li", "2025-03-02T01:00:00+00:00")


def test_labels_of_the_model_are_no_labels(tmp_path: Path) -> None:
    """In the table that `textml label` writes, a row counts once a person has signed it."""
    row = {"id": "a", "title": "", "section": "economy", "confidence": 0.9, "needs_review": False}
    rows = rows_of(tmp_path / "labels.jsonl", [row, {**row, "labelled_by": "hy"}])
    assert [row["section"] for row in rows] == ["", "economy"]


@pytest.mark.parametrize("content", ["{", '{"a": 1}'])
def test_json_that_is_no_list_is_an_error(tmp_path: Path, content: str) -> None:
    """It says what to do."""
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(SeedError, match=r"x\.json: (not JSON .* Export it again|holds one dict\. Allowed: a list)"):
        list(read_tasks(path))


@pytest.mark.parametrize("tool", TOOLS)
def test_answers_are_not_written_over(tmp_path: Path, tool: str) -> None:
    """A file of any tool that holds a label is refused; one without may be written again."""
    path = tmp_path / f"x{TOOLS[tool].endings[0]}"
    path.write_bytes(tasks_bytes([OPEN], SECTIONS, path.name, tool))
    check_no_answers(path)
    path.write_bytes(tasks_bytes([DONE, OPEN], SECTIONS, path.name, tool))
    with pytest.raises(ArtifactError, match="holds 1 labels, which may be lost"):
        check_no_answers(path)
