"""Order boxes as pdfminer.six does: the two that waste least room between them become one, until one is left."""

import heapq
from collections.abc import Sequence

from textml.corpus.geometry import Box

#: pdfminer.six weighs left to right against top to bottom with this number (`boxes_flow`).
_FLOW = 0.5


def order_by_pairs(boxes: Sequence[Box]) -> list[int]:
    """The numbers of the boxes in the order in which pdfminer.six prints them.

    Parameters
    ----------
    boxes : sequence of Box

    Returns
    -------
    list of int
        Each number once. As in `LAParams(boxes_flow=0.5)`: pairs with nothing between them go first, the nearest before
        others; in a pair the higher stands before the lower, the left before the right.
    """
    groups: list[Box] = [*boxes]
    members: list[list[int]] = [[n] for n in range(len(boxes))]
    alive = dict.fromkeys(range(len(boxes)))
    heap = [(False, _waste(groups[i], groups[j]), i, j) for i in alive for j in range(i)]
    heapq.heapify(heap)
    while heap:
        seen, waste, i, j = heapq.heappop(heap)
        if i not in alive or j not in alive:
            continue
        whole = _around(groups[i], groups[j])
        if not seen and any(n != i and n != j and _touch(groups[n], whole) for n in alive):
            heapq.heappush(heap, (True, waste, i, j))
            continue
        del alive[i], alive[j]
        first, second = sorted((i, j), key=lambda n: _weight(groups[n]))
        new = len(groups)
        for n in alive:
            heapq.heappush(heap, (False, _waste(whole, groups[n]), new, n))
        groups.append(whole)
        members.append(members[first] + members[second])
        alive[new] = None
    return [n for group in alive for n in members[group]]


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left), min(one.top, other.top), max(one.right, other.right), max(one.bottom, other.bottom)
    )


def _waste(one: Box, other: Box) -> float:
    both = _around(one, other)
    return _area(both) - _area(one) - _area(other)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _touch(box: Box, other: Box) -> bool:
    return box.left < other.right and box.right > other.left and box.top < other.bottom and box.bottom > other.top


def _weight(box: Box) -> float:
    return (1 - _FLOW) * box.left + (1 + _FLOW) * (box.top + box.bottom)
