"""A recipe is of one run, and every process labels by it."""

from pathlib import Path

import pytest

from textml.errors import ArtifactError
from textml.predict import archive
from textml.predict.archive import build_labeller, open_recipe
from textml.predict.run_settings import find_run_corrections
from textml.store import Draft, read_manifest


def test_corrections_that_are_missing_are_named(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run's corrections are found in its project from any folder; if they are missing, labelling stops."""
    run = project / "artifacts/default"
    manifest = read_manifest(run)
    manifest["settings"]["corpus"] |= {"corrections": "cuts.toml", "truth": "checked.jsonl"}
    Draft(run, None).write_manifest(manifest)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArtifactError, match=r"cuts\.toml: the corrections of .*default are missing"):
        open_recipe(run)
    (project / "cuts.toml").write_text('[[cut]]\npage = "2025-01-14/01"\nline = 3\ntext = "x"\n')
    assert [correction.line for correction in open_recipe(run).corrections] == [3]
    # a file of the same name in another project, where the command was started, says nothing about this run
    (tmp_path / "cuts.toml").write_text('[[cut]]\npage = "2025-01-14/01"\nline = 5\ntext = "x"\n')
    assert [correction.line for correction in open_recipe(run).corrections] == [3]
    (project / "checked.jsonl").write_text("", encoding="utf-8")
    assert open_recipe(run).truth == str(project / "checked.jsonl")


def test_a_run_made_again_labels_nothing_more(project: Path) -> None:
    """A process that opens the run after another run took its place does not mix the labels of the two."""
    run = project / "artifacts/default"
    recipe = open_recipe(run)
    Draft(run, None).write_manifest(read_manifest(run) | {"finished": "later"})
    with pytest.raises(ArtifactError, match="was made again while it labelled"):
        build_labeller(recipe)


def test_settings_and_models_are_of_one_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that takes another one's place while its settings are read labels nothing with them."""
    run, read = project / "artifacts/default", archive.read_run_settings

    def replace_after(folder: Path) -> object:
        settings = read(folder)
        Draft(run, None).write_manifest(read_manifest(run) | {"finished": "meanwhile"})
        return settings

    monkeypatch.setattr(archive, "read_run_settings", replace_after)
    recipe = open_recipe(run)
    with pytest.raises(ArtifactError, match="was made again while it labelled"):
        build_labeller(recipe)


def test_models_that_are_shared_stay_as_they_are(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labelling an archive takes one thread for the topics of a batch, and leaves the caller's model alone."""
    contents = archive.open_contents(project / "artifacts/default")
    models = contents.models
    models.topics.lda_.n_jobs = 3
    monkeypatch.setattr(archive, "open_contents", lambda folder: contents)
    archive.build_labeller.cache_clear()
    labeller = archive.build_labeller(open_recipe(project / "artifacts/default"))
    archive.build_labeller.cache_clear()
    assert (models.topics.lda_.n_jobs, labeller.models.topics.lda_.n_jobs) == (3, 1)


def test_a_project_without_the_default_file_has_no_corrections(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No run reads another project's file; a file that comes later counts; one that the run had must not be missing."""
    run, name = project / "artifacts/default", "seeds/corrections.toml"
    entry = '[[cut]]\npage = "2025-01-14/01"\nline = 3\ntext = "x"\n'
    (tmp_path / "seeds").mkdir()
    (tmp_path / name).write_text(entry)
    monkeypatch.chdir(tmp_path)
    assert open_recipe(run).corrections == ()
    assert find_run_corrections(run) == project / name
    (project / name).write_text(entry)
    assert [correction.line for correction in open_recipe(run).corrections] == [3]
    (project / name).unlink()
    manifest = read_manifest(run)
    Draft(run, None).write_manifest(manifest | {"inputs": manifest["inputs"] | {name: "0" * 64}})
    (tmp_path / name).unlink()
    with pytest.raises(ArtifactError, match=r"seeds/corrections\.toml: the corrections of .*default are missing"):
        open_recipe(run)
