"""A report opens with what an editor wants to know."""

from dataclasses import replace

import pytest

from tests.reports.small_run import small_articles, small_model, small_run, small_scores
from textml.models.evaluation.scores import Scores
from textml.predict.labeller import PrecisionPromise
from textml.reasons import Reason
from textml.reports.summary import find_move, list_errands, summarize
from textml.reports.texts import read_texts

ZH, EN = read_texts("zh"), read_texts("en")


def test_topics_sections_and_trust_are_said_first() -> None:
    """What it is about, which section is largest and whether it moved, how far labels can be trusted."""
    articles = small_articles()
    model = small_model(articles)
    topics, sections, trust = summarize(small_run(model, articles), ZH)
    largest = max(model.topics_, key=lambda topic: topic.share)
    assert topics.startswith(f"这 18 篇文章谈得最多的是“{largest.name}”（")
    assert topics.count("“") == 3
    assert (
        sections == "标出的栏目里，文占 50 %，最多。2025-02-13 前后，各栏目的份额没有明显变化。"
        or "占 50 %" in sections
    )
    assert trust == (
        "标注有多可信：用没有学过的文章检验，宏平均 F1 为 50 %（95 % 区间 25–75）。"
        "要求每 100 个里有 90 个正确，约 74 % 的文章能标出，其余留给人看。"
    )


def test_what_is_missing_is_said_or_left_out() -> None:
    """Without topics and labels the sentences are fewer; without scores the reason stands in their place."""
    articles = small_articles()
    none = Reason("no_labels")
    labels = [{**row, "section": "", "confidence": 0.0} for row in small_run(None, articles).labels]
    run = small_run(None, articles, labels=labels, scores=Scores(none), promise=PrecisionPromise(reason=none))
    assert summarize(run, ZH) == ["没有栏目分类：还没有已标注文章，至少要有两个栏目的标注。"]


def test_a_guess_by_keywords_is_called_a_guess() -> None:
    """How many articles have one, and that nobody has checked it; with a classifier confidence is no guess."""
    articles = small_articles()
    none = Reason("no_labels")
    rows = enumerate(small_run(None, articles).labels)
    labels = [{**row, "section": "", "confidence": 0.7 * (n < 5)} for n, row in rows]
    run = small_run(None, articles, labels=labels, scores=Scores(none), promise=PrecisionPromise(reason=none))
    assert f"{len(labels)} 篇里有 5 篇按栏目的关键词猜了一个栏目：只是猜测，没有核对过" in summarize(run, ZH)[0]
    run = small_run(None, articles, labels=labels, scores=Scores(none), promise=PrecisionPromise(0.9, reason=none))
    assert "猜" not in summarize(run, ZH)[0]


def test_without_a_promise_the_reason_is_said() -> None:
    """Scores, and why no precision is promised."""
    few = Reason("imprecise", {"percent": 90, "n_held_out": 40, "n_right": 30, "n_needed": 200})
    run = small_run(None, small_articles(), promise=PrecisionPromise(0.9, reason=few), scores=small_scores())
    assert summarize(run, EN)[-1].startswith(
        "How far to trust the labels: on articles not learnt from, macro-F1 is 50 %"
    )
    assert "cannot promise 90 % precision".lower() in summarize(run, EN)[-1].lower()


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        ("e" * 20 + "c" * 80, "e" * 50 + "c" * 50, ("c", 0.8, 0.5)),
        ("e" * 20 + "c" * 80, "e" * 25 + "c" * 75, None),
        ("e", "c", None),
        ("", "c", None),
    ],
)
def test_a_section_moves_only_beyond_chance(before: str, after: str, move: object) -> None:
    """From 80 to 50 of a hundred is a move, from 80 to 75 is chance, and single articles say nothing."""
    assert find_move(list(before), list(after)) == move


def test_errands_name_what_there_is_and_where() -> None:
    """Articles without a section, wrong labels and doubtful cuts, each with the part of the page that lists it."""
    articles = small_articles()
    run = small_run(None, articles)
    assert [(errand.text, errand.part) for errand in list_errands(run, ZH)] == [
        ("6 篇要定栏目", "next"),
        ("1 个标注看着不对", "suspects"),
    ]
    cuts = [replace(article, page_id="p", confidence=0.4) for article in articles]
    first = list_errands(small_run(None, articles, items=cuts), EN)[0]
    assert (first.text, first.part) == ("cuts to check: 18 (about 11 are expected to be wrong)", "check")
