"""Shares are inferred by the posterior, and work is shared out without changing a number."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.lda import em
from textml.features.lda.blocks import kernel_arrays
from textml.features.lda.em import (
    FitSettings,
    completion_halves,
    fit_topics,
    infer_shares,
    pad_topics,
    thread_map,
)
from textml.features.lda.kernel import LANES, move_words, update_articles


def test_topics_are_padded_to_whole_registers():
    """Three topics take 8 places; those added are empty, the words of the others are probabilities."""
    wide = pad_topics(np.array([[1.0, 3.0], [2.0, 2.0], [0.0, 5.0]]))
    assert wide.shape == (2, 8)
    assert wide[:, :3].T.tolist() == [[0.25, 0.75], [0.5, 0.5], [0.0, 1.0]]
    assert not wide[:, 3:].any()
    assert pad_topics(np.array([[1.0, 3.0]]), scale=False)[:, 0].tolist() == [1.0, 3.0]


@pytest.mark.parametrize("n_jobs", [1, 3])
def test_shares_of_separate_topics_are_counts_and_prior(n_jobs: int):
    """Where each word belongs to one topic, shares are its counts plus alpha, divided by all."""
    counts = sp.csr_matrix(np.array([[3, 1], [0, 0], [0, 4]]))
    shares = infer_shares(counts, pad_topics(np.eye(2)), np.array([0.5, 0.5]), n_jobs, steps=200, tolerance=0.0)
    assert shares == pytest.approx(np.array([[3.5, 1.5], [0.5, 0.5], [0.5, 4.5]]) / [[5], [1], [5]], abs=1e-6)


def test_halves_take_the_words_of_an_article_in_turn():
    """The first, third … word is seen, the others are hidden; an article of one word has no hidden half."""
    counts = sp.csr_matrix(np.array([[2, 0, 5, 1], [0, 7, 0, 0]]))
    seen, hidden = completion_halves(counts)
    assert seen.toarray().tolist() == [[2, 0, 0, 1], [0, 7, 0, 0]]
    assert hidden.toarray().tolist() == [[0, 0, 5, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_every_row_is_worked_on_once(n_jobs: int):
    """The ranges cover all rows without overlap, on any number of threads."""
    seen = np.zeros(5000, dtype=int)

    def kernel(first: int, last: int) -> None:
        seen[first:last] += 1

    with thread_map(n_jobs) as run:
        run(kernel, np.arange(5001))
    assert (seen == 1).all()


def test_a_fit_says_why_it_stopped_without_held_out_articles():
    """Few articles: topics that no longer change, or the largest number of passes."""
    counts = sp.csr_matrix(np.kron(np.eye(2, dtype=int), np.ones((5, 4), dtype=int)))
    still = fit_topics(counts, FitSettings(2, 0.05, 0.03, 100, 1e-3, 1, None))
    assert still.stopped.startswith("topics no longer change")
    assert still.n_iter < 100
    short = fit_topics(counts, FitSettings(2, 0.05, 0.03, 1, 1e-3, 1, None))
    assert (short.n_iter, short.stopped[:18]) == (1, "max_iter=1 reached")
    assert np.isnan(short.perplexity)


def _two_mixed_topics() -> tuple[sp.csr_matrix, np.ndarray]:
    """Words of two topics that share two of six words, in 400 articles that mix them."""
    rng = np.random.default_rng(5)
    topics = np.array([[8, 6, 3, 2, 0, 0], [0, 0, 2, 3, 6, 8]]) / 19
    shares = rng.dirichlet([0.3, 0.3], 400)
    return sp.csr_matrix(np.array([rng.multinomial(30, row) for row in shares @ topics])), topics


def test_steps_beyond_those_of_em_end_where_em_ends(monkeypatch):
    """Going further takes fewer passes to the same topics."""
    counts, topics = _two_mixed_topics()
    settings = FitSettings(2, 0.05, 0.03, 300, 1e-6, 1, None)
    far = fit_topics(counts, settings)
    monkeypatch.setattr(em, "_REACH_OF_SHARES", 1.0)
    monkeypatch.setattr(em, "_REACH_OF_WORDS", 1.0)
    plain = fit_topics(counts, settings)
    assert far.n_iter < plain.n_iter
    probabilities = [fit.components / fit.components.sum(1, keepdims=True) for fit in (far, plain)]
    assert probabilities[0] == pytest.approx(probabilities[1], abs=2e-3)
    assert min(abs(probabilities[0] - order).max() for order in (topics, topics[::-1])) < 0.05


@pytest.mark.parametrize("n_words", range(1, 10))
def test_a_step_is_that_of_em_for_any_number_of_words(n_words: int):
    """Words are read four at a time; those left over count as well."""
    rng = np.random.default_rng(n_words)
    topic_words, counts = pad_topics(rng.random((3, n_words))), rng.integers(1, 5, (1, n_words))
    alpha = np.zeros(LANES, np.float32)
    alpha[:3] = 0.1
    shares = alpha / alpha.sum() * np.ones((1, 1), np.float32)
    expected = shares[0] * ((counts[0] / (topic_words @ shares[0])) @ topic_words) + alpha
    update_articles(*kernel_arrays(sp.csr_matrix(counts)), topic_words, shares, alpha, 0, 1, 1, 1.0)
    assert shares[0] == pytest.approx(expected / expected.sum(), abs=1e-6)


def test_word_probabilities_move_further_and_stay_above_0():
    """From 0.6 to 0.5 and on to 0.4 with twice the step; from 0.4 to 0.5 and on to 0.6; none below a fifth of EM's."""
    before = np.array([[0.6, 0.9], [0.4, 0.1]], np.float32)
    updated, moved = np.array([[5, 2], [5, 6]], np.float32), np.empty((2, 2), np.float32)
    move_words(before, updated, moved, 2.0)
    # The second topic goes from 0.9 to 0.25, and on to less than a fifth of that, which is 0.05, beside 1.4.
    assert moved == pytest.approx(np.array([[0.4, 0.05 / 1.45], [0.6, 1.4 / 1.45]]), abs=1e-6)
