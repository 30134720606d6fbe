"""Values of a run as sentences in the language of its report."""

import math
from collections.abc import Mapping, Sequence

from textml.models.evaluation.intervals import Estimate
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import MORE, LearningCurve
from textml.models.evaluation.scores import Scores
from textml.models.evaluation.weights import effective_number
from textml.models.sections.training_set import MAX_POOL
from textml.models.shift.shift import DIFFERENT, Shift, name_words
from textml.models.topics.by_section import ConfusingTopic
from textml.models.topics.model import TopicModel
from textml.models.topics.topic import Topic
from textml.predict.labeller import PrecisionPromise
from textml.reasons import Reason
from textml.reports.texts import Texts

#: Follows the name of a topic that is not found again when articles are left out.
FRAGILE = "※"
# A little more, so that halves go up which a float holds as a little less: 100 * 0.575 is 57.49999999999999.
_HALF = 0.5 + 1e-9
# More words than this are no longer read.
_N_BOILERPLATE = 30


def shown_name(topic: Topic) -> str:
    """Mark the name of a topic where it is fragile."""
    return f"{topic.name} {FRAGILE}" if topic.fragile else topic.name


def format_estimate(estimate: Estimate) -> str:
    """Write an estimate in per cent, with its 95 % interval.

    >>> format_estimate(Estimate(0.5, 0.25, 0.75))
    '50.0 % (25.0–75.0)'
    """
    return f"{100 * estimate.value:.1f} % ({100 * estimate.low:.1f}–{100 * estimate.high:.1f})"


def percent(share: float) -> str:
    """Write a share in per cent: whole from 10 % on, one decimal below. The page's script does the same (elements.mjs).

    >>> percent(0.053), percent(0.53)
    ('5.3 %', '53 %')
    """
    tenths = math.floor(1000 * share + _HALF)
    return f"{tenths / 10:.1f} %" if share > 0 and tenths < 100 else f"{math.floor(100 * share + _HALF)} %"


def sureness(probability: float) -> str:
    """Write a probability that a model gave, in per cent; never as 100 %, because no model is certain.

    The page's script does the same (elements.mjs).

    >>> sureness(0.9999), sureness(0.994), sureness(0.0001)
    ('>99 %', '99 %', '<1 %')
    """
    whole = math.floor(100 * probability + _HALF)
    return ">99 %" if whole >= 100 else "<1 %" if whole < 1 else f"{whole} %"


def word_reason(reason: Reason | None, titles: Mapping[str, str], texts: Texts) -> str:
    """Word a reason for a page, with a capital letter; empty where there is none.

    Parameters
    ----------
    reason : Reason or None
        Why there is no result.
    titles : mapping of str to str
        How readers know a section, by its key.
    texts : Texts
        Of the language of the report.
    """
    text = reason.word(texts.language, titles) if reason else ""
    return text[:1].upper() + text[1:]


def word_scoring(scores: Scores, texts: Texts) -> str:
    """Say how scores were measured, and of which unlabelled articles the fits learnt where these are a sample.

    Parameters
    ----------
    scores : Scores
        Of the run.
    texts : Texts
        Of the language of the report.
    """
    counts = {"n_articles": scores.n_articles, "n_folds": scores.n_folds, "n_groups": scores.n_groups}
    said = [texts("scores.how", **counts), word_weighing(scores, texts)]
    if scores.n_pool != scores.n_unlabelled:
        said.append(texts("scores.pool", n_pool=scores.n_pool, n_unlabelled=scores.n_unlabelled, most=MAX_POOL))
    return " ".join(filter(None, said))


def word_weighing(scores: Scores, texts: Texts) -> str:
    """Say how many labels were suggested, and how scores allow for that; empty where none was.

    Parameters
    ----------
    scores : Scores
        Of the run.
    texts : Texts
        Of the language of the report.
    """
    if not scores.weighing:
        return ""
    counts = {"n": scores.n_articles, "n_suggested": scores.n_suggested}
    sure = round(effective_number(scores.weights)) if scores.weights else 0
    return texts(f"weighing.{scores.weighing}", **counts, n_effective=sure)


def word_promise(promise: PrecisionPromise, titles: Mapping[str, str], texts: Texts) -> str:
    """Say what is promised of the labels, or why nothing is.

    Parameters
    ----------
    promise : PrecisionPromise
        Of the labels.
    titles : mapping of str to str
        How readers know a section, by its key.
    texts : Texts
        Of the language of the report.
    """
    if promise.coverage is None or promise.threshold is None:
        return word_reason(promise.reason, titles, texts)
    promised = texts(
        "sections.promise_pool" if promise.by_pool else "sections.promise",
        precision=f"{100 * promise.precision:.0f}",
        coverage=percent(promise.coverage),
        threshold=percent(promise.threshold),
    )
    strangers = texts("sections.strangers", n=promise.n_none) if promise.n_none else texts("sections.no_strangers")
    return f"{promised} {strangers}"


def word_shift(shift: Shift, titles: Mapping[str, str], texts: Texts) -> str:
    """Say how the articles differ from the labelled ones, or that they do not, or why that is not known.

    Parameters
    ----------
    shift : Shift
        Of the articles of the run.
    titles : mapping of str to str
        How readers know a section, by its key.
    texts : Texts
        Of the language of the report.
    """
    foreign = texts("shift.foreign", n=shift.n_foreign, of=shift.n_new) if shift.n_foreign else ""
    if shift.told_apart is None:
        return foreign + word_reason(shift.reason, titles, texts)
    limits = {"pairs": f"{100 * shift.told_apart.value:.0f}", "alarm": f"{100 * DIFFERENT:.0f}"}
    if not shift.differs:
        return foreign + texts("shift.alike", **limits)
    words = texts("shift.words", new=name_words(shift.new_words), known=name_words(shift.known_words))
    length = texts("shift.length", new=f"{shift.new_length:,}", known=f"{shift.known_length:,}")
    lowered = texts(
        "shift.lowered", precision=f"{100 * shift.precision:.0f}", lowered=f"{100 * (shift.lowered or 0):.0f}"
    )
    said = [foreign, texts("shift.differs", **limits), words, length if shift.other_length else ""]
    return "".join([*said, lowered if shift.lowered is not None else "", texts("shift.advice")])


def word_later_scores(later: LaterScores, titles: Mapping[str, str], texts: Texts) -> tuple[str, str]:
    """Say how training on the past was measured, or why it was not, and the score; empty where there is none.

    Parameters
    ----------
    later : LaterScores
        Of a classifier trained on the past.
    titles : mapping of str to str
        How readers know a section, by its key.
    texts : Texts
        Of the language of the report.

    Returns
    -------
    how, score : str
        The score is empty where there is none.
    """
    if later.macro_f1 is None:
        return word_reason(later.reason, titles, texts), ""
    how = texts("scores.later_how", n_before=later.n_before, since=later.since, n_later=later.n_later)
    return how, format_estimate(later.macro_f1)


def word_learning(learning: LearningCurve, titles: Mapping[str, str], texts: Texts) -> str:
    """Say what more labels would gain, or why it is not known.

    Parameters
    ----------
    learning : LearningCurve
        Scores over the number of labels.
    titles : mapping of str to str
        How readers know a section, by its key.
    texts : Texts
        Of the language of the report.
    """
    gain = learning.gain
    if gain is None:
        return word_reason(learning.reason, titles, texts)
    half = 50 * (gain.high - gain.low)
    said = texts("scores.learning", more=MORE, gain=f"{100 * gain.value:+.1f}", half=f"{half:.1f}")
    if learning.coverage_gain is None:
        return said
    return f"{said} {texts('scores.learning_coverage', more=f'{100 * learning.coverage_gain:.0f}')}"


def word_confusions(confusions: Sequence[ConfusingTopic], titles: Mapping[str, str], texts: Texts) -> list[str]:
    """Say which topics explain that sections are confused, a sentence a topic.

    Parameters
    ----------
    confusions : sequence of ConfusingTopic
        Topics to blame.
    titles : mapping of str to str
        How readers know a section, by its key.
    texts : Texts
        Of the language of the report.
    """
    return [
        texts(
            "scores.confusing_topic",
            section=titles.get(row.section, row.section),
            taken_for=titles.get(row.taken_for, row.taken_for),
            topic=row.name,
            share=percent(row.share),
            right=percent(row.right),
            low=f"{100 * row.low:+.0f}",
            high=f"{100 * row.high:+.0f}",
            n=len(row.articles),
        )
        for row in confusions
    ]


def word_topics(model: TopicModel | None, texts: Texts) -> list[str]:
    """Say what a reader should know of the topics: fragile ones, changes since the last run, boilerplate words.

    Parameters
    ----------
    model : TopicModel or None
        Fitted.
    texts : Texts
        Of the language of the report.
    """
    if model is None:
        return []
    sentences = []
    fragile = [topic.name for topic in model.topics_ if topic.fragile]
    if fragile:
        sentences.append(texts("topics.fragile", mark=FRAGILE, names="; ".join(fragile)))
    if model.changes_ is not None:
        born = [topic.name for topic in model.topics_ if topic.id in model.changes_.born]
        died = [name for _, name in model.changes_.died]
        sentences += [texts("topics.born", names="; ".join(born))] if born else []
        sentences += [texts("topics.died", names="; ".join(died))] if died else []
        sentences += [] if born or died else [texts("topics.same")]
    if model.boilerplate_:
        words = " ".join(word.word for word in model.boilerplate_[:_N_BOILERPLATE])
        sentences.append(texts("topics.furniture", words=words))
    return sentences
