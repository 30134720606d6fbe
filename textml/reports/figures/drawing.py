"""Colours, panels and file formats that all figures share."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from io import BytesIO
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from textml.reports.figures.fonts import font_families
from textml.reports.figures.png import encode_png

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Colours that stay apart for colour-blind readers (Okabe and Ito 2008, without the black and the yellow), then
#: lighter ones.
PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#7A5195",
    "#8C564B",
    "#4D9078",
    "#9A8FBF",
    "#B2912F",
    "#5F6A7A",
)
GREY = "#B4B8BC"
#: Inches: all figures are as wide as each other, on a page and in a folder. On a phone, where a page is 3.6 inches
#: wide, print of 10 points is then still 6 points high.
WIDTH = 6.0
# Twice the points of a screen, for print.
_DPI = 144
# An SVG of more cells than this is larger than a picture of them.
_MANY_CELLS = 1000
#: Text and axes; lower case, as matplotlib writes it into an SVG.
INK = "#1d2126"


def color_of(number: int) -> str:
    """Pick the colour of a section or topic by its number; the same number has the same colour everywhere."""
    return PALETTE[number % len(PALETTE)]


def short(name: str, n_characters: int = 16) -> str:
    """Shorten a name to one line for which a figure has room.

    >>> short("防汛抗旱指挥部\\n办公室", 6)
    '防汛抗旱指…'
    """
    name = " ".join(name.split())
    return name if len(name) <= n_characters else f"{name[: n_characters - 1]}…"


def save_figure(figure: "Figure", kind: str) -> bytes:
    """Write a figure as PNG or SVG; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Figure
        What a ``draw_`` function returned.
    kind : {"png", "svg"}
        Format of the file.
    """
    with _style():
        return _print(figure, kind, _DPI)


def _print(figure: "Figure", kind: str, dpi: float) -> bytes:
    """What `Figure.savefig` does, without drawing everything twice to lay out what is laid out already."""
    canvas, own = figure.canvas, figure.dpi
    try:
        figure.dpi = dpi
        return _print_png(figure) if kind == "png" else _print_svg(figure)
    finally:
        figure.dpi = own
        figure.set_canvas(canvas)


def _print_png(figure: "Figure") -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    # the ground is white, so there is nothing to see through
    return encode_png(np.asarray(canvas.buffer_rgba())[:, :, :3], figure.dpi)


def _print_svg(figure: "Figure") -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    target, canvas = BytesIO(), FigureCanvasSVG(figure)
    # without these matplotlib writes the time into the file
    canvas.print_svg(target, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    return target.getvalue()


def draw_outline(figure: "Figure", name: str) -> str:
    """Draw a figure as SVG on the background of its reader, with texts as texts.

    Parameters
    ----------
    figure : Figure
        What a ``draw_`` function returned.
    name : str
        Of the figure. Names of its parts are made from it: two figures of a page share none.

    Returns
    -------
    str
        Everything on the figure with its place, to a millionth of a point: other figures have other outlines.
    """
    import matplotlib as mpl

    with _style(), mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        papers = [(patch, patch.get_facecolor()) for patch in (figure.patch, *(axes.patch for axes in figure.axes))]
        for patch, _ in papers:
            patch.set_facecolor("none")
        outline = _print(figure, "svg", figure.dpi).decode()
        for patch, color in papers:
            patch.set_facecolor(color)
    return outline


def inline_svg(outline: str, label: str) -> str:
    """Turn the outline of a figure into an SVG element for a page, in the page's font and ink.

    Parameters
    ----------
    outline : str
        What `draw_outline` returned.
    label : str
        What the figure shows, for readers who cannot see it.
    """
    whole = outline.replace(INK, "currentColor")
    opening, _, drawn = whole[whole.index("<svg ") :].partition(">")
    # its style sheet would hold for the whole page, and names such as "axes_1" stand in every figure
    drawn = re.sub(r"<style[^>]*>.*?</style>|<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r'(<g) id="[^"]*"', r"\1", drawn)
    # a hundredth of a point is finer than any screen
    drawn = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\.\d\d)\d+", r"\1", tag[0]), drawn)
    return f'{opening} role="img" aria-label="{escape(label)}">{drawn}'


@contextmanager
def _style() -> Iterator[None]:
    import matplotlib as mpl

    settings: Any = {
        "font.family": list(font_families()),
        "axes.unicode_minus": False,
        # in a page numbers are set in the reader's font, which may run wider
        "axes.labelpad": 8,
        # a "$" in a headline or a section's title is a dollar
        "text.parse_math": False,
        **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "svg.hashsalt": "textml",
        "figure.facecolor": "white",
    }
    with mpl.rc_context(settings):
        yield


@contextmanager
def grid(rows: int, columns: int, width: float, height: float) -> Iterator[tuple["Figure", list["Axes"]]]:
    """Make a figure of equal panels, row by row, laid out when the block ends; without pyplot and its global state."""
    from matplotlib.figure import Figure

    with _style():
        figure = _shown_as_saved(Figure(figsize=(width, height), layout="constrained"))
        panels = figure.subplots(rows, columns, squeeze=False)
        yield figure, list(panels.ravel())
        # laid out once and for all, not anew for every file that it is saved to
        engine = figure.get_layout_engine()
        if engine is not None:
            engine.execute(figure)
        figure.set_layout_engine("none")


@contextmanager
def sheet(width: float, height: float) -> Iterator[tuple["Figure", "Axes"]]:
    """Make a figure all covered by axes without ticks, in inches from its upper left corner; nothing is laid out."""
    from matplotlib.figure import Figure

    with _style():
        figure = _shown_as_saved(Figure(figsize=(width, height)))
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
        axes.set_axis_off()
        yield figure, axes


def _shown_as_saved(figure: "Figure") -> "Figure":
    """A notebook shows it as it is saved, without being asked for inline figures first."""
    figure._repr_png_ = lambda: save_figure(figure, "png")  # type: ignore[attr-defined]
    return figure


def mark_periods(axes: "Axes", periods: Sequence[str]) -> None:
    """Name the places 0, 1, 2 ... of an axis by periods, as many as can be read."""
    step = -(-len(periods) // 24)
    shown = list(range(0, len(periods), step)) if step else []
    axes.set_xticks(shown, [periods[place] for place in shown], rotation=45, ha="right", rotation_mode="anchor")


def shade_cells(axes: "Axes", shares: np.ndarray, ends: tuple[float, float], form: str) -> None:
    """Fill axes with cells, the darker the larger the share, each with its number.

    Parameters
    ----------
    axes : Axes
        Where they are drawn.
    shares : (n_rows, n_columns) ndarray of float
        0 or more, nan where a cell stays empty; the first row is drawn on top.
    ends : (float, float)
        The shares that are lightest and darkest.
    form : str
        How a number is shown, as for `format`; empty for no numbers.
    """
    from matplotlib.colors import LinearSegmentedColormap, to_rgb

    # from nothing to blue rather than from white, so that cells fit on dark paper too
    shades = LinearSegmentedColormap.from_list("shades", [(*to_rgb(PALETTE[0]), 0.0), (*to_rgb(PALETTE[0]), 1.0)])
    # a picture is smaller than thousands of cells, and its cells are drawn as sharp
    axes.pcolormesh(
        np.ma.masked_invalid(shares), cmap=shades, vmin=ends[0], vmax=ends[1], rasterized=shares.size > _MANY_CELLS
    )
    axes.invert_yaxis()
    axes.tick_params(length=0)
    for row, values in enumerate(shares.tolist() if form else ()):
        for column, value in enumerate(values):
            if isnan(value):
                continue
            color = "white" if value > 0.45 * ends[0] + 0.55 * ends[1] else INK
            number = axes.text(column + 0.5, row + 0.5, format(value, form), ha="center", va="center", fontsize=7)
            number.set_color(color)
            # it stands inside the axes: hundreds of them need not be measured to lay out the figure
            number.set_in_layout(False)


@contextmanager
def panel(width: float, height: float) -> Iterator[tuple["Figure", "Axes"]]:
    """Make a figure of one panel."""
    with grid(1, 1, width, height) as (figure, panels):
        yield figure, panels[0]
