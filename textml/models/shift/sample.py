"""A sample of articles that is the same in any order and in any batches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Protocol

from textml.models.sections.training_set import text_hash

#: Articles of each side that are compared: the more, the smaller the differences that are found, until every year
#: differs from the last. With so many the test tells what labels suffer from, see tests/bench/bench_shift.py.
N_COMPARED = 300
# Characters of an article that are looked at; longer ones are reports of companies and lists.
_MOST_CHARS = 20_000
# Bytes of a short article, and how many times the articles of a sample are looked for: parts of an archive then send
# few texts, and the sample is still that of the whole.
_ARTICLE_BYTES, _SPARE = 1000, 20


class Dated(Protocol):
    """What is sampled: an article or a labelled one."""

    @property
    def text(self) -> str: ...
    @property
    def date(self) -> str: ...


@dataclass(frozen=True, slots=True, order=True)
class Sampled:
    """An article of a sample.

    Attributes
    ----------
    key : str
        Hash of its text in hexadecimal.
    text : str
        Its headline and body; of a very long one the beginning.
    issue : str
        Date of its issue; its key where that is not known.
    section : str
        Its label, or the one that it was given; empty where it has none.
    length : int
        Characters of the whole text, white space apart.
    """

    key: str
    text: str
    issue: str
    section: str
    length: int


def choose_share(n_bytes: int) -> float:
    """Share of the articles of an archive that parts of it have to look at, so that its sample is in there.

    Parameters
    ----------
    n_bytes : int
        Size of the archive; 0 where it is not known.

    Returns
    -------
    float
        In (0, 1].

    >>> choose_share(0), choose_share(1_000_000), choose_share(6_000_000_000)
    (1.0, 1.0, 0.001)
    """
    n_articles = n_bytes / _ARTICLE_BYTES
    return min(1.0, _SPARE * N_COMPARED / n_articles) if n_articles else 1.0


def draw_sample(
    articles: Sequence[Dated], sections: Sequence[str], n: int = N_COMPARED, share: float = 1.0
) -> list[Sampled]:
    """Draw the articles with the smallest hashes of their texts; each text once.

    Parameters
    ----------
    articles : (n_articles,) sequence of Article or Seed
    sections : (n_articles,) sequence of str
        The label of each, empty for none.
    n : int
        Largest number of articles.
    share : float
        Only this share of all hashes is looked at, in (0, 1].

    Returns
    -------
    list of Sampled
        By their keys.
    """
    first: dict[str, int] = {}
    for number, article in enumerate(articles):
        key = text_hash(article.text).hex()
        if share == 1 or int(key[:8], 16) < share * 2**32:
            first.setdefault(key, number)
    return [_look_at(key, articles[first[key]], sections[first[key]]) for key in nsmallest(n, first)]


def join_samples(samples: Iterable[Sampled], n: int = N_COMPARED) -> list[Sampled]:
    """Join samples of parts: the sample of all articles, each text once.

    Parameters
    ----------
    samples : iterable of Sampled
        Of all parts, in any order.
    n : int
        Largest number of articles, at most that of each part.
    """
    return nsmallest(n, {sampled.key: sampled for sampled in sorted(samples, reverse=True)}.values())


def _look_at(key: str, article: Dated, section: str) -> Sampled:
    text = article.text
    return Sampled(key, text[:_MOST_CHARS], article.date or key, section, len("".join(text.split())))
