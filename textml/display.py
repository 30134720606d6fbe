"""HTML and short text representations of result objects.

In a notebook a value is a card of HTML, elsewhere a short repr.
"""

import reprlib
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from html import escape
from typing import Any

#: Most bytes (UTF-8) of a card, whatever texts it shows: a notebook file keeps every card.
CARD_BYTES = 1500
# Bytes kept free after the last row: the end of the card, and the note that rows are left out.
_RESERVE = 90
# Most bytes of a cell, so that one long text does not push out the other columns.
_CELL_BYTES = 120
# Most bytes of a line of facts or of a passage of text.
_LINE_BYTES = 300
# No colours, so that it works on dark pages too; notebooks align tables right, which text is not.
_OPEN = "<div class=textml><style>.textml td,.textml th{text-align:left!important}</style>"
# Okabe and Ito's (2008) blue and vermilion, which the colour-blind tell apart; half transparent, for light and dark.
_FOR, _AGAINST = "#0072B2", "#D55E00"
# Opacity of the smallest and the largest weight, of 255: visible, and never hiding the text.
_FAINTEST, _STRONGEST = 0x20, 0xA0


def escape_text(value: object, n_bytes: int = _CELL_BYTES) -> str:
    """Text of a value, escaped for HTML and cut to `n_bytes` with an ellipsis.

    Examples
    --------
    >>> escape_text("<script>"), escape_text("汀禾新报的头版", 12)
    ('&lt;script&gt;', '汀禾新…')
    """
    # A lone surrogate, which no file can hold, becomes a question mark.
    plain = " ".join(str(value).split()).encode("utf-8", "replace").decode()
    whole = escape(plain[: n_bytes + 1])
    if len(plain) <= n_bytes and _size(whole) <= n_bytes:
        return whole
    kept, room = [], n_bytes - _size("…")
    for character in plain:
        piece = escape(character)
        room -= _size(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept) + "…"


def card(
    name: str,
    facts: Iterable[object],
    header: Sequence[str] = (),
    rows: Iterable[Sequence[object]] = (),
    text: str = "",
) -> str:
    """Build a card of HTML: a name, a line of facts, a passage, and as many rows of a table as fit.

    Parameters
    ----------
    name : str
        of the value's type
    facts : iterable
        shown in a line; empty ones are left out
    header : sequence of str
        names of the columns
    rows : iterable of sequences
        cells as plain values
    text : str
        a passage to show below the facts

    Returns
    -------
    str
        at most CARD_BYTES bytes; every text in it is escaped
    """
    line = " · ".join(filter(None, (escape_text(fact) for fact in facts)))
    pieces = [_OPEN, f"<b>{escape_text(name)}</b> ", _fit_facts(line, 2 * _LINE_BYTES)]
    if text:
        pieces.append(f"<div>{escape_text(text, _LINE_BYTES)}</div>")
    pieces += _table(header, [tuple(row) for row in rows], CARD_BYTES - sum(map(_size, pieces)) - _RESERVE)
    return "".join([*pieces, "</div>"])


def word_card(name: str, facts: Iterable[object], sides: Iterable[tuple[str, Sequence[tuple[str, float]]]]) -> str:
    """Build a card of weighted words, one line for each side: positive weights blue, negative ones orange.

    Parameters
    ----------
    name : str
        of the value's type
    facts : iterable
        shown in a line; empty ones are left out
    sides : iterable of (str, sequence of (str, float))
        what the words speak for, and the words with their weights; a larger weight has a stronger colour

    Returns
    -------
    str
        at most CARD_BYTES bytes
    """
    lines = [(label, list(words)) for label, words in sides if words]
    largest = max((abs(weight) for _, words in lines for _, weight in words), default=0.0) or 1.0
    facts_line = " · ".join(filter(None, (escape_text(fact) for fact in facts)))
    pieces = [_OPEN, f"<b>{escape_text(name)}</b> ", _fit_facts(facts_line, _LINE_BYTES)]
    room = (CARD_BYTES - sum(map(_size, pieces)) - _RESERVE) // max(len(lines), 1)
    for label, words in lines:
        line = f"<div>{escape_text(label, 60)} ← "
        for word, weight in words:
            span = f"<span style=background:{_shade(weight / largest)}>{escape_text(word, 60)}</span> "
            if _size(line) + _size(span) > room - len("</div>"):
                break
            line += span
        pieces.append(f"{line}</div>")
    return "".join([*pieces, "</div>"])


def brief(value: Any) -> str:
    """Repr of a dataclass in a few hundred characters: without defaults, long texts and arrays cut short."""
    return _BRIEF.repr_dataclass(value, _BRIEF.maxlevel)


@dataclass(frozen=True)
class Framed:
    """A whole HTML document that a notebook shows in a frame, apart from its own styles and scripts.

    Attributes
    ----------
    document : str
        needs no other file; its scripts run, but cannot reach the notebook
    height : int
        of the frame, in pixels
    """

    document: str
    height: int

    __repr__ = brief

    def _repr_html_(self) -> str:
        look = f"width:100%;height:{self.height}px;border:0"
        return f'<iframe srcdoc="{escape(self.document)}" sandbox="allow-scripts" style="{look}"></iframe>'


class _Brief(reprlib.Repr):
    """Python's own short reprs, with the length of what is cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 3
        self.maxstring = 40
        self.maxlist = self.maxtuple = self.maxdict = 3
        self.maxother = 60

    def repr_str(self, x: str, level: int) -> str:
        return repr(x) if len(x) <= self.maxstring else f"{x[: self.maxstring]!r}… ({len(x):,} characters)"

    def repr_float(self, x: float, level: int) -> str:
        return f"{x:.4g}"

    def repr_list(self, x: list[Any], level: int) -> str:
        return super().repr_list(x, level) if len(x) <= self.maxlist else f"<{len(x):,} items>"

    def repr_ndarray(self, x: Any, level: int) -> str:
        return f"<array {x.shape}>"

    def repr_csr_matrix(self, x: Any, level: int) -> str:
        return f"<CSR {x.shape}>"

    def repr_instance(self, x: Any, level: int) -> str:
        return self.repr_dataclass(x, level) if is_dataclass(x) else super().repr_instance(x, level)

    def repr_dataclass(self, x: Any, level: int) -> str:
        if level <= 0:
            return f"{type(x).__name__}(...)"
        given = (
            (field.name, getattr(x, field.name))
            for field in fields(x)
            if _is_worth_showing(field, getattr(x, field.name))
        )
        return f"{type(x).__name__}({', '.join(f'{name}={self.repr1(value, level - 1)}' for name, value in given)})"


_BRIEF = _Brief()


def _is_worth_showing(field: "Field[Any]", value: object) -> bool:
    """Whether a field has another value than by default."""
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    # Arrays compare element by element, which gives no single truth value.
    return default is MISSING or hasattr(value, "shape") or bool(value != default)


def _table(header: Sequence[str], rows: Sequence[Sequence[object]], room: int) -> list[str]:
    """The rows that fit into `room` bytes, and the number of those that do not."""
    if not rows:
        return []
    cells = "".join(f"<th>{escape_text(name, 40)}" for name in header)
    shown = ["<table>", f"<tr>{cells}" if header else ""]
    room -= sum(map(_size, shown))
    for number, row in enumerate(rows):
        line = "<tr>" + "".join(f"<td>{escape_text(cell)}" for cell in row)
        room -= _size(line)
        if room < 0:
            return [*shown, f"</table>… and {len(rows) - number:,} more"]
        shown.append(line)
    return [*shown, "</table>"]


def _fit_facts(markup: str, n_bytes: int) -> str:
    """Whole facts that fit into `n_bytes`, escaped."""
    parts = markup.split(" · ")
    while len(parts) > 1 and _size(" · ".join(parts)) > n_bytes:
        parts.pop()
    return " · ".join(parts)


def _shade(strength: float) -> str:
    """Colour of a weight from -1 to 1; a smaller weight is fainter."""
    alpha = round(_FAINTEST + (_STRONGEST - _FAINTEST) * min(abs(strength), 1.0))
    return f"{_FOR if strength > 0 else _AGAINST}{alpha:02X}"


def _size(text: str) -> int:
    return len(text.encode())
