"""Semi-supervised section classifier for a few labelled articles and an unlabelled pool."""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from textml.corpus.texts import check_texts
from textml.display import card
from textml.model_files import load_estimator_file, save_estimator
from textml.models.sections.explain import Explanation, explain_prediction
from textml.models.sections.familiarity import Familiarity, build_familiarity, measure_held_out
from textml.models.sections.learning.calibration import NEW_ARTICLE_FACTOR, calibrate, estimate_shares, softmax
from textml.models.sections.learning.cross_fit import OutOfFold, group_near_duplicates
from textml.models.sections.learning.fitting import Learnt, learn_sections
from textml.models.sections.learning.keywords import build_keyword_articles, check_keywords
from textml.models.sections.learning.shared_views import SharedViews, take_articles
from textml.models.sections.prediction import Prediction, best_section, predict_texts
from textml.models.sections.selective import AbstentionRule, HeldOut, max_novelty, weigh_rejects
from textml.models.sections.suggested import find_suggested, weigh_suggested
from textml.models.sections.training_set import prepare_training

# Attributes that are made again from the others.
_UNSAVED = ("_shared", "_made_from", "_made")


class SectionClassifier(ClassifierMixin, BaseEstimator):
    """Classifies articles by section, from few labelled articles and an unlabelled pool.

    Labels spread over a graph of nearest articles, and a ridge classifier on character n-grams trains itself on the
    pool. The pool has as much weight as it proves worth on held-out labels. Results are deterministic: they do not
    depend on the order of the articles, the number of threads or `random_state`.

    Parameters
    ----------
    random_state : int
        Has no effect; kept for scikit-learn's conventions.
    keywords : mapping of label to sequence of str, or None
        Keywords of all labels or of some, used as weak labels. They count for sections with fewer than eight labelled
        articles, the less the more there are, and only where they predict the labels; see `weigh_keyword_articles`.
    reject : str, int or None
        Label of articles that belong to none of the sections. They need not be alike; they teach where sections end.

    Attributes
    ----------
    classes_ : ndarray
        Sorted labels, (n_sections,), `reject` among them where an article carries it.
    reject_ : int
        Its position; -1 where no article carries it.
    shares_ : ndarray of float
        How common each label is among the articles to label, (n_sections,): estimated from the pool, else as labelled.
    calibration_ : dict
        ``temperature`` is the factor on the scores, ``n_held_out`` the number of articles that it rests on;
        ``reliable`` is False where these are too few to believe the probabilities, and ``reason`` says why.
    unlabeled_weight_ : float
        Weight of the unlabelled pool, in [0, 1], by out-of-fold log likelihood; see `weigh_unlabeled`.
    keyword_weights_ : ndarray of float
        Weight of the keywords of each section against one of its labelled articles, (n_sections,), in [0, 1].
    dropped_ : dict of str to int
        Number of articles left out of the training, by reason.

    Examples
    --------
    >>> classifier = SectionClassifier().fit(["球队取胜", "银行降息", "球队晋级", "银行贷款"], [0, 1, 0, 1])
    >>> classifier.predict(["球队输了"]).tolist()
    [0]
    """

    def __init__(
        self,
        random_state: int = 0,
        keywords: Mapping[str, Sequence[str]] | Mapping[int, Sequence[str]] | None = None,
        reject: str | int | None = "none",
    ) -> None:
        self.random_state = random_state
        self.keywords = keywords
        self.reject = reject

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[str] | Sequence[int] | np.ndarray,
        unlabeled: Sequence[str] | None = None,
        suggested: Sequence[bool] | None = None,
    ) -> Self:
        """Learn from labelled articles and an unlabelled pool.

        Parameters
        ----------
        texts : sequence of str
            Labelled articles, (n_labelled,).
        labels : sequence of str or int
            Section of each, (n_labelled,).
        unlabeled : sequence of str or None
            Articles of unknown section; those that repeat a labelled one are left out.
        suggested : sequence of bool or None
            Which labelled articles were suggested as hard ones, (n_labelled,). They are learnt from as others are, but
            thresholds and coverage count them as rare as they are among the unlabelled ones. None: none of them.

        Returns
        -------
        SectionClassifier
            Itself.

        Raises
        ------
        TextsError
            If `texts` or `unlabeled` is no list of texts.
        SeedError
            If the lengths differ, a text is empty, one text carries two labels, there are fewer than two sections, or
            `keywords` names a label that no text carries.
        """
        training = prepare_training(texts, labels, unlabeled, self.reject)
        words = check_keywords(self.keywords, training.classes.tolist())
        self.classes_ = training.classes
        self.dropped_ = training.dropped
        with threadpool_limits(1, "blas"):
            articles = take_articles(training.texts, training.n_labelled, self.__dict__.get("_shared"))
            self.features_, rows = articles.features, articles.rows
            groups = group_near_duplicates(rows[: training.n_labelled])
            keywords = build_keyword_articles(self.features_, words, training.sections)
            hard = find_suggested(texts, suggested, training.texts[: training.n_labelled])
            learnt = learn_sections(
                articles, training.sections, len(self.classes_), keywords, groups, self.reject_, bool(hard.any())
            )
            self.coef_, self.unlabeled_weight_ = learnt.coef, learnt.unlabeled_weight
            self.keyword_weights_ = learnt.keyword_weights
            self._calibrate(learnt.out_of_fold)
        labelled = rows[: training.n_labelled]
        # Plain arrays: skops trusts no sparse matrix unasked.
        self.labelled_rows_ = {"data": labelled.data, "indices": labelled.indices, "indptr": labelled.indptr}
        self.labelled_sections_ = training.sections
        self._judge(learnt, groups)
        self.held_out_weights_, self.pool_confidence_ = weigh_suggested(
            learnt.out_of_fold, self.calibration_["temperature"], hard, training, self.reject_
        )
        return self

    def share(self, shared: SharedViews) -> Self:
        """Take what depends on the texts alone from where other fits have it too; it is not saved.

        Parameters
        ----------
        shared : SharedViews
            A fit on other texts makes its own.
        """
        self._shared = shared
        return self

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        return {name: value for name, value in state.items() if name not in _UNSAVED}

    def _html_repr(self) -> str:
        if not hasattr(self, "classes_"):
            return str(super()._html_repr())
        known = (
            self.calibration_["reason"] or f"calibrated on {len(self.held_out_sections_)} labelled articles held out"
        )
        weight = f"unlabelled articles count {100 * self.unlabeled_weight_:.0f} %"
        right = self.held_out_proba_.argmax(axis=1) == self.held_out_sections_
        labels = np.bincount(self.held_out_sections_, minlength=len(self.classes_))
        hits = np.bincount(self.held_out_sections_[right], minlength=len(self.classes_))
        rows = zip(self.classes_.tolist(), labels.tolist(), hits.tolist(), strict=True)
        facts = (f"{len(self.classes_) - (self.reject_ >= 0)} sections", known, weight)
        return card("SectionClassifier", facts, ("section", "held out", "found"), rows)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array, tags.input_tags.string = False, True
        return tags

    def _calibrate(self, out_of_fold: OutOfFold) -> None:
        self.calibration_ = calibrate(out_of_fold.scores, out_of_fold.sections)
        self.held_out_proba_ = softmax(self.calibration_["temperature"] * out_of_fold.scores)
        self.held_out_sections_ = out_of_fold.sections

    def _judge(self, learnt: Learnt, groups: np.ndarray) -> None:
        """Learn what is familiar, and how common the classes are, from held-out articles and the pool."""
        likeliest = best_section(self.held_out_proba_, self.reject_)
        of_sections = self.labelled_sections_ != self.reject_
        units, novelty = measure_held_out(learnt.out_of_fold, likeliest, self.labelled_rows(), of_sections, groups)
        self.familiar_, self.held_out_novelty_ = units, novelty
        right = likeliest == self.held_out_sections_
        self.max_novelty_ = max_novelty(novelty, right, int((~of_sections).sum()))
        self.shares_ = np.bincount(self.labelled_sections_, minlength=len(self.classes_)) / len(of_sections)
        if len(learnt.pool):
            self.shares_ = estimate_shares(softmax(self.calibration_["temperature"] * learnt.pool))

    @property
    def reject_(self) -> int:
        """Column of the class for articles of none of the sections; -1 where no label says so."""
        labels = self.classes_.tolist()
        return labels.index(self.reject) if self.reject in labels else -1

    @property
    def _familiarity(self) -> Familiarity:
        """Measures novelty; made once, and not saved."""
        if self.__dict__.get("_made_from") is not self.familiar_:
            rows = self.labelled_rows()[self.labelled_sections_ != self.reject_]
            # in this order, as other threads may look
            self._made, self._made_from = (
                build_familiarity(rows, float(self.familiar_[0]), float(self.familiar_[1])),
                self.familiar_,
            )
        return self._made

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        """Predict the probability of every section, calibrated on held-out labelled articles; see `calibration_`.

        Parameters
        ----------
        texts : sequence of str
            (n_articles,).

        Returns
        -------
        ndarray of float
            (n_articles, n_sections), rows sum to 1, columns as in `classes_`; equal shares for an empty text.

        Raises
        ------
        TextsError
            If `texts` is one text, a table, or holds something that is no text; the other methods raise it too.
        """
        return self.predict_details(texts, n_words=0).proba

    def predict_details(self, texts: Sequence[str], n_words: int = 6) -> Prediction:
        """Predict probabilities, novelty scores and the words behind the sections, in one pass.

        Parameters
        ----------
        texts : sequence of str
            (n_articles,).
        n_words : int
            Largest number of words for the section; half as many for the runner-up.

        Returns
        -------
        Prediction
        """
        return self._predict(texts, (n_words, n_words // 2))

    def _predict(self, texts: Sequence[str], n_words: tuple[int, int]) -> Prediction:
        check_is_fitted(self)
        temperature = NEW_ARTICLE_FACTOR * self.calibration_["temperature"]
        texts = check_texts(texts)
        return predict_texts(texts, self.features_, self.coef_, temperature, self.reject_, self._familiarity, n_words)

    def predict(self, texts: Sequence[str]) -> np.ndarray:
        """Predict the likeliest section of every article; that it is of none of them, `label` and `predict_proba` say.

        Parameters
        ----------
        texts : sequence of str
            (n_articles,).

        Returns
        -------
        ndarray
            Labels, (n_articles,), never `reject`.
        """
        proba = self.predict_proba(texts)
        return np.asarray(self.classes_[best_section(proba, self.reject_)])

    def label(self, texts: Sequence[str], precision: float = 0.9) -> list[str | int | None]:
        """Label the articles for which a requested precision holds, and abstain on the others.

        Parameters
        ----------
        texts : sequence of str
            (n_articles,).
        precision : float
            Requested share of right labels among those given, in (0, 1).

        Returns
        -------
        list of str, int or None
            Label of each article, None where the classifier abstains.

        Raises
        ------
        ConfigError
            If `precision` is out of range.
        PrecisionError
            If there are too few labelled articles; it says how many would do.
        """
        texts, rule = check_texts(texts), self.abstention_rule(precision)
        prediction = self.predict_details(texts, n_words=0)
        labels = self.classes_[prediction.likeliest].tolist()
        return [label if sure else None for label, sure in zip(labels, rule.accepts(prediction), strict=True)]

    def abstention_rule(self, precision: float = 0.9) -> AbstentionRule:
        """Choose the rule by which articles get a label of the requested precision, on held-out labelled articles.

        Parameters
        ----------
        precision : float
            Requested share of right labels among those given, in (0, 1).

        Returns
        -------
        AbstentionRule

        Raises
        ------
        ConfigError
            If `precision` is out of range.
        PrecisionError
            If there are too few labelled articles; it says how many would do.
        """
        check_is_fitted(self)
        return self.held_out().choose_rule(precision, self.max_novelty_)

    def held_out(self) -> HeldOut:
        """What classifiers that did not see them say of the labelled articles, weighed by how common a class is."""
        check_is_fitted(self)
        truth, reject = self.held_out_sections_, self.reject_
        weights = weigh_rejects(truth, reject, float(self.shares_[reject]) if reject >= 0 else 0.0)
        weights = weights * self.held_out_weights_
        return HeldOut(self.held_out_proba_, truth, self.held_out_novelty_, weights, reject, self.pool_confidence_)

    def explain(self, text: str, n: int = 10) -> Explanation:
        """Explain the section of an article by the words that spoke for it and for the runner-up.

        Parameters
        ----------
        text : str
            An article.
        n : int
            Largest number of words on either side.

        Returns
        -------
        Explanation
        """
        (text,) = check_texts([text], "explain")
        found = self._predict([text], (n, n))
        pair = [int(found.likeliest[0]), int(found.runner_up[0])]
        weights = self.coef_[:, pair[0]] - self.coef_[:, pair[1]]
        margin = float((self.features_.transform([text]) @ weights)[0])
        names = self.classes_[pair].tolist()
        return explain_prediction(found, (names[0], names[1]), margin)

    def labelled_rows(self) -> sp.csr_matrix:
        """Return the TF-IDF rows of the labelled articles, each distinct text once.

        Returns
        -------
        csr_matrix of float
            (n_labelled, n_grams).
        """
        check_is_fitted(self)
        kept = self.labelled_rows_
        shape = (len(kept["indptr"]) - 1, len(self.features_.vocabulary_))
        return sp.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=shape)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the classifier to a file, through skops and without pickle.

        Parameters
        ----------
        path : str or path-like
            File to write, by custom with the ending ``.skops``. Its folder has to exist.

        Raises
        ------
        ArtifactError
            If the file cannot be written.
        """
        save_estimator(self, path)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Read a classifier that `save` or a run wrote; its types are checked before anything is built.

        Parameters
        ----------
        path : str or path-like
            The file.

        Returns
        -------
        SectionClassifier

        Raises
        ------
        ArtifactError
            If the file is missing, damaged, of another format, or holds another class or foreign types.
        """
        return load_estimator_file(path, cls)
