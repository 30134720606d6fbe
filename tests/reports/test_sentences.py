"""Values of a run become sentences in one language."""

from dataclasses import replace

from tests.reports.small_run import HALF, small_confusion
from textml.models.evaluation.intervals import Estimate
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.learning_curve import LearningCurve
from textml.models.evaluation.scores import Scores
from textml.models.sections.selective import PrecisionError
from textml.predict.labeller import PrecisionPromise
from textml.reasons import Reason
from textml.reports.sentences import (
    format_estimate,
    percent,
    word_confusions,
    word_later_scores,
    word_learning,
    word_promise,
    word_scoring,
    word_weighing,
)
from textml.reports.texts import read_texts

ZH, EN = read_texts("zh"), read_texts("en")
TITLES = {"economy": "经济", "culture": "文化"}


def test_shares_and_intervals() -> None:
    """Small shares have a decimal; an estimate has one always, and its interval."""
    assert [percent(share) for share in (0.0534, 0.534, 0, 0.125, 1)] == ["5.3 %", "53 %", "0 %", "13 %", "100 %"]
    assert format_estimate(HALF) == "50.0 % (25.0–75.0)"


def test_a_promise_and_its_refusal() -> None:
    """Each is worded from the values of the labelling; without a classifier the reason is given."""
    refused = PrecisionPromise(0.99, reason=PrecisionError(40, 31, 500, 0.99).reason)
    assert word_promise(refused, TITLES, ZH).startswith(
        "不能保证每 100 个标注里有 99 个正确：试标 40 篇，只对了 31 篇。大约要有 500 篇"
    )
    assert "about 500 labelled articles are needed" in word_promise(refused, TITLES, EN)
    assert "约 74 % 能标出" in word_promise(PrecisionPromise(0.9, 0.74, 0.82), TITLES, ZH)
    one = PrecisionPromise(reason=Reason("one_section_labelled", {"section": "economy"}))
    assert word_promise(one, TITLES, ZH) == "没有栏目分类：只有经济有已标注文章，至少要有两个栏目的标注。"


def test_later_issues_or_why_they_have_no_score() -> None:
    """The split stands beside the score; where there is none the reason stands there, sections by their titles."""
    later = LaterScores(None, "2025-09-10", 100, 44, HALF, HALF)
    assert word_later_scores(later, TITLES, ZH) == ("100 篇训练，2025-09-10 起的 44 篇测试", "50.0 % (25.0–75.0)")
    none = LaterScores(Reason("no_past", {"since": "2025-09-10", "sections": ["culture"]}))
    assert word_later_scores(none, TITLES, ZH) == ("2025-09-10 以前没有这些栏目的标注：文化", "")
    assert word_later_scores(none, {}, EN) == ("Before 2025-09-10 there are no labelled articles of culture", "")


def test_what_more_labels_gain() -> None:
    """Half the width of the interval stands behind the gain; without a curve the reason is given."""
    curve = LearningCurve(None, [10, 20], [HALF, HALF], Estimate(0.02, 0.01, 0.03))
    assert word_learning(curve, TITLES, EN) == "30 more labels would add about +2.0 ± 1.0 points of macro-F1."
    more = replace(curve, coverage=[0.3, 0.5], coverage_gain=0.062)
    assert word_learning(more, TITLES, EN).endswith(
        "macro-F1. At the precision asked for, about 6 more of 100 articles would get a label without a person."
    )
    assert word_learning(more, TITLES, ZH).endswith("每 100 篇里约多 6 篇不用人看就能标出。")
    assert str(more) == f"{curve}, and about 6 more of 100 articles would get a label"
    few = LearningCurve(Reason("few_labels_for_curve", {"n": 12, "needed": 24}))
    assert word_learning(few, TITLES, ZH) == "标注不到 24 篇，画不出学习曲线。"


def test_a_confusing_topic_is_named() -> None:
    """Sections by their titles, shares in per cent, the number of articles."""
    assert word_confusions([small_confusion("戏")], TITLES, ZH) == [
        "经济 被当成 文化：话题“戏”在错的文章里占 91 %，在对的里占 11 %（多 +77 至 +83 个百分点，2 篇）"
    ]


def test_a_sample_of_the_pool_is_said() -> None:
    """How large it is, of how many, and how it is drawn; nothing where all were learnt from."""
    sampled = word_scoring(Scores(n_articles=144, n_folds=5, n_groups=71, n_pool=1500, n_unlabelled=15309), EN)
    assert "1500 of 15309 unlabelled articles, drawn once, by the hashes of their texts" in sampled
    assert "2500 at most" in sampled
    assert "从 15309 篇中按文本的哈希值抽取" in word_scoring(Scores(n_pool=1500, n_unlabelled=15309), ZH)
    assert "drawn" not in word_scoring(Scores(n_pool=165, n_unlabelled=165), EN)


def test_suggested_labels_are_told() -> None:
    """How many there are, and how the scores allow for them; nothing where none was suggested."""
    scores = Scores(n_articles=4, weighing="pool", weights=[1.75, 1.75, 0.25, 0.25], n_suggested=2)
    said = "2 of 4 labels were suggested, the doubtful ones; scores weigh them as rare as they are among all articles"
    assert word_weighing(scores, EN).startswith(said)
    assert word_weighing(scores, EN).endswith("as sure as 3 random articles make them.")
    alone = Scores(n_articles=4, weighing="random", weights=[2, 2, 0, 0], n_suggested=2)
    assert word_weighing(alone, ZH).endswith("所以成绩只按其余 2 篇计算。")
    assert "textml suggest --random" in word_weighing(Scores(n_articles=4, weighing="none", n_suggested=4), ZH)
    assert word_weighing(Scores(n_articles=4), EN) == ""
    assert word_weighing(scores, ZH) in word_scoring(scores, ZH)
