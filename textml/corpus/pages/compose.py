"""Turn the items of a page into articles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from textml.corpus.article import Article, Kind, Lines, Page
from textml.corpus.pages.boxes import find_boxes
from textml.corpus.pages.ids import give_ids
from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.marks import (
    Signature,
    find_closing,
    find_dateline,
    find_end_mark,
    find_jump,
    find_lead,
    find_origin,
    find_signature,
    read_signature,
)
from textml.corpus.pages.lines.sheet import fold
from textml.corpus.pages.lines.whitespace import join_lines
from textml.corpus.pages.search.headlines import (
    find_stray_letter,
    is_column,
    is_masthead,
    is_notice,
    is_slogan,
    is_teaser,
)
from textml.corpus.pages.search.items import Item
from textml.corpus.pages.titles import Title, read_column, read_title

# Longest caption in characters, by hand; a longer text with a picture credit is an article.
_CAPTION = 300
# Longest teaser that has text, in characters, by hand.
_TEASER = 80
# Longest beginning of a picture credit at the end of a line, in characters, by hand.
_CREDIT = 12
_AFTER_SENTENCE = re.compile(r"(?<=[。！？”])[^。！？”]*$")
_NOTICE_END = re.compile(r"(?:特此(?:公告|通知|声明|通告)|声明作废)[。.]?$")


@dataclass(slots=True)
class _Draft:
    """An article while its blocks are read."""

    paragraphs: list[str] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    jump: str = ""
    origin: str = ""
    title: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    boilerplate: list[int] = field(default_factory=list)


def compose(items: Sequence[Item], page: Page, wrapped: bool = True) -> list[Article]:
    """Turn the items of a page into articles, in page order.

    Parameters
    ----------
    items : sequence of Item
        In page order.
    page : Page
        The page they come from.
    wrapped : bool
        Whether its lines are printed lines, see `Sheet`.

    Returns
    -------
    list of Article
    """
    found = [_build_article(item, columns, wrapped, page) for item, columns in _give_columns(items)]
    return give_ids(found, page.id)


def _give_columns(items: Sequence[Item]) -> list[tuple[Item, tuple[Block, ...]]]:
    """Give the column names that are items of their own to the item behind them, or before them."""
    given: list[tuple[Item, tuple[Block, ...]]] = []
    waiting: tuple[Block, ...] = ()
    for n, item in enumerate(items):
        alone = not (item.body or item.sure) and len(item.headline) == 1 and is_column(item.headline[0])
        if alone and not waiting and n + 1 < len(items) and items[n + 1].body:
            waiting = item.headline
            continue
        if waiting and not item.headline and not find_stray_letter(waiting[0].text):
            # it has no other headline
            item, waiting = replace(item, headline=waiting), ()
        given.append((item, waiting))
        waiting = ()
    return given


def _build_article(item: Item, columns: tuple[Block, ...], wrapped: bool, page: Page) -> Article:
    draft = _Draft()
    title = read_title(item.headline, wrapped) if item.headline else Title()
    for block in (*columns, *item.headline):
        draft.title += [line.number for line in block.lines]
    for block in item.body:
        _read_block(block, draft)
    kind = _choose_kind(item, draft, title)
    if not any(block.kind == "paragraph" for block in item.body) and kind in ("masthead", "slogan"):
        title = _read_headline_lines(item, draft)
    _strip_marks(draft)
    named = [s for s in draft.signatures if s.names or s.role]
    lines = _number_lines(draft)
    return Article(
        id="",
        title=title.title,
        body="\n".join(filter(None, draft.paragraphs)),
        kicker=title.kicker,
        subtitle=title.subtitle,
        column=title.column or (read_column(columns[0].lines[0].text) if columns else ""),
        byline=tuple(dict.fromkeys(name for s in named for name in s.names)),
        role=next((s.role for s in named if s.role), ""),
        lines=lines,
        kind=kind,
        jump=draft.jump,
        origin=draft.origin,
        confidence=1.0 if item.sure else round(item.confidence, 3),
        reason=item.reason,
        page_id=page.id,
        date=page.issue or "",
        boxes=find_boxes(lines, page.geometry),
    )


def _number_lines(draft: _Draft) -> Lines:
    """Numbers of the lines; a printed line that two columns share counts once, in the first of the three."""
    title, body = {*draft.title}, {*draft.body} - {*draft.title}
    furniture = {*draft.boilerplate} - title - body
    return Lines(tuple(sorted(title)), tuple(sorted(body)), tuple(sorted(furniture)))


def _read_block(block: Block, draft: _Draft) -> None:
    """Add a paragraph, a heading or a mark to the draft."""
    marks, numbers = block.marks, [line.number for line in block.lines]
    if block.kind != "mark" or marks.sign_off:
        draft.paragraphs.append(join_lines([line.text for line in block.lines]))
        draft.body += numbers
        return
    if marks.signature and marks.signature.credit and draft.paragraphs and _goes_on(draft.paragraphs[-1]):
        # a credit that began in the line above: 本报融媒 / 记者 何小满 摄
        draft.paragraphs[-1] = join_lines([draft.paragraphs[-1], *(line.text for line in block.lines)])
        draft.body += numbers
        whole = find_signature(fold(_AFTER_SENTENCE.findall(draft.paragraphs[-1])[0]).strip("() "))
        draft.signatures.append(whole or replace(marks.signature, role="", names=()))
        return
    draft.boilerplate += numbers
    if marks.jump:
        draft.jump = f"{marks.jump}版"
    elif marks.origin:
        draft.origin = f"{marks.origin}版"
    elif marks.signature:
        draft.signatures.append(marks.signature)


def _goes_on(paragraph: str) -> bool:
    """Whether words follow the last sentence of a paragraph, so few that they may be the beginning of a credit."""
    rest = _AFTER_SENTENCE.search(paragraph)
    return rest is not None and 0 < len(rest.group().strip()) <= _CREDIT


def _read_headline_lines(item: Item, draft: _Draft) -> Title:
    """Read a masthead or slogan: the first line is its title, the others are its text."""
    lines = [line for block in item.headline for line in block.lines]
    draft.title, draft.body = [lines[0].number], [line.number for line in lines[1:]] + draft.body
    draft.paragraphs = [line.text for line in lines[1:]] + draft.paragraphs
    return Title(lines[0].text)


def _strip_marks(draft: _Draft) -> None:
    """Move lead or dateline, end mark and jumps from the paragraphs into fields."""
    if not draft.paragraphs:
        return
    first = draft.paragraphs[0]
    if origin := find_origin(fold(first)):
        draft.origin = f"{origin['page']}版"
        first = first[origin.end() :]
    if lead := find_lead(fold(first)) or find_dateline(fold(first)):
        draft.signatures.insert(0, read_signature(lead["who"] or ""))
        first = first[lead.end() :]
    draft.paragraphs[0] = first.strip()
    last = draft.paragraphs[-1]
    if jump := find_jump(fold(last)):
        draft.jump = f"{jump['page']}版"
        last = last[: jump.start()]
    if end := find_end_mark(fold(last)):
        last = last[: end.start()]
    if closing := find_closing(fold(last)):
        start, signature = closing
        draft.signatures.append(signature)
        last = last[:start]
    draft.paragraphs[-1] = last.strip()


def _choose_kind(item: Item, draft: _Draft, title: Title) -> Kind:
    """Choose the kind of an item by its headline, bylines and length."""
    size = sum(map(len, draft.paragraphs))
    headline = " ".join(block.text for block in item.headline)
    if not any(block.kind == "paragraph" for block in item.body):
        if any(is_masthead(block.text) for block in item.headline):
            return "masthead"
        if any(s.role == "宣" for s in draft.signatures) or is_slogan(item.headline):
            return "slogan"
        return "teaser" if item.headline else "notice"
    if is_teaser(headline) and size < _TEASER:
        return "teaser"
    if any(s.credit for s in draft.signatures) and size <= _CAPTION:
        return "photo"
    if is_notice(title.title) or _NOTICE_END.search(draft.paragraphs[-1]):
        return "notice"
    if any("评论员" in s.role for s in draft.signatures):
        return "commentary"
    return "article"
