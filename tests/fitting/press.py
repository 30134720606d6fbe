"""Typeset pages of real articles with their truth, where they are at hand: every line aligned with what it says."""

import gzip
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from tests.fitting.pages import ROOT, KnownPage, Printed, is_heading
from textml.corpus.pages.lines.sheet import read_sheet

PRESS = ROOT.parent / "shared/press"
#: The kinds of page that are fitted on; the others are held out.
FITTED = ("front", "county", "evening", "report")
# Places of a line's text in the truth that are weighed against each other, at most.
_MOST_PLACES = 60


class _Place(NamedTuple):
    """Where the text of a line may stand in the truth: article, part, from and to in letters, share of the line."""

    item: int
    part: str
    start: int
    end: int
    share: float


_NOWHERE = _Place(-1, "furniture", 0, 0, 0.0)


def press_pages(tools: Sequence[str] = ("pdfium", "raw", "pdfminer")) -> Iterator[KnownPage]:
    """Pages as tools dump them; none where there are none."""
    if not PRESS.exists():
        return
    truth = {page["id"]: page["articles"] for page in read_jsonl(PRESS / "truth.jsonl.gz")}
    for tool in tools:
        for page in read_jsonl(PRESS / f"dumps_{tool}.jsonl.gz"):
            lines = page["text"].split("\n")
            articles = truth[page["id"]]
            _, kind, order = page["id"].split("_", 2)
            printed = [_as_printed(place, articles) for place in align(lines, articles)]
            yield KnownPage(read_sheet(page["text"]), printed, kind, order, source="of press")


def true_articles() -> Iterator[dict[str, Any]]:
    """The articles of all pages; none where there are none."""
    if PRESS.exists():
        for page in read_jsonl(PRESS / "truth.jsonl.gz"):
            yield from page["articles"]


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a packed file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def squeeze(text: str) -> str:
    """The letters and digits of a text, folded to half width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or ""))


def _as_printed(place: _Place, articles: Sequence[Mapping[str, Any]]) -> Printed:
    if place.part != "body":
        return Printed(place.item, place.part)
    at = 0
    for paragraph in articles[place.item]["body"].split("\n"):
        if at == place.start:
            heading = is_heading(paragraph) and place.end - place.start == len(squeeze(paragraph))
            return Printed(place.item, "body", True, heading)
        at += len(squeeze(paragraph))
    return Printed(place.item, "body")


def align(lines: Sequence[str], articles: Sequence[Mapping[str, Any]]) -> list[_Place]:
    """Find the most likely place of every line in the truth: the Viterbi path over all places of its text."""
    parts = [_parts_of(article) for article in articles]
    said = [squeeze(line) for line in lines]
    kept = [n for n, text in enumerate(said) if text]
    choices = [_places_of(said[n], parts) for n in kept]
    if not kept:
        return [_NOWHERE] * len(lines)
    best = [_own(place, said[kept[0]]) for place in choices[0]]
    back: list[list[int]] = []
    for (before, after), n in zip(pairwise(choices), kept[1:], strict=True):
        totals, pointers = [], []
        for place in after:
            score, origin = max((best[k] + _move(one, place, parts), -k) for k, one in enumerate(before))
            totals.append(score + _own(place, said[n]))
            pointers.append(-origin)
        best = totals
        back.append(pointers)
    at = max(range(len(best)), key=best.__getitem__)
    found = {kept[-1]: choices[-1][at]}
    for n, pointers, places in zip(reversed(kept[:-1]), reversed(back), reversed(choices[:-1]), strict=True):
        at = pointers[at]
        found[n] = places[at]
    return [found.get(n, _NOWHERE) for n in range(len(lines))]


def _parts_of(article: Mapping[str, Any]) -> list[tuple[str, str]]:
    named = ("body", "kicker", "title", "subtitle", "column", "byline")
    return [
        *((name, squeeze(article[name])) for name in named if article.get(name)),
        *(("title", squeeze(title)) for title in article["titles"]),
    ]


def _places_of(said: str, parts: Sequence[Sequence[tuple[str, str]]]) -> list[_Place]:
    found = []
    for item, texts in enumerate(parts):
        for part, text in texts:
            starts = [match.start() for match in re.finditer(re.escape(said), text)]
            found += [_Place(item, part, at, at + len(said), 1.0) for at in starts]
            if part == "body" and not starts and len(said) >= 4:
                # a lead stands before the text, a name behind it
                tail = next((k for k in range(len(said) - 1, 2, -1) if text.startswith(said[-k:])), 0)
                head = next((k for k in range(len(said) - 1, 2, -1) if text.endswith(said[:k])), 0)
                found += [_Place(item, part, 0, tail, tail / len(said))] * bool(tail)
                found += [_Place(item, part, len(text) - head, len(text), head / len(said))] * bool(head)
    return [*found[:_MOST_PLACES], _NOWHERE]


def _own(place: _Place, said: str) -> float:
    """How well a line fits a place, by itself; all numbers here were set by looking at alignments."""
    if place.item < 0:
        return 0.0
    return (2.0 + min(len(said), 12) * 0.1) * place.share - 0.6 + 0.3 * (place.part == "title")


def _move(one: _Place, other: _Place, parts: Sequence[Sequence[tuple[str, str]]]) -> float:
    """How well a place follows another: texts go on where they stopped, and begin at their beginning."""
    score = 0.0
    if other.item >= 0 and one.item == other.item:
        score += 0.5
        if one.part == other.part:
            score += 3.0 if one.end == other.start else -1.0 if other.part == "body" else 0.0
    elif other.part == "body" and other.start == 0:
        score += 1.0
    ended = one.item >= 0 and one.part == "body" and one.end == len(parts[one.item][0][1])
    return score + 0.5 * (ended and one.item != other.item)
