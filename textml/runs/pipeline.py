"""Bring a run up to date: run the stages that changed, keep the others."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textml import store
from textml.config import Settings
from textml.corpus.formats.table import table_bytes
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
from textml.runs.up_to_date import Rules, find_wanted, read_earlier
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


def run(
    settings: Settings, folder: Path, until: str = "review", progress: Progress | None = None, fresh: bool = False
) -> Outcome:
    """Bring a run up to date: run the stages whose inputs, settings or code changed, keep the others.

    Where nothing but articles differs from the earlier run, and few do ([runs] refit_share), classifier, scores and
    topics stay as they were fitted. What an earlier call had finished before it was stopped is taken over.

    Parameters
    ----------
    settings : Settings
    folder : Path
        ``artifacts/NAME``
    until : str
        last stage, one of STAGES; later stages that the run already has are brought up to date too
    progress : Progress, optional
        shows the work
    fresh : bool
        whether every stage works anew; the files are then the same whatever run was there before

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
    rules = Rules(settings, hash_inputs(settings))
    earlier = None if fresh else read_earlier(folder, rules)
    wanted = find_wanted(until, earlier)
    if earlier and set(wanted) <= set(rules.find_unchanged(earlier)):
        progress.say(f"nothing changed: {', '.join(wanted)} kept")
        store.forget_draft(folder)
        return Outcome(folder, settings, tuple(wanted), earlier.contents)
    with store.write_run(folder, fresh) as draft:
        if earlier and not store.is_same_run(earlier.run):
            # Another process has written the run since.
            earlier = read_earlier(folder, rules)
        flow = Flow(folder.name, settings, rules.inputs, draft, progress, earlier)
        # what cannot be used is not removed
        draft.keeps_previous = earlier is None and not fresh
        kept = tuple(name for name in wanted if _bring_up_to_date(flow, name, rules))
        for name in draft.finished.keys() - set(wanted):
            draft.drop_stage(name)
        manifest = draft.write_manifest(_build_manifest(flow, started))
    if draft.set_aside:
        why = "was changed by hand, is broken, or was made by another version of textml"
        progress.say(f"{folder}: the earlier run {why}; it is kept as {draft.set_aside}")
    return Outcome(folder, settings, kept, flow.contents.moved_to(folder, manifest))


def _bring_up_to_date(flow: Flow, name: str, rules: Rules) -> bool:
    """Work on a stage, or take over what there is of it; return whether nothing had to be done."""
    draft, earlier, title = flow.draft, flow.earlier, STAGES[name].title
    if rules.holds(name, draft.finished.get(name), draft.sums):
        flow.progress.say(f"{title}: finished before textml was stopped, kept")
        return True
    draft.drop_stage(name)
    before = set(draft.sums)
    had = earlier.stages.get(name) if earlier else None
    if earlier and had and rules.holds(name, had, draft.sums):
        flow.keep_stage(name)
        draft.finish_stage(name, had)
        flow.progress.say(f"{title}: unchanged, kept")
        return True
    fitted = _find_fitted(flow, name, rules)
    extend = STAGES[name].extend if fitted else None
    cost = _work_stage(flow, name, extend)
    entry = rules.describe(name, draft.sums, len(flow.contents.stories))
    if name == "corpus" and flow.growth and flow.growth.n_different:
        flow.progress.say(f"since the earlier run: {flow.growth}")
    if fitted:
        entry["fitted"] = fitted
        flow.progress.say(f"{title}: as fitted on {fitted['articles']:,} articles, {fitted['since']:,} differ since")
    draft.finish_stage(name, {**entry, **asdict(cost), "files": sorted(draft.sums.keys() - before)})
    return False


def _find_fitted(flow: Flow, name: str, rules: Rules) -> dict[str, Any] | None:
    """On what the models were fitted that a stage keeps although articles differ; None where it fits anew."""
    earlier = flow.earlier
    if earlier is None or STAGES[name].extend is None or flow.growth is None or earlier.lacks_topics(name):
        return None
    had, n_different = earlier.stages.get(name), flow.growth.n_different
    if had is None or not rules.may_extend(name, had, flow.draft.sums, n_different):
        return None
    return {**had["fitted"], "since": had["fitted"]["since"] + n_different}


def _work_stage(flow: Flow, name: str, extend: Callable[[Flow, str], None] | None) -> Cost:
    """Run a stage, or extend what the earlier run has of it, and show what came out."""
    had = read_costs(flow.earlier.stages) if flow.earlier else {}
    with flow.progress.stage(STAGES[name].title, had.get(name, Cost()).seconds) as finish:
        with measure_cost() as cost:
            if extend:
                extend(flow, name)
            else:
                STAGES[name].work(flow)
        finish(describe_stage(name, flow.contents))
    return cost


def _build_manifest(flow: Flow, started: datetime) -> dict[str, Any]:
    contents, kept = flow.contents, flow.kept_models
    return {
        "made_by": "textml",
        "format": FORMAT,
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "settings": flow.settings.model_dump(mode="json"),
        "inputs": flow.inputs.sums(),
        "rows": {"items": len(contents.items), "stories": len(contents.stories), "seeds": len(contents.seeds)},
        "samples": [str(sample) for sample in flow.samples],
        "differs_from_fresh": str(kept) if kept else "",
        "differs_from_earlier": str(flow.growth) if flow.growth and flow.growth.n_different else "",
        "stages": flow.draft.finished,
        "golden": choose_golden(contents.stories or contents.seeds, contents.models),
        "files": dict(sorted(flow.draft.sums.items())),
    }
