"""Requests that come together are labelled together, and fail apart."""

import threading
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from textml.corpus.article import Article
from textml.predict.labeller import Labeller, Models
from textml.reasons import Reason
from textml.review.desk.desk import Desk
from textml.review.web.failures import MissingModelError
from textml.review.web.gather import Gatherer


@pytest.fixture
def gatherer(desk: Desk) -> Gatherer:
    """Over the small run, which nothing else is labelling."""
    desk.wait()
    return Gatherer(desk.contents, 0.7)


@pytest.fixture
def articles(desk: Desk) -> list[Article]:
    """Three stories."""
    return desk.contents.stories[1:4]


def watch_calls(monkeypatch: pytest.MonkeyPatch, bad: str = "") -> list[int]:
    """Sizes of the batches that are labelled; a batch with the bad text fails."""
    sizes: list[int] = []
    label = Labeller.label

    def watched(self: Labeller, batch: Sequence[Article], *rest: Any) -> Any:
        sizes.append(len(batch))
        if bad and any(article.text == bad for article in batch):
            raise FloatingPointError("of no use")
        return label(self, batch, *rest)

    monkeypatch.setattr(Labeller, "label", watched)
    return sizes


def test_those_that_wait_are_one_batch(
    gatherer: Gatherer, articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one request is labelled three more come: they take one call, and each gets its own row."""
    sizes = watch_calls(monkeypatch)
    found: dict[int, Any] = {}
    threads = [
        threading.Thread(target=lambda n=n, a=a: found.update({n: gatherer.label([a])})) for n, a in enumerate(articles)
    ]
    with gatherer._working:
        for thread in threads:
            thread.start()
        while len(gatherer._waiting) < len(threads):
            pass
    for thread in threads:
        thread.join()
    assert sizes == [3]
    assert [found[n][0][0]["id"] for n in range(3)] == [article.id for article in articles]
    monkeypatch.undo()
    assert [found[n][0] for n in range(3)] == [gatherer.label([article])[0] for article in articles]


def test_an_article_that_fails_does_not_fail_the_others(
    client: TestClient, articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named with the reason; the others have their rows."""
    watch_calls(monkeypatch, articles[1].body)
    answer = client.post("/api/label", json={"texts": [article.body for article in articles]}).json()
    assert [row["id"] for row in answer["rows"]] == ["1", "3"]
    assert answer["left_out"] == [
        {
            "id": "2",
            "reason": "could not be labelled (FloatingPointError: of no use). Check its text, or leave it out",
        }
    ]


def test_a_large_request_is_taken_in_parts(
    gatherer: Gatherer, articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two parts others have their turn; the rows are all there, in order."""
    sizes = watch_calls(monkeypatch)
    many = [Article(str(n), "", articles[n % 3].body) for n in range(600)]
    rows, failures = gatherer.label(many)
    assert sizes == [256, 256, 88]
    assert [row["id"] for row in rows] == [str(n) for n in range(600)]
    assert failures == []


def test_a_run_without_a_model_labels_nothing() -> None:
    """The reason says what to do."""
    missing = (Reason("no_topics", {"n": 3, "needed": 4}),)
    contents: Any = SimpleNamespace(
        models=Models(None, None, missing), folder=SimpleNamespace(folder=Path("artifacts/small"))
    )
    with pytest.raises(MissingModelError, match=r"holds no model \(no topics: .* `textml train small`"):
        Gatherer(contents, 0.9).label([Article("a", "", "text")])
