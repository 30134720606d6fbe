"""How values show themselves: as a card of HTML in a notebook, as a short repr elsewhere.

Any room may import this, as it may import `errors`: it imports nothing of textml.
"""

import reprlib
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from html import escape
from typing import Any

#: Bytes (UTF-8) of a card at most, whatever texts it shows: a notebook keeps every one of them.
CARD_BYTES = 1500
# What closes a card, and says that rows are left out, finds room behind the last row.
_RESERVE = 90
_CELL_BYTES = 120
_LINE_BYTES = 300
# Nothing has a colour of its own that a dark page would swallow; tables of notebooks are set flush right.
_OPEN = "<div class=textml><style>.textml td,.textml th{text-align:left!important}</style>"
# Okabe and Ito's (2008) blue and vermilion, which the colour-blind tell apart; half transparent, for light and dark.
_FOR, _AGAINST = "#0072B2", "#D55E00"
_FAINTEST, _STRONGEST = 0x20, 0xA0


def text_of(value: object, n_bytes: int = _CELL_BYTES) -> str:
    """A value as text that HTML shows and never obeys, cut to so many bytes with an ellipsis where it is longer.

    >>> text_of("<script>"), text_of("汀禾新报的头版", 12)
    ('&lt;script&gt;', '汀禾新…')
    """
    # half a character pair, which no file can hold, becomes a question mark
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
    """A value as a card of HTML: its name, facts in a line, a text, and as many rows of a table as fit.

    Parameters
    ----------
    name : of the value's type
    facts : what a line says of it; empty ones are left out
    header, rows : of the table, cells as plain values
    text : a passage to show below the facts

    Returns
    -------
    str of at most CARD_BYTES bytes; every text in it is escaped
    """
    told = " · ".join(filter(None, (text_of(fact) for fact in facts)))
    pieces = [_OPEN, f"<b>{text_of(name)}</b> ", _fitting(told, 2 * _LINE_BYTES)]
    if text:
        pieces.append(f"<div>{text_of(text, _LINE_BYTES)}</div>")
    pieces += _table(header, [tuple(row) for row in rows], CARD_BYTES - sum(map(_size, pieces)) - _RESERVE)
    return "".join([*pieces, "</div>"])


def word_card(name: str, facts: Iterable[object], sides: Iterable[tuple[str, Sequence[tuple[str, float]]]]) -> str:
    """Weighted words as a card of HTML, a line a side: what speaks for something blue, what speaks against it orange.

    Parameters
    ----------
    name, facts : as for `card`
    sides : (what the words speak for, (word, weight) in order); the stronger a weight, the stronger its colour

    Returns
    -------
    str of at most CARD_BYTES bytes
    """
    lines = [(label, list(words)) for label, words in sides if words]
    largest = max((abs(weight) for _, words in lines for _, weight in words), default=0.0) or 1.0
    told = " · ".join(filter(None, (text_of(fact) for fact in facts)))
    pieces = [_OPEN, f"<b>{text_of(name)}</b> ", _fitting(told, _LINE_BYTES)]
    room = (CARD_BYTES - sum(map(_size, pieces)) - _RESERVE) // max(len(lines), 1)
    for label, words in lines:
        line = f"<div>{text_of(label, 60)} ← "
        for word, weight in words:
            span = f"<span style=background:{_shade(weight / largest)}>{text_of(word, 60)}</span> "
            if _size(line) + _size(span) > room - len("</div>"):
                break
            line += span
        pieces.append(f"{line}</div>")
    return "".join([*pieces, "</div>"])


def brief(value: Any) -> str:
    """Repr of a dataclass in a few hundred characters: defaults left out, long texts, lists and arrays cut short."""
    return _BRIEF.repr_dataclass(value, _BRIEF.maxlevel)


@dataclass(frozen=True)
class Framed:
    """A whole HTML document that a notebook shows in a frame of its own: neither sees the other's styles or scripts.

    Attributes
    ----------
    document : needs no other file; its scripts run, but cannot reach the notebook
    height : of the frame, in pixels
    """

    document: str
    height: int

    __repr__ = brief

    def _repr_html_(self) -> str:
        look = f"width:100%;height:{self.height}px;border:0"
        return f'<iframe srcdoc="{escape(self.document)}" sandbox="allow-scripts" style="{look}"></iframe>'


class _Brief(reprlib.Repr):
    """Python's own short reprs, with what a text or list goes on to."""

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
        given = ((field.name, getattr(x, field.name)) for field in fields(x) if _tells(field, getattr(x, field.name)))
        return f"{type(x).__name__}({', '.join(f'{name}={self.repr1(value, level - 1)}' for name, value in given)})"


_BRIEF = _Brief()


def _tells(field: "Field[Any]", value: object) -> bool:
    """Whether a field is worth showing: what it is by default is not."""
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    # arrays compare by element, which is no truth
    return default is MISSING or hasattr(value, "shape") or bool(value != default)


def _table(header: Sequence[str], rows: Sequence[Sequence[object]], room: int) -> list[str]:
    """The rows that fit into so many bytes, and how many do not."""
    if not rows:
        return []
    cells = "".join(f"<th>{text_of(name, 40)}" for name in header)
    shown = ["<table>", f"<tr>{cells}" if header else ""]
    room -= sum(map(_size, shown))
    for number, row in enumerate(rows):
        line = "<tr>" + "".join(f"<td>{text_of(cell)}" for cell in row)
        room -= _size(line)
        if room < 0:
            return [*shown, f"</table>… and {len(rows) - number:,} more"]
        shown.append(line)
    return [*shown, "</table>"]


def _fitting(markup: str, n_bytes: int) -> str:
    """Escaped facts, whole ones only, as far as they fit."""
    parts = markup.split(" · ")
    while len(parts) > 1 and _size(" · ".join(parts)) > n_bytes:
        parts.pop()
    return " · ".join(parts)


def _shade(strength: float) -> str:
    """Colour of a weight from -1 to 1, fainter where it is weaker."""
    alpha = round(_FAINTEST + (_STRONGEST - _FAINTEST) * min(abs(strength), 1.0))
    return f"{_FOR if strength > 0 else _AGAINST}{alpha:02X}"


def _size(text: str) -> int:
    return len(text.encode())
