"""ALTO becomes text with the places of its lines, whatever wrote it and however it was damaged."""

import re
import time

import pytest

from tests.corpus.printed.ocr_files import alto, alto_file, alto_page, chars
from textml.corpus.geometry import Box
from textml.corpus.printed.alto import read_alto
from textml.corpus.printed.values import PrintedPage
from textml.errors import CorpusError

HEAD = '<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">'
TWO_LINES = [[chars("渠水流到南坡的田头", 200, 300, 40), chars("早稻可以下田了", 200, 360, 40)]]


def read_one(text: str) -> PrintedPage:
    """The only page of a file without a problem."""
    file = read_alto(text.encode(), "a.xml")
    assert file.problems == ()
    (page,) = file.pages
    return page


def with_page(inside: str, unit: str = "mm10", size: str = 'WIDTH="3500" HEIGHT="5000"', styles: str = "") -> str:
    """A file of one page with these elements."""
    return (
        f"{HEAD}<Description><MeasurementUnit>{unit}</MeasurementUnit></Description>{styles}<Layout>"
        f'<Page ID="P1" PHYSICAL_IMG_NR="1" {size}><PrintSpace>{inside}</PrintSpace></Page></Layout></alto>'
    )


def string(content: str, left: float, top: float, width: float, height: float, more: str = "") -> str:
    """A String with its place."""
    return f'<String CONTENT="{content}" HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}" {more}/>'


def test_characters_become_lines() -> None:
    """Tesseract's words of one character are put together; places are points of the page."""
    page = read_one(alto(TWO_LINES))
    assert page.text == "渠水流到南坡的田头\n早稻可以下田了"
    assert page.geometry is not None
    assert (page.geometry.width, page.geometry.height) == (595.2, 841.92)
    first = page.geometry.lines[0]
    assert first.box == Box(48.0, 72.0, 48.0 + 8.95 * 40 * 0.24 - 0.24 * 0 - 0.0, 81.12) or first.box[:2] == (
        48.0,
        72.0,
    )
    assert first.size == pytest.approx(9.6, rel=0.03)
    assert first.font == ""
    assert not first.vertical


@pytest.mark.parametrize(
    ("unit", "points"), [("mm10", 72 / 254), ("inch1200", 0.06), ("pixel", 0.24), ("mm", 72 / 25.4)]
)
def test_units_of_measure(unit: str, points: float) -> None:
    """Tenths of a millimetre, 1/1200 inch, and pixels of 300 dpi become points."""
    page = read_one(
        with_page(f"<TextLine>{string('渠水', 100, 200, 95, 48)}</TextLine>", unit, 'WIDTH="1000" HEIGHT="1000"')
    )
    assert page.geometry is not None
    assert page.geometry.lines[0].box == pytest.approx(
        (100 * points, 200 * points, 195 * points, 248 * points), abs=0.001
    )
    assert page.geometry.width == pytest.approx(1000 * points, abs=0.001)


def test_what_is_assumed_of_pixels_is_said() -> None:
    """ALTO has no place for the resolution."""
    assert read_alto(alto(TWO_LINES).encode(), "a.xml").notes == (
        "places in pixels without a resolution; 300 dpi is taken",
    )
    found = read_alto(alto(TWO_LINES, unit="ell").encode(), "a.xml").notes
    assert found[0] == "unknown MeasurementUnit 'ell'; pixel is taken, allowed are pixel, mm10 and inch1200"


STYLES = (
    '<Styles><TextStyle ID="T0" FONTSIZE="10" FONTFAMILY="宋体"/>'
    '<TextStyle ID="T1" FONTSIZE="31" FONTFAMILY="黑体" FONTSTYLE="bold"/>'
    '<ParagraphStyle ID="P0" ALIGN="Left"/></Styles>'
)


def test_styles_give_size_font_and_weight() -> None:
    """A style holds for what is inside the element that refers to it, until one inside refers to another."""
    title = f"<TextLine STYLEREFS='P0 T1'>{string('渠水流到田头', 200, 100, 660, 105)}</TextLine>"
    body = f"<TextLine>{string('早稻可以下田', 200, 400, 212, 34)}</TextLine>"
    page = read_one(with_page(f'<TextBlock STYLEREFS="T0">{title}{body}</TextBlock>', styles=STYLES))
    assert page.geometry is not None
    found = {
        text: (at.size, at.font, at.weight) for text, at in zip(page.text.split("\n"), page.geometry.lines, strict=True)
    }
    assert found == {"渠水流到田头": (31.0, "黑体", 700), "早稻可以下田": (10.0, "宋体", 400)}


def test_a_size_that_cannot_be_is_measured() -> None:
    """A converter that writes 10 for every line does not make its headlines small."""
    title = f"<TextLine>{string('渠水流到田头', 200, 100, 660, 105)}</TextLine>"
    page = read_one(with_page(f'<TextBlock STYLEREFS="T0">{title}</TextBlock>', styles=STYLES))
    assert page.geometry is not None
    assert page.geometry.lines[0].size == pytest.approx(31.2, rel=0.05)


def test_sizes_in_points_give_the_resolution() -> None:
    """A line of 10 points that is 56 pixels high was scanned with 400 dpi."""
    lines = "".join(f"<TextLine>{string('早稻可以下田', 200, top, 332, 53)}</TextLine>" for top in (400, 470, 540))
    text = with_page(f'<TextBlock STYLEREFS="T0">{lines}</TextBlock>', "pixel", 'WIDTH="4000" HEIGHT="4000"', STYLES)
    file = read_alto(text.encode(), "a.xml")
    assert file.notes == ("places in pixels without a resolution; 400 dpi is taken, as its font sizes say",)
    assert file.pages[0].geometry is not None
    assert file.pages[0].geometry.width == 720


def test_a_word_over_two_lines_is_one() -> None:
    """The whole word stands where its first part is; a hyphen whose word is not known stays."""
    first = string("kilo", 10, 10, 90, 30, 'SUBS_TYPE="HypPart1" SUBS_CONTENT="kilometres"') + '<HYP CONTENT="-"/>'
    second = string("metres", 10, 50, 90, 30, 'SUBS_TYPE="HypPart2" SUBS_CONTENT="kilometres"')
    rest = string("of", 110, 50, 30, 30) + '<HYP CONTENT="-" HPOS="140" VPOS="50" WIDTH="9" HEIGHT="30"/>'
    page = read_one(with_page(f"<TextLine>{first}</TextLine><TextLine>{second}{rest}</TextLine>"))
    assert page.text == "kilometres\nof-"


def test_pictures_rules_and_frames() -> None:
    """Thin graphical elements are rules, others frames; an illustration is a picture; a Shape may be the place."""
    page = read_one(
        with_page(
            '<Illustration ID="i" HPOS="0" VPOS="0" WIDTH="254" HEIGHT="254"/>'
            '<GraphicalElement ID="g" HPOS="0" VPOS="508" WIDTH="2540" HEIGHT="5"/>'
            '<GraphicalElement ID="h"><Shape><Polygon POINTS="0,254 508,254 508,762 0,762"/></Shape></GraphicalElement>'
            '<TextLine ID="l"><Shape><Polygon POINTS="100 100 354 100 354 130 100 130"/></Shape>'
            '<String CONTENT="渠水"/>'
            "</TextLine>"
        )
    )
    assert page.geometry is not None
    assert page.geometry.pictures == (Box(0, 0, 72, 72),)
    assert page.geometry.rules == (Box(0, 144, 720, 145.417),)
    assert page.geometry.areas == (Box(0, 72, 144, 216),)
    assert page.geometry.lines[0].box == Box(28.346, 28.346, 100.346, 36.85)


def test_vertical_lines() -> None:
    """Characters below each other are one line, from top to bottom."""
    page = read_one(alto([[chars("水渠通水", 400, 300, 80, down=True)]]))
    assert page.text == "水渠通水"
    assert page.geometry is not None
    assert page.geometry.lines[0].vertical
    assert page.geometry.lines[0].size == pytest.approx(19.2, rel=0.06)


def test_several_pages_in_one_file() -> None:
    """Pages count from 1, the empty one too."""
    file = read_alto(alto_file([alto_page(TWO_LINES), alto_page([]), alto_page(TWO_LINES)]).encode(), "a.xml")
    assert [(page.number, len(page.text)) for page in file.pages] == [(1, 17), (2, 0), (3, 17)]
    empty = file.pages[1].geometry
    assert empty is not None
    assert (empty.width, empty.lines) == (595.2, ())


@pytest.mark.parametrize(
    "start",
    [
        "<alto>",
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#">',
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" SCHEMAVERSION="4.4">',
        '<a:alto xmlns:a="http://schema.ccs-gmbh.com/ALTO">',
    ],
)
def test_versions_and_namespaces(start: str) -> None:
    """Every version is read, with a namespace, a prefix or nothing."""
    end = "</a:alto>" if start.startswith("<a:") else "</alto>"
    text = re.sub(r"<alto[^>]*>", start, alto(TWO_LINES)).replace("</alto>", end)
    assert read_one(text).text == "渠水流到南坡的田头\n早稻可以下田了"


@pytest.mark.parametrize(("declared", "encoding"), [("UTF-8", "utf-8"), ("UTF-16", "utf-16"), ("GB18030", "gb18030")])
def test_encodings(declared: str, encoding: str) -> None:
    """The declaration says how to read the bytes."""
    raw = alto(TWO_LINES).replace("UTF-8", declared).encode(encoding)
    assert read_alto(raw, "a.xml").pages[0].text == "渠水流到南坡的田头\n早稻可以下田了"


def test_without_places_it_is_a_dump() -> None:
    """Lines without coordinates are kept in the order of the file, with a blank line between blocks."""
    text = re.sub(r' (HPOS|VPOS|WIDTH|HEIGHT)="[^"]*"', "", alto([*TWO_LINES, [chars("第二条", 0, 0, 40)]]))
    page = read_one(text)
    assert page.text == "渠水流到南坡的田头\n早稻可以下田了\n\n第二条"
    assert page.geometry is None
    assert page.notes == ("3 of 3 lines have no place; read in the file's order, as a dump is",)


def test_a_line_without_a_place_follows_the_line_before_it() -> None:
    """Few lines without coordinates do not cost the others theirs."""
    lost = "<TextLine><String CONTENT='乡亲们等了三年'/></TextLine>"
    first = f"<TextLine>{string('渠水流到南坡的田头', 200, 300, 360, 40)}</TextLine>"
    last = f"<TextLine>{string('早稻可以下田了', 200, 420, 280, 40)}</TextLine>"
    page = read_one(with_page(f"<TextBlock>{first}{lost}{last}</TextBlock>"))
    assert page.text == "渠水流到南坡的田头\n乡亲们等了三年\n早稻可以下田了"
    assert page.notes == ("1 of 3 lines have no place; each is set below the line before it",)


@pytest.mark.parametrize("place", ["-5 0 1e9 40", "nan 0 5 5", "1e308 1e308 1e308 1e308", "5 5 -9 -9", "x y z w"])
def test_absurd_places_are_none(place: str) -> None:
    """A place that cannot be on the page is none; the line and the page are kept."""
    left, top, width, height = place.split()
    odd = f'<TextLine><String CONTENT="乡亲" HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}"/></TextLine>'
    good = "".join(f"<TextLine>{string('早稻可以下田了', 200, top, 280, 40)}</TextLine>" for top in (400, 460, 520))
    page = read_one(with_page(f"<TextBlock>{good}{odd}</TextBlock>"))
    assert sorted(page.text.split()) == ["乡亲", *["早稻可以下田了"] * 3]
    assert page.geometry is not None
    for line in page.geometry.lines:
        assert 0 <= line.box.left <= line.box.right <= 1100
        assert 0 <= line.box.top <= line.box.bottom <= 1500


def test_a_page_without_a_size_is_as_large_as_its_lines() -> None:
    """Its lines say how far it reaches at least; a size that is too small by far is not believed."""
    for size in ("", 'WIDTH="10" HEIGHT="10"', 'WIDTH="-1" HEIGHT="inf"'):
        page = read_one(with_page(f"<TextLine>{string('渠水', 1000, 2000, 270, 140)}</TextLine>", size=size))
        assert page.geometry is not None
        assert page.geometry.width == pytest.approx(360)
        assert page.geometry.height == pytest.approx(2140 * 72 / 254)


def test_a_page_of_three_metres_is_named() -> None:
    """It is read, with the advice to look at its unit."""
    page = read_one(
        with_page(f"<TextLine>{string('渠水', 1000, 2000, 270, 140)}</TextLine>", size='WIDTH="30000" HEIGHT="9"')
    )
    assert page.text == "渠水"
    assert page.notes == ("3.0 m wide; look whether its unit of measure is right",)


def test_a_file_that_is_cut_off_gives_what_it_has() -> None:
    """Whole pages and the beginning of the next are kept, and the fault is named."""
    text = alto_file([alto_page(TWO_LINES), alto_page(TWO_LINES)])
    cut = text[: text.rindex('CONTENT="下"')]
    file = read_alto(cut.encode(), "a.xml")
    assert [page.text for page in file.pages] == ["渠水流到南坡的田头\n早稻可以下田了", "渠水流到南坡的田头\n早稻可以"]
    fault = f"line {cut.count(chr(10)) + 1}: the file ends inside <textline>"
    assert file.problems == (f"a.xml: damaged XML, {fault}. What could be read is kept; write the file again",)


def test_a_fault_in_the_middle_costs_little() -> None:
    """An end tag without a beginning, one that is missing, and a bad tag: all other words are kept."""
    text = alto(TWO_LINES)
    for bad, fault in [
        (text.replace("</TextLine>", "</TextLine></Nothing>", 1), "</nothing> without a beginning"),
        (text.replace("</TextLine>", "", 1), "</textblock> inside <textline>"),
        (text.replace('CONTENT="早"', 'CONTENT="<"'), "a tag that cannot be read"),
    ]:
        file = read_alto(bad.encode(), "a.xml")
        assert file.pages[0].text.replace("早", "").split() == ["渠水流到南坡的田头", "稻可以下田了"]
        assert fault in file.problems[0]


def test_a_bare_ampersand_is_no_fault() -> None:
    """R&D is read as it stands, and so is R&amp;D; control characters are spaces."""
    page = read_one(
        with_page(f"<TextLine>{string('R&D', 9, 9, 90, 30)}{string('A&amp;B', 120, 9, 90, 30)}\x0c</TextLine>")
    )
    assert page.text == "R&D A&B"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<mets><file/></mets>", "METS, which lists the files of an issue; give the ALTO files that it names"),
        ("<PcGts/>", "PAGE XML"),
        ("<html><p>x</p></html>", "HTML"),
        ("<rss/>", "XML that begins with <rss>"),
        ("alto", "no XML"),
        ("", "no XML"),
    ],
)
def test_other_files_are_named(text: str, said: str) -> None:
    """What it is, what is allowed, what to do."""
    with pytest.raises(CorpusError, match=re.escape(said)) as caught:
        read_alto(text.encode(), "d/a.xml")
    assert str(caught.value).startswith("d/a.xml: not ALTO but ")
    assert str(caught.value).endswith("Allowed: ALTO, whose first element is alto, with a Page in its Layout")


def test_alto_without_a_page_is_refused() -> None:
    """There is nothing in it to read."""
    with pytest.raises(CorpusError, match=r"^a\.xml: ALTO without a page\. Allowed"):
        read_alto(f"{HEAD}<Layout></Layout></alto>".encode(), "a.xml")
    with pytest.raises(CorpusError, match=r"^a\.xml: ALTO without a page \(damaged: line 1: the file ends inside"):
        read_alto(HEAD.encode(), "a.xml")


def test_entities_of_the_file_are_not_resolved() -> None:
    """A bomb of entities stays as small as it is, and no other file is opened."""
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(30))
    text = with_page(f"<TextLine>{string('渠水&e30;&x;', 9, 9, 90, 30)}</TextLine>").replace(
        "<alto", f'<!DOCTYPE alto [<!ENTITY e0 "字">{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]><alto', 1
    )
    started = time.process_time()
    assert read_one(text).text == "渠水&e30;&x;"
    assert time.process_time() - started < 1
