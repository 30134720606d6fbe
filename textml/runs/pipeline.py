"""The order of the flow: which stage follows which, what need not run again, what a finished run can be asked."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textml import store
from textml.config import Settings
from textml.corpus.article import Article
from textml.corpus.formats.rows import article_to_row
from textml.corpus.formats.table import table_bytes
from textml.corpus.pages.corrections import read_corrections
from textml.corpus.pages.cutting import cut_one, cut_pages
from textml.corpus.reading.files import find_files, read_inputs
from textml.errors import ArtifactError
from textml.predict.golden import choose_golden
from textml.progress import Progress, Silent
from textml.reports.terminal import explain_page
from textml.runs import stages
from textml.runs.stages import Flow, built_in, located, starter_folder
from textml.versions import made_with, versions

_N_NOTES = 10


@dataclass(frozen=True)
class Stage:
    """One step of the flow: what it does, which stages it builds on, which tables of the settings it heeds."""

    work: Callable[[Flow], None]
    needs: tuple[str, ...]
    tables: tuple[str, ...]


#: The flow, in the order of the rooms.
STAGES: dict[str, Stage] = {
    "corpus": Stage(stages.read_corpus, (), ("corpus",)),
    "features": Stage(stages.count_features, ("corpus",), ("corpus", "features")),
    "sections": Stage(stages.fit_sections, ("corpus",), ("models",)),
    "scores": Stage(stages.score_sections, ("corpus",), ("models",)),
    "curve": Stage(stages.measure_curve, ("corpus",), ("models",)),
    "topics": Stage(stages.fit_topics, ("sections",), ("corpus", "features", "models")),
    "confusions": Stage(stages.explain_confusions, ("scores", "topics"), ()),
    "labels": Stage(stages.label_stories, ("sections", "topics"), ("models",)),
    "reports": Stage(stages.report_run, ("labels", "confusions", "curve"), ("reports", "review")),
    "review": Stage(stages.queue_review, ("labels",), ("review",)),
}


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes
    ----------
    folder : where it lies; kept : stages that did not run again because nothing they depend on changed
    problems : files and rows that could not be used
    """

    folder: Path
    kept: tuple[str, ...]
    problems: list[str] = field(default_factory=list)


def run(settings: Settings, folder: Path, until: str = "review", progress: Progress | None = None) -> Outcome:
    """Bring a run up to date: every stage up to `until` whose inputs, settings or code changed, the others kept.

    Parameters
    ----------
    settings : checked settings
    folder : ``artifacts/NAME``
    until : last stage, one of STAGES
    progress : whom to tell, nobody by default

    Raises
    ------
    TextmlError : a setting, seed or path is wrong, or the run cannot be written; the run that stood there is
        untouched then
    """
    progress = progress or Silent()
    started = datetime.now(UTC)
    store.recover(folder)
    for path in built_in(settings):
        progress.say(
            f"{path}: not here, taking the one that comes with textml (an invented newspaper; see `textml init`)"
        )
    for kind in settings.reports.table_formats:
        # an extra that is missing is told before the work, not behind it
        table_bytes([], f"tables.{kind}")
    inputs = _input_sums(settings)
    keys = _stage_keys(settings, inputs)
    earlier = _earlier_stages(folder)
    last = list(STAGES).index(until)
    # what the run had it goes on to have: a stage that is out of date is worked again, never dropped
    wanted = [name for number, name in enumerate(STAGES) if number <= last or name in earlier]
    valid = [name for name in STAGES if name in earlier and earlier[name]["key"] == keys[name]]
    if all(name in valid for name in wanted):
        progress.say(f"nothing changed: {', '.join(wanted)} kept")
        finished = store.read_run(folder)
        return Outcome(folder, tuple(wanted), finished.read_json("corpus/problems.json"))
    done: dict[str, Any] = {}
    with store.write_run(folder) as draft:
        # under the lock once more: another process may have written the run since
        earlier = _earlier_stages(folder)
        valid = [name for name in valid if name in earlier and earlier[name]["key"] == keys[name]]
        flow = Flow(folder.name, settings, draft, progress)
        for name, stage in STAGES.items():
            if name in valid:
                draft.keep(earlier[name]["files"])
                progress.say(f"{name}: unchanged, kept")
            elif name in wanted:
                with progress.stage(name):
                    stage.work(flow)
                progress.say(f"{name}: done")
            else:
                continue
            written = sorted(set(store.files_of(draft.folder)) - {file for s in done.values() for file in s["files"]})
            done[name] = {"key": keys[name], "files": written}
        manifest = _manifest(flow, done, inputs, started)
        draft.write_json(store.MANIFEST, manifest)
        problems = draft.read_json("corpus/problems.json")
    if draft.set_aside:
        progress.say(f"somebody had changed files in {folder}: that run was kept as {draft.set_aside}")
    return Outcome(folder, tuple(name for name in wanted if name in valid), problems)


def split(
    paths: Sequence[str], corrections: Path | None = None, n_workers: int = 1, progress: Progress | None = None
) -> tuple[list[Article], list[str]]:
    """Cut page dumps into articles, without a run.

    Parameters
    ----------
    paths : page dumps, tables, folders
    corrections : file of cuts that a person has put right
    n_workers : processes, -1 for all cores

    Returns
    -------
    articles, problems : everything on the pages in their order, and what could not be used

    Raises
    ------
    CorpusError : a path does not exist or holds nothing readable
    """
    known = read_corrections(corrections) if corrections else []
    reading, progress = read_inputs(paths), progress or Silent()
    cutting = cut_pages(reading.pages, known, n_workers, progress.track)
    _tell(cutting.notes, progress)
    return [*cutting.articles, *reading.articles], [*map(str, reading.problems), *cutting.problems]


def explain(paths: Sequence[str], corrections: Path | None = None) -> tuple[list[Any], list[str]]:
    """Pages with their cuts and why, to print.

    Parameters
    ----------
    paths, corrections : as for `split`

    Returns
    -------
    views, problems : a rich.text.Text a page, and what could not be used
    """
    reading = read_inputs(paths)
    known = read_corrections(corrections) if corrections else []
    problems = [str(problem) for problem in reading.problems]
    views = []
    for page in reading.pages:
        items, misfits = cut_one(page, known)
        views.append(explain_page(page, items))
        problems += misfits
    return views, problems


def _tell(notes: Sequence[str], progress: Progress) -> None:
    """The first notes; a thousand pages have hundreds, and hide the problems among them."""
    for note in notes[:_N_NOTES]:
        progress.say(f"note: {note}")
    if len(notes) > _N_NOTES:
        progress.say(f"note: and {len(notes) - _N_NOTES} more")


def start_project(folder: Path) -> None:
    """Write a configs/, seeds/ and artifacts/ of one's own.

    Raises
    ------
    ArtifactError : something stands there already, or the folder cannot be written
    """
    if folder.exists() and any(folder.iterdir()):
        raise ArtifactError(f"{folder}: is not empty. Nothing was written; name a new folder")
    try:
        for name in ("configs", "seeds"):
            shutil.copytree(starter_folder() / name, folder / name)
        (folder / "artifacts").mkdir()
    except OSError as cause:
        raise ArtifactError(f"{folder}: cannot be written ({cause.strerror}). Name another folder") from cause


def write_table(out: Path, rows: Sequence[Article] | Sequence[Mapping[str, Any]]) -> None:
    """Write rows as the table that the ending of `out` asks for, beside and renamed.

    Raises
    ------
    ArtifactError : an unknown ending, or a place that cannot be written
    """
    plain = [_table_row(row) if isinstance(row, Article) else row for row in rows]
    store.write_file(out, table_bytes(plain, out.name))


def _table_row(article: Article) -> dict[str, Any]:
    """An article as a flat row: lists as text, `text` as `textml label` reads it."""
    row = article_to_row(article)
    lines = row.pop("lines")
    return {
        **row,
        "byline": " ".join(row["byline"]),
        **{f"{role}_lines": " ".join(map(str, numbers)) for role, numbers in lines.items()},
        "text": article.body,
    }


def _input_sums(settings: Settings) -> dict[str, str]:
    """sha256 of every input by the path it is known by.

    Raises
    ------
    CorpusError : a path of [corpus] input does not exist or holds nothing readable
    """
    corpus = settings.corpus
    files = [file for path in corpus.input for file in find_files(located(path))]
    named = (corpus.labeled, corpus.sections, corpus.truth, corpus.corrections, corpus.user_words, corpus.stop_words)
    files += [path for name in named if name and (path := located(name)).is_file()]
    return {file.as_posix(): _sum_of(file) for file in files}


def _sum_of(file: Path) -> str:
    """sha256 of an input; one that cannot be read is a problem when it is read, not here."""
    try:
        return store.sha256_of(file)
    except OSError as problem:
        return f"unreadable: {problem.strerror}"


def _stage_keys(settings: Settings, inputs: dict[str, str]) -> dict[str, str]:
    """What decides the outcome of each stage, as one sum: code, libraries, the settings it heeds, all that it
    builds on."""
    made_by = made_with()
    keys: dict[str, str] = {}
    for name, stage in STAGES.items():
        # the number of processes decides how long it takes, not what comes out
        tables = settings.model_dump(mode="json", exclude={"corpus": {"workers"}})
        heeded = {table: tables[table] for table in stage.tables}
        below: list[Any] = [keys[need] for need in stage.needs] or [inputs]
        keys[name] = hashlib.sha256(json.dumps([name, made_by, heeded, below], sort_keys=True).encode()).hexdigest()
    return keys


def _earlier_stages(folder: Path) -> dict[str, Any]:
    """Stages of the run that stands there, none where its files are not as they were written."""
    if not (folder / store.MANIFEST).exists():
        return {}
    try:
        return dict(store.read_run(folder).manifest["stages"])
    except ArtifactError:
        return {}


def _manifest(flow: Flow, done: dict[str, Any], inputs: dict[str, str], started: datetime) -> dict[str, Any]:
    articles, models = flow.articles(), flow.models()
    return {
        "made_by": "textml",
        "format": store.FORMAT,
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "settings": flow.settings.model_dump(mode="json"),
        "inputs": inputs,
        "rows": {"items": len(articles), "stories": len(flow.stories()), "seeds": len(flow.seeds())},
        "stages": done,
        "golden": choose_golden(flow.stories(), models),
        "files": store.files_with_sha256(flow.draft.folder),
    }
