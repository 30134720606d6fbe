"""Check labelled and unlabelled articles and bring them into an order of their own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import islice

import numpy as np

from textml.corpus.texts import check_list, check_texts
from textml.errors import SeedError
from textml.features.characters.folding import normalize_texts

# Different unlabelled articles that a fit learns from, those with the smallest hashes of their texts: with 1,000 to
# 5,000 of them the macro-F1 on web news is the same within half a point (tests/bench/bench_pool.py).
MAX_POOL = 2500
# What every issue prints says nothing of a section. Drawn, its copies would be most of the sample, and join all issues
# to one group that no split may part.
MOST_COPIES = 50
# Texts that are normalised before their hashes are kept alone.
_HASHED_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Labelled articles and the pool, each text once, sorted by a hash of the text.

    Attributes
    ----------
    texts : list of str
        Normalised texts, the labelled ones first, then the pool.
    sections : ndarray of int
        Section of each labelled article as a position in `classes`, (n_labelled,).
    classes : ndarray
        Sorted labels, (n_sections,).
    dropped : dict of str to int
        Number of articles left out, by reason.
    """

    texts: list[str]
    sections: np.ndarray
    classes: np.ndarray
    dropped: dict[str, int]

    @property
    def n_labelled(self) -> int:
        """Number of labelled articles."""
        return len(self.sections)


def text_hash(text: str) -> bytes:
    """Hash a text; sorting by the hash makes results independent of the order given."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def hash_texts(texts: Iterable[str]) -> Iterator[bytes]:
    """Hash normalised texts, some at a time, so that any number of them fits into the memory.

    Yields
    ------
    bytes
        As of `text_hash`; empty for a text without a character.
    """
    rest = iter(texts)
    while block := list(islice(rest, _HASHED_AT_ONCE)):
        yield from (text_hash(text) if text else b"" for text in normalize_texts(block))


def sample_pool(texts: Iterable[str], n: int) -> list[int]:
    """Draw unlabelled articles by the hashes of their texts: the same ones in any order, and in a larger sample too.

    Parameters
    ----------
    texts : iterable of str
        Unlabelled articles, (n_unlabelled,).
    n : int
        Number of different texts.

    Returns
    -------
    list of int
        Positions of the articles with the `n` smallest hashes, ascending. Copies of one text, which may be of
        different days, are drawn together; a text of more than MOST_COPIES is not drawn.
    """
    hashes = list(hash_texts(texts))
    drawn = set(nsmallest(n, (found for found, copies in Counter(hashes).items() if found and copies <= MOST_COPIES)))
    return [position for position, found in enumerate(hashes) if found in drawn]


def sample_texts(texts: Iterable[str], names: Sequence[str], n: int) -> list[int]:
    """Draw articles by the hashes of their texts as `sample_pool` does, but each text once.

    An archive may hold so many copies of a text that together they would be no sample.

    Parameters
    ----------
    texts : iterable of str
        Of the articles, (n_articles,).
    names : sequence of str
        Ids of the articles, (n_articles,): of copies, the one with the first id is drawn.
    n : int
        Largest number of articles.

    Returns
    -------
    list of int
        Positions, ascending; the same articles in any order.
    """
    first: dict[bytes, int] = {}
    for position, found in enumerate(hash_texts(texts)):
        if found and names[position] <= names[first.setdefault(found, position)]:
            first[found] = position
    return sorted(first[found] for found in nsmallest(n, first))


def prepare_training(
    texts: Sequence[str],
    labels: Sequence[object] | np.ndarray,
    unlabeled: Sequence[str] | None,
    reject: object = None,
) -> TrainingSet:
    """Check labelled and unlabelled articles, drop repeated ones, and sort.

    Parameters
    ----------
    texts : sequence of str
        Labelled articles, (n_labelled,).
    labels : sequence of str or int
        Their labels, (n_labelled,).
    unlabeled : sequence of str or None
        Articles of unknown section.
    reject : str, int or None
        Label of articles of none of the sections.

    Returns
    -------
    TrainingSet

    Raises
    ------
    TextsError
        If `texts` or `unlabeled` is no list of texts, or `labels` no list.
    SeedError
        If the lengths differ, a labelled text is empty, one text carries two labels, or fewer than two labels besides
        `reject` are carried.
    """
    texts, labels = check_texts(texts), check_list(labels, "labels", "labels")
    if len(texts) != len(labels):
        raise SeedError(f"{len(texts)} texts, but {len(labels)} labels. Give one label for each text")
    names = _check_labels(labels)
    normalised = normalize_texts(texts)
    empty = [str(position) for position, text in enumerate(normalised) if not text]
    if empty:
        raise SeedError(
            f"labelled article{'s' * (len(empty) > 1)} {', '.join(empty[:10])} (counted from 0): no text. "
            "Remove or fill them"
        )
    label_of = _label_of_text(normalised, names)
    order = sorted(label_of, key=text_hash)
    classes, sections = np.unique(np.array([label_of[text] for text in order]), return_inverse=True)
    _check_classes(classes.tolist(), reject, sections)
    pool, dropped = _clean_pool(check_texts(() if unlabeled is None else unlabeled, "unlabeled"), label_of)
    dropped["labelled twice"] = len(texts) - len(order)
    return TrainingSet([*order, *pool], sections, classes, dropped)


def _check_classes(classes: list[object], reject: object, sections: np.ndarray) -> None:
    """Two sections are needed, besides the class of none."""
    proper = [name for name in classes if name != reject]
    if len(proper) >= 2:
        return
    n = int((sections == classes.index(proper[0])).sum()) if proper else len(sections)
    of = (
        f"{proper[0]!s}{' besides those of none' if reject in classes else ''}" if proper else "of none of the sections"
    )
    raise SeedError(f"all {n} labelled articles are {of}. Label articles of at least two sections")


def _check_labels(labels: list[object]) -> list[object]:
    if not labels:
        raise SeedError("no labelled article. Label articles of at least two sections")
    names: list[object] = [label.item() if isinstance(label, np.generic) else label for label in labels]
    odd = [
        f"{position}: {name!r}" for position, name in enumerate(names) if not isinstance(name, (str, int)) or name == ""
    ]
    if odd or len({isinstance(name, str) for name in names}) > 1:
        raise SeedError(f"labels have to be all str or all int; found {', '.join(odd[:5]) or 'both'}. Correct them")
    return names


def _label_of_text(texts: list[str], names: list[object]) -> dict[str, object]:
    first: dict[str, int] = {}
    for position, text in enumerate(texts):
        earlier = first.setdefault(text, position)
        if names[earlier] != names[position]:
            raise SeedError(
                f"labelled articles {earlier} and {position} (counted from 0) have the same text {text[:20]!r}, "
                f"but the labels {names[earlier]!s} and {names[position]!s}. Decide for one of them"
            )
    return {text: names[position] for text, position in first.items()}


def _clean_pool(unlabeled: Sequence[str], labelled: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    known = set(map(text_hash, labelled))
    n_empty = n_known = 0
    first: dict[bytes, int] = {}
    for position, found in enumerate(hash_texts(unlabeled)):
        if not found:
            n_empty += 1
        elif found in known:
            n_known += 1
        else:
            first.setdefault(found, position)
    pool = normalize_texts([unlabeled[first[found]] for found in nsmallest(MAX_POOL, first)])
    return pool, {
        "unlabelled, empty": n_empty,
        "unlabelled, repeats a labelled one": n_known,
        "unlabelled, repeats another": len(unlabeled) - n_empty - n_known - len(first),
        "unlabelled, beyond the sample": len(first) - len(pool),
    }
