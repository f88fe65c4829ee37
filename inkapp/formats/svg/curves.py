"""Bézier curves → points, so many that no curve is left by more than a tolerance. Positions are complex, x + iy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Float64Array

Complex128Array = npt.NDArray[np.complex128]
MOST_PIECES = 256  # of one curve


def cubic_points(places: Sequence[complex], tolerance: float) -> Complex128Array:
    """(n,) points of the cubic curve from the first of four places to the last, without the first."""
    a, b, c, d = places
    t = parameters(6 * max(abs(a - 2 * b + c), abs(b - 2 * c + d)), tolerance)
    u = 1 - t
    return np.asarray(u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d)


def quadratic_points(places: Sequence[complex], tolerance: float) -> Complex128Array:
    """(n,) points of the quadratic curve from the first of three places to the last, without the first."""
    a, b, c = places
    t = parameters(2 * abs(a - 2 * b + c), tolerance)
    u = 1 - t
    return np.asarray(u * u * a + 2 * u * t * b + t * t * c)


def parameters(second: float, tolerance: float) -> Float64Array:
    """(n,) ends of the pieces of 0 … 1 into which a curve is cut, its second derivative at most ``second``."""
    if not math.isfinite(second):
        raise OverflowError("its numbers are too large")
    n = min(max(math.ceil(math.sqrt(second / (8 * tolerance))), 1), MOST_PIECES)
    return np.arange(1, n + 1) / n
