"""Lines from files of other programs → strokes on a page that they fit on.

Where a file says nothing, this says what to assume: the pen's pace and pressure, the size of its units and of its page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inkapp.ink.document import Float64Array, Page, Stroke
from inkapp.ink.errors import FileError
from inkapp.ink.recorder import (
    FARTHEST_MM,
    LONGEST_S,
    MOUSE_PRESSURE,
    POSITION_DECIMALS,
    PRESSURE_DECIMALS,
    TIME_DECIMALS,
)

MOST_POINTS = 300_000  # nearly five hundred lines of writing at IAM-OnDB's rate; a reader's time grows with it
MOST_STROKES = 30_000  # fifty full pages; ``python -m tools.slow_files`` prints what they cost
PACE_MM_PER_S = 60.0  # of somebody who writes at the size of a ruled page
LETTER_MM = 5.0  # the median height of strokes where a file's units say nothing; about 40 % of a ruled line
LATEST_S = 1e12  # a clock's reading beyond all clocks: the file's times are not used
DOT_MM = 0.0101  # a line up to the shortest that the SVG writer has (and its rounding) is a dot


@dataclass(frozen=True, eq=False, slots=True)
class ForeignLine:
    """A line of a foreign file. ``points``: (n, 2) in its units, y down, n ≥ 1.

    ``t``: (n,) seconds on any clock, or None. ``pressure``: (n,) in 0 … 1, or None.
    """

    points: Float64Array
    t: Float64Array | None = None
    pressure: Float64Array | None = None


def fit(lines: Sequence[ForeignLine], name: str, *, unit_mm: float | None, page: Page | None = None) -> Page:
    """A page with the lines as a person's strokes.

    ``unit_mm``: a unit's size, or None where the file does not say: then letters get the size of handwriting.
    ``page``: the file's own page, on which lines stay where they are. Without one it is an A4 page, and lines that
    lie outside are moved onto it; one that is too small grows. Raises FileError.
    """
    if not lines:
        raise FileError(f"{name}: holds no lines")
    if len(lines) > MOST_STROKES:
        raise FileError(f"{name}: more than {MOST_STROKES} lines")
    if sum(len(line.points) for line in lines) > MOST_POINTS:
        raise FileError(f"{name}: more than {MOST_POINTS} points")
    # bounded before any arithmetic, so that nothing later overflows
    every = np.concatenate([line.points for line in lines])
    if not (np.abs(every) <= 1e12).all():  # also refuses nan
        raise FileError(f"{name}: holds coordinates that are no numbers or too large")
    unit = unit_mm if unit_mm is not None else _handwriting_unit(lines)
    shift = np.zeros(2)
    if page is None:
        page = Page()
        box = np.stack((every.min(axis=0), every.max(axis=0))) * unit
        size = box[1] - box[0]
        room = np.array([page.width, page.height])
        if unit_mm is None or (box[0] < 0).any() or (box[1] > room).any():
            shift = np.array([page.margin, page.margin]) - box[0]
            room = np.maximum(room, size + 2 * page.margin)
        if (room > FARTHEST_MM).any():
            raise FileError(f"{name}: its ink is {size.max():.0f} mm large, more than a page may be")
        room = np.ceil(np.round(room, POSITION_DECIMALS))  # rounded, or 210.00000000000003 mm would be 211
        page = replace(page, width=float(room[0]), height=float(room[1]))
    return page.with_strokes(_strokes(lines, every * unit + shift, name))


def _handwriting_unit(lines: Sequence[ForeignLine]) -> float:
    """mm a unit that make the median stroke as high as a letter, or less where the ink would leave an A4 page."""
    extents = [np.ptp(line.points, axis=0) for line in lines]
    heights = [float(extent[1]) for extent in extents if extent.max() > 0]
    every = np.concatenate([line.points for line in lines])
    width, height = np.ptp(every, axis=0).tolist()
    page = Page()
    candidates = [1.0]
    if heights and (median := float(np.median(heights))) > 0:
        candidates = [LETTER_MM / median]
    for extent, room in ((width, page.width), (height, page.height)):
        if extent > 0:
            candidates.append((room - 2 * page.margin) / extent)
    unit = min(candidates)
    return unit if math.isfinite(unit) and unit > 0 else 1.0


def _strokes(lines: Sequence[ForeignLine], points: Float64Array, name: str) -> Iterator[Stroke]:
    """The lines as strokes; ``points``: (n, 2) mm of all of them, one after the other, because numpy takes as long for two
    points as for a thousand."""
    if not (np.abs(points) <= FARTHEST_MM + 1).all():  # a mm for what rounding adds at the very edge
        raise FileError(f"{name}: its ink lies farther than {FARTHEST_MM:.0f} mm away")
    ends = np.cumsum([len(line.points) for line in lines])
    firsts = np.concatenate(([0], ends[:-1]))
    extents = np.maximum.reduceat(points, firsts) - np.minimum.reduceat(points, firsts)
    dots = (extents.max(axis=1) <= DOT_MM).tolist()
    x, y = (np.round(points, POSITION_DECIMALS) + 0.0).T
    path = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))  # mm from the first point of all
    for line, dot, first, end in zip(lines, dots, firsts.tolist(), ends.tolist(), strict=True):
        times, pressures = line.t, line.pressure
        if dot and times is None:
            end = first + 1
        if times is not None and (np.abs(times) <= LATEST_S).all():
            t: Float64Array = np.minimum(np.maximum.accumulate(times - times[0]), LONGEST_S)
        else:
            t = (path[first:end] - path[first]) / PACE_MM_PER_S
        if pressures is None:
            pressure = np.full(end - first, MOUSE_PRESSURE)
        else:
            pressure = np.round(np.clip(pressures[: end - first], 0.0, 1.0), PRESSURE_DECIMALS)
        yield Stroke(
            x[first:end], y[first:end], np.round(t, TIME_DECIMALS), pressure, has_pressure=pressures is not None
        )
