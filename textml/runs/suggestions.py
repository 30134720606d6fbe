"""Where the suggestions of a run go: into a table of their own, or into its labelled set."""

from pathlib import Path

from textml.config import CorpusSettings
from textml.errors import ArtifactError
from textml.predict.run_settings import find_in_project, read_run_settings
from textml.review.labelled_set import Added
from textml.runs.starter import is_built_in, locate


def find_labelled_set(folder: Path) -> Path:
    """Find the labelled set of a run, which a person may change.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``

    Raises
    ------
    ArtifactError
        there is no such run, its settings name no labelled set, or it is the one that comes with textml
    """
    names = read_run_settings(folder).corpus.labelled_files
    if not names:
        raise ArtifactError(
            f"{folder}: its settings name no labelled set. Make an empty file {CorpusSettings().labeled}, name it in "
            "[corpus] labeled, and run textml again"
        )
    # what is added goes into the first of several
    name = names[0]
    path = find_in_project(folder, name)
    if is_built_in(path) or (not path.exists() and locate(name) != Path(name)):
        raise ArtifactError(
            f"{name}: is the labelled set that comes with textml, which is never changed. Start a project of your own "
            "with `textml init FOLDER`, or write a table with --out"
        )
    return path


def describe_added(path: Path, added: Added) -> str:
    """Say in one line what was added to the labelled set, and what to do next."""
    kept = f"; the table as it was is {added.kept}" if added.kept else ""
    return (
        f"{path}: {added.n_added} suggestion{'s' * (added.n_added != 1)} added, {added.n_there} there already{kept}. "
        "Fill in section and labelled_by in it, and run textml again"
    )
