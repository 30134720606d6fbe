"""What the stages leave in a run comes back as the same values."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.reports.small_run import HALF, small_confusion, small_scores
from textml import store
from textml.errors import ArtifactError
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.page_scores import PageScore
from textml.models.evaluation.scores import Scores
from textml.predict.contents import Contents, open_contents, read_run_settings
from textml.predict.labeller import PrecisionPromise
from textml.reasons import Reason

FEW = Reason("few_labels", {"found": {"economy": 4}, "needed": 5})


def same_but_lists(value: Any) -> Any:
    """A value as JSON would hold it: tuples are lists."""
    return json.loads(json.dumps(value, default=asdict))


@pytest.mark.parametrize(
    ("name", "file", "value"),
    [
        ("scores", "models/scores.json", small_scores()),
        ("scores", "models/scores.json", Scores(FEW, n_articles=4)),
        ("later_scores", "models/later_issues.json", LaterScores(None, "2025-09-10", 20, 9, HALF, HALF)),
        ("later_scores", "models/later_issues.json", LaterScores(Reason("no_past", {"sections": ["a", "b"]}))),
        ("page_scores", "models/page_scores.json", [PageScore("bounds", 4, HALF)]),
        ("learning_curve", "models/learning_curve.json", LearningCurve(None, [10, 20], [HALF, HALF], HALF)),
        ("confusions", "models/confusions.json", [small_confusion("戏")]),
        ("promise", "models/promise.json", PrecisionPromise(0.99, reason=FEW)),
        ("no_classifier", "models/sections.json", [Reason("no_labels")]),
        ("fewer_topics", "models/topics.json", []),
    ],
)
def test_results_come_back_with_their_types(tmp_path: Path, name: str, file: str, value: Any) -> None:
    """A result that a stage wrote is read as a value of its own class, with the same fields to the last bit."""
    path = tmp_path / file
    path.parent.mkdir()
    path.write_text(json.dumps(same_but_lists(value)), encoding="utf-8")
    read = getattr(Contents(store.Folder(tmp_path)), name)
    assert type(read) is type(value)
    assert same_but_lists(read) == same_but_lists(value)
    if isinstance(value, Scores) and value.macro_f1:
        assert read.macro_f1 == HALF
        assert read.sections[0] == value.sections[0]


@pytest.mark.parametrize(
    ("name", "file", "content"),
    [
        ("pages", "corpus/pages.json", b'{"id": "p"}'),
        ("problems", "corpus/problems.json", b"[1]"),
        ("dropped", "corpus/dropped.jsonl", b'{"id": \n'),
        ("seeds", "corpus/seeds.jsonl", b'{"id": "a", "label": "news"}\n'),
        ("sections", "corpus/sections.jsonl", b"[]\n"),
        ("scores", "models/scores.json", b'{"n_articles": "many"}'),
        ("counts", "features/counts.npz", b"PK no array"),
        ("counts", "features/counts.npz", store.arrays_as_npz(data=[1], indices=[5], indptr=[0, 1], shape=[1, 1])),
    ],
)
def test_another_layout_is_refused(tmp_path: Path, name: str, file: str, content: bytes) -> None:
    """What another program wrote, with other keys or no JSON at all, is an error that names the part."""
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_bytes(content)
    with pytest.raises(ArtifactError, match=f"what it says of {name} is not as this textml writes it"):
        getattr(Contents(store.Folder(tmp_path)), name)


def test_a_run_opens_with_its_models_and_settings(project: Path) -> None:
    """Both models are there, and the settings are those of its manifest."""
    folder = project / "artifacts/default"
    contents = open_contents(folder)
    models = contents.models
    assert models.sections is not None
    assert models.topics is not None
    assert models.missing == ()
    assert read_run_settings(folder).model_dump(mode="json") == store.read_manifest(folder)["settings"]


def test_a_missing_model_comes_with_its_reason(tmp_path: Path) -> None:
    """The reasons of both stages, the classifier first; a stage that has not run has none."""
    folder = store.Draft(tmp_path, None)
    assert Contents(folder).models.missing == ()
    folder.write_json("models/sections.json", [asdict(Reason("no_labels"))])
    folder.write_json("models/topics.json", [asdict(Reason("no_topics", {"n": 3, "needed": 20}))])
    models = Contents(folder).models
    assert (models.sections, models.topics) == (None, None)
    assert models.missing == (Reason("no_labels"), Reason("no_topics", {"n": 3, "needed": 20}))


def test_a_run_that_was_changed_is_refused(project: Path) -> None:
    """A changed file, then other golden predictions: the error names the file, or the article."""
    folder = project / "artifacts/default"
    content = store.read_manifest(folder)
    golden = content["golden"][0]
    golden["topics"][0] += 0.01
    store.Draft(folder, None).write_manifest(content)
    with pytest.raises(ArtifactError, match=f"predicts different topics for golden article {golden['id']}"):
        open_contents(folder)
    (folder / "models/topics.json").write_text("{}")
    with pytest.raises(ArtifactError, match=r"topics\.json: was changed after it was written"):
        open_contents(folder)
    with pytest.raises(ArtifactError, match="no run of textml"):
        read_run_settings(project / "artifacts/other")
