"""What a report tells of: everything that a run came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from textml.corpus.article import Article
from textml.corpus.formats.rows import Row
from textml.corpus.seeds import Section, Seed
from textml.models.topics.model import TopicModel
from textml.reports.texts import Language


@dataclass(frozen=True, slots=True)
class RunContent:
    """Everything a report tells of.

    Attributes
    ----------
    name : of the run; pages : id, issue, path, encoding of each; items : all that was cut or read
    stories : those that were labelled; dropped : id, title of the others
    problems : files that could not be used; notes : what is worth a look
    sections, seeds : the labelled set; labels : rows of the label table, one a story
    promise : a `Promise` as plain values; precision : the share of right labels asked for
    scores : cross-validated scores as plain values; n_folds : asked for; learning : learning curve as plain values
    suspects : labels that look wrong; review : rows for a person
    confusions : topics that mix up sections, as plain values
    topics : fitted model or None; n_topics : asked for
    """

    name: str
    pages: Sequence[Row]
    items: Sequence[Article]
    stories: Sequence[Article]
    dropped: Sequence[Row]
    problems: Sequence[str]
    notes: Sequence[str]
    sections: Sequence[Section]
    seeds: Sequence[Seed]
    labels: Sequence[Row]
    promise: Row
    precision: float
    scores: Row
    n_folds: int
    learning: Row
    suspects: Sequence[Row]
    review: Sequence[Row]
    topics: TopicModel | None
    n_topics: int
    confusions: Sequence[Row] = ()

    @property
    def titles(self) -> dict[str, str]:
        """How readers know the sections, by key."""
        return {section.key: section.title for section in self.sections}


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is drawn: formats of the figures, words and articles shown for a topic, language, formats of the
    tables beside CSV."""

    figure_formats: Sequence[str] = ("png", "svg")
    n_words: int = 12
    n_articles: int = 5
    language: Language = "zh"
    table_formats: Sequence[str] = ("csv",)
