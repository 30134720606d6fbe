"""Sets invented texts as printed lines, by hand: so many characters a line, in columns of so many lines."""

from itertools import cycle, islice

from textml.corpus.geometry import Box, PrintedLine

Set = list[tuple[str, PrintedLine]]

SIZE = 10.0
LEADING = 14.0
EM = 14  # characters in a line of a column
_CLAUSES = (
    "青石坊的渠水通到田边",
    "二十户人家添了新灶",
    "老桥两头种上乌桕",
    "村口的钟敲了三下",
    "晒谷场上坐满了人",
    "渡船早晚各开一班",
)


def prose(name: str, n_paragraphs: int = 3, n_clauses: int = 7) -> list[str]:
    """Paragraphs that name what they belong to, so that no two stories share a sentence."""
    paragraphs = []
    for n in range(n_paragraphs):
        clauses = islice(cycle(_CLAUSES), n + len(name), n + len(name) + n_clauses + n % 3)
        paragraphs.append("，".join(f"{name}{clause}" for clause in clauses) + "。")
    return paragraphs


def wrap(paragraphs: list[str], em: int = EM) -> list[tuple[str, bool]]:
    """Lines of a text with whether they are indented."""
    lines = []
    for paragraph in paragraphs:
        first, rest = paragraph[: em - 2], paragraph[em - 2 :]
        lines += [(first, True), *((rest[at : at + em], False) for at in range(0, len(rest), em))]
    return lines


def line(
    text: str, left: float, top: float, size: float = SIZE, font: str = "Song", vertical: bool = False
) -> tuple[str, PrintedLine]:
    """One printed line of full-width characters."""
    length = len(text) * size
    box = Box(left, top, left + size, top + length) if vertical else Box(left, top, left + length, top + size)
    return text, PrintedLine(box, size, font, vertical=vertical)


def column(wrapped: list[tuple[str, bool]], left: float, top: float, size: float = SIZE, font: str = "Song") -> Set:
    """Lines below each other."""
    leading = LEADING * size / SIZE
    return [
        line(text, left + 2 * size * indented, top + n * leading, size, font)
        for n, (text, indented) in enumerate(wrapped)
    ]


def columns(wrapped: list[tuple[str, bool]], places: list[tuple[float, float, int]]) -> Set:
    """Lines in columns, each with its left edge, its top and its number of lines; the last takes the rest."""
    found: Set = []
    for n, (left, top, n_lines) in enumerate(places):
        part = wrapped if n == len(places) - 1 else wrapped[:n_lines]
        found += column(part, left, top)
        wrapped = wrapped[n_lines:]
    return found


def title(text: str, left: float, top: float, size: float = 24.0) -> Set:
    """A headline of one line."""
    return [line(text, left, top, size, "Hei")]
