"""Valid but poor input: what can be missing is missing with its reason, and everything else is there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from textml import store
from textml.config import Settings
from textml.disk.files import sha256_of
from textml.errors import ArtifactError, ConfigError
from textml.manifest import MANIFEST
from textml.predict.contents import Contents
from textml.runs.open_run import open_run
from textml.runs.pipeline import run
from textml.runs.results import choose_topics, count_labels, list_scores, list_topics

COPY = "县里昨天召开会议，部署下半年的工作，要求各镇抓好防汛、夏收和安全生产。"


@pytest.fixture
def contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Contents]:
    """Run over the given texts, with the given labelled set."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sections.toml").write_text('[a]\ntitle = "经济"\n[b]\ntitle = "文化"\n', encoding="utf-8")

    def make(texts: list[str], labels: list[tuple[str, str]], until: str = "review") -> Contents:
        rows = [{"id": f"x{n}", "text": text, "date": f"2025-01-{n % 28 + 1:02d}"} for n, text in enumerate(texts)]
        seeds = [{"id": f"s{n}", "text": text, "section": section} for n, (text, section) in enumerate(labels)]
        for name, table in (("t.jsonl", rows), ("seeds.jsonl", seeds)):
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table)
            (tmp_path / name).write_text(lines or "\n", encoding="utf-8")
        corpus = {"input": ["t.jsonl"], "sections": "sections.toml", "labeled": "seeds.jsonl", "truth": ""}
        tables = {"corpus": corpus, "reports": {"figure_formats": ["svg"], "language": "en"}}
        return run(Settings.model_validate(tables), tmp_path / "artifacts/r", until).contents

    return make


def page_of(contents: Contents) -> str:
    return contents.folder.read_bytes("reports/index.html").decode()


@pytest.mark.parametrize(
    "texts",
    [
        [f"今天第{n}号天气晴朗气温{n}度适宜出行请注意防晒补水" for n in range(20)],
        ["水库" * (20 + n) for n in range(12)],
        ["的了是在和也就都而及与着或一个没有我们你们" + "的" * n for n in range(12)],
        [f"{n}" * 30 for n in range(12)],
    ],
    ids=["short items", "one word", "stop words", "digits"],
)
def test_without_words_that_count_there_are_no_topics(contents: Callable[..., Contents], texts: list[str]) -> None:
    """Articles whose words all fall to min_df and max_df are labelled, and it says why there are no topics."""
    found = contents(texts, [], "labels")
    ((name, _, why),) = list_topics(found)
    assert name == "none"
    assert why.startswith("no word is left of ")
    assert (len(found.labels), found.topics, found.counts) == (len(texts), None, None)


def test_copies_have_a_report(contents: Callable[..., Contents]) -> None:
    """Twenty copies of an article: labels, review list and report, with the reason where the topics would be."""
    found = contents([COPY] * 20, [])
    assert dict(count_labels(found))["left to a person"] == "20"
    assert "No word is left of 13 in 20 articles: only words in 1 to 10 articles are kept." in page_of(found)
    with pytest.raises(ArtifactError, match="no word is left of "):
        choose_topics(found, (2, 5), Path("c.png"))


def test_a_run_without_a_story(contents: Callable[..., Contents], tmp_path: Path) -> None:
    """Only an item of one character: a run with classifier, scores and a report that says there is nothing to label."""
    labels = [(f"第{n}家企业接到订单{n * 7}份", "a") for n in range(6)]
    labels += [(f"第{n}个剧团排了新戏{n * 7}场", "b") for n in range(6)]
    found = contents(["字"], labels)
    assert (found.stories, found.labels, found.problems) == ([], [], [])
    assert "No article to label: 1 items were read" in page_of(found)
    assert list_scores(found)[0][0] == "macro-F1"
    opened = open_run(tmp_path / "artifacts/r")
    assert opened.articles().shape == (0, 14)
    assert opened.label([COPY])[0]["id"] == "1"
    with pytest.raises(ArtifactError, match="has no article to label"):
        opened.suggest(3)


def test_too_few_labels_of_two_sections(contents: Callable[..., Contents]) -> None:
    """Three labels: a classifier that promises nothing, and the reason where the scores would be."""
    found = contents([COPY, f"{COPY}此外还有水库。"], [("订单很多", "a"), ("企业开工", "a"), ("剧团排戏", "b")])
    assert list_scores(found) == [("no estimate", "", str(found.scores.reason))]
    assert "too few labels for an estimate: a 2; b 1" in str(found.scores.reason)
    assert str(found.promise).startswith("cannot promise 90 % precision")
    assert list_topics(found) == [("none", "", "no topics: at least 4 articles are needed, found 2")]
    assert "No topics: at least 4 articles are needed, found 2" in page_of(found)


def test_labels_of_copies_are_not_scored(contents: Callable[..., Contents]) -> None:
    """All labelled articles are near-duplicates of each other: no fold can hold them apart."""
    found = contents([COPY] * 4, [(COPY + "甲乙"[n % 2] * (n // 2), "ab"[n % 2]) for n in range(2, 14)], "curve")
    assert "too few issues for 5 folds: a 1; b 1" in str(found.scores.reason)
    assert "too few issues for 5 folds" in str(found.learning_curve.reason)


def test_few_words_cannot_be_parted_into_topics(contents: Callable[..., Contents]) -> None:
    """One word that counts in twenty articles: topics, but no comparison of their number, and no warning."""
    found = contents([f"{COPY}{'剧团' if n % 3 == 0 else ''}" for n in range(20)], [], "topics")
    assert found.topics is not None
    assert found.topics.vocabulary_.tolist() == ["剧团"]
    with pytest.raises(ConfigError, match="1 words in 20 articles are too few to compare numbers of topics"):
        choose_topics(found, (2, 5), Path("c.png"))


def test_a_broken_run_is_made_again(contents: Callable[..., Contents], tmp_path: Path) -> None:
    """A file that no stage writes, though its sum fits: the next run keeps nothing of that run, and puts it aside."""
    folder = tmp_path / "artifacts/r"
    contents([COPY], [], "corpus")
    (folder / "corpus/notes.json").write_text("{}")
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    manifest["files"]["corpus/notes.json"] = sha256_of(folder / "corpus/notes.json")
    store.Draft(folder, None).write_manifest(manifest)
    with pytest.raises(ArtifactError, match=r"notes\.json: is not what textml writes there"):
        _ = Contents(store.read_run(folder)).notes
    assert contents([COPY], [], "corpus").notes == []
    assert (folder.with_name("r.before1") / "corpus/notes.json").read_text() == "{}"
