"""A small project after a run, and what starts the next one."""

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, files_of, without_costs
from textml.config import read_settings
from textml.progress import Finish, Silent
from textml.runs.pipeline import Outcome, run
from textml.runs.stages import STAGES

PAGE = "seeds/pages/2025-01-14/03.txt"
START = Callable[..., Outcome]


class Stopped(Silent):
    """Somebody who presses Ctrl-C when a stage begins; it knows which were begun."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.begun: list[str] = []

    def stage(self, name: str, expected: float = 0.0) -> AbstractContextManager[Finish]:
        self.begun.append(name)
        if name == STAGES[self.at].title:
            raise KeyboardInterrupt
        return super().stage(name, expected)


def start_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> START:
    """What starts a run in a project; changes of settings are given by table and key."""

    def start(fresh: bool = False, progress: Silent | None = None, until: str = "labels", **changes: Any) -> Outcome:
        monkeypatch.chdir(folder)
        tables = {"runs": {"refit_share": 0.5}, **changes}
        return run(read_settings(Path("configs/default.toml"), tables), Path("artifacts/r"), until, progress, fresh)

    return start


def add_page(folder: Path, page: str = PAGE) -> None:
    (folder / page).parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / page, folder / page)


def comparable(folder: Path) -> dict[str, bytes]:
    """Files of a run; manifest and report without times and costs, and without the sums over them."""
    found = files_of(folder)
    page = found.get("reports/index.html")
    if page is not None:
        found["reports/index.html"] = without_costs(page)
    manifest = json.loads(found["manifest.json"])
    kept = {key: value for key, value in manifest.items() if key not in ("started", "finished", "sum")}
    kept["files"].pop("reports/index.html", None)
    for stage in kept["stages"].values():
        del stage["seconds"], stage["peak_mb"]
    return found | {"manifest.json": json.dumps(kept).encode()}
