"""Tests of `textml.corpus.printed.pdf`: whole files, good and bad ones."""

import re
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from tests.corpus.printed.setting import HEIGHT, SONG, make_pdf
from textml.corpus.pages import cutting
from textml.corpus.printed import order, pdf
from textml.corpus.printed.pdf import read_pdf
from textml.errors import CorpusError


def write(canvas, *lines, left=50, top=100, size=10, leading=14):
    """Write lines; `left` and `top` are where the first one's base line begins, in points from the upper left."""
    canvas.setFont(SONG, size)
    for number, line in enumerate(lines):
        canvas.drawString(left, HEIGHT - top - number * leading, line)


def one(canvas):
    """Write one line."""
    write(canvas, "青溪镇新修水渠")


def scan(canvas):
    """Draw a picture as large as the page."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (2, 2), 128)), 0, 0, 600, 800)


def test_lines_have_their_place_and_type():
    """A line of 20 points, 100 points from the top, has its box around it in points from the upper left corner."""
    printed = read_pdf(make_pdf(lambda canvas: write(canvas, "青溪镇新修水渠", size=20)), "01.pdf")
    (page,) = printed.pages
    (line,) = page.geometry.lines
    assert page.text == "青溪镇新修水渠"
    assert page.number == 1
    assert (page.geometry.width, page.geometry.height) == (600, 800)
    assert tuple(line.box) == pytest.approx((50, 82.4, 190, 102.4))
    assert (line.size, line.font, line.weight, line.vertical) == (20, SONG, 300, False)
    assert (printed.problems, printed.notes, page.notes) == ((), (), ())


def test_no_line_goes_on_over_a_gutter():
    """Two columns on the same heights are four lines, whatever the order of the file."""

    def draw(canvas):
        for top in (100, 114):
            write(canvas, "青溪镇今年新修水渠三条", left=50, top=top)
            write(canvas, "白石村的茶油又丰收了吗", left=174, top=top)

    (page,) = read_pdf(make_pdf(draw), "01.pdf").pages
    assert sorted(page.text.split()) == ["白石村的茶油又丰收了吗"] * 2 + ["青溪镇今年新修水渠三条"] * 2


def test_a_second_reading_is_the_same():
    """The same bytes give the same pages again."""
    raw = make_pdf(one, scan, one)
    assert read_pdf(raw, "01.pdf") == read_pdf(raw, "01.pdf")


def test_threads_wait_for_each_other():
    """Threads that read at once get what one gets."""
    raw = make_pdf(*[lambda canvas: write(canvas, *["青溪镇新修水渠"] * 40)] * 5)
    alone = read_pdf(raw, "01.pdf")
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read_pdf, [raw] * 12, ["01.pdf"] * 12)) == [alone] * 12


@pytest.mark.parametrize(
    "raw", [b"", b"%PD", "<!DOCTYPE html><title>找不到</title>".encode(), "青溪镇新修水渠".encode()]
)
def test_what_is_no_pdf_is_said(raw):
    """Text that was saved as .pdf is an error that names the file."""
    with pytest.raises(CorpusError, match=r"^01\.pdf: no PDF"):
        read_pdf(raw, "01.pdf")


def test_junk_before_the_header():
    """A few bytes before the header, as some servers add them, do not matter."""
    (page,) = read_pdf(b"\r\n\r\n" + make_pdf(one), "01.pdf").pages
    assert page.text == "青溪镇新修水渠"


def test_a_damaged_pdf_is_said():
    """A PDF of which only the beginning is there is an error that says what to do."""
    with pytest.raises(CorpusError, match=r"^01\.pdf: a PDF that cannot be read .*qpdf"):
        read_pdf(make_pdf(one)[:40], "01.pdf")


def test_every_damage_is_an_error_or_a_page():
    """A PDF cut off anywhere, or with a byte changed anywhere, is read, or is a CorpusError."""
    raw = make_pdf(one, one, pageCompression=0)
    damaged = [raw[:end] for end in range(0, len(raw), 37)]
    damaged += [raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :] for at in range(0, len(raw), 17)]
    n_read = 0
    for broken in damaged:
        try:
            n_read += len(read_pdf(broken, "01.pdf").pages)
        except CorpusError:
            continue
    assert n_read > len(damaged) / 2


def test_a_lost_page_does_not_stop_the_others():
    """A page that is not where the file says is a problem that names it; the others are read, with their numbers."""
    raw = make_pdf(one, one, one, pageCompression=0)
    kids = re.search(rb"/Kids \[ (\d+ 0 R) (\d+ 0 R)", raw)
    printed = read_pdf(raw[: kids.start(2)] + b"99 0 R" + raw[kids.end(2) :], "01.pdf")
    assert [page.number for page in printed.pages] == [1, 3]
    (problem,) = printed.problems
    assert problem.startswith("01.pdf: page 2 cannot be read")


def test_a_password_is_said():
    """A PDF that needs a password is an error that says how to take it away."""
    raw = make_pdf(one, encrypt=StandardEncryption("geheim", strength=128))
    with pytest.raises(CorpusError, match=r"^01\.pdf: encrypted with a password\. .*qpdf --decrypt"):
        read_pdf(raw, "01.pdf")


def test_an_empty_password_is_none():
    """A PDF that everybody may open, but not alter, is read."""
    raw = make_pdf(one, encrypt=StandardEncryption("", ownerPassword="geheim", canCopy=0, strength=128))
    (page,) = read_pdf(raw, "01.pdf").pages
    assert page.text == "青溪镇新修水渠"


def test_a_scan_without_text_is_said():
    """A page that is only a picture is a problem that says what to do; the next page is read."""
    printed = read_pdf(make_pdf(scan, one), "01.pdf")
    (problem,) = printed.problems
    assert problem.startswith("01.pdf: page 1 is a picture without text")
    assert "ocrmypdf" in problem
    assert [(page.number, page.text) for page in printed.pages] == [(2, "青溪镇新修水渠")]


def test_a_scan_with_a_stamp_is_said():
    """A scan whose only text is what the library printed on it is read, and says that its text is missing."""

    def draw(canvas):
        scan(canvas)
        write(canvas, "白石图书馆藏", top=780)

    (page,) = read_pdf(make_pdf(draw), "01.pdf").pages
    assert page.text == "白石图书馆藏"
    assert page.notes[0].startswith("a picture covers it, and it has 6 characters")


def test_an_empty_page_is_a_page():
    """A page with nothing on it is a page without text."""
    printed = read_pdf(make_pdf(lambda canvas: None, one), "01.pdf")
    assert [page.text for page in printed.pages] == ["", "青溪镇新修水渠"]
    assert printed.problems == ()


def test_a_pdf_without_pages_is_said():
    """A PDF whose list of pages is empty is an error."""
    raw = make_pdf(one, pageCompression=0)
    raw = re.sub(rb"/Count 1 /Kids \[ \d+ 0 R \]", b"/Count 0 /Kids [ ]", raw)
    with pytest.raises(CorpusError, match=r"^01\.pdf: a PDF (without pages|that cannot be read)"):
        read_pdf(raw, "01.pdf")


def test_characters_that_the_file_does_not_name():
    """Where a font does not say which characters it has, U+FFFD stands for them, and the page says how many."""
    raw = make_pdf(lambda canvas: write(canvas, "青溪镇新修水渠", "茶油"), pageCompression=0)
    raw = (
        raw.replace(b"/Encoding /UniGB-UCS2-H", b"/Encoding /Identity-H    ")
        .replace(b"/GB1", b"/XX1")
        .replace(b"(GB1)", b"(XX1)")
    )
    (page,) = read_pdf(raw, "01.pdf").pages
    assert set(page.text) <= {"\ufffd", "\n"}
    assert page.text.count("\ufffd") == 9
    assert page.notes[0].startswith("100% of its characters are unreadable")


def test_two_hundred_pages():
    """Two hundred pages are read, one at a time: what is held grows by the text alone."""
    raw = make_pdf(*[one] * 200)
    # what the first page loads stays
    read_pdf(make_pdf(one), "00.pdf")
    tracemalloc.start()
    printed = read_pdf(raw, "01.pdf")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [page.number for page in printed.pages] == list(range(1, 201))
    assert peak < 1_000_000


def test_a_page_with_too_many_lines_for_columns(monkeypatch):
    """A page with more lines than are put into order is read from top to bottom, and says so."""

    def draw(canvas):
        write(canvas, "青溪镇今年新修水渠三条", "全镇的茶油又丰收了。", left=50)
        write(canvas, "白石村的老屋修好了一半", "游客多了三成。", left=300)

    monkeypatch.setattr(pdf, "MOST_ORDERED", 3)
    monkeypatch.setattr(order, "MOST_ORDERED", 3)
    (page,) = read_pdf(make_pdf(draw), "01.pdf").pages
    assert page.text.split("\n") == [
        "青溪镇今年新修水渠三条",
        "白石村的老屋修好了一半",
        "全镇的茶油又丰收了。",
        "游客多了三成。",
    ]
    assert page.notes == ("it has 4 lines, too many to find columns (at most 3): read from top to bottom",)


@pytest.mark.parametrize(("limit", "what"), [("MOST_CHARACTERS", "characters"), ("MOST_LINES", "lines")])
def test_a_page_that_is_too_large(monkeypatch, limit, what):
    """A page with more than can be cut is a problem that says how much is allowed."""
    assert getattr(pdf, limit) == getattr(cutting, limit)
    monkeypatch.setattr(pdf, limit, 1)
    printed = read_pdf(make_pdf(lambda canvas: write(canvas, "青溪镇新修水渠", "茶油"), lambda canvas: None), "01.pdf")
    (problem,) = printed.problems
    assert re.match(rf"01\.pdf: page 1 has \d+ {what}; at most 1\.", problem)
    assert [page.number for page in printed.pages] == [2]


def test_nothing_in_a_pdf_is_run(tmp_path):
    """A launch action that would write a file when the document is opened is not followed."""
    mark = tmp_path / "launched"

    def draw(canvas):
        one(canvas)
        canvas._doc.Catalog.OpenAction = f"<< /S /Launch /Unix << /F (touch {mark}) >> >>"

    raw = make_pdf(draw, pageCompression=0)
    assert b"/Launch" in raw
    (page,) = read_pdf(raw, "01.pdf").pages
    assert page.text == "青溪镇新修水渠"
    assert not mark.exists()


def test_other_users_of_pdfium_keep_their_fonts(monkeypatch):
    """The font that stands in for those that are missing is taken away again."""
    import pypdfium2.raw

    given = []
    monkeypatch.setattr(pypdfium2.raw, "FPDF_SetSystemFontInfo", given.append)
    read_pdf(make_pdf(one), "01.pdf")
    assert len(given) == 2
    assert given[0] is not given[1]
