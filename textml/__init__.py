"""Newspaper pages in, labelled articles and a topic report out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textml.corpus.article import Article as Article
    from textml.corpus.article import Page as Page
    from textml.corpus.pages.cutting import split_page as split_page
    from textml.corpus.reading.inputs import read_articles as read_articles
    from textml.corpus.reading.inputs import read_pages as read_pages
    from textml.features.lda.estimator import LDA as LDA
    from textml.models.sections.classifier import SectionClassifier as SectionClassifier
    from textml.models.topics.model import TopicModel as TopicModel
    from textml.progress import Bars as Bars
    from textml.reports.html.topic_map import topic_map as topic_map
    from textml.runs.open_run import open_run as open_run

__version__ = "0.1.0"

# Loaded on first use, so that `import textml` and `textml --help` stay fast.
_ROOM_OF = {
    "Article": "textml.corpus.article",
    "Page": "textml.corpus.article",
    "read_articles": "textml.corpus.reading.inputs",
    "read_pages": "textml.corpus.reading.inputs",
    "split_page": "textml.corpus.pages.cutting",
    "LDA": "textml.features.lda.estimator",
    "SectionClassifier": "textml.models.sections.classifier",
    "TopicModel": "textml.models.topics.model",
    "Bars": "textml.progress",
    "topic_map": "textml.reports.html.topic_map",
    "open_run": "textml.runs.open_run",
}
__all__ = sorted(_ROOM_OF)


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'textml' has no attribute {name!r}")
    return getattr(import_module(_ROOM_OF[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
