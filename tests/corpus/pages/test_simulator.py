"""Simulated pages show what presses print when their switches are on."""

from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import EVERYTHING, PLAIN, PRESS, replace, simulate_page


def test_page_heads_stand_against_the_next_headline() -> None:
    """The line that names the editors is followed by a headline without a blank line between."""
    texts = [
        simulate_page(invent_items(seed), replace(PLAIN, mastheads=True, page_heads=True), seed).text
        for seed in range(8)
    ]
    heads = [line for text in texts for line in text.split("\n\n") if "责任编辑" in line]
    assert 2 <= len(heads) <= 8
    assert all("责任编辑 周立本 版式 何小满\n" in head for head in heads)


def test_a_caption_runs_into_what_follows() -> None:
    """With the switch, the credit ends the caption's last line, and most often the next item's first line follows."""
    style = replace(PLAIN, captions=True, run_on_captions=True)
    texts = [simulate_page(invent_items(seed, 3), style, seed).text for seed in range(20)]
    ends = [line for text in texts for line in text.splitlines() if line.endswith("摄")]
    assert ends
    assert all(not line.startswith("记者") for line in ends)
    assert any("摄\n" in block for text in texts for block in text.split("\n\n"))


def test_switches_of_the_press_leave_other_pages_as_they_are() -> None:
    """What the press switches draw is drawn apart: the same items with them print the same letters of every body."""
    items = invent_items(5)
    page, press = simulate_page(items, EVERYTHING, 5), simulate_page(items, replace(PRESS, page_heads=False), 5)
    assert [item.body for item in page.truth] == [item.body for item in press.truth]
    assert page.text != press.text
