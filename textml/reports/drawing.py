"""What every figure shares: colours, fonts, panels, the same bytes for the same figure."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from textml.reports.fonts import font_families

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
GREY = "#C8C8C8"


def color_of(number: int) -> str:
    """Colour of a section or topic by its number; the same number has the same colour everywhere."""
    return PALETTE[number % len(PALETTE)]


def save_figure(figure: "Figure", kind: str) -> bytes:
    """A figure as PNG or SVG bytes; the same figure gives the same bytes.

    Parameters
    ----------
    figure : what a ``draw_`` function returned
    kind : "png" or "svg"
    """
    target = BytesIO()
    # without these matplotlib writes the time and random ids into the file
    fixed: dict[str, Any] = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    with _style():
        figure.savefig(target, format=kind, dpi=144, metadata=fixed)
    return target.getvalue()


@contextmanager
def _style() -> Iterator[None]:
    import matplotlib as mpl

    settings: Any = {
        "font.family": list(font_families()),
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "svg.hashsalt": "textml",
        "figure.facecolor": "white",
    }
    with mpl.rc_context(settings):
        yield


@contextmanager
def grid(rows: int, columns: int, width: float, height: float) -> Iterator[tuple["Figure", list["Axes"]]]:
    """A figure of equal panels, row by row, laid out when the block ends. No pyplot: nothing global is touched."""
    from matplotlib.figure import Figure

    with _style():
        figure = Figure(figsize=(width, height), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False)
        yield figure, list(panels.ravel())


@contextmanager
def panel(width: float, height: float) -> Iterator[tuple["Figure", "Axes"]]:
    """A figure of one panel."""
    with grid(1, 1, width, height) as (figure, panels):
        yield figure, panels[0]
