"""Cues of lines that only printed pages give."""

from dataclasses import replace

from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.pages.lines.print_cues import find_body_size, print_cues
from textml.corpus.pages.lines.sheet import Line, read_sheet

# Text, size in points, kind, frame and story: a large headline, two lines of text, a second frame, a caption.
LINES = [
    ("竹席上市", 20.0, "head", 0, 0),
    ("立夏才过上湾村的竹席摊", 10.0, "text", 1, 0),
    ("子就摆到了桥头。", 10.0, "text", 1, 0),
    ("来往的人都停下来看一看", 10.0, "text", 2, 0),
    ("桥头的竹席摊子", 8.0, "caption", 3, 1),
]


def lines() -> list[Line]:
    """The lines as they are printed."""
    return [
        replace(
            read_sheet(text).lines[0],
            printed=PrintedLine(Box(0.0, 0.0, 90.0, size), size, frame=frame, kind=kind, story=story),
        )
        for text, size, kind, frame, story in LINES
    ]


def test_the_size_of_running_text() -> None:
    """The size of most of it; headlines and captions do not count, a dump has none."""
    assert find_body_size(lines()) == 10.0
    assert find_body_size(read_sheet("竹席上市").lines) == 0.0


def test_kinds_sizes_and_frames() -> None:
    """Each cue is 1 at the lines that show it."""
    own, after = print_cues(lines(), explicit=True)
    shown = {name: column.tolist() for name, column in own.items() if column.any()}
    assert shown == {
        "printed text": [0, 1, 1, 1, 0],
        "printed head": [1, 0, 0, 0, 0],
        "printed caption": [0, 0, 0, 0, 1],
        "printed text, not indented": [0, 1, 1, 1, 0],
        "printed text, first of its frame": [0, 1, 0, 1, 0],
        "printed caption, first of its frame": [0, 0, 0, 0, 1],
        "printed head, large": [1, 0, 0, 0, 0],
        "printed head, very large": [1, 0, 0, 0, 0],
        "printed head, last of its story": [1, 0, 0, 0, 0],
    }
    shown = {name: column.tolist() for name, column in after.items() if column.any()}
    assert shown == {
        "printed text goes on": [0, 0, 1, 0, 0],
        "printed text, not indented": [0, 1, 1, 1, 0],
        "printed text, frame goes on in a story": [0, 1, 0, 1, 0],
        "printed text, before open": [0, 1, 1, 0, 0],
        "printed head": [1, 0, 0, 0, 0],
        "printed head, new story": [1, 0, 0, 0, 0],
        "printed new caption": [0, 0, 0, 0, 1],
    }


def test_a_dump_has_no_print_cues() -> None:
    """All are 0, and there are as many as on a printed page."""
    found = print_cues(read_sheet("竹席上市\n立夏才过").lines, explicit=True)
    assert [sorted(cues) for cues in found] == [sorted(cues) for cues in print_cues(lines(), explicit=True)]
    assert not any(column.any() for cues in found for column in cues.values())
