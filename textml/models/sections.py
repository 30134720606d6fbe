"""The section classifier: a handful of labelled articles, taught on by the unlabelled ones beside them."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from textml.features.characters import CharacterTfidf, normalize_text
from textml.models.calibration import fit_temperature, softmax
from textml.models.explain import Explanation, explain_margin
from textml.models.folds import held_out_scores
from textml.models.promise import Labelling, find_threshold
from textml.models.suggest import pick_articles
from textml.models.teaching import build_views, learn
from textml.models.training import prepare_training


class SectionClassifier(ClassifierMixin, BaseEstimator):
    """Learns sections from few labelled articles and the unlabelled ones beside them.

    A graph of nearest articles and a classifier of the labelled ones say together what the unlabelled articles are; a
    linear classifier on character n-grams learns from both. It is deterministic: the order of the articles, the number
    of threads and `random_state` change nothing.

    Parameters
    ----------
    random_state : kept for scikit-learn's conventions

    Attributes
    ----------
    classes_ : (n_sections,) sorted labels
    calibration_ : dict; ``reliable`` is False where too few labelled articles could be held out to believe the
        probabilities, ``reason`` says why, ``n_held_out`` on how many they rest, ``temperature`` scales the scores
    dropped_ : dict of what was left out of the training, by reason
    """

    def __init__(self, random_state: int = 0) -> None:
        self.random_state = random_state

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[str] | Sequence[int] | np.ndarray,
        unlabeled: Sequence[str] | None = None,
    ) -> Self:
        """Learn from labelled articles and those beside them.

        Parameters
        ----------
        texts : (n_labelled,) articles
        labels : (n_labelled,) section of each
        unlabeled : articles of unknown section; those that repeat a labelled one are left out

        Raises
        ------
        SeedError : lengths differ, a text is empty, one text carries two labels, or there are fewer than two sections
        """
        training = prepare_training(texts, labels, unlabeled)
        self.classes_ = training.classes
        self.dropped_ = training.dropped
        self.n_labelled_ = training.n_labelled
        with threadpool_limits(1, "blas"):
            self.features_ = CharacterTfidf(min_df=2 if len(training.texts) > 100 else 1)
            rows = self.features_.fit_transform(training.texts)
            views = build_views(rows, training.n_labelled)
            sections = np.concatenate([training.sections, np.full(len(training.texts) - training.n_labelled, -1)])
            dual = learn(views, sections, len(self.classes_))
            self.coef_ = views.metric.weights(dual)
            scores, held_out = held_out_scores(views, sections, len(self.classes_))
        self._calibrate(scores, training.sections[held_out])
        seeds = rows[: training.n_labelled]
        # Plain arrays: skops trusts no sparse matrix unasked.
        self.seed_rows_ = {"data": seeds.data, "indices": seeds.indices, "indptr": seeds.indptr}
        return self

    def _calibrate(self, scores: np.ndarray, sections: np.ndarray) -> None:
        temperature = fit_temperature(scores, sections, np.ones(len(sections)))
        enough = len(sections) >= 5 * len(self.classes_)
        reason = "" if enough else f"{len(sections)} labelled articles could be held out; it takes 5 a section"
        self.calibration_ = {
            "temperature": temperature,
            "n_held_out": len(sections),
            "reliable": enough,
            "reason": reason,
        }
        shares = softmax(temperature * scores)
        self.held_out_confidence_ = shares.max(axis=1, initial=0)
        self.held_out_correct_ = shares.argmax(axis=1) == sections

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        """Probability of every section, calibrated on labelled articles that were held out; see `calibration_`.

        Parameters
        ----------
        texts : (n_articles,)

        Returns
        -------
        (n_articles, n_sections) float, rows sum to 1, columns as in `classes_`; equal shares for an empty text
        """
        check_is_fitted(self)
        return softmax(self.calibration_["temperature"] * np.asarray(self.features_.transform(texts) @ self.coef_))

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """Likeliest section of every article.

        Returns
        -------
        (n_articles,) labels
        """
        return np.asarray(self.classes_[self.predict_proba(texts).argmax(axis=1)])

    def label(self, texts: Sequence[str], precision: float = 0.9) -> Labelling:
        """Labels where the promised precision can be kept, None elsewhere.

        Parameters
        ----------
        texts : (n_articles,)
        precision : share of right labels among those given, in (0, 1)

        Raises
        ------
        SeedError : too few labelled articles for this promise; the message says how many it would take
        """
        proba = self.predict_proba(texts)
        threshold = find_threshold(self.held_out_confidence_, self.held_out_correct_, precision)
        confidence = proba.max(axis=1, initial=0)
        sure = (confidence >= threshold) & [bool(normalize_text(text)) for text in texts]
        labels = [
            label if keep else None
            for label, keep in zip(self.classes_[proba.argmax(axis=1)].tolist(), sure, strict=True)
        ]
        return Labelling(
            labels, confidence, precision, float((self.held_out_confidence_ >= threshold).mean()), threshold
        )

    def explain(self, text: str, n: int = 10) -> Explanation:
        """Words that spoke for the section of an article and against it, compared with the runner-up.

        Parameters
        ----------
        text : article
        n : words at most on either side
        """
        order = np.argsort(-self.predict_proba([text])[0], kind="stable")
        weights = self.coef_[:, order[0]] - self.coef_[:, order[1]]
        names = self.classes_[order[:2]].tolist()
        return explain_margin(text, self.features_, weights, (names[0], names[1]), 0.0, n)

    def suggest(self, texts: Sequence[str], n: int) -> list[int]:
        """Articles worth a label next: doubtful, unlike each other and the labelled ones, each standing for many.

        Returns
        -------
        positions in `texts`, most useful first, at most `n`
        """
        best = np.sort(self.predict_proba(texts), axis=1)
        rows = self.features_.transform(texts)
        kept = self.seed_rows_
        seeds = sp.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=(self.n_labelled_, rows.shape[1]))
        return pick_articles(rows, 1 - (best[:, -1] - best[:, -2]), n, seeds)
