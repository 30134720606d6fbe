"""Fits the weights of what says that a text goes on in another piece of its page.

    python -m tests.fitting.seams

Logistic regression on pairs of pieces of typeset pages as tools dump them, then another on the scores of the pairs and
on by how much each beats its rivals. Where web news lies beside the repository, half of the pages are set from them,
because words that a person chose are shared by the halves of a text as invented ones are not.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.corpus.printed.dump_line import DumpLine
from tests.corpus.printed.dumps import dump_lines
from tests.corpus.printed.kinds import KINDS
from tests.corpus.printed.typesetter import ORDERS, TypesetPage, typeset_page
from tests.fitting.pages import ROOT
from tests.fitting.press import read_jsonl
from tests.fitting.solving import fit_cues
from textml.corpus.pages.lines import fitted
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.pieces.cues import Seam, find_seams
from textml.corpus.pages.pieces.pairing import weigh_seams
from textml.corpus.pages.pieces.parts import find_pieces

NEWS = ROOT.parent / "shared" / "corpora" / "web_news.jsonl.gz"
#: Tools that print box by box, and one that does not.
TOOLS = ("pdfminer", "pdftotext", "raw")
_STORIES = 25
_SENTENCE = re.compile(r"[^。！？]+[。！？]+[”’]?")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class KnownDump:
    """All pairs of pieces of a dump, and whether the second goes on where the first breaks off."""

    kind: str
    order: str
    seams: Sequence[Seam]
    truth: Sequence[bool]


def typeset_pages(seeds: Iterable[int] = range(2)) -> Iterator[TypesetPage]:
    """Pages of every kind in every order, of invented texts and of web news."""
    news = _read_news()
    for seed in seeds:
        for kind in KINDS:
            for order in ORDERS:
                rng = random.Random(f"{kind} {order} {seed}")
                stories = [_as_story(text, rng) for text in rng.sample(news, _STORIES)] if news and seed % 2 else []
                yield typeset_page(stories, kind, order, 1000 + seed)


def _read_news() -> list[dict[str, str]]:
    if not NEWS.exists():
        return []
    return [text for text in read_jsonl(NEWS) if 250 < len(text["text"]) < 1800 and text["title"]]


def _as_story(text: dict[str, str], rng: random.Random) -> dict[str, str]:
    """A text in paragraphs of one to four sentences."""
    sentences = _SENTENCE.findall("".join(text["text"].split()))
    paragraphs = []
    while sentences:
        n = rng.randint(1, 4)
        paragraphs.append("".join(sentences[:n]))
        sentences = sentences[n:]
    return {"title": "".join(text["title"].split())[:16], "text": "\n".join(paragraphs)}


def know(page: TypesetPage, tool: str) -> KnownDump:
    """The pairs of pieces of a page as a tool dumps it."""
    dump = dump_lines(page.set_lines, tool, page.seed)
    sheet = read_sheet("\n".join(line.text for line in dump))
    roles = read_roles(sheet)
    pieces = find_pieces(sheet, roles)
    seams = list(find_seams(sheet, roles, pieces))
    ends = [dump[sheet.lines[piece.last].number - 1] for piece in pieces]
    starts = [dump[sheet.lines[piece.first].number - 1] for piece in pieces]
    return KnownDump(
        page.kind, page.order, seams, [_goes_on(page, ends[end], starts[start]) for end, start, _ in seams]
    )


def _goes_on(page: TypesetPage, before: DumpLine, after: DumpLine) -> bool:
    one, other = before.printed[-1], after.printed[0]
    if one.item != other.item or {one.role, other.role} != {"body"}:
        return False
    seam = _NO_WORD.sub("", before.text)[-8:] + _NO_WORD.sub("", after.text)[:8]
    return seam in _NO_WORD.sub("", page.truth[one.item].body)


def fit(dumps: Sequence[KnownDump]) -> dict[str, float]:
    """Weights of the cues of a pair, and of its score and margins."""
    truth = [truth for dump in dumps for truth in dump.truth]
    weights = fit_cues([cues for dump in dumps for _, _, cues in dump.seams], truth)
    return weights | fit_cues([cues for dump in dumps for cues in weigh_seams(dump.seams, weights)], truth)


def main() -> None:
    """Fit on all pages and write seams.toml."""
    dumps = [know(page, tool) for page in typeset_pages() for tool in TOOLS]
    said = (
        f"{sum(map(len, (dump.truth for dump in dumps)))} pairs, {sum(sum(dump.truth) for dump in dumps)} of them right"
    )
    lines = [
        "# Weights of what says that a text goes on in another piece of its page, in log odds.",
        "# Written by `python -m tests.fitting.seams`; do not edit.",
        f"# Fitted on {len(dumps)} dumps of typeset pages: {said}.",
        "",
        "[seams]",
        *(f"{json.dumps(name)} = {weight:.3f}" for name, weight in sorted(fit(dumps).items())),
    ]
    fitted.SEAMS.write_text("\n".join(lines) + "\n", "utf-8")
    fitted.forget()


if __name__ == "__main__":
    main()
