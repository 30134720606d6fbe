"""A scanned page of three columns is cut as a person does, though its OCR is noisy."""

import re
from collections import Counter

import pytest

from tests.corpus.printed.composing import Face, Frame, SetLine
from tests.corpus.printed.ocr_scan import CLEAN, Noise, as_alto, as_hocr
from tests.corpus.printed.typesetter import TypesetPage
from textml.corpus.article import Article, Page
from textml.corpus.pages.cutting import split_page
from textml.corpus.printed.alto import read_alto
from textml.corpus.printed.hocr import read_hocr
from textml.corpus.printed.values import PrintedFile

SONG, HEI = Face("Song", 400), Face("Hei", 700)
SIZE, LEADING, EM, GUTTER, LEFT = 10.0, 15.0, 18, 16.0, 40.0
STORIES = {
    "南坡水渠通水": (
        "本报讯（记者 田望生） 立夏才过三天，南坡的水渠就通了水。乡亲们等了三年，早稻终于可以下田。",
        "水渠从上湾村的水库引水，全长七公里，沿线六个村都能用上。县里给每亩地补贴四十元，用来买种子和化肥。",
        "村民何小满说，往年这个时候要到河里挑水，一天只能浇半亩地。今年水到田头，他打算多种两亩早稻，再养一塘鱼。",
        "镇里的工程队还要把支渠修到半山腰的茶园，预计霜降以前完工。到那时，全镇九成的地都不再靠天吃饭。",
    ),
    "竹席摊子摆到桥头": (
        "本报讯（记者 柳青禾） 上湾村的竹席摊子昨天摆到了桥头，一天卖出十五张。客人多半从邻县来，有的坐了两个小时车。",
        "编席的师傅姓罗，今年七十一岁，十六岁跟着舅舅学手艺。他说，一张席子要用三年的竹子，破篾、刮青、编织，前后花四天。",
        "村里请了两位师傅教年轻人编席，学会的有十二人。合作社替他们把席子放到网上，半年卖了二十万元。",
    ),
    "夜校开课先学记账": (
        "本报讯（记者 祁南星） 枫溪镇的夜校前天晚上开课，第一课讲怎样记账。教室里坐了四十多人，最大的六十三岁。",
        "讲课的是镇上信用社的会计。她把自家三年的账本带到课堂，一笔一笔讲给大家听。有人听完当场买了本子。",
        "夜校每周两个晚上上课，还要教电脑、剪枝和普通话。学费由镇里出，学员只要带一支笔。",
    ),
}
# What is left of the texts without datelines, of which the bylines come.
BODIES = {title: re.sub("^本报讯（.*?） ", "", "".join(paragraphs)) for title, paragraphs in STORIES.items()}


def wrapped(paragraph: str) -> list[str]:
    """Lines of a paragraph, its first two squares empty; no line begins with a comma or a full stop."""
    text, lines = f"　　{paragraph}", []
    while text:
        end = EM + 1 if text[EM : EM + 1] in "，。、）" and len(text) > EM else EM
        lines.append(text[:end])
        text = text[end:]
    return lines


def set_page() -> TypesetPage:
    """Three columns, each a headline above its story; the middle one has the smallest headline."""
    frames = []
    for n, (title, paragraphs) in enumerate(STORIES.items()):
        left = LEFT + n * (EM * SIZE + GUTTER)
        frames.append(Frame(n, "head", [SetLine(title, left, 90.0, 20.0, HEI, n, "title")]))
        lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
        body = [SetLine(line, left, 125.0 + LEADING * k, SIZE, SONG, n, "body") for k, line in enumerate(lines)]
        frames.append(Frame(n, "body", body))
    numbered = [Frame(f.item, f.part, f.lines) for f in frames]
    return TypesetPage("invented", "head_body", 0, 660.0, 560.0, tuple(numbered), (), ())


def grams(text: str) -> Counter[str]:
    """Pairs of characters without marks and spaces."""
    text = re.sub(r"[\W_]+", "", text)
    return Counter(text[n : n + 2] for n in range(len(text) - 1))


def alike(one: str, other: str) -> float:
    """Share of pairs of characters that two texts have in common."""
    first, second = grams(one), grams(other)
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)


def cut(file: PrintedFile) -> list[Article]:
    """The articles of the only page."""
    assert file.problems == ()
    (page,) = file.pages
    assert page.geometry is not None
    return [a for a in split_page(Page("p", page.text, geometry=page.geometry)) if a.kind == "article"]


def squeezed(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


@pytest.mark.parametrize("read", ["hocr", "alto"])
def test_a_clean_scan_gives_every_character(read: str) -> None:
    """Three articles with their headlines and whole texts."""
    page = set_page()
    found = cut(read_hocr(as_hocr(page), "a") if read == "hocr" else read_alto(as_alto(page), "a"))
    assert {a.title: squeezed(a.body) for a in found} == {title: squeezed(body) for title, body in BODIES.items()}


@pytest.mark.parametrize("seed", range(6))
def test_a_noisy_scan_gives_the_same_articles(seed: int) -> None:
    """Jitter, a page askew, lines cut in two, lines over the gutter, specks and wrong characters."""
    noise = Noise(wrong=0.01, split=0.06, merged=0.1, jitter=1.5, skew=0.006, specks=4)
    page = set_page()
    for file in (read_hocr(as_hocr(page, noise, seed), "a"), read_alto(as_alto(page, noise, seed), "a")):
        found = cut(file)
        assert len(found) == len(STORIES)
        for title, body in BODIES.items():
            best = max(found, key=lambda article: alike(article.body, body))
            # a wrong character changes two pairs, and there is one in a hundred; in a dateline it makes it text
            assert max(alike(best.body, body), alike(best.body, "".join(STORIES[title]))) > 0.9
            assert alike(best.title, title) > 0.5


def test_noise_is_what_it_says() -> None:
    """A clean scan is the page; a noisy one has other places and other characters."""
    page = set_page()
    assert read_hocr(as_hocr(page), "a").pages == read_hocr(as_hocr(page, CLEAN, seed=5), "a").pages
    assert as_hocr(page, Noise()) != as_hocr(page, Noise(), seed=5)
