"""Fits that share features and views are those that make their own."""

import threading
from typing import Any

import numpy as np
import pytest

from tests.models.sections.articles import make_articles
from textml import SectionClassifier
from textml.features.characters.folding import normalize_texts
from textml.models.sections.learning import shared_views
from textml.models.sections.learning.shared_views import SharedViews
from textml.models.sections.training_set import text_hash

TEXTS, LABELS = make_articles(30)
POOL = make_articles(40, 1)[0]


def share_all() -> SharedViews:
    return SharedViews(normalize_texts(TEXTS), normalize_texts(POOL))


def test_a_fit_with_all_labels_is_the_same_bit_for_bit() -> None:
    """Weights, n-grams and calibration, whether views are shared or not."""
    alone = SectionClassifier().fit(TEXTS, LABELS, POOL)
    shared = SectionClassifier().share(share_all()).fit(TEXTS, LABELS, POOL)
    assert (alone.coef_ == shared.coef_).all()
    assert (alone.features_.idf_ == shared.features_.idf_).all()
    assert alone.calibration_ == shared.calibration_


def test_it_does_not_matter_which_fit_comes_first() -> None:
    """A part of the labels before or after all of them: the same weights, though views are made by the first."""
    part, rest = slice(0, 12), slice(12, None)
    before, after = share_all(), share_all()
    first = SectionClassifier().share(before).fit(TEXTS[part], LABELS[part], [*POOL, *TEXTS[rest]])
    all_first = SectionClassifier().share(after).fit(TEXTS, LABELS, POOL)
    last = SectionClassifier().share(after).fit(TEXTS[part], LABELS[part], [*POOL, *TEXTS[rest]])
    assert (first.coef_ == last.coef_).all()
    assert (SectionClassifier().share(before).fit(TEXTS, LABELS, POOL).coef_ == all_first.coef_).all()
    # made by itself, other articles stand first: the same up to rounding
    alone = SectionClassifier().fit(TEXTS[part], LABELS[part], [*POOL, *TEXTS[rest]])
    assert last.coef_ == pytest.approx(alone.coef_, abs=1e-6)


def test_views_are_made_once_for_the_same_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads that ask for the same articles in two orders get one set of inner products, each in its order."""
    made = []
    build = shared_views.build_views
    monkeypatch.setattr(shared_views, "build_views", lambda *args: made.append(len(made)) or build(*args))
    shared, texts = share_all(), normalize_texts([*TEXTS, *POOL])
    orders = [sorted(texts, key=text_hash), sorted(texts, key=text_hash, reverse=True)]
    found: dict[int, Any] = {}

    def ask(k: int) -> None:
        found[k] = shared.take(orders[k]).build_views()

    threads = [threading.Thread(target=ask, args=(k,)) for k in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [0]
    one, other = found[0], found[1]
    np.testing.assert_array_equal(one.inner.gram[::-1, ::-1], other.inner.gram)
    np.testing.assert_array_equal(one.graphs[1].toarray()[::-1, ::-1], other.graphs[1].toarray())
    np.testing.assert_array_equal(shared.take(orders[0]).rows.toarray()[::-1], shared.take(orders[1]).rows.toarray())
    shared.forget()
    shared.take(orders[0]).build_views()
    assert made == [0, 1]


def test_a_fit_on_other_texts_makes_its_own() -> None:
    """Views of other articles are no hindrance."""
    others, labels = make_articles(20, 5)
    found = SectionClassifier().share(share_all()).fit(others, labels)
    assert (found.coef_ == SectionClassifier().fit(others, labels).coef_).all()
    assert not share_all().holds(normalize_texts(others))


def test_what_is_shared_is_not_saved() -> None:
    """The texts of the other articles stay out of the file."""
    assert "_shared" not in SectionClassifier().share(share_all()).fit(TEXTS, LABELS, POOL).__getstate__()
