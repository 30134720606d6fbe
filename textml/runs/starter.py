"""The settings of a run, and the project that comes with textml where a user has none yet."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from textml.config import DEFAULT_FILE, CorpusSettings, Settings, read_settings
from textml.disk.files import real_path
from textml.errors import ArtifactError
from textml.manifest import MANIFEST
from textml.predict.run_settings import read_run_settings

_DEFAULTS = Settings().corpus
_DEFAULT_PATHS = frozenset({*_DEFAULTS.input, *_DEFAULTS.labelled_files, _DEFAULTS.sections, _DEFAULTS.truth})


def starter_folder() -> Path:
    """Folder that holds the configs/ and seeds/ of textml: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_starter"
    return installed if installed.exists() else package.parent


def locate(path: str) -> Path:
    """A path of the settings; a default path that does not exist here leads to what comes with textml."""
    here = Path(path)
    built_in = starter_folder() / path
    return built_in if not here.exists() and path in _DEFAULT_PATHS and built_in.exists() else here


def is_built_in(path: Path) -> bool:
    """Whether a file lies in the installed package; a checkout is a project like any other."""
    home = real_path(starter_folder())
    return home.name == "_starter" and real_path(path).is_relative_to(home)


def list_built_in(corpus: CorpusSettings) -> Sequence[str]:
    """Paths of the settings that lead to what comes with textml."""
    pages, *others = (
        [path for path in paths if path and locate(path) != Path(path)]
        for paths in (corpus.input, [corpus.truth], [*corpus.labelled_files, corpus.sections])
    )
    truth, labels = others
    # built-in checked articles count only for built-in pages
    return [*pages, *(truth if pages else []), *labels]


def choose_settings(config: Path | None, inputs: Sequence[str] = (), folder: Path | None = None) -> Settings:
    """Read the settings of a file, else of the run in `folder`, else of configs/default.toml, else the defaults.

    Parameters
    ----------
    config : Path or None
        settings file that a person named
    inputs : sequence of str
        pages and tables to read instead of those of the settings
    folder : Path, optional
        ``artifacts/NAME``

    Raises
    ------
    ConfigError
        the settings are wrong
    """
    if config is None and folder is not None and (folder / MANIFEST).exists():
        return read_run_settings(folder)
    default = Path(DEFAULT_FILE)
    path = config or (default if default.exists() else None)
    return read_settings(path, {"corpus": {"input": list(inputs)}} if inputs else None)


def start_project(folder: Path) -> None:
    """Write configs/, seeds/ and artifacts/ into a new folder.

    Parameters
    ----------
    folder : Path
        a folder that does not exist yet or is empty

    Raises
    ------
    ArtifactError
        the folder is not empty, or cannot be written
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ArtifactError(f"{folder}: is not empty. Nothing was written; name a new folder")
        for name in ("configs", "seeds"):
            shutil.copytree(starter_folder() / name, folder / name)
        (folder / "artifacts").mkdir()
    except OSError as cause:
        raise ArtifactError(f"{folder}: cannot be written ({cause.strerror or cause}). Name another folder") from cause
