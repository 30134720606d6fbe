"""The models of a run, read from its folder and checked."""

from pathlib import Path

from textml import store
from textml.config import Settings, check_settings
from textml.estimators import read_estimator
from textml.predict.golden import check_golden
from textml.predict.labeller import Models
from textml.reasons import Reason


def read_models(folder: store.Folder) -> Models:
    """Read the classifier and the topic model of a run, with the reason where one is missing."""
    sections, topics = (
        read_estimator(folder, f"models/{name}.skops") if folder.has(f"models/{name}.skops") else None
        for name in ("sections", "topics")
    )
    missing = tuple(
        Reason(**reason)
        for name, model in (("sections", sections), ("topics", topics))
        if model is None and folder.has(f"models/{name}.json")
        for reason in folder.read_json(f"models/{name}.json")
    )
    return Models(sections, topics, missing)


def open_models(folder: Path) -> tuple[store.Run, Models]:
    """Open a run and its models; check its files by digest and the models by their golden predictions.

    Parameters
    ----------
    folder : Path
        The run, ``artifacts/NAME``.

    Returns
    -------
    run : store.Run
        The run, opened for reading.
    models : Models
        Its classifier and its topic model.

    Raises
    ------
    ArtifactError
        If the run is missing, altered, foreign or of another format, or if a model no longer predicts what it
        predicted when it was fitted.
    """
    run = store.read_run(folder)
    models = read_models(run)
    check_golden(run.manifest["golden"], models, str(folder))
    return run, models


def read_run_settings(folder: Path) -> Settings:
    """Read the settings that a run was made with.

    Parameters
    ----------
    folder : Path
        The run, ``artifacts/NAME``.

    Returns
    -------
    Settings
        The settings in its manifest, checked.

    Raises
    ------
    ArtifactError
        If there is no such run.
    """
    return check_settings(store.read_manifest(folder)["settings"], str(folder / store.MANIFEST))
