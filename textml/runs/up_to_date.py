"""Which stages of a run are up to date and need not run again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textml import store
from textml.config import Settings
from textml.disk.files import digest
from textml.errors import TextmlError
from textml.manifest import MANIFEST
from textml.predict.contents import Contents
from textml.runs.stages import STAGES
from textml.versions import made_with


@dataclass(frozen=True)
class EarlierRun:
    """The run that there is already; files of stages that are up to date are what stages write.

    Attributes
    ----------
    run : store.Run
        the run
    contents : Contents
        its files as values, those of stages that are up to date all read
    """

    run: store.Run
    contents: Contents

    @property
    def stages(self) -> Mapping[str, Any]:
        """Key and files of each of its stages."""
        return dict(self.run.manifest["stages"])


def read_earlier(folder: Path, keys: Mapping[str, str]) -> EarlierRun | None:
    """The earlier run, with all that may be kept of it read; None where there is none, or it cannot be used."""
    try:
        if not (folder / MANIFEST).exists():
            return None
        run = store.read_run(folder)
        earlier = EarlierRun(run, Contents(run))
        earlier.contents.check(find_unchanged(keys, earlier), run.manifest["golden"])
    except TextmlError:
        return None
    return earlier


def find_wanted(until: str, earlier: EarlierRun | None) -> list[str]:
    """Stages up to `until`, and those that the run has: outdated ones are run again, never dropped."""
    last = list(STAGES).index(until)
    had = earlier.stages if earlier else {}
    return [name for number, name in enumerate(STAGES) if number <= last or name in had]


def find_unchanged(keys: Mapping[str, str], earlier: EarlierRun | None) -> list[str]:
    """Stages of the run whose results would be the same."""
    had = earlier.stages if earlier else {}
    return [name for name in STAGES if name in had and had[name]["key"] == keys[name]]


def build_stage_keys(settings: Settings, inputs: Mapping[str, str]) -> dict[str, str]:
    """A digest for each stage of all that decides its outcome: code, libraries, settings, what it builds on."""
    # The number of processes changes how long it takes, not what comes out.
    tables = settings.model_dump(mode="json", exclude={"corpus": {"workers"}})
    keys: dict[str, str] = {}
    for name, stage in STAGES.items():
        used = {table: tables[table] for table in stage.tables}
        below: list[Any] = [keys[need] for need in stage.needs] or [dict(inputs)]
        keys[name] = digest([name, made_with(), used, below])
    return keys
