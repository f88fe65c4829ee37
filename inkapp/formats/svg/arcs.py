"""Elliptical arcs → points (SVG 2, appendix B.2). Positions are complex, x + iy."""

from __future__ import annotations

import cmath
import math

from inkapp.formats.svg.curves import pieces


def arc_points(
    start: complex,
    radii: tuple[float, float],
    turned: float,
    flags: tuple[bool, bool],
    end: complex,
    tolerance: float,
) -> list[complex]:
    """Points after ``start``. ``turned``: of the ellipse's x-axis, degrees. ``flags``: large arc, positive sweep.

    Without a radius it is a line; radii too small for the distance grow. Raises ArithmeticError for a radius near 0.
    """
    rx, ry = map(abs, radii)
    if not rx or not ry or start == end:
        return [end]
    axis = cmath.rect(1.0, math.radians(turned))
    half = (start - end) / 2 / axis  # in the ellipse's own axes
    need = (half.real / rx) ** 2 + (half.imag / ry) ** 2
    grown = max(1.0, math.sqrt(need))
    rx, ry = rx * grown, ry * grown
    here = complex(half.real / rx, half.imag / ry)  # on the unit circle around ``middle``
    reach = math.sqrt(max(1 / abs(here) ** 2 - 1, 0.0))
    middle = here * -1j * reach * (1 if flags[0] != flags[1] else -1)
    first, last = cmath.phase(here - middle), cmath.phase(-here - middle)
    swept = (last - first) % math.tau
    if not flags[1]:
        swept -= math.tau
    n = pieces(max(rx, ry) * swept**2, tolerance)
    centre, points = (start + end) / 2, []
    for angle in (first + swept * i / n for i in range(1, n)):
        on_circle = cmath.rect(1.0, angle) + middle
        points.append(complex(on_circle.real * rx, on_circle.imag * ry) * axis + centre)
    return [*points, end]
