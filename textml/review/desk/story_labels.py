"""What models say of stories, without the reasons: columns for many stories at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from textml.corpus.article import Article
from textml.predict.labeller import Labeller, Models

# Articles that are labelled between two looks whether newer labels wait.
_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class StoryLabels:
    """What models say of stories.

    Attributes
    ----------
    sections : ndarray of str
        Empty where a story is left to a person, or of none of the sections, (n_stories,).
    confidence : ndarray of float
        In [0, 1], (n_stories,).
    left : ndarray of bool
        Whether a person has to look at it, for its section or its cut, (n_stories,).
    proba : ndarray of float
        Probabilities of the sections, (n_stories, n_sections).
    """

    sections: np.ndarray
    confidence: np.ndarray
    left: np.ndarray
    proba: np.ndarray


def build_labeller(models: Models, precision: float) -> Labeller:
    """Build what labels stories without topics and reasons.

    Parameters
    ----------
    models : Models
        Of a run, or fitted since.
    precision : float
        Share of labels that must be right, in (0, 1).
    """
    return Labeller(replace(models, topics=None), precision, n_words=0)


def label_stories(labeller: Labeller, stories: Sequence[Article]) -> StoryLabels:
    """Label stories.

    Parameters
    ----------
    labeller : Labeller
        As `build_labeller` returns it.
    stories : sequence of Article
        (n_stories,).
    """
    found = labeller.label(stories)
    proba = [values for name, values in found.items() if name.startswith("p_")]
    return StoryLabels(
        np.array(found["section"], dtype=object),
        np.asarray(found["confidence"], dtype=float),
        np.asarray(found["needs_review"], dtype=bool),
        np.column_stack(proba) if proba else np.zeros((len(stories), 0)),
    )


def join_labels(parts: Sequence[StoryLabels]) -> StoryLabels:
    """What models say of stories, put together from one part or more."""
    return StoryLabels(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(StoryLabels))
    )


def in_blocks(n: int) -> Iterator[slice]:
    """Parts of a long list between which something newer may come first."""
    return (slice(start, min(start + _BLOCK, n)) for start in range(0, n, _BLOCK))
