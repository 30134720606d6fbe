"""Scores are honest: nothing of a held-out group is seen, intervals are shown, too little is said."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import f1_score

from tests.models.sections.articles import make_articles
from textml import SectionClassifier
from textml.features.characters.folding import normalize_texts
from textml.models.evaluation.intervals import bootstrap_interval, estimate_share, resample_groups
from textml.models.evaluation.scores import Labelled, accuracy, confusions, cross_validate, macro_f1
from textml.models.sections.learning.shared_views import SharedViews
from textml.reasons import Reason

KEYWORDS = {"a": ["订单"], "b": ["法院"]}


class Remembers:
    """Classifier that knows a text by heart, says "a" otherwise, and writes down what it was shown."""

    shown: list[tuple[set[str], set[str]]]

    def __init__(self, diary: list[tuple[set[str], set[str]]]) -> None:
        self.diary = diary

    def fit(self, texts: Sequence[str], labels: Sequence[str], unlabeled: Sequence[str] | None = None) -> Any:
        self.classes_ = np.array(["a", "b"])
        self.known = dict(zip(texts, labels, strict=True))
        self.diary.append((set(texts), set(unlabeled or ())))
        return self

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        assert not self.diary[-1][0] & set(texts), "a held-out text was shown"
        return np.array([[0.1, 0.9] if "法院" in text else [0.8, 0.2] for text in texts])


def labelled(n: int = 40) -> Labelled:
    texts = [("订单" if i % 2 else "法院") + f"第{i}号" for i in range(n)]
    labels = np.array(["a" if i % 2 else "b" for i in range(n)])
    labels[:4] = ["a", "b", "a", "b"]
    return Labelled(texts, labels, np.arange(n) // 2, ["池中" + str(i) for i in range(n // 2)], np.arange(n // 2))


def test_no_fold_sees_a_held_out_group_not_even_unlabelled() -> None:
    """In every fold texts and pool leave out the groups under test; each article is tested once."""
    diary: list[tuple[set[str], set[str]]] = []
    data = labelled()
    scores = cross_validate(lambda _: Remembers(diary), data, KEYWORDS, 5)
    assert (scores.n_articles, scores.n_groups, scores.n_folds, len(diary)) == (40, 20, 5, 5)
    group_of = dict(zip([*data.texts, *data.pool], [*data.groups.tolist(), *data.pool_groups.tolist()], strict=True))
    for texts, pool in diary:
        held = set(data.texts) - texts
        assert held
        assert not {group_of[t] for t in held} & {group_of[t] for t in texts | pool}


def test_scores_are_those_of_scikit_learn() -> None:
    """Macro-F1, accuracy, precision, recall and the confusion matrix agree with scikit-learn's on the predictions."""
    data = labelled()
    scores = cross_validate(lambda _: Remembers([]), data, KEYWORDS, 4)
    assert scores.macro_f1 is not None
    assert scores.accuracy is not None
    assert scores.macro_f1.value == pytest.approx(f1_score(data.labels, scores.predicted, average="macro"))
    # the first four articles carry turned labels, and two of these are turned back by the words
    assert scores.accuracy.value == pytest.approx(36 / 40)
    assert scores.confusion == [[18, 2], [2, 18]]
    assert [s.precision.value for s in scores.sections] == pytest.approx([0.9, 0.9])
    # never surer of a section than its number of articles allows
    assert all(
        s.recall.low <= estimate_share(18, 20).low and s.recall.high >= estimate_share(18, 20).high
        for s in scores.sections
    )
    assert scores.macro_f1.low < scores.macro_f1.value < scores.macro_f1.high
    assert scores.baselines["majority"].value == pytest.approx(1 / 3, abs=0.05)
    assert scores.baselines["keywords"].value == pytest.approx(scores.macro_f1.value)


def test_the_same_seed_gives_the_same_scores() -> None:
    """Twice the same call, twice the same numbers."""
    one, other = (cross_validate(lambda _: Remembers([]), labelled(), KEYWORDS, 4) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("labels", "groups", "reason"),
    [
        (["a"] * 8, range(8), Reason("no_estimate_of_one_section", {"sections": ["a"]})),
        (["a"] * 8 + ["b"] * 4, range(12), Reason("few_labels", {"found": {"b": 4}, "needed": 5})),
        (["a"] * 8 + ["b"] * 6, [*range(8), 9, 9, 9, 9, 9, 9], Reason("few_issues", {"found": {"b": 1}, "n_folds": 5})),
    ],
)
def test_too_little_is_said_not_estimated(labels: list[str], groups: Sequence[int], reason: Reason) -> None:
    """One section, few labels, few issues: a reason instead of a number."""
    data = Labelled([f"文{i}" for i in range(len(labels))], np.array(labels), np.array(list(groups)))
    scores = cross_validate(lambda _: Remembers([]), data, KEYWORDS, 5)
    assert scores.reason == reason
    assert scores.macro_f1 is None


def test_keywords_of_sections_without_labels_are_left_out() -> None:
    """A section that nobody has labelled yet is no answer of the keyword baseline, whose articles hold its words."""
    with_more = cross_validate(lambda _: Remembers([]), labelled(), {**KEYWORDS, "unlabelled": ["第", "号"]}, 4)
    assert with_more == cross_validate(lambda _: Remembers([]), labelled(), KEYWORDS, 4)


def test_interval_of_a_certain_thing_is_a_point() -> None:
    """Where every resample agrees the interval has no width."""
    truth = np.array(["a", "b", "a"])
    tables = confusions(truth, truth, ["a", "b"], resample_groups(np.arange(3), 0, 50))
    estimate = bootstrap_interval(accuracy, tables)
    assert (estimate.value, estimate.low, estimate.high) == (1, 1, 1)
    assert macro_f1(np.array([[2.0, 0.0], [0.0, 1.0]])) == 1


def test_the_number_of_jobs_changes_nothing() -> None:
    """Real classifiers, fitted side by side on n-grams that were counted once, and one after the other."""
    texts, labels = make_articles(45)
    pool, _ = make_articles(60, 1)
    data = Labelled(texts, np.array(labels), np.arange(45), pool, np.arange(45, 105))
    shared = SharedViews(normalize_texts(texts), normalize_texts(pool))
    one = cross_validate(lambda _: SectionClassifier(), data, {}, 4)
    other = cross_validate(lambda _: SectionClassifier().share(shared), data, {}, 4, n_jobs=2)
    assert one == other
    assert (one.n_pool, one.n_unlabelled) == (60, 60)


def test_articles_of_none_count_against_a_section_that_takes_them_and_are_no_section() -> None:
    """Macro-F1 is scikit-learn's over the sections alone; the row of none says how many are told."""
    texts, labels = make_articles(30)
    strangers = [f"今夜多云转阴，东北风{n}级，最低气温{n}度，湿度八成，能见度{n}公里。" for n in range(8)]
    names = np.array([*labels, *["none"] * 8])
    data = Labelled([*texts, *strangers], names, np.arange(38), reject="none")
    scores = cross_validate(lambda _: SectionClassifier(), data, {}, 4)
    assert scores.macro_f1 is not None
    assert scores.reject == "none"
    assert [row.section for row in scores.sections] == sorted({*labels, "none"})
    over = sorted(set(labels))
    assert scores.macro_f1.value == pytest.approx(f1_score(names, scores.predicted, labels=over, average="macro"))
    told = sum(found == "none" for found in scores.predicted[30:])
    (none,) = [row for row in scores.sections if row.section == "none"]
    assert none.recall.value == pytest.approx(told / 8)


def test_a_single_label_of_none_forbids_no_estimate() -> None:
    """Labels of none may be fewer than an estimate needs of a section; of sections there must be two."""
    texts, labels = make_articles(30)
    one = Labelled([*texts, "今夜多云转阴"], np.array([*labels, "none"]), np.arange(31), reject="none")
    assert cross_validate(lambda _: SectionClassifier(), one, {}, 4).reason is None
    alone = Labelled(texts, np.array(["none"] * 30), np.arange(30), reject="none")
    assert cross_validate(lambda _: SectionClassifier(), alone, {}, 4).reason == Reason(
        "no_estimate_of_one_section", {"sections": []}
    )
