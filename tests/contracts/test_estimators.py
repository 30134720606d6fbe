"""The public estimators keep scikit-learn's rules, each on the input that it is for."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import estimator_checks as checks

from textml import LDA, SectionClassifier, TopicModel, split_page
from textml.errors import ConfigError, TextsError
from textml.features.counts import count_words

SUBJECTS = {
    "水利": ["水库", "大坝", "河道", "堤坝", "防汛", "暴雨", "泄洪", "清淤"],
    "教育": ["学校", "老师", "学生", "课本", "上课", "古诗", "食堂", "家长"],
    "农业": ["小麦", "农民", "稻田", "种子", "化肥", "蔬菜", "大棚", "采摘"],
}


def articles(n: int) -> tuple[list[str], list[str]]:
    """Texts of six words of one subject, and their subjects, by turns."""
    draw = np.random.default_rng(0)
    labels = [name for _ in range(n) for name in SUBJECTS]
    return ["，".join(draw.choice(SUBJECTS[name], 6, replace=False)) + "。" for name in labels], labels


TEXTS, LABELS = articles(24)
COUNTS = count_words(TEXTS).counts
TOPICS = TopicModel(3, stop_words=(), max_df=1.0, min_df=1, n_jobs=1)
#: Every public estimator with X, y, and what it does to X.
ESTIMATORS: dict[str, tuple[Any, Any, Any, str]] = {
    "LDA": (LDA(3, n_jobs=1), COUNTS, None, "transform"),
    "TopicModel": (TOPICS, TEXTS, None, "transform"),
    "SectionClassifier": (SectionClassifier(keywords={"水利": ["水库"]}), TEXTS, LABELS, "predict_proba"),
}


@pytest.fixture(scope="module")
def fitted() -> dict[str, Any]:
    """Every estimator, fitted once."""
    return {name: clone(e).fit(*([X] if y is None else [X, y])) for name, (e, X, y, _) in ESTIMATORS.items()}


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize(
    "check",
    [
        checks.check_estimator_cloneable,
        checks.check_estimator_repr,
        checks.check_estimator_tags_renamed,
        checks.check_no_attributes_set_in_init,
        checks.check_get_params_invariance,
        checks.check_set_params,
        checks.check_parameters_default_constructible,
        checks.check_do_not_raise_errors_in_init_or_set_params,
        checks.check_valid_tag_types,
        checks.check_mixin_order,
    ],
)
def test_parameters(check: Any, name: str) -> None:
    """Parameters are kept as given, can be read, set, copied and shown; nothing is set before `fit`."""
    check(type(ESTIMATORS[name][0]).__name__, clone(ESTIMATORS[name][0]))


@pytest.mark.parametrize("name", ESTIMATORS)
def test_fit_leaves_parameters_and_input_alone(name: str, fitted: dict[str, Any]) -> None:
    """Neither parameters nor input change; `fit` returns the estimator; a clone is unfitted."""
    estimator, X, y, act = ESTIMATORS[name]
    before = [*X] if isinstance(X, list) else X.copy()
    again = clone(estimator)
    assert again.fit(*([X] if y is None else [X, y])) is again
    assert again.get_params() == estimator.get_params()
    assert before == X if isinstance(X, list) else (before != X).nnz == 0
    assert np.array_equal(getattr(again, act)(X), getattr(fitted[name], act)(X))
    with pytest.raises(NotFittedError):
        getattr(clone(again), act)(X)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_saved_and_loaded(name: str, fitted: dict[str, Any], tmp_path: Path) -> None:
    """Through a file and back without pickle: the same numbers, the same parameters."""
    _, X, _, act = ESTIMATORS[name]
    fitted[name].save(tmp_path / "model.skops")
    loaded = type(fitted[name]).load(tmp_path / "model.skops")
    assert np.array_equal(getattr(loaded, act)(X), getattr(fitted[name], act)(X))
    assert loaded.get_params() == fitted[name].get_params()


@pytest.mark.parametrize(("name", "what"), [("LDA", COUNTS), ("TopicModel", TEXTS)])
def test_searches_find_the_number_of_topics(name: str, what: Any) -> None:
    """The score on articles that were held out chooses three topics for three subjects."""
    search = GridSearchCV(ESTIMATORS[name][0], {"n_topics": [1, 2, 3]}, cv=3).fit(what)
    assert search.best_params_ == {"n_topics": 3}
    assert list(search.cv_results_["rank_test_score"]) == [3, 2, 1]


def test_sections_in_searches_and_pipelines() -> None:
    """`SectionClassifier` is a classifier for cross-validation, searches and pipelines."""
    assert is_classifier(SectionClassifier())
    few, labels = TEXTS[:30], LABELS[:30]
    assert cross_val_score(SectionClassifier(), few, labels, cv=2).tolist() == [1.0, 1.0]
    pipeline = make_pipeline(FunctionTransformer(lambda texts: [text.strip() for text in texts]), SectionClassifier())
    search = GridSearchCV(pipeline, {"sectionclassifier__keywords": [None, {"水利": ["水库"]}]}, cv=2).fit(few, labels)
    assert search.predict(["小麦，稻田，农民。"]).tolist() == ["农业"]


def test_topics_are_columns_of_pandas(fitted: dict[str, Any]) -> None:
    """With `set_output` shares are a table: a column for each topic by its id, the index of the input."""
    texts = pd.Series(TEXTS[:3], index=["a", "b", "c"])
    merged = fitted["TopicModel"].merged([[0, 2]]).set_output(transform="pandas")
    shares = merged.transform(texts)
    assert shares.columns.tolist() == merged.get_feature_names_out().tolist() == ["topicmodel0", "topicmodel1"]
    assert shares.index.tolist() == ["a", "b", "c"]
    assert shares.sum(axis=1).tolist() == pytest.approx([1, 1, 1])
    table = clone(ESTIMATORS["LDA"][0]).set_output(transform="pandas").fit_transform(COUNTS)
    assert table.columns.tolist() == ["lda0", "lda1", "lda2"]


@pytest.mark.parametrize(
    "call",
    [
        lambda e: e["SectionClassifier"].predict("一段文字"),
        lambda e: e["SectionClassifier"].predict_proba(np.array([["水库"]])),
        lambda e: e["SectionClassifier"].predict_details([None]),
        lambda e: e["SectionClassifier"].label("一段文字"),
        lambda e: e["SectionClassifier"].explain(["一段文字"]),
        lambda e: e["SectionClassifier"].explain(None),
        lambda e: e["TopicModel"].transform("一段文字"),
        lambda e: e["TopicModel"].transform([float("nan")]),
        lambda e: e["TopicModel"].score("一段文字"),
        lambda e: clone(TOPICS).fit("一段文字"),
        lambda e: clone(TOPICS).fit(pd.DataFrame({"text": TEXTS})),
        lambda e: clone(TOPICS).fit_transform([*TEXTS, b"x"]),
        lambda e: SectionClassifier().fit("一段文字", list("甲乙甲乙")),
        lambda e: SectionClassifier().fit(TEXTS, "甲" * len(TEXTS)),
        lambda e: count_words("一段文字"),
        lambda e: split_page(None),
    ],
)
def test_what_is_no_list_of_texts_is_refused(call: Any, fitted: dict[str, Any]) -> None:
    """One text, a table, a gap: the error of textml that is a ValueError, as scikit-learn's vectorizers raise."""
    with pytest.raises(TextsError):
        call(fitted)


@pytest.mark.parametrize("method", ["predict", "predict_proba", "predict_details", "label", "explain"])
def test_unfitted_classifiers_say_so(method: str) -> None:
    """What needs a fitted classifier raises scikit-learn's error."""
    with pytest.raises(NotFittedError):
        getattr(SectionClassifier(), method)("水库" if method == "explain" else ["水库"])


@pytest.mark.parametrize(
    "call",
    [
        lambda e: e.transform(["水库"]),
        lambda e: e.score(["水库"]),
        lambda e: e.perplexity(["水库"]),
        lambda e: e.find("水库"),
        lambda e: e.similar(),
        lambda e: e.mean_share(),
        lambda e: e.merged([[0, 1]]),
        lambda e: e.top_articles(0),
        lambda e: e.share_by_date(),
        lambda e: e.get_feature_names_out(),
        lambda e: e.n_topics_,
        lambda e: e.to_gensim(),
        lambda e: clone(e).fit(TEXTS, previous=e),
    ],
)
def test_unfitted_topics_say_so(call: Any) -> None:
    """What needs a fitted topic model raises scikit-learn's error, also an earlier model that was never fitted."""
    with pytest.raises(NotFittedError):
        call(clone(TOPICS))


@pytest.mark.parametrize(
    "wrong",
    [
        {"n_topics": "3"}, {"n_topics": 2.5}, {"n_topics": None}, {"n_topics": float("nan")}, {"n_topics": 0},
        {"alpha": float("inf")}, {"eta": "a"}, {"max_iter": 2.5}, {"min_df": "1"}, {"max_df": float("nan")},
        {"n_words": 0}, {"n_resamples": "1"}, {"stop_words": "的"}, {"user_words": "大坝加固"},
        {"seed_words": {"水利": "水库"}}, {"seed_words": ["水库"]}, {"engine": "other"},
    ],
    ids=repr,
)  # fmt: skip
def test_settings_that_make_no_sense_are_named(wrong: dict[str, Any]) -> None:
    """A value of another type or out of range, and a word where a list of words is needed, are named by `fit`."""
    (value,) = wrong.values()
    shown = repr(value["水利"] if isinstance(value, dict) else value)
    with pytest.raises(ConfigError, match=re.escape(shown)):
        clone(TOPICS).set_params(**wrong).fit(TEXTS)


def test_no_texts_have_no_shares(fitted: dict[str, Any]) -> None:
    """An empty list has shares of no article, and labels of none."""
    assert fitted["TopicModel"].transform([]).shape == (0, 3)
    assert fitted["SectionClassifier"].predict([]).shape == (0,)
