"""A labeller whose labels are known, for tests that need no models."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from textml.corpus.article import Article
from textml.predict.labeller import Labeller, Models


class FakeLabeller(Labeller):
    """Labels "law" what has 法 in its text; fails on an article with the text 坏."""

    def __init__(self) -> None:
        super().__init__(Models(None, None), 0.9)

    def label(self, articles: Sequence[Article]) -> dict[str, Sequence[Any]]:
        if any(article.text.startswith("坏") for article in articles):
            raise ZeroDivisionError("by this article")
        columns = super().label(articles)
        found = ["law" if "法" in article.text else "" for article in articles]
        return {**columns, "section": found, "needs_review": np.array([not section for section in found], dtype=bool)}
