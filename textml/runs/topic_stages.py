"""The stages of a run that count words and fit the topics."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from textml import store
from textml.corpus.article import Article
from textml.corpus.words.segment import default_stop_words
from textml.disk.files import digest
from textml.errors import ArtifactError
from textml.model_files import DAMAGE, dump_estimator
from textml.predict.parsing import parse_json, read_counts
from textml.reasons import NotEnoughError, Reason
from textml.runs.flow import Flow, describe_sample
from textml.versions import made_with
from textml.workers import map_threads

if TYPE_CHECKING:
    import scipy.sparse as sp

    from textml.features.counts import Counts
    from textml.models.sections.classifier import SectionClassifier
    from textml.models.topics.model import TopicModel

# With fewer articles than this there are no topics; with fewer for each topic, topics would be single articles.
_MIN_STORIES = 4
_STORIES_A_TOPIC = 5
# Stories whose section is predicted in one thread before it takes others.
_PREDICTED_AT_ONCE = 2000
# Counts of all words, rare and frequent ones too, for the next run.
_ALL_WORDS = "features/all_words.json"
_ALL_COUNTS = "features/all_counts.npz"


def count_features(flow: Flow) -> None:
    """Word counts of the stories, or of a sample of them, for topics, notebooks and gensim."""
    from textml.features.counts import choose_words

    stories, counted = flow.contents.stories, _draw_stories(flow)
    flow.draft.write_json("features/counts.json", {"ids": [stories[position].id for position in counted]})
    try:
        settings = _count_settings(flow, len(counted))
        everything = _count_everything(flow, settings, counted)
        found = choose_words(everything.counts, everything.vocabulary, settings["min_df"], settings["max_df"])
    except NotEnoughError:
        # the topics, which need the counts, say why there are none
        return
    flow.draft.write_json("features/vocabulary.json", found.vocabulary.tolist())
    flow.draft.write_bytes("features/counts.npz", _pack_counts(found.counts))


def _draw_stories(flow: Flow) -> Sequence[int]:
    """Positions of the stories that words are counted in and topics fitted on: all, or a sample of many."""
    from textml.models.sections.training_set import sample_texts

    stories, most = flow.contents.stories, flow.settings.features.fit_articles
    if not most or len(stories) <= most:
        return range(len(stories))
    return sample_texts((story.text for story in stories), [story.id for story in stories], most)


def _count_everything(flow: Flow, settings: Mapping[str, Any], counted: Sequence[int]) -> "Counts":
    """Counts of all words, rare and frequent ones too, kept for the next run; those of known stories are taken over."""
    from textml.corpus.words.segment import Words
    from textml.features.counted_words import update_counts
    from textml.features.counts import count_content

    words = Words(settings["segmenter"], settings["user_words"], settings["stop_words"])
    key = digest([made_with(), sorted(words.fingerprint().items())])
    stories, known = flow.contents.stories, _read_known(flow, key)
    rows = _find_rows(flow, counted) if known else np.full(len(counted), -1)
    new = [stories[position].text for position, row in zip(counted, rows.tolist(), strict=True) if row < 0]
    with flow.progress.counting("articles counted", len(new)) as count:
        found = update_counts(known, rows, new, words) if known else count_content(new, words, on_texts=count)
    flow.draft.write_json(_ALL_WORDS, {"key": key, "words": found.vocabulary.tolist()})
    flow.draft.write_bytes(_ALL_COUNTS, _pack_counts(found.counts))
    return found


def _find_rows(flow: Flow, counted: Sequence[int]) -> np.ndarray:
    """Where each counted story stands among those that the earlier run counted; -1 where it is not there."""
    if flow.growth is None or flow.previous is None:
        return np.full(len(counted), -1)
    row_of = {position: row for row, position in enumerate(flow.previous.counted)}
    return np.array([row_of.get(position, -1) for position in flow.growth.rows[list(counted)].tolist()], int)


def _read_known(flow: Flow, key: str) -> "Counts | None":
    """Counts of all words in what the earlier run counted; None where it was cut otherwise, or is damaged."""
    from textml.features.counts import Counts

    earlier = flow.earlier
    if earlier is None or not (earlier.run.has(_ALL_WORDS) and earlier.run.has(_ALL_COUNTS)):
        return None
    try:
        kept = parse_json(earlier.run.read_bytes(_ALL_WORDS), dict[str, str | list[str]])
        counts = read_counts(earlier.run.read_bytes(_ALL_COUNTS), len(earlier.contents.counted))
    except (*DAMAGE, ArtifactError):
        return None
    return Counts(counts, np.array(kept["words"])) if kept["key"] == key else None


def _pack_counts(counts: "sp.csr_matrix") -> bytes:
    return store.arrays_as_npz(data=counts.data, indices=counts.indices, indptr=counts.indptr, shape=counts.shape)


def _count_settings(flow: Flow, n_stories: int) -> dict[str, Any]:
    """How words are cut and which of them count; with a few articles, a word need not be in three of them.

    Raises
    ------
    NotEnoughError
        there are too few articles for topics
    """
    features, lists = flow.settings.features, flow.contents.word_lists
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

    settings, counted = flow.settings, flow.contents.counted
    counting, stories = _count_settings(flow, len(counted)), [flow.contents.stories[position] for position in counted]
    wanted = settings.features.n_topics
    n_topics = min(wanted, max(2, len(stories) // _STORIES_A_TOPIC))
    engine, random_state = settings.features.topic_engine, settings.models.random_state
    model = TopicModel(n_topics, random_state, engine, n_resamples=settings.features.stability_refits, **counting)
    texts, dates, sections = [a.text for a in stories], [a.date for a in stories], _predict_sections(flow, stories)
    with flow.progress.counting("passes over the articles", model.max_iter) as on_pass:
        model.fit(texts, dates=dates, sections=sections, on_pass=on_pass, counted=_read_counted(flow))
    if sample := describe_sample(len(stories), len(flow.contents.stories)):
        flow.progress.say(str(sample))
        model = _share_others(flow, model)
    if flow.previous_topics is not None:
        # Topics keep their ids and names; what is fitted depends on the inputs alone.
        model.continue_from(flow.previous_topics)
    fewer = Reason("fewer_topics", {"n": len(stories), "found": n_topics, "wanted": wanted})
    return model, fewer if n_topics < wanted else None


def _share_others(flow: Flow, model: "TopicModel") -> "TopicModel":
    """The same topics with shares of all stories, where they were fitted on a sample."""
    from textml.models.topics.extension import extend_model

    stories, counted = flow.contents.stories, flow.contents.counted
    rows = np.full(len(stories), -1)
    rows[counted] = np.arange(len(counted))
    others = [story for story, row in zip(stories, rows.tolist(), strict=True) if row < 0]
    fitted = [] if model.sections_ is None else model.sections_.tolist()
    found = iter(_predict_sections(flow, others))
    sections = [fitted[row] if row >= 0 else next(found) for row in rows.tolist()]
    with flow.progress.counting("articles given topics", len(others)) as count:
        texts = (story.text for story in others)
        return extend_model(model, rows, texts, [story.date for story in stories], sections, count)


def extend_topics(flow: Flow, stage: str) -> None:
    """Keep the topics of the earlier run; stories that it does not know get shares of them."""
    from textml.models.topics.extension import extend_model

    growth, earlier = flow.growth, flow.previous
    if growth is None or earlier is None or earlier.topics is None:
        raise ArtifactError(f"{stage}: no earlier run has some to keep. Start again with `textml run --fresh`")
    new, dates = growth.choose_new(flow.contents.stories), [story.date for story in flow.contents.stories]
    found, known = iter(_predict_sections(flow, new)), earlier.topics.sections_
    sections = ["" if known is None else str(known[row]) if row >= 0 else next(found) for row in growth.rows]
    model = extend_model(earlier.topics, growth.rows, (story.text for story in new), dates, sections)
    flow.draft.write_json("models/topics.json", [])
    flow.draft.write_bytes("models/topics.skops", dump_estimator(model))


def _name_sections(classifier: "SectionClassifier", texts: Sequence[str]) -> list[str]:
    """Likeliest section of each text; "" where it is likeliest of none of them, which counts in no share."""
    likeliest = classifier.predict_details(texts, n_words=0).likeliest
    names = [str(name) if column != classifier.reject_ else "" for column, name in enumerate(classifier.classes_)]
    return [names[column] for column in likeliest.tolist()]


def _predict_sections(flow: Flow, stories: Sequence[Article]) -> list[str]:
    """Likeliest section of each story, empty where it is none of them or there is no classifier."""
    classifier = flow.contents.classifier
    if classifier is None:
        return [""] * len(stories)
    batches = [stories[start : start + _PREDICTED_AT_ONCE] for start in range(0, len(stories), _PREDICTED_AT_ONCE)]
    found = map_threads(lambda batch: _name_sections(classifier, [story.text for story in batch]), batches, flow.n_jobs)
    return [section for of_batch in found for section in of_batch]


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
