"""Dumps have the habits of the tools that they stand for."""

from dataclasses import replace

from tests.corpus.printed.composing import Face, SetLine
from tests.corpus.printed.dumps import dump_lines, dump_page
from tests.corpus.printed.pairing import order_by_pairs
from textml.corpus.geometry import Box

FACE = Face("SimSun", 400)


def column(left: float, *texts: str, top: float = 100.0, size: float = 10.0, frame: int = 0) -> list[SetLine]:
    return [SetLine(t, left, top + n * size * 1.2, size, FACE, frame, "body", frame=frame) for n, t in enumerate(texts)]


def test_tools_keep_or_drop_the_indent() -> None:
    """pdfium and mupdf keep full-width blanks at the start, pdftotext and its raw order do not."""
    lines = column(50, "\u3000\u3000渠水流到田头", "沿渠的田都种上")
    assert dump_page(lines, "pdfium") == dump_page(lines, "mupdf") == "\u3000\u3000渠水流到田头\n沿渠的田都种上\n"
    assert dump_page(lines, "raw") == "渠水流到田头\n沿渠的田都种上\n"
    assert dump_page(lines, "pdftotext").startswith("渠水流到田头\n沿渠的田都种上\n")


def test_pdfium_goes_on_in_the_same_row() -> None:
    """What stands further right on the same baseline is one line of the dump, and keeps both owners."""
    lines = [*column(50, "综合新闻"), *column(300, "第5版 责任编辑", frame=1)]
    assert [line.text for line in dump_lines(lines, "pdfium")] == ["综合新闻 第5版 责任编辑"]
    assert [len(line.printed) for line in dump_lines(lines, "pdfium")] == [2]
    assert [line.text for line in dump_lines(lines, "mupdf")] == ["综合新闻", "第5版 责任编辑"]


def test_letters_that_stand_apart() -> None:
    """A stretched line is letters with blanks to pdftotext and pdfminer, and a line to the others."""
    lines = [replace(line, spacing=2.0) for line in column(50, "进口物流总额")]
    assert dump_page(lines, "pdfium") == "进口物流总额\n"
    assert dump_page(lines, "raw") == "进 口 物 流 总 额\n"
    assert dump_page(lines, "pdfminer").strip() == "进 口 物 流 总 额"


def test_pdfminer_leaves_a_blank_line_between_boxes() -> None:
    """Another size or a gap of half a line ends a box; a headline above its body is a box of its own."""
    lines = [*column(50, "竹席卖到桥头", size=20, top=80), *column(50, "三月二日上湾村的", "竹席摊子摆到了", top=110)]
    assert dump_page(lines, "pdfminer") == "竹席卖到桥头\n\n三月二日上湾村的\n竹席摊子摆到了\n\n"


def test_pdftotext_may_join_columns_that_nearly_touch() -> None:
    """Punctuation that hangs into the gutter makes one block of two columns: rows side by side are one line."""
    left = column(50, *["渠水流到田头，沿渠的田，"] * 6)
    right = column(173, *["竹席摊子摆到了桥头上湾村"] * 6, frame=1)
    texts = {dump_page([*left, *right], "pdftotext", seed) for seed in range(8)}
    apart = "\n".join([left[0].text] * 6) + "\n\n" + "\n".join([right[0].text] * 6) + "\n\n"
    assert texts == {apart, "\n".join([f"{left[0].text} {right[0].text}"] * 6) + "\n\n"}


def test_boxes_in_the_order_of_nearest_pairs() -> None:
    """A headline goes with the column below it before the two columns go together."""
    headline, below, beside = Box(0, 0, 100, 20), Box(0, 25, 100, 300), Box(120, 0, 220, 300)
    assert order_by_pairs([beside, below, headline]) == [2, 1, 0]
    assert order_by_pairs([]) == []


def test_a_blank_line_behind_every_line_of_a_body() -> None:
    """The spread dump parts lines of a body, and keeps the rows of a headline together."""
    head = [replace(line, role="title") for line in column(50, "竹席卖到", "桥头", top=50, size=20, frame=1)]
    lines = [*head, *column(50, "三月二日上湾村的", "竹席摊子摆到了", top=110)]
    assert dump_page(lines, "spread") == "竹席卖到\n桥头\n\n三月二日上湾村的\n\n竹席摊子摆到了\n"


def test_a_paragraph_in_one_line() -> None:
    """The flat dump joins the lines of a paragraph, with punctuation of half width, and the rows of a headline."""
    head = [replace(line, role="title") for line in column(50, "竹席卖到", "桥头", top=50, size=20, frame=1)]
    lines = [*head, *column(50, "\u3000\u3000渠水流到田头，", "沿渠的田。", "\u3000\u3000收成好。", top=110)]
    assert dump_page(lines, "flat") == "竹席卖到 桥头\n\n渠水流到田头,沿渠的田。\n\n收成好。\n\n"
