"""Ink as lines one pixel thin, and those as paths: a broad pen's line counts no more than a fine one's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array

BoolArray = npt.NDArray[np.bool_]


def thinned(ink: BoolArray) -> BoolArray:
    """The middle lines of the ink of a picture (height, width); what is connected stays so.

    Guo and Hall 1989 (Parallel thinning with two-subiteration algorithms), algorithm A1.
    """
    padded = np.pad(ink, 1)
    changed = True
    while changed:
        changed = False
        for later in (False, True):
            gone = _removable(padded, later=later)
            if gone.any():
                padded[1:-1, 1:-1] &= ~gone
                changed = True
    return padded[1:-1, 1:-1]


def _removable(padded: BoolArray, *, later: bool) -> BoolArray:
    """``padded``: the picture with an edge of paper."""
    height, width = padded.shape[0] - 2, padded.shape[1] - 2
    around = [(0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)]  # clockwise from above
    n, ne, e, se, s, sw, w, nw = (padded[row : row + height, column : column + width] for row, column in around)
    turns = sum(
        (~edge & (corner | next_edge)).astype(np.uint8)
        for edge, corner, next_edge in ((n, ne, e), (e, se, s), (s, sw, w), (w, nw, n))
    )
    one = sum((a | b).astype(np.uint8) for a, b in ((nw, n), (ne, e), (se, s), (sw, w)))
    other = sum((a | b).astype(np.uint8) for a, b in ((n, ne), (e, se), (s, sw), (w, nw)))
    near = np.minimum(one, other)
    held = ((s | sw | ~nw) & w) if later else ((n | ne | ~se) & e)
    return np.asarray(padded[1:-1, 1:-1] & (turns == 1) & (near >= 2) & (near <= 3) & ~held)


def paths_of(thin: BoolArray) -> list[Float64Array]:
    """Thin lines as paths (n, 2) of (x, y) from end or fork to the next, in pixels; a lone pixel is one of one point."""
    near: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (x, y), (to_x, to_y) in links_of(thin).astype(int).tolist():
        near.setdefault((x, y), [])
        if (x, y) != (to_x, to_y):
            near[x, y].append((to_x, to_y))
            near.setdefault((to_x, to_y), []).append((x, y))
    paths = [[pixel] for pixel, to in near.items() if not to]
    ends = [pixel for pixel, to in near.items() if len(to) not in (0, 2)]
    for begin in (*ends, *near):  # then the rings, which have neither end nor fork
        while near[begin]:
            path = [begin]
            while near[path[-1]]:
                there = near[path[-1]].pop()
                near[there].remove(path[-1])
                path.append(there)
                if len(near[there]) != 1:  # an end, a fork, or a ring's beginning
                    break
            paths.append(path)
    return [np.array(path, dtype=np.float64) for path in paths]


def links_of(thin: BoolArray) -> Float64Array:
    """The pieces of path of thin lines: (n, 2, 2), from (x, y) to (x, y), in pixels; one without length for a lone pixel.

    Pixels that touch at a corner are linked where no pixel at an edge links them already.
    """
    found, linked = [], np.zeros_like(thin)
    height, width = thin.shape
    for down, across in ((0, 1), (1, 0), (1, 1), (1, -1)):
        to = np.zeros_like(thin)
        rows, columns = slice(0, height - down), slice(max(-across, 0), width - max(across, 0))
        to[rows, columns] = thin[down:, max(across, 0) : width - max(-across, 0)]
        both = thin & to
        if down and across:
            beside, under = np.zeros_like(thin), np.zeros_like(thin)
            beside[rows, columns] = thin[: height - down, max(across, 0) : width - max(-across, 0)]
            under[rows, columns] = thin[down:, columns]
            both &= ~beside & ~under
        y, x = np.nonzero(both)
        linked[y, x] = linked[y + down, x + across] = True
        found.append(np.stack((np.stack((x, y), axis=1), np.stack((x + across, y + down), axis=1)), axis=1))
    y, x = np.nonzero(thin & ~linked)
    alone = np.stack((x, y), axis=1)
    return np.concatenate([*found, np.stack((alone, alone), axis=1)]).astype(np.float64)
