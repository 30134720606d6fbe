"""Kinds of invented pages: what each is likely to show."""

import random
from dataclasses import dataclass, field

from tests.corpus.printed.composing import BodyStyle, Face
from tests.corpus.printed.heads import HeadStyle

#: Millimetres: broadsheets, Berliner, tabloids, A3, A4, a small local paper.
BROADSHEETS = ((350.0, 500.0), (390.0, 550.0), (400.0, 560.0), (315.0, 470.0))
TABLOIDS = ((240.0, 340.0), (280.0, 400.0), (297.0, 420.0), (260.0, 375.0))
SMALL = ((210.0, 297.0), (195.0, 270.0), (230.0, 300.0))
POINTS_A_MM = 72 / 25.4


@dataclass(frozen=True)
class Kind:
    """Chances and ranges of one kind of page; lengths of stories in characters."""

    sizes: tuple[tuple[float, float], ...] = BROADSHEETS
    columns: tuple[int, int] = (4, 7)
    body: tuple[float, float] = (8.5, 10.5)
    story: tuple[int, int] = (300, 1400)
    forms: tuple[str, ...] = ("story",)
    bylines: tuple[str, ...] = ("lead", "line", "end", "square", "sign", "none", "wire")
    heads: tuple[str, ...] = ("top", "top", "top", "top", "top", "top", "top", "part", "inner")
    masthead: bool = False
    page_head: bool = True
    notch: float = 0.3
    boxed: float = 0.15
    photos: float = 0.3
    sidebars: float = 0.1
    wide_leads: float = 0.1
    narrowed: float = 0.1
    sub_headings: float = 0.2
    jumps: float = 0.1
    other_measure: float = 0.2
    boxes: float = 0.06
    other_size: float = 0.12
    foot: tuple[str, ...] = ("teasers", "slogan", "notice", "countdown", "weather")
    n_foot: tuple[int, int] = (0, 3)


KINDS: dict[str, Kind] = {
    "frontpage": Kind(
        masthead=True,
        page_head=False,
        jumps=0.3,
        n_foot=(1, 3),
        wide_leads=0.3,
        heads=("top", "top", "top", "top", "part", "middle", "inner"),
    ),
    "local": Kind(story=(150, 700), columns=(5, 6), sub_headings=0.1, forms=("story", "story", "story", "photo_story")),
    "plain": Kind(
        heads=("top",), notch=0.0, boxed=0.05, columns=(5, 5), other_measure=0.05, other_size=0.0, jumps=0.02
    ),
    "wire": Kind(story=(200, 900), bylines=("wire", "wire", "wire", "none"), notch=0.6, photos=0.2),
    "essays": Kind(
        sizes=TABLOIDS,
        columns=(3, 5),
        story=(400, 1600),
        forms=("story", "story", "poem", "running"),
        bylines=("square", "line", "line", "none"),
        heads=("top", "vertical_left", "vertical_right", "part", "middle", "side", "inner"),
        photos=0.15,
        sub_headings=0.05,
    ),
    "feature": Kind(
        story=(1800, 4500),
        sub_headings=0.8,
        sidebars=0.6,
        photos=0.6,
        bylines=("line", "square", "end"),
        wide_leads=0.4,
        heads=("top", "top", "over", "middle", "inner"),
    ),
    "tabloid": Kind(
        sizes=TABLOIDS,
        columns=(3, 5),
        story=(250, 1000),
        photos=0.6,
        boxed=0.4,
        sidebars=0.25,
        narrowed=0.4,
        heads=("top", "top", "part", "over", "below", "side"),
        boxes=0.15,
    ),
    "classified": Kind(story=(120, 500), forms=("notices", "notices", "story"), columns=(5, 8), boxed=0.5, photos=0.05),
    "briefs": Kind(story=(900, 2400), forms=("running", "running", "story", "table"), columns=(4, 6), photos=0.15),
    "pictures": Kind(
        story=(150, 500),
        forms=("photo_story", "photo_story", "story"),
        columns=(3, 6),
        photos=0.5,
        heads=("top", "below", "over"),
    ),
    "opinion": Kind(
        story=(500, 1500),
        forms=("story", "interview"),
        bylines=("square", "line", "sign"),
        boxed=0.3,
        sizes=TABLOIDS,
        columns=(3, 5),
    ),
    "magazine": Kind(
        sizes=SMALL,
        columns=(2, 3),
        body=(9.0, 11.5),
        story=(500, 2000),
        sub_headings=0.3,
        forms=("story", "story", "interview"),
        n_foot=(0, 1),
        heads=("top", "top", "over", "side"),
        boxed=0.2,
        narrowed=0.3,
    ),
    "narrow": Kind(
        columns=(7, 8),
        body=(7.5, 9.0),
        story=(150, 900),
        heads=("top", "top", "top", "part", "vertical_left"),
        notch=0.5,
    ),
    "interview": Kind(
        story=(900, 2600), forms=("interview", "interview", "story"), photos=0.5, wide_leads=0.4, columns=(4, 6)
    ),
    "figures": Kind(story=(300, 900), forms=("table", "story", "story"), columns=(3, 6), boxed=0.4),
}


@dataclass(frozen=True)
class PageStyle:
    """How one page is set; lengths in points."""

    kind: Kind
    width: float
    height: float
    margin: float
    n_columns: int
    gutter: float
    gap: float
    body: BodyStyle
    head: HeadStyle
    byline: str
    column_rules: bool = False
    story_rules: bool = False
    drawn_pictures: bool = False
    notes: tuple[str, ...] = field(default=())


_FONTS = (
    ("FZSSJW--GB1-0", "FZHTJW--GB1-0", "FZKTJW--GB1-0"),
    ("SimSun", "SimHei", "KaiTi"),
    ("ABCDEF+SourceHanSerifSC-Regular", "BCDEFA+SourceHanSansSC-Bold", "CDEFAB+FZFSK--GBK1-0"),
    ("E-BZ", "E-HZ", "E-KZ"),
)


def draw_style(kind: Kind, rng: random.Random) -> PageStyle:
    """Sizes, fonts and habits of a page."""
    width, height = (length * POINTS_A_MM for length in rng.choice(kind.sizes))
    size = round(rng.uniform(*kind.body), 1)
    song, hei, kai = rng.choice(_FONTS)
    regular, bold = rng.choice([(400, 700), (400, 700), (355, 545), (400, 400)])
    faces = {"song": Face(song, regular), "hei": Face(hei, bold), "kai": Face(kai, regular)}
    body = BodyStyle(
        size,
        size * rng.choice([1.2, 1.3, 1.35, 1.45, 1.6]),
        faces[rng.choice(["song", "song", "song", "kai"])],
        faces["hei"],
        indent=rng.choice(["spaces"] * 5 + ["position"] * 4 + ["none"]),
        justified=rng.random() < 0.85,
        hanging=rng.random() < 0.6,
        centred_subs=rng.random() < 0.4,
        indented_subs=rng.random() < 0.6,
    )
    head = HeadStyle(
        faces[rng.choice(["hei", "hei", "song"])],
        faces[rng.choice(["hei", "song", "kai"])],
        size,
        rng.choice([1.4, 1.6, 2.0]),
        rng.choice([2.6, 3.5, 4.5]),
        rng.choice(["mixed", "left", "centre"]),
        rng.choice([0.0, 0.1, 0.3]),
        rng.choice(["——", "——", "─ ─", "—"]),
        rng.random() < 0.4,
    )
    margin = rng.uniform(22, 45)
    n_columns = rng.randint(*kind.columns)
    # a column is at least nine characters wide
    # punctuation that hangs into the gutter needs room there
    gutter = size * (rng.choice([1.6, 1.8, 2.4]) if body.hanging else rng.choice([1.0, 1.3, 1.6, 2.2]))
    while n_columns > 2 and (width - 2 * margin) / n_columns - gutter < 9 * size:
        n_columns -= 1
    return PageStyle(
        kind,
        width,
        height,
        margin,
        n_columns,
        gutter,
        size * rng.uniform(1.2, 2.4),
        body,
        head,
        rng.choice(kind.bylines),
        rng.random() < 0.25,
        rng.random() < 0.4,
        rng.random() < 0.5,
    )
