"""Coherence of topics agrees with gensim and with sums that can be done by hand."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.coherence import npmi
from textml.features.counts import count_tokens


def _articles(n_articles: int, length: int, repeat: bool, seed: int = 0) -> list[list[str]]:
    """Articles of two subjects with some words of the other; without repeats every word stands once in an article."""
    draw = np.random.default_rng(seed)
    words = [f"w{i:02d}" for i in range(60)]
    articles = []
    for a in range(n_articles):
        weight = np.where(np.arange(60) // 30 == a % 2, 4.0, 1.0)
        articles.append([words[i] for i in draw.choice(60, length, replace=repeat, p=weight / weight.sum())])
    return articles


def _by_gensim(measure: str, tops: list[list[str]], articles: list[list[str]], window: int) -> list[float]:
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    model = CoherenceModel(
        topics=tops, texts=articles, dictionary=Dictionary(articles), coherence=measure, window_size=window, processes=1
    )
    return model.get_coherence_per_topic()


TOPS = [[f"w{i:02d}" for i in range(10)], [f"w{i:02d}" for i in range(30, 40)], ["w00", "w31", "w02", "w33"]]


def test_npmi_is_gensims_over_whole_articles() -> None:
    """Over articles as windows the mean NPMI is gensim's c_npmi."""
    articles = _articles(150, 50, repeat=True)
    counted = count_tokens(articles)
    column = {word: i for i, word in enumerate(counted.vocabulary.tolist())}
    ours = npmi([[column[word] for word in top] for top in TOPS], counted.counts)
    assert ours == pytest.approx(_by_gensim("c_npmi", TOPS, articles, 1000), abs=1e-6)


def test_npmi_of_pairs_that_always_and_never_meet() -> None:
    """Words that always stand together score 1, words that never meet score -1."""
    counts = sp.csr_matrix(np.array([[1, 1, 0], [2, 3, 0], [0, 0, 1], [0, 0, 4]]))
    assert npmi([[0, 1], [0, 2]], counts).tolist() == [1.0, -1.0]
