"""Samples: the same articles whatever the order and the batches."""

from textml.corpus.article import Article
from textml.models.shift.sample import draw_sample, join_samples

ARTICLES = [Article(str(n), "", f"第{n}篇，水库蓄水。", date="2024-02-19" if n % 2 else "") for n in range(40)]
LABELS = [str(n % 3) for n in range(40)]


def test_a_sample_is_the_same_in_any_order() -> None:
    """Hashes of the texts choose the articles, not their place; each keeps its label."""
    there = draw_sample(ARTICLES, LABELS, 10)
    assert there == draw_sample(ARTICLES[::-1], LABELS[::-1], 10)
    assert len(there) == 10
    assert all(LABELS[int(found.text.partition("篇")[0][1:])] == found.section for found in there)


def test_a_sample_of_batches_is_that_of_the_whole() -> None:
    """Samples of parts joined are the sample of all, and of all it is a part of a larger one."""
    parts = [draw_sample(ARTICLES[at : at + 7], LABELS[at : at + 7], 10) for at in range(0, 40, 7)]
    whole = draw_sample(ARTICLES, LABELS, 10)
    assert join_samples((found for part in parts for found in part), 10) == whole
    assert whole == draw_sample(ARTICLES, LABELS, 20)[:10]


def test_copies_count_once() -> None:
    """The same text twice is one article, in one batch and in two."""
    assert len(draw_sample([ARTICLES[0], ARTICLES[0]], ["", ""])) == 1
    assert len(join_samples([*draw_sample(ARTICLES[:1], [""]), *draw_sample(ARTICLES[:1], [""])])) == 1


def test_an_article_without_a_date_is_an_issue_of_its_own() -> None:
    """Dated articles have their issue, others nothing in common; a length leaves white space out."""
    dated, undated = (draw_sample([Article("a", "", "甲乙 丙\n丁", date=date)], [""])[0] for date in ("2024-02-19", ""))
    assert (dated.issue, undated.issue, dated.length) == ("2024-02-19", undated.key, 4)
