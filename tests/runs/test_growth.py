"""A run whose inputs changed a little takes over what holds, and says what differs from a fresh one."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import files_of
from tests.runs.growing import PAGE, START, add_page, comparable
from textml.corpus.article import Article, Page
from textml.corpus.geometry import Box, Geometry, PrintedLine
from textml.corpus.pages import cutting
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import CutPage
from textml.corpus.reading.readers import PageReading
from textml.corpus.words.segment import Words
from textml.disk.run_files import Draft
from textml.features.counts import count_known
from textml.models.sections.training_set import sample_texts
from textml.predict.contents import Contents
from textml.progress import Silent
from textml.runs.flow import Flow
from textml.runs.kept_pages import KeptPages, keep_cuts, keep_pages, load_pages
from textml.runs.pipeline import Outcome
from textml.runs.stages import STAGES, Stage
from textml.store import read_run

FITTED = ("sections", "scores", "curve", "topics")


class Told(Silent):
    """Keeps the lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, what: str) -> None:
        self.lines.append(what)


def counted_ids(outcome: Outcome) -> list[str]:
    return [outcome.contents.stories[position].id for position in outcome.contents.counted]


def since(folder: Path) -> list[int]:
    """Articles that differ since each of the stages that fit was fitted."""
    stages = json.loads((folder / "manifest.json").read_text("utf-8"))["stages"]
    return [stages[name]["fitted"]["since"] for name in FITTED]


def test_a_further_page_gets_sections_and_topics_of_the_models_that_are_there(grown: Path, start: START) -> None:
    """Classifier, scores and curve stay byte for byte, topics keep words and names; rows of known articles stay."""
    before = files_of(grown / "artifacts/r")
    add_page(grown)
    found = start()
    after = files_of(grown / "artifacts/r")
    for name in ("sections.skops", "scores.json", "later_issues.json", "page_scores.json", "learning_curve.json"):
        assert after[f"models/{name}"] == before[f"models/{name}"]
    old, new = (files["models/labels.jsonl"].decode().splitlines() for files in (before, after))
    assert [row for row in new if row in old] == old
    assert [json.loads(row)["id"].split("#")[0] for row in new if row not in old] == ["2025-01-14/03"] * (
        len(new) - len(old)
    )
    topics, stories = found.contents.topics, found.contents.stories
    assert topics is not None
    # what differs from a fresh run are the models; the shares are those that they give
    np.testing.assert_array_equal(topics.shares_, topics.transform([story.text for story in stories]))
    assert topics.dates_ is not None
    assert topics.dates_.tolist() == [story.date for story in stories]
    np.testing.assert_allclose(sum(topic.share for topic in topics.topics_), 1)
    assert since(grown / "artifacts/r") == [len(new) - len(old)] * 4


def test_what_differs_from_a_fresh_run_is_said(grown: Path, start: START) -> None:
    """In the manifest, until a fresh run; the same command then has nothing to do."""
    add_page(grown)
    kept = start()
    said = read_run(kept.folder).manifest["differs_from_fresh"]
    n_new = since(kept.folder)[0]
    n_old = len(kept.contents.stories) - n_new
    assert said == (
        f"classifier, scores and topics are kept as they were fitted on the {n_old} articles of an earlier run; "
        f"{n_new} articles are new, changed or gone since. `textml run --fresh` fits anew"
    )
    assert len(start().kept) == 9
    fresh = start(fresh=True)
    assert read_run(fresh.folder).manifest["differs_from_fresh"] == ""
    assert since(fresh.folder) == [0] * 4


def test_a_fresh_run_is_the_same_whatever_was_there(grown: Path, start: START, fresh_files: dict[str, bytes]) -> None:
    """After a run that grew, and where there was none: the same bytes, down to the report."""
    add_page(grown)
    start()
    assert comparable(start(fresh=True, until="review").folder) == fresh_files
    shutil.rmtree(grown / "artifacts/r")
    start(until="review")
    assert comparable(grown / "artifacts/r") == fresh_files


def test_topics_of_a_sample(grown: Path, start: START) -> None:
    """Words and topics are those of the drawn articles alone, all articles have shares of them, and it is said."""
    told = Told()
    found = start(fresh=True, progress=told, until="reports", features={"fit_articles": 12, "n_topics": 2}).contents
    stories, counted = found.stories, found.counted
    assert counted == sample_texts([s.text for s in stories], [s.id for s in stories], 12)
    chosen = [stories[position].text for position in counted]
    assert found.topics is not None
    assert len(counted) == found.topics.lda_.n_articles_ == 12 < len(stories)
    assert found.counts is not None
    assert (count_known(map(Words().content, chosen), found.vocabulary) != found.counts).nnz == 0
    assert found.topics.shares_.shape == (len(stories), 2)
    assert np.array_equal(found.topics.shares_, found.topics.transform([story.text for story in stories]))
    assert found.topics.dates_ is not None
    assert found.topics.dates_.tolist() == [story.date for story in stories]
    assert len(found.labels) == len(stories)
    assert all(row["topic"] for row in found.labels)
    said = f"topics are fitted on 12 of {len(stories)} articles, drawn by the hashes of their texts, each text once"
    assert [line for line in told.lines if line.startswith("topics")] == [
        f"{said}; the other articles have shares of these topics"
    ]
    manifest = json.loads((grown / "artifacts/r/manifest.json").read_text("utf-8"))
    assert [sample.partition(";")[0] for sample in manifest["samples"]] == [said]
    page = (grown / "artifacts/r/reports/index.html").read_text("utf-8")
    assert f"话题只在 12 篇文章上得出：从 {len(stories)} 篇中按文本的哈希值抽取" in page


def test_a_sample_of_articles_that_came_later(grown: Path, start: START) -> None:
    """What is counted of known articles is taken over; the files are those of a fresh run."""
    changes: dict[str, Any] = {"features": {"fit_articles": 12}, "runs": {"refit_share": 0.0}}
    before = set(counted_ids(start(until="features", **changes)))
    add_page(grown)
    drawn = counted_ids(start(until="features", **changes))
    assert len(drawn) == 12
    assert set(drawn) - before, "none of the new ones is drawn"
    assert set(drawn) & before
    continued = comparable(grown / "artifacts/r")
    start(fresh=True, until="features", **changes)
    fresh = comparable(grown / "artifacts/r")
    features = [name for name in fresh if name.startswith("features/")]
    assert len(features) == 5
    assert {name: continued[name] for name in features} == {name: fresh[name] for name in features}


def test_pages_that_did_not_change_are_not_cut_again(
    grown: Path, start: START, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of five pages the one is cut that is new, or corrected, or changed; the files are those of a fresh run."""
    cut: list[str] = []
    real = cutting.cut_one

    def cut_one(page: Page, corrections: Sequence[Correction]) -> CutPage:
        cut.append(page.id)
        return real(page, corrections)

    monkeypatch.setattr(cutting, "cut_one", cut_one)
    add_page(grown)
    start(until="corpus")
    assert cut == ["2025-01-14/03"]
    lines = (grown / PAGE).read_text("utf-8").split("\n")
    number = next(number for number, line in enumerate(lines, 1) if number > 9 and line.strip())
    correction = f'[[cut]]\npage = "2025-01-14/03"\nline = {number}\ntext = "{lines[number - 1]}"\n'
    (grown / "cuts.toml").write_text(correction, encoding="utf-8")
    start(until="corpus", corpus={"corrections": "cuts.toml"})
    assert cut == ["2025-01-14/03"] * 2
    with (grown / PAGE).open("a", encoding="utf-8") as page:
        page.write("\n夜市昨晚重新开张，四十二个摊位亮起了灯。\n")
    kept = files_of(start(until="corpus").folder)
    assert cut == ["2025-01-14/03"] * 3
    fresh = files_of(start(until="corpus", fresh=True).folder)
    assert len(cut) == 3 + 5
    for name in (name for name in fresh if name.startswith("corpus/")):
        assert kept[name] == fresh[name], name


def test_pages_with_places_of_their_lines_are_kept_exactly(tmp_path: Path) -> None:
    """What is read and cut comes back equal, down to the boxes; damaged files keep nothing."""
    line = PrintedLine(Box(1.1, 2.2, 30.7, 4.4), 9.5, "宋体", 700, 1, True, "head", 2)
    page = Page("2025-01-14/09", "夜市", "2025-01-14", 9, "in/a.pdf", "pdf", "A09", Geometry(100.3, 200.0, (line,)), 1)
    reading = PageReading([page], ["problem"], ["note"])
    cut = CutPage(
        [Article("2025-01-14/09#a", "夜市", "重开", byline=("罗",), boxes=(Box(0.1, 1, 2, 3),))], ["p"], ["n"]
    )
    draft = Draft(tmp_path, None)
    keep_pages(draft, {"in/a.pdf": reading, "in/unsure.pdf": reading}, {"in/a.pdf": "1f"}, "")
    keep_cuts(draft, [page], [cut], [])
    kept = load_pages(draft)
    assert kept.find_readings({"in/a.pdf": "1f", "in/unsure.pdf": "1f"}, "") == {"in/a.pdf": reading}
    assert kept.find_readings({"in/a.pdf": "2f"}, "") == {}
    assert kept.find_readings({"in/a.pdf": "1f"}, "{day}") == {}
    assert kept.find_cuts([page], []) == {page.id: cut}
    assert kept.find_cuts([replace(page, text="夜 市")], []) == {}
    (tmp_path / "corpus/cut_pages.jsonl.gz").write_bytes(b"x")
    assert load_pages(draft) == KeptPages()


def test_too_many_new_articles_fit_anew(grown: Path, start: START) -> None:
    """Counted since the fit, over several runs; a share of 0 fits anew at once, of a run that grew too."""
    add_page(grown)
    assert min(since(start().folder)) > 0
    assert since(start(runs={"refit_share": 0.0}).folder) == [0] * 4
    add_page(grown, "seeds/pages/2025-03-11/01.txt")
    assert since(start(runs={"refit_share": 0.01}).folder) == [0] * 4


def test_pages_that_went_or_were_corrected(grown: Path, start: START) -> None:
    """Articles of a page that went leave the run; a corrected one has a new row, and no model is fitted for it."""
    page = grown / "seeds/pages/2025-02-13/02.txt"
    text = page.read_text("utf-8")
    page.write_text(text.replace("。", "！", 1), encoding="utf-8")
    corrected = start()
    n_corrected = since(corrected.folder)[0]
    assert n_corrected in (1, 2)
    said = f"0 articles are new, {n_corrected} have changed, 0 are gone"
    assert read_run(corrected.folder).manifest["differs_from_earlier"] == said
    had = {story.id: story.text for story in start().contents.stories}
    page.unlink()
    gone = start()
    has = {story.id: story.text for story in gone.contents.stories}
    assert not [story for story in gone.contents.stories if story.page_id == "2025-02-13/02"]
    assert len(gone.contents.labels) == len(gone.contents.stories)
    n_gone = len(had.keys() - has.keys())
    assert read_run(gone.folder).manifest["differs_from_earlier"].endswith(f"{n_gone} are gone")
    assert since(gone.folder) == [n_corrected + sum(has.get(name) != text for name, text in had.items())] * 4


def test_a_changed_stop_word_file_touches_what_heeds_it(grown: Path, start: START) -> None:
    """The classifier and its scores do not read it; words, topics and what shows them do."""
    (grown / "stop.txt").write_text("夜市\n", encoding="utf-8")
    for words in ("夜市\n", "夜市\n水库\n"):
        (grown / "stop.txt").write_text(words, encoding="utf-8")
        kept = start(corpus={"stop_words": "stop.txt"}).kept
        assert kept[:3] == ("sections", "scores", "curve")
        assert not {"features", "topics", "labels"} & set(kept)


def test_a_stage_reads_what_it_says(grown: Path, start: START, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it reads decides whether it is up to date: a file that it did not name would be missed."""
    read: set[str] = set()
    unnamed: dict[str, set[str]] = {}
    real, real_lines = Draft.read_bytes, Draft.read_lines

    def read_bytes(draft: Draft, file: str) -> bytes:
        read.add(file)
        return real(draft, file)

    def read_lines(draft: Draft, file: str) -> Iterator[bytes]:
        read.add(file)
        return real_lines(draft, file)

    def watched(name: str, stage: Stage) -> Stage:
        def work(flow: Flow) -> None:
            # in memory is nothing that an earlier stage has read
            flow.__dict__["contents"] = Contents(flow.draft)
            read.clear()
            stage.work(flow)
            unnamed[name] = read - set(stage.reads)

        return replace(stage, work=work)

    monkeypatch.setattr(Draft, "read_bytes", read_bytes)
    monkeypatch.setattr(Draft, "read_lines", read_lines)
    later = [name for name in STAGES if name != "corpus"]
    for name in later:
        monkeypatch.setitem(STAGES, name, watched(name, STAGES[name]))
    assert start(until=later[-1], fresh=True).kept == ()
    assert unnamed == {name: set() for name in later}


def test_a_labelled_set_that_lost_a_section(grown: Path, start: START) -> None:
    """The classifier is fitted anew without it, though no article changed; words are not counted again."""
    path = grown / "seeds/labeled.jsonl"
    lines = [line for line in path.read_text("utf-8").splitlines() if json.loads(line)["section"] != "culture"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = start()
    assert found.kept == ("features",)
    assert found.contents.classifier is not None
    assert "culture" not in found.contents.classifier.classes_
    assert "p_culture" not in found.contents.labels[0]


def test_copies_of_half_of_the_articles(grown: Path, start: START) -> None:
    """Each under an id of its own: they get the section and the topic of what they are copies of."""
    first = start().contents
    rows = [{"id": f"copy {n}", "text": story.text, "date": story.date} for n, story in enumerate(first.stories[::2])]
    (grown / "seeds/pages/copies.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    for fresh in (False, True):
        found = start(fresh=fresh, runs={"refit_share": 0.9}).contents
        topic = {row["id"]: row["topic"] for row in found.labels}
        assert [topic[f"copy {n}"] for n in range(len(rows))] == [topic[s.id] for s in first.stories[::2]]
