"""What all tests of reviewing share."""

import pytest

from textml.review.desk import learner


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser has to be waited for here."""
    monkeypatch.setattr(learner, "_PAUSE", 0.0)
