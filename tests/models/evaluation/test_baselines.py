"""What a score has to beat."""

from textml.models.evaluation.baselines import predict_by_keywords, predict_majority


def test_majority_is_the_most_frequent_label() -> None:
    """Every article gets the most frequent label; a tie goes to the alphabet."""
    assert predict_majority(["b", "a", "b"], 2) == ["b", "b"]
    assert predict_majority(["b", "a"], 1) == ["a"]


def test_keywords_are_counted() -> None:
    """The section with most hits wins, the first named one of two as good, the fallback where there is none."""
    keywords = {"economy": ["订单", "企业"], "culture": ["非遗", "演出"]}
    texts = ["订单订单非遗", "演出", "订单非遗", "下雨了"]
    assert predict_by_keywords(texts, keywords, "livelihood") == ["economy", "culture", "economy", "livelihood"]
