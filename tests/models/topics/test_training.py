"""Articles become counts with bounds that suit their number."""

import pytest

from textml.corpus.words.segment import Words
from textml.errors import ConfigError
from textml.models.topics.training import align_values, count_for_topics

WORDS = Words(stop_words=())


@pytest.mark.parametrize(
    ("n_articles", "n_rare", "kept"),
    [(30, 1, ["水库"]), (30, 2, ["学校", "水库"]), (800, 3, ["水库"]), (800, 4, ["学校", "水库"]), (4000, 4, ["水库"])],
)
def test_the_least_number_of_articles_grows_with_them(n_articles, n_rare, kept):
    """A word needs 2 articles of 30, 4 of 800 and 5 of any number."""
    texts = ["水库"] * (n_articles - n_rare) + ["水库，学校"] * n_rare
    assert count_for_topics(texts, WORDS, None, 1.0).vocabulary.tolist() == kept


def test_a_share_leaves_words_of_ten_articles_alone():
    """40 % of 20 articles are 8, but words of ten stay; a number of articles is taken as it is."""
    texts = ["水库"] * 10 + ["学校"] * 10
    assert len(count_for_topics(texts, WORDS, 1, 0.4).vocabulary) == 2
    with pytest.raises(ConfigError, match="no word is left"):
        count_for_topics(texts, WORDS, 1, 8)


def test_values_are_aligned_with_articles():
    """None is an empty value; another number of values is refused."""
    assert align_values("dates", ["2024-01-01", None], 2).tolist() == ["2024-01-01", ""]  # type: ignore[list-item, union-attr]
    assert align_values("dates", None, 2) is None
    with pytest.raises(ConfigError, match="dates: 1 for 2 texts"):
        align_values("dates", ["2024-01-01"], 2)
