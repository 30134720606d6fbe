"""Shares are inferred by the posterior, and work is shared out without changing a number."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.lda.em import FitSettings, completion_halves, fit_topics, infer_shares, pad_topics, thread_map


def test_topics_are_padded_to_whole_registers():
    """Three topics take 16 places; those added are empty, the words of the others are probabilities."""
    wide = pad_topics(np.array([[1.0, 3.0], [2.0, 2.0], [0.0, 5.0]]))
    assert wide.shape == (2, 16)
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
