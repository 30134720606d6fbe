"""The two-sample test: chance where nothing differs, one where everything does."""

import numpy as np
import pytest
import scipy.sparse as sp

from tests.models.shift.articles import COMMON, NEW, OLD, make_articles
from textml.corpus.words.segment import Words
from textml.models.shift.sample import draw_sample
from textml.models.shift.side import Side, align, read_side
from textml.models.shift.told_apart import ToldApart, score_newness, tell_apart

WORDS = Words()


def side(words: list[str], n: int, seed: int, n_issues: int = 0) -> Side:
    """Words of made-up articles."""
    return read_side(draw_sample(make_articles(n, words, seed, n_issues=n_issues), [""] * n), WORDS)


def told(known: Side, new: Side) -> ToldApart:
    """The test of two sides."""
    first, second, _ = align(known, new)
    return tell_apart(first, second, known.issues, new.issues)


def test_halves_of_one_source_are_not_told_apart() -> None:
    """The interval of articles with the same words holds one half."""
    found = told(side(COMMON + OLD, 80, 1), side(COMMON + OLD, 80, 2)).share
    assert found.low < 0.5 < found.high
    assert found.value == pytest.approx(0.5, abs=0.1)


def test_articles_with_other_words_are_told_apart() -> None:
    """A third of the words differs: every pair is told apart, and the new articles have the higher scores."""
    found = told(side(COMMON + OLD, 60, 1), side(COMMON + NEW, 60, 2))
    assert (found.share.value, found.share.low) == pytest.approx((1, 1))
    assert found.new.min() > found.known.max()


def test_the_words_of_one_day_give_nothing_away() -> None:
    """Every issue has an event of its own, on both sides: whole issues are left out, so it does not help."""
    rng = np.random.default_rng(0)
    events = sp.csr_matrix(np.repeat(np.eye(16, dtype=np.int64), 6, axis=0))
    noise = sp.csr_matrix(rng.integers(0, 2, (96, 20)))
    counts = sp.csr_matrix(sp.hstack([events, noise]))
    issues = [f"2024-02-{1 + row // 6:02}" for row in range(96)]
    apart = tell_apart(counts[:48], counts[48:], issues[:48], issues[48:]).share
    alone = tell_apart(counts[:48], counts[48:], list(map(str, range(48))), list(map(str, range(48, 96)))).share
    assert apart.value < 0.6
    assert alone.value > 0.9


def test_the_test_is_the_same_a_second_time() -> None:
    """No draw of chance is left: figures and scores are the same bit for bit."""
    first, second = (told(side(COMMON + OLD, 60, 1, 9), side(COMMON, 40, 2, 7)) for _ in range(2))
    assert first.share == second.share
    assert first.new.tolist() == second.new.tolist()


def test_newness_is_a_share_of_the_known_articles() -> None:
    """New words are newer than all labelled articles, old words than hardly any."""
    known, new = side(COMMON + OLD, 60, 1), side(COMMON + NEW, 60, 2)
    first, second, vocabulary = align(known, new)
    found = tell_apart(first, second, known.issues, new.issues)
    of_new, of_old = ([sp.csr_matrix(np.isin(vocabulary, words)[None].astype(np.int64))] for words in (NEW, OLD))
    assert score_newness(found, of_new[0]).tolist() == [1.0]
    assert score_newness(found, of_old[0])[0] < 0.1
