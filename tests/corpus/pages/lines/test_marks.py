"""Marks of the trade: what is read from a line, and what is left alone."""

import pytest

from textml.corpus.pages.lines.marks import (
    Signature,
    find_dateline,
    find_end_mark,
    find_jump,
    find_lead,
    find_origin,
    find_signature,
    is_page_head,
    is_sign_off,
    read_marks,
    read_signature,
)
from textml.corpus.pages.lines.sheet import fold


@pytest.mark.parametrize(
    ("line", "role", "names", "credit"),
    [
        ("融媒记者 田望生", "融媒记者", ("田望生",), False),
        ("记者 田望生、何小满", "记者", ("田望生", "何小满"), False),
        ("融媒记者 何小满 摄", "融媒记者", ("何小满",), True),
        ("新华社记者田望生", "新华社记者", ("田望生",), False),
        ("本报评论员", "本报评论员", (), False),
        ("何 满 摄", "", ("何满",), True),
        ("摄影：田望生", "", ("田望生",), True),
        ("汀禾市融媒体中心 宣", "宣", ("汀禾市融媒体中心",), False),
        ("（田望生）", "", ("田望生",), False),
    ],
)
def test_signatures_are_read(line: str, role: str, names: tuple[str, ...], credit: bool) -> None:
    """Roles, names and picture credits of a line that is nothing else."""
    assert find_signature(fold(line)) == Signature(role, names, credit)


@pytest.mark.parametrize(
    "line", ["记者在现场看到", "守住青山 养活茶油", "（一）", "（完）", "（小标题）", "热汤等归人", "X", "记者 " * 30]
)
def test_other_lines_are_no_signatures(line: str) -> None:
    """Headlines, numbers, end marks and running text name nobody."""
    assert find_signature(fold(line)) is None


@pytest.mark.parametrize(
    ("text", "rest", "names"),
    [
        ("本报讯（融媒记者 田望生 何小满） 立夏才过", "立夏才过", ("田望生", "何小满")),
        ("本报讯(记者 田望生)立夏才过", "立夏才过", ("田望生",)),
        ("本报讯 立夏才过", "立夏才过", ()),
        ("本报上湾3月2日电（记者 何 满）立夏", "立夏", ("何满",)),
    ],
)
def test_leads_are_taken_off(text: str, rest: str, names: tuple[str, ...]) -> None:
    """本报讯 and its names, with full- and half-width brackets."""
    lead = find_lead(fold(text))
    assert lead is not None
    assert text[lead.end() :] == rest
    assert read_signature(lead["who"] or "").names == names


def test_a_paper_that_is_only_named_is_no_lead() -> None:
    """本报 in running text opens nothing."""
    assert find_lead("本报去年登过这件事") is None
    assert find_lead("本月起停水") is None


def test_datelines_of_the_1990s_are_read() -> None:
    """Full-width digits, and brackets lost at a wrap."""
    found = find_dateline(fold("新华社乌鲁木齐５月２６日电（记者田望生、通讯员何小满）人民"))
    assert found is not None
    assert read_signature(found["who"]).names == ("田望生", "何小满")
    assert find_dateline("新华社区的老人") is None


@pytest.mark.parametrize(
    ("line", "to", "origin"),
    [
        ("（下转3版）", "3", None),
        ("最后在上湾村（下转A2版）", "A2", None),
        ("上接1版", None, "1"),
        ("（紧接第一版）他说", None, "一"),
        ("转3版", None, None),
    ],
)
def test_jumps_are_read(line: str, to: str | None, origin: str | None) -> None:
    """The page a mark names, glued to text or alone."""
    jump, came = find_jump(fold(line)), find_origin(fold(line))
    assert (jump and jump["page"], came and came["page"]) == (to, origin)


def test_end_marks_survive_a_lost_bracket() -> None:
    """（完 at a wrap is an end mark; 完 in a word is none."""
    assert find_end_mark(fold("到此为止。（完）"))
    assert find_end_mark(fold("到此为止。（完"))
    assert find_end_mark(fold("完）"))
    assert find_end_mark("这件事办完") is None


def test_offices_sign_notices() -> None:
    """An office or a date alone signs; an office that does something does not."""
    assert is_sign_off("汀禾市水务公司")
    assert is_sign_off("2025年3月1日")
    assert not is_sign_off("市水务公司今起抄表")


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("第01版:要闻", True),
        ("青螺周报 2031-04-01", True),
        ("2031年5月2日 星期五 第1版", True),
        ("A01", True),
        ("T I N G H E", True),
        ("T I N G H E N E W S 2031.5.2", True),
        ("W T O", False),
        ("T I N G H Exin", False),
        ("市长看望环卫工人", False),
        ("本版看报", False),
        ("3月报表", False),
        ("青螺日报记者进村", False),
    ],
)
def test_the_head_of_a_page(line: str, head: bool) -> None:
    """Number, name and date of a page and the name of the paper are its head; a headline is not."""
    assert is_page_head(line) is head


@pytest.mark.parametrize(
    ("line", "finish"),
    [
        ("通水了。", 1.0),
        ("“通水了。”", 1.0),
        ("通水了", 0.0),
        ("他说：", 0.8),
        ("（下转3版）", 1.0),
        ("通水（见图）", 0.5),
        ("（完", 1.0),
        ("1.2", 0.0),
    ],
)
def test_complete_sentences_are_recognised(line: str, finish: float) -> None:
    """How sure a line ends its sentence."""
    assert read_marks(fold(line)).finish == finish


def test_marks_are_read_once() -> None:
    """A paragraph with a lead and a jump, a byline alone, a speaker, a page that the text comes from."""
    story = read_marks(fold("本报讯（记者 田望生） 立夏才过（下转3版）"))
    assert (story.opens, story.jump, story.finish, story.alone) == (True, "3", 1.0, False)
    byline = read_marks(fold("融媒记者 何小满 摄"))
    assert (byline.alone, byline.signature) == (True, Signature("融媒记者", ("何小满",), credit=True))
    assert read_marks(fold("问：为什么？")).speaker
    origin = read_marks(fold("上接1版"))
    assert (origin.origin, origin.alone) == ("1", True)
