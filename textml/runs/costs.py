"""What a stage of a run costs: its seconds, and the memory that it needed at most."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Linux counts the most memory of a process anew when a 5 is written here (proc(5), clear_refs).
_COUNT_ANEW = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")
# The peak of a process is in kilobytes, on macOS in bytes (getrusage(2)).
_KILOBYTE = 1024
_MEGABYTE = 1024 * 1024


@dataclass
class Cost:
    """What a stage took.

    Attributes
    ----------
    seconds : float
        From its beginning to its end; 0 before its end.
    peak_mb : int
        Most memory of the process while it worked, in MB of 1024 * 1024 bytes, worker processes apart; where a system
        cannot count anew, since the process began; 0 where it does not count at all.
    """

    seconds: float = 0.0
    peak_mb: int = 0


@contextmanager
def measure_cost() -> Iterator[Cost]:
    """Measure what a block takes.

    Yields
    ------
    Cost
        filled in at the end of the block
    """
    cost = Cost()
    _count_anew()
    started = time.monotonic()
    yield cost
    cost.seconds = round(time.monotonic() - started, 3)
    cost.peak_mb = read_peak() // _MEGABYTE


def read_costs(stages: Mapping[str, Any]) -> dict[str, Cost]:
    """Read what the stages of a run took; those that do not say are left out.

    Parameters
    ----------
    stages : mapping of str to mapping
        ``stages`` of a manifest.
    """
    found = {}
    for name, stage in stages.items():
        seconds, peak = stage.get("seconds"), stage.get("peak_mb")
        if isinstance(seconds, int | float) and isinstance(peak, int):
            found[name] = Cost(float(seconds), peak)
    return found


def read_peak() -> int:
    """Most memory of this process, in bytes, since it was last counted anew; 0 where the system does not say."""
    try:
        for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * _KILOBYTE
    except OSError:
        # no Linux
        pass
    if sys.platform == "win32":
        return 0
    from resource import RUSAGE_SELF, getrusage

    peak = getrusage(RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * _KILOBYTE


def _count_anew() -> None:
    """Let the peak begin at what is in use now, where the system can do that."""
    try:
        _COUNT_ANEW.write_text("5", encoding="ascii")
    except OSError:
        # no Linux, or no right to: the peak is then that of all stages so far
        return
