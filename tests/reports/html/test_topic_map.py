"""The topic map: places, words by relevance, uses of words, in one file."""

import html
from typing import Any

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError

import textml
from tests.reports.html.packed import unpack, unpack_part
from tests.reports.small_run import small_articles, small_model
from textml.errors import ConfigError
from textml.models.topics.model import TopicModel
from textml.models.topics.topic import rank_words
from textml.reports.figures.drawing import color_of
from textml.reports.figures.topic_layout import HEIGHT, WIDTH, nearest_topics, place_topics, topic_similarity
from textml.reports.html.topic_map import (
    N_WORDS,
    WEIGHTS,
    _move_inside,
    _short,
    build_map,
    pack_topics,
    render_topic_map,
)


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return small_model(small_articles())


def many_topics(n_topics: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.full(n_topics, 2.0))
    return rng.gamma(0.1, size=(n_topics, 400)) + 0.03, shares


def by_relevance(words: list[list[Any]], weight: float) -> list[str]:
    """Words as the page ranks them: by relevance, equals as they come."""
    value = [weight * np.log(given) + (1 - weight) * np.log(given / overall) for _, given, overall in words]
    return [words[i][0] for i in np.argsort(-np.round(value, 12), kind="stable")[:N_WORDS]]


def test_places_do_not_depend_on_the_order_of_topics() -> None:
    """Topics given in another order lie at the same places, also where two have the same words."""
    components, shares = many_topics()
    components[30:] = components[:30]
    centres, radii = place_topics(components, shares)
    order = np.random.default_rng(1).permutation(len(shares))
    again, same = place_topics(components[order], shares[order])
    assert np.array_equal(again, centres[order])
    assert np.array_equal(same, radii[order])


def test_no_circle_covers_another_or_leaves_the_map() -> None:
    """Sixty circles keep apart inside the map; their areas are in proportion to the shares."""
    components, shares = many_topics()
    centres, radii = place_topics(components, shares)
    distance = np.sqrt(((centres[:, None] - centres) ** 2).sum(axis=2)) + np.diag(np.full(len(shares), np.inf))
    assert (radii[:, None] + radii - distance).max() <= 0
    assert ((centres - radii[:, None] >= -0.1) & (centres + radii[:, None] <= [WIDTH + 0.1, HEIGHT + 0.1])).all()
    assert np.allclose(radii**2 / shares, radii[0] ** 2 / shares[0], rtol=0.02)


def test_alike_topics_lie_near_each_other() -> None:
    """Of two pairs of topics each lies nearer its twin than any other; equal topics are apart, one topic is placed."""
    one, other = np.array([9, 9, 1, 1, 1, 1.0]), np.array([1, 1, 1, 1, 9, 9.0])
    components = np.array([one, other, one + np.eye(6)[2], other + np.eye(6)[3]])
    centres, _ = place_topics(components, np.full(4, 0.25))
    distance = np.sqrt(((centres[:, None] - centres) ** 2).sum(axis=2)) + np.diag(np.full(4, np.inf))
    assert distance.argmin(axis=1).tolist() == [2, 3, 0, 1]
    twins, radii = place_topics(np.array([one, one]), np.array([0.5, 0.5]))
    assert np.linalg.norm(twins[0] - twins[1]) >= radii.sum()
    assert place_topics(one[None], np.array([1.0]))[0].shape == (1, 2)


def test_names_carry_three_words_inside_the_map(model: TopicModel) -> None:
    """Each circle has the words of its topic's name, a line a word, moved inside where it would leave."""
    shown = build_map(model, "zh")["circles"]
    assert [circle["label"] for circle in shown] == [topic.name.split(" ")[:3] for topic in model.topics_]
    assert all(len(circle["label"]) >= 2 for circle in shown)
    assert _move_inside(["水库", "泄洪"], 500, 320) == "0.0 0.0"
    assert _move_inside(["水库", "泄洪"], 5, 637) == "8.0 -11.3"


def test_each_topic_has_three_nearest() -> None:
    """The most similar first, never itself, of equal ones the first; of three topics there are two others."""
    similarity = np.array([[1, 0.2, 0.9, 0.2, 0.5]] * 5)
    assert nearest_topics(similarity)[0] == [2, 4, 1]
    assert nearest_topics(similarity[:3, :3])[1] == [0, 2]


def test_similarity_is_the_share_of_words_in_common() -> None:
    """Equal topics have 1, topics without a word in common 0, half of the words gives a half."""
    similarity = topic_similarity(np.array([[1, 1, 0, 0], [0, 0, 1, 1], [0, 1, 1, 0.0]]))
    assert np.allclose(similarity, [[1, 0, 0.5], [0, 1, 0.5], [0.5, 0.5, 1]])


def test_words_by_relevance_at_every_step_of_the_slider(model: TopicModel) -> None:
    """What the page gets suffices to rank exactly the words that the model ranks, at each of eleven settings."""
    topics = unpack(pack_topics(model, {})["topics"])["topics"]
    orders = set()
    for weight in WEIGHTS:
        expected = model.vocabulary_[rank_words(model.components_, N_WORDS, weight)].tolist()
        found = [by_relevance(topic["words"], weight) for topic in topics]
        assert [set(words) for words in found] == [set(words) for words in expected]
        assert [words[0] for words in found] == [words[0] for words in expected]
        orders.add(tuple(map(tuple, found)))
    assert len(orders) > 1


def test_uses_of_words_are_those_that_find_tells(model: TopicModel) -> None:
    """The share of each topic in a word's uses is what `find` gives, up to the digits that are kept."""
    words = unpack(pack_topics(model, {})["words"])
    for word, row, total in zip(words["words"].split("\n"), words["uses"], words["totals"], strict=True):
        found = {topic.id: share for topic, share in model.find([word])}
        for column, count in zip(row[::2], row[1::2], strict=True):
            assert count / total == pytest.approx(found[model.topics_[column].id], abs=0.01)


def test_sections_are_known_by_their_titles(model: TopicModel) -> None:
    """Shares in the sections stand under the titles that readers know; colours are those of the figures."""
    packed = unpack(pack_topics(model, {"economy": "经济"})["topics"])
    assert packed["sections"]["groups"] == ["culture", "经济"]
    assert np.allclose(packed["sections"]["share"], model.share_by_section().share.T, atol=5e-5)
    assert [topic["color"] for topic in packed["topics"]] == [color_of(topic.id) for topic in model.topics_]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_map_alone_is_a_page(model: TopicModel, language: Any) -> None:
    """With articles it lists their headlines, without them their numbers; it names every topic without a script too."""
    named = render_topic_map(model, small_articles(), language=language)
    bare = render_topic_map(model, language=language)
    titles, numbers = (unpack_part(page, "articles")["titles"] for page in (named, bare))
    assert titles[:2] == ["第0次", "第1次"]
    assert numbers[:2] == {"zh": ["第 0 篇", "第 1 篇"], "en": ["article 0", "article 1"]}[language]
    for topic in model.topics_:
        assert f'aria-label="{topic.name}' in bare
    assert named.startswith("<!doctype html>")
    # the characters of texts that are shown later come along as well
    assert len(named) - len(bare) > 1000


def test_a_model_shows_its_map_in_a_frame(model: TopicModel) -> None:
    """`textml.topic_map` is the page of the map, whole, in a frame that keeps it apart from the notebook."""
    titles = {"economy": "经济"}
    framed = textml.topic_map(model, small_articles(), titles, "en")
    assert framed.document == render_topic_map(model, small_articles(), titles, "en")
    shown = framed._repr_html_()
    assert html.unescape(shown.partition('srcdoc="')[2].partition('" sandbox=')[0]) == framed.document
    assert len(repr(framed)) < 200


def test_an_unfitted_model_has_no_map() -> None:
    """It says that it is not fitted, as for everything that is asked of it."""
    with pytest.raises(NotFittedError):
        textml.topic_map(TopicModel())


def test_articles_of_another_model_are_refused(model: TopicModel) -> None:
    """A list of another length cannot be what the model was fitted on."""
    with pytest.raises(ConfigError, match="17 for a model of 18"):
        render_topic_map(model, small_articles()[:17])


def test_numbers_are_as_short_as_their_digits() -> None:
    """Three significant digits at every size, the floats that those digits are read as; whole numbers have no point."""
    values = np.concatenate([10 ** np.random.default_rng(0).uniform(-6, 9, 2000), [0, 9.995, 0.9995, 1000, 0.02]])
    expected = [float(f"{value:.3g}") for value in values.tolist()]
    found = _short(values, 3)
    assert found == expected
    assert [type(number) is int for number in found] == [number.is_integer() for number in expected]
