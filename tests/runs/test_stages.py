"""What the stages build from settings and labelled set."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import write_small_project
from tests.models.sections.articles import make_articles
from textml import SectionClassifier
from textml.config import Settings
from textml.corpus.article import Article
from textml.corpus.gold import read_gold
from textml.corpus.seeds import NONE, Seed, read_sections, read_seeds
from textml.progress import Silent
from textml.runs.flow import Flow
from textml.runs.inputs import Inputs
from textml.runs.section_stages import _builder, _matches
from textml.runs.starter import locate
from textml.runs.topic_stages import _name_sections


def flow_of(root: Path, seeds: list[Seed]) -> Any:
    """A flow with the sections that come with textml and these labelled articles."""
    sections = read_sections(root / "seeds/sections.toml")
    return SimpleNamespace(settings=Settings(), contents=SimpleNamespace(seeds=seeds, sections=sections, reject=NONE))


def test_many_labels_need_no_keywords(root: Path) -> None:
    """The labelled set that comes with textml has more than seven a section: its classifier gets no keywords, whatever
    part of the set it learns."""
    seeds = read_seeds(root / "seeds/labeled.jsonl", read_sections(root / "seeds/sections.toml"))
    build = _builder(flow_of(root, seeds))
    assert build([seed.section for seed in seeds]).keywords is None
    assert build(["economy", "culture"]).keywords is None


def test_few_labels_bring_their_keywords(root: Path) -> None:
    """With seven labels of a section the keywords come along, of those sections that are there to learn."""
    labels = ["economy"] * 9 + ["culture"] * 7
    seeds = [Seed(str(i), "", f"第{i}篇", label) for i, label in enumerate(labels)]
    build = _builder(flow_of(root, seeds))
    keywords = build(labels).keywords
    assert keywords is not None
    assert sorted(keywords) == ["culture", "economy"]
    assert "博物馆" in keywords["culture"]
    only = build(["economy"]).keywords
    assert only is not None
    assert list(only) == ["economy"]


def test_built_in_truth_is_not_held_against_other_pages(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of the same date and number as one of the invented newspaper is not checked with its truth."""
    monkeypatch.chdir(tmp_path)
    sections = read_sections(root / "seeds/sections.toml")

    def matched(path: str) -> int:
        pages, items = [{"id": "2025-01-14/01", "path": path}], [Article("2025-01-14/01#01", "", "早市五点开。")]
        checked = read_gold(locate(Settings().corpus.truth), [*(section.key for section in sections), NONE.key])
        contents: Any = SimpleNamespace(pages=pages, items=items, checked=checked)
        flow: Any = SimpleNamespace(settings=Settings(), contents=contents)
        return len(_matches(flow))

    assert matched("seeds/pages/2025-01-14/01.txt") == 0
    assert matched(str(root / "seeds/pages/2025-01-14/01.txt")) > 0
    # the same where `textml init` has written that file into the project
    write_small_project(tmp_path)
    assert matched("mine/2025-01-14/01.txt") == 0
    assert matched("seeds/pages/2025-01-14/01.txt") > 0


def test_a_labelled_article_is_with_the_one_that_it_was_recognised_as() -> None:
    """Without a date of its own it is in the group of that article's issue; one that was not recognised is not."""
    seeds = [Seed("d/01#07", "", "早市五点开。", "economy"), Seed("x", "", "县剧团排了新戏。", "culture")]
    stories = [
        Article("d/01#bbbbbb", "", "渠水通了。", date="2025-01-14"),
        Article("d/01#aaaaaa", "", "早市 5 点就开。", date="2025-01-14"),
    ]
    draft: Any = None
    flow = Flow("default", Settings(), Inputs([]), draft, Silent())
    flow.__dict__["contents"] = SimpleNamespace(
        seeds=seeds, stories=stories, reject=NONE, labelled={"d/01#07": "d/01#aaaaaa"}
    )
    assert flow.labelled.groups.tolist() == [0, 1]
    assert flow.labelled.pool_groups.tolist() == [0, 0]


def test_what_is_of_none_counts_in_no_section_of_a_topic() -> None:
    """An article that is likeliest of none has no section, the others their likeliest."""
    texts, labels = make_articles(30)
    strangers = [f"今夜多云转阴，东北风{n}级，最低气温{n}度，湿度八成，能见度{n}公里。" for n in range(12)]
    classifier = SectionClassifier().fit([*texts, *strangers], [*labels, *["none"] * 12])
    found = _name_sections(classifier, [*texts[:6], *strangers[:3]])
    assert found == [*labels[:6], "", "", ""]
