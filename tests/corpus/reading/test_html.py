"""Pages of a paper's web edition give headline and paragraphs, under any name; what only holds a tag stays text."""

import time
from pathlib import Path

import pytest

from textml.corpus.pages.cutting import split_page
from textml.corpus.reading.html import decode_html, is_html, read_html
from textml.corpus.reading.inputs import read_inputs
from textml.corpus.reading.readers import read_page_file
from textml.errors import CorpusError

PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"/>
<title>汀禾日报数字报-沙埠镇夜市重开</title>
<style>.a{font:12px}</style><script>if(a<b){document.write("<p>广告</p>")}</script></head>
<body><form id="form1"><nav><ul><li><a href="/">首页</a></li><li>新闻</li></ul></nav>
<div>第01版：要闻 <a href="prev">上一版</a> <a href="next">下一版</a></div>
<table><tr><td onclick="if(a>b){x()}"><h1>沙埠镇夜市重开</h1></td></tr></table>
<founder-content><p>　　本报讯（记者&nbsp;田望生）沙埠镇夜市<b>昨晚</b>重新开张，
四十二个摊位亮起了灯，逛的人比往年多了一倍，停车场也修好了。</p>
<P>　　摊位费全免。<br/>　　明年还要再添二十个摊位 &lt;A区&gt;。
</founder-content>
<p><a href="1">上一篇</a> | <a href="2">下一篇</a></p>
<select><option>2024年</option></select>
<!-- <p>评论</p> --><footer>版权所有</footer></form></body></html>"""
LINES = [
    "沙埠镇夜市重开",
    "本报讯（记者 田望生）沙埠镇夜市昨晚重新开张，四十二个摊位亮起了灯，逛的人比往年多了一倍，停车场也修好了。",
    "摊位费全免。",
    "明年还要再添二十个摊位 <A区>。",
]


def test_headline_and_paragraphs_are_taken_out() -> None:
    """Scripts, styles, comments, menus and links to other pages are left out; each paragraph is a line."""
    assert read_html(PAGE).split("\n") == LINES
    (article,) = split_page(read_html(PAGE))
    assert (article.title, article.byline) == ("沙埠镇夜市重开", ("田望生",))
    assert article.body.split("\n")[1:] == LINES[2:]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<title>夜市重开-汀禾日报</title><p>夜市昨晚重开。", "夜市重开\n夜市昨晚重开。"),
        ("<title>夜市重开_要闻_汀禾新闻网</title><p>夜市昨晚重开。", "夜市重开\n夜市昨晚重开。"),
        ("<title>汀禾日报数字报-夜市重开</title><p>夜市昨晚重开。", "夜市重开\n夜市昨晚重开。"),
        ("<title>春节——回家的路</title><p>夜市昨晚重开。", "春节——回家的路\n夜市昨晚重开。"),
        ("<title>夜市重开 - 汀禾日报</title><div>夜市重开</div><p>昨晚重开。", "夜市重开\n昨晚重开。"),
        ("<title>汀禾日报</title><h2>夜市重开</h2><p>昨晚重开。", "夜市重开\n昨晚重开。"),
        (
            "<h1><a href='1'>夜市重开</a></h1><p><a href='2'>昨晚重开。</a></p><p><a>更多</a></p>",
            "夜市重开\n昨晚重开。",
        ),
        ("<p>夜市&amp;早市&#x3002;</p><pre>一\n二</pre><p>a < b，《夜市》", "夜市&早市。\n一\n二\na < b，《夜市》"),
        ("<p>一<nav>二<p>三", "一\n二\n三"),
        ("<p>一<!-- 二<p>三", "一 二\n三"),
        ("<p>一</p><script>if (a) { ", "一"),
        ("<title>一<p>二", "一\n二"),
    ],
)
def test_pages_that_people_write(html: str, text: str) -> None:
    """The window's title is the headline where there is no other; what is not closed takes nothing along."""
    assert read_html(html) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAGE, True),
        ("\n<!-- 2024 -->\n<HTML><body>夜市", True),
        ('<?xml version="1.0"?>\n<!DOCTYPE html><html>', True),
        ("<p>市里开会。</p><p>会开了两天。</p>", True),
        ("网页里写着<b>夜市</b>，a < b，见《夜市》。", False),
        ("<夜市>重开\n<<早市>>也开，3<5>2。", False),
        (f"<b>夜市</b>与<i>早市</i>{'都开到十一点。' * 20}", False),
        ("夜市重开", False),
    ],
)
def test_html_is_told_from_text(text: str, expected: bool) -> None:
    """It begins like HTML, or a tenth of it is tags; a tag in a story is text."""
    assert is_html(text) is expected


@pytest.mark.parametrize("name", ["20240219_01.html", "20240219_01.HTM", "20240219_01.txt"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_html_is_read_under_any_name(tmp_path: Path, name: str, encoding: str) -> None:
    """The encoding is that of the mark, then UTF-8, then what the page declares."""
    (tmp_path / name).write_bytes(PAGE.encode(encoding))
    (page,) = read_inputs(tmp_path).pages
    assert (page.id, page.text.split("\n")) == ("2024-02-19/01", LINES)


def test_the_encoding_that_a_page_declares() -> None:
    """It is used if it is one of Chinese pages and fits; else the page is decoded as text is."""
    assert decode_html('<meta charset="big5">夜市'.encode("big5")) == ('<meta charset="big5">夜市', "big5")
    assert decode_html('<meta charset="ascii">夜市'.encode("gb18030")) is None
    for name in (b"nonsense", b"hex", b"unicode_escape"):
        assert decode_html(b'<meta charset="%s">\xff' % name) is None


def test_the_ending_html_makes_no_html(tmp_path: Path) -> None:
    """Plain text under such a name keeps its lines."""
    (tmp_path / "20240219_01.html").write_text("夜市重开\n昨晚重开。", encoding="utf-8")
    assert read_page_file(tmp_path / "20240219_01.html").pages[0].text == "夜市重开\n昨晚重开。"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (rb"{\rtf1\ansi text}", "a document in RTF"),
        (b"PK\x03\x04text", r"a zip archive, such as \.docx"),
        (b"\xd0\xcf\x11\xe0text", "a document of older Word"),
        (b'<?xml version="1.0"?><page><p>text</p></page>', "XML"),
        (b'{"id": "a", "text": "a text"}\n', r"JSON, which is read as \.jsonl"),
        (b'[{"id": "a", "text": "a text"}]', r"JSON, which is read as \.jsonl"),
        (b"<html><body><a href='1'>next</a><script>x</script></body></html>", "empty, or nothing but links"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, kind: str) -> None:
    """A document of another kind under the name of a page is a problem with its name, not an article of tags."""
    (tmp_path / "20240219_01.txt").write_bytes(content)
    with pytest.raises(CorpusError, match=rf"20240219_01\.txt: (?:holds )?{kind}"):
        read_page_file(tmp_path / "20240219_01.txt")


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<!", "</a", "<a b='", "<title>", "<p>", "&", "<script>", "<nav>", "-_", "1+11"]
)
def test_time_grows_with_the_page_and_not_with_its_square(piece: str) -> None:
    """What is opened and not closed, many thousand times, is read in a moment."""
    start = time.process_time()
    page = f"<title>{piece}</title>" + piece * 20_000
    is_html(page)
    read_html(page)
    read_html(f"<p={page}")
    assert time.process_time() - start < 5
