"""Honest scores: grouped cross-validation with intervals, beside what a score has to beat."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import StratifiedGroupKFold

from textml.display import brief, card, escape_text
from textml.models.evaluation.baselines import predict_by_keywords, predict_majority
from textml.models.evaluation.intervals import wilson_interval

#: Labels a section needs before an estimate says more than chance.
MIN_LABELS = 5
_RESAMPLES = 2000

Labels = NDArray[np.str_]


class Classifier(Protocol):
    """What is scored: learns from texts and labels, with unlabelled texts beside."""

    classes_: Any

    def fit(self, texts: Sequence[str], labels: Sequence[str], unlabeled: Sequence[str] | None = None) -> Any: ...
    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.floating[Any]]: ...


#: Makes an unfitted classifier for the labels that it is going to learn.
Builder = Callable[[Sequence[str]], Classifier]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share between 0 and 1 with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} % ({100 * self.low:.1f} to {100 * self.high:.1f})"

    __repr__ = brief

    def _repr_html_(self) -> str:
        return escape_text(self)


@dataclass(frozen=True, slots=True)
class SectionScore:
    """How well one section is found; `n_articles` articles carry its label."""

    section: str
    n_articles: int
    precision: Estimate
    recall: Estimate


@dataclass(frozen=True, slots=True)
class Scores:
    """Out-of-fold scores of a labelled set, or the reason why there are none.

    Attributes
    ----------
    reason : why nothing was estimated; empty where something was
    n_articles, n_groups, n_folds : what was scored and how it was split
    macro_f1, accuracy : of the classifier, with 95 % intervals from resampled groups
    baselines : macro-F1 of "majority" and "keywords" on the same articles
    sections : a score a section; confusion[i][j] : articles of section i that were given section j
    labels, groups : of the articles, as given
    predicted, proba : out-of-fold label and (n_articles, n_sections) probabilities in the order of the articles
    """

    reason: str = ""
    n_articles: int = 0
    n_groups: int = 0
    n_folds: int = 0
    macro_f1: Estimate | None = None
    accuracy: Estimate | None = None
    baselines: Mapping[str, Estimate] = field(default_factory=dict)
    sections: Sequence[SectionScore] = ()
    confusion: Sequence[Sequence[int]] = ()
    labels: Sequence[str] = ()
    groups: Sequence[int] = ()
    predicted: Sequence[str] = ()
    proba: Sequence[Sequence[float]] = ()

    __repr__ = brief

    def _repr_html_(self) -> str:
        if self.reason:
            return card("Scores", (self.reason,))
        facts = (
            f"macro-F1 {self.macro_f1}",
            f"accuracy {self.accuracy}",
            *(f"{name} alone: macro-F1 {found}" for name, found in self.baselines.items()),
            f"{self.n_articles} articles of {self.n_groups} groups in {self.n_folds} folds",
        )
        rows = ((score.section, score.n_articles, score.precision, score.recall) for score in self.sections)
        return card("Scores", facts, ("section", "articles", "precision", "recall"), rows)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled set and the pool beside it, with the groups that a split may not tear apart.

    Attributes
    ----------
    texts, labels, groups : (n_articles,) each
    pool, pool_groups, pool_dates : (n_unlabelled,) each; dates empty where unknown
    """

    texts: Sequence[str]
    labels: Labels
    groups: NDArray[np.int64]
    pool: Sequence[str] = ()
    pool_groups: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    pool_dates: Sequence[str] = ()

    __repr__ = brief

    def with_pool_before(self, day: str) -> "Labelled":
        """The same without unlabelled articles of this day or later; undated ones stay."""
        kept = [i for i, date in enumerate(self.pool_dates) if date < day]
        texts, dates = [self.pool[i] for i in kept], [self.pool_dates[i] for i in kept]
        return replace(self, pool=texts, pool_groups=self.pool_groups[kept], pool_dates=dates)


def cross_validate(
    build: Builder,
    labelled: Labelled,
    keywords: Mapping[str, Sequence[str]],
    n_folds: int = 5,
    random_state: int = 0,
) -> Scores:
    """Score a classifier on articles that it has not seen, nor any of their group.

    Parameters
    ----------
    build : makes an unfitted classifier for the labels of a fold; it is fitted anew, features included
    labelled : the articles; unlabelled ones of a held-out group are left out of that fold's pool
    keywords : words of each section, for the keyword baseline
    n_folds : 2 or more
    random_state : of the folds and of the resampling

    Returns
    -------
    Scores, with a reason and nothing else where a section has fewer than MIN_LABELS labels or there are fewer groups
    than folds
    """
    reason = too_few(labelled, n_folds)
    if reason:
        return Scores(reason, n_articles=len(labelled.texts))
    sections = sorted(set(labelled.labels.tolist()))
    proba = np.zeros((len(labelled.texts), len(sections)))
    rivals: dict[str, Labels] = {
        name: np.empty(len(labelled.texts), labelled.labels.dtype) for name in ("majority", "keywords")
    }
    folds = StratifiedGroupKFold(n_folds, shuffle=True, random_state=random_state)
    for train, test in folds.split(labelled.texts, labelled.labels, labelled.groups):
        held = [labelled.texts[i] for i in test]
        classifier = fit_apart(build, labelled, train, test)
        # a fold without the articles of a rare section knows nothing of it
        columns = [sections.index(name) for name in np.asarray(classifier.classes_).tolist()]
        proba[np.ix_(test, columns)] = classifier.predict_proba(held)
        majority = predict_majority(labelled.labels[train].tolist(), len(test))
        rivals["majority"][test] = majority
        rivals["keywords"][test] = predict_by_keywords(held, keywords, majority[0])
    return _scores(labelled, sections, proba, rivals, n_folds, random_state)


def too_few(labelled: Labelled, n_folds: int) -> str:
    """Why a labelled set does not bear an estimate; empty where it does."""
    counts = {str(name): int((labelled.labels == name).sum()) for name in sorted(set(labelled.labels.tolist()))}
    poor = [f"{name} has {count}" for name, count in counts.items() if count < MIN_LABELS]
    if len(counts) < 2:
        return f"only {next(iter(counts), 'no section')} has labels; an estimate needs two. Label another section's"
    if poor:
        short = ", ".join(poor)
        return f"too few labels for an estimate: {short}; {MIN_LABELS} a section are needed. Label some more of these"
    groups_of = {name: len(set(labelled.groups[labelled.labels == name])) for name in counts}
    few = [f"{name} comes from {count}" for name, count in groups_of.items() if count < n_folds]
    if few:
        short = ", ".join(few)
        return f"too few issues for {n_folds} folds: {short}. Label articles of other issues, or lower [models] folds"
    return ""


def fit_apart(build: Builder, labelled: Labelled, train: NDArray[np.int64], test: NDArray[np.int64]) -> Classifier:
    """Fit on some articles and on that part of the pool which shares no group with those under test.

    Parameters
    ----------
    train, test : positions of articles
    """
    away = set(labelled.groups[test].tolist())
    pool = [text for text, group in zip(labelled.pool, labelled.pool_groups.tolist(), strict=True) if group not in away]
    texts, labels = [labelled.texts[i] for i in train], labelled.labels[train].tolist()
    classifier = build(labels)
    classifier.fit(texts, labels, unlabeled=pool or None)
    return classifier


def _scores(
    labelled: Labelled,
    sections: list[str],
    proba: NDArray[np.float64],
    rivals: Mapping[str, Labels],
    n_folds: int,
    random_state: int,
) -> Scores:
    truth, predicted = labelled.labels, np.array(sections)[proba.argmax(axis=1)]
    samples = resample_groups(labelled.groups, random_state)

    def estimate(measure: Callable[[NDArray[np.float64]], float], found: Labels) -> Estimate:
        return interval(measure, confusions(truth, found, sections, samples))

    tables = confusions(truth, predicted, sections, samples)

    def share(parts: Callable[[NDArray[np.float64]], tuple[float, float]]) -> Estimate:
        # however groups are drawn, 36 right of 36 stay so: the wider of both intervals is the honest one
        drawn, counted = interval(lambda table: _share(*parts(table)), tables), wilson(*map(int, parts(tables[0])))
        return Estimate(drawn.value, min(drawn.low, counted.low), max(drawn.high, counted.high))

    return Scores(
        n_articles=len(truth),
        n_groups=len(set(labelled.groups.tolist())),
        n_folds=n_folds,
        macro_f1=estimate(macro_f1, predicted),
        accuracy=estimate(accuracy, predicted),
        baselines={name: estimate(macro_f1, found) for name, found in rivals.items()},
        sections=[
            SectionScore(
                name,
                int((truth == name).sum()),
                share(lambda table, k=k: (table[k, k], table[:, k].sum())),  # type: ignore[misc]
                share(lambda table, k=k: (table[k, k], table[k].sum())),  # type: ignore[misc]
            )
            for k, name in enumerate(sections)
        ],
        confusion=confusion_matrix(truth, predicted, labels=sections).tolist(),
        labels=truth.tolist(),
        groups=labelled.groups.tolist(),
        predicted=predicted.tolist(),
        proba=proba.tolist(),
    )


def resample_groups(groups: NDArray[np.int64], random_state: int, n_resamples: int = _RESAMPLES) -> NDArray[np.int64]:
    """How often each article is in each resample when whole groups are drawn with replacement (cluster bootstrap,
    Efron 1979).

    Returns
    -------
    (1 + n_resamples, n_articles) int; the first row is the set itself, all ones
    """
    names, member = np.unique(groups, return_inverse=True)
    drawn = np.random.default_rng(random_state).multinomial(
        len(names), np.full(len(names), 1 / len(names)), size=n_resamples
    )
    return np.vstack([np.ones(len(groups), np.int64), drawn[:, member]])


def confusions(
    truth: Labels, found: Labels, sections: Sequence[str], samples: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Confusion matrix of every resample: (n_samples, n_sections, n_sections), rows are the truth."""
    at = {name: k for k, name in enumerate(sections)}
    cell = np.array([at[t] * len(sections) + at[f] for t, f in zip(truth.tolist(), found.tolist(), strict=True)])
    hits = np.zeros((len(truth), len(sections) ** 2))
    hits[np.arange(len(truth)), cell] = 1
    return (samples @ hits).reshape(len(samples), len(sections), len(sections))


def interval(measure: Callable[[NDArray[np.float64]], float], tables: NDArray[np.float64]) -> Estimate:
    """A measure of the first table, with the 2.5 % and 97.5 % points of the others."""
    values = np.array([measure(table) for table in tables])
    low, high = np.percentile(values[1:], [2.5, 97.5])
    return Estimate(float(values[0]), float(min(low, values[0])), float(max(high, values[0])))


def macro_f1(table: NDArray[np.float64]) -> float:
    """Mean over sections of the harmonic mean of precision and recall; a section never met and never given counts 0."""
    both = table.sum(axis=0) + table.sum(axis=1)
    return float(np.mean(2 * np.diagonal(table) / np.maximum(both, 1e-12)))


def accuracy(table: NDArray[np.float64]) -> float:
    """Share of articles with the right section."""
    return _share(np.trace(table), table.sum())


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


def wilson(right: int, of: int) -> Estimate:
    """A share with its 95 % interval by Wilson (1927); 0 of 0 is 0 with the interval 0 to 1."""
    if not of:
        return Estimate(0.0, 0.0, 1.0)
    low, high = wilson_interval(np.array(right / of), np.array(of))
    return Estimate(right / of, float(low), float(high))
