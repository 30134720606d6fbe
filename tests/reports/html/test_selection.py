"""A page carries as many articles as it has room for."""

from itertools import pairwise

from textml.corpus.article import Article
from textml.reports.html.selection import select_articles

ARTICLES = [Article(str(n), f"第{n}篇", "字" * 80) for n in range(100)]


def test_all_articles_are_carried_where_they_fit() -> None:
    """A hundred articles of 200 characters each fit into 20,000, their headlines and reasons counted."""
    assert select_articles(ARTICLES, [], 20_000) == list(range(100))


def test_a_large_archive_is_spread_evenly() -> None:
    """Room for a tenth: those that the page names, and every so many of the others, in order and within the room."""
    chosen = select_articles(ARTICLES, [3, 97], 2_000)
    assert {3, 97} <= set(chosen)
    assert chosen == sorted(chosen)
    assert len(chosen) == 10
    assert max(later - one for one, later in pairwise(chosen)) <= 15
    assert len(select_articles(ARTICLES, [], 20_000, 7)) == 7


def test_a_long_article_takes_no_more_room_than_there_is() -> None:
    """An article that is longer than the page has room for is left out, even if it is named."""
    articles = [*ARTICLES, Article("long", "长", "字" * 9_000)]
    assert 100 not in select_articles(articles, [100], 4_000)
    assert sum(len(articles[i].body) + 120 for i in select_articles(articles, [5, 100], 4_000)) <= 4_000
