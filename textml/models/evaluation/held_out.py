"""Predict labelled articles by classifiers that saw neither them nor any article of their group."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from textml.corpus.pages.ids import keep_letters
from textml.display import brief

Labels = NDArray[np.str_]


class Classifier(Protocol):
    """What is scored: a classifier fitted on texts with labels and on texts without."""

    classes_: Any

    def fit(self, texts: Sequence[str], labels: Sequence[str], unlabeled: Sequence[str] | None = None) -> Any: ...
    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.floating[Any]]: ...


#: Makes an unfitted classifier for the labels that it is going to learn.
Builder = Callable[[Sequence[str]], Classifier]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled set, its unlabelled pool, and the groups that a split must keep together.

    Attributes
    ----------
    texts, labels, groups : (n_articles,) sequence
        Text, section and number of the group of each labelled article.
    pool, pool_groups, pool_dates : (n_unlabelled,) sequence
        Text, number of the group and date of each unlabelled article; a date is empty where it is unknown.
    ids : (n_articles,) sequence of str
        Ids of the labelled articles; may be left out.
    n_unlabelled : int
        Unlabelled articles that the pool is a sample of; 0 where it is no sample.
    reject : str
        Label of articles of none of the sections; empty where there is none such.
    suggested : (n_articles,) ndarray of bool
        Which labelled articles were suggested, and so are hard ones; empty: none.
    """

    texts: Sequence[str]
    labels: Labels
    groups: NDArray[np.int64]
    pool: Sequence[str] = ()
    pool_groups: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    pool_dates: Sequence[str] = ()
    ids: Sequence[str] = ()
    n_unlabelled: int = 0
    reject: str = ""
    suggested: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    __repr__ = brief

    def with_pool_before(self, day: str) -> "Labelled":
        """The same without unlabelled articles of this day or later; undated ones stay."""
        kept = [i for i, date in enumerate(self.pool_dates) if date < day]
        texts, dates = [self.pool[i] for i in kept], [self.pool_dates[i] for i in kept]
        return replace(self, pool=texts, pool_groups=self.pool_groups[kept], pool_dates=dates)


#: Positions of the articles to train on, and of those to test on.
Fold = tuple[NDArray[np.int64], NDArray[np.int64]]


def deal_folds(labelled: Labelled, n_folds: int, random_state: int) -> list[Fold]:
    """Deal whole groups out to folds with much the same sections in each.

    Parameters
    ----------
    labelled : Labelled
        The articles.
    n_folds : int
        2 or more.
    random_state : int
        Seed of the folds.
    """
    folds = StratifiedGroupKFold(n_folds, shuffle=True, random_state=random_state)
    with warnings.catch_warnings():
        # of articles of none of the sections there may be fewer than folds
        warnings.filterwarnings("ignore", "The least populated class", UserWarning)
        return list(folds.split(labelled.texts, labelled.labels, labelled.groups))


def deal_pool(labelled: Labelled, n_folds: int) -> list[NDArray[np.int64]]:
    """Deal the unlabelled articles out to the folds, by the hashes of their texts, where suggested labels need them.

    A classifier is surer of articles that it learnt from, unlabelled ones included. So those that are compared with
    held-out labelled ones are held out too.

    Parameters
    ----------
    labelled : Labelled
        The articles; those of the pool that are labelled are dealt to no fold.
    n_folds : int
        2 or more.

    Returns
    -------
    list of ndarray of int
        For each fold positions in the pool; empty where no label was suggested.
    """
    fold = np.full(len(labelled.pool), -1)
    if labelled.suggested.any():
        known = {keep_letters(text) for text in labelled.texts}
        for position, letters in enumerate(map(keep_letters, labelled.pool)):
            if letters not in known:
                digest = blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).digest()
                fold[position] = int.from_bytes(digest, "big") % n_folds
    return [np.flatnonzero(fold == number) for number in range(n_folds)]


@dataclass(frozen=True, slots=True)
class Predicted:
    """What a classifier says of articles that it did not learn from.

    Attributes
    ----------
    classes : list of str
        Sections that it knows.
    proba : (n_articles, n_classes) ndarray of float
        Their probabilities.
    """

    classes: list[str]
    proba: NDArray[np.floating[Any]]

    @property
    def likeliest(self) -> Labels:
        """Likeliest section of each article, (n_articles,)."""
        return np.array([self.classes[k] for k in self.proba.argmax(axis=1).tolist()], dtype=str)


def predict_apart(
    build: Builder,
    labelled: Labelled,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    unlabelled: Sequence[int] | NDArray[np.int64] = (),
) -> Predicted:
    """Predict some articles by a classifier of others, see `fit_apart`; only what it says of them is kept."""
    classifier = fit_apart(build, labelled, train, test, unlabelled)
    return Predicted(
        np.asarray(classifier.classes_).tolist(), classifier.predict_proba([labelled.texts[i] for i in test])
    )


def predict_beside(
    build: Builder,
    labelled: Labelled,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    beside: NDArray[np.int64],
) -> tuple[Predicted, Predicted]:
    """Predict some articles, and some of the pool beside them, by a classifier that saw none of them."""
    classifier = fit_apart(build, labelled, train, test, beside=beside)
    classes = np.asarray(classifier.classes_).tolist()
    both = [*(labelled.texts[i] for i in test), *(labelled.pool[i] for i in beside)]
    proba = classifier.predict_proba(both)
    return Predicted(classes, proba[: len(test)]), Predicted(classes, proba[len(test) :])


def fit_apart(
    build: Builder,
    labelled: Labelled,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    unlabelled: Sequence[int] | NDArray[np.int64] = (),
    beside: Sequence[int] | NDArray[np.int64] = (),
) -> Classifier:
    """Fit on some articles, and on the part of the pool that shares no group with those under test.

    Parameters
    ----------
    build : callable
        As for `cross_validate`.
    labelled : Labelled
        The articles.
    train, test : ndarray of int
        Positions of articles.
    unlabelled : sequence of int
        Positions of labelled articles that join the pool as if nobody had labelled them; none where there is no pool.
    beside : sequence of int
        Positions of articles of the pool that are held out too.
    """
    away, out = set(labelled.groups[test].tolist()), {int(position) for position in beside}
    of_pool = enumerate(zip(labelled.pool, labelled.pool_groups.tolist(), strict=True))
    pool = [text for position, (text, group) in of_pool if group not in away and position not in out]
    if pool:
        pool += [labelled.texts[i] for i in unlabelled]
    texts, labels = [labelled.texts[i] for i in train], labelled.labels[train].tolist()
    classifier = build(labels)
    classifier.fit(texts, labels, unlabeled=pool or None)
    return classifier
