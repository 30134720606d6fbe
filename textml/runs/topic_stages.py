"""The stages of a run that count words and fit the topics."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from textml import store
from textml.corpus.words.segment import default_stop_words
from textml.errors import ArtifactError
from textml.model_files import dump_estimator
from textml.reasons import NotEnoughError, Reason
from textml.runs.flow import Flow

if TYPE_CHECKING:
    from textml.features.counts import Counts
    from textml.models.topics.model import TopicModel

# With fewer articles than this there are no topics; with fewer for each topic, topics would be single articles.
_MIN_STORIES = 4
_STORIES_A_TOPIC = 5


def count_features(flow: Flow) -> None:
    """Word counts of the stories, for notebooks and for gensim."""
    from textml.features.counts import count_words

    stories = flow.contents.stories
    flow.draft.write_json("features/counts.json", {"ids": [a.id for a in stories]})
    try:
        counted = count_words([a.text for a in stories], **_count_settings(flow))
    except NotEnoughError:
        # the topics, which need the counts, say why there are none
        return
    counts = counted.counts
    flow.draft.write_json("features/vocabulary.json", counted.vocabulary.tolist())
    npz = store.arrays_as_npz(data=counts.data, indices=counts.indices, indptr=counts.indptr, shape=counts.shape)
    flow.draft.write_bytes("features/counts.npz", npz)


def _count_settings(flow: Flow) -> dict[str, Any]:
    """How words are cut and which of them count; with a few articles, a word need not be in three of them.

    Raises
    ------
    NotEnoughError
        there are too few articles for topics
    """
    features, lists, n_stories = flow.settings.features, flow.contents.word_lists, len(flow.contents.stories)
    if n_stories < _MIN_STORIES:
        raise NotEnoughError(Reason("no_topics", {"n": n_stories, "needed": _MIN_STORIES}))
    return {
        "segmenter": flow.settings.corpus.segmenter,
        "user_words": tuple(lists["user_words"]),
        "stop_words": tuple(sorted({*default_stop_words(), *lists["stop_words"]})),
        "min_df": features.min_articles if n_stories >= 10 * features.min_articles else 1,
        # as a number of articles, so that a handful of them does not lose its commonest words
        "max_df": max(int(features.max_share * n_stories), 10),
    }


def fit_topics(flow: Flow) -> None:
    """Topic model of the stories, or the reason why there is none."""
    model, reason = None, None
    try:
        model, reason = _fit_topics(flow)
    except NotEnoughError as little:
        reason = little.reason
    flow.draft.write_json("models/topics.json", [asdict(reason)] if reason else [])
    if reason:
        flow.progress.say(f"topics: {reason}")
    if model:
        flow.draft.write_bytes("models/topics.skops", dump_estimator(model))


def _fit_topics(flow: Flow) -> tuple["TopicModel", Reason | None]:
    """The model, and the reason where it has fewer topics than asked for."""
    from textml.models.topics.model import TopicModel

    settings, stories, counting = flow.settings, flow.contents.stories, _count_settings(flow)
    wanted = settings.features.n_topics
    n_topics = min(wanted, max(2, len(stories) // _STORIES_A_TOPIC))
    engine, random_state = settings.features.topic_engine, settings.models.random_state
    model = TopicModel(n_topics, random_state, engine, n_resamples=settings.features.stability_refits, **counting)
    texts = [a.text for a in stories]
    classifier = flow.contents.classifier
    sections = [""] * len(texts) if classifier is None else classifier.predict(texts).tolist()
    with flow.progress.counting("passes over the articles", model.max_iter) as on_pass:
        dates = [a.date for a in stories]
        model.fit(texts, dates=dates, sections=sections, on_pass=on_pass, counted=_read_counted(flow))
    if flow.previous_topics is not None:
        # Topics keep their ids and names; what is fitted depends on the inputs alone.
        model.continue_from(flow.previous_topics)
    fewer = Reason("fewer_topics", {"n": len(stories), "found": n_topics, "wanted": wanted})
    return model, fewer if n_topics < wanted else None


def extend_topics(flow: Flow, stage: str) -> None:
    """Keep the topics of the earlier run; stories that it does not know get shares of them."""
    from textml.models.topics.extension import extend_model

    growth, earlier = flow.growth, flow.previous
    if growth is None or earlier is None or earlier.topics is None:
        raise ArtifactError(f"{stage}: no earlier run has some to keep. Start again with `textml run --fresh`")
    stories, classifier = flow.contents.stories, flow.contents.classifier
    new_texts = [story.text for story in growth.choose_new(stories)]
    found = iter([] if classifier is None else classifier.predict(new_texts).tolist())
    known = earlier.topics.sections_
    sections = ["" if known is None else str(known[row]) if row >= 0 else next(found, "") for row in growth.rows]
    model = extend_model(earlier.topics, growth.rows, new_texts, [story.date for story in stories], sections)
    flow.draft.write_json("models/topics.json", [])
    flow.draft.write_bytes("models/topics.skops", dump_estimator(model))


def _read_counted(flow: Flow) -> "Counts | None":
    """What the stage "features" counted; None where there were no words."""
    from textml.features.counts import Counts

    counts = flow.contents.counts
    return None if counts is None else Counts(counts, np.array(flow.contents.vocabulary))


def explain_confusions(flow: Flow) -> None:
    """Topics that mix up two sections, from the out-of-fold labels of the seeds."""
    from textml.models.topics.by_section import ConfusingTopic, blame_topics

    scores, topics = flow.contents.scores, flow.contents.topics
    found: list[ConfusingTopic] = []
    if topics is not None and not scores.reason:
        shares = topics.transform([s.text for s in flow.contents.seeds])
        found = blame_topics(shares, scores, topics.topics_)
    flow.draft.write_json("models/confusions.json", [asdict(topic) for topic in found])
