"""Search for input that breaks a reader, for so many seconds: `python -m tests.fuzz.run 600 cutter table.csv`."""

import math
import multiprocessing
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import FrameType

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.mutate import crc, mutated
from tests.fuzz.targets import TARGETS, try_input

SEEDS = Path(__file__).parent / "seeds"
# CPU seconds of one input, which has at most 200 kB: what takes longer is not linear, or never ends.
_LONGEST = 15
# Inputs between two looks at the clock.
_ROUND = 200


class TooSlowError(Exception):
    """An input took longer than any of its size may."""


def _stop(signum: int, frame: FrameType | None) -> None:
    raise TooSlowError(f"more than {_LONGEST} s")


class Search:
    """One target, the folder its inputs are written to, and what was found so far."""

    def __init__(self, name: str, scratch: Path) -> None:
        self.name, self.target, self.scratch = name, TARGETS[name], scratch
        self.inputs = mutated(self.target.good())
        self.n_inputs, self.until = 0, math.inf
        self.known: set[str] = set()
        self.failed: tuple[str, bytes, str] | None = None

    def try_one(self, content: bytes) -> None:
        """Feed an input; raise what breaks it for the first time."""
        if time.monotonic() > self.until and self.failed is None:
            return
        self.n_inputs += 1
        (self.scratch / "current").write_bytes(content)
        folder = Path(tempfile.mkdtemp(dir=self.scratch))
        signal.setitimer(signal.ITIMER_PROF, _LONGEST)
        try:
            try_input(self.target, content, folder)
        except Exception as error:
            where = _place(error)
            if where not in self.known:
                self.failed = where, content, "".join(traceback.format_exception(error)[-6:])
                raise
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            shutil.rmtree(folder, ignore_errors=True)

    def search(self, seconds: float) -> None:
        """Feed broken inputs until the time is up; print and keep every finding once."""
        self.until = time.monotonic() + seconds
        while time.monotonic() < self.until:
            self.search_once()
        print(f"{self.name}: {self.n_inputs:,} inputs in {seconds:.0f} s, {len(self.known)} findings", flush=True)

    def search_once(self) -> None:
        """Feed inputs until one breaks the target in a new way, or for one round."""
        one_round = settings(
            max_examples=_ROUND,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            derandomize=False,
        )(seed(random.getrandbits(64))(given(self.inputs)(self.try_one)))
        try:
            one_round()
        except Exception:
            if self.failed is None:
                raise
            self._keep(*self.failed)

    def _keep(self, where: str, content: bytes, trace: str) -> None:
        self.known.add(where)
        print(
            f"FOUND {self.name}: {where}\n{trace}input {content[:300]!r}\nkept as {keep(self.name, content)}",
            flush=True,
        )
        self.failed = None


def keep(name: str, content: bytes) -> Path:
    """Write an input that broke a target to its folder in seeds/."""
    (SEEDS / name).mkdir(parents=True, exist_ok=True)
    kept = SEEDS / name / crc(content)
    kept.write_bytes(content)
    return kept


def _place(error: Exception) -> str:
    """Type of an error, and the last line of textml that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/textml/" in frame.filename.replace("\\", "/")] or frames
    return f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno}"


def _search(name: str, seconds: float, scratch: Path) -> None:
    signal.signal(signal.SIGPROF, _stop)
    Search(name, scratch).search(seconds)


def main(seconds: float, names: list[str]) -> int:
    """Search all targets, or those named, one after the other, each in a process that may die."""
    before = {path for path in SEEDS.rglob("*") if path.is_file()}
    spawn = multiprocessing.get_context("spawn")
    for name in names or TARGETS:
        with tempfile.TemporaryDirectory() as scratch:
            process = spawn.Process(target=_search, args=(name, seconds / len(names or TARGETS), Path(scratch)))
            process.start()
            process.join()
            if process.exitcode:
                current = Path(scratch) / "current"
                print(f"FOUND {name}: the process ended with {process.exitcode}", flush=True)
                print(f"kept as {keep(name, current.read_bytes() if current.exists() else b'')}", flush=True)
    found = {path for path in SEEDS.rglob("*") if path.is_file()} - before
    print(f"{len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0, sys.argv[2:]))
