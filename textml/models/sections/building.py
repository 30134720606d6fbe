"""Build the section classifier that a labelled set and the sections of a paper call for."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from textml.models.sections.classifier import SectionClassifier
from textml.models.sections.learning.keywords import ENOUGH_LABELS
from textml.reasons import Reason


def why_no_classifier(labels: Sequence[str], reject: str | None) -> Reason | None:
    """Say why no classifier can be trained; None where one can, with labels of two sections or more.

    Parameters
    ----------
    labels : sequence of str
        Sections of the labelled articles, (n_labelled,).
    reject : str or None
        Label of articles of none of the sections.
    """
    found = set(labels) - {reject}
    if len(found) >= 2:
        return None
    return Reason("one_section_labelled", {"section": found.pop()}) if found else Reason("no_labels")


def classifier_builder(
    labels: Sequence[str], keywords: Mapping[str, Sequence[str]], reject: str | None, random_state: int = 0
) -> Callable[[Sequence[str]], SectionClassifier]:
    """Return what builds an unfitted section classifier for given labels, all of them or some.

    Parameters
    ----------
    labels : sequence of str
        All labels of the set, (n_labelled,). Where a section has few of them, all bring their keywords.
    keywords : mapping of str to sequence of str
        Keywords of the sections, where they have some.
    reject : str or None
        Label of articles of none of the sections.
    random_state : int
        As for `SectionClassifier`.
    """
    counts = Counter(label for label in labels if label != reject)
    few = min(counts.values(), default=0) < ENOUGH_LABELS
    words = {section: list(found) for section, found in keywords.items() if few and found}

    def build(some: Sequence[str]) -> SectionClassifier:
        known = {section: found for section, found in words.items() if section in some}
        return SectionClassifier(random_state, known or None, reject)

    return build
