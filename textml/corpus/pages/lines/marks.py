"""Find the marks of a newspaper in a line or paragraph: leads, datelines, bylines, credits, jumps."""

import re
from dataclasses import dataclass

_HAN = r"\u3400-\u9fff"
# At most six words before the role: with more, the places after 驻 could be divided in too many ways.
_ROLE = re.compile(
    r"(?:本报|本刊|融媒体?|全媒体?|见习|实习|首席|特约|特派|新华社|驻驻?[^\s、驻]{1,6}?){0,6}"
    r"(?:记者|通讯员|评论员|实习生|撰稿人?|摄影师?|编辑|主笔|作者)"
)
_NAME = re.compile(rf"[{_HAN}·]{{2,4}}|[{_HAN}]+·[{_HAN}·]+|[A-Za-z][A-Za-z.]*")
_BRACKETED = re.compile(rf"[(][{_HAN}]{{1,4}}(?:[\s、]+[{_HAN}]{{1,4}}){{0,3}}[)]")
_NUMERAL = re.compile(r"[一二三四五六七八九十完]+|小标题")
_CREDIT_WORDS = frozenset({"摄", "摄影", "供图", "供稿", "图", "文", "报道", "整理", "宣", "文图", "图文", "摄影报道"})
_PICTURE_WORDS = frozenset({"摄", "摄影", "供图", "图", "文图", "图文", "摄影报道"})
_BETWEEN = re.compile(r"[\s、,/|:;]+")
_WHO = r"(?:[(](?P<who>[^()]{0,60})[)]?)?"
_LEAD = re.compile(rf"本(?:报|台|网|刊)[{_HAN}]{{0,8}}?(?:\d{{1,2}}月\d{{1,2}}日)?(?:讯|电|消息)\s*{_WHO}[\s:]*")
_WIRE = re.compile(
    rf"(?:据)?(?:新华社|中新社|中新网|人民网|新华网)[{_HAN}·—、]{{0,16}}?\d{{1,2}}月\d{{1,2}}日(?:专?电|消息)\s*{_WHO}"
)
_PAGE = r"(?:第\s*)?(?P<page>[A-D]?(?:\d{1,2}|[一二三四五六七八九十]{1,2}))\s*版\s*[)]?\s*"
_TO = re.compile(rf"[(]?\s*下\s?[转接]\s*{_PAGE}$")
_FROM = re.compile(rf"[(]?\s*[上紧]\s?[接转]\s*{_PAGE}")
_OFFICE = re.compile(
    rf"[{_HAN}()]{{2,20}}(?:局|中心|公司|委员会|办公室|政府|事务所|管理所|供电所|管理处|协会|公司\w{{2}}科|总站|大队|支队|法院|检察院|街道办事处)"
    r"|(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
)
_PAPER = "日报|晚报|周报|早报|晨报|时报|商报|都市报|新报"
# What is printed above the first headline of a page: its number and name, the date, the name of the paper.
_HEAD = re.compile(
    rf"(?:(?:第\s*[A-D]?\d{{1,2}}\s*版|[A-D]?\d{{1,2}}\s*版|[A-D]\d{{1,2}})(?:\s*[:·|]?\s*[{_HAN}]{{2,6}}(?![{_HAN}]))?"
    r"|(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?|星期[一二三四五六日天]"
    rf"|农历(?:(?!农历)[{_HAN}]){{2,10}}|总?第\s*\d+\s*期|今日\s*\d+\s*版|国内统一(?:连续出版物|刊)号|CN\s*\d\d-\d+|邮发代号\s*[\d-]+"
    # its name in spaced capitals, T I N G H E; no headline is set like that
    r"|(?>[A-Z](?: [A-Z]){4,})(?![A-Za-z])"
    rf"|(?:(?!{_PAPER})[{_HAN}]){{1,8}}(?:{_PAPER})|[\s|·,])+"
)
# Brackets behind the last sentence of a text, and what in them is no name.
_CLOSING = re.compile(r"(?<=[。!?…”])\s*[(]\s*(?P<who>[^()]{2,40})[)]\s*$")
_NO_NAME = re.compile(
    r"(?:未完)?待续|下同|节选|摘编|摘自.*|连载.*|有删[节改]|未完|全文完|据.*|来源.*|资料图.*|限于篇幅.*"
)
_CREDIT_END = re.compile(rf"\s[{_HAN}]{{2,4}}\s?(?:摄|供图)$")
_END = re.compile(r"[(]?\s*完\s*[)]?\s*$")
_SPEAKER = re.compile(r"(?:问|答|记者|主持人)[:]")
_STRONG = frozenset("。!?…")
_CLOSERS = "”’)》」』】"


@dataclass(frozen=True, slots=True)
class Signature:
    """A byline or credit.

    Attributes
    ----------
    role : str
        The first role as printed, such as ``融媒记者``; may be empty.
    names : tuple of str
        The people it names.
    credit : bool
        Whether it credits a picture.
    """

    role: str
    names: tuple[str, ...]
    credit: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a line or block, read once for all cues.

    Attributes
    ----------
    opens : bool
        Starts with a newspaper's own lead (本报讯…) or with an agency's dateline.
    speaker : bool
        Starts with a speaker's turn, such as 问：.
    origin : str
        Page that the text comes from (上接1版 gives ``1``), empty without such a mark.
    jump : str
        Page that the text goes on at (下转3版 gives ``3``), empty without such a mark.
    end : bool
        Ends with an agency's end mark （完）.
    signature : Signature or None
        The byline or credit that the text consists of.
    sign_off : bool
        Is only the office, or only the date, that signs a notice.
    alone : bool
        Consists of a byline, a credit, a jump, an origin or an end mark.
    finish : float
        How complete the last sentence is: 1 after 。！？, a mark or a credit, 0.8 after ：, 0.6 after ；, 0.5 after a
        closing bracket, 0 in mid-sentence.
    """

    opens: bool
    speaker: bool
    origin: str
    jump: str
    end: bool
    signature: Signature | None
    sign_off: bool
    alone: bool
    finish: float


def read_marks(folded: str) -> Marks:
    """Read the marks of a line or block.

    Parameters
    ----------
    folded : str
        Its text, full-width ASCII folded to half width.

    Returns
    -------
    Marks

    Examples
    --------
    >>> marks = read_marks("本报讯(记者 田望生) 立夏才过(下转3版)")
    >>> marks.opens, marks.jump, marks.finish
    (True, '3', 1.0)
    """
    origin, jump, end = find_origin(folded), find_jump(folded), find_end_mark(folded)
    signature = find_signature(folded)
    return Marks(
        opens=bool(find_lead(folded) or find_dateline(folded)),
        speaker=_SPEAKER.match(folded) is not None,
        origin=origin["page"] if origin else "",
        jump=jump["page"] if jump else "",
        end=end is not None,
        signature=signature,
        sign_off=is_sign_off(folded),
        alone=signature is not None or any(mark is not None and mark.group() == folded for mark in (origin, jump, end)),
        finish=1.0 if jump or end else _measure_finish(folded),
    )


def ends_with_credit(folded: str) -> bool:
    """Whether a text ends with a picture credit behind its last sentence.

    Examples
    --------
    >>> ends_with_credit("收成比去年多。 记者 何小满 摄"), ends_with_credit("他也学摄影")
    (True, False)
    """
    return folded[-1:] in ("摄", "图") and _CREDIT_END.search(folded, max(len(folded) - 12, 0)) is not None


def _measure_finish(folded: str) -> float:
    if folded[-1:] in _STRONG or ends_with_credit(folded):
        return 1.0
    bare = folded.rstrip(_CLOSERS)
    last = bare[-1:]
    if last in _STRONG and bare:
        return 1.0
    if last == ":":
        return 0.8
    if last == ";":
        return 0.6
    if last == "." and len(bare) > 1 and not bare[-2].isdigit():
        return 0.8
    return 0.5 if len(bare) < len(folded) and folded[-1] in "”)" else 0.0


def find_signature(folded: str) -> Signature | None:
    """Read the byline or picture credit that a whole line consists of; None if it is something else.

    Examples
    --------
    >>> find_signature("融媒记者 何小满 摄")
    Signature(role='融媒记者', names=('何小满',), credit=True)
    """
    if len(folded) > 44:
        return None
    text = folded.strip(" ()□■◇◆○●")
    if _BRACKETED.fullmatch(folded) and not _NUMERAL.fullmatch(text):
        return _read_tokens(_BETWEEN.split(text))
    credit = ""
    tokens = [token for token in _BETWEEN.split(text) if token]
    while tokens and tokens[-1] in _CREDIT_WORDS:
        credit = tokens.pop() + credit
    if credit == "宣" and tokens:
        return Signature("宣", (" ".join(tokens),))
    while tokens and tokens[0] in _CREDIT_WORDS:
        credit = credit or tokens[0]
        tokens = tokens[1:]
    read = _read_tokens(tokens)
    if read is None or not (read.role or (credit and read.names)):
        return None
    if not read.role and credit in ("文", "图", "报道") and " " not in text and ":" not in text:
        return None
    return Signature(read.role, read.names, credit in _PICTURE_WORDS or "摄影" in read.role)


def read_signature(folded: str) -> Signature:
    """Read roles and names from the brackets of a lead; everything else is ignored."""
    tokens = [token for token in _BETWEEN.split(folded) if token]
    return _read_tokens(tokens) or _read_tokens([t for t in tokens if _ROLE.match(t)]) or Signature("", ())


def _read_tokens(tokens: list[str]) -> Signature | None:
    """Roles and names, or None if a token is neither; a letter-spaced name is split into single characters."""
    role = ""
    names: list[str] = []
    loose = ""
    for token in tokens:
        found = _ROLE.match(token)
        rest = token[found.end() :] if found else token
        if found:
            role = role or found.group()
        if len(rest) == 1:
            loose += rest
            continue
        if rest and not _NAME.fullmatch(rest):
            return None
        if loose and rest:
            return None
        names += [rest] if rest else []
    if loose:
        if not 2 <= len(loose) <= 4:
            return None
        names.append(loose)
    return Signature(role, tuple(names)) if role or names else None


def is_sign_off(folded: str) -> bool:
    """Whether a line is only the office, or only the date, that signs a notice."""
    return len(folded) <= 24 and bool(_OFFICE.fullmatch(folded))


def is_page_head(folded: str) -> bool:
    """Whether a line only has the page's number and name, the date, the name of the paper."""
    return len(folded) <= 48 and bool(_HEAD.fullmatch(folded))


def find_lead(folded: str) -> re.Match[str] | None:
    """Find a newspaper's own lead (本报讯…) at the start of a paragraph."""
    return _LEAD.match(folded) if folded.startswith("本") else None


def find_dateline(folded: str) -> re.Match[str] | None:
    """Find an agency's dateline (新华社…电) at the start of a paragraph."""
    return _WIRE.match(folded) if folded[:1] in "据新中人" else None


def find_closing(folded: str) -> tuple[int, Signature] | None:
    """Find the byline in brackets behind the last sentence of a text: where it starts, and whom it names.

    Examples
    --------
    >>> find_closing("沿渠的人都放心。(首席记者 仇洪)")
    (8, Signature(role='首席记者', names=('仇洪',), credit=False))
    """
    found = _CLOSING.search(folded, max(len(folded) - 48, 0)) if folded[-1:] == ")" else None
    if found is None or _NO_NAME.fullmatch(found["who"]) or _NUMERAL.fullmatch(found["who"]):
        return None
    read = find_signature(f"({found['who']})")
    return (found.start(), read) if read is not None and read.names and not read.credit else None


def find_jump(folded: str) -> re.Match[str] | None:
    """Find the mark at the end of a line that sends the reader to another page (下转3版)."""
    return _TO.search(folded, max(len(folded) - 16, 0)) if "版" in folded[-4:] else None


def find_origin(folded: str) -> re.Match[str] | None:
    """Find the mark at the start of a line that names the page its text continues from (上接1版)."""
    return _FROM.match(folded) if folded[:2].strip("( ")[:1] in ("上", "紧") else None


def find_end_mark(folded: str) -> re.Match[str] | None:
    """Find an agency's end mark （完） at the end of a line, even without one of its brackets."""
    found = _END.search(folded, max(len(folded) - 8, 0)) if "完" in folded[-4:] else None
    # one of the two brackets may be lost at a wrap, not both
    return found if found and ("(" in found.group() or ")" in found.group()) else None
