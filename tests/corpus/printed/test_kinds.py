"""A printed file is known by its content."""

import time

import pytest

from textml.corpus.printed.kinds import find_kind

_HOCR = "<html><body><div class='ocr_page' title='bbox 0 0 9 9'></div></body></html>"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.4\n...", "pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n" + bytes(3000) + b"startxref\n9\n%%EOF", "pdf"),
        ("怎样打开以 %PDF- 开头的文件".encode(), ""),
        (b"<alto/>", "alto"),
        ('<?xml version="1.0" encoding="UTF-16"?><alto xmlns="x">'.encode("utf-16"), "alto"),
        ("<alto>".encode("utf-16-be"), "alto"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b --><ns0:alto xmlns:ns0='x'>", "alto"),
        (b"<!DOCTYPE alto [<!ENTITY a 'b'>]><alto>", "alto"),
        (b"<ALTO>", "alto"),
        (_HOCR.encode(), "hocr"),
        (f'<?xml version="1.0"?><!DOCTYPE html PUBLIC "a" "b">{_HOCR}'.encode(), "hocr"),
        (b'<span id="a" class="big ocrx_word">', "hocr"),
        (_HOCR.encode("utf-16"), "hocr"),
        (b"<html><body><p class='ocean'>", ""),
        (b"<html><pre>&lt;div class='ocr_page'></pre>", ""),
        ("汀禾新报 <div class='ocr_page'>".encode(), ""),
        (b"<mets><alto/></mets>", ""),
        (b"<altogether>", ""),
        (b"<", ""),
        (b"", ""),
    ],
)
def test_kinds_of_files(raw: bytes, kind: str) -> None:
    """The first element of XML, a class of OCR in HTML, and the mark of a PDF say the kind; the text says nothing."""
    assert find_kind(raw) == kind


@pytest.mark.parametrize("piece", [b"<!--", b"<a class=", b"<a " + b"x" * 2000, b"<?", b"<!DOCTYPE [", b" \n"])
def test_looking_takes_no_time(piece: bytes) -> None:
    """However a megabyte is made, it is looked at within a second."""
    started = time.process_time()
    find_kind(b"<html>" + piece * ((1 << 20) // len(piece)))
    find_kind(piece * ((1 << 20) // len(piece)))
    assert time.process_time() - started < 1
