"""Whether articles differ from those that the classifier learnt from and was scored on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.display import brief, card
from textml.models.evaluation.intervals import Estimate
from textml.models.shift.agreement import expect_precision
from textml.models.shift.contrast import WordShare, contrast_words
from textml.models.shift.reference import Reference
from textml.models.shift.sample import N_COMPARED, Sampled
from textml.models.shift.side import Side, align, read_side
from textml.models.shift.told_apart import ToldApart, tell_apart
from textml.reasons import Reason

#: Articles that each side needs: with fewer, halves of one source seem to differ as much as two sources do.
LEAST_ARTICLES = 20
#: Share of pairs told apart, and lower end of its interval, from which on articles count as different. Halves of one
#: source reach 0.74, years of one programme 0.85, other sources 0.84 to 1 (tests/bench/README.md).
DIFFERENT, SURELY_DIFFERENT = 0.87, 0.75
# Words that are kept of each side.
_N_WORDS = 12
# Words that a sentence names.
_SHOWN_WORDS = 6
# A typical length that differs by this factor is worth a word.
_OTHER_LENGTH = 1.5
# Articles in the other script make up less than this of a labelled set in which they are none of the kind.
_RARE = 0.05


@dataclass(frozen=True, slots=True)
class Shift:
    """How new articles differ from the labelled ones, or why that cannot be said; as text one English sentence or more.

    Attributes
    ----------
    reason : Reason or None
        Why nothing could be compared.
    n_new, n_known : int
        Articles compared, new and labelled: samples where there are more.
    told_apart : Estimate or None
        Pairs of a new and a labelled article of which a test tells which is the new one, in [0, 1]; 0.5 is chance.
    new_words, known_words : tuple of WordShare
        Words that stand in more of the new articles, and in more of the labelled ones; the greatest difference first.
    new_length, known_length : int
        Characters of a typical article (the median).
    n_foreign : int
        New articles in another script than the labelled ones: English among Chinese, or Chinese among English.
    precision : float
        Share of right labels asked for, in (0, 1); 0 where no label is given.
    expected : float or None
        Share of right labels to expect, in [0, 1], see `expect_precision`; None where no label was given.
    """

    reason: Reason | None = None
    n_new: int = 0
    n_known: int = 0
    told_apart: Estimate | None = None
    new_words: tuple[WordShare, ...] = ()
    known_words: tuple[WordShare, ...] = ()
    new_length: int = 0
    known_length: int = 0
    n_foreign: int = 0
    precision: float = 0.0
    expected: float | None = None

    __repr__ = brief

    @property
    def differs(self) -> bool:
        """Whether the articles differ so much, and so surely, that a promise of precision does not hold for them."""
        found = self.told_apart
        return found is not None and found.value >= DIFFERENT and found.low >= SURELY_DIFFERENT

    @property
    def lowered(self) -> float | None:
        """Precision to expect instead of the one asked for, to the next 5 %; None where that one is likely to hold."""
        if not self.differs or self.expected is None:
            return None
        lowered = round(20 * self.expected) / 20
        return lowered if lowered < self.precision else None

    @property
    def other_length(self) -> bool:
        """Whether a typical new article is much longer or shorter than a labelled one."""
        low, high = sorted((self.new_length, self.known_length))
        return low > 0 and high >= _OTHER_LENGTH * low

    def __str__(self) -> str:
        said = [_say_foreign(self)] if self.n_foreign else []
        if self.reason:
            return " ".join([*said, str(self.reason)])
        return " ".join([*said, *(_say_difference(self) if self.differs else ())])

    def _repr_html_(self) -> str:
        apart = "" if self.told_apart is None else f"told apart {self.told_apart}"
        facts = (self.reason, "differs" if self.differs else "", apart, f"{self.n_new} new, {self.n_known} labelled")
        rows = ((w.word, f"{100 * w.new:.0f} %", f"{100 * w.known:.0f} %") for w in self.new_words)
        return card("Shift", facts, ("word", "new", "labelled"), rows)


def _say_foreign(shift: Shift) -> str:
    are = "article is" if shift.n_foreign == 1 else "articles are"
    return (
        f"{shift.n_foreign} of {shift.n_new} {are} in another script than the labelled ones, which say nothing about "
        f"{'it' if shift.n_foreign == 1 else 'them'}."
    )


def _say_difference(shift: Shift) -> list[str]:
    pairs = 100 * (shift.told_apart.value if shift.told_apart else 0)
    said = [
        f"These articles differ from the labelled ones: a test tells which is which in {pairs:.0f} of 100 pairs "
        f"(chance: 50; alarm from {100 * DIFFERENT:.0f}).",
        f"More often here: {name_words(shift.new_words)}; less often: {name_words(shift.known_words)}.",
    ]
    if shift.other_length:
        said.append(f"A typical article has {shift.new_length:,} characters, a labelled one {shift.known_length:,}.")
    if shift.lowered is not None:
        said.append(
            f"Asked for {100 * shift.precision:.0f} % precision; of articles like these about "
            f"{100 * shift.lowered:.0f} % of the labels will be right."
        )
    said.append("Label some of them with `textml suggest`, which prefers what is new.")
    return said


def name_words(words: Sequence[WordShare]) -> str:
    """The first words of a list as readers see them; a dash where there are none."""
    return " ".join(found.word for found in words[:_SHOWN_WORDS]) or "—"


def measure_shift(known: Side, new: Side, precision: float = 0.0) -> tuple[Shift, ToldApart | None]:
    """Compare new articles with labelled ones.

    Parameters
    ----------
    known : Side
        The labelled articles, in the order of their keys.
    new : Side
        The new ones, with the labels that they were given; `N_COMPARED` of them at most are worth counting.
    precision : float
        Share of right labels asked for, in (0, 1); 0 where no label is given.

    Returns
    -------
    shift : Shift
    told : ToldApart or None
        The test, in the columns of `align`; None where there are too few articles.
    """
    foreign = _count_foreign(known, new)
    if min(len(known), len(new)) < LEAST_ARTICLES:
        reason = Reason("few_to_compare", {"n_new": len(new), "n_known": len(known), "needed": LEAST_ARTICLES})
        return Shift(reason, len(new), len(known), n_foreign=foreign), None
    known_counts, new_counts, vocabulary = align(known, new)
    n_known = min(len(known), N_COMPARED)
    told = tell_apart(known_counts[:n_known], new_counts, known.issues[:n_known], new.issues)
    of_new, of_known = contrast_words(known_counts, new_counts, vocabulary, _N_WORDS)
    given = np.array(new.sections, dtype=str)
    expected = expect_precision(known_counts, np.array(known.sections, dtype=str), new_counts, given)
    shift = Shift(
        n_new=len(new),
        n_known=n_known,
        told_apart=told.share,
        new_words=of_new,
        known_words=of_known,
        new_length=int(np.median(new.lengths)),
        known_length=int(np.median(known.lengths)),
        n_foreign=foreign,
        precision=precision,
        expected=expected,
    )
    return shift, told


def compare_sample(reference: Reference | None, sample: Sequence[Sampled], precision: float) -> Shift:
    """Compare a sample of new articles with labelled ones; see `measure_shift`.

    Parameters
    ----------
    reference : Reference or None
        The labelled articles of a run; None where it keeps none, and nothing is said.
    sample : sequence of Sampled
        The new articles, with the labels that they were given.
    precision : float
        Share of right labels asked for, in (0, 1); 0 where no label is given.
    """
    if reference is None or not sample:
        return Shift()
    return measure_shift(reference.side, read_side(sample, reference.words), precision)[0]


def _count_foreign(known: Side, new: Side) -> int:
    """New articles in a script that hardly any labelled one has."""
    if not len(known):
        return 0
    chinese = float(np.mean(known.chinese))
    if _RARE <= chinese <= 1 - _RARE:
        return 0
    return sum(1 for found in new.chinese if found != (chinese > _RARE))
