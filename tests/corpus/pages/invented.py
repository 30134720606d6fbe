"""Made-up stories for simulated pages, so that tests need no texts from outside."""

import random
from typing import Any

from textml.corpus.pages.lines.blocks import Block, BlockKind, build_block
from textml.corpus.pages.lines.sheet import read_sheet

#: A page of two stories: two paragraphs with a byline below, and one paragraph. Columns are 16 em wide.
TWO_STORIES = """\
渠水流到田头

本报讯（记者 田望生） 立夏才过

三天，南坡的水渠就通了水，沿渠的

田都种上了早稻，收成要比去年多。

渠首的闸门由老码头的闸工看管

着，闸工每天早晚各开一次闸门，从

来没有误过一天。

记者 何小满

竹席卖到桥头

3月2日，上湾村的竹席摊子摆到

了桥头，竹匠罗青禾一天卖了四十床

竹席，来往的人都要停下来看一看。
"""
_PLACES = [
    "青石镇",
    "白渡乡",
    "上湾村",
    "柳河街道",
    "南坡社区",
    "岭脚小学",
    "东门菜场",
    "老码头",
    "云台林场",
    "西坝水库",
]
_THINGS = {
    "economy": [
        "订单",
        "茶油",
        "厂房",
        "税收",
        "机床",
        "仓库",
        "电商",
        "竹席",
        "贷款",
        "出口",
        "车间",
        "合作社",
        "价格",
        "工业园",
        "客商",
        "物流",
    ],
    "politics-law": [
        "法庭",
        "调解",
        "执勤",
        "代表",
        "提案",
        "检察官",
        "巡察",
        "诈骗",
        "判决",
        "台账",
        "网格员",
        "审计",
        "条例",
        "派出所",
        "议案",
        "听证",
    ],
    "livelihood": [
        "公交",
        "校车",
        "医生",
        "水管",
        "食堂",
        "养老院",
        "疫苗",
        "电梯",
        "污水",
        "停车位",
        "暴雨",
        "家长",
        "护士",
        "低保",
        "路灯",
        "井盖",
    ],
    "culture": [
        "戏台",
        "古谱",
        "龙舟",
        "木雕",
        "展厅",
        "书法",
        "锣鼓",
        "祠堂",
        "皮影",
        "画家",
        "球赛",
        "教练",
        "民歌",
        "碑刻",
        "修缮",
        "渔鼓",
    ],
}
_FRAMES = (
    "{p}的{a}最近多了起来，{b}却没有跟上，有人为此跑了{n}趟。",
    "{n}月里，{p}把{a}和{b}放到一处来办，省下的工夫用来管{c}。",
    "说起{a}，{name}先摇头，后来又笑：“{b}这件事，总算有了着落。”",
    "记者在{p}看到，{a}旁边摆着{b}，{c}的牌子是新挂的。",
    "按照约定，{a}由{name}负责，{b}每{n}天清点一次，差一件都要写明。",
    "“没有{a}，哪来的{b}？”{name}反问，“{c}也一样。”",
    "去年这个时候，{p}还没有{a}；如今{b}有{n}处，{c}也排上了队。",
    "{name}翻开本子，{a}{n}件，{b}{n2}件，笔迹一天比一天密。",
)
_NAMES = ["周立本", "何小满", "沈一舟", "郑桂枝", "田望生", "罗青禾", "谢南星", "袁知秋"]


def invent_block(text: str, kind: BlockKind = "headline") -> Block:
    """A block of the lines of a text."""
    return build_block(kind, read_sheet(text).lines, 0)


def invent_items(seed: int, n_stories: int = 4) -> list[dict[str, Any]]:
    """Made-up stories and other items for tests that need no other texts."""
    rng = random.Random(seed)
    items: list[dict[str, Any]] = []
    if rng.random() < 0.3:
        items.append(
            {"kind": "masthead", "title": "汀禾新报", "text": "2025年2月14日 星期五\n农历乙巳年正月十七\n今日4版"}
        )
    sections = [*_THINGS] * (n_stories // len(_THINGS) + 1)
    rng.shuffle(sections)
    items += [_invent_story(rng, section) for section in sections[:n_stories]]
    if rng.random() < 0.5:
        items.insert(rng.randint(1, len(items)), _invent_photo(rng))
    if rng.random() < 0.4:
        items.append({"kind": "slogan", "title": "节约用水", "text": "珍惜 每一滴 水\n关好 每一个 阀门"})
    if rng.random() < 0.3:
        items.append(
            {"kind": "notice", "title": "停电通知", "text": _sentence(rng, "livelihood", _PLACES[0]) + "特此通知。"}
        )
    if rng.random() < 0.3:
        items.append({"kind": "teaser", "title": f"{rng.choice(_PLACES)}修路记（详见3版）", "text": ""})
    return items


def _sentence(rng: random.Random, section: str, place: str) -> str:
    a, b, c = rng.sample(_THINGS[section], 3)
    n, n2 = rng.randint(2, 12), rng.randint(13, 900)
    return rng.choice(_FRAMES).format(p=place, a=a, b=b, c=c, n=n, n2=n2, name=rng.choice(_NAMES))


def _invent_story(rng: random.Random, section: str) -> dict[str, Any]:
    place = rng.choice(_PLACES)
    paragraphs = [
        "".join(_sentence(rng, section, place) for _ in range(rng.randint(1, 4))) for _ in range(rng.randint(2, 6))
    ]
    # a headline says what its article is about
    a, b = rng.sample([thing for thing in _THINGS[section] if thing in "".join(paragraphs)], 2)
    where = rng.choice(["lead", "lead", "end", "none"])
    byline = (
        None if where == "none" else {"role": "记者", "names": rng.sample(_NAMES, rng.randint(1, 2)), "where": where}
    )
    return {
        "kind": "article", "section": section, "byline": byline,
        "column": "乡间走笔" if rng.random() < 0.2 else None,
        "kicker": f"不让{b}误了农时" if rng.random() < 0.3 else None,
        "title": rng.choice([f"{place}{a}有了新去处", f"管好{a} 看住{b}", f"{a}的事 {place}一起办"]),
        "subtitle": f"——{place}{b}见闻" if rng.random() < 0.2 else None,
        "text": "\n".join(paragraphs),
    }  # fmt: skip


def _invent_photo(rng: random.Random) -> dict[str, Any]:
    section = rng.choice([*_THINGS])
    text = "".join(_sentence(rng, section, rng.choice(_PLACES)) for _ in range(2))
    byline = {"role": "记者", "names": [rng.choice(_NAMES)], "where": "end"}
    return {
        "kind": "photo",
        "section": section,
        "title": f"{rng.choice(_THINGS[section])}上新",
        "byline": byline,
        "text": text,
    }
