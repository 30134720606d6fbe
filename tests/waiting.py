"""Wait for a state and not for seconds."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Seconds. What is waited for comes within one or two, on a busy machine within some more: only what is broken takes
# minutes, and then the message shows why.
PATIENCE = 300
_PAUSE = 0.02


def wait_until(look: Callable[[], T | None], what: str, log: Callable[[], str] = str) -> T:
    """What `look` finds, as soon as it finds something; a failure says what was awaited, with the end of a log."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {PATIENCE} s\n{log()[-4000:]}")
        time.sleep(_PAUSE)
    return found
