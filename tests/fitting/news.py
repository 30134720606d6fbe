"""Pages of real news, laid out by the simulator and by the typesetter, where the news are at hand.

Invented stories are short, and put together of few words. Real ones have long reports with numbered parts, paragraphs
that end in a colon, titles that the text does not repeat. Articles that the press pages print are left out, so that
those stay unseen.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace as replace_part
from functools import cache
from typing import Any

from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import PRESS, Style, only, replace, simulate_page
from tests.corpus.printed.dump_line import DumpLine
from tests.corpus.printed.dumps import dump_lines
from tests.corpus.printed.kinds import KINDS
from tests.corpus.printed.typesetter import ORDERS, typeset_page
from tests.fitting.pages import ROOT, STYLES, KnownPage, Printed, is_heading, know_simulated
from tests.fitting.press import read_jsonl, squeeze, true_articles
from textml.corpus.pages.lines.sheet import read_sheet

NEWS = ROOT.parent / "shared/corpora/evening_news.jsonl.gz"
_NAMES = ("周立本", "何小满", "沈一舟", "郑桂枝", "田望生", "罗青禾", "谢南星", "袁知秋", "温岭", "陶然")
# Lines that stand on web pages only.
_JUNK = re.compile(r"更新时间|^-{2,}|\d\.\d+Z|责任编辑|来源[：:]|编辑[：:]", re.M)
# Headings inside the articles of a paper are shorter than this, and numbered ones excepted; longer ones divide digests.
_SUB_HEADING = 14
_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]|第[一二三四五六七八九十]")
_CLAUSES = re.compile(r"[^\u4e00-\u9fff]+")
# What stands before numbered parts.
_ANNOUNCED = (
    "重点做好以下{}个方面工作：",
    "具体措施如下：",
    "现将有关事项通知如下：",
    "会议确定了{}项任务：",
    "要抓好{}件事：",
)
# Many short articles under one title.
_DIGEST = re.compile(r"快讯|简讯|要闻|联播")
_ROLES = ("记者", "融媒记者", "通讯员", "本报记者", "全媒体记者")
#: Kinds of page: number of articles, and how many characters each has.
_RECIPES = {
    "mix": ((3, 7), (150, 2_500)),
    "briefs": ((5, 9), (60, 400)),
    "long": ((1, 3), (1_200, 5_000)),
    "report": ((1, 1), (3_500, 12_000)),
}
_STYLES: dict[str, Style] = STYLES | {"press": PRESS, "plain": only("wrapped_headlines", "leads", "end_bylines")}
#: Kinds and orders of typeset pages that a person cannot cut from their text alone either.
_NOT_FROM_TEXT = {"columns", "reversed", "stories_random", "classified", "figures"}
_NAMED = ("title", "kicker", "subtitle", "column", "byline")
# Indents of paragraphs that are set without blanks, in em.
_INDENT = (1.2, 2.8)
_BODY = ("body", "caption", "lead", "sub_heading")


@cache
def _read_news() -> tuple[dict[str, Any], ...]:
    """Title and text of every article that no press page prints; none where there are none."""
    if not NEWS.exists():
        return ()
    printed = {squeeze(article["body"])[:40] for article in true_articles()}
    articles = read_jsonl(NEWS)
    return tuple(
        {"title": article["title"].strip(), "text": text}
        for article in articles
        if _is_article(article) and squeeze(text := _paragraphs(article["text"]))[:40] not in printed
    )


def _is_article(article: Mapping[str, Any]) -> bool:
    title, text = article["title"], article["text"]
    if not title or _DIGEST.search(title) or _JUNK.search(text):
        return False
    return not any(
        is_heading(paragraph) and len(paragraph) > _SUB_HEADING and not _NUMBER.match(paragraph)
        for paragraph in _paragraphs(text).split("\n")[1:]
    )


def _paragraphs(text: str) -> str:
    return "\n".join(paragraph for part in text.split("\n") if (paragraph := part.strip()))


def _draw_item(rng: random.Random, least: int, most: int) -> dict[str, Any]:
    """An article of about so many characters, with a byline as papers set it."""
    news = _read_news()
    while True:
        drawn = rng.choice(news)
        if least <= len(drawn["text"]) and len(drawn["title"]) <= 40:
            break
    text = drawn["text"]
    if len(text) > most:
        end = text.find("\n", most)
        text = text[:end] if end > 0 else text[: text.rfind("。", 0, most) + 1] or text[:most]
    title, dash, subtitle = drawn["title"].partition("——")
    lead = text[:300]
    if not dash and rng.random() < 0.15 and (subtitle := _draw_clause(rng, lead, 6, 16)):
        dash = "——"
    where = rng.choice(["lead", "lead", "end", "none", ""])
    names = rng.sample(_NAMES, rng.choice([1, 1, 2])) if where != "none" else []
    return {
        "kind": "article", "section": None, "title": title,
        "text": _divide(rng, text) if len(text) > 900 and rng.random() < 0.4 else text,
        "kicker": _draw_kicker(rng, lead) if rng.random() < 0.25 else None,
        "subtitle": dash + subtitle if dash else None,
        "column": "乡间走笔" if rng.random() < 0.1 else None,
        "byline": {"role": rng.choice(_ROLES), "names": names, "where": where} if where else None,
    }  # fmt: skip


def _draw_kicker(rng: random.Random, text: str) -> str:
    """A line above a title: who spoke where, or a phrase of the text."""
    if rng.random() < 0.4:
        where = rng.choice(["青石镇", "白渡乡", "柳河街道", "市委全会上", "防汛工作会议上"])
        what = rng.choice(["调研时", "检查时", "座谈时", "走访企业时", ""])
        return f"{rng.choice(_NAMES)}在{where}{what}{rng.choice(['强调', '强调', '指出', '要求'])}"
    return _draw_clause(rng, text, 7, 18)


def _draw_clause(rng: random.Random, text: str, least: int, most: int) -> str:
    """A phrase of a text, without any mark, as lines above and below titles are; empty if there is none."""
    clauses = [clause for clause in _CLAUSES.split(text) if least <= len(clause) <= most]
    return rng.choice(clauses) if clauses else ""


def _divide(rng: random.Random, text: str) -> str:
    """Set headings between the paragraphs of a text, all of one kind."""
    paragraphs = text.split("\n")
    places = sorted(rng.sample(range(1, len(paragraphs)), min(rng.randint(2, 5), len(paragraphs) - 1)))
    mark = rng.choice(["", "", "（{}）", "{}、"])
    most = 12 if not mark else 24
    for n, place in reversed(list(enumerate(places))):
        if heading := _draw_clause(rng, paragraphs[place], 4, most):
            paragraphs.insert(place, mark.format("一二三四五"[n]) + heading)
            if mark and not n and rng.random() < 0.5:
                paragraphs.insert(place, rng.choice(_ANNOUNCED).format(len(places)))
    return "\n".join(paragraphs)


def _draw_caption(rng: random.Random) -> dict[str, Any]:
    item = _draw_item(rng, 60, 160)
    text = item["text"].split("\n")[0][:180]
    byline = {"role": rng.choice(_ROLES), "names": [rng.choice(_NAMES)], "where": "end"}
    return item | {"kind": "photo", "text": text, "byline": byline} | dict.fromkeys(("kicker", "subtitle", "column"))


def draw_page(kind: str, rng: random.Random) -> list[dict[str, Any]]:
    """The items of a page of one kind: articles, captions, and small items between them."""
    (fewest, most), lengths = _RECIPES[kind]
    items = [_draw_item(rng, *lengths) for _ in range(rng.randint(fewest, most))]
    if kind != "report" and rng.random() < 0.5:
        items.insert(rng.randint(0, len(items)), _draw_caption(rng))
    small = [item for item in invent_items(rng.randrange(10_000), 4) if item["kind"] in ("slogan", "notice")]
    small += [item for item in invent_items(rng.randrange(10_000), 4) if item["kind"] == "masthead"]
    if rng.random() < 0.2:
        title = f"{rng.choice(_read_news())['title'][:16]}（详见{rng.randint(2, 8)}版）"
        small.append({"kind": "teaser", "title": title, "text": ""})
    for item in small:
        at = 0 if item["kind"] == "masthead" else rng.randint(0, len(items))
        items.insert(at, item)
    return items


def simulated_news(seeds: Sequence[int] = range(10)) -> Iterator[KnownPage]:
    """Pages of every kind in every style of the simulator."""
    if not _read_news():
        return
    for kind in _RECIPES:
        for name, style in _STYLES.items():
            for seed in seeds:
                rng = random.Random(f"{kind} {name} {seed}")
                own = replace(style, measure=rng.choice([13, 15, 16, 17, 17, 18, 22, 26]))
                yield know_simulated(
                    simulate_page(draw_page(kind, rng), own, seed), f"{kind} {name}", "of simulated news"
                )


def typeset_news(
    seeds: Sequence[int] = (1,), tools: Sequence[str] = ("pdfium", "raw"), weight: float = 0.3
) -> Iterator[KnownPage]:
    """Typeset pages as tools dump them; kinds and orders that a reader can cut who sees only the text."""
    if not _read_news():
        return
    for kind in (kind for kind in KINDS if kind not in _NOT_FROM_TEXT):
        for order in (order for order in ORDERS if order not in _NOT_FROM_TEXT):
            for seed in seeds:
                rng = random.Random(f"{kind} {order} {seed}")
                items = [_draw_item(rng, 150, 1_800) for _ in range(14)]
                lines = typeset_page(items, kind, order, seed).set_lines
                for tool in tools:
                    dumped = dump_lines(lines, tool, seed)
                    sheet = read_sheet("\n".join(line.text for line in dumped))
                    yield KnownPage(sheet, _note_dump(dumped), kind, order, weight, "of typeset news")


def _note_dump(dumped: Sequence[DumpLine]) -> list[Printed]:
    edges: dict[int, float] = {}
    for line in dumped:
        for source in line.printed:
            edges[source.frame] = min(edges.get(source.frame, source.left), source.left)
    found: list[Printed] = []
    last: dict[int, str] = {}
    for line in dumped:
        if not line.printed:
            found.append(Printed())
            continue
        source = line.printed[0]
        part = "body" if source.role in _BODY else source.role if source.role in _NAMED else "furniture"
        indent = (source.left - edges[source.frame]) / source.size
        starts = source.text[0] == "\u3000" or _INDENT[0] < indent < _INDENT[1] or last.get(source.item) != "body"
        last[source.item] = part
        found.append(Printed(source.item, part, starts, source.role == "sub_heading"))
    return _note_headings(dumped, found)


def _note_headings(dumped: Sequence[DumpLine], printed: Sequence[Printed]) -> list[Printed]:
    """A short paragraph without a full stop may be read as a heading."""
    found = list(printed)
    starts = [n for n, line in enumerate(printed) if line.part == "body" and line.starts]
    for n in starts:
        end = n + 1
        while end < len(printed) and printed[end].part == "body" and not printed[end].starts:
            end += 1
        if is_heading("".join(line.text for line in dumped[n:end])):
            found[n] = replace_part(found[n], is_heading=True)
    return found
