"""The section classifier: a handful of labelled articles, taught on by the unlabelled ones beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from textml.display import card
from textml.features.characters.tfidf import CharacterTfidf
from textml.models.sections.calibration import NEW_ARTICLES, fit_temperature, softmax
from textml.models.sections.cross_fit import HeldOut, held_out_scores, twins_of
from textml.models.sections.explain import Explanation, explain_margin
from textml.models.sections.keywords import Hints, build_hints, check_keywords, judge_hints
from textml.models.sections.prediction import Judgement, judge_texts
from textml.models.sections.selective import Labelling, Promise, familiarity_limit, find_threshold
from textml.models.sections.semi_supervised import Views, build_views, learn
from textml.models.sections.training_set import TrainingSet, prepare_training
from textml.models.sections.trust import pool_trust

# Held-out articles a section from which on a calibration says more than its prior.
LABELS_TO_CALIBRATE = 5


class SectionClassifier(ClassifierMixin, BaseEstimator):
    """Learns sections from few labelled articles and the unlabelled ones beside them.

    A graph of nearest articles and a classifier of the labelled ones say together what the unlabelled articles are; a
    linear classifier on character n-grams learns from both. It is deterministic: the order of the articles, the number
    of threads and `random_state` change nothing.

    Parameters
    ----------
    random_state : kept for scikit-learn's conventions
    keywords : words that speak for each label, all labels or some; they count for sections with fewer than eight
        labelled articles, the less the more there are, and as far as the labels agree with them; see `judge_hints`

    Attributes
    ----------
    classes_ : (n_sections,) sorted labels
    calibration_ : dict; ``reliable`` is False where too few labelled articles could be held out to believe the
        probabilities, ``reason`` says why, ``n_held_out`` on how many they rest, ``temperature`` scales the scores
    pool_trust_ : float in [0, 1], how far the unlabelled articles are trusted, from held-out labels; see `pool_trust`
    keyword_weights_ : (n_sections,) float in [0, 1], what the keywords of each section count against one of its
        labelled articles
    dropped_ : dict of what was left out of the training, by reason
    """

    def __init__(self, random_state: int = 0, keywords: Mapping[Any, Sequence[str]] | None = None) -> None:
        self.random_state = random_state
        self.keywords = keywords

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
        SeedError : lengths differ, a text is empty, one text carries two labels, there are fewer than two sections, or
            `keywords` names a label that no text carries
        """
        training = prepare_training(texts, labels, unlabeled)
        words = check_keywords(self.keywords, training.classes.tolist())
        self.classes_ = training.classes
        self.dropped_ = training.dropped
        n_sections = len(training.classes)
        with threadpool_limits(1, "blas"):
            self.features_ = CharacterTfidf(min_df=2 if len(training.texts) > 100 else 1)
            rows = self.features_.fit_transform(training.texts)
            views, sections = self._view(rows, training, build_hints(self.features_, words, training.sections))
            taught, alone = learn(views, sections, n_sections)
            twins = twins_of(rows[: training.n_labelled])
            held_out = held_out_scores(views, sections, n_sections, twins)
            self.pool_trust_ = pool_trust(held_out)
            if views.hints.any() and self.pool_trust_ < 1:
                # Keywords may speak for the pool, not against it: few labels that they fit by chance would.
                plain = replace(views, hints=np.zeros_like(views.hints))
                unheard = held_out_scores(plain, np.where(views.hints > 0, -2, sections), n_sections, twins)
                self.pool_trust_ = max(self.pool_trust_, pool_trust(unheard))
            held_out = replace(held_out, scores=self._blend(held_out.scores, held_out.alone))
            # What labels and pool say side by side with what the labels alone say.
            by_labels = views.metric.weights(alone)
            self.coef_ = np.hstack([self._blend(views.metric.weights(taught), by_labels), by_labels])
            self._calibrate(held_out, training)
        seeds = rows[: training.n_labelled]
        # Plain arrays: skops trusts no sparse matrix unasked.
        self.labelled_rows_ = {"data": seeds.data, "indices": seeds.indices, "indptr": seeds.indptr}
        return self

    def _html_repr(self) -> str:
        if not hasattr(self, "classes_"):
            return str(super()._html_repr())
        known = (
            self.calibration_["reason"] or f"calibrated on {len(self.held_out_sections_)} labelled articles held out"
        )
        facts = (f"{len(self.classes_)} sections", known, f"pool trusted {100 * self.pool_trust_:.0f} %")
        right = self.held_out_proba_.argmax(axis=1) == self.held_out_sections_
        labels = np.bincount(self.held_out_sections_, minlength=len(self.classes_))
        hits = np.bincount(self.held_out_sections_[right], minlength=len(self.classes_))
        rows = zip(self.classes_.tolist(), labels.tolist(), hits.tolist(), strict=True)
        return card("SectionClassifier", facts, ("section", "held out", "found"), rows)

    def _view(self, rows: sp.csr_matrix, training: TrainingSet, hints: Hints) -> tuple[Views, np.ndarray]:
        """Labelled articles, keywords that are worth hearing, and the pool, with the section of each."""
        n, n_hints = training.n_labelled, len(hints.sections)
        views = build_views(sp.csr_matrix(sp.vstack([rows[:n], hints.rows, rows[n:]])), n, n_hints)
        heard = judge_hints(hints, views.metric, training.sections)
        if n_hints and not heard.any():
            return self._view(rows, training, Hints(hints.rows[:0], hints.sections[:0], hints.weights[:0]))
        self.keyword_weights_ = np.zeros(len(training.classes))
        self.keyword_weights_[hints.sections] = heard
        views.hints[n : n + n_hints] = heard
        of_hints = np.where(heard > 0, hints.sections, -2)
        return views, np.concatenate([training.sections, of_hints, np.full(rows.shape[0] - n, -1)])

    def _blend(self, taught: np.ndarray, alone: np.ndarray) -> np.ndarray:
        """Labels and pool together as far as the pool is trusted, the labels alone for the rest."""
        return np.asarray(self.pool_trust_ * taught + (1 - self.pool_trust_) * alone)

    def _calibrate(self, held_out: HeldOut, training: TrainingSet) -> None:
        n_held_out, n_sections = held_out.scores.shape
        temperature = fit_temperature(held_out.scores, held_out.sections)
        enough = n_held_out >= LABELS_TO_CALIBRATE * n_sections
        reason = "" if enough else f"{n_held_out} labelled articles could be held out; it takes 5 a section"
        self.calibration_ = {
            "temperature": temperature,
            "n_held_out": n_held_out,
            "reliable": enough,
            "reason": reason,
        }
        proba = softmax(temperature * held_out.scores)
        likeliest = proba.argmax(axis=1)
        self.held_out_proba_ = proba
        self.held_out_sections_ = held_out.sections
        self.held_out_familiarity_ = held_out.alone[np.arange(n_held_out), likeliest]
        self.familiarity_limit_ = familiarity_limit(self.held_out_familiarity_, likeliest == held_out.sections)

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        """Probability of every section, calibrated on labelled articles that were held out; see `calibration_`.

        Parameters
        ----------
        texts : (n_articles,)

        Returns
        -------
        (n_articles, n_sections) float, rows sum to 1, columns as in `classes_`; equal shares for an empty text
        """
        return self.judge(texts, n_words=0).proba

    def judge(self, texts: Sequence[str], n_words: int = 6) -> Judgement:
        """All that can be said of the sections of articles, in one pass; `promise` tells what may be labelled by it.

        Parameters
        ----------
        texts : (n_articles,)
        n_words : words at most that spoke for the section; half as many for the runner-up

        Returns
        -------
        Judgement; its words are those of `explain`, without what each carries, at a hundredth of the cost
        """
        check_is_fitted(self)
        temperature = NEW_ARTICLES * self.calibration_["temperature"]
        return judge_texts(texts, self.features_, self.coef_, temperature, (n_words, n_words // 2))

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
        promise, judgement = self.promise(precision), self.judge(texts, n_words=0)
        found = self.classes_[judgement.likeliest].tolist()
        return Labelling(
            [label if sure else None for label, sure in zip(found, promise.keeps(judgement), strict=True)],
            judgement.confidence,
            judgement.familiarity >= promise.familiarity_limit,
            precision,
            promise.coverage,
            promise.threshold,
        )

    def promise(self, precision: float = 0.9) -> Promise:
        """What an article has to reach for a label of this precision, by the labelled articles that were held out.

        Parameters
        ----------
        precision : share of right labels among those given, in (0, 1)

        Raises
        ------
        SeedError : too few labelled articles for this promise; the message says how many it would take
        """
        check_is_fitted(self)
        known = self.held_out_familiarity_ >= self.familiarity_limit_
        confidence = self.held_out_proba_.max(axis=1)
        correct = self.held_out_proba_.argmax(axis=1) == self.held_out_sections_
        threshold = find_threshold(confidence[known], correct[known], precision)
        coverage = float((known & (confidence >= threshold)).mean())
        return Promise(precision, coverage, threshold, self.familiarity_limit_)

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
        return explain_margin(text, self.features_, weights, (names[0], names[1]), n)

    def labelled_rows(self) -> sp.csr_matrix:
        """TF-IDF rows of the labelled articles that `fit` was given, each once.

        Returns
        -------
        (n_labelled, n_grams) CSR
        """
        check_is_fitted(self)
        kept = self.labelled_rows_
        shape = (len(kept["indptr"]) - 1, len(self.features_.vocabulary_))
        return sp.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=shape)
