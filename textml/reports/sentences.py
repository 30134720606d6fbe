"""Values of a run to sentences in the language of its report."""

from collections import Counter
from collections.abc import Mapping, Sequence

from textml.corpus.article import Article
from textml.corpus.formats.rows import Row
from textml.corpus.seeds import Seed
from textml.models.evaluation.later_issues import LEAST_DATED
from textml.models.evaluation.learning_curve import LEAST_LABELS, MORE
from textml.models.evaluation.scores import MIN_LABELS
from textml.models.topics.model import TopicModel
from textml.models.topics.topic import Topic
from textml.reports.texts import Texts

#: Stands behind the name of a topic that does not come back when articles are left out.
FRAGILE = "※"
_N_BOILERPLATE = 30


def shown_name(topic: Topic) -> str:
    """Name of a topic, marked where it is fragile."""
    return f"{topic.name} {FRAGILE}" if topic.fragile else topic.name


def interval(estimate: Row) -> str:
    """An estimate as a person reads it: value and 95 % interval in per cent."""
    return f"{100 * estimate['value']:.1f} % ({100 * estimate['low']:.1f}–{100 * estimate['high']:.1f})"


def percent(share: float) -> str:
    """A share as a person reads it, in whole per cent."""
    return f"{100 * share:.0f} %"


def promise_sentence(promise: Row, texts: Texts) -> str:
    """What holds of the labels, or why nothing does."""
    if promise["coverage"] is not None:
        return texts(
            "sections.promise",
            precision=f"{100 * promise['precision']:.0f}",
            coverage=percent(promise["coverage"]),
            threshold=percent(promise["threshold"]),
        )
    if promise["precision"]:
        counted = {name: promise[name] for name in ("n_held_out", "n_right", "n_needed")}
        return texts("sections.refusal", precision=f"{100 * promise['precision']:.0f}", **counted)
    return texts("sections.none")


def no_scores_sentence(seeds: Sequence[Seed], titles: Mapping[str, str], n_folds: int, texts: Texts) -> str:
    """Why the labelled set bears no estimate."""
    counts = Counter(seed.section for seed in seeds)
    if len(counts) < 2:
        return texts("scores.one_section")
    poor = [f"{titles.get(name, name)} {n}" for name, n in sorted(counts.items()) if n < MIN_LABELS]
    if poor:
        return texts("scores.too_few", found="; ".join(poor), needed=MIN_LABELS)
    return texts("scores.few_issues", n_folds=n_folds)


def later_sentence(later: Row, seeds: Sequence[Seed], texts: Texts) -> tuple[str, str]:
    """What training on the past is worth for later issues: how it was measured, the score."""
    if not later["reason"]:
        counted = {name: later[name] for name in ("n_before", "since", "n_later")}
        return texts("scores.later_how", **counted), interval(later["macro_f1"])
    dated = sum(1 for seed in seeds if seed.date)
    if dated < LEAST_DATED:
        return texts("scores.later_few", n=dated, needed=LEAST_DATED), ""
    return texts("scores.later_missing"), ""


def learning_sentence(learning: Row, n_seeds: int, texts: Texts) -> str:
    """What more labels would buy; empty where the missing scores say why it is not known."""
    gain = learning["gain"]
    if gain:
        half = 50 * (gain["high"] - gain["low"])
        return texts("scores.learning", more=MORE, gain=f"{100 * gain['value']:+.1f}", half=f"{half:.1f}")
    return texts("scores.no_learning", needed=LEAST_LABELS) if n_seeds < LEAST_LABELS else ""


def confusion_sentences(confusions: Sequence[Row], titles: Mapping[str, str], texts: Texts) -> list[str]:
    """Which topics mix up which sections."""
    return [
        texts(
            "scores.confusing_topic",
            section=titles.get(row["section"], row["section"]),
            taken_for=titles.get(row["taken_for"], row["taken_for"]),
            topic=row["name"],
            share=percent(row["share"]),
            right=percent(row["right"]),
            low=f"{100 * row['low']:+.0f}",
            high=f"{100 * row['high']:+.0f}",
            n=len(row["articles"]),
        )
        for row in confusions
    ]


def drop_reason(item: Article, texts: Texts) -> str:
    """Why an item is neither labelled nor used for topics."""
    if not item.is_story:
        return texts(f"kind.{item.kind}")
    return texts("read.too_short", n=len("".join(item.body.split())))


def topics_sentence(model: TopicModel | None, n_articles: int, n_wanted: int, texts: Texts) -> str:
    """Why there are no topics, or fewer than asked; empty where there are as many."""
    if model is None:
        return texts("topics.none", n=n_articles)
    found = len(model.topics_)
    return texts("topics.fewer", n=n_articles, found=found, wanted=n_wanted) if found < n_wanted else ""


def topic_sentences(model: TopicModel | None, texts: Texts) -> list[str]:
    """What a reader should know of the topics: fragile ones, what changed since the last run, furniture."""
    if model is None:
        return []
    said = []
    fragile = [topic.name for topic in model.topics_ if topic.fragile]
    if fragile:
        said.append(texts("topics.fragile", mark=FRAGILE, names="; ".join(fragile)))
    if model.changes_ is not None:
        born = [topic.name for topic in model.topics_ if topic.id in model.changes_.born]
        died = [name for _, name in model.changes_.died]
        said += [texts("topics.born", names="; ".join(born))] if born else []
        said += [texts("topics.died", names="; ".join(died))] if died else []
        said += [] if born or died else [texts("topics.same")]
    if model.boilerplate_:
        said.append(
            texts("topics.furniture", words=" ".join(word.word for word in model.boilerplate_[:_N_BOILERPLATE]))
        )
    return said
