"""The number of topics is recommended from measurements."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.errors import ConfigError
from textml.models.topics.choice import _recommend, candidates, choose_n_topics


def _counts(n_topics: int, n_articles: int = 400) -> sp.csr_matrix:
    """Articles of one of `n_topics` subjects each, ten words a subject."""
    draw = np.random.default_rng(0)
    topics = np.kron(np.eye(n_topics), np.ones(10)) + 0.02
    topics /= topics.sum(1, keepdims=True)
    return sp.csr_matrix(np.array([draw.multinomial(60, topics[a % n_topics]) for a in range(n_articles)]))


def test_the_number_of_subjects_is_recommended():
    """Six subjects: six topics are as good as more for perplexity, and more are neither coherent nor steady."""
    steps = []
    choice = choose_n_topics(_counts(6), [12, 3, 6, 9], on_step=lambda *at: steps.append(at))
    assert choice.n_topics.tolist() == [3, 6, 9, 12]
    assert choice.recommended == 6
    assert choice.perplexity[0] > 1.2 * choice.perplexity[1]
    assert choice.stability[1] == 1.0
    assert choice.reason.startswith("6 topics: the most coherent")
    assert "end of the range" not in choice.reason
    assert not choice.reason.endswith(".")
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert choice.rows()[1]["n_topics"] == 6


@pytest.mark.parametrize(
    ("perplexity", "coherence", "stability", "said"),
    [
        (
            [400.0, 390.0, 350.0],
            [0.2, 0.3, 0.25],
            [0.8, 0.9, 0.8],
            "Perplexity is lowest at the end of the range asked (20), so it only follows the range. "
            "6 topics are the best in both coherence (NPMI 0.30) and stability (90%)",
        ),
        (
            [400.0, 390.0, 350.0],
            [0.4, 0.3, 0.25],
            [0.8, 0.9, 0.8],
            "so it only follows the range. 5 topics are the most coherent of all (NPMI 0.40), 6 the steadiest (90%)",
        ),
        ([400.0, 300.0, 350.0], [0.2, 0.3, 0.25], [0.8, 0.9, 0.8], "without a tenth of the articles"),
        (
            [400.0, 300.0, 350.0],
            [0.2, 0.1, 0.25],
            [0.8, 0.9, 0.9],
            "without a tenth of the articles. 20 topics are the best in both coherence (NPMI 0.25) and stability (90%)",
        ),
    ],
)
def test_the_best_in_coherence_and_stability_is_named(perplexity, coherence, stability, said):
    """Where another number is better in both, or perplexity only follows the range, the reason says so."""
    _, reason = _recommend(np.array([5, 6, 20]), np.array(perplexity), np.array(coherence), np.array(stability))
    assert reason.endswith(said)


def test_too_few_articles_to_choose_are_refused():
    """Nineteen articles cannot be parted into tenths."""
    with pytest.raises(ConfigError, match="19 articles"):
        choose_n_topics(_counts(2, 19), [2])


def test_too_few_words_to_choose_are_refused():
    """Where no article holds two different words there is neither perplexity nor coherence, and no warning of numpy."""
    with pytest.raises(ConfigError, match="2 words in 40 articles are too few to compare numbers of topics"):
        choose_n_topics(sp.csr_matrix(np.tile(np.eye(2, dtype=int), (20, 1))), [2, 3])


def test_candidates_are_in_equal_ratios_within_the_range():
    """Both ends are in, small ranges give every number once."""
    assert candidates(5, 60) == [5, 7, 10, 15, 21, 29, 42, 60]
    assert candidates(2, 4) == [2, 3, 4]
    with pytest.raises(ConfigError, match="from 9 to 3"):
        candidates(9, 3)
