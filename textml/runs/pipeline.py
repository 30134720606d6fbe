"""The order of the stages, and which of them need not work again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textml import store
from textml.config import Settings
from textml.corpus.formats.table import table_bytes
from textml.corpus.reading.files import find_inputs
from textml.errors import ArtifactError
from textml.predict.golden import choose_golden
from textml.progress import Progress, Silent
from textml.runs import stages
from textml.runs.contents import Contents
from textml.runs.flow import Flow
from textml.runs.starter import list_built_in, locate
from textml.versions import made_with, versions


@dataclass(frozen=True)
class Stage:
    """One step of a run.

    Attributes
    ----------
    work : callable
        reads what earlier stages left, writes its own files
    needs : tuple of str
        stages that it builds on
    tables : tuple of str
        tables of the settings that it depends on
    """

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
    """A run that is up to date.

    Attributes
    ----------
    folder : Path
        of the run
    settings : Settings
        what it was made with
    kept : tuple of str
        stages that did not work again, because nothing that they depend on changed
    contents : Contents
        what the run holds
    """

    folder: Path
    settings: Settings
    kept: tuple[str, ...]
    contents: Contents

    @property
    def problems(self) -> list[str]:
        """Files and rows that could not be used."""
        return self.contents.problems


def run(settings: Settings, folder: Path, until: str = "review", progress: Progress | None = None) -> Outcome:
    """Bring a run up to date: work the stages whose inputs, settings or code changed, keep the others.

    Parameters
    ----------
    settings : Settings
    folder : Path
        ``artifacts/NAME``
    until : str
        last stage, one of STAGES; later stages that the run has already are brought up to date too
    progress : Progress, optional
        shows the work

    Raises
    ------
    TextmlError
        a setting, seed or path is wrong, or the run cannot be written; the run that stood there is untouched then
    """
    progress = progress or Silent()
    started = datetime.now(UTC)
    store.recover(folder)
    for path in list_built_in(settings.corpus):
        progress.say(f"{path}: not here, using the one that comes with textml (an invented newspaper; see textml init)")
    for kind in settings.reports.table_formats:
        # A missing extra is an error before the work, not after it.
        table_bytes([], f"tables.{kind}")
    inputs = _hash_inputs(settings)
    keys = _stage_keys(settings, inputs)
    earlier = _read_earlier(folder)
    wanted = _wanted_stages(until, earlier)
    valid = _valid_stages(keys, earlier)
    if earlier and all(name in valid for name in wanted):
        progress.say(f"nothing changed: {', '.join(wanted)} kept")
        return Outcome(folder, settings, tuple(wanted), Contents(earlier))
    with store.write_run(folder) as draft:
        if earlier and not store.is_same_run(earlier):
            # Another process has written the run since.
            earlier = _read_earlier(folder)
            valid = [name for name in valid if name in _valid_stages(keys, earlier)]
        flow = Flow(folder.name, settings, draft, progress, Contents(earlier) if earlier else None)
        had = earlier.manifest["stages"] if earlier else {}
        files = _work_stages(flow, wanted, {name: had[name]["files"] for name in valid})
        done = {name: {"key": keys[name], "files": files[name]} for name in wanted}
        manifest = _build_manifest(flow, done, inputs, started)
        draft.write_json(store.MANIFEST, manifest)
    if draft.set_aside:
        why = "was changed by hand, or made by another version of textml"
        progress.say(f"{folder}: the run that stood there {why}; it is kept as {draft.set_aside}")
    kept = tuple(name for name in wanted if name in valid)
    return Outcome(folder, settings, kept, flow.contents.moved_to(folder, manifest))


def _work_stages(flow: Flow, wanted: Sequence[str], kept: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Work the stages that are wanted, take over the files of those that are kept.

    Returns
    -------
    {stage: names of its files}
    """
    done: dict[str, list[str]] = {}
    for name in wanted:
        if name in kept:
            flow.draft.keep(kept[name])
            flow.progress.say(f"{name}: unchanged, kept")
        else:
            with flow.progress.stage(name):
                STAGES[name].work(flow)
            flow.progress.say(f"{name}: done")
        written = set(store.files_of(flow.draft.folder)).difference(*done.values())
        done[name] = sorted(written)
    return done


def _wanted_stages(until: str, earlier: store.Run | None) -> list[str]:
    """Stages up to `until`, and those that the run has: what is out of date is worked again, never dropped."""
    last = list(STAGES).index(until)
    had = earlier.manifest["stages"] if earlier else {}
    return [name for number, name in enumerate(STAGES) if number <= last or name in had]


def _valid_stages(keys: Mapping[str, str], earlier: store.Run | None) -> list[str]:
    """Stages of the run that would come out the same."""
    had = earlier.manifest["stages"] if earlier else {}
    return [name for name in STAGES if name in had and had[name]["key"] == keys[name]]


def _read_earlier(folder: Path) -> store.Run | None:
    """The earlier run; None where there is none, or its files were changed."""
    try:
        return store.read_run(folder) if (folder / store.MANIFEST).exists() else None
    except ArtifactError:
        return None


def _hash_inputs(settings: Settings) -> dict[str, str]:
    """sha256 of every input by the path it is known by.

    Raises
    ------
    CorpusError : a path of [corpus] input does not exist or holds nothing readable
    """
    corpus = settings.corpus
    gold = locate(corpus.truth) if corpus.truth else ""
    files = [Path(file) for path in corpus.input for file in find_inputs(locate(path), gold)]
    named = (corpus.labeled, corpus.sections, corpus.truth, corpus.corrections, corpus.user_words, corpus.stop_words)
    files += [path for name in named if name and (path := locate(name)).is_file()]
    return {file.as_posix(): _hash_input(file) for file in files}


def _hash_input(file: Path) -> str:
    """sha256 of an input; one that cannot be read is a problem when it is read, not here."""
    try:
        return store.sha256_of(file)
    except OSError as problem:
        return f"unreadable: {problem.strerror}"


def _stage_keys(settings: Settings, inputs: dict[str, str]) -> dict[str, str]:
    """A digest for each stage of all that decides its outcome: code, libraries, settings, what it builds on."""
    # The number of processes changes how long it takes, not what comes out.
    tables = settings.model_dump(mode="json", exclude={"corpus": {"workers"}})
    keys: dict[str, str] = {}
    for name, stage in STAGES.items():
        used = {table: tables[table] for table in stage.tables}
        below: list[Any] = [keys[need] for need in stage.needs] or [inputs]
        keys[name] = store.digest([name, made_with(), used, below])
    return keys


def _build_manifest(flow: Flow, stages: dict[str, Any], inputs: dict[str, str], started: datetime) -> dict[str, Any]:
    contents = flow.contents
    return {
        "made_by": "textml",
        "format": store.FORMAT,
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "settings": flow.settings.model_dump(mode="json"),
        "inputs": inputs,
        "rows": {"items": len(contents.items), "stories": len(contents.stories), "seeds": len(contents.seeds)},
        "stages": stages,
        "golden": choose_golden(contents.stories, contents.models),
        "files": store.hash_files(flow.draft.folder),
    }
