"""What a classifier is trained on, checked and in an order of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from textml.errors import SeedError
from textml.features.characters.folding import normalize_text


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Labelled articles and the pool beside them, each text once, sorted by a hash of the text.

    Attributes
    ----------
    texts : normalised; the labelled ones first, then the pool
    sections : (n_labelled,) int, position in `classes`
    classes : (n_sections,) sorted
    origin : (n_labelled,) int, where each labelled text stood in what was given
    dropped : what was left out, by reason
    """

    texts: list[str]
    sections: np.ndarray
    classes: np.ndarray
    origin: np.ndarray
    dropped: dict[str, int]

    @property
    def n_labelled(self) -> int:
        """Labelled articles, which stand before the pool."""
        return len(self.sections)


def text_hash(text: str) -> bytes:
    """A key that depends on the text alone: sorting by it makes results independent of the order given."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def prepare_training(
    texts: Sequence[str], labels: Sequence[object] | np.ndarray, unlabeled: Sequence[str] | None
) -> TrainingSet:
    """Check labelled and unlabelled articles, drop what repeats, and sort.

    Raises
    ------
    SeedError : lengths differ, a text is no str, a labelled one is empty, one text carries two labels, or all carry the
        same
    """
    texts, labels = _check_texts(texts, "labelled article"), list(labels)
    if len(texts) != len(labels):
        raise SeedError(f"{len(texts)} texts, but {len(labels)} labels. Give one label for each text")
    names = _check_labels(labels)
    normalised = [normalize_text(text) for text in texts]
    empty = [str(position) for position, text in enumerate(normalised) if not text]
    if empty:
        raise SeedError(
            f"labelled article{'s' * (len(empty) > 1)} {', '.join(empty[:10])} (counted from 0): no text. "
            "Remove or fill them"
        )
    first = _first_places(normalised, names)
    order = sorted(first, key=text_hash)
    classes, sections = np.unique(np.array([names[first[text]] for text in order]), return_inverse=True)
    if len(classes) < 2:
        raise SeedError(
            f"all {len(texts)} labelled articles are {classes[0]!s}. Label articles of at least two sections"
        )
    pool, dropped = _pool(_check_texts(() if unlabeled is None else unlabeled, "unlabelled article"), first)
    dropped["labelled twice"] = len(texts) - len(order)
    return TrainingSet([*order, *pool], sections, classes, np.array([first[text] for text in order]), dropped)


def _check_texts(texts: Sequence[str], what: str) -> list[str]:
    if isinstance(texts, str):
        raise SeedError(f"{what}s: one text, {texts[:20]!r}. Give a list of texts")
    given = list(texts)
    odd = [f"{position}: {text!r}" for position, text in enumerate(given) if not isinstance(text, str)]
    if odd:
        raise SeedError(f"{what}s (counted from 0) that are no text: {', '.join(odd[:5])}. Remove or fill them")
    return given


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


def _first_places(texts: list[str], names: list[object]) -> dict[str, int]:
    first: dict[str, int] = {}
    for position, text in enumerate(texts):
        earlier = first.setdefault(text, position)
        if names[earlier] != names[position]:
            raise SeedError(
                f"labelled articles {earlier} and {position} (counted from 0) have the same text {text[:20]!r}, "
                f"but the labels {names[earlier]!s} and {names[position]!s}. Decide for one of them"
            )
    return first


def _pool(unlabeled: Sequence[str], labelled: dict[str, int]) -> tuple[list[str], dict[str, int]]:
    normalised = [normalize_text(text) for text in unlabeled]
    filled = [text for text in normalised if text]
    fresh = [text for text in filled if text not in labelled]
    distinct = sorted(set(fresh), key=text_hash)
    return distinct, {
        "unlabelled, empty": len(normalised) - len(filled),
        "unlabelled, repeats a labelled one": len(filled) - len(fresh),
        "unlabelled, repeats another": len(fresh) - len(distinct),
    }
