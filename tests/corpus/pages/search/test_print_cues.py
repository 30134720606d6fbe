"""Cues of blocks that only printed pages give."""

from dataclasses import replace

from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.pages.lines.blocks import Block, BlockKind, build_block
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search.print_cues import (
    alone_print_cues,
    cut_print_cues,
    find_story,
    fit_print_cues,
    headless_print_cues,
    inner_print_cues,
    split_print_cues,
)


def block(kind: BlockKind, story: int, frame: int = 0, look: str = "text") -> Block:
    """A block of one line printed in a frame of a story."""
    place = PrintedLine(Box(0.0, 0.0, 100.0, 10.0), 10.0, frame=frame, kind=look, story=story)
    return build_block(kind, [replace(read_sheet("竹席卖到桥头").lines[0], printed=place)], 0)


DUMPED = build_block("paragraph", read_sheet("竹席卖到桥头").lines, 0)


def test_a_dump_has_no_print_cues() -> None:
    """Nothing is known, so nothing is said."""
    assert find_story(DUMPED) is None
    assert cut_print_cues(DUMPED, DUMPED) == split_print_cues(DUMPED, DUMPED) == {}
    assert inner_print_cues([DUMPED], DUMPED, DUMPED) == fit_print_cues([DUMPED], [DUMPED]) == {}
    assert alone_print_cues([DUMPED], frozenset({None})) == headless_print_cues([DUMPED], frozenset()) == {}


def test_paragraphs_of_one_piece() -> None:
    """Another piece, another frame of the same piece, a caption that begins or ends."""
    text = block("paragraph", 1)
    assert cut_print_cues(text, block("paragraph", 1)) == {"story stays": 1, "frame stays": 1}
    assert cut_print_cues(text, block("paragraph", 1, frame=2)) == {"story stays": 1, "frame changes": 1}
    assert cut_print_cues(text, block("paragraph", 2, frame=2)) == {"story changes": 1}
    caption = block("paragraph", 2, look="caption")
    assert cut_print_cues(text, caption) == {"story changes": 1, "caption begins": 1}
    assert cut_print_cues(caption, text) == {"story changes": 1, "caption ends": 1}


def test_headlines_of_one_piece() -> None:
    """Between two blocks, inside an article, with its article, without one."""
    head, other = block("headline", 1, look="head"), block("headline", 2, frame=3, look="head")
    text = block("paragraph", 1)
    assert split_print_cues(head, other) == {"split story changes": 1}
    assert split_print_cues(head, head) == {"split story stays": 1, "split frame stays": 1}
    assert inner_print_cues([head], text, text) == {"inner in story": 1}
    assert inner_print_cues([other], text, text) == {"inner between stories": 1}
    assert fit_print_cues([head], [text]) == {"headline in story": 1}
    caption = block("paragraph", 1, look="caption")
    assert fit_print_cues([other], [caption]) == {"headline of other story": 1, "headline of caption": 1}
    assert alone_print_cues([head], frozenset({1})) == {"alone with text": 1}
    assert alone_print_cues([head], frozenset({2})) == {"alone without text": 1}


def test_articles_without_a_headline() -> None:
    """Their piece has one, or none; captions need none."""
    assert headless_print_cues([block("paragraph", 1)], frozenset({1})) == {"headless with headline": 1}
    caption = block("paragraph", 1, look="caption")
    assert headless_print_cues([caption], frozenset()) == {
        "headless without headline": 1,
        "headless printed caption": 1,
    }
