"""A stroke as one filled shape whose width is the pen's pressure; in page mm, fine enough for the largest zoom.

The shape is a ribbon: a smooth line through the samples, its two sides at half a width, round ends. Where the line
turns tighter than the ribbon is wide, its inner side would fold over and leave holes, so the ribbon is cut there, with
round ends that overlap. Everywhere else there is one contour: overlapping pieces would be counted twice by the
anti-aliasing and show as beads.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Float64Array
from inkapp.ink.pen import PEN_MM

Int64Array = npt.NDArray[np.int64]

THIN, THICK = 0.35, 1.65  # widths at no and at full pressure, in pens
DOT = 1.5  # a dot is wider than a line, or it would look faint
TOLERANCE_MM = 0.004  # between the curve and its straight pieces: 0.15 pixels at the largest zoom
MOST_PIECES = 24  # of one curve between two samples
# The curve may pass so far beside a sample, along each axis: samples stand on pixels, and a curve exactly through
# them waves. On a cycloid of 4-pixel steps, one mean with the neighbours brings the sum of turns from 44 to 31 radians
# (true: 32) and leaves the error at 0.46 pixels; further means double it.
EASE_MM = 0.08
CORNER = 1.2  # radians: a sharper turn between samples is meant as a corner
BEND = 0.5  # radians: at a sharper turn one contour would be thinner than the pen
CAP = 9  # points of a round end, without its corners
SAME_MM = 1e-6  # nearer samples are one


def pen_width(pressure: Float64Array) -> Float64Array:
    """mm, (n,) for pressures in 0 … 1."""
    return np.asarray(PEN_MM * (THIN + (THICK - THIN) * pressure))


WIDEST_MM = float(pen_width(np.ones(1))[0]) * DOT  # nothing painted reaches farther from its points than half of this


def outline(
    x: Float64Array, y: Float64Array, pressure: Float64Array, begin: int = 0, end: int | None = None
) -> tuple[Float64Array, Int64Array]:
    """The shape of the line through the samples; (n,) each, in mm and 0 … 1: closed contours, (m, 2) points one contour after
    the other, and where each begins. To be filled where anything covers (the winding rule); n = 0 gives none.

    With ``begin`` and ``end`` only what lies between these two samples (both included), as it is in the whole: a
    growing line can be painted in parts.
    """
    last = len(x) - 1 if end is None else min(end, len(x) - 1)
    if last < begin:
        return np.empty((0, 2)), np.zeros(0, dtype=np.int64)
    return _outlines(x, y, pressure, np.zeros(1, dtype=np.int64), slice(begin, last + 1))[:2]


def outlines(
    x: Float64Array, y: Float64Array, pressure: Float64Array, starts: Int64Array
) -> tuple[Float64Array, Int64Array, Int64Array]:
    """The shapes of lines whose samples follow one another, each beginning at its start, (k,) ascending from 0, with a sample
    at least: contours as of ``outline``, where each begins, and the number of each line's first, (k,).

    To outline short lines one by one takes several times as long: nearly all of it is numpy's calls.
    """
    return _outlines(x, y, pressure, starts, slice(0, len(x)))


def _outlines(
    x: Float64Array, y: Float64Array, pressure: Float64Array, starts: Int64Array, part: slice
) -> tuple[Float64Array, Int64Array, Int64Array]:
    """``part``: of the samples, those to be outlined; all, where there is more than one line."""
    points = np.stack((x, y), axis=1).astype(np.float64)
    half = pen_width(_even(np.asarray(pressure, dtype=np.float64), _has_both(starts, len(points)))) / 2
    kept = _apart(points, starts)
    kept[part.start] = True
    kept[_ends(starts, part.stop)] = True
    number = np.cumsum(kept) - 1
    dense, widths, index = _curve(_ease(points[kept], number[starts]), half[kept], number[starts])
    first, last = index[number[part.start]], index[number[part.stop - 1]]
    dense, widths = dense[first : last + 1], widths[first : last + 1]
    begins = index[number[starts]] if len(starts) > 1 else starts
    moved = _apart(dense, begins)
    begins = (np.cumsum(moved) - 1)[begins]
    dense, widths = dense[moved], widths[moved]
    dots = begins == _ends(begins, len(dense))
    if np.count_nonzero(dots):
        widths[begins[dots]] = DOT * np.maximum.reduceat(half[part], starts)[dots]
    return _ribbons(dense, widths, begins)


def _ends(starts: Int64Array, n: int) -> Int64Array:
    """Where the lines end, of which all have n points; (k,) → (k,)."""
    ends = np.empty_like(starts)
    ends[:-1] = starts[1:]
    ends[-1] = n
    return ends - 1


def _has_both(starts: Int64Array, n: int) -> npt.NDArray[np.bool_]:
    """Which points have a neighbour of their line on both sides, (n,)."""
    both = np.ones(n, dtype=np.bool_)
    both[starts] = both[_ends(starts, n)] = False
    return both


def _even(pressure: Float64Array, has_both: npt.NDArray[np.bool_]) -> Float64Array:
    """Pressure without a device's steps, which would show as lumps: the mean with the neighbours, twice."""
    for _ in range(2):
        inner = (pressure[:-2] + 2 * pressure[1:-1] + pressure[2:]) / 4
        pressure = pressure.copy()
        np.copyto(pressure[1:-1], inner, where=has_both[1:-1])
    return np.clip(pressure, 0.0, 1.0)


def _ease(points: Float64Array, starts: Int64Array) -> Float64Array:
    """(n, 2) → (n, 2): each point near the mean with its neighbours. Ends and corners stay."""
    chord = np.diff(points, axis=0)
    step = np.clip((chord[1:] - chord[:-1]) / 4, -EASE_MM, EASE_MM)
    step[(np.abs(_turns(chord)) >= CORNER) | ~_has_both(starts, len(points))[1:-1]] = 0.0
    eased = points.copy()
    eased[1:-1] += step
    return eased


def _apart(points: Float64Array, starts: Int64Array) -> npt.NDArray[np.bool_]:
    """Which points do not repeat the one before in their line; (n,)."""
    apart = np.ones(len(points), dtype=np.bool_)
    apart[1:] = np.hypot(*np.diff(points, axis=0).T) > SAME_MM
    apart[starts] = True
    return apart


def _curve(
    points: Float64Array, half: Float64Array, starts: Int64Array
) -> tuple[Float64Array, Float64Array, Int64Array]:
    """(n, 2), (n,) → the curves' points (m, 2), half widths (m,), and where in them each sample stands, (n,).

    Cubic Hermite pieces whose tangents are those of the circle through a sample and its neighbours, as in Yuksel et
    al. 2011 (parameterisation of Catmull-Rom curves) with chord lengths: no loops, no overshoot at uneven spacing.
    """
    n = len(points)
    chord = np.diff(points, axis=0)
    length = np.maximum(np.hypot(*chord.T), SAME_MM)
    unit = chord / length[:, None]
    turn = _turns(unit)
    leave, arrive = unit.copy(), unit.copy()  # directions at the begin and the end of each piece
    before, after = length[:-1, None], length[1:, None]
    tangent = (unit[:-1] * after + unit[1:] * before) / (before + after)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    smooth = (np.abs(turn) < CORNER) & _has_both(starts, n)[1:-1]
    arrive[:-1][smooth] = tangent[smooth]
    leave[1:][smooth] = tangent[smooth]
    ends = _ends(starts, n)
    longer = ends - starts > 1
    a, b = starts[longer], ends[longer] - 1  # the ends bend as their neighbours do
    leave[a] = 2 * unit[a] * (arrive[a] * unit[a]).sum(1, keepdims=True) - arrive[a]
    arrive[b] = 2 * unit[b] * (leave[b] * unit[b]).sum(1, keepdims=True) - leave[b]
    bent = np.maximum(
        np.arccos(np.clip((leave * unit).sum(1), -1, 1)), np.arccos(np.clip((arrive * unit).sum(1), -1, 1))
    )
    pieces = np.clip(np.ceil(np.sqrt(length * bent / (4 * TOLERANCE_MM))), 1, MOST_PIECES).astype(np.int64)
    pieces[ends[:-1]] = 1  # from one line to the next: nothing but the end of the one
    index = np.concatenate(([0], np.cumsum(pieces)))
    piece = np.repeat(np.arange(n - 1), pieces)
    u = ((np.arange(index[-1]) - index[piece]) / pieces[piece])[:, None]
    v = 1 - u
    dense = (
        points[piece] * ((1 + 2 * u) * v**2)
        + points[piece + 1] * (u**2 * (1 + 2 * v))
        + (leave * length[:, None])[piece] * (u * v**2)
        - (arrive * length[:, None])[piece] * (u**2 * v)
    )
    wide = half[piece] + (half[piece + 1] - half[piece]) * u[:, 0]
    return np.concatenate((dense, points[-1:])), np.concatenate((wide, half[-1:])), index


def _turns(unit: Float64Array) -> Float64Array:
    """(m, 2) directions → (m − 1,) signed angles between them."""
    u, v = unit[:-1], unit[1:]
    return np.asarray(np.arctan2(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0], (u * v).sum(1)))


def _ribbons(
    points: Float64Array, half: Float64Array, starts: Int64Array
) -> tuple[Float64Array, Int64Array, Int64Array]:
    """(n, 2), (n,), (k,) → contours that together cover the lines, one after the other, where each begins, and each line's
    first, (k,).

    All turn the same way, so that what several cover is not left out. A contour is: the right side, a round end, the
    left side backwards, a round end. A line of one point is a disc.
    """
    chord = np.diff(points, axis=0)
    length = np.hypot(*chord.T)
    angle = np.arctan2(chord[:, 1], chord[:, 0])
    turn = _turns(chord)
    # half of each neighbouring piece is what the inner side may lose at a point
    sharp = np.abs(turn)
    folds = np.tan(np.minimum(sharp, 3.0) / 2) * half[1:-1] > 0.45 * np.minimum(length[:-1], length[1:])
    cut = _has_both(starts, len(points))
    cut[1:-1] &= folds | (sharp > BEND)

    # every point once, and a cut twice: as the end of a ribbon and as the beginning of the next
    index = np.repeat(np.arange(len(points)), 1 + cut)
    fresh = cut.copy()  # where a ribbon begins
    fresh[starts] = True
    first = np.flatnonzero(fresh) + np.cumsum(cut)[fresh]
    last = np.concatenate((first[1:] - 1, [len(index) - 1]))
    heading = np.zeros(len(points))
    heading[1:-1] = angle[:-1] + turn / 2
    heading = heading[index]
    longer = first < last  # the others are dots
    heading[first[longer]] = angle[index[first[longer]]]
    heading[last[longer]] = angle[index[last[longer]] - 1]
    heading[first[~longer]] = 0.0
    middle, wide = points[index], half[index]
    side = _around(heading + np.pi / 2) * wide[:, None]

    count = last - first + 1
    begins = np.concatenate(([0], np.cumsum(2 * count + 2 * CAP)))
    contours = np.empty((begins[-1], 2))
    begins = begins[:-1]
    step = np.arange(len(index)) - np.repeat(first, count)
    home, size = np.repeat(begins, count), np.repeat(count, count)
    contours[home + step] = middle - side
    contours[home + 2 * size + CAP - 1 - step] = middle + side
    arc, nib = np.pi * np.arange(1, CAP + 1)[:, None] / (CAP + 1), np.arange(CAP)
    for end, slot, way in ((last, begins + count, 1), (first, begins + 2 * count + CAP, -1)):
        left = way * side[end, None]
        ahead = left[..., ::-1] * (1, -1)
        contours[slot[:, None] + nib] = middle[end, None] - np.cos(arc) * left + np.sin(arc) * ahead
    return contours, begins, (np.cumsum(fresh) - 1)[starts]


def _around(angle: Float64Array) -> Float64Array:
    """Unit vectors: (…,) → (…, 2)."""
    return np.stack((np.cos(angle), np.sin(angle)), axis=-1)
