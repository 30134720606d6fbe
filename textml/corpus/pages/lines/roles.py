"""Decide what each printed line is: headline, paragraph start, continuation, sub-heading or mark."""

from enum import IntEnum
from operator import add

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.lines.fitted import read_weights
from textml.corpus.pages.lines.role_cues import line_cues
from textml.corpus.pages.lines.sheet import Sheet


class Role(IntEnum):
    """What a printed line does on the page."""

    HEADLINE = 0
    START = 1
    CONTINUATION = 2
    SUBHEADING = 3
    MARK = 4


# Log probability of what cannot be: no sum of others outweighs it.
_FORBIDDEN = -1e9
# Only a paragraph can be continued.
_CONTINUED = (Role.START, Role.CONTINUATION)


def read_roles(sheet: Sheet) -> list[Role]:
    """Find the most likely role of every line.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page.

    Returns
    -------
    list of Role
        One per line; a continuation always follows a start or a continuation.

    Notes
    -----
    A maximum-entropy Markov model (McCallum, Freitag & Pereira 2000): a logistic regression gives the role of a line
    from its cues and the role of the line before, and the Viterbi path through the page has the highest probability.
    """
    if not sheet.lines:
        return []
    logs = _log_probabilities(sheet)
    logs[1:, [role for role in Role if role not in _CONTINUED], Role.CONTINUATION] = _FORBIDDEN
    best = logs[0, 0].tolist()
    best[Role.CONTINUATION] = _FORBIDDEN
    back = []
    for moves in logs[1:].swapaxes(1, 2).tolist():
        best, pointers = _step(best, moves)
        back.append(pointers)
    return _path(best, back)


def _log_probabilities(sheet: Sheet) -> NDArray[np.float64]:
    """Log probability of each role (last axis) of each line (first), for each role of the line before."""
    own, after = line_cues(sheet)
    names = tuple(f"{role.name.lower()} before, {cue}" for role in Role for cue in after)
    scores = np.column_stack(list(own.values())) @ read_weights("roles", tuple(own)) + read_weights(
        "roles", ("always",)
    )
    weights = read_weights("roles", names).reshape(len(Role), len(after), len(Role))
    # one product for all roles of the line before: (n_roles, n_lines, n_roles)
    changes = np.column_stack(list(after.values())) @ weights
    logits = scores[:, None, :] + changes.swapaxes(0, 1)
    logits -= logits.max(axis=2, keepdims=True)
    logs: NDArray[np.float64] = logits - np.log(np.exp(logits).sum(axis=2, keepdims=True))
    return logs


def _step(best: list[float], moves: list[list[float]]) -> tuple[list[float], list[int]]:
    """One line of the Viterbi search: the best log probability that ends in each role, and the role before it."""
    totals, pointers = [], []
    for origins in moves:
        scores = list(map(add, best, origins))
        score = max(scores)
        totals.append(score)
        pointers.append(scores.index(score))
    return totals, pointers


def _path(best: list[float], back: list[list[int]]) -> list[Role]:
    """Follow the back pointers from the best last role."""
    role = max(range(len(best)), key=best.__getitem__)
    path = [Role(role)]
    for pointers in reversed(back):
        role = pointers[role]
        path.append(Role(role))
    path.reverse()
    return path
