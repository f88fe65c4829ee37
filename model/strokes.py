"""Ink as the network reads it: points to offsets, the frame that makes hands alike, spatial resampling.

Two representations, both of ``model.input_rows``; a row's target is the next row's first three.

- ``time`` (Graves 2013, sec. 4): the offsets of the points as the device sampled them.
- ``space``: the ink is levelled and divided by its spread of y, and only points that its shape needs are kept
  (Ramer–Douglas–Peucker). Where a pen was fast or slow, or how often it was sampled, no longer matters; a line is
  a third as long in steps. ``height`` is where the pen is above or below the line, so writing need not drift.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array

RowArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Representation:
    """How ink becomes rows; kept beside the weights it belongs to.

    ``kind``: "time" or "space". For "space", in units of the spread of y: ``tolerance`` of the shape kept,
    ``smoothing`` σ of the Gaussian over arc length that goes before it, ``longest`` piece of a line.
    """

    kind: Literal["time", "space"] = "space"
    tolerance: float = 0.05
    smoothing: float = 0.06
    longest: float = 1.2

    def to_json(self) -> dict[str, object]:
        """For the weights' config."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the line stands: ``local = rotate(−angle)·(point − origin) / size``.

    ``origin`` on the line's mean height, ``size`` the spread of y (same units as the points), ``angle`` in radians,
    y down: a positive angle runs downhill.
    """

    origin: tuple[float, float]
    size: float
    angle: float

    def to_local(self, points: Float64Array) -> Float64Array:
        """(n, 2) outer points as the network's units."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        moved = points - np.asarray(self.origin)
        return np.stack((moved @ (cos, sin), moved @ (-sin, cos)), axis=1) / self.size

    def to_outer(self, points: Float64Array) -> Float64Array:
        """The way back: (n, 2) network units as outer points."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        turned = np.stack((points @ (cos, -sin), points @ (sin, cos)), axis=1)
        return np.asarray(turned * self.size + np.asarray(self.origin))


LEVEL_PRIOR = 0.05  # radians: how far people's lines stray from level, before any ink is seen
LETTER_WIDTH = 2.0  # spreads of y: residuals nearer than this are one letter's, not independent
STEEP = 2.0  # standard deviations of a slope's prior, beyond which its tails are a power's, not a Gaussian's


def likely_slope(raw: float, doubt: float, prior: float) -> float:
    """The most likely slope, given the least squares one, that one's variance ``doubt``, and the ``prior``'s deviation from 0.

    Near level the prior is Gaussian: slope = raw · prior² / (prior² + doubt). That would hold a plainly steep line to near
    level as well, so beyond c = ``STEEP`` deviations it falls off as |slope|^−c², and the slope s solves
    s² − raw·s + doubt·c² = 0.
    """
    slope = raw * prior**2 / (prior**2 + doubt)
    discriminant = raw * raw - 4 * doubt * STEEP**2
    if abs(slope) <= STEEP * prior or discriminant < 0:
        return slope
    return math.copysign((abs(raw) + math.sqrt(discriminant)) / 2, raw)


def ink_moments(strokes: Sequence[Float64Array]) -> tuple[Float64Array, float, float, float]:
    """The (2,) mean of ink, and its moments xx, xy, yy about it: integrals over its length, not sums over its points.

    ``strokes``: each (n, ≥2). Raises ValueError where the ink has no extent (dots only).
    """
    starts = [stroke[:-1, :2] for stroke in strokes if len(stroke) > 1]
    ends = [stroke[1:, :2] for stroke in strokes if len(stroke) > 1]
    if not starts:
        raise ValueError("the ink has no extent")
    start, end = np.concatenate(starts), np.concatenate(ends)
    step = end - start
    length = np.hypot(step[:, 0], step[:, 1])
    total = float(length.sum())
    if not total > 0.0 or not np.isfinite(total):
        raise ValueError("the ink has no extent")
    weight = length / total
    mean = weight @ (start + end) / 2
    middle = (start + end) / 2 - mean
    # moments of uniform segments: those of their middles plus a twelfth of the steps' own
    xx = float(weight @ (middle[:, 0] ** 2 + step[:, 0] ** 2 / 12))
    xy = float(weight @ (middle[:, 0] * middle[:, 1] + step[:, 0] * step[:, 1] / 12))
    yy = float(weight @ (middle[:, 1] ** 2 + step[:, 1] ** 2 / 12))
    return mean, xx, xy, yy


def slope_doubt(raw: float, xx: float, xy: float, yy: float) -> float:
    """The variance of ``raw``, the least squares slope of ink with these moments (``ink_moments``, xx > 0)."""
    residual = max(yy - xy * raw, 1e-6 * yy)
    letters = max(np.sqrt(12 * xx) / (LETTER_WIDTH * np.sqrt(residual)), 1.0) if residual > 0 else 1.0
    return float(residual / (xx * letters))


def measure_frame(strokes: Sequence[Float64Array], *, steep: bool = False, slope: float | None = None) -> Frame:
    """The frame of a line from its strokes, each (n, ≥2), independent of speed and of sampling.

    Where its ``slope`` is not given it is least squares, drawn towards level by as much as a short line leaves it uncertain;
    ``steep``: as ``likely_slope`` says, for ink that, unlike the data set's, may run uphill by far more. Raises ValueError
    where the ink has no extent (dots only).
    """
    mean, xx, xy, yy = ink_moments(strokes)
    if slope is None:
        slope = 0.0
        if xx > 0:
            raw = xy / xx
            doubt = slope_doubt(raw, xx, xy, yy)
            level = raw * LEVEL_PRIOR**2 / (LEVEL_PRIOR**2 + doubt)
            slope = likely_slope(raw, doubt, LEVEL_PRIOR) if steep else level
    angle = float(np.arctan(slope))
    cos, sin = np.cos(angle), np.sin(angle)
    spread = np.sqrt(max(yy * cos**2 - 2 * xy * sin * cos + xx * sin**2, 0.0))
    floor = 0.02 * np.sqrt(xx + yy)  # a level dash has no height of its own
    size = float(max(spread, floor))
    if not size > 0.0:
        raise ValueError("the ink has no extent")
    return Frame((float(mean[0]), float(mean[1])), size, angle)


def smooth(points: Float64Array, sigma: float) -> Float64Array:
    """A stroke resampled evenly along its length and smoothed by a Gaussian of ``sigma`` (its units) over it.

    ``points``: (n, 2). Both ends stay where they are: ink is mirrored through them, so that neither strokes
    shrink nor joins open. What a device's rate and its rounding to pixels put into the ink goes; corners sharper
    than sigma are rounded by about as much.
    """
    step = np.hypot(*np.diff(points, axis=0).T) if len(points) > 1 else np.zeros(0)
    keep = np.concatenate(([True], step > 0))
    points, step = points[keep], step[step > 0]
    total = float(step.sum())
    if total <= sigma or sigma <= 0:
        return points
    spacing = sigma / 2
    count = max(int(np.ceil(total / spacing)), 2)
    along = np.concatenate(([0.0], np.cumsum(step)))
    even = np.linspace(0.0, total, count + 1)
    dense = np.stack([np.interp(even, along, points[:, axis]) for axis in (0, 1)], axis=1)
    reach = min(int(np.ceil(3 * sigma / (total / count))), count)
    offsets = np.arange(-reach, reach + 1) * (total / count)
    kernel = np.exp(-0.5 * (offsets / sigma) ** 2)
    kernel /= kernel.sum()
    before = 2 * dense[0] - dense[reach:0:-1]
    after = 2 * dense[-1] - dense[-2 : -reach - 2 : -1]
    padded = np.concatenate((before, dense, after))
    return np.stack([np.convolve(padded[:, axis], kernel, mode="valid") for axis in (0, 1)], axis=1)


def simplify(points: Float64Array, tolerance: float) -> npt.NDArray[np.intp]:
    """Indices of the points that keep a stroke's shape within ``tolerance`` (Ramer 1972; Douglas and Peucker 1973).

    ``points``: (n, 2), n > 0. Distance is to the segment, so that a stroke turning back on itself keeps its turn.
    """
    return simplify_all([points], tolerance)[0]


def simplify_all(strokes: Sequence[Float64Array], tolerance: float) -> list[npt.NDArray[np.intp]]:
    """``simplify`` of several strokes, all pieces of all of them at once: few steps over many points, not many over few."""
    sizes = np.array([len(stroke) for stroke in strokes])
    if not len(sizes):
        return []
    points, after = np.concatenate(strokes), np.cumsum(sizes)
    first, last = after - sizes, after - 1
    keep = np.zeros(len(points), dtype=np.bool_)
    keep[first] = keep[last] = True
    while True:
        inner = last - first - 1
        first, last, inner = first[inner > 0], last[inner > 0], inner[inner > 0]
        if not len(inner):
            break
        begin, of = np.cumsum(inner) - inner, np.repeat(np.arange(len(inner)), inner)
        at = np.arange(len(of)) + (first + 1 - begin)[of]
        chord = points[last] - points[first]
        square = chord[:, 0] ** 2 + chord[:, 1] ** 2
        off, chord = points[at] - points[first][of], chord[of]
        along = (off[:, 0] * chord[:, 0] + off[:, 1] * chord[:, 1]) / np.where(square > 0, square, 1.0)[of]
        off = off - np.minimum(np.maximum(along, 0.0), 1.0)[:, None] * chord  # a third of the time of np.clip
        far = off[:, 0] ** 2 + off[:, 1] ** 2
        most = np.maximum.reduceat(far, begin)
        farthest = np.flatnonzero(far == most[of])
        middle = at[farthest[np.searchsorted(farthest, begin)]]  # the first of each piece's
        parted = most > tolerance**2
        middle, first, last = middle[parted], first[parted], last[parted]
        keep[middle] = True
        first, last = np.concatenate((first, middle)), np.concatenate((middle, last))
    return [np.flatnonzero(part) for part in np.split(keep, after[:-1])]


def split_long(points: Float64Array, longest: float) -> Float64Array:
    """The same polyline with no piece longer than ``longest``: longer ones are cut in equal parts."""
    step = np.diff(points, axis=0)
    parts = np.maximum(np.ceil(np.hypot(step[:, 0], step[:, 1]) / longest - 1e-9), 1).astype(int)
    if (parts == 1).all():
        return points
    first = np.repeat(np.arange(len(step)), parts)
    inside = (np.arange(1, len(first) + 1) - np.repeat(np.cumsum(parts) - parts, parts)) / parts[first]
    return np.concatenate((points[:1], points[first] + inside[:, None] * step[first]))


def resample(stroke: Float64Array, representation: Representation) -> Float64Array:
    """A stroke in local units, (n, 2), as the few points its shape needs. Ends are kept; a dot stays one point."""
    return resample_all([stroke], representation)[0]


def resample_all(strokes: Sequence[Float64Array], representation: Representation) -> list[Float64Array]:
    """``resample`` of several strokes."""
    dense = [smooth(stroke, representation.smoothing) if len(stroke) > 1 else stroke for stroke in strokes]
    kept = simplify_all(dense, representation.tolerance)
    return [split_long(stroke[own], representation.longest) for stroke, own in zip(dense, kept, strict=True)]


def to_rows(strokes: Sequence[Float64Array], *, height: bool) -> RowArray:
    """Strokes (each (n, 2), network units) as rows (dx, dy, lift[, height]); the first row's offset is zero."""
    points = np.concatenate([stroke[:, :2] for stroke in strokes])
    rows = np.zeros((len(points), 4 if height else 3))
    rows[1:, :2] = np.diff(points, axis=0)
    rows[np.cumsum([len(stroke) for stroke in strokes]) - 1, 2] = 1.0
    if height:
        rows[:, 3] = points[:, 1]
    return rows.astype(np.float32)


def to_strokes(rows: RowArray, start: tuple[float, float] = (0.0, 0.0)) -> list[Float64Array]:
    """The way back: rows as strokes of (n, 2) in network units, the first offset taken from ``start``."""
    points = np.cumsum(rows[:, :2].astype(np.float64), axis=0) + np.asarray(start)
    ends = np.flatnonzero(rows[:, 2] > 0.5) + 1
    return [stroke for stroke in np.split(points, ends) if len(stroke)]
