"""Held-out perplexity agrees with sums that can be done by hand."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.lda.completion import completion_likelihood, completion_perplexity


def test_perplexity_of_uniform_topics_is_the_vocabulary() -> None:
    """Topics that know nothing leave every word equally likely."""
    counts = sp.csr_matrix(np.random.default_rng(0).poisson(1.0, (20, 50)))
    assert completion_perplexity(np.ones((3, 50)), counts) == pytest.approx(50, rel=1e-6)


def test_perplexity_of_the_right_topics_is_that_of_their_words() -> None:
    """When the seen half tells the topic and each topic has ten equal words, a hidden word is one of ten."""
    topics = np.kron(np.eye(2), np.ones(10)) + 1e-9
    counts = sp.csr_matrix(np.kron(np.eye(2), 50 * np.ones((5, 10))))
    assert completion_perplexity(topics, counts, alpha=1e-3) == pytest.approx(10, rel=1e-3)


def test_perplexity_of_single_words_is_unknown() -> None:
    """An article of one word has no other half."""
    assert np.isnan(completion_perplexity(np.ones((2, 3)), sp.csr_matrix(np.eye(3))))


def test_the_likelihood_is_the_sum_that_the_perplexity_is_made_of() -> None:
    """It grows with the number of hidden words, which are half of the different words of each article."""
    counts = sp.csr_matrix(np.full((2, 50), 3))
    log_likelihood, n_hidden = completion_likelihood(np.ones((3, 50)), counts)
    assert n_hidden == 150
    assert log_likelihood == pytest.approx(150 * np.log(1 / 50), rel=1e-6)
    assert completion_perplexity(np.ones((3, 50)), counts) == pytest.approx(50, rel=1e-6)
