"""Bring a run up to date: run the stages that changed, keep the others."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textml import store
from textml.config import Settings
from textml.corpus.formats.table import table_bytes
from textml.disk.files import files_of
from textml.manifest import FORMAT
from textml.predict.contents import Contents
from textml.predict.golden import choose_golden
from textml.progress import Progress, Silent
from textml.runs.costs import Cost, measure_cost, read_costs
from textml.runs.flow import Flow
from textml.runs.inputs import hash_inputs
from textml.runs.results import describe_stage
from textml.runs.stages import STAGES
from textml.runs.starter import list_built_in
from textml.runs.up_to_date import build_stage_keys, find_unchanged, find_wanted, read_earlier
from textml.versions import versions


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
        stages that were not run again, because nothing that they depend on changed
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
    """Bring a run up to date: run the stages whose inputs, settings or code changed, keep the others.

    Parameters
    ----------
    settings : Settings
    folder : Path
        ``artifacts/NAME``
    until : str
        last stage, one of STAGES; later stages that the run already has are brought up to date too
    progress : Progress, optional
        shows the work

    Raises
    ------
    TextmlError
        a setting, seed or path is wrong, or the run cannot be written; an existing run is then untouched
    """
    progress = progress or Silent()
    started = datetime.now(UTC)
    store.recover(folder)
    for path in list_built_in(settings.corpus):
        progress.say(
            f"{path}: not found, using the one that comes with textml (an invented newspaper; see textml init)"
        )
    for kind in settings.reports.table_formats:
        # A missing extra is an error before the work, not after it.
        table_bytes([], f"tables.{kind}")
    inputs = hash_inputs(settings)
    keys = build_stage_keys(settings, inputs.state())
    earlier = read_earlier(folder, keys)
    wanted = find_wanted(until, earlier)
    valid = find_unchanged(keys, earlier)
    if earlier and all(name in valid for name in wanted):
        progress.say(f"nothing changed: {', '.join(wanted)} kept")
        return Outcome(folder, settings, tuple(wanted), earlier.contents)
    with store.write_run(folder) as draft:
        if earlier and not store.is_same_run(earlier.run):
            # Another process has written the run since.
            earlier = read_earlier(folder, keys)
            valid = [name for name in valid if name in find_unchanged(keys, earlier)]
        flow = Flow(folder.name, settings, inputs, draft, progress, earlier.contents if earlier else None)
        had = earlier.stages if earlier else {}
        # what cannot be used is not removed
        draft.keeps_previous = earlier is None
        files = _work_stages(flow, wanted, {name: had[name]["files"] for name in valid}, read_costs(had))
        # an input that changed while it was read is another one the next time
        keys = build_stage_keys(settings, inputs.state())
        done = {name: {"key": keys[name], "files": files[name], **_list_cost(flow, name)} for name in wanted}
        manifest = draft.write_manifest(_build_manifest(flow, done, started))
    if draft.set_aside:
        why = "was changed by hand, is broken, or was made by another version of textml"
        progress.say(f"{folder}: the earlier run {why}; it is kept as {draft.set_aside}")
    kept = tuple(name for name in wanted if name in valid)
    return Outcome(folder, settings, kept, flow.contents.moved_to(folder, manifest))


def _work_stages(
    flow: Flow, wanted: Sequence[str], kept: Mapping[str, list[str]], costs: Mapping[str, Cost]
) -> dict[str, list[str]]:
    """Run the stages that are wanted, and take over the files of those that are kept; `costs` are those of before.

    Returns
    -------
    {stage: names of its files}
    """
    done: dict[str, list[str]] = {}
    for name in wanted:
        if name in kept:
            flow.draft.keep(kept[name])
            if flow.previous:
                flow.contents.take_over(flow.previous, name)
            if name in costs:
                flow.costs[name] = costs[name]
            flow.progress.say(f"{STAGES[name].title}: unchanged, kept")
        else:
            flow.costs[name] = _work_stage(flow, name, costs.get(name, Cost()).seconds)
        written = set(files_of(flow.draft.folder)).difference(*done.values())
        done[name] = sorted(written)
    return done


def _work_stage(flow: Flow, name: str, expected: float) -> Cost:
    """Run a stage that took so many seconds the last time, and show what came out of it."""
    with flow.progress.stage(STAGES[name].title, expected) as finish:
        with measure_cost() as cost:
            STAGES[name].work(flow)
        finish(describe_stage(name, flow.contents))
    return cost


def _list_cost(flow: Flow, name: str) -> dict[str, Any]:
    """What a stage took, for the manifest; nothing where that was never measured."""
    return asdict(flow.costs[name]) if name in flow.costs else {}


def _build_manifest(flow: Flow, stages: dict[str, Any], started: datetime) -> dict[str, Any]:
    contents = flow.contents
    return {
        "made_by": "textml",
        "format": FORMAT,
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "settings": flow.settings.model_dump(mode="json"),
        "inputs": flow.inputs.sums(),
        "rows": {"items": len(contents.items), "stories": len(contents.stories), "seeds": len(contents.seeds)},
        "stages": stages,
        "golden": choose_golden(contents.stories or contents.seeds, contents.models),
        "files": store.hash_files(flow.draft.folder),
    }
