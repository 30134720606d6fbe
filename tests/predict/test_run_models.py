"""The models of a run are opened checked, or refused with advice."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from textml import store
from textml.errors import ArtifactError
from textml.predict.run_models import open_models, read_models, read_run_settings
from textml.reasons import Reason


def test_a_run_opens_with_its_models_and_settings(project: Path) -> None:
    """Both models are there, and the settings are those of its manifest."""
    folder = project / "artifacts/default"
    run, models = open_models(folder)
    assert models.sections is not None
    assert models.topics is not None
    assert models.missing == ""
    assert read_run_settings(folder).model_dump(mode="json") == run.manifest["settings"]


def test_a_missing_model_comes_with_its_reason(tmp_path: Path) -> None:
    """The reasons of both stages are joined; a stage that has not run has none."""
    folder = store.Draft(tmp_path, None)
    assert read_models(folder).missing == ""
    folder.write_json("models/sections.json", [asdict(Reason("no_labels"))])
    folder.write_json("models/topics.json", [asdict(Reason("no_topics", {"n": 3, "needed": 20}))])
    models = read_models(folder)
    assert (models.sections, models.topics) == (None, None)
    assert models.missing == (
        "no section classifier: no section has labelled articles, at least two must have some; "
        "no topics: 3 articles, at least 20 are needed"
    )


def test_a_run_that_was_changed_is_refused(project: Path) -> None:
    """A changed file, then other golden predictions: the error names the file, or the article."""
    folder = project / "artifacts/default"
    manifest = folder / store.MANIFEST
    content = json.loads(manifest.read_text("utf-8"))
    golden = content["golden"][0]
    golden["topics"][0] += 0.01
    manifest.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(ArtifactError, match=f"predicts different topics for golden article {golden['id']}"):
        open_models(folder)
    (folder / "models/topics.json").write_text("{}")
    with pytest.raises(ArtifactError, match=r"topics\.json: was changed after it was written"):
        open_models(folder)
    with pytest.raises(ArtifactError, match="no run of textml"):
        read_run_settings(project / "artifacts/other")
