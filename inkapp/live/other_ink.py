"""Where a line of writing meets ink that is on the page already: stretches along the line that are taken.

Only the page's strokes that are not of the prime count, and of these what crosses the line's body, the band in which small
letters stand: tails and tall letters of the lines above and below may reach into one another, as in all handwriting.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from inkapp.ink.document import Stroke
from model.arrays import Float64Array
from model.strokes import Frame

BODY = 1.0  # spreads above and below the line's mean height that small letters fill
CLEAR = 1.0  # spreads left free before what stands there
JOINED = 0.5  # spreads between two pieces of ink under which nothing fits


@lru_cache(maxsize=8192)
def _corners(stroke: Stroke) -> tuple[float, float, float, float, float, float, float, float]:
    """x and y of the stroke's box, corner by corner."""
    left, top, right, bottom = stroke.bounds
    return left, top, right, top, left, bottom, right, bottom


class OtherInk:
    """The ``strokes`` that a ghost must not cross, in the units of a line's ``frame``. Made once for a request."""

    def __init__(self, strokes: Sequence[Stroke], frame: Frame) -> None:
        self._strokes, self._frame = strokes, frame
        if strokes:
            corners = np.array([_corners(stroke) for stroke in strokes]).reshape(-1, 2)
            heights = frame.to_local(corners)[:, 1].reshape(-1, 4)
            self._tops, self._bottoms = heights.min(axis=1), heights.max(axis=1)

    def stretches(self, height: float) -> Float64Array:
        """(n, 2) from where to where a line at ``height`` (local units, its mean) is taken, from left to right."""
        found: list[tuple[float, float]] = []
        if self._strokes:
            near = np.flatnonzero((self._tops < height + BODY) & (self._bottoms > height - BODY))
            for index in near.tolist():
                stroke = self._strokes[index]
                points = self._frame.to_local(np.stack((stroke.x, stroke.y), axis=1)) - (0.0, height)
                found += _crossings(points)
        found.sort()
        merged: list[tuple[float, float]] = []
        for left, right in found:
            if merged and left <= merged[-1][1] + JOINED:
                merged[-1] = (merged[-1][0], max(merged[-1][1], right))
            else:
                merged.append((left, right))
        return np.array(merged).reshape(-1, 2)

    def end_after(self, right: float, height: float) -> float:
        """Where a line at ``height`` must end that goes on from ``right``; inf where nothing stands there."""
        ahead = [max(left, right) for left, end in self.stretches(height).tolist() if end > right]
        return min(ahead, default=np.inf) - CLEAR

    def is_free(self, left: float, right: float, height: float) -> bool:
        """Whether a line at ``height`` is free between two places, and a little beside them."""
        taken = self.stretches(height)
        return not ((taken[:, 1] > left - CLEAR) & (taken[:, 0] < right + CLEAR)).any()


def _crossings(points: Float64Array) -> list[tuple[float, float]]:
    """From where to where each run of a stroke (n, 2) lies in the band of ±``BODY``."""
    if len(points) == 1:
        x, y = points[0].tolist()
        return [(x, x)] if abs(y) < BODY else []
    a, step = points[:-1], np.diff(points, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (-BODY - a[:, 1]) / step[:, 1], (BODY - a[:, 1]) / step[:, 1]
    level = step[:, 1] == 0
    inside = np.abs(a[:, 1]) < BODY
    first = np.where(level, np.where(inside, 0.0, 1.0), np.clip(np.fmin(one, other), 0.0, 1.0))
    last = np.where(level, np.where(inside, 1.0, 0.0), np.clip(np.fmax(one, other), 0.0, 1.0))
    crossed = last > first
    ends = np.stack((a[:, 0] + first * step[:, 0], a[:, 0] + last * step[:, 0]), axis=1)
    runs = np.split(np.arange(len(a)), np.flatnonzero(np.diff(crossed.astype(int))) + 1)
    return [(float(ends[run].min()), float(ends[run].max())) for run in runs if crossed[run[0]]]
