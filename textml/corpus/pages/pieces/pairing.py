"""Pair the pieces of a page that break off with those that go on."""

from collections.abc import Mapping, Sequence

from textml.corpus.pages.lines.fitted import read_table, weigh
from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.pieces.cues import Seam, find_seams
from textml.corpus.pages.pieces.parts import Piece

# Scores count up to the first, margins up to the second, in log odds; a pair without a rival beats one of the third;
# by hand.
_BOUND, _MARGIN, _HOPELESS = 4.0, 2.0, -6.0
# Two pieces go together where that is more likely than not, in log odds: on typeset pages of kinds that were not fitted
# on, nine of ten such pairs of pdftotext are right.
_LEAST = 0.0


def weigh_seams(seams: Sequence[Seam], weights: Mapping[str, float]) -> list[dict[str, float]]:
    """Weigh every pair, and say by how much it is better than the others of its end and of its start.

    Parameters
    ----------
    seams : sequence of (int, int, mapping of str to float)
        All pairs of a page, see `find_seams`.
    weights : mapping of str to float
        Of their cues, in log odds.

    Returns
    -------
    list of dict of str to float
        One for each pair: its score, its margins, and what kind of pair it is.
    """
    scores = [weigh(cues, weights) for _, _, cues in seams]
    tops: dict[tuple[int, int], tuple[float, float]] = {}
    for (end, start, _), score in zip(seams, scores, strict=True):
        for key in ((0, end), (1, start)):
            one, two = tops.get(key, (_HOPELESS, _HOPELESS))
            tops[key] = (score, one) if score > one else (one, max(two, score))
    found = []
    for (end, start, cues), score in zip(seams, scores, strict=True):
        rivals = [two if score >= one else one for one, two in (tops[0, end], tops[1, start])]
        found.append(
            {
                "pair": 1.0,
                "score": _bound(score),
                "better for the end": _bound(score - rivals[0], _MARGIN),
                "better for the start": _bound(score - rivals[1], _MARGIN),
                "better for both": _bound(score - max(rivals), _MARGIN),
                "closed pair": cues["sentence closed"],
                "next pair": cues.get("next alone", 0.0),
            }
        )
    return found


def _bound(value: float, most: float = _BOUND) -> float:
    return max(-most, min(most, value))


def pair_pieces(
    sheet: Sheet, roles: Sequence[Role], pieces: Sequence[Piece], weights: Mapping[str, float] | None = None
) -> dict[int, int]:
    """Pair the pieces that break off with those that go on.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page.
    roles : sequence of Role
        One for each line.
    pieces : sequence of Piece
        All of the page.
    weights : mapping of str to float, optional
        Of the cues, in log odds; those of seams.toml by default.

    Returns
    -------
    dict of int to int
        Numbers of first pieces to numbers of those that follow them. No piece follows itself, over any number of them.
    """
    known = read_table("seams") if weights is None else weights
    seams = list(find_seams(sheet, roles, pieces))
    scored = []
    for (end, start, _), cues in zip(seams, weigh_seams(seams, known), strict=True):
        score = weigh(cues, known)
        # behind a sentence that has come to its end it is not enough to have no rival
        if score > _LEAST and (cues["score"] > 0 or not cues["closed pair"]):
            scored.append((-score, end, start))
    pairs: dict[int, int] = {}
    roots: dict[int, int] = {}

    def root(number: int) -> int:
        while (above := roots.get(number, number)) != number:
            roots[number] = roots.get(above, above)
            number = above
        return number

    taken: set[int] = set()
    for _, end, start in sorted(scored):
        if end not in pairs and start not in taken and root(end) != start:
            pairs[end] = start
            taken.add(start)
            roots[start] = root(end)
    return pairs
