"""Set invented newspaper pages as PDF, with the articles that a reader finds on them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tests.corpus.printed.composing import Frame, SetLine
from tests.corpus.printed.filling import Filler
from tests.corpus.printed.grid import Region, divide, notch, page_columns
from tests.corpus.printed.kinds import KINDS, PageStyle, draw_style
from tests.corpus.printed.page_furniture import set_foot, set_head_of_page
from tests.corpus.printed.pdf_writer import Patch, Stroke, write_pdf
from tests.corpus.printed.small_items import set_box, set_notices, set_photo_story, set_running
from tests.corpus.printed.stories import set_story
from tests.corpus.printed.truth import TruthItem
from textml.corpus.geometry import Box, Geometry, PrintedLine
from textml.corpus.printed.order import arrange

Item = Mapping[str, Any]
#: The order in which frames stand in the file.
ORDERS = ("head_body", "body_head", "mixed", "bodies_first", "groups_random", "columns", "reversed", "stories_random")


@dataclass(frozen=True)
class TypesetPage:
    """A page: what is drawn, in the order of the file, and what it says.

    `truth` holds all items; those that count as articles (kinds article and photo, with a body) are in `articles`.
    """

    kind: str
    order: str
    seed: int
    width: float
    height: float
    frames: tuple[Frame, ...]
    patches: tuple[Patch, ...]
    truth: tuple[TruthItem, ...]
    #: All lines in the order in which a person reads each item.
    flow: tuple[SetLine, ...] = ()

    @cached_property
    def set_lines(self) -> list[SetLine]:
        """All lines in the order of the file, with the number of their frame."""
        return [replace(line, frame=n) for n, frame in enumerate(self.frames) for line in frame.lines]

    @cached_property
    def lines(self) -> list[tuple[str, PrintedLine]]:
        """Texts and places of all lines, as readers of PDF give them."""
        return [(read_back(line.text), line.printed()) for line in self.set_lines]

    def arranged(self) -> tuple[str, Geometry, list[SetLine]]:
        """Text and geometry as `arrange` gives them, and for every line of the text what it was printed as."""
        text, geometry = arrange(self.lines, self.width, self.height, self.rules, self.areas, self.pictures)
        places = {(line.box, said): n for n, (said, line) in enumerate(self.lines)}
        numbers = [places[line.box, said.strip()] for said, line in zip(text.split("\n"), geometry.lines, strict=True)]
        return text, geometry, [self.set_lines[n] for n in numbers]

    @property
    def articles(self) -> list[TruthItem]:
        """The items that a cutter should find."""
        return [item for item in self.truth if item.kind in ("article", "photo") and item.body]

    @property
    def rules(self) -> tuple[Box, ...]:
        """Thin lines, and the edges of frames."""
        thin = [_box(p) for p in self.patches if p.kind == "fill" and min(p.right - p.left, p.bottom - p.top) < 3]
        return (*thin, *(edge for p in self.patches if p.kind == "frame" for edge in _edges(_box(p))))

    @property
    def areas(self) -> tuple[Box, ...]:
        """Filled or framed rectangles."""
        return tuple(
            _box(p) for p in self.patches if p.kind != "picture" and min(p.right - p.left, p.bottom - p.top) >= 3
        )

    @property
    def pictures(self) -> tuple[Box, ...]:
        """Images."""
        return tuple(_box(p) for p in self.patches if p.kind == "picture")

    @cached_property
    def pdf(self) -> bytes:
        """The page as a file."""
        return write_issue([self])


def typeset_page(
    items: Sequence[Item] = (), kind: str = "local", order: str = "head_body", seed: int = 0
) -> TypesetPage:
    """Set a page.

    Parameters
    ----------
    items : sequence of mappings
        Stories to use first, each with title and text, and perhaps kicker, subtitle, column, byline; further ones are
        invented until the page is full. Texts that find no room are cut at the end of a sentence.
    kind : str
        One of KINDS.
    order : str
        One of ORDERS.
    seed : int
        The same arguments give the same page.
    """
    rng = random.Random(f"{kind} {order} {seed}")
    style = draw_style(KINDS[kind], rng)
    filler = Filler(style, items, rng)
    top = set_head_of_page(filler, style)
    bottom = set_foot(filler, style)
    area = Box(style.margin, top, style.width - style.margin, bottom)
    for region in _regions(area, style, rng):
        _fill(filler, region)
    _draw_rules(filler, style)
    frames = order_frames(filler.frames, order, random.Random(f"{seed} {order}"))
    return TypesetPage(
        kind,
        order,
        seed,
        style.width,
        style.height,
        tuple(frames),
        tuple(filler.patches),
        tuple(filler.truth),
        tuple(line for frame in filler.frames for line in frame.lines),
    )


def _fill(filler: Filler, region: Region) -> None:
    """Set something into a region; a frame or a picture around nothing is taken away again."""
    n_patches, n_items = len(filler.patches), len(filler.truth)
    _set(filler, region)
    if len(filler.truth) == n_items:
        del filler.patches[n_patches:]
        filler.filled.pop()


def _set(filler: Filler, region: Region) -> None:
    rng, kind = filler.rng, filler.style.kind
    form = rng.choice(kind.forms)
    filler.filled.append(region)
    if len(region.columns) == 1 and not region.boxed and rng.random() < kind.boxes:
        set_box(filler, region)
        return
    if region.boxed:
        filler.frame(region)
    special = {"running": set_running, "notices": set_notices, "photo_story": set_photo_story}
    if form in special:
        special[form](filler, region)
    else:
        set_story(filler, region, form)


def _regions(area: Box, style: PageStyle, rng: random.Random) -> list[Region]:
    square = style.body.size * style.body.leading
    story = (style.kind.story[0] * square * 1.25, style.kind.story[1] * square * 1.25)
    columns = page_columns(area, style.n_columns, style.gutter)
    regions: list[Region] = []
    for region in divide(columns, story, style.gap, rng):
        regions += notch(region, style.gap, rng) if rng.random() < style.kind.notch else [region]
    for region in regions:
        region.boxed = not region.notch and rng.random() < style.kind.boxed
    return regions


def _draw_rules(filler: Filler, style: PageStyle) -> None:
    for region in filler.filled:
        box = region.box
        # columns beside a headline go up to the story above: most papers draw a line there
        ruled = style.story_rules or (region.part and filler.rng.random() < 0.7)
        if ruled and not region.boxed and not region.notch and box.top > style.height * 0.15:
            y = box.top - style.gap / 2
            filler.patches.append(Patch(box.left, y - 0.25, box.right, y + 0.25, 0.3))
        if style.column_rules and not region.boxed:
            for one, other in zip(region.columns, region.columns[1:], strict=False):
                x = (one.right + other.left) / 2
                top = max([one.top, other.top, *(t.bottom for t in region.taken if t.left < x < t.right)])
                if min(one.bottom, other.bottom) - top > 20:
                    filler.patches.append(Patch(x - 0.25, top, x + 0.25, min(one.bottom, other.bottom), 0.3))


def order_frames(frames: Sequence[Frame], order: str, rng: random.Random) -> list[Frame]:
    """The frames as they stand in the file."""
    items = list(dict.fromkeys((f.item if f.item >= 0 else -1 - n) for n, f in enumerate(frames)))
    if rng.random() < 0.3:
        rng.shuffle(items)
    of_item: dict[int, list[Frame]] = {}
    for n, frame in enumerate(frames):
        of_item.setdefault(frame.item if frame.item >= 0 else -1 - n, []).append(frame)
    groups = {
        i: ([f for f in fs if f.part == "head"], [f for f in fs if f.part != "head"]) for i, fs in of_item.items()
    }
    if order == "head_body":
        return [f for i in items for part in groups[i] for f in part]
    if order == "body_head":
        return [f for i in items for part in groups[i][::-1] for f in part]
    if order == "mixed":
        return [f for i in items for part in (groups[i] if rng.random() < 0.5 else groups[i][::-1]) for f in part]
    if order == "bodies_first":
        heads = [f for i in (items if rng.random() < 0.5 else rng.sample(items, len(items))) for f in groups[i][0]]
        return [f for i in items for f in groups[i][1]] + heads
    if order == "groups_random":
        parts = [part for i in items for part in groups[i] if part]
        rng.shuffle(parts)
        return [f for part in parts for f in part]
    if order == "columns":
        return sorted(frames, key=lambda f: (round(f.lines[0].left / 40), f.lines[0].baseline))
    if order == "reversed":
        return [f for i in items[::-1] for part in groups[i] for f in part[::-1]]
    if order == "stories_random":
        return [f for i in rng.sample(items, len(items)) for f in rng.sample(of_item[i], len(of_item[i]))]
    raise ValueError(f"unknown order {order!r}; known: {', '.join(ORDERS)}")


def write_issue(pages: Sequence[TypesetPage]) -> bytes:
    """Several pages in one file."""
    return write_pdf((page.width, page.height, _strokes(page.set_lines), page.patches) for page in pages)


def read_back(text: str) -> str:
    """A line as the reader of PDF gives it: blanks are one space, and words of one letter each are one word."""
    words = text.split()
    return "".join(words) if len(words) > 2 and all(len(word) == 1 for word in words) else " ".join(words)


def _strokes(lines: Sequence[SetLine]) -> list[Stroke]:
    strokes = []
    for line in lines:
        if line.vertical:
            step = line.size + line.spacing
            strokes += [
                Stroke(c, line.left, line.baseline + n * step, line.size, line.face.font, line.face.weight)
                for n, c in enumerate(line.text)
                if c.strip()
            ]
        else:
            strokes.append(
                Stroke(line.text, line.left, line.baseline, line.size, line.face.font, line.face.weight, line.spacing)
            )
    return strokes


def _box(patch: Patch) -> Box:
    return Box(patch.left, patch.top, patch.right, patch.bottom)


def _edges(box: Box) -> list[Box]:
    return [
        box._replace(bottom=box.top),
        box._replace(top=box.bottom),
        box._replace(right=box.left),
        box._replace(left=box.right),
    ]
