"""Grouped cross-validation of a section classifier, with intervals and baselines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from textml.display import brief, card
from textml.models.evaluation.baselines import predict_by_keywords, predict_majority
from textml.models.evaluation.held_out import Builder, Labelled, Labels, deal_folds, deal_pool, predict_beside
from textml.models.evaluation.intervals import Estimate, bootstrap_interval, estimate_share, resample_groups
from textml.models.evaluation.weights import (
    LEAST_POOL,
    Weighing,
    effective_number,
    margins,
    weigh_by_pool,
    weigh_random,
)
from textml.reasons import Reason
from textml.workers import map_threads

#: Labels a section needs before an estimate says more than chance.
MIN_LABELS = 5

#: Baselines that a classifier has to beat.
Rival = Literal["majority", "keywords"]


@dataclass(frozen=True, slots=True)
class SectionScore:
    """How well one section is found.

    Attributes
    ----------
    section : str
        Its key.
    n_articles : int
        Articles that carry its label.
    precision, recall : Estimate
        Shares in [0, 1].
    """

    section: str
    n_articles: int
    precision: Estimate
    recall: Estimate


@dataclass(frozen=True, slots=True)
class Scores:
    """Out-of-fold scores of a labelled set, or the reason why there are none.

    Attributes
    ----------
    reason : Reason or None
        Why nothing was estimated.
    n_articles, n_groups, n_folds : int
        What was scored and how it was split.
    n_pool, n_unlabelled : int
        Unlabelled articles that were learnt from, and those that they are a sample of.
    reject : str
        Label of articles of none of the sections; empty where no article carries it.
    macro_f1, accuracy : Estimate or None
        Of the classifier, with intervals from resampled groups; macro-F1 over the sections, without `reject`.
    baselines : mapping of str to Estimate
        Macro-F1 of "majority" and "keywords" on the same articles.
    sections : sequence of SectionScore
        One score for each section, and one for `reject`.
    confusion : (n_sections, n_sections) sequence of int
        ``confusion[i][j]`` articles of section i were predicted as section j.
    ids, labels, groups : (n_articles,) sequence
        Of the articles, as given; `ids` is empty where the articles have none.
    predicted : (n_articles,) sequence of str
        Out-of-fold sections.
    proba : (n_articles, n_sections) sequence of float
        Out-of-fold probabilities, rows sum to 1.
    weighing : {"", "pool", "random", "none"}
        How the scores allow for suggested articles, which are hard ones: there are none, see `weigh_by_pool`; the
        others alone count; or there are too few of both, and the scores are those of hard articles.
    weights : (n_articles,) sequence of float
        How many articles each stands for in all scores, mean 1; empty where all count the same.
    n_suggested : int
        Labelled articles that were suggested.
    """

    reason: Reason | None = None
    n_articles: int = 0
    n_groups: int = 0
    n_folds: int = 0
    n_pool: int = 0
    n_unlabelled: int = 0
    reject: str = ""
    macro_f1: Estimate | None = None
    accuracy: Estimate | None = None
    baselines: Mapping[Rival, Estimate] = field(default_factory=dict)
    sections: Sequence[SectionScore] = ()
    confusion: Sequence[Sequence[int]] = ()
    ids: Sequence[str] = ()
    labels: Sequence[str] = ()
    groups: Sequence[int] = ()
    predicted: Sequence[str] = ()
    proba: Sequence[Sequence[float]] = ()
    weighing: Weighing = ""
    weights: Sequence[float] = ()
    n_suggested: int = 0

    __repr__ = brief

    def is_whole(self) -> bool:
        """Whether there is either a reason or an estimate, with as many entries everywhere as there are articles."""
        if self.reason or self.macro_f1 is None or self.accuracy is None:
            return bool(self.reason)
        names, n = {row.section for row in self.sections}, len(self.sections)
        lengths = {len(column) for column in (self.ids, self.labels, self.groups, self.predicted, self.proba)}
        lengths |= {len(self.weights)} - {0}
        widths = {len(row) for row in (*self.proba, *self.confusion)}
        known = {*self.labels, *self.predicted} <= names
        return lengths == {self.n_articles} and widths == {n} and len(self.confusion) == n and known

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


def cross_validate(
    build: Builder,
    labelled: Labelled,
    keywords: Mapping[str, Sequence[str]],
    n_folds: int = 5,
    random_state: int = 0,
    n_jobs: int = 1,
) -> Scores:
    """Score a classifier on articles that it has not seen, nor any of their group.

    Parameters
    ----------
    build : callable
        Makes an unfitted classifier for the labels of a fold; it is fitted anew, features included.
    labelled : Labelled
        The articles. Unlabelled ones of a held-out group are left out of that fold's pool.
    keywords : mapping of str to sequence of str
        Words of each section, for the keyword baseline; sections without labels are left out.
    n_folds : int
        2 or more.
    random_state : int
        Seed of the folds and of the resampling.
    n_jobs : int
        Folds that are fitted at a time, -1 for one on each core; the result does not depend on it.

    Returns
    -------
    Scores
        Only a reason where a section has fewer than MIN_LABELS labels, or comes from fewer groups than
        there are folds.

    Examples
    --------
    >>> import numpy as np
    >>> from textml.corpus.seeds import read_sections, read_seeds
    >>> from textml.models.evaluation.near_duplicates import group_articles
    >>> from textml.models.sections.classifier import SectionClassifier
    >>> seeds = read_seeds("seeds/labeled.jsonl", read_sections("seeds/sections.toml"))
    >>> texts = [seed.text for seed in seeds]
    >>> groups = group_articles(texts, [seed.date for seed in seeds])
    >>> labelled = Labelled(texts, np.array([seed.section for seed in seeds]), groups)
    >>> scores = cross_validate(SectionClassifier, labelled, {}, n_folds=3)
    >>> scores.accuracy.low < scores.accuracy.value < scores.accuracy.high
    True
    """
    reason = why_no_estimate(labelled, n_folds)
    if reason:
        return Scores(reason, n_articles=len(labelled.texts))
    sections = sorted(set(labelled.labels.tolist()))
    # sections.toml may name sections that nobody has labelled yet
    keywords = {section: words for section, words in keywords.items() if section in sections}
    proba = np.zeros((len(labelled.texts), len(sections)))
    rivals: dict[Rival, Labels] = {
        name: np.empty(len(labelled.texts), labelled.labels.dtype) for name in get_args(Rival)
    }
    folds, beside = deal_folds(labelled, n_folds, random_state), deal_pool(labelled, n_folds)
    parts = [(*fold, away) for fold, away in zip(folds, beside, strict=True)]
    pool = np.zeros((len(labelled.pool), len(sections)))
    predicted = map_threads(lambda part: predict_beside(build, labelled, *part), parts, n_jobs)
    for (train, test, away), (found, unlabelled) in zip(parts, predicted, strict=True):
        # a fold without the articles of a rare section knows nothing of it
        columns = [sections.index(name) for name in found.classes]
        proba[test[:, None], columns] = found.proba
        pool[away[:, None], columns] = unlabelled.proba
        majority = predict_majority(labelled.labels[train].tolist(), len(test))
        rivals["majority"][test] = majority
        rivals["keywords"][test] = predict_by_keywords([labelled.texts[i] for i in test], keywords, majority[0])
    weighing, weights = _weigh(labelled, proba, pool[np.sort(np.concatenate(beside))])
    return _scores(labelled, sections, proba, rivals, n_folds, random_state, weighing, weights)


def _weigh(
    labelled: Labelled, proba: NDArray[np.float64], pool: NDArray[np.float64]
) -> tuple[Weighing, NDArray[np.float64]]:
    """How the labelled articles are weighed, and their weights, mean 1."""
    suggested = labelled.suggested
    if not suggested.any():
        return "", np.ones(len(proba))
    if len(pool) >= LEAST_POOL:
        n_unlabelled = labelled.n_unlabelled - (len(labelled.pool) - len(pool))
        return "pool", weigh_by_pool(margins(proba), suggested, margins(pool), n_unlabelled)
    drawn = labelled.labels[~suggested].tolist()
    if all(drawn.count(name) >= MIN_LABELS for name in set(labelled.labels.tolist()) - {labelled.reject}):
        return "random", weigh_random(suggested)
    return "none", np.ones(len(proba))


def why_no_estimate(labelled: Labelled, n_folds: int) -> Reason | None:
    """Why a labelled set is too small to be scored, or None.

    Parameters
    ----------
    labelled : Labelled
        The articles.
    n_folds : int
        2 or more.
    """
    names = sorted(set(labelled.labels.tolist()) - {labelled.reject})
    if len(names) < 2:
        return Reason("no_estimate_of_one_section", {"sections": names})
    counts = {name: int((labelled.labels == name).sum()) for name in names}
    poor = {name: n for name, n in counts.items() if n < MIN_LABELS}
    if poor:
        return Reason("few_labels", {"found": poor, "needed": MIN_LABELS})
    n_groups = {name: len(set(labelled.groups[labelled.labels == name].tolist())) for name in names}
    few = {name: n for name, n in n_groups.items() if n < n_folds}
    return Reason("few_issues", {"found": few, "n_folds": n_folds}) if few else None


def _scores(
    labelled: Labelled,
    sections: list[str],
    proba: NDArray[np.float64],
    rivals: Mapping[Rival, Labels],
    n_folds: int,
    random_state: int,
    weighing: Weighing,
    weights: NDArray[np.float64],
) -> Scores:
    truth, predicted = labelled.labels, np.array(sections)[proba.argmax(axis=1)]
    samples = resample_groups(labelled.groups, random_state) * weights
    tables = confusions(truth, predicted, sections, samples)
    evidence = effective_number(weights) / len(weights)
    measure_f1 = f1_over(sections, labelled.reject)
    return Scores(
        n_articles=len(truth),
        n_groups=len(set(labelled.groups.tolist())),
        n_folds=n_folds,
        n_pool=len(labelled.pool),
        n_unlabelled=max(labelled.n_unlabelled, len(labelled.pool)),
        reject=labelled.reject if labelled.reject in sections else "",
        macro_f1=bootstrap_interval(measure_f1, tables),
        accuracy=bootstrap_interval(accuracy, tables),
        baselines={
            name: bootstrap_interval(measure_f1, confusions(truth, found, sections, samples))
            for name, found in rivals.items()
        },
        sections=[
            _section_score(name, int((truth == name).sum()), k, tables, evidence) for k, name in enumerate(sections)
        ],
        confusion=np.rint(tables[0]).astype(int).tolist(),
        ids=list(labelled.ids),
        labels=truth.tolist(),
        groups=labelled.groups.tolist(),
        predicted=predicted.tolist(),
        proba=proba.tolist(),
        weighing=weighing,
        weights=np.round(weights, 6).tolist() if weighing in ("pool", "random") else (),
        n_suggested=int(labelled.suggested.sum()),
    )


def _section_score(name: str, n_articles: int, k: int, tables: NDArray[np.float64], evidence: float) -> SectionScore:
    """Score of the section in row and column `k`; `evidence` is what a weighed article tells against one of all."""
    hits, of_given, of_true = tables[:, k, k], tables[:, :, k].sum(axis=1), tables[:, k].sum(axis=1)
    precision, recall = (_resampled_share(hits, totals, evidence) for totals in (of_given, of_true))
    return SectionScore(name, n_articles, precision, recall)


def _resampled_share(hits: NDArray[np.float64], totals: NDArray[np.float64], evidence: float) -> Estimate:
    """A share of the first resample, the set itself, with the wider of two intervals.

    Resampling 36 right of 36 always gives 36 of 36; Wilson's interval allows for 36 being few.
    """
    drawn = bootstrap_interval(lambda pair: _share(*pair), np.column_stack([hits, totals]))
    counted = estimate_share(evidence * hits[0], evidence * totals[0])
    return Estimate(drawn.value, min(drawn.low, counted.low), max(drawn.high, counted.high))


def confusions(
    truth: Labels, found: Labels, sections: Sequence[str], samples: NDArray[np.int64] | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Confusion matrix of every resample.

    Parameters
    ----------
    truth, found : (n_articles,) ndarray of str
        True and predicted sections.
    sections : sequence of str
        Their keys, in the order of rows and columns.
    samples : (n_samples, n_articles) ndarray of int or float
        See `resample_groups`; times the weights of the articles, if they have some.

    Returns
    -------
    (n_samples, n_sections, n_sections) ndarray of float
        Rows are the truth.
    """
    at = {name: k for k, name in enumerate(sections)}
    cell = np.array([at[t] * len(sections) + at[f] for t, f in zip(truth.tolist(), found.tolist(), strict=True)])
    hits = np.zeros((len(truth), len(sections) ** 2))
    hits[np.arange(len(truth)), cell] = 1
    return (samples @ hits).reshape(len(samples), len(sections), len(sections))


def f1_over(sections: Sequence[str], reject: str) -> Callable[[NDArray[np.float64]], float]:
    """Return what measures `macro_f1` over the sections; articles of none of them count where they are taken for one.

    Parameters
    ----------
    sections : sequence of str
        Labels, in the order of rows and columns.
    reject : str
        The one of articles of none of the sections; may be missing.
    """
    proper = [k for k, name in enumerate(sections) if name != reject]
    return lambda table: macro_f1(table, proper)


def macro_f1(table: NDArray[np.float64], sections: Sequence[int] | None = None) -> float:
    """Mean over sections of the harmonic mean of precision and recall.

    A section that is neither in the truth nor predicted counts 0.

    Parameters
    ----------
    table : (n_sections, n_sections) ndarray of float
        Confusion matrix, rows are the truth.
    sections : sequence of int or None
        Rows of the sections that count; None: all.

    Returns
    -------
    float
        In [0, 1].
    """
    both = table.sum(axis=0) + table.sum(axis=1)
    found = 2 * np.diagonal(table) / np.maximum(both, 1e-12)
    return float(np.mean(found if sections is None else found[list(sections)]))


def accuracy(table: NDArray[np.float64]) -> float:
    """Share of articles with the right section.

    Parameters
    ----------
    table : (n_sections, n_sections) ndarray of float
        Confusion matrix, rows are the truth.

    Returns
    -------
    float
        In [0, 1].
    """
    return _share(np.trace(table), table.sum())


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
