"""An article gets its section where the wanted precision holds; its row depends on it alone."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from textml import SectionClassifier
from textml.corpus.article import Article
from textml.predict.labeller import (
    SURE_CUT,
    Labeller,
    Models,
    PrecisionPromise,
    as_rows,
    count_guessed,
    is_of_none,
    likeliest_sections,
)
from textml.reasons import Reason

COURT = "县法院开庭审理借款案，法官当庭宣判，被告当场履行"
OPERA = "县剧团的新戏在祠堂首演，老艺人把唱腔教给孩子"


class Shares:
    """A topic model of two topics, chosen by a word."""

    topics_ = (SimpleNamespace(name="庭审"), SimpleNamespace(name="戏曲"))

    def transform(self, given: Sequence[str]) -> np.ndarray:
        return np.array([[0.9, 0.1] if "法院" in text else [0.2, 0.8] for text in given])


@pytest.fixture(scope="module")
def seeds(root: Path) -> list[dict[str, Any]]:
    """The labelled articles that come with textml."""
    return [json.loads(line) for line in (root / "seeds/labeled.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def classifier(seeds: list[dict[str, Any]]) -> SectionClassifier:
    """A classifier that learnt two of three seeds of every section."""
    learnt = [seed for number, seed in enumerate(seeds) if number % 3]
    return SectionClassifier().fit([seed["text"] for seed in learnt], [seed["section"] for seed in learnt])


@pytest.fixture(scope="module")
def held_out(seeds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The seeds that it did not learn."""
    return seeds[::3]


def stories(*given: str, confidence: float = 1.0) -> list[Article]:
    return [Article(f"x{number}", "题", text, confidence=confidence) for number, text in enumerate(given)]


def test_without_a_classifier_every_article_is_left_to_a_person() -> None:
    """Section, confidence and reason are empty; the promise is why there is no classifier."""
    labeller = Labeller(Models(None, None, (Reason("no_labels"),)), 0.9)
    assert as_rows(labeller.label(stories(COURT))) == [
        {
            "id": "x0",
            "title": "题",
            "section": "",
            "confidence": 0.0,
            "topic": "",
            "needs_review": True,
            "why": "",
        }
    ]
    assert labeller.promise.reason == Reason("no_labels")


def test_without_a_classifier_keywords_guess() -> None:
    """Probabilities, confidence and the keywords found; no section is given, and none is likely without a keyword."""
    keywords = {"economy": ["订单"], "politics-law": ["法院", "审理"]}
    labeller = Labeller(Models(None, None, (Reason("no_labels"),), keywords), 0.9)
    court, other = as_rows(labeller.label(stories("法院审理，法院开庭，订单纠纷。", "下雨了。")))
    assert (court["section"], court["needs_review"]) == ("", True)
    assert court["why"] == "politics-law: 法院 审理; economy: 订单"
    assert (court["p_politics-law"], court["confidence"]) == (0.7, 0.7)
    assert likeliest_sections(court) == [("politics-law", 0.7), ("economy", 0.3)]
    assert (other["confidence"], other["why"], likeliest_sections(other)) == (0.0, "", [])
    assert list(labeller.names) == list(court)
    assert count_guessed([court, other], labeller.promise) == 1
    assert count_guessed([court], PrecisionPromise(0.9)) == 0


def test_the_topic_is_that_of_the_largest_share() -> None:
    """Topics are named whether or not there is a classifier."""
    models: Any = Models(None, Shares(), (Reason("no_labels"),))  # type: ignore[arg-type]
    assert Labeller(models, 0.9).label(stories(COURT, OPERA))["topic"] == ["庭审", "戏曲"]


def test_clear_articles_get_their_section(classifier: SectionClassifier, held_out: list[dict[str, Any]]) -> None:
    """Section, probabilities and the words that decide; the promise has the coverage and the threshold."""
    labeller = Labeller(Models(classifier, None), 0.7)
    assert labeller.promise.coverage is not None
    assert labeller.promise.reason is None
    rows = as_rows(labeller.label(stories(*(seed["text"] for seed in held_out))))
    labelled = [(row["section"], seed["section"]) for row, seed in zip(rows, held_out, strict=True) if row["section"]]
    assert len(labelled) >= 30
    assert sum(given == wanted for given, wanted in labelled) >= 0.7 * len(labelled)
    for row in rows:
        assert row["needs_review"] == (not row["section"] and not is_of_none(row))
        assert row["confidence"] == max(value for name, value in row.items() if name.startswith("p_"))
        assert sum(value for name, value in row.items() if name.startswith("p_")) == pytest.approx(1, abs=4e-6)
        assert row["why"].startswith(f"{likeliest_sections(row)[0][0]}: ")


def test_an_uncertain_cut_needs_review(classifier: SectionClassifier, held_out: list[dict[str, Any]]) -> None:
    """Labels are given as ever, and a person still looks at the bounds of the article."""
    labeller, texts = Labeller(Models(classifier, None), 0.7), [seed["text"] for seed in held_out]
    sure, unsure = (labeller.label(stories(*texts, confidence=cut)) for cut in (SURE_CUT, SURE_CUT - 0.01))
    assert sure["section"] == unsure["section"]
    assert not all(sure["needs_review"])
    assert all(unsure["needs_review"])


def test_a_precision_that_the_labels_cannot_show_is_refused(seeds: list[dict[str, Any]]) -> None:
    """Labels at random allow no precision: no article is labelled, and the promise says how many labels would do."""
    texts = [seed["text"] for seed in seeds[:60]]
    labels = np.random.default_rng(0).permutation([seed["section"] for seed in seeds])[:60]
    labeller = Labeller(Models(SectionClassifier().fit(texts, labels.tolist()), None), 0.9)
    assert (labeller.promise.precision, labeller.promise.coverage, labeller.promise.threshold) == (0.9, None, None)
    assert labeller.promise.reason
    numbers: Any = labeller.promise.reason.numbers
    assert numbers["n_needed"] > numbers["n_held_out"] > numbers["n_right"] > 0
    assert str(labeller.promise) == str(labeller.promise.reason)
    assert labeller.label(stories(*texts))["section"] == [""] * 60


def test_a_row_depends_on_its_article_alone(classifier: SectionClassifier, held_out: list[dict[str, Any]]) -> None:
    """In another order and in other batches every row is the same; no articles give no rows."""
    labeller = Labeller(Models(classifier, None), 0.7)
    given = stories(*(seed["text"] for seed in held_out[:7]), "其他")
    together = as_rows(labeller.label(given))
    assert as_rows(labeller.label(given[::-1])) == together[::-1]
    assert [row for story in given for row in as_rows(labeller.label([story]))] == together
    assert as_rows(labeller.label([])) == []


def test_a_promise_is_one_sentence() -> None:
    """Precision, coverage and threshold, and what is known of articles of none of the sections."""
    promised = (
        "asked for 90 % precision: about 75 % of articles like the labelled ones get a label: those that resemble a "
        "labelled article and have a confidence of 0.80 or more. "
    )
    assert str(PrecisionPromise(0.9, 0.75, 0.8)) == (
        f"{promised}It assumes that articles of none of the sections resemble no labelled one: label some as none to "
        "be sure"
    )
    assert str(PrecisionPromise(0.9, 0.75, 0.8, n_none=30)) == (
        f"{promised}Articles of none of the sections count as wrong; 30 labels say what they are like"
    )


def test_the_likeliest_sections_are_read_from_the_probability_columns() -> None:
    """At most two, the likelier first; a row without such columns has none."""
    assert likeliest_sections({"p_a": 0.2, "p_b": 0.5, "p_c": 0.3, "page": 1}) == [("b", 0.5), ("c", 0.3)]
    assert likeliest_sections({"id": "x"}) == []


def test_known_shares_are_not_inferred_again() -> None:
    """The topic of an article is that of its largest share, as given, whatever its text says."""
    labeller = Labeller(Models(None, Shares(), (Reason("no_labels"),)), 0.9)  # type: ignore[arg-type]
    assert labeller.label(stories(COURT, OPERA))["topic"] == ["庭审", "戏曲"]
    given = np.array([[0.1, 0.9], [0.6, 0.4]])
    assert labeller.label(stories(COURT, OPERA), given)["topic"] == ["戏曲", "庭审"]
