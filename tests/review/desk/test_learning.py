"""A classifier follows the labels given at a desk: the order, the counts, wrong labels, runs made again."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.review.desk.files import file_of
from textml import SectionClassifier
from textml.predict.contents import open_contents
from textml.progress import Silent
from textml.review.desk import learner
from textml.review.desk.desk import Desk
from textml.review.desk.fitting import Point, PoolFitter
from textml.runs.open_run import open_run
from textml.runs.pipeline import run
from textml.runs.starter import choose_settings


def test_the_order_is_that_of_suggest(desk: Desk, finished: Path) -> None:
    """Before any label is given, what comes next is what `textml suggest` lists."""
    told = [row["id"] for row in open_run(finished / "artifacts/default").suggest(6)]
    assert [article["id"] for article in desk.suggestions(6)] == told


def test_a_page_over_a_run_whose_articles_are_all_labelled(desk: Desk) -> None:
    """There is nothing to suggest, and the classifier is fitted and judged all the same."""
    seeds = {seed.id: seed for seed in desk.contents.seeds}
    every = dict.fromkeys(range(len(desk.contents.stories)), desk.contents.seeds[0])
    fitted = PoolFitter(desk.contents, 0.7).fit(seeds, every, frozenset())
    assert fitted.order == []
    assert fitted.models.sections is not None
    assert fitted.point == Point(len(seeds), 0, 0, 0, fitted.point.macro_f1)


def test_the_run_and_the_desk_learn_the_same(desk: Desk, finished: Path) -> None:
    """With the labels of the run, what the desk says of the stories is the label table of the run."""
    labels = open_contents(finished / "artifacts/default").labels
    desk.suggestions(1)
    rows = desk.standing.rows(range(len(labels)))
    assert [row["confidence"] for row in rows] == [row["confidence"] for row in labels]
    first = desk.suggestions(1)[0]["id"]
    desk.give(first, "culture")
    desk.give(first, "")
    desk.wait()
    again = desk.standing.rows(range(len(labels)))
    assert [row["section"] for row in again] == [row["section"] for row in rows]
    # its pool is of headlines and bodies, as they are when they are labelled, and the run's of all parts of a headline
    assert [row["confidence"] for row in again] == pytest.approx([row["confidence"] for row in rows], abs=0.15)


def test_wrong_labels_are_listed_and_decided_again(desk: Desk) -> None:
    """A label that all others contradict is listed; who keeps or changes it does not see it again."""
    rows = [json.loads(line) for line in file_of(desk).read_text("utf-8").splitlines()]
    wrong = next(row for row in rows if row["section"] == "politics-law")
    desk.give(wrong["id"], "economy", chosen="random")
    desk.wait()
    found = {row["id"]: row for row in desk.errors()}
    assert (found[wrong["id"]]["label"], found[wrong["id"]]["likelier"]) == ("economy", "politics-law")
    assert found[wrong["id"]]["p_likelier"] > found[wrong["id"]]["p_label"]
    desk.give(wrong["id"], "economy", chosen="error check")
    assert wrong["id"] not in [row["id"] for row in desk.errors()]
    desk.wait()
    assert wrong["id"] not in [row["id"] for row in desk.errors()]


def test_what_no_classifier_can_be_fitted_on_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for it; the next label tries again."""
    desk.wait()
    with monkeypatch.context() as broken:
        broken.setattr(learner, "label_all", lambda *_: [][1])
        desk.give(desk.suggestions(1)[0]["id"], "economy")
        desk.wait()
        assert desk.state()["problem"] == "no classifier could be fitted: list index out of range"
    desk.give(desk.suggestions(1)[0]["id"], "economy")
    desk.wait()
    assert desk.state()["problem"] == ""


def test_a_run_that_is_made_again_is_shown(desk: Desk, project: Path, tmp_path: Path) -> None:
    """The page says so and goes on with the new run; its labels are where they were."""
    other = Desk(project / "artifacts/default", project / "seeds/labeled.jsonl")
    try:
        first = other.suggestions(1)[0]["id"]
        other.give(first, "economy", "甲")
        manifest = project / "artifacts/default/manifest.json"
        moved = project / "artifacts/moved"
        os.rename(project / "artifacts/default", moved)
        other._looked = 0.0
        assert "no run of textml" in other.state()["stale"]
        assert other.article(first)["label"] == "economy"
        os.rename(moved, project / "artifacts/default")
        told = json.loads(manifest.read_text("utf-8"))
        assert told["format"] == 5
        other._looked = 0.0
        assert other.state()["stale"] == ""
        assert other.article(first)["label"] == "economy"
    finally:
        other.close()


def test_a_start_without_labels_is_by_keywords(finished: Path, tmp_path: Path) -> None:
    """An empty set: the first articles are typical and take turns among the sections guessed; then it learns."""
    folder = Path(shutil.copytree(finished, tmp_path / "empty"))
    file = folder / "seeds/labeled.jsonl"
    file.write_text("", encoding="utf-8")
    opened = Desk(folder / "artifacts/default", file)
    try:
        articles = opened.suggestions(8)
        opened.wait()
        assert len(articles) == 8
        assert opened.standing.fitted.models.sections is None
        assert articles[0]["by_keywords"]
        assert "至少要有两个栏目的标注" in opened.state()["goal"]["zh"]
        for number, article in enumerate(articles):
            opened.give(article["id"], ["economy", "culture"][number % 2])
        opened.wait()
        # a classifier of two sections would lead away from the other two
        assert opened.standing.fitted.models.sections is None
        for number, article in enumerate(opened.suggestions(2)):
            opened.give(article["id"], ["livelihood", "politics-law"][number])
        opened.wait()
        classifier = opened.standing.fitted.models.sections
        assert classifier is not None
        assert classifier.classes_.tolist() == ["culture", "economy", "livelihood", "politics-law"]
        assert "篇已标注文章" in opened.state()["goal"]["zh"]
        assert opened.state()["points"][-1]["macro_f1"] is None
    finally:
        opened.close()


def test_who_skips_everything_sees_everything(desk: Desk) -> None:
    """Behind the articles that are worth most come all others without a label, each once."""
    ids = [article["id"] for article in desk.suggestions(1000)]
    labelled = {seed.id for seed in desk.contents.seeds} & set(desk.standing.stories.at)
    assert sorted(ids) == sorted(desk.standing.stories.at.keys() - labelled)


def test_errors_are_those_of_suggest(desk: Desk, finished: Path) -> None:
    """Before any label is given, the labels that look wrong are those that `textml suggest --errors` lists."""
    desk.suggestions(1)
    told = [row["id"] for row in open_run(finished / "artifacts/default").suggest(100, "error check")]
    assert [row["id"] for row in desk.errors()] == told
    assert told


def test_labels_never_lower_what_is_known(desk: Desk) -> None:
    """An article that a person labels counts as one with a label: together, the counts stay the whole pool."""
    desk.suggestions(1)
    desk.wait()
    before = desk.state()["points"][-1]
    n = before["n_given"] + before["n_none"] + before["n_left"]
    for article in desk.suggestions(3):
        desk.give(article["id"], "none")
    desk.wait()
    now = desk.state()["points"][-1]
    assert now["n_given"] + now["n_none"] + now["n_left"] == n
    assert now["n_none"] >= 3


def test_suggested_labels_are_learnt_as_hard_ones(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The classifier is told which articles were suggested, so that they weigh as little as they are rare."""
    desk.suggestions(1)
    desk.wait()
    told: dict[str, bool] = {}
    fit = SectionClassifier.fit

    def watch(self: SectionClassifier, texts: list[str], labels: object, pool: object, hard: list[bool]) -> object:
        told.update(zip(texts, hard, strict=True))
        return fit(self, texts, labels, pool, hard)

    monkeypatch.setattr(SectionClassifier, "fit", watch)
    first, second = desk.suggestions(2)
    desk.give(first["id"], "economy")
    desk.give(second["id"], "culture", chosen="")
    desk.wait()
    hard = {text for text, is_hard in told.items() if is_hard}
    assert {text for text in told if first["body"] in text} <= hard
    assert not {text for text in told if second["body"] in text} & hard


def test_a_new_run_takes_the_place_of_the_one_before(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`textml run` has learnt the labels given here: the page shows its models and goes on with them."""
    opened = Desk(project / "artifacts/default", project / "seeds/labeled.jsonl")
    try:
        first = opened.suggestions(1)[0]["id"]
        opened.give(first, "economy", "甲")
        before, generation = opened.contents, opened.generation
        monkeypatch.chdir(project)
        run(choose_settings(None, ()), Path("artifacts/default"), "review", Silent())
        opened._looked = 0.0
        assert opened.state()["stale"] == "default: the run was made again, and is shown as it is now"
        assert opened.contents is not before
        assert opened.generation > generation
        assert first in {seed.id for seed in opened.contents.seeds}
        assert first not in [article["id"] for article in opened.suggestions(1000)]
        told = [row["id"] for row in open_run(project / "artifacts/default").suggest(3)]
        assert [article["id"] for article in opened.suggestions(3)] == told
    finally:
        opened.close()
