"""Which stages of a run are up to date and need not run again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textml import store
from textml.config import Settings
from textml.errors import ArtifactError
from textml.files import digest
from textml.manifest import MANIFEST
from textml.runs.stages import STAGES
from textml.versions import made_with


def find_wanted(until: str, earlier: store.Run | None) -> list[str]:
    """Stages up to `until`, and those that the run has: outdated ones are run again, never dropped."""
    last = list(STAGES).index(until)
    had = earlier.manifest["stages"] if earlier else {}
    return [name for number, name in enumerate(STAGES) if number <= last or name in had]


def find_unchanged(keys: Mapping[str, str], earlier: store.Run | None) -> list[str]:
    """Stages of the run whose results would be the same."""
    had = earlier.manifest["stages"] if earlier else {}
    return [name for name in STAGES if name in had and had[name]["key"] == keys[name]]


def read_earlier(folder: Path) -> store.Run | None:
    """The earlier run; None where there is none, or its files were changed."""
    try:
        return store.read_run(folder) if (folder / MANIFEST).exists() else None
    except ArtifactError:
        return None


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
