"""Decide whether an article gets a label, and make its row of the label table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from textml.corpus.article import Article
from textml.corpus.sections import Section
from textml.display import card
from textml.models.sections.classifier import SectionClassifier
from textml.models.sections.keyword_guess import guess_by_keywords
from textml.models.sections.selective import AbstentionRule, PrecisionError
from textml.models.topics.model import TopicModel
from textml.reasons import Reason

#: Confidence of the page cutter below which the bounds of an article need review, whatever its section.
SURE_CUT = 0.5
# Words in the column `why` for each of the two likeliest sections: more do not fit into a cell on a screen.
_WHY_WORDS = 6
# Decimals of the probabilities: more would differ between processors.
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Models:
    """The models of a run.

    Attributes
    ----------
    sections : SectionClassifier or None
        The classifier.
    topics : TopicModel or None
        The topic model.
    missing : tuple of Reason
        Why one of them, or both, are None, the classifier first; empty otherwise.
    keywords : mapping of str to sequence of str
        Words of the sections that have some, by which sections are guessed without a classifier.
    """

    sections: SectionClassifier | None
    topics: TopicModel | None
    missing: tuple[Reason, ...] = ()
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def section_names(self) -> list[str]:
        """Sections that have a probability: those of the classifier, or those that have keywords to guess by."""
        return list(self.keywords) if self.sections is None else [str(name) for name in self.sections.classes_]


@dataclass(frozen=True, slots=True)
class PrecisionPromise:
    """The precision that labels reach, or why none is promised; as text one English sentence.

    Attributes
    ----------
    precision : float
        Share of labels that must be right, in (0, 1); 0 if there is no classifier.
    coverage : float or None
        Expected share of articles that get a label, in [0, 1]; None if nothing is promised.
    threshold : float or None
        Lowest confidence of a label, in [0, 1]; None if nothing is promised.
    reason : Reason or None
        Why nothing is promised; None otherwise.
    n_none : int
        Labelled articles of none of the sections that the promise rests on; without any, it holds for articles of the
        sections only, as far as others resemble no labelled article.
    by_pool : bool
        Whether the coverage is that of the unlabelled articles of the run, not of the labelled ones.
    """

    precision: float = 0.0
    coverage: float | None = None
    threshold: float | None = None
    reason: Reason | None = None
    n_none: int = 0
    by_pool: bool = False

    def __str__(self) -> str:
        if self.coverage is None:
            return str(self.reason or "")
        which = "unlabelled ones of the run" if self.by_pool else "labelled ones"
        return (
            f"asked for {100 * self.precision:.0f} % precision: about {100 * self.coverage:.0f} % of articles like the "
            f"{which} get a label: those that resemble a labelled article and have a confidence of "
            f"{self.threshold:.2f} or more. {self._describe_strangers()}"
        )

    def _describe_strangers(self) -> str:
        if self.n_none:
            return f"Articles of none of the sections count as wrong; {self.n_none} labels say what they are like"
        return (
            "It assumes that articles of none of the sections resemble no labelled one: label some as none to be sure"
        )


class Labeller:
    """Selective classifier: it labels an article if the requested precision holds, else leaves it to a person.

    Parameters
    ----------
    models : Models
        Fitted models.
    precision : float
        Share of labels that must be right, in (0, 1).
    n_words : int
        Largest number of words in the column `why` for each of the two likeliest sections.

    Attributes
    ----------
    promise : PrecisionPromise
        The precision that the labels reach, or why none is promised and no label given.
    names : tuple of str
        Columns of the label table.
    """

    def __init__(self, models: Models, precision: float, n_words: int = _WHY_WORDS) -> None:
        self.models, self._n_words = models, n_words
        self._rule, self.promise = _choose_rule(models, precision)
        sections = [f"p_{name}" for name in models.section_names]
        self.names = ("id", "title", "section", "confidence", *sections, "topic", "needs_review", "why")

    def _repr_html_(self) -> str:
        return card("Labeller", (f"{len(self.names)} columns", *self.names), text=str(self.promise))

    def label(self, articles: Sequence[Article], shares: np.ndarray | None = None) -> dict[str, Sequence[Any]]:
        """Label articles; a row depends on its article alone, not on the others of the batch.

        Parameters
        ----------
        articles : (n_articles,) sequence of Article
            Stories.
        shares : (n_articles, n_topics) ndarray of float or None
            Their topic shares, as `TopicModel.transform` gives them; None infers them.

        Returns
        -------
        dict of str to (n_articles,) sequence
            Columns of the label table in the order of `names`: id, title, section (empty for an abstention), confidence
            (0 to 1), ``p_SECTION`` for the probability of each section, topic, needs_review, why. An article without a
            section that needs no review is of none of the sections.
        """
        texts = [article.text for article in articles]
        unsure = np.array([article.confidence < SURE_CUT for article in articles], dtype=bool)
        columns = {"id": [a.id for a in articles], "title": [a.title for a in articles], **self._label_sections(texts)}
        columns["topic"] = self._name_topics(texts, shares)
        columns["needs_review"] = unsure | columns["needs_review"]
        return {name: columns[name] for name in self.names}

    def _label_sections(self, texts: Sequence[str]) -> dict[str, Any]:
        classifier = self.models.sections
        if classifier is None:
            return self._guess_sections(texts)
        found = classifier.predict_details(texts, self._n_words)
        given = rejected = np.zeros(len(texts), dtype=bool)
        if self._rule is not None:
            given, rejected = self._rule.accepts(found), self._rule.rejects(found)
        names = [str(name) for name in classifier.classes_]
        likeliest, runner_up = ([names[i] for i in which] for which in (found.likeliest, found.runner_up))
        proba = np.round(found.proba, _DECIMALS)
        words = zip(likeliest, found.spoke_for, runner_up, found.spoke_against, strict=True)
        return {
            "section": [name if sure else "" for name, sure in zip(likeliest, given.tolist(), strict=True)],
            "confidence": proba.max(axis=1),
            "needs_review": ~(given | rejected),
            **{f"p_{name}": proba[:, column] for column, name in enumerate(names)},
            "why": [_join_words(*row) for row in words],
        }

    def _guess_sections(self, texts: Sequence[str]) -> dict[str, Any]:
        """No section, but what the keywords make likely; a person decides all."""
        names = self.models.section_names
        found = guess_by_keywords(texts, self.models.keywords)
        proba = np.round(found.proba, _DECIMALS)
        return {
            "section": [""] * len(texts),
            "confidence": proba.max(axis=1, initial=0.0),
            "needs_review": np.ones(len(texts), dtype=bool),
            **{f"p_{name}": proba[:, column] for column, name in enumerate(names)},
            "why": [_join_keywords(names, *row) for row in zip(proba, found.words, strict=True)],
        }

    def _name_topics(self, texts: Sequence[str], shares: np.ndarray | None) -> list[str]:
        topics = self.models.topics
        if topics is None:
            return [""] * len(texts)
        names = [topic.name for topic in topics.topics_]
        shares = topics.transform(texts) if shares is None else shares
        return [names[largest] for largest in shares.argmax(axis=1).tolist()]


def as_rows(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Turn the columns of a table into rows of plain values.

    Examples
    --------
    >>> as_rows({"id": ["a", "b"], "confidence": np.array([0.5, 0.25])})
    [{'id': 'a', 'confidence': 0.5}, {'id': 'b', 'confidence': 0.25}]
    """
    plain = [values.tolist() if isinstance(values, np.ndarray) else values for values in columns.values()]
    return [dict(zip(columns, row, strict=True)) for row in zip(*plain, strict=True)]


def _choose_rule(models: Models, precision: float) -> tuple[AbstentionRule | None, PrecisionPromise]:
    """Choose which articles get a label (no rule: none of them), and say what that promises."""
    if models.sections is None:
        return None, PrecisionPromise(reason=next(iter(models.missing), None))
    try:
        rule = models.sections.abstention_rule(precision)
    except PrecisionError as no:
        return None, PrecisionPromise(precision, reason=no.reason)
    n_none = int((models.sections.labelled_sections_ == models.sections.reject_).sum())
    return rule, PrecisionPromise(precision, rule.coverage, rule.threshold, None, n_none, rule.by_pool)


def _join_words(section: str, spoke_for: Sequence[str], runner_up: str, spoke_against: Sequence[str]) -> str:
    """The column `why`: words for the likeliest section, then those for the runner-up."""
    against = f"; {runner_up}: {' '.join(spoke_against)}" if spoke_against else ""
    return f"{section}: {' '.join(spoke_for)}{against}"


def is_of_none(row: Mapping[str, Any]) -> bool:
    """Whether a row of the label table says that its article is of none of the sections.

    Examples
    --------
    >>> is_of_none({"section": "", "needs_review": False}), is_of_none({"section": "", "needs_review": True})
    (True, False)
    """
    return not row["section"] and not row["needs_review"]


def _join_keywords(names: Sequence[str], proba: np.ndarray, words: Sequence[Sequence[str]]) -> str:
    """The column `why` of a guess: keywords of the likeliest section, then of the next one."""
    order = np.argsort(-proba, kind="stable")[:2].tolist()
    return "; ".join(f"{names[i]}: {' '.join(words[i][:_WHY_WORDS])}" for i in order if words[i])


def count_guessed(rows: Sequence[Mapping[str, Any]], promise: PrecisionPromise) -> int:
    """Count the rows whose section is guessed by keywords; 0 where there is a classifier.

    Parameters
    ----------
    rows : sequence of mapping
        Of the label table.
    promise : PrecisionPromise
        What goes with it.
    """
    return 0 if promise.precision else sum(1 for row in rows if row["confidence"] > 0)


def label_of(row: Mapping[str, Any], reject: Section | None) -> str:
    """Section of a row of the label table, the name for none of them, or "" where it is left to a person."""
    return reject.key if reject and is_of_none(row) else str(row["section"])


def likeliest_sections(row: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Read the two likeliest sections of a row of the label table, with their probabilities; none where nothing is.

    Examples
    --------
    >>> likeliest_sections({"id": "a", "p_sport": 0.1, "p_culture": 0.3, "p_economy": 0.6})
    [('economy', 0.6), ('culture', 0.3)]
    """
    proba = sorted(((value, name[2:]) for name, value in row.items() if name.startswith("p_")), reverse=True)
    return [(name, value) for value, name in proba[:2] if proba[0][0] > 0]
