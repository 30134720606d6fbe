"""The settings that a run was made with, and the files that they name."""

from pathlib import Path

from textml import store
from textml.config import DEFAULT_FILE, CorpusSettings, Settings, check_settings
from textml.corpus.pages.corrections import Correction, read_corrections
from textml.disk.files import real_path
from textml.errors import ArtifactError
from textml.manifest import MANIFEST

# Projects of versions without this default have no such file.
_CORRECTIONS = CorpusSettings().corrections


def read_run_settings(folder: Path) -> Settings:
    """Read the settings that a run was made with.

    Raises
    ------
    ArtifactError
        there is no such run
    """
    return check_settings(store.read_manifest(folder)["settings"], str(folder / MANIFEST))


def read_named_corrections(name: str) -> list[Correction]:
    """Read the corrections of wrong cuts that settings name; the file of the default need not exist.

    Raises
    ------
    CorpusError
        the file is missing, or cannot be used
    """
    is_missing = name == _CORRECTIONS and not Path(name).exists()
    return read_corrections(name) if name and not is_missing else []


def find_run_corrections(folder: Path) -> Path | None:
    """Find the corrections of wrong cuts of a run: a file of its project, which need not exist; None for none.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``

    Raises
    ------
    ArtifactError
        there is no such run
    """
    name = read_run_settings(folder).corpus.corrections
    if name == _CORRECTIONS and name not in store.read_manifest(folder)["inputs"]:
        # another project, in which the command was started, may have a file of the same name
        return real_path(folder).parent.parent / name
    return find_in_project(folder, name) if name else None


def read_run_corrections(folder: Path) -> list[Correction]:
    """Read the corrections of wrong cuts of a run as they are now; without them its pages would be cut differently.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``

    Raises
    ------
    ArtifactError
        there is no such run, or it was made with corrections that are missing
    CorpusError
        they cannot be used
    """
    name, found = read_run_settings(folder).corpus.corrections, find_run_corrections(folder)
    if found is None or found.exists():
        return read_corrections(found) if found else []
    if name == _CORRECTIONS and name not in store.read_manifest(folder)["inputs"]:
        return []
    raise ArtifactError(
        f"{name}: the corrections of {folder} are missing. Start textml in the folder where the run was made, or copy "
        f"the file to {found}"
    )


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
