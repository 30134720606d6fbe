"""Typeset pages say what their truth says, in the PDF, in the lines and in the dumps."""

import re
from collections import Counter

import pypdfium2
import pytest

from tests.corpus.printed.dumps import TOOLS, dump_lines, dump_page
from tests.corpus.printed.kinds import KINDS
from tests.corpus.printed.scanning import scan_lines
from tests.corpus.printed.typesetter import ORDERS, TypesetPage, read_back, typeset_page, write_issue

PAGES = [(kind, ORDERS[n % len(ORDERS)], seed) for n, kind in enumerate(KINDS) for seed in (1, 2)]

#: Dumps of half-width punctuation are compared with full width.
FULL = str.maketrans(",;:?!()", "，；：？！（）")


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


def everything(page: TypesetPage) -> Counter[str]:
    return letters("".join(line.text for line in page.set_lines))


@pytest.mark.parametrize(("kind", "order", "seed"), PAGES)
def test_every_letter_of_a_body_is_printed_once(kind: str, order: str, seed: int) -> None:
    """What the lines of an item's body say is its truth, with its byline and its jump; nothing is left out."""
    page = typeset_page((), kind, order, seed)
    assert page.articles
    for number, item in enumerate(page.truth):
        body = [
            line
            for line in page.set_lines
            if line.item == number and line.role not in ("title", "kicker", "subtitle", "column")
        ]
        printed, said = (
            letters("".join(line.text for line in body)),
            letters(item.body + item.title * (item.kind == "head")),
        )
        assert not said - printed, item
        surplus = printed - said - letters(item.byline) - letters(item.jump) - letters("（完）")
        assert not surplus or item.kind not in ("article", "photo"), (item, surplus)
        assert item.kind not in ("article", "photo") or letters(
            "".join(line.text for line in page.set_lines if line.item == number and line.role == "title")
        ) == letters(item.title)


@pytest.mark.parametrize(("kind", "order", "seed"), PAGES[::3])
def test_the_file_and_all_dumps_hold_the_letters_of_the_page(kind: str, order: str, seed: int) -> None:
    """The PDF gives every letter back, and so does every way of dumping it."""
    page = typeset_page((), kind, order, seed)
    text = pypdfium2.PdfDocument(page.pdf)[0].get_textpage().get_text_range()
    assert letters(text) == everything(page)
    for tool in TOOLS:
        said = letters(dump_page(page.set_lines, tool).translate(FULL))
        assert said == letters("".join(everything(page).elements()).translate(FULL)), tool


def test_the_same_arguments_give_the_same_page() -> None:
    """Pages hang on their seed alone, to the byte."""
    one, other = (typeset_page((), "tabloid", "mixed", 7) for _ in range(2))
    assert one.pdf == other.pdf
    assert one.truth == other.truth
    assert typeset_page((), "tabloid", "mixed", 8).pdf != one.pdf


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_moves_frames_and_loses_none(order: str) -> None:
    """All orders of a page print the same number of frames as lines say."""
    page = typeset_page((), "wire", order, 3)
    assert len(page.frames) == len({line.frame for line in page.set_lines})
    assert all(frame.lines for frame in page.frames)


def test_an_unknown_order_is_named() -> None:
    """A wrong order is said with those that there are."""
    with pytest.raises(ValueError, match="unknown order 'sideways'"):
        typeset_page((), "wire", "sideways", 1)


def test_lines_keep_what_they_were_printed_as() -> None:
    """Whoever fits on pages knows the item and the role of every line, in reading order and in every dump."""
    page = typeset_page((), "frontpage", "mixed", 2)
    text, geometry, owners = page.arranged()
    assert [line.strip() for line in text.split("\n")] == [read_back(line.text) for line in owners]
    assert len(geometry.lines) == len(page.set_lines)
    for tool in TOOLS:
        lines = dump_lines(page.set_lines, tool)
        assert "".join(line.text for line in lines if not line.printed) == ""
        said = letters("".join(part.text for line in lines for part in line.printed))
        assert any(line.printed for line in lines)
        assert said == everything(page), tool


def test_every_kind_of_line_and_item_occurs() -> None:
    """On some dozens of pages all phenomena are seen that the kinds promise."""
    pages = [typeset_page((), kind, "head_body", seed) for kind in KINDS for seed in range(4)]
    roles = {line.role for page in pages for line in page.set_lines}
    assert roles == {
        "title", "kicker", "subtitle", "column", "byline", "body", "lead", "sub_heading", "caption", "jump",
        "furniture",
    }  # fmt: skip
    kinds = {item.kind for page in pages for item in page.truth}
    assert kinds == {
        "article", "photo", "head", "notice", "teasers", "slogan", "countdown", "weather", "advert", "banner",
    }  # fmt: skip
    lines = [line for page in pages for line in page.set_lines]
    assert any(line.vertical for line in lines)
    assert any(line.spacing > 0.2 * line.size for line in lines if line.role == "title")
    assert any("下转" in item.jump for page in pages for item in page.truth)
    assert any("上接" in item.jump for page in pages for item in page.truth)
    assert {len({round(f.lines[0].left) for f in page.frames}) > 6 for page in pages} == {True, False}


def test_a_page_takes_the_items_that_are_given_first() -> None:
    """Stories from elsewhere come before invented ones, cut at the end of a sentence."""
    body = "渠水流到了田头，人都来看。" * 30
    page = typeset_page([{"kind": "article", "title": "渠水流到田头", "text": body}], "plain", "head_body", 1)
    own = [item for item in page.articles if item.title == "渠水流到田头"]
    assert len(own) == 1
    assert own[0].body.startswith("渠水流到了田头，人都来看。")
    assert own[0].body.endswith("人都来看。")


@pytest.mark.parametrize("kind", KINDS)
def test_reading_order_loses_no_line(kind: str) -> None:
    """Every line is read once; boxes at the foot of `pictures` 1 follow each other in a ring."""
    for seed in range(3):
        page = typeset_page((), kind, "head_body", seed)
        _, geometry, owners = page.arranged()
        assert len(geometry.lines) == len(page.set_lines)
        assert len({(line.left, line.baseline) for line in owners}) == len(owners)


def test_an_issue_is_pages_in_one_file() -> None:
    """Pages of different sizes stand one behind the other in a file."""
    pages = [typeset_page((), kind, "mixed", 1) for kind in ("frontpage", "magazine", "tabloid")]
    document = pypdfium2.PdfDocument(write_issue(pages))
    assert [tuple(round(side) for side in document[n].get_size()) for n in range(3)] == [
        (round(page.width), round(page.height)) for page in pages
    ]


def test_scanned_lines_are_a_little_off() -> None:
    """OCR gives every line again, without fonts, within a tenth of a character; a tilted page sinks to the right."""
    page = typeset_page((), "local", "mixed", 1)
    scanned = scan_lines(page)
    assert [text for text, _ in scanned] == [text for text, _ in page.lines]
    for (_, line), (_, ink) in zip(page.lines, scanned, strict=True):
        assert abs(line.box.left - ink.box.left) <= 0.1 * line.size
        assert abs(line.size - ink.size) <= 0.08 * line.size
        assert (ink.font, ink.weight) == ("", 0)
    tilted = scan_lines(page, tilt=0.01)
    assert all(far.box.top > level.box.top for (_, level), (_, far) in zip(scanned, tilted, strict=True))
