"""What a score has to beat: the largest section, and counting keywords."""

from collections import Counter
from collections.abc import Mapping, Sequence


def predict_majority(labels: Sequence[str], n_articles: int) -> list[str]:
    """The most frequent label for every article; the first in the alphabet where two are as frequent."""
    counts = Counter(labels)
    return [min(counts, key=lambda label: (-counts[label], label))] * n_articles


def predict_by_keywords(texts: Sequence[str], keywords: Mapping[str, Sequence[str]], fallback: str) -> list[str]:
    """The section whose keywords occur most often in a text.

    Parameters
    ----------
    texts : (n_articles,) texts
    keywords : words of each section
    fallback : label of an article in which none occurs

    Returns
    -------
    (n_articles,) labels; of two sections with as many hits the first in `keywords`
    """
    return [_best(text, keywords) or fallback for text in texts]


def _best(text: str, keywords: Mapping[str, Sequence[str]]) -> str | None:
    hits = {section: sum(text.count(word) for word in words) for section, words in keywords.items()}
    section = max(hits, key=lambda name: hits[name], default=None)
    return section if section is not None and hits[section] else None
