"""Leave out pages that another kind of file holds too, with more about them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from os.path import splitext

from textml.corpus.article import Page
from textml.corpus.chains import file_name
from textml.corpus.decode import unreadable_share
from textml.corpus.reading.readers import PRINTED, PageReading

# Share of its pairs of neighbouring characters that another text needs to have, to hold the same page. Of pages of the
# invented newspaper that were set as PDF and read in another order it is above 0.9, of different ones below 0.3.
_SAME = 0.6
# Share of unreadable characters from which on another file of the page is better; OCR and dumps have a few in a page.
_UNREADABLE = 0.05
# White space, and characters that fonts without a mapping give.
_NO_TEXT = re.compile(r"[\s\ufffd\ue000-\uf8ff]+")
# Names shown of files that were left out.
_SHOWN = 3
# What a dump counts as, after all kinds that say where lines are printed.
_DUMP = "dump"
_ORDER = {kind: place for place, kind in enumerate([*PRINTED, _DUMP])}


def leave_out_copies(read: Mapping[str, PageReading]) -> tuple[dict[str, list[Page]], list[str]]:
    """Keep a page once that is there as PDF and as dump, or as other kinds of files.

    The PDF is kept before ALTO, hOCR and dumps, unless pages of it could not be read or have unreadable text. Files
    hold the same pages if their names differ in the ending alone, or mean the same issue and page, and if their texts
    are alike.

    Parameters
    ----------
    read : mapping of str to PageReading
        What was read of each file.

    Returns
    -------
    kept : dict of str to list of Page
        Pages of each file, in its order.
    notes : list of str
        At most one, that names the first files of which something was left out.
    """
    kept = {file: list(reading.pages) for file, reading in read.items()}
    damaged = {file for file, reading in read.items() if reading.problems}
    damaged |= {file for file, pages in kept.items() if any(map(_is_unreadable, pages))}
    copies: dict[str, str] = {}
    for name_of in (_name_without_ending, _id_of):
        claims: dict[str, dict[str, list[Page]]] = defaultdict(lambda: defaultdict(list))
        for file, pages in kept.items():
            for page in pages:
                claims[name_of(page)][file].append(page)
        for found in claims.values():
            for file, better in _find_copies(found, damaged):
                copies[file] = better
                places = {page.place for page in found[file]}
                kept[file] = [page for page in kept[file] if page.place not in places]
    return kept, _describe(copies)


def _name_without_ending(page: Page) -> str:
    return splitext(file_name(str(page.path)))[0]


def _id_of(page: Page) -> str:
    return page.id


def _find_copies(found: Mapping[str, list[Page]], damaged: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Files whose pages are in a file of another kind that is believed before them, and that file."""
    kinds = {file: _kind_of(pages[0]) for file, pages in found.items()}
    if len(set(kinds.values())) == 1:
        return
    ranked = sorted(found, key=lambda file: (file in damaged, _ORDER[kinds[file]], file))
    stay = ranked[:1]
    for file in ranked[1:]:
        others = (other for other in stay if kinds[other] != kinds[file])
        better = next((other for other in others if _holds(found[other], found[file])), "")
        if better:
            yield file, better
        else:
            stay.append(file)


def _kind_of(page: Page) -> str:
    return page.encoding if page.encoding in PRINTED else _DUMP


def _is_unreadable(page: Page) -> bool:
    return page.geometry is not None and unreadable_share(page.text) > _UNREADABLE


def _holds(pages: Iterable[Page], others: Iterable[Page]) -> bool:
    """Whether nearly all that is in other pages is in these."""
    wanted = _pairs(others)
    return len(wanted & _pairs(pages)) >= _SAME * len(wanted)


def _pairs(pages: Iterable[Page]) -> set[str]:
    texts = [_NO_TEXT.sub("", page.text) for page in pages]
    return {text[at : at + 2] for text in texts for at in range(len(text))}


def _describe(copies: Mapping[str, str]) -> list[str]:
    if not copies:
        return []
    named = [f"{file} for {better}" for file, better in sorted(copies.items())[:_SHOWN]]
    more = f" and {len(copies) - _SHOWN:,} more" if len(copies) > _SHOWN else ""
    return [f"the same pages in two kinds of files are read once; left out: {', '.join(named)}{more}"]
