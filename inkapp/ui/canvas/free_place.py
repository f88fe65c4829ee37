"""Where on the canvas something small can stand beside a line of writing and cover no ink. Widget pixels, y down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Float64Array
from inkapp.ui.canvas.ink_index import Box

GAP = 4.0  # between it and ink
REACH = 150.0  # how far from under the line it may stand
ASIDE = (
    0.6  # what a pixel across counts, where one up or down counts 1: under another word is better than two lines away
)
RUN = 8  # points of a line that are boxed together


def boxes_of(lines: Sequence[Float64Array]) -> Float64Array:
    """(k, 4) boxes that cover lines of points, each (n, 2): a few points each, so that a frame leaves its inside free."""
    if not lines:
        return np.empty((0, 4))
    points = np.concatenate([*lines, np.zeros((1, 2))])  # the last row ends the last run
    runs: list[tuple[int, int]] = []
    begin = 0
    for line in lines:
        end = begin + len(line)
        runs += [(at, min(at + RUN + 1, end)) for at in range(begin, max(end - 1, begin + 1), RUN)]
        begin = end
    cuts = np.array(runs).ravel()
    return np.hstack([end.reduceat(points, cuts, axis=0)[::2] for end in (np.minimum, np.maximum)])


def is_free(place: Box, taken: Float64Array, room: Box) -> bool:
    """Whether a box lies in ``room`` and keeps clear of all that is ``taken``, (k, 4)."""
    left, top, right, bottom = place
    if left < room[0] or top < room[1] or right > room[2] or bottom > room[3]:
        return False
    meets = (taken[:, 0] < right + GAP) & (taken[:, 2] > left - GAP)
    meets &= (taken[:, 1] < bottom + GAP) & (taken[:, 3] > top - GAP)
    return not meets.any()


def free_place(size: tuple[float, float], line: Box, taken: Float64Array, room: Box) -> tuple[float, float] | None:
    """The corner, left and top, of the nearest free place for a box of that size; None where none is near.

    Best is right under ``line``, at its left end; then a place farther below, above, or beside what stands on it.
    """
    width, height = size
    best_x = max(min(line[0], room[2] - width), room[0])
    best_y = line[3] + GAP
    near = taken[(taken[:, 1] < best_y + height + REACH) & (taken[:, 3] > best_y - REACH)]
    beside = near[(near[:, 1] < line[3]) & (near[:, 3] > line[1])]
    across = [best_x, *(beside[:, 2] + GAP), line[0] - width - GAP]
    down = {
        best_y,
        line[1] - GAP - height,
        line[1],
        *(near[:, 3] + GAP).tolist(),
        *(near[:, 1] - GAP - height).tolist(),
    }
    places = [(x, y) for x in dict.fromkeys(across) for y in down if abs(y - best_y) <= REACH]
    places.sort(key=lambda at: (ASIDE * abs(at[0] - best_x) + abs(at[1] - best_y), at))
    fits = (at for at in places if is_free((at[0], at[1], at[0] + width, at[1] + height), near, room))
    return next(fits, None)
