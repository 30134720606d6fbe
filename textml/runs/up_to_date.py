"""Which stages of a run are up to date, and which models may stay although articles differ."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from textml import store
from textml.config import Settings
from textml.disk.files import digest
from textml.errors import TextmlError
from textml.manifest import MANIFEST
from textml.predict.contents import Contents
from textml.runs.flow import EarlierRun
from textml.runs.inputs import Inputs
from textml.runs.stages import GROWING, STAGES
from textml.versions import made_with

Sums = Mapping[str, str]


class Rules:
    """What decides whether a stage is worked, kept or extended.

    Parameters
    ----------
    settings : Settings
        those of the run that is made now
    inputs : Inputs
        the files that it reads
    """

    def __init__(self, settings: Settings, inputs: Inputs) -> None:
        self.settings = settings
        self.inputs = inputs

    def build_key(self, name: str, sums: Sums, without: frozenset[str] = frozenset()) -> str:
        """A digest of all that decides the outcome of a stage: code, libraries, settings, and what it reads.

        Parameters
        ----------
        name : str
            of the stage
        sums : mapping of str to str
            sha256 of the files that earlier stages left, by name
        without : set of str
            files that are left out
        """
        stage = STAGES[name]
        used = [_look_up(self._tables, place) for place in stage.tables]
        read = {file: sums.get(file, "") for file in stage.reads if file not in without}
        return digest([name, self._made_with, used, read or self.inputs.state()])

    def describe(self, name: str, sums: Sums, n_articles: int) -> dict[str, Any]:
        """What the manifest says of a stage that was worked: its key and, where it fits models, on what.

        Parameters
        ----------
        name : str
            of the stage
        sums : mapping of str to str
            sha256 of the files that earlier stages left, by name
        n_articles : int
            articles that it worked on
        """
        key = self.build_key(name, sums)
        if STAGES[name].extend is None:
            return {"key": key}
        base = self.build_key(name, sums, GROWING)
        return {"key": key, "fitted": {"key": key, "base": base, "articles": n_articles, "since": 0}}

    def holds(self, name: str, entry: Mapping[str, Any] | None, sums: Sums) -> bool:
        """Whether a stage would read what it has read, and does not rest on models that have to be fitted anew."""
        if entry is None or entry["key"] != self.build_key(name, sums):
            return False
        fitted = entry.get("fitted")
        return not fitted or not fitted["since"] or self._may_stay(fitted, 0)

    def may_extend(self, name: str, entry: Mapping[str, Any] | None, sums: Sums, n_different: int) -> bool:
        """Whether the models of a stage may stay although articles differ, as nothing else does.

        Parameters
        ----------
        name : str
            of the stage
        entry : mapping or None
            what the earlier run says of it
        sums : mapping of str to str
            sha256 of the files that earlier stages left, by name
        n_different : int
            articles that are new, changed or gone since that run
        """
        fitted = entry.get("fitted") if entry else None
        if not fitted or fitted["base"] != self.build_key(name, sums, GROWING):
            return False
        return self._may_stay(fitted, n_different)

    def find_unchanged(self, earlier: EarlierRun | None) -> list[str]:
        """Stages of the earlier run that would write the same, as long as those before them do."""
        if earlier is None:
            return []
        return [name for name in STAGES if self.holds(name, earlier.stages.get(name), earlier.sums)]

    def _may_stay(self, fitted: Mapping[str, Any], n_more: int) -> bool:
        return bool(fitted["since"] + n_more < self.settings.runs.refit_share * fitted["articles"])

    @cached_property
    def _tables(self) -> dict[str, Any]:
        # The number of processes changes how long it takes, not what comes out.
        return self.settings.model_dump(mode="json", exclude={"corpus": {"workers"}})

    @cached_property
    def _made_with(self) -> dict[str, str]:
        return made_with()


def _look_up(tables: Mapping[str, Any], place: str) -> Any:
    """A table of the settings, or a single setting named ``table.key``."""
    table, _, key = place.partition(".")
    return tables[table][key] if key else tables[table]


def read_earlier(folder: Path, rules: Rules) -> EarlierRun | None:
    """The earlier run, with all that may be kept of it read; None where there is none, or it cannot be used."""
    try:
        if not (folder / MANIFEST).exists():
            return None
        run = store.read_run(folder)
        earlier = EarlierRun(run, Contents(run))
        earlier.contents.check(rules.find_unchanged(earlier), run.manifest["golden"])
    except TextmlError:
        return None
    return earlier


def find_wanted(until: str, earlier: EarlierRun | None) -> list[str]:
    """Stages up to `until`, and those that the run has: outdated ones are run again, never dropped."""
    last = list(STAGES).index(until)
    had = earlier.stages if earlier else {}
    return [name for number, name in enumerate(STAGES) if number <= last or name in had]
