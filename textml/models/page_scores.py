"""How pages that a person has checked were cut and labelled."""

from collections.abc import Callable, Sequence

from textml.corpus.seeds import Seed
from textml.corpus.truth import Match
from textml.models.scores import Classifier, wilson


def score_pages(
    matches: Sequence[Match], seeds: Sequence[Seed], pool: Sequence[str], build: Callable[[], Classifier]
) -> list[tuple[str, str]]:
    """Share of checked articles with the right bounds, and with the right section of a classifier taught by the seeds.

    Parameters
    ----------
    matches : checked stories with the found articles that hold them
    seeds : the labelled set, none where there is nothing to learn from; pool : unlabelled texts beside it
    build : makes an unfitted classifier

    Returns
    -------
    lines of a table: measure, value with its 95 % interval (Wilson); sections are counted on articles that were found
    """
    if not matches:
        return []
    lines = [("articles with the right bounds", str(wilson(sum(m.right for m in matches), len(matches))))]
    known = [(m.found.text, m.truth.section) for m in matches if m.found and m.truth.section]
    if known and seeds:
        ways = (
            ("trained on the labelled set alone", None),
            ("with the unlabelled articles beside", list(pool) or None),
        )
        for name, unlabeled in ways:
            classifier = build()
            classifier.fit([s.text for s in seeds], [s.section for s in seeds], unlabeled=unlabeled)
            best = classifier.predict_proba([text for text, _ in known]).argmax(axis=1)
            right = sum(classifier.classes_[k] == section for k, (_, section) in zip(best, known, strict=True))
            lines.append((f"right section, {name}", f"{wilson(right, len(known))} of {len(known)} articles"))
    return lines
