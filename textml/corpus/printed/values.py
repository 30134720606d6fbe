"""What reading a printed file gives: its pages with their geometry, beside what went wrong in it."""

from dataclasses import dataclass

from textml.corpus.geometry import Geometry


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page of a printed file, its lines in reading order.

    Attributes
    ----------
    number : int
        Its place in the file, from 1. Pages that could not be read are counted too.
    text : str
        One line of text for each printed line; no line is blank. Empty for an empty page.
    geometry : Geometry or None
        Place and type of these lines, and what is drawn around them. None where the file does not say: the text is
        then in the order of the file, and may have blank lines.
    notes : tuple of str
        What a person should know of a page that was read all the same, such as characters that lay outside it.
    """

    number: int
    text: str
    geometry: Geometry | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """The pages of one printed file.

    Attributes
    ----------
    pages : tuple of PrintedPage
        Those that could be read, in the order of the file.
    problems : tuple of str
        One sentence for each page that could not be read: which, what was found, and what to do.
    notes : tuple of str
        What a person should know of the file as a whole.
    """

    pages: tuple[PrintedPage, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
