"""A line of a dump."""

from typing import NamedTuple

from tests.corpus.printed.composing import SetLine


class DumpLine(NamedTuple):
    """A line of a dump and what it was printed as; blank lines have nothing printed."""

    text: str
    printed: tuple[SetLine, ...] = ()


BLANK = DumpLine("")
