"""Call pdfium once for every character, at the price of a call and no more.

pypdfium2's own functions convert every argument; a page has some thousand characters, and each is asked several times.
So the same functions are bound again here with plain addresses, and are mapped over ranges of numbers.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from ctypes import PYFUNCTYPE, c_double, c_int, c_size_t, c_uint, c_void_p, cast
from functools import cache
from itertools import repeat
from typing import Any

#: Result and arguments of the functions that are called for every character or every object of a page. Addresses that
#: are a result are numbers, 0 for none.
SIGNATURES: dict[str, tuple[Any, ...]] = {
    "FPDFText_CountChars": (c_int, c_void_p),
    "FPDFText_GetUnicode": (c_uint, c_void_p, c_int),
    "FPDFText_HasUnicodeMapError": (c_int, c_void_p, c_int),
    "FPDFText_GetTextObject": (c_size_t, c_void_p, c_int),
    "FPDFText_GetFontSize": (c_double, c_void_p, c_int),
    "FPDFText_GetCharOrigin": (c_int, c_void_p, c_int, c_void_p, c_void_p),
    "FPDFText_GetLooseCharBox": (c_int, c_void_p, c_int, c_void_p),
    "FPDFText_GetMatrix": (c_int, c_void_p, c_int, c_void_p),
    "FPDFTextObj_GetFont": (c_size_t, c_void_p),
    "FPDFTextObj_GetTextRenderMode": (c_int, c_void_p),
    "FPDFFont_GetBaseFontName": (c_int, c_void_p, c_void_p, c_int),
    "FPDFFont_GetFlags": (c_int, c_void_p),
    "FPDFPage_CountObjects": (c_int, c_void_p),
    "FPDFPage_GetObject": (c_size_t, c_void_p, c_int),
    "FPDFFormObj_CountObjects": (c_int, c_void_p),
    "FPDFFormObj_GetObject": (c_size_t, c_void_p, c_int),
    "FPDFPageObj_GetType": (c_int, c_void_p),
    "FPDFPageObj_GetBounds": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_GetMatrix": (c_int, c_void_p, c_void_p),
    "FPDFPageObj_GetFillColor": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_GetStrokeColor": (c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    "FPDFPath_CountSegments": (c_int, c_void_p),
    "FPDFPath_GetPathSegment": (c_size_t, c_void_p, c_int),
    "FPDFPathSegment_GetType": (c_int, c_void_p),
    "FPDFPathSegment_GetPoint": (c_int, c_void_p, c_void_p, c_void_p),
    "FPDFPageObj_GetClipPath": (c_size_t, c_void_p),
    "FPDFClipPath_CountPaths": (c_int, c_void_p),
    "FPDFClipPath_CountPathSegments": (c_int, c_void_p, c_int),
    "FPDFClipPath_GetPathSegment": (c_size_t, c_void_p, c_int, c_int),
    "FPDFPath_GetDrawMode": (c_int, c_void_p, c_void_p, c_void_p),
}


@cache
def bind(name: str) -> Callable[..., Any]:
    """Return a function of pdfium that takes addresses as plain numbers.

    It keeps Python's lock while it runs: pdfium must not be called from two threads at once.

    Parameters
    ----------
    name : str
        One of `SIGNATURES`.

    Returns
    -------
    callable
    """
    import pypdfium2.raw

    function: Callable[..., Any] = PYFUNCTYPE(*SIGNATURES[name])(address(getattr(pypdfium2.raw, name)))
    return function


def address(handle: Any) -> int:
    """Return where a handle or a function of pdfium lies; 0 for none."""
    return cast(handle, c_void_p).value or 0


def ask(name: str, handle: int, n: int) -> Iterator[Any]:
    """Return what a function says of each of `n` numbered things."""
    return map(bind(name), repeat(handle), range(n))


def ask_each(name: str, handles: Iterable[int], *addresses: Iterable[int]) -> Iterator[Any]:
    """Return what a function says of each handle."""
    return map(bind(name), handles, *addresses)


def fill(results: Iterator[Any]) -> None:
    """Let calls run for what they write."""
    deque(results, maxlen=0)
