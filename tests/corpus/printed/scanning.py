"""Lines of a typeset page as OCR would give them: boxes and sizes a little off, no fonts."""

import random
from dataclasses import replace

from tests.corpus.printed.typesetter import TypesetPage
from textml.corpus.geometry import Box, PrintedLine


def scan_lines(page: TypesetPage, seed: int = 0, tilt: float = 0.0) -> list[tuple[str, PrintedLine]]:
    """Lines in the order of `page.lines` with the errors of OCR.

    Parameters
    ----------
    page : TypesetPage
    seed : int
        The same page, seed and tilt give the same lines.
    tilt : float
        How much lower the right edge of the page lies than the left one, as a share of its width.

    Returns
    -------
    list of (str, PrintedLine)
        Sizes are heights of boxes, up to 8 % off; edges are up to a tenth of a character off; no font, no weight.
    """
    rng = random.Random(f"scan {page.seed} {seed}")
    lines = []
    for text, line in page.lines:
        box, slack = line.box, 0.1 * line.size
        sink = tilt * (box.left + box.right) / 2
        # the ink of a character is lower than its size
        top = box.top + sink + 0.06 * line.size + rng.uniform(-slack, slack) / 2
        bottom = box.bottom + sink - 0.04 * line.size + rng.uniform(-slack, slack) / 2
        left, right = box.left + rng.uniform(-slack, slack), box.right + rng.uniform(-slack, slack)
        size = line.size * rng.uniform(0.92, 1.08)
        lines.append((text, replace(line, box=Box(left, top, right, bottom), size=size, font="", weight=0)))
    return lines
