"""Requests invented from the description of the API: every answer is one that the description allows."""

from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from textml.review.desk.desk import Desk
from textml.review.web.app import build_guarded
from textml.review.web.guard import Rules

schemathesis = pytest.importorskip("schemathesis", reason="what invents requests is not installed: make test brings it")

# Requests for each route; most of what is found is found by the first ones.
N_EXAMPLES = 12


@pytest.fixture(scope="package")
def operations(desk: Desk) -> list[Any]:
    """The routes that the page describes itself, behind its guard; schemathesis asks under the name testserver."""
    guarded = build_guarded(desk, Rules("testserver"))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", guarded)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_answers_are_those_that_are_described(operations: list[Any], mode: Any) -> None:
    """Whatever is sent, as described or not: no failure of the server, and status, type and form as described."""
    asked = Counter[str]()
    for operation in operations:

        @settings(
            max_examples=N_EXAMPLES,
            derandomize=True,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            asked[case.operation.label] += 1
            case.call_and_validate()

        # nothing of a route without values can be wrong
        with suppress(Unsatisfiable):
            ask()
    assert len(asked) >= (len(operations) if mode is schemathesis.GenerationMode.POSITIVE else 10)
