"""Which strokes an eraser's move touches.

Strokes have no width here: who paints them adds half of it to the radius.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from inkapp.ink.document import Float64Array, Page, Stroke


def strokes_touched(page: Page, x0: float, y0: float, x1: float, y1: float, radius: float) -> tuple[int, ...]:
    """Indices, ascending, of the page's strokes within ``radius`` mm of the segment from (x0, y0) to (x1, y1).

    A stroke is the line through its points (a dot is its point), so a fast eraser misses nothing between two events
    and a fast pen nothing between two samples. An eraser that stands still is a segment of no length.
    """
    if not page.strokes:
        return ()
    boxes = _page_bounds(page.strokes)
    near = np.flatnonzero(
        (boxes[:, 0] <= max(x0, x1) + radius)
        & (boxes[:, 2] >= min(x0, x1) - radius)
        & (boxes[:, 1] <= max(y0, y1) + radius)
        & (boxes[:, 3] >= min(y0, y1) - radius)
    )
    if not len(near):
        return ()
    begins, ends, counts = [], [], []
    for index in near.tolist():
        stroke = page.strokes[index]
        points = stroke.points
        begins.append(points[: max(len(points) - 1, 1)])
        ends.append(points[min(1, len(points) - 1) :])
        counts.append(len(begins[-1]))
    squared = _squared_distance(
        np.concatenate(begins), np.concatenate(ends), np.array([x0, y0], float), np.array([x1, y1], float)
    )
    closest = np.minimum.reduceat(squared, np.cumsum([0, *counts[:-1]]))
    return tuple(near[closest <= radius * radius].tolist())


@lru_cache(maxsize=65_536)
def _bounds(stroke: Stroke) -> tuple[float, float, float, float]:
    return stroke.bounds


@lru_cache(maxsize=4)
def _page_bounds(strokes: tuple[Stroke, ...]) -> Float64Array:
    """(n, 4) boxes; cached by the strokes themselves, so a box is computed once in a stroke's life."""
    return np.array([_bounds(stroke) for stroke in strokes])


def _squared_distance(a: Float64Array, b: Float64Array, c: Float64Array, d: Float64Array) -> Float64Array:
    """(n,) squared distances between the segments a–b, (n, 2) each, and the one segment c–d, (2,) each.

    Segments that do not cross are nearest at one of their four ends (Ericson 2005, Real-Time Collision Detection,
    sec. 5.1.9); those that cross are at no distance.
    """
    ends = np.minimum.reduce([_to_segment(a, c, d), _to_segment(b, c, d), _to_segment(c, a, b), _to_segment(d, a, b)])
    crossing = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    return np.where(crossing, 0.0, ends)


def _to_segment(p: Float64Array, a: Float64Array, b: Float64Array) -> Float64Array:
    """Squared distances of points to segments, broadcast over the first axis; a segment may be a point."""
    along = b - a
    length = (along * along).sum(-1)
    share = np.clip(((p - a) * along).sum(-1) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    away = p - (a + share[..., None] * along)
    return np.asarray((away * away).sum(-1))


def _side(a: Float64Array, b: Float64Array, p: Float64Array) -> Float64Array:
    """Positive, negative or 0: on which side of the line a–b a point lies."""
    u, v = b - a, p - a
    return np.asarray(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0])
