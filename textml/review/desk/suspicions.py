"""Labels that look wrong while people label, by the classifier that learns along."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from textml.corpus.labels import ERROR_CHECK
from textml.corpus.seeds import Seed
from textml.features.characters.folding import normalize_texts
from textml.models.sections.classifier import SectionClassifier
from textml.models.sections.training_set import text_hash
from textml.review.label_errors import rank_contradictions


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A label that the other labels contradict.

    Attributes
    ----------
    seed : Seed
        Article and label.
    likelier : str
        Section that is predicted instead.
    p_label, p_likelier : float
        Out-of-fold probabilities of the two, in [0, 1].
    """

    seed: Seed
    likelier: str
    p_label: float
    p_likelier: float


def find_suspicions(classifier: SectionClassifier | None, seeds: Mapping[str, Seed]) -> list[Suspicion]:
    """Find the labels that held-out predictions contradict.

    Parameters
    ----------
    classifier : SectionClassifier or None
        Fitted on the seeds.
    seeds : mapping of str to Seed
        The labelled articles.

    Returns
    -------
    list of Suspicion
        The strongest contradiction first; none without a classifier. What somebody has looked at again is left out.
    """
    held_out = _list_held_out(seeds)
    if classifier is None or len(held_out) != len(classifier.held_out_sections_):
        return []
    names = [str(name) for name in classifier.classes_]
    ranked = rank_contradictions([seed.section for seed in held_out], classifier.held_out_proba_, names)
    found = [Suspicion(held_out[e.position], e.likelier, e.p_label, e.p_likelier) for e in ranked]
    return [one for one in found if one.seed.chosen != ERROR_CHECK]


def _list_held_out(seeds: Mapping[str, Seed]) -> list[Seed]:
    """The labelled articles in the order of a fit: each text once, by its hash, the only one of a section left out."""
    by_text: dict[str, Seed] = {}
    for seed, text in zip(seeds.values(), normalize_texts([seed.text for seed in seeds.values()]), strict=True):
        by_text.setdefault(text, seed)
    ordered = [by_text[text] for text in sorted(by_text, key=text_hash)]
    counts = Counter(seed.section for seed in ordered)
    return [seed for seed in ordered if counts[seed.section] > 1]
