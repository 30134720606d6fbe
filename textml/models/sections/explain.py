"""Explain the section of one article by words and their parts of the margin."""

from dataclasses import dataclass

from textml.display import brief, word_card
from textml.models.sections.prediction import Prediction


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article went to its section and not to the runner-up.

    Attributes
    ----------
    section : str or int
        Likeliest section.
    runner_up : str or int
        Next likeliest section.
    spoke_for : tuple of (str, float)
        Words that spoke for the section with their part of the margin, largest first.
    spoke_against : tuple of (str, float)
        Words that spoke for the runner-up with their negative part, strongest first.
    margin : float
        Score of the section minus that of the runner-up: the sum of all words shown and of `rest`.
    rest : float
        Part of the margin of punctuation marks and of the words not shown.
    """

    section: str | int
    runner_up: str | int
    spoke_for: tuple[tuple[str, float], ...]
    spoke_against: tuple[tuple[str, float], ...]
    margin: float
    rest: float

    __repr__ = brief

    def _repr_html_(self) -> str:
        facts = (f"{self.section} before {self.runner_up}", f"margin {self.margin:.3f}")
        sides = ((str(self.section), self.spoke_for), (str(self.runner_up), self.spoke_against))
        return word_card("Explanation", facts, sides)


def explain_prediction(prediction: Prediction, names: tuple[str | int, str | int], margin: float) -> Explanation:
    """Build the explanation of a single article from its prediction.

    Each occurrence of an n-gram adds its part of the margin. A pair of characters gives half of it to either, and a
    word has what its characters have. So the parts add up to the margin.

    Parameters
    ----------
    prediction : Prediction
        Of one article, with as many words for the section as for the runner-up.
    names : tuple
        Labels of its likeliest section and of the runner-up.
    margin : float
        Score of the section minus that of the runner-up.

    Returns
    -------
    Explanation
    """
    shares = prediction.shares[0].tolist()
    n = len(shares) // 2
    # shorter lists of words end the pairs
    spoke_for = tuple(zip(prediction.spoke_for[0], shares[:n], strict=False))
    against = tuple((word, -share) for word, share in zip(prediction.spoke_against[0], shares[n:], strict=False))
    rest = margin - sum(share for _, share in (*spoke_for, *against))
    return Explanation(*names, spoke_for, against, margin, rest)
