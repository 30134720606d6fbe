"""Write the text of a printed line: its characters, with the spaces that a reader sees."""

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from textml.corpus.printed.glyphs.characters import Glyphs

# All gaps in font sizes. A space between Latin words is a fourth to a third; letters of one word stand nearer.
_WORD_GAP = 0.15
# Between Chinese characters, where it is this much wider than the gaps of the line, it parts two phrases.
_PHRASE_GAP = 0.45
# Characters that stand this far apart are letter-spaced, if all gaps of the line are alike.
_SPACED = 0.3
_EVEN = 0.15
_REPLACEMENT = "\ufffd"
_HYPHEN, _SOFT_HYPHEN = "-", "\u00ad"
# pdfium gives this for a hyphen at the end of a line, be it a soft one or not.
_PDFIUM_HYPHEN = "\x02"
_ALNUM = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
# Radicals, ideographs for compatibility, upright forms of punctuation and ligatures: forms of characters that fonts
# have for their own ends, which mean the plain ones.
_FORMS = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe4f]")


def write_line(glyphs: Glyphs, row: NDArray[np.int64]) -> str:
    """Write one line.

    Parameters
    ----------
    glyphs : Glyphs
    row : (n,) int, n >= 1
        Its characters from left to right.

    Returns
    -------
    str
        Without white space at its ends. U+FFFD stands for characters that the file does not name.
        Letter-spaced lines are closed. A space of the file stays, except in a line that is letter-spaced as a whole.
    """
    signs = list(map(_spell, glyphs.code[row].tolist(), glyphs.unmapped[row].tolist()))
    gaps = (glyphs.left[row[1:]] - glyphs.right[row[:-1]]) / np.minimum(glyphs.size[row[1:]], glyphs.size[row[:-1]])
    parted = _find_parted(signs, gaps, glyphs.spaced[row[1:]])
    text = "".join(sign + " " * gap for sign, gap in zip(signs, [*parted.tolist(), False], strict=True))
    text = text.replace(_SOFT_HYPHEN, "")
    return text[:-1] + _HYPHEN if text.endswith(_PDFIUM_HYPHEN) else text.replace(_PDFIUM_HYPHEN, _HYPHEN)


def _find_parted(signs: list[str], gaps: NDArray[np.float64], spaced: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return behind which signs there is a space."""
    if not len(gaps):
        return np.zeros(0, bool)
    usual = float(np.median(gaps))
    if len(gaps) >= 2 and usual >= _SPACED:
        # letter-spaced: a space is what is wider than the rest
        return gaps > 1.5 * usual + _EVEN
    wide = gaps > usual + _PHRASE_GAP
    latin = np.array([bool(_ALNUM.match(sign)) for sign in signs])
    wide |= latin[1:] & latin[:-1] & (gaps > max(usual, 0) + _WORD_GAP)
    return wide | spaced


def _spell(code: int, unmapped: bool) -> str:
    """Return the text of one character."""
    if unmapped or not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return _REPLACEMENT
    sign = chr(code)
    return unicodedata.normalize("NFKC", sign) if _FORMS.match(sign) else sign
