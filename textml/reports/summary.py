"""The sentences that open a report: what an editor wants to know in ten seconds."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textml.corpus.doubt import measure_doubt
from textml.predict.labeller import count_guessed, is_of_none
from textml.reports.content import RunContent
from textml.reports.periods import group_dates
from textml.reports.sentences import percent, word_promise, word_reason
from textml.reports.texts import Texts

# Topics that one sentence names.
_N_TOPICS = 3
# Standard errors that a share moves by chance once in a hundred times: with a dozen sections, two standard errors would
# be passed by chance in every other report.
_BEYOND_CHANCE = 2.58


@dataclass(frozen=True, slots=True)
class Errand:
    """Something that a person should look at.

    Attributes
    ----------
    text : str
        What, and how many.
    part : str
        Part of the page that lists it.
    """

    text: str
    part: str


def summarize(content: RunContent, texts: Texts) -> list[str]:
    """Say what the articles are about, how the sections moved, how far the labels can be trusted.

    Parameters
    ----------
    content : RunContent
        Everything that the run found.
    texts : Texts
        Of the language of the report.

    Returns
    -------
    list of str
        A sentence or two each; fewer where there is nothing to say.
    """
    said = [_say_topics(content, texts), _say_sections(content, texts), _say_trust(content, texts)]
    return [sentence for sentence in said if sentence]


def list_errands(content: RunContent, texts: Texts) -> list[Errand]:
    """List how many cuts and labels a person should look at, and where they stand on the page.

    Parameters
    ----------
    content, texts
        As for `summarize`.
    """
    doubt = measure_doubt(content.items)
    n_undecided = sum(1 for row in content.labels if not row["section"] and not is_of_none(row))
    counted = [
        ("cuts", doubt.n_check, "check"),
        ("labels", n_undecided, "next"),
        ("suspects", len(content.suspects), "suspects"),
    ]
    return [
        Errand(texts(f"summary.{name}", n=f"{n:,}", n_wrong=f"{doubt.n_wrong:,}"), part)
        for name, n, part in counted
        if n
    ]


def _say_topics(content: RunContent, texts: Texts) -> str:
    if content.topics is None:
        return ""
    largest = sorted(content.topics.topics_, key=lambda topic: (-topic.share, topic.id))[:_N_TOPICS]
    names = [texts("summary.topic", name=topic.name, share=percent(topic.share)) for topic in largest]
    n_articles = f"{len(content.stories):,}"
    return texts("summary.topics", n=n_articles, names=texts("summary.and").join(names))


def _say_sections(content: RunContent, texts: Texts) -> str:
    given = Counter(row["section"] for row in content.labels if row["section"])
    if not given:
        return ""
    largest = max(given, key=lambda key: (given[key], key))
    most = texts(
        "summary.sections", section=content.titles.get(largest, largest), share=percent(given[largest] / given.total())
    )
    moved = _say_moves(content, texts)
    return f"{most}{moved}" if moved else most


def _say_moves(content: RunContent, texts: Texts) -> str:
    """Say which section moved most between the two halves of the issues; empty where there is one issue only."""
    periods = group_dates([article.date for article in content.stories])
    known = sorted(set(periods) - {""})
    if len(known) < 2:
        return ""
    middle = known[len(known) // 2]
    dated = [
        (row["section"], date) for row, date in zip(content.labels, periods, strict=True) if row["section"] and date
    ]
    moved = find_move([s for s, date in dated if date < middle], [s for s, date in dated if date >= middle])
    if moved is None:
        return texts("summary.steady", since=middle)
    section, before, after = moved
    direction = "summary.more" if after > before else "summary.less"
    return texts(
        direction,
        since=middle,
        section=content.titles.get(section, section),
        before=percent(before),
        after=percent(after),
    )


def find_move(before: Sequence[str], after: Sequence[str]) -> tuple[str, float, float] | None:
    """Find the section whose share moved most beyond chance; None where none did.

    Parameters
    ----------
    before, after : sequence of str
        Section of each article.

    Returns
    -------
    (str, float, float) or None
        The section, its share before and its share after.

    Examples
    --------
    >>> find_move(["economy"] * 10 + ["culture"] * 90, ["economy"] * 60 + ["culture"] * 40)
    ('culture', 0.9, 0.4)
    >>> find_move(["economy", "culture"], ["economy", "economy"])
    """
    if not before or not after:
        return None
    first, second, both = Counter(before), Counter(after), Counter([*before, *after])
    found = []
    for section in sorted(both):
        shares = first[section] / len(before), second[section] / len(after)
        pooled = both[section] / both.total()
        error = math.sqrt(pooled * (1 - pooled) * (1 / len(before) + 1 / len(after)))
        if error and abs(shares[1] - shares[0]) > _BEYOND_CHANCE * error:
            found.append((abs(shares[1] - shares[0]) / error, section, *shares))
    if not found:
        return None
    _, section, share, later = min(found, key=lambda move: (-move[0], move[1]))
    return section, share, later


def _say_trust(content: RunContent, texts: Texts) -> str:
    score = content.scores.macro_f1
    if score is None:
        why = word_reason(content.scores.reason, content.titles, texts)
        return " ".join(filter(None, [why, _say_guess(content, texts)]))
    how = texts(
        "summary.trust", score=percent(score.value), low=f"{100 * score.low:.0f}", high=f"{100 * score.high:.0f}"
    )
    promise = content.promise
    if promise.coverage is None:
        return f"{how}{word_promise(promise, content.titles, texts)}"
    return how + texts(
        "summary.promise", precision=f"{100 * promise.precision:.0f}", coverage=percent(promise.coverage)
    )


def _say_guess(content: RunContent, texts: Texts) -> str:
    """Say how many sections are guessed by keywords; empty where there is a classifier, or none is."""
    n_guessed = count_guessed(content.labels, content.promise)
    return texts("summary.guess", n=f"{len(content.labels):,}", n_guessed=f"{n_guessed:,}") if n_guessed else ""
