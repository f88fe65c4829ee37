"""Elliptical arcs → points (SVG 2, appendix B.2). Positions are complex, x + iy."""

from __future__ import annotations

import cmath
import math

import numpy as np

from inkapp.formats.svg.curves import Complex128Array, parameters


def arc_points(
    start: complex,
    radii: tuple[float, float],
    turned: float,
    flags: tuple[bool, bool],
    end: complex,
    tolerance: float,
) -> Complex128Array:
    """(n,) points after ``start``. ``turned``: of the ellipse's x-axis, degrees. ``flags``: large arc, positive sweep.

    Without a radius it is a line; radii too small for the distance grow. Raises ArithmeticError for a radius near 0.
    """
    rx, ry = map(abs, radii)
    if not rx or not ry or start == end:
        return np.array([end])
    axis = cmath.rect(1.0, math.radians(turned))
    half = (start - end) / 2 / axis  # in the ellipse's own axes
    need = (half.real / rx) ** 2 + (half.imag / ry) ** 2
    grown = max(1.0, math.sqrt(need))
    rx, ry = rx * grown, ry * grown
    here = complex(half.real / rx, half.imag / ry)  # on the unit circle around ``middle``
    reach = math.sqrt(max(1 / abs(here) ** 2 - 1, 0.0))
    middle = here * 1j * reach * (1 if flags[0] != flags[1] else -1)
    first, last = cmath.phase(here - middle), cmath.phase(-here - middle)
    swept = (last - first) % math.tau
    if not flags[1]:
        swept -= math.tau
    angles = first + swept * parameters(max(rx, ry) * swept**2, tolerance)
    on_circle = np.exp(1j * angles) + middle
    points = (on_circle.real * rx + 1j * on_circle.imag * ry) * axis + (start + end) / 2
    points[-1] = end
    return np.asarray(points)
