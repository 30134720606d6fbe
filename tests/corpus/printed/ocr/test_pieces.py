"""Lines of two columns are parted, and pieces of one line are joined."""

import random

from tests.corpus.printed.ocr_files import Said, chars
from textml.corpus.geometry import Box
from textml.corpus.printed.ocr.pieces import mend_lines
from textml.corpus.printed.ocr.recognized import Line, Word

LEFT = ("立夏才过三天南坡的", "水渠就通了水乡亲们", "等了三年早稻可以下", "田了县里给每亩地补", "贴四十元钱")
RIGHT = ("上湾村的竹席摊子摆", "在桥头一天卖出十五", "张客人多半从邻县来", "村里请了两位师傅教", "年轻人编席")


def line(said: Said) -> Line:
    """A line as readers find it."""
    return Line([Word(text, Box(*place)) for text, place in said.words])


def mended(lines: list[Said]) -> list[str]:
    """The texts of lines after mending, in the order of the file."""
    return ["".join(word.text for word in found.words) for found in mend_lines([line(said) for said in lines])]


def columns(gutter: float = 48) -> tuple[list[Said], list[Said]]:
    """Two columns of nine ideographs of 40 pixels."""
    left = [chars(text, 200, 300 + 60 * n, 40) for n, text in enumerate(LEFT)]
    right = [chars(text, 200 + 9 * 40 + gutter, 300 + 60 * n, 40) for n, text in enumerate(RIGHT)]
    return left, right


def test_a_line_over_a_gutter_is_parted() -> None:
    """Lines above and below end at the gap and begin behind it."""
    left, right = columns()
    merged = Said([*left[2].words, *right[2].words])
    assert mended([*left[:2], merged, *left[3:], *right[:2], *right[3:]]) == [
        *(LEFT[0], LEFT[1], LEFT[2], RIGHT[2], LEFT[3], LEFT[4]),
        *(RIGHT[0], RIGHT[1], RIGHT[3], RIGHT[4]),
    ]


def test_three_columns_in_one_line() -> None:
    """Every gutter parts it."""
    left, right = columns()
    third = [chars(text, 1016, 300 + 60 * n, 40) for n, text in enumerate(LEFT)]
    merged = Said([*left[1].words, *right[1].words, *third[1].words])
    others = [said for column in (left, right, third) for n, said in enumerate(column) if n != 1]
    assert mended([merged, *others])[:3] == [LEFT[1], RIGHT[1], LEFT[1]]


def test_a_space_in_a_headline_is_no_gutter() -> None:
    """Lines of the body go on below it, and it is larger than they are."""
    left, right = columns()
    title = chars("乡村 山水", 200, 100, 80)
    assert mended([title, *left, *right])[0] == "乡村山水"
    # a line of the body's size with a space over a column that goes on below
    small = chars("乡村之 山水之间", 200, 240, 40)
    assert mended([small, *left, *right])[0] == "乡村之山水之间"


def test_a_headline_over_a_gutter_stays_whole() -> None:
    """Its letters are spaced so that one gap lies over the gutter of the two columns below."""
    left, right = columns()
    title = chars("水渠通水了", 200, 180, 80, pitch=368 / 2)
    assert mended([title, *left, *right])[0] == "水渠通水了"


def test_pieces_of_a_line_are_joined() -> None:
    """Also three of them, also behind a comma; what stands beyond the gutter is not joined."""
    left, right = columns()
    words = left[2].words
    pieces = [Said(words[6:]), Said(words[:3]), Said(words[3:6])]
    found = mended([*left[:2], *pieces, *left[3:], *right])
    assert sorted(found) == sorted([*LEFT, *RIGHT])
    half = [*words[:3], ("，", (326, 440, 336, 455)), *words[4:]]
    found = mended([*left[:2], Said(half[:4]), Said(half[4:]), *left[3:], *right])
    assert "等了三，早稻可以下" in found


def test_narrow_gutters_part_columns() -> None:
    """Columns nearer to each other than two pieces of a line stay two."""
    left, right = columns(gutter=28)
    assert sorted(mended([*left, *right])) == sorted([*LEFT, *RIGHT])


def test_upright_lines_and_lines_without_places_stay() -> None:
    """Nothing is known of what stands beside them."""
    upright, (left, _) = line(chars("水渠通水", 560, 300, 40, down=True)), columns()
    lost = Line([Word("乡亲"), Word("等了", Box(1, 2, 3, 4))])
    before = [line(said) for said in left]
    assert mend_lines([*before, upright, lost]) == [*before, upright, lost]


def test_the_order_of_lines_does_not_matter() -> None:
    """The same lines come out, whatever stands first in the file."""
    left, right = columns()
    page = [
        *left[:2],
        Said([*left[2].words, *right[2].words]),
        Said(left[3].words[:4]),
        Said(left[3].words[4:]),
        *right[3:],
    ]
    expected = sorted(mended(page))
    for seed in range(5):
        random.Random(seed).shuffle(page)
        assert sorted(mended(page)) == expected


def test_type_of_another_size_says_nothing() -> None:
    """The space of a headline may lie right above a gutter."""
    left, right = columns(gutter=82)
    title = Said([(c, (x, 180, x + 76, 256)) for c, x in zip("水渠通水", (402, 482, 642, 722), strict=True)])
    assert mended([title, *left, *right])[0] == "水渠通水"


def test_two_short_lines_make_no_gutter() -> None:
    """A gap at which two paragraphs end is none where all other lines go on."""
    texts = [LEFT[0], LEFT[1][:4], "乡村之声 山水间", LEFT[2][:4], *LEFT[:4]]
    page = [chars(text, 200, 300 + 60 * n, 40) for n, text in enumerate(texts)]
    assert mended(page)[2] == "乡村之声山水间"


def test_two_headlines_in_one_line_are_parted() -> None:
    """Their gap is too wide for a space, and the columns below part within it."""
    left, right = columns()
    first, second = chars("水渠通水", 200, 180, 72), chars("竹席上市", 624, 180, 72)
    assert mended([Said([*first.words, *second.words]), *left, *right])[:2] == ["水渠通水", "竹席上市"]
    # over one column it is one headline, however wide its space
    one = [chars("立夏才过三天南坡的水渠就通了水乡亲们等了", 200, 300 + 60 * n, 40) for n in range(5)]
    assert mended([Said([*first.words, *second.words]), *one])[0] == "水渠通水竹席上市"
