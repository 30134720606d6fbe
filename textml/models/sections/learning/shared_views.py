"""Features and views that fits on the same articles have in common, made once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
import scipy.sparse as sp

from textml.features.characters.counted import CountedGrams, fit_rows
from textml.features.characters.tfidf import CharacterTfidf
from textml.models.sections.learning.semi_supervised import Views, build_views
from textml.models.sections.training_set import text_hash

# From this many training articles on, an n-gram of a single one is noise; with fewer it may be all there is.
_MANY_ARTICLES = 100


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles of a fit; other fits have the same, so nothing of them is to be changed.

    Attributes
    ----------
    features : CharacterTfidf
        Fitted on them.
    rows : csr_matrix of float
        Their TF-IDF rows, (n_articles, n_grams).
    build_views : callable
        Both views of them, without articles made of keywords.
    """

    features: CharacterTfidf
    rows: sp.csr_matrix
    build_views: Callable[[], Views]


class SharedViews:
    """Texts that many classifiers learn from, in parts and with more or fewer labels.

    What a classifier needs of its articles besides their labels depends on their texts alone: n-grams, their weights,
    inner products and neighbour graphs. Articles are taken in one order for this, whichever of them are labelled in a
    fit, so that it does not matter which fit comes first. Several threads may ask at the same time.

    Parameters
    ----------
    labelled : sequence of str, shape (n_labelled,)
        Normalised texts that are labelled in some fit.
    pool : sequence of str, shape (n_unlabelled,)
        Normalised texts that are labelled in none.
    """

    def __init__(self, labelled: Sequence[str], pool: Sequence[str]) -> None:
        self._counted = CountedGrams([*labelled, *pool])
        self._labelled = frozenset(labelled)
        self._lock = Lock()
        self._made: dict[frozenset[str], _Made] = {}

    def holds(self, texts: Sequence[str]) -> bool:
        """Whether all of these normalised texts are among those given."""
        return self._counted.holds(texts)

    def take(self, texts: Sequence[str]) -> Articles:
        """Fit features on some of the texts.

        Parameters
        ----------
        texts : sequence of str, shape (n_articles,)
            Each once.

        Returns
        -------
        Articles
            In the order of the texts.

        Raises
        ------
        CorpusError
            No n-gram is in enough texts.
        """
        found = self._find(texts)
        if found.texts == list(texts):
            return Articles(found.features, found.rows, found.views)
        at = {text: place for place, text in enumerate(found.texts)}
        places = np.array([at[text] for text in texts], dtype=np.int64)
        return Articles(found.features, found.rows[places], lambda: _reorder(found.views(), places))

    def forget(self) -> None:
        """Give the memory of views back; they are made anew where they are asked for again."""
        with self._lock:
            self._made.clear()

    def _find(self, texts: Sequence[str]) -> "_Made":
        key = frozenset(texts)
        with self._lock:
            found = self._made.get(key)
            if found is None:
                first = [text for text in texts if text in self._labelled]
                rest = [text for text in texts if text not in self._labelled]
                ordered = [*sorted(first, key=text_hash), *sorted(rest, key=text_hash)]
                found = self._made[key] = _Made(ordered, len(first), self._counted)
        found.prepare()
        return found


def take_articles(texts: Sequence[str], n_labelled: int, shared: SharedViews | None = None) -> Articles:
    """Take the articles of a fit from where other fits have them too, or make them for this fit alone.

    Parameters
    ----------
    texts : sequence of str, shape (n_articles,)
        Normalised texts, each once, the labelled ones first.
    n_labelled : int
        How many are labelled.
    shared : SharedViews or None
        Has no say where it does not hold all of the texts.

    Returns
    -------
    Articles
        In the order of the texts.

    Raises
    ------
    CorpusError
        No n-gram is in enough texts.
    """
    if shared is None or not shared.holds(texts):
        shared = SharedViews(texts[:n_labelled], texts[n_labelled:])
    return shared.take(texts)


class _Made:
    """Articles in one order, those that may be labelled first."""

    def __init__(self, texts: list[str], n_first: int, counted: CountedGrams) -> None:
        self.texts, self._n_first, self._counted = texts, n_first, counted
        self._lock = Lock()
        self._views: Views | None = None
        self.features = CharacterTfidf(min_df=2 if len(texts) > _MANY_ARTICLES else 1)

    def prepare(self) -> None:
        """Fit the features, unless that is done."""
        with self._lock:
            if not hasattr(self, "rows"):
                self.rows = fit_rows(self.features, self.texts, self._counted)

    def views(self) -> Views:
        """Both views, in the order of these articles."""
        with self._lock:
            if self._views is None:
                self._views = build_views(self.rows, self._n_first)
            return self._views


def _reorder(views: Views, places: np.ndarray) -> Views:
    graphs = tuple(sp.csr_matrix(graph[places][:, places]) for graph in views.graphs)
    return replace(views.take(places), graphs=graphs)
