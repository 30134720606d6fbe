"""Decide what each printed line is: headline, paragraph start, continuation, sub-heading or mark."""

import re
from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise

from textml.corpus.pages.lines.sheet import Line, Sheet


class Role(IntEnum):
    """What a printed line does on the page."""

    HEADLINE = 0
    START = 1
    CONTINUATION = 2
    SUBHEADING = 3
    MARK = 4


# Score of what cannot be: no sum of other scores outweighs it.
_FORBIDDEN = -1e9
# Score of a line that is only a byline, credit or jump; set by hand on made-up pages.
_MARK = 6.0
_CLAUSE = re.compile(r"[,。;:](?!$)")
_NUMBERED = re.compile(
    r"(?:[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节、]|[(]小标题[)])"
)
_HAN_GAP = re.compile(r"[\u3400-\u9fff”》!?] {1,3}[\u3400-\u9fff“《]")
# Particles and linking words: no headline or paragraph starts with the first, no headline ends with the second.
_NEVER_FIRST = frozenset("的了着过们性者等及和与或地得")
_NEVER_LAST = frozenset("的和与及在将为对把被从向由于以是并或")
_PAIRS = (("“", "”"), ("(", ")"), ("《", "》"))


def headline_cue(line: Line, measures: Sequence[float]) -> float:
    """Score of a line as a headline, by itself: little punctuation, a width of its own, genuine spaces.

    Parameters
    ----------
    line : Line
        The line.
    measures : sequence of float
        Possible widths of its column in em; empty on a page that is not wrapped.

    Returns
    -------
    float
        Log odds. Like all scores of this module, the weights were set by hand on made-up pages
        (tests/corpus/pages/simulator.py).
    """
    text = line.folded
    score = 0.0
    last = text[-1]
    if last in "。,;、":
        score -= 4.0
    elif last == ":":
        score -= 2.5
    clauses = _CLAUSE.findall(text[:-1] + "x")
    if "。" in clauses:
        score -= 4.0
    score += (0.7, -0.3 if measures else -1.0, -2.0, -3.0)[min(len(clauses), 3)]
    if last in _NEVER_LAST:
        score -= 1.5
    if last in "?!":
        score += 0.4
    if any(text.count(a) != text.count(b) for a, b in _PAIRS):
        score -= 1.5
    if _HAN_GAP.search(text) and text.count(" ") < len(text) / 3:
        score += 1.8
    if text.startswith("——"):
        score += 0.5
    return score - 3.0 if line.letter_spaced else score + _headline_width_cue(line.width, measures)


def _headline_width_cue(width: float, measures: Sequence[float]) -> float:
    """Headlines are wider than their column or clearly narrower; text fills it, less an indent."""
    if not measures:
        return 2.0 - 0.12 * max(width - 24.0, 0.0)
    if width > max(measures) + 1.6:
        return 2.0
    if any(-1.6 <= measure - width < 1.0 for measure in measures):
        return -1.2
    return -0.5 if any(0.0 < measure - width < 3.4 for measure in measures) else 1.0


def start_cue(line: Line, measures: Sequence[float]) -> float:
    """Score of a line as the first of a paragraph: 1 to 3 em narrower than its column, or short but complete.

    Parameters
    ----------
    line : Line
        The line.
    measures : sequence of float
        Possible widths of its column in em; empty on a page that is not wrapped.

    Returns
    -------
    float
        Log odds.
    """
    if line.indented:
        return 3.0
    if line.letter_spaced:
        return -0.5
    if not measures:
        return 0.5 if line.marks.finish > 0 else 0.0
    return max(_indent_cue(line, measure) for measure in measures)


def _indent_cue(line: Line, measure: float) -> float:
    narrower = measure - line.width
    if narrower < 0.9:
        return -0.8 if narrower > 0.4 else -2.5 if narrower > -1.6 else -3.5
    if narrower <= 3.4:
        return -1.0 if line.folded[-1] in "?!" and line.folded[0] != "“" else 1.0
    if line.marks.finish < 0.8:
        return -2.0
    # a paragraph of one short line is rare, unless it is speech
    return 0.0 if line.folded[-1] in "。”:" or line.folded[0] == "“" else -1.5


def is_numbered(folded: str) -> bool:
    """Whether a line starts like a numbered sub-heading: （一） or 二、."""
    return bool(_NUMBERED.match(folded))


def read_roles(sheet: Sheet) -> list[Role]:
    """Find the most likely role of every line: the Viterbi path over summed cues.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page.

    Returns
    -------
    list of Role
        One per line; a continuation always follows a start or a continuation.
    """
    lines = sheet.lines
    if not lines:
        return []
    left, right = sheet.left.tolist(), sheet.right.tolist()
    own = [_own_scores(line, pair if sheet.wrapped else ()) for line, *pair in zip(lines, left, right, strict=True)]
    for scores, after in zip(own, lines[1:], strict=False):
        if scores[Role.MARK] < _MARK and after.glued:
            scores[Role.MARK] = _FORBIDDEN
    best, back = own[0], [[0] * len(Role)]
    best[Role.CONTINUATION] -= 1.0
    for i, (before, line) in enumerate(pairwise(lines)):
        best, pointers = _step(best, own[i + 1], _moves(before, line, min(left[i], right[i]), sheet.wrapped))
        back.append(pointers)
    # pages rarely end in mid-sentence
    unfinished = 2.5 * (1.0 - lines[-1].marks.finish)
    best[Role.START] -= unfinished
    best[Role.CONTINUATION] -= unfinished
    return _path(best, back)


def _own_scores(line: Line, measures: Sequence[float]) -> list[float]:
    """Scores of a line's five roles by itself."""
    marks = line.marks
    # only the first line of a paragraph has a lead, a dateline, a speaker or a mark of origin
    opening = 9.0 if marks.opens or marks.origin else 3.0 if marks.speaker else 0.0
    numbered = is_numbered(line.folded)
    headline = headline_cue(line, measures) - opening - (3.0 if numbered else 0.0)
    start = start_cue(line, measures) + opening
    more = -opening
    if line.folded[0] in ",。、;:!?”’)》%":
        headline, start, more = headline - 4.0, start - 4.0, more + 1.0
    if line.folded[0] in _NEVER_FIRST:
        headline, start = headline - 1.5, start - 1.5
    sub = 2.5 if numbered and marks.finish < 0.8 and line.width < 40 else -6.0
    mark = _MARK if marks.alone else 4.0 if marks.sign_off and not line.glued else _FORBIDDEN
    return [headline, start, more, sub, mark]


def _moves(before: Line, line: Line, measure: float, wrapped: bool) -> list[list[float]]:
    """Scores of going from each role of the line before (rows) to each role of this line (columns)."""
    finish = before.marks.finish
    ended = -6.0 * (1.0 - finish)
    glue = 1.0 if line.glued else 0.0
    more, short = _continuation_scores(before, line, measure, wrapped)
    to_sub = ended + 0.5
    from_text = [ended - 1.5 * glue, ended * 0.8 - 0.3 * glue, more, to_sub, -0.5 if finish else -2.0]
    from_start = list(from_text)
    from_start[Role.CONTINUATION] = more - (short if wrapped and _short(before, measure) > 4.0 else 0.0)
    from_more = list(from_text)
    from_more[Role.CONTINUATION] = more - (short if wrapped and _short(before, measure) > 1.6 else 0.0)
    full = wrapped and before.width > measure - 3.0
    from_sub = [-3.0, 0.0, _FORBIDDEN, 0.5 + glue if (glue or full) and not is_numbered(line.folded) else 0.0, -1.0]
    # lines of one width that stop in mid-sentence are text, not headlines
    run_on = 1.0 if finish == 0.0 and not glue and before.width > 9 else 0.0
    run_on = run_on if abs(before.width - line.width) <= 0.5 and line.width > measure - 1.0 else 0.0
    return [
        [0.8 * glue - run_on, -0.3 * glue, _FORBIDDEN, -0.5, 0.0],
        from_start,
        from_more,
        from_sub,
        [0.0, 0.0, _FORBIDDEN, 0.0, 0.0],
    ]


def _short(line: Line, measure: float) -> float:
    """How much shorter than its column a line is, in em."""
    return 0.0 if line.letter_spaced else measure - line.width


def _continuation_scores(before: Line, line: Line, measure: float, wrapped: bool) -> tuple[float, float]:
    """Score of continuing the paragraph, and how much of it is lost if the line before is short."""
    finish, own_finish = before.marks.finish, line.marks.finish
    if not wrapped:
        return (1.5 if finish == 0.0 else -3.0 * finish), 0.0
    narrower = _short(line, measure)
    if before.folded[-1] == ":" and line.folded[0] == "“":
        return 2.5, 3.0
    if finish == 0.0:
        # a line in the middle of a paragraph fills its column
        narrow = 0.9 < narrower <= 3.4
        return (1.5 if not narrow else 0.7 if own_finish else -0.7), 3.0
    if narrower < 0.9:
        score = 0.8 if narrower > 0.4 else 1.5
    elif narrower <= 3.4:
        score = -0.8
    else:
        score = 0.6 if own_finish >= 0.8 else -1.0
    # a complete sentence on a line shorter than the column ends its paragraph
    return score, 5.0 if finish >= 0.8 else 3.0


def _step(best: list[float], own: list[float], moves: list[list[float]]) -> tuple[list[float], list[int]]:
    """One line of the Viterbi search: the best score that ends in each role, and the role before it."""
    totals, pointers = [], []
    for role in range(5):
        score, origin = max((best[origin] + moves[origin][role], -origin) for origin in range(5))
        if role == Role.SUBHEADING and origin == -Role.SUBHEADING:
            # the second line of a sub-heading need not look like one
            score += max(0.0, -own[role])
        totals.append(score + own[role])
        pointers.append(-origin)
    return totals, pointers


def _path(best: list[float], back: list[list[int]]) -> list[Role]:
    """Follow the back pointers from the best last role."""
    role = max(range(5), key=best.__getitem__)
    path = [Role(role)]
    for pointers in reversed(back[1:]):
        role = pointers[role]
        path.append(Role(role))
    path.reverse()
    if path[0] == Role.CONTINUATION:
        path[0] = Role.START
    return path
