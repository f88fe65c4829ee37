"""Where a line of writing meets ink that is on the page already: stretches along the line that are taken.

Only the page's strokes that are not of the prime count. A line is free where nothing crosses its body, the band in which small
letters stand; whether a word's tails and tall letters touch those of the lines around it is asked once the word is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Stroke
from inkapp.live.encoder import WORD_GAP
from model.arrays import Float64Array
from model.strokes import Frame, split_long

BODY = 1.0  # spreads above and below the line's mean height that small letters fill
CLEAR = WORD_GAP  # spreads left free before what stands there, else the two read as one word
JOINED = 0.5  # spreads between two pieces of ink under which nothing fits
APART = 0.4  # spreads between the middles of two strokes, under which they touch: about a pen's width
TALL = 4.0  # spreads that a word may reach above and below its line


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
            local = frame.to_local(corners).reshape(-1, 4, 2)
            self._lefts, self._tops = local.min(axis=1).T
            self._rights, self._bottoms = local.max(axis=1).T

    def stretches(self, height: float) -> Float64Array:
        """(n, 2) from where to where a line at ``height`` (local units, its mean) is taken, from left to right."""
        found: list[tuple[float, float]] = []
        if self._strokes:
            near = np.flatnonzero((self._tops < height + BODY) & (self._bottoms > height - BODY))
            for index in near.tolist():
                stroke = self._strokes[index]
                points = self._frame.to_local(stroke.points) - (0.0, height)
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

    def is_near(self, left: float, right: float, height: float) -> bool:
        """Whether a word from ``left`` to ``right`` on a line at ``height`` might touch ink, however tall it is."""
        return bool(self._within(left, height - TALL, right, height + TALL).size)

    def touches(self, points: Float64Array) -> bool:
        """Whether a curve, (n, 2) local points set closely, comes nearer to the ink than ``APART``."""
        if not self._strokes or not len(points):
            return False
        near = self._within(*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
        return any(touch(points, dense_points(self._strokes[index], self._frame)) for index in near.tolist())

    def _within(self, left: float, top: float, right: float, bottom: float) -> npt.NDArray[np.intp]:
        if not self._strokes:
            return np.zeros(0, dtype=np.intp)
        across = (self._lefts < right + APART) & (self._rights > left - APART)
        return np.flatnonzero(across & (self._tops < bottom + APART) & (self._bottoms > top - APART))


@lru_cache(maxsize=8192)
def dense_points(stroke: Stroke, frame: Frame) -> Float64Array:
    """(n, 2) points along a stroke, local, no farther apart than ``APART``. Read-only: it is shared."""
    points = split_long(frame.to_local(stroke.points), APART)
    points.flags.writeable = False
    return points


def touch(one: Float64Array, other: Float64Array) -> bool:
    """Whether two curves, (n, 2) and (m, 2) points set closely, come nearer to each other than ``APART``."""
    low, high = one.min(axis=0) - APART, one.max(axis=0) + APART
    other = other[((other >= low) & (other <= high)).all(axis=1)]
    if not len(other):
        return False
    away = one[:, None] - other[None]
    return bool((np.einsum("ijk,ijk->ij", away, away) < APART**2).any())


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
