"""Which phenomena of a dump a simulated page shows."""

from dataclasses import dataclass, fields, replace
from typing import Literal

Dump = Literal["wrapped", "flat", "newswire"]


@dataclass(frozen=True)
class Style:
    """Which phenomena of a dump are switched on; the default is a wrapped dump with all of them."""

    dump: Dump = "wrapped"
    measure: float = 17
    changing_measures: bool = True
    headline_after: bool = True
    headline_stack: bool = True
    columns: bool = True
    kickers: bool = True
    subtitles: bool = True
    wrapped_headlines: bool = True
    glued_display: bool = True
    leads: bool = True
    end_bylines: bool = True
    captions: bool = True
    teasers: bool = True
    slogans: bool = True
    notices: bool = True
    mastheads: bool = True
    jumps: bool = True
    stray_letters: bool = True
    letter_spacing: bool = True
    digit_spaces: bool = True
    half_width: bool = True
    full_width_digits: bool = True
    bold_questions: bool = True
    sub_headings: bool = True
    mid_start: bool = True
    bare_neighbours: bool = True
    page_heads: bool = False
    run_on_captions: bool = False
    mixed_measures: bool = False
    ordered_stacks: bool = False


#: What dumps of typeset pages show beyond those of the first pages; drawn apart, so that other pages stay as they are.
PRESS_SWITCHES = ("page_heads", "run_on_captions", "mixed_measures", "ordered_stacks")

SWITCHES: tuple[str, ...] = tuple(f.name for f in fields(Style) if f.name not in ("dump", "measure", *PRESS_SWITCHES))
EVERYTHING = Style()
PRESS = replace(EVERYTHING, **dict.fromkeys(PRESS_SWITCHES, True))
PLAIN = replace(EVERYTHING, **dict.fromkeys(SWITCHES, False))


def only(*switches: str, dump: Dump = "wrapped") -> Style:
    """A plain page with only these phenomena switched on."""
    return replace(PLAIN, dump=dump, **dict.fromkeys(switches, True))
