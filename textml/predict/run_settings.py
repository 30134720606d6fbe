"""The settings that a run was made with, and the files that they name."""

from pathlib import Path

from textml import store
from textml.config import DEFAULT_FILE, Settings, check_settings
from textml.disk.files import real_path
from textml.manifest import MANIFEST


def read_run_settings(folder: Path) -> Settings:
    """Read the settings that a run was made with.

    Raises
    ------
    ArtifactError
        there is no such run
    """
    return check_settings(store.read_manifest(folder)["settings"], str(folder / MANIFEST))


def find_in_project(folder: Path, path: str) -> Path:
    """Find a path of a run's settings: in PROJECT of PROJECT/artifacts/RUN, otherwise in the current folder."""
    return _find_below(real_path(folder).parent.parent, path)


def _find_below(project: Path, path: str) -> Path:
    in_project = project / path
    return in_project if in_project.exists() or not Path(path).exists() else Path(path)


def list_run_inputs(folder: Path, config: Path | None = None) -> list[Path]:
    """List what a run was made from and what it holds: files that no command may write over.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``
    config : Path, optional
        settings file that a person named

    Returns
    -------
    list of Path
        pages, tables, labelled set, sections, checked pages, corrections and word lists, settings files, and the
        folder of the run

    Raises
    ------
    ArtifactError
        there is no such run
    """
    project = real_path(folder).parent.parent
    settings = [Path(DEFAULT_FILE), project / DEFAULT_FILE, *([config] if config else [])]
    return [folder, *settings, *(_find_below(project, name) for name in store.read_manifest(folder)["inputs"])]
