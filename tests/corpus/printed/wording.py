"""Words and sentences of invented papers: people, places, headlines and bodies that keep to their subject."""

import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parents[3] / "seeds" / "labeled.jsonl"

_SURNAMES = "周何沈郑田罗谢袁孟程庄戚鲍柏纪蒲骆阮尹祁邵卞凌仇褚"
_WORDS = {
    "given": (
        "立本 小满 一舟 桂枝 望生 青禾 南星 知秋 伯年 巧云 砚 岚 长庚 采薇 志远 梅 松涛 立 晓棠 大勇 淑芬 子衿 洪 以宁"
    ),
    "place_heads": (
        "青石 白渡 上湾 柳河 南坡 岭脚 东门 云台 西坝 禾塘 石鼓 竹溪 雁滩 古樟 清泉 松岭 沙洲 板桥 梨园 月塘"
    ),
    "place_tails": "镇 乡 村 街道 社区 小学 林场 水库 菜场 码头 工业园 卫生院",
    "papers": "汀禾新报 云渡日报 江洲晚报 石塘都市报 海宁滩导报 竹溪商报 雁城周刊 北屏时报",
    "section_pages": (
        "要闻 综合 国内新闻 国际 民生 副刊 文化周刊 经济观察 法治 教育 健康 读者来信 县域 视点 乡村 体育"
    ),
    "columns": (
        "乡间走笔 一线见闻 街谈巷议 灯下漫笔 民生直通车 老街故事 数字说话 法官说法 记者调查 "
        "今日快评 深阅读 新春走基层 问计于民 城事"
    ),
    "cities": "北京 武汉 南宁 乌鲁木齐 里斯本 东京 开罗 日内瓦 达喀尔 利马",
    "roles": "记者 通讯员 融媒记者 首席记者 见习记者 特约撰稿",
}
_GIVEN = _WORDS["given"].split()
_PLACE_HEADS = _WORDS["place_heads"].split()
_PLACE_TAILS = _WORDS["place_tails"].split()
PAPERS = _WORDS["papers"].split()
SECTION_PAGES = _WORDS["section_pages"].split()
COLUMNS = _WORDS["columns"].split()
CITIES = _WORDS["cities"].split()
_ROLES = _WORDS["roles"].split()

#: Objects of a subject. A story keeps to four or five of one line, so that its paragraphs share words.
THINGS: dict[str, tuple[str, ...]] = {
    "economy": (
        "订单 茶油 厂房 税收 机床 仓库 出口 车间 客商 物流 贷款 合作社",
        "竹席 电商 直播间 包装 快递 网店 价格 销量 竹匠 篾条 作坊 展销会",
        "冷库 柑橘 果农 收购商 分拣线 果园 品牌 运费 糖度 嫁接 采摘 礼盒",
        "码头 集装箱 航线 吊机 货轮 报关 吞吐量 堆场 船期 拖轮 港口 运力",
    ),
    "politics-law": (
        "法庭 调解 判决 原告 合同 法官 庭审 证据 欠款 执行 上诉 书记员",
        "代表 提案 议案 听证 委员 审议 条例 草案 表决 常委会 督办 答复",
        "派出所 诈骗 民警 转账 案件 嫌疑人 报警 线索 账户 反诈 受害人 笔录",
        "巡察 台账 审计 整改 纪检 干部 公示 村务 账本 问责 群众 举报",
    ),
    "livelihood": (
        "公交 站台 线路 班次 司机 乘客 换乘 早高峰 候车亭 票价 末班车 站牌",
        "养老院 食堂 老人 护工 床位 饭菜 志愿者 社工 体检 补贴 轮椅 棋牌室",
        "水管 污水 井盖 路灯 停车位 物业 业主 电梯 维修基金 单元楼 下水道 小区",
        "医生 疫苗 门诊 挂号 护士 药房 病人 床位 体检 家庭医生 化验单 卫生院",
    ),
    "culture": (
        "戏台 锣鼓 戏班 唱腔 行头 古谱 班主 折子戏 票友 水袖 胡琴 庙会",
        "木雕 匠人 刻刀 学徒 展厅 香樟 花板 漆料 纹样 作坊 祠堂 修缮",
        "球赛 教练 球员 看台 比分 裁判 门将 联赛 训练 球迷 主场 替补",
        "画家 画展 写生 水墨 宣纸 颜料 展览 收藏 题跋 画室 拍卖 印章",
    ),
}
#: What every sentence is made from; a, b, c are objects, p and q places, n and m people, x and y numbers.
_SENTENCES = (
    "{p}的{a}最近多了起来，{b}却没有跟上，有人为此跑了{x}趟。",
    "{x}月里，{p}把{a}和{b}放到一处来办，省下的工夫用来管{c}。",
    "说起{a}，{n}先摇头，后来又笑：“{b}这件事，总算有了着落。”",
    "记者在{p}看到，{a}旁边摆着{b}，{c}的牌子是新挂的。",
    "按照约定，{a}由{n}负责，{b}每{x}天清点一次，差一件都要写明。",
    "“没有{a}，哪来的{b}？”{n}反问，“{c}也一样。”",
    "去年这个时候，{p}还没有{a}；如今{b}有{x}处，{c}也排上了队。",
    "{n}翻开本子，{a}{x}件，{b}{y}件，笔迹一天比一天密。",
    "{y}元不算多，可对{a}来说，够添{x}样{b}。",
    "{n}今年{z}岁，同{a}打了半辈子交道，{b}的脾气他最清楚。",
    "从{p}到{q}，{a}要走{x}公里，{b}也跟着绕一大圈。",
    "眼下，{a}占了七成，{b}只有不到两成，剩下的是{c}。",
    "有人提出，{a}不能只看数量，还要看{b}是不是用得上。",
    "{n}说，头一年{a}没人要，{b}堆在门口，连{c}都受了潮。",
    "据{p}统计，截至{x}月底，{a}已达{y}个，比上年同期增长{z}%。",
    "与此同时，{b}的问题也露了出来：{a}越多，{c}越紧。",
    "{m}不同意这个说法，她认为{a}和{b}要分开算。",
    "这一天下午，{n}又去了一趟{p}，把{a}从头到尾看了一遍。",
    "办法其实不复杂：先登记{a}，再核对{b}，最后才轮到{c}。",
    "为了{a}，{p}专门腾出{x}间屋子，{b}和{c}各用一半。",
    "起初，{m}对{a}并不上心，直到{b}出了一次差错。",
    "{p}有关负责人表示，下一步将围绕{a}补上{b}的短板，让{c}落到实处。",
    "{a}的事定下来以后，{q}也派人来学，一住就是{x}天。",
    "“{a}我不懂，{b}我懂。”{m}把袖子一卷，蹲下来比划给大家看。",
    "如果算上{a}，{q}今年的{b}总数约为{y}，居全市第{x}位。",
    "天还没亮，{n}已经守在{a}旁边，等第一批{b}。",
    "再过{x}天，新的{a}就要启用，{b}怎么安置，还没有人说得准。",
    "{c}是后来的事。那时候，{p}只认{a}，不认{b}。",
    "专家认为，{a}同{b}互为条件，少了哪一样，{c}都难以长久。",
    "{m}给记者算了一笔账：{a}一年花{y}元，{b}省下一半还多。",
    "问题出在哪里？{n}的回答只有两个字：{a}。",
    "{p}试行“{a}+{b}”以来，共办结{x}批次，{c}的等候时间缩短了一半。",
)
_TITLES = (
    "{p}{a}有了新去处",
    "管好{a} 看住{b}",
    "{a}的事 {p}一起办",
    "{p}{x}处{a}年内完工",
    "一本{a}账 算了{x}年",
    "{a}进了{q}",
    "从{a}到{b} {p}走了{x}年",
    "“{a}”怎么成了“{b}”",
    "{p}：{a}多了 {b}少了",
    "{n}和他的{a}",
    "{a}",
    "{p}试行{a}新办法 {b}可就近办理",
    "{a}{b}两头热 {p}{c}忙起来",
    "谁来管{a}？",
    "今年{a}比去年早了{x}天",
    "{a}为何难？难在{b}",
    "{p}首批{x}个{a}投入使用 惠及周边{q}等地{y}户",
    "守着{a}的人",
    "{a}记",
    "走，到{p}看{a}去",
)
_KICKERS = (
    "不让{b}误了农时",
    "把{a}办到家门口",
    "今年以来{p}多措并举",
    "聚焦{a}",
    "{n}在{p}调研时要求",
    "小{a}里的大文章",
)
_SUBTITLES = ("{p}{b}见闻", "来自{p}的报告", "记{p}{a}", "{p}为{b}找出路", "写在{a}开工之际")
_SUB_HEADINGS = ("{a}从哪里来", "{b}怎么用", "先算{a}的账", "{a}与{b}", "难题在{c}", "看得见的{a}", "“{b}”的由来")


def invent_name(rng: random.Random) -> str:
    """Somebody's name."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def invent_place(rng: random.Random) -> str:
    """A place that is on no map."""
    return rng.choice(_PLACE_HEADS) + rng.choice(_PLACE_TAILS)


class Subject:
    """What one story is about: its objects, places and people, which all its sentences share."""

    def __init__(self, rng: random.Random, section: str | None = None) -> None:
        self.rng = rng
        self.section = section or rng.choice([*THINGS])
        self.things = rng.sample(rng.choice(THINGS[self.section]).split(), 6)
        self.places = [invent_place(rng) for _ in range(2)]
        self.people = [invent_name(rng) for _ in range(2)]
        self.left: list[str] = []

    def fill(self, pattern: str) -> str:
        """A pattern with its blanks filled."""
        rng = self.rng
        a, b, c = rng.sample(self.things, 3)
        p, q = self.places if rng.random() < 0.8 else self.places[::-1]
        n, m = self.people if rng.random() < 0.7 else self.people[::-1]
        numbers = {"x": rng.randint(2, 12), "y": rng.randint(130, 98000), "z": rng.randint(13, 79)}
        return pattern.format(a=a, b=b, c=c, p=p, q=q, n=n, m=m, **numbers)

    def sentence(self) -> str:
        """A sentence; no pattern comes twice before all came once."""
        if not self.left:
            self.left = [*_SENTENCES]
            self.rng.shuffle(self.left)
        return self.fill(self.left.pop())

    def paragraphs(self, n_chars: int) -> list[str]:
        """Paragraphs of about that many characters together."""
        out: list[str] = []
        while sum(map(len, out)) < n_chars:
            size = self.rng.choice([1, 2, 2, 3, 3, 4, 5])
            out.append("".join(self.sentence() for _ in range(size)))
        return out

    def title(self) -> str:
        """A headline."""
        return self.fill(self.rng.choice(_TITLES))

    def kicker(self) -> str:
        """A line above the headline."""
        return self.fill(self.rng.choice(_KICKERS))

    def subtitle(self) -> str:
        """A line below the headline, without its dashes."""
        return self.fill(self.rng.choice(_SUBTITLES))

    def sub_heading(self) -> str:
        """A heading within the body."""
        return self.fill(self.rng.choice(_SUB_HEADINGS))


@cache
def seed_stories() -> tuple[dict[str, Any], ...]:
    """The invented articles of the sections that the project ships."""
    stories = [json.loads(line) for line in SEEDS.read_text(encoding="utf8").splitlines()]
    return tuple(story for story in stories if story["section"] != "none")


def invent_byline(rng: random.Random) -> dict[str, Any]:
    """Role and names of who wrote."""
    names = [invent_name(rng) for _ in range(rng.choice([1, 1, 1, 2, 2, 3]))]
    return {"role": rng.choice(_ROLES), "names": names}


def invent_story(rng: random.Random, n_chars: int = 800, *, seeds: bool = True) -> dict[str, Any]:
    """A story of about that many characters or more: of the seeds, of their sentences shuffled, or of patterns.

    Parameters
    ----------
    rng : random.Random
    n_chars : int
        How long the body should be at least; seeds are lengthened with sentences of their own section.
    seeds : bool
        Whether the seeds' texts may be used.

    Returns
    -------
    dict
        kind, section, title, kicker, subtitle, column, byline, text; paragraphs end with a newline.
    """
    seed = rng.choice(seed_stories()) if seeds and rng.random() < 0.5 else None
    subject = Subject(rng, seed["section"] if seed else None)
    if seed is None:
        title, paragraphs = subject.title(), subject.paragraphs(n_chars)
    else:
        title, paragraphs = seed["title"], seed["text"].split("\n")
        if rng.random() < 0.3:
            paragraphs = shuffle_sentences(rng, paragraphs)
        while sum(map(len, paragraphs)) < n_chars:
            more = rng.choice([s for s in seed_stories() if s["section"] == seed["section"]])
            paragraphs = paragraphs + shuffle_sentences(rng, more["text"].split("\n"))
    return {
        "kind": "article",
        "section": subject.section,
        "title": title,
        "kicker": subject.kicker() if rng.random() < 0.25 else None,
        "subtitle": subject.subtitle() if rng.random() < 0.25 else None,
        "column": rng.choice(COLUMNS) if rng.random() < 0.15 else None,
        "byline": invent_byline(rng),
        "text": "\n".join(paragraphs),
        "sub_headings": [subject.sub_heading() for _ in range(4)],
    }


def shuffle_sentences(rng: random.Random, paragraphs: list[str]) -> list[str]:
    """The sentences in another order, in paragraphs of one to four."""
    sentences = [s for p in paragraphs for s in split_sentences(p)]
    rng.shuffle(sentences)
    out = []
    while sentences:
        size = rng.randint(1, 4)
        out.append("".join(sentences[:size]))
        del sentences[:size]
    return out


def split_sentences(text: str) -> list[str]:
    """Sentences with their closing marks."""
    return [s for s in re.split(r"(?<=[。！？])(?![”’）」』])|(?<=[。！？][”’」』])", text) if s]


def invent_caption(rng: random.Random) -> str:
    """What stands under a picture, with its credit, which may run straight on."""
    subject = Subject(rng)
    text = "".join(subject.sentence() for _ in range(rng.choice([1, 1, 2])))
    credit = rng.choice(
        ["{r} {n} 摄", "{r}{n}摄", "本报{r} {n} 摄", "{n} 摄", "（{n} 摄）", "新华社发（{n}摄）", "图/{n}"]
    )
    return text + rng.choice(["", " ", "　"]) + credit.format(r=rng.choice(_ROLES[:4]), n=invent_name(rng))
