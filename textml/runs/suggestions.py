"""Where suggestions and labels go: into a file for a person or an annotation tool, or into the labelled set."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textml.config import DEFAULT_FILE, CorpusSettings
from textml.corpus.article import Article
from textml.corpus.formats.rows import Row, as_text, rename_columns
from textml.corpus.formats.table import find_format, read_table, table_bytes
from textml.corpus.labels import check_table, find_text
from textml.corpus.sections import Section, name_sections, read_reject, read_sections
from textml.corpus.seeds import read_labelled_set
from textml.corpus.tasks.files import check_no_answers, choose_tool, tasks_bytes
from textml.corpus.tasks.label_studio import interface
from textml.corpus.tasks.told import PREDICTED, SURENESS
from textml.disk.guard import check_output
from textml.disk.writing import write_file
from textml.errors import ArtifactError, ConfigError
from textml.predict.contents import Contents
from textml.predict.labeller import Labeller, as_rows, likeliest_sections
from textml.predict.run_settings import find_in_project, read_run_settings
from textml.review.label_export import list_rows
from textml.review.label_import import Imported, Label, read_labels
from textml.review.labelled_set import Added
from textml.runs.open_run import FinishedRun
from textml.runs.starter import choose_settings, is_built_in, locate
from textml.store import read_run


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


def find_other_files(folder: Path) -> list[Path]:
    """Find the files of the labelled set of a run behind the first, to which nothing is added."""
    return [find_in_project(folder, name) for name in read_run_settings(folder).corpus.labelled_files[1:]]


def describe_added(path: Path, added: Added) -> str:
    """Say in one line what was added to the labelled set, and what to do next."""
    kept = f"; the table as it was is {added.kept}" if added.kept else ""
    return (
        f"{path}: {added.n_added} suggestion{'s' * (added.n_added != 1)} added, {added.n_there} there already{kept}. "
        "Fill in section and labelled_by in it, and run textml again"
    )


@dataclass(frozen=True, slots=True)
class ProjectLabels:
    """The labelled set that settings name.

    Attributes
    ----------
    files : list of Path
        Its files; labels are added to the first.
    sections : list of Section
        All sections, with the one for articles of none of them.
    names : dict of str to Section
        They by their folded names.
    inputs : list of Path
        What is not written over.
    built_in : list of str
        The files that are those of textml, which are never changed.
    """

    files: list[Path]
    sections: list[Section]
    names: dict[str, Section]
    inputs: list[Path]
    built_in: list[str]


def read_project(config: Path | None) -> ProjectLabels:
    """Find the labelled set and the sections that settings name.

    Parameters
    ----------
    config : Path or None
        settings file; None for configs/default.toml

    Raises
    ------
    ConfigError
        the settings are wrong
    SeedError
        the sections cannot be read
    """
    corpus = choose_settings(config).corpus
    file = locate(corpus.sections)
    sections, reject = read_sections(file), read_reject(file)
    files = [locate(name) for name in corpus.labelled_files]
    if not files:
        raise ArtifactError(f"{config or DEFAULT_FILE}: names no labelled set. Name a file in [corpus] labeled")
    everything = [*sections, reject] if reject else sections
    inputs = [*files, file, config or Path(DEFAULT_FILE), *map(Path, corpus.input)]
    built_in = [name for name in corpus.labelled_files if is_built_in(locate(name)) or locate(name) != Path(name)]
    return ProjectLabels(files, everything, name_sections(sections, reject), inputs, built_in)


def take_labels(
    project: ProjectLabels, path: Path, tool: str | None, by: str, run: Path | None
) -> tuple[list[Label], int]:
    """Read the labels of a file, with texts from the labelled set or a run where it has none.

    Parameters
    ----------
    project : ProjectLabels
    path : Path
        of an annotation tool, or a table
    tool : str or None
        one of `textml.corpus.tasks.files.TOOLS`, "table", or None
    by : str
        who has labelled where the file does not say so
    run : Path or None
        ``artifacts/NAME`` whose articles the ids name

    Raises
    ------
    SeedError
        as for `textml.review.label_import.read_labels`
    ArtifactError
        the labelled set comes with textml, or there is no such run
    """
    if project.built_in:
        raise ArtifactError(
            f"{project.built_in[0]}: there is no such file here, and the labelled set that comes with textml is never "
            "changed. Start a project with `textml init FOLDER`, or make an empty file of that name"
        )
    articles: dict[str, Row] = {}
    if run:
        found = Contents(read_run(run)).stories
        articles = {a.id: {"title": a.title, "text": a.body, "date": a.date} for a in found}
    for file in project.files:
        for _, row in read_table(file) if file.is_file() and file.stat().st_size else ():
            if not isinstance(row, str):
                about = rename_columns(row)
                cells = {"title": about.get("title"), "text": find_text(about, str(file)), "date": about.get("date")}
                articles[as_text(about.get("id"))] = cells
    return read_labels(path, project.names, articles, tool, by)


def write_labels(project: ProjectLabels, out: Path, tool: str | None) -> tuple[int, int]:
    """Write the labelled set into a file for an annotation tool, or a table.

    Parameters
    ----------
    project : ProjectLabels
    out : Path
        file to write
    tool : str or None
        one of `textml.corpus.tasks.files.TOOLS`; None: by the ending of the file

    Returns
    -------
    n_labels, n_open : int
        labelled articles, and articles that nobody has decided yet

    Raises
    ------
    SeedError
        the labelled set is malformed
    ArtifactError
        the file is input, holds labels, has another ending, or cannot be written
    """
    choose_tool(out.name, tool)
    check_output(out, project.inputs)
    check_no_answers(out)
    reject = next((section for section in project.sections if section.reject), None)
    labelled = read_labelled_set(project.files, [s for s in project.sections if not s.reject], reject)
    rows = list_rows(project.files, project.names, labelled.seeds)
    write_file(out, tasks_bytes(rows, project.sections, out.name, tool))
    return len(labelled.seeds), labelled.n_open


def write_suggestions(run: FinishedRun, rows: Sequence[Row], out: Path, tool: str | None) -> list[str]:
    """Write suggestions as tasks, with what the classifier finds likeliest; drawn at random they come without.

    Parameters
    ----------
    run : FinishedRun
    rows : sequence of Row
        what `FinishedRun.suggest` returned
    out : Path
        file to write
    tool : str or None
        "label-studio", "doccano" or "xlsx"; None: a table by the ending, without predictions

    Returns
    -------
    list of str
        what to do with the file, as lines to print

    Raises
    ------
    ArtifactError
        the file cannot be written
    """
    how = f"{out}: fill in section and labelled_by, then: textml labels import {out}"
    if tool is None:
        write_file(out, table_bytes(rows, out.name))
        return [how]
    reject = run.contents.reject
    sections = [*run.sections, *([reject] if reject else [])]
    guesses = _guess(run, [row for row in rows if row["chosen"] == "suggested"])
    tasks = [{**row, **guesses.get(row["id"], {})} for row in rows]
    name = None if tool == "xlsx" else tool
    write_file(out, tasks_bytes(tasks, sections, out.name, name))
    how = how if name is None else f"{out}: label them, export, then: textml labels import EXPORT"
    return [how, *describe_tasks(out, sections, tool)]


def _guess(run: FinishedRun, rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """The likeliest section of each article, by id, with its probability."""
    if not rows or run.contents.classifier is None:
        return {}
    labeller = Labeller(run.contents.models, run.settings.models.precision)
    found = as_rows(labeller.label([Article(row["id"], row["title"], row["text"]) for row in rows]))
    likeliest = {row["id"]: likeliest_sections(row)[0] for row in found}
    return {name: {PREDICTED: key, SURENESS: share} for name, (key, share) in likeliest.items()}


def check_tasks(out: Path | None, tool: str | None, inputs: Sequence[Path]) -> Path | None:
    """Return where suggestions are written: `out`, or to_label with the ending of the tool.

    Raises
    ------
    ArtifactError
        the tool is unknown, or the file has another ending, is input, or holds labels
    """
    endings = {"label-studio": ".json", "doccano": ".jsonl", "xlsx": ".xlsx"}
    if tool is None:
        if out:
            check_table(out, inputs)
            find_format(out.name)
        return out
    if tool not in endings:
        raise ConfigError(f"--format {tool}: unknown. Allowed: {', '.join(endings)}")
    path = out or Path(f"to_label{endings[tool]}")
    if path.suffix.lower() != endings[tool]:
        raise ArtifactError(f"{path}: a file for {tool} ends in {endings[tool]}. Change --out")
    check_output(path, inputs)
    check_no_answers(path)
    return path


def describe_tasks(out: Path, sections: Sequence[Section], tool: str | None) -> list[str]:
    """Say what Label Studio needs beside the tasks; nothing for other tools."""
    if choose_tool(out.name, None if tool == "xlsx" else tool) != "label-studio":
        return []
    return [f"labelling interface (Settings, Labeling Interface, Code): {interface([s.title for s in sections])}"]


def describe_imported(path: Path, done: Imported, n_open: int) -> str:
    """Say in one line what an import has changed, and what to do next."""
    unfilled = f"; {n_open} row{'s are' if n_open != 1 else ' is'} not decided by a person yet" if n_open else ""
    if done.conflicts:
        n = len(done.conflicts)
        what = "1 label contradicts" if n == 1 else f"{n} labels contradict"
        return f"{path}: unchanged, {what} it{unfilled}. Correct one of the two, or let the file count with --replace"
    kept = "".join(f"; the table as it was is {file}" for file in done.kept)
    return (
        f"{path}: {done.n_added} labels added, {done.n_filled} filled in, {done.n_replaced} replaced, {done.n_there} "
        f"there already{unfilled}{kept}. Run textml again to learn from them"
    )
