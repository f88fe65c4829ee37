"""Bézier curves → points, so many that no curve is left by more than a tolerance. Positions are complex, x + iy.

Python's own numbers: most curves of handwriting become a few points, for which arrays take longer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

MOST_PIECES = 256  # of one curve


def cubic_points(control: Sequence[complex], tolerance: float) -> list[complex]:
    """The curve of four control points, from the first to the last, without the first."""
    a, b, c, d = control
    n = pieces(6 * max(abs(a - 2 * b + c), abs(b - 2 * c + d)), tolerance)
    points = []
    for t in (i / n for i in range(1, n)):
        u = 1 - t
        points.append(((u * a + 3 * t * b) * u + 3 * t * t * c) * u + t * t * t * d)
    return [*points, d]


def quadratic_points(control: Sequence[complex], tolerance: float) -> list[complex]:
    """The curve of three control points, from the first to the last, without the first."""
    a, b, c = control
    n = pieces(2 * abs(a - 2 * b + c), tolerance)
    points = []
    for t in (i / n for i in range(1, n)):
        u = 1 - t
        points.append((u * a + 2 * t * b) * u + t * t * c)
    return [*points, c]


def pieces(second: float, tolerance: float) -> int:
    """Into how many lines a curve is cut for a parameter 0 … 1, its second derivative at most ``second``.

    Raises ArithmeticError where that is no number.
    """
    if not math.isfinite(second):
        raise OverflowError("its numbers are too large")
    return min(max(math.ceil(math.sqrt(second / (8 * tolerance))), 1), MOST_PIECES)
