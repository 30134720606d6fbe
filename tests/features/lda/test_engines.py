"""gensim's LDA has the interface of the own one, and topics become its LdaModel."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.lda.em import FitSettings
from textml.features.lda.engines import fit_gensim, to_gensim


def test_gensim_makes_a_tenth_of_the_passes():
    """Components are pseudo-counts above 0; nothing is held out."""
    counts = sp.csr_matrix(np.kron(np.eye(2, dtype=int), np.ones((30, 4), dtype=int)))
    fitted = fit_gensim(counts, FitSettings(2, 0.05, 0.03, 40, 1e-3, 1, 0))
    assert fitted.n_iter == 4
    assert fitted.stopped == "gensim made its 4 passes"
    assert fitted.components.shape == (2, 8)
    assert (fitted.components > 0).all()
    assert np.isnan(fitted.perplexity)


def test_topics_without_words_get_numbers():
    """gensim's model holds the topics, and numbers stand for the words."""
    model = to_gensim(np.array([[3.0, 1.0], [1.0, 1.0]]), np.array([0.1, 0.2]), 0.03)
    assert model.get_topics() == pytest.approx(np.array([[0.75, 0.25], [0.5, 0.5]]))
    assert model.show_topic(0, 1)[0][0] == "0"
    assert model.alpha == pytest.approx(np.array([0.1, 0.2]))
