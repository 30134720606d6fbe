"""A topic as people see it: its words by relevance, and a name made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.display import brief, card, word_card
from textml.models.topics.naming import topic_name

# Sievert and Shirley (2014, LDAvis) found that people recognise topics best at 0.6.
RELEVANCE = 0.6
# Topics of which less than this share of the top words comes back are shown with a warning.
_FRAGILE = 0.5


@dataclass(frozen=True)
class Topic:
    """One topic of a model.

    Attributes
    ----------
    id : int
        Number that the topic keeps when the model is fitted again with the old one as `previous`.
    name : str
        Its most relevant words, or the name given with its seed words.
    words : tuple of (str, float)
        Words with their probability in the topic, by relevance: words that are frequent in the topic and rare in
        others come first.
    share : float
        Mean share of the articles' words, in [0, 1]; all topics sum to 1.
    coherence : float
        Mean NPMI of the ten top words over the articles, in [-1, 1]; nan where there is only one word.
    stability : float
        Mean overlap of the ten top words when a tenth of the articles is left out, in [0, 1]; nan where not measured.
    """

    id: int
    name: str
    words: tuple[tuple[str, float], ...]
    share: float
    coherence: float = float("nan")
    stability: float = float("nan")

    __repr__ = brief

    def _repr_html_(self) -> str:
        facts = (
            self.name,
            f"id {self.id}",
            f"{100 * self.share:.1f} % of the words",
            "fragile" if self.fragile else "",
        )
        return word_card("Topic", facts, [("words", self.words)])

    @property
    def fragile(self) -> bool:
        """Whether less than half of the top words come back on average; False where stability was not measured."""
        return self.stability < _FRAGILE


def relevance(components: np.ndarray, weight: float = RELEVANCE) -> np.ndarray:
    """Compute the relevance of words for topics: weight log p(w|t) + (1 - weight) log(p(w|t) / p(w)).

    Parameters
    ----------
    components : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of words in topics, above 0.
    weight : float
        1 ranks by frequency alone, 0 by distinctiveness alone.

    Returns
    -------
    ndarray of float, shape (n_topics, n_words)

    References
    ----------
    Sievert & Shirley (2014), LDAvis: a method for visualizing and interpreting topics.
    """
    given_topic, overall = _log_shares(components)
    return np.asarray(given_topic - (1 - weight) * overall)


def rank_words(components: np.ndarray, n_words: int, weight: float = RELEVANCE) -> np.ndarray:
    """Return the columns of the `n_words` most relevant words, (n_topics, n_words), ties by column; see `relevance`."""
    return largest_columns(relevance(components, weight), n_words)


def rank_words_for(components: np.ndarray, n_words: int, weights: Sequence[float]) -> list[np.ndarray]:
    """Rank words as `rank_words` does for each of several weights, with the logarithms taken once."""
    given_topic, overall = _log_shares(components)
    return [largest_columns(given_topic - (1 - weight) * overall, n_words) for weight in weights]


def _log_shares(components: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithms of p(w|t) and p(w)."""
    return np.log(components / components.sum(1, keepdims=True)), np.log(components.sum(0) / components.sum())


def largest_columns(values: np.ndarray, n: int) -> np.ndarray:
    """Find the columns of the largest values of each row, without sorting the others.

    Parameters
    ----------
    values : ndarray of float, shape (n_rows, n_columns)
        Any numbers.
    n : int
        1 or more.

    Returns
    -------
    ndarray of int, shape (n_rows, at most n)
        The largest first, of equal ones the first.
    """
    n = min(n, values.shape[1])
    least = np.partition(values, values.shape[1] - n, axis=1)[:, values.shape[1] - n]
    found = np.empty((len(values), n), dtype=np.int64)
    for row, (each, smallest) in enumerate(zip(values, least, strict=True)):
        among = np.flatnonzero(each >= smallest)
        found[row] = among[np.argsort(-each[among], kind="stable")[:n]]
    return found


def unique_names(names: Sequence[str]) -> list[str]:
    """Number the second and later ones of equal names."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def describe_topics(
    components: np.ndarray,
    vocabulary: np.ndarray,
    shares: np.ndarray,
    n_words: int,
    names: Sequence[str] = (),
    coherence: np.ndarray | None = None,
) -> list[Topic]:
    """Describe topics by words and names; their ids are their positions.

    Parameters
    ----------
    components : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of words in topics, above 0.
    vocabulary : ndarray of str, shape (n_words,)
        Words of the columns.
    shares : ndarray of float, shape (n_topics,)
        Mean share of each topic.
    n_words : int
        Words to keep for each topic.
    names : sequence of str
        Names of the first topics, where they have some already.
    coherence : ndarray of float, shape (n_topics,), or None
        Coherence of each topic.

    Returns
    -------
    list of Topic
    """
    ranked = rank_words(components, n_words)
    probability = components / components.sum(1, keepdims=True)
    made = [topic_name(vocabulary[row].tolist()) for row in ranked[len(names) :]]
    known = np.full(len(ranked), np.nan) if coherence is None else coherence
    return [
        Topic(
            k,
            name,
            tuple((str(vocabulary[w]), float(probability[k, w])) for w in ranked[k]),
            float(shares[k]),
            float(known[k]),
        )
        for k, name in enumerate(unique_names([*names, *made]))
    ]


def show_topics(title: str, topics: Sequence[Topic], facts: Sequence[str]) -> str:
    """Return an HTML card of topics, for notebooks."""
    rows = (
        (topic.id, topic.name, f"{100 * topic.share:.0f} %", " ".join(word for word, _ in topic.words[:8]))
        for topic in topics
    )
    return card(title, facts, ("id", "topic", "share", "words"), rows)
