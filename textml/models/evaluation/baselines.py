"""Baselines that a classifier has to beat: the largest section, and counting keywords."""

from collections import Counter
from collections.abc import Mapping, Sequence


def predict_majority(labels: Sequence[str], n_articles: int) -> list[str]:
    """Predict the most frequent label for every article; the first in the alphabet where two are as frequent.

    Parameters
    ----------
    labels : sequence of str
        Labels of the training articles.
    n_articles : int
        How many articles are predicted.
    """
    counts = Counter(labels)
    return [min(counts, key=lambda label: (-counts[label], label))] * n_articles


def predict_by_keywords(texts: Sequence[str], keywords: Mapping[str, Sequence[str]], fallback: str) -> list[str]:
    """Predict the section whose keywords occur most often in a text.

    Parameters
    ----------
    texts : (n_articles,) sequence of str
        Their texts.
    keywords : mapping of str to sequence of str
        Words of each section.
    fallback : str
        Label of an article in which no keyword occurs.

    Returns
    -------
    (n_articles,) list of str
        Sections; of two with as many hits the first in `keywords`.

    Examples
    --------
    >>> predict_by_keywords(["订单订单非遗", "下雨了"], {"economy": ["订单"], "culture": ["非遗"]}, "livelihood")
    ['economy', 'livelihood']
    """
    return [_best(text, keywords) or fallback for text in texts]


def _best(text: str, keywords: Mapping[str, Sequence[str]]) -> str | None:
    hits = {section: sum(text.count(word) for word in words) for section, words in keywords.items()}
    section = max(hits, key=lambda name: hits[name], default=None)
    return section if section is not None and hits[section] else None
