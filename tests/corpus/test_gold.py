"""Found articles are held against checked ones."""

import json
from pathlib import Path

import pytest

from textml.corpus.article import Article
from textml.corpus.gold import match_gold, read_gold
from textml.errors import SeedError

LONG = "沙埠镇夜市昨晚重新开张，沿江的四十二个摊位亮起了灯，摊主们把炉子擦得发亮，等着第一拨客人上门。"
OTHER = "龙窝水库的闸门检修进入第二周，潜水员每天下水三次，把吊耳上的锈一点点敲下来，再刷上新漆。"


def write(tmp_path: Path) -> Path:
    articles = [
        {"id": "p#1", "kind": "article", "title": "夜市", "body": LONG, "section": "economy"},
        {"id": "p#2", "kind": "article", "title": "闸门", "body": OTHER, "section": "livelihood"},
        {"id": "p#3", "kind": "slogan", "title": "节约用水", "body": "节约用水", "section": None},
    ]
    (tmp_path / "truth.jsonl").write_text(json.dumps({"id": "p", "articles": articles}), encoding="utf-8")
    return tmp_path / "truth.jsonl"


def test_only_stories_are_held_against(tmp_path: Path) -> None:
    """Slogans are no stories; a found article may be the right one, only overlap, or be missing."""
    truth = read_gold(write(tmp_path))
    found = [
        Article("x", "", LONG, page_id="p"),
        Article("y", "", OTHER + LONG[:20], page_id="p"),
        Article("z", "", OTHER, page_id="q"),
    ]
    matches = match_gold(truth, found)
    assert [(m.gold.id, m.found.id if m.found else None, m.right) for m in matches] == [
        ("p#1", "x", True),
        ("p#2", "y", False),
    ]
    assert [m.found for m in match_gold(truth, [])] == [None, None]


def test_a_found_article_serves_once(tmp_path: Path) -> None:
    """Two stories that were cut as one: the longer one has it, the other is missing."""
    matches = match_gold(read_gold(write(tmp_path)), [Article("x", "", LONG + OTHER, page_id="p")])
    assert [m.found is None for m in matches] == [False, True]


def test_halves_on_two_pages_are_one_story(tmp_path: Path) -> None:
    """Items that share `joined` are one checked story, under the id and page of the first, cut sentences made whole."""
    first = {
        "id": "1#1",
        "kind": "article",
        "title": "夜市",
        "body": LONG[:20],
        "section": "economy",
        "joined": "night",
    }
    second = {**first, "id": "2#1", "title": "", "body": LONG[20:]}
    lines = [{"id": "1", "articles": [first]}, {"id": "2", "articles": [second]}]
    (tmp_path / "truth.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [(s.id, s.page_id, s.body) for s in read_gold(tmp_path / "truth.jsonl")] == [("1#1", "1", LONG)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": ""}, "id '' is missing or used twice"),
        ({"id": "p#2"}, "id 'p#2' is missing or used twice"),
        ({"kind": "poem"}, "p#1 has the kind 'poem'; known: article"),
        ({"title": ["夜市"]}, r"truth.jsonl:1: 'title' is \['夜市'\]. Allowed: a text"),
        ({"kind": {}}, r"'kind' is {}. Allowed: a text"),
        ({"section": "economi"}, "p#1 has the unknown section 'economi'; known: economy, livelihood"),
    ],
)
def test_mistakes_in_the_truth_are_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    """Missing or repeated ids, unknown kinds and sections are no errors of the cutter or the classifier."""
    page = json.loads(write(tmp_path).read_text("utf-8"))
    page["articles"][0] |= change
    (tmp_path / "truth.jsonl").write_text(json.dumps(page), encoding="utf-8")
    with pytest.raises(SeedError, match=message):
        read_gold(tmp_path / "truth.jsonl", ["economy", "livelihood"])


@pytest.mark.parametrize("page", ['{"id": "p"}', '{"articles": "x"}', '{"articles": ["x"]}', '{"articles": [7, null]}'])
def test_lines_without_articles_are_refused(tmp_path: Path, page: str) -> None:
    """A line that is no page of items names itself."""
    (tmp_path / "truth.jsonl").write_text(page, encoding="utf-8")
    with pytest.raises(SeedError, match=r"truth\.jsonl:1: no page with 'articles', a list of items"):
        read_gold(tmp_path / "truth.jsonl")


@pytest.mark.parametrize("page", ['"p"', "7", "[]", "nonsense"])
def test_lines_that_are_no_object_are_refused(tmp_path: Path, page: str) -> None:
    """A page that is a text, a number or a list."""
    (tmp_path / "truth.jsonl").write_text(page, encoding="utf-8")
    with pytest.raises(SeedError, match=r"truth\.jsonl:1: not (a )?JSON"):
        read_gold(tmp_path / "truth.jsonl")
