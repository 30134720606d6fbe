"""What a stage took is measured, kept in the manifest, and read again."""

import mmap
import sys
import time

import pytest

from textml.runs.costs import Cost, measure_cost, read_costs, read_peak
from textml.runs.section_stages import _count_fits


def test_seconds_are_those_of_the_block() -> None:
    """A block that sleeps for a fifth of a second took a fifth of a second."""
    with measure_cost() as cost:
        time.sleep(0.2)
    assert 0.2 <= cost.seconds < 5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts the peak anew")
def test_the_peak_is_that_of_the_block() -> None:
    """Eighty megabytes in a block are in its peak, and no longer in that of the next one."""
    # straight from the system: an array may take memory that earlier tests have left in use
    with measure_cost() as large, mmap.mmap(-1, 80 * 1024 * 1024) as held:
        held.write(b"1" * len(held))
    with measure_cost() as small:
        pass
    assert 60 < large.peak_mb - small.peak_mb < 200
    assert small.peak_mb <= read_peak() // 1024**2 + 1


def test_costs_that_were_never_measured_are_left_out() -> None:
    """Stages of an older manifest say nothing; a whole number of seconds is one too."""
    stages = {
        "corpus": {"seconds": 2, "peak_mb": 310},
        "topics": {"key": "k", "files": []},
        "labels": {"seconds": "2", "peak_mb": 310},
    }
    assert read_costs(stages) == {"corpus": Cost(2.0, 310)}


def test_fits_are_counted_as_the_next_ones_begin() -> None:
    """When the third fit begins two are done; what is built is what the builder builds."""
    seen: list[int] = []
    build = _count_fits(lambda labels: f"fitted on {labels}", seen.append)  # type: ignore[arg-type,return-value]
    assert [str(build(labels)) for labels in ("a", "b", "c")] == ["fitted on a", "fitted on b", "fitted on c"]
    assert seen == [0, 1, 2]
