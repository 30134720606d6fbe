"""Where points of a PDF page lie on the page as a person sees it."""

from typing import Any, NamedTuple

from textml.corpus.geometry import Box


class Sheet(NamedTuple):
    """The visible part of a page, in the coordinates of the file: y upwards.

    Attributes
    ----------
    left, bottom, right, top : float
        Its crop box.
    turn : int
        Quarter turns clockwise with which it is shown.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height in points, as it is shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 2 else (width, height)

    def place(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return points as they are shown, in points from the upper left corner.

        Parameters
        ----------
        x, y : float or arrays of float
            In the coordinates of the file.

        Returns
        -------
        tuple of two, like `x` and `y`
        """
        from_left, from_top = x - self.left, self.top - y
        width, height = self.right - self.left, self.top - self.bottom
        return turn_point(from_left, from_top, -self.turn % 4, width, height)

    def place_box(self, box: Box) -> Box:
        """Return a box as it is shown.

        Parameters
        ----------
        box : Box
            In the coordinates of the file: its `top` is the lower edge.

        Returns
        -------
        Box
            In points from the upper left corner.
        """
        x, y = self.place(box.left, box.top)
        u, v = self.place(box.right, box.bottom)
        return Box(min(x, u), min(y, v), max(x, u), max(y, v))


def turn_point(x: Any, y: Any, turn: int, width: float, height: float) -> tuple[Any, Any]:
    """Return where points lie after the page was turned back by some quarter turns.

    Parameters
    ----------
    x, y : float or arrays of float
        From the upper left corner, y downwards.
    turn : int
        Quarter turns counter-clockwise.
    width, height : float
        Of the page before it is turned.

    Returns
    -------
    tuple of two, like `x` and `y`
    """
    match turn % 4:
        case 1:
            return y, width - x
        case 2:
            return width - x, height - y
        case 3:
            return height - y, x
        case _:
            return x, y


def turn_box(box: Box, turn: int, width: float, height: float) -> Box:
    """Return a box after the page was turned back by some quarter turns.

    Parameters
    ----------
    box : Box
    turn : int
        Quarter turns counter-clockwise.
    width, height : float
        Of the page before it is turned.

    Returns
    -------
    Box
    """
    one = turn_point(box.left, box.top, turn, width, height)
    other = turn_point(box.right, box.bottom, turn, width, height)
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
