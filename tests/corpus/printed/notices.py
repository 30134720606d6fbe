"""Furniture of invented papers: page heads, notices, teasers, slogans, boxes with figures."""

import random

from tests.corpus.printed.wording import PAPERS, SECTION_PAGES, Subject, invent_name, invent_place

_WEEKDAYS = "一二三四五六日"
_SLOGANS = [
    "节约用水 从点滴做起",
    "安全生产 警钟长鸣",
    "文明出行 礼让三分",
    "绿水青山 共同守护",
    "珍惜粮食 光盘行动",
    "书香城市 你我同行",
    "森林防火 人人有责",
]


#: A notice is its title and its paragraphs: p and q are places, n and m people, x and y numbers, d a date.
_NOTICES = (
    ("遗失声明", "{p}{n}遗失身份证一张，号码尾数{x}，声明作废。", "{q}便民超市遗失营业执照副本，编号{y}，声明作废。"),
    ("停电通知", "因线路检修，{d}8时至17时，{p}部分台区停电，请用户做好准备，送电时间提前恕不另行通知。", "{p}供电所"),
    (
        "公告",
        "{n}：本院受理原告{m}诉你合同纠纷一案，现依法向你公告送达起诉状副本，"
        "自公告之日起满三十日视为送达，逾期将依法缺席判决。",
        "{p}人民法庭",
    ),
    ("注销公告", "{p}竹艺合作社（统一代码{x}）拟申请注销，请债权人自公告之日起45日内申报债权。", "特此公告"),
    ("招租启事", "{p}沿街店面3间对外招租，面积{k}平方米，有意者请致电0000-{x}。", "联系人：{n}"),
    ("减资公告", "{p}机械配件有限公司经股东会决议，注册资本由{y}万元减至{k}万元，特此公告。"),
    ("寻亲公告", "{d}在{p}门口捡拾男婴一名，请其亲生父母持有效证件前来认领，逾期将依法安置。", "电话：0000-{x}"),
    ("招聘", "{p}新开食堂招厨师2名、洗菜工3名，包吃住，月薪{y}元，年龄不限，有健康证者优先。", "面谈：{q}"),
    ("道路封闭公告", "因管网改造，{d}起{p}至{q}路段全幅封闭{k}天，过往车辆请绕行。", "{p}交警中队"),
)


def invent_date(rng: random.Random) -> str:
    """A date with its weekday as page heads write it."""
    year, month, day = rng.randint(2019, 2027), rng.randint(1, 12), rng.randint(1, 28)
    week = rng.choice(_WEEKDAYS)
    return rng.choice(
        [
            f"{year}年{month}月{day}日 星期{week}",
            f"{year}年{month}月{day}日星期{week}",
            f"{year}.{month:02d}.{day:02d} 星期{week}",
        ]
    )


def invent_page_head(rng: random.Random) -> list[str]:
    """Parts of a page head, in any order: name of the page, number, date, who edited."""
    editors = rng.choice(
        ["责任编辑 {a} 版式 {b}", "责编：{a} 美编：{b}", "编辑/{a} 校对/{b}", "本版编辑：{a} 电话：0000-{x}"]
    )
    number = rng.choice(["{n}版", "第{n}版", "{n}", "A{n:02d}", "B{n}", "0{n}"]).format(n=rng.randint(2, 9))
    parts = [
        rng.choice(SECTION_PAGES),
        number,
        invent_date(rng),
        editors.format(a=invent_name(rng), b=invent_name(rng), x=rng.randint(1000000, 9999999)),
    ]
    if rng.random() < 0.3:
        parts.append(rng.choice(PAPERS))
    if rng.random() < 0.2:
        parts.append(" ".join(rng.choice(["TINGHE XINBAO", "YUNDU DAILY", "WEEKLY NEWS", "SHI TANG", "LOCAL"])))
    rng.shuffle(parts)
    return parts


def invent_masthead(rng: random.Random) -> list[str]:
    """Name of the paper and the lines beside it."""
    name = rng.choice(PAPERS)
    name = rng.choice([name, " ".join(name)])
    letters = " ".join(rng.choice(["TINGHEXINBAO", "YUNDURIBAO", "JIANGZHOUWANBAO"]))
    year = rng.choice("甲乙丙丁") + rng.choice("子丑寅卯")
    lunar = f"农历{year}年{rng.choice('正二三冬腊')}月初{rng.choice(_WEEKDAYS[:6])}"
    lines = [
        f"{invent_date(rng)} {lunar}",
        f"国内统一刊号CN00-0{rng.randint(100, 999)} 第{rng.randint(1000, 9999)}期 今日{rng.choice('四八')}版",
    ]
    if rng.random() < 0.5:
        lines.append(rng.choice(["云渡市融媒体中心主办", "中共汀禾县委主管主办", "网址：www.example.org"]))
    return [name, *([letters] if rng.random() < 0.5 else []), *lines]


def invent_teasers(rng: random.Random) -> list[str]:
    """A list of what stands on other pages."""
    lines = [rng.choice(["导读", "今日导读", "今日看点", "内页导读"])]
    for _ in range(rng.randint(2, 4)):
        gap = rng.choice(["　", " ", "……", "  "])
        page = rng.choice(["{n}版", "（详见{n}版）", "/{n}版", "见第{n}版", "A0{n}"]).format(n=rng.randint(2, 8))
        lines.append(Subject(rng).title() + gap + page)
    return lines


def invent_slogan(rng: random.Random) -> list[str]:
    """A public slogan."""
    return [rng.choice(_SLOGANS)]


def invent_countdown(rng: random.Random) -> list[str]:
    """How many days are left."""
    return [f"距{invent_place(rng)}龙舟节开幕", rng.choice(["还有", "倒计时"]), f"{rng.randint(3, 99)}天"]


def invent_weather(rng: random.Random) -> list[str]:
    """The weather box."""
    days = ["今天", "明天", "后天"]
    sky = ["晴", "多云", "阴", "小雨", "阵雨", "晴到多云"]
    return [
        "天气预报",
        *(
            f"{d} {rng.choice(sky)} {rng.randint(3, 15)}℃～{rng.randint(16, 33)}℃ 东南风{rng.randint(1, 4)}级"
            for d in days
        ),
    ]


def invent_notice(rng: random.Random) -> list[str]:
    """A public notice: its title and its paragraphs."""
    blanks = {
        "p": invent_place(rng),
        "q": invent_place(rng),
        "n": invent_name(rng),
        "m": invent_name(rng),
        "x": rng.randint(100000, 999999),
        "y": rng.randint(2000, 90000),
        "k": rng.randint(20, 90),
        "d": f"{rng.randint(2020, 2026)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
    }
    return [part.format(**blanks) for part in rng.choice(_NOTICES)]


def invent_advert(rng: random.Random) -> list[str]:
    """A few large words that sell something."""
    goods = rng.choice(["竹编茶具", "冷榨茶油", "新房交付", "驾校招生", "老酒开坛", "春季童装"])
    return [
        goods,
        rng.choice(["八折起售", "欢迎选购", "首付三成起", "每满百减二十"]),
        f"热线 0000-{rng.randint(1000000, 9999999)}",
    ]
