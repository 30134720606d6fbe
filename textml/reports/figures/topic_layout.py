"""Places of topics on a map: similar topics near each other, no circle over another."""

import numpy as np

# The map is WIDTH by HEIGHT; its circles together cover about this share of it.
WIDTH, HEIGHT = 1000.0, 640.0
_COVERED = 0.3
# Fewer topics than this leave room.
_FEW = 6
# Distance between two circles, and from a circle to the frame, in units of the map: enough to click the right one.
_GAP = 4.0
# Two hundred topics are apart after half as many rounds.
_ROUNDS = 400


def topic_similarity(components: np.ndarray) -> np.ndarray:
    """Measure the share of their words that topics have in common.

    The Bhattacharyya coefficient (1943), sum over words of sqrt(p(w|a) p(w|b)).

    Parameters
    ----------
    components : (n_topics, n_words) ndarray of float
        Pseudo-counts, above 0.

    Returns
    -------
    (n_topics, n_topics) ndarray of float
        In [0, 1], symmetric, 1 on the diagonal.
    """
    root = np.sqrt(components / components.sum(axis=1, keepdims=True))
    # rounded, so that the number of threads of a matrix product decides nothing
    return np.asarray(np.clip(np.round(root @ root.T, 9), 0, 1))


def nearest_topics(similarity: np.ndarray, n: int = 3) -> list[list[int]]:
    """List the topics that have most words in common with each topic.

    Parameters
    ----------
    similarity : (n_topics, n_topics) ndarray of float
        See `topic_similarity`.
    n : int
        Topics to list for each.

    Returns
    -------
    (n_topics,) list of list of int
        The most similar first, of equal ones the first; never the topic itself.
    """
    apart = similarity.copy()
    np.fill_diagonal(apart, -1)
    order = np.argsort(-apart, axis=1, kind="stable")[:, : min(n, len(apart) - 1)]
    return [row.tolist() for row in order]


def place_topics(components: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place topics on the map as circles.

    Classical scaling (Torgerson 1952) of the Hellinger distances sqrt(1 - similarity), pulled to the shape of the map
    and pushed apart until no circle covers another. The order in which topics are given decides nothing.

    Parameters
    ----------
    components : (n_topics, n_words) ndarray of float
        Pseudo-counts, above 0.
    shares : (n_topics,) ndarray of float
        Mean shares, sum 1.

    Returns
    -------
    centres : (n_topics, 2) ndarray of float
        x in [0, WIDTH], y in [0, HEIGHT].
    radii : (n_topics,) ndarray of float
        Areas are in proportion to the shares.
    """
    order = sorted(range(len(components)), key=lambda k: (-shares[k], np.round(components[k], 6).tobytes()))
    covered = _COVERED * min(1, len(shares) / _FEW) * WIDTH * HEIGHT
    radii = np.sqrt(covered * np.maximum(shares, 1e-4) / np.pi)
    similarity = topic_similarity(components[order])
    placed = _push_apart(_fill_map(_scale(np.sqrt(1 - similarity)), radii[order]), radii[order])
    centres = np.empty_like(placed)
    centres[order] = placed
    return np.round(centres, 1), np.round(radii, 1)


def _scale(distance: np.ndarray) -> np.ndarray:
    """(n, 2) places whose distances are near those given; mirrored so that the first topic lies left and above."""
    n = len(distance)
    middle = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * middle @ distance**2 @ middle)
    places = np.zeros((n, 2))
    for axis in range(min(2, n)):
        column = vectors[:, -1 - axis] * np.sqrt(max(float(values[-1 - axis]), 0.0))
        heaviest = int(np.argmax(np.round(np.abs(column), 6)))
        places[:, axis] = -column if column[heaviest] > 0 else column
    return places


def _fill_map(places: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """The places spread over the map, by rank and distance in equal parts: a few odd topics squeeze the others."""
    size = np.array([WIDTH, HEIGHT])
    low, high = places.min(axis=0), places.max(axis=0)
    even = np.where(high > low, (places - low) / np.maximum(high - low, 1e-12), 0.5)
    position = np.argsort(np.argsort(np.round(places, 9), axis=0, kind="stable"), axis=0, kind="stable")
    rank = position / (len(places) - 1) if len(places) > 1 else np.full(places.shape, 0.5)
    inset = float(radii.max()) + _GAP
    return np.asarray(inset + (even + rank) / 2 * (size - 2 * inset))


def _push_apart(centres: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Move circles that cover each other away from each other, all at once, inside the map."""
    apart = radii[:, None] + radii + _GAP
    least = radii[:, None] + _GAP
    most = np.array([WIDTH, HEIGHT]) - least
    for _ in range(_ROUNDS):
        between = centres[:, None] - centres
        distance = np.sqrt((between**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        overlap = np.maximum(apart - distance, 0)
        if not overlap.any():
            break
        # two circles of one centre part sideways, the first to the left
        side = np.sign(np.arange(len(centres))[:, None] - np.arange(len(centres)))
        unit = np.where(
            distance[:, :, None] > 1e-9,
            between / np.maximum(distance, 1e-9)[:, :, None],
            np.stack([side, np.zeros_like(side)], axis=2),
        )
        centres = np.clip(centres + 0.5 * (overlap[:, :, None] * unit).sum(axis=1), least, most)
    return centres
