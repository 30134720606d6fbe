"""Pages divided into items."""

import pytest

from tests.corpus.pages.hostile import KINDS
from tests.corpus.pages.invented import TWO_STORIES, invent_items
from tests.corpus.pages.simulator import EVERYTHING, simulate_page
from textml.corpus.pages.lines.blocks import Block, build_blocks
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search import layout
from textml.corpus.pages.search.items import Item
from textml.corpus.pages.search.layout import read_layout


def divide(text: str) -> tuple[list[Block], list[Item]]:
    """Blocks of a page and its items."""
    sheet = read_sheet(text)
    blocks = build_blocks(sheet, read_roles(sheet))
    return blocks, read_layout(blocks, sheet)


def headlines(items: list[Item]) -> list[str]:
    """Text of every item's headline."""
    return [" ".join(block.text for block in item.headline) for item in items]


def test_two_stories_are_two_items() -> None:
    """The byline goes to the story above it, and each item says what decided."""
    _, items = divide(TWO_STORIES)
    assert headlines(items) == ["渠水流到田头", "竹席卖到桥头"]
    assert [[block.kind for block in item.body] for item in items] == [
        ["paragraph", "paragraph", "mark"],
        ["paragraph"],
    ]
    assert items[0].reason == "top of the page; headline before"
    assert items[1].reason.endswith("; headline before")


def test_a_headline_behind_its_story_is_found() -> None:
    """With the words of the first story below both, the headline goes back over the second."""
    story = TWO_STORIES.removeprefix("渠水流到田头\n\n") + "\n南坡水渠通水\n"
    _, items = divide(story)
    assert headlines(items) == ["南坡水渠通水", "竹席卖到桥头"]
    assert items[0].reason == "top of the page; headline further down"


def test_a_headline_right_behind_its_story_is_found() -> None:
    """A page that has its only headline at its foot."""
    text = TWO_STORIES.removeprefix("渠水流到田头\n\n").replace("竹席卖到桥头", "渠水流到田头").partition("3月2日")[0]
    _, items = divide(text.replace("记者 何小满\n\n", ""))
    assert headlines(items) == ["渠水流到田头"]
    assert items[0].reason == "top of the page; headline right after"


def test_a_byline_under_a_headline_belongs_to_its_story() -> None:
    """Not to the story above it."""
    text = TWO_STORIES.replace("记者 何小满\n\n竹席卖到桥头\n\n", "竹席卖到桥头\n\n记者 何小满\n\n")
    _, items = divide(text)
    assert headlines(items) == ["渠水流到田头", "竹席卖到桥头"]
    assert [block.text for block in items[1].body if block.kind == "mark"] == ["记者 何小满"]


def test_an_article_may_continue_in_the_next_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a page searched in parts, a part that starts without a headline continues the article before it."""
    monkeypatch.setattr(layout, "_WHOLE", 2)
    monkeypatch.setattr(layout, "_PART", 1)
    blocks, items = divide(TWO_STORIES.replace("记者 何小满\n\n竹席卖到桥头\n\n", ""))
    assert [len(part) for part, _ in layout._parts(blocks)] == [3, 1]
    assert headlines(items) == ["渠水流到田头"]
    assert len(items[0].body) == 3


def test_a_page_without_paragraphs_has_headlines_only() -> None:
    """Every headline is an item; so is a byline alone; an empty page has none."""
    assert headlines(divide("竹席上市\n\n早稻开镰\n")[1]) == ["竹席上市 早稻开镰"]
    assert [item.reason for item in divide("记者 田望生\n")[1]] == ["only marks"]
    assert divide("")[1] == []


def test_a_very_long_page_is_divided_in_parts_without_loss() -> None:
    """Of more than a hundred and sixty paragraphs every block is in exactly one item."""
    blocks, items = divide(simulate_page(invent_items(3, n_stories=80), EVERYTHING, 3).text)
    assert sum(block.kind == "paragraph" for block in blocks) > 160
    assert len(list(layout._parts(blocks))) > 1
    owned = [block.first for item in items for block in (*item.headline, *item.body)]
    assert sorted(owned) == [block.first for block in blocks]
    assert len(items) > 30


def test_no_part_of_a_long_page_loses_its_first_headline() -> None:
    """On a page of four hundred articles each has its headline, also where the search goes from part to part."""
    _, items = divide(KINDS["different articles"](1600))
    assert all(item.headline and item.body for item in items)
    assert len(items) == 400


def test_parts_have_few_headlines() -> None:
    """Of thousands of headlines around one paragraph, no part has more than two hundred; nothing is lost."""
    blocks, items = divide(KINDS["one paragraph among headlines"](2000))
    assert max(len(part) for part, _ in layout._parts(blocks)) <= 201
    owned = [block.first for item in items for block in (*item.headline, *item.body)]
    assert sorted(owned) == [block.first for block in blocks]


def test_the_margin_is_the_distance_to_the_next_best_choice() -> None:
    """Without the byline and with a plainer start the second story is less certain."""
    _, clear = divide(TWO_STORIES)
    _, doubtful = divide(TWO_STORIES.replace("记者 何小满\n\n", "").replace("3月2日", "他说了"))
    assert headlines(doubtful) == headlines(clear)
    assert min(doubtful[1].margins) < min(clear[1].margins)
