"""SVG's shapes → lines of points in their own units (SVG 2, chapter 10). Paths are in ``path_data``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from inkapp.formats.svg.attributes import DamagedAttribute, length
from inkapp.formats.svg.curves import pieces
from inkapp.formats.svg.numbers import read_numbers
from inkapp.formats.svg.path_data import Flattened, flatten
from inkapp.ink.document import Float64Array

Attributes = Mapping[str, str]
Room = tuple[float, float]  # width and height of what percentages are of


def shape_lines(kind: str, attributes: Attributes, room: Room, tolerance: float, most: int, name: str) -> Flattened:
    """A shape's lines; no curve is left by more than ``tolerance``. Raises DamagedAttribute, and FileError for more
    than ``most`` points."""
    if kind == "path":
        return flatten(attributes.get("d", ""), tolerance, most, name)
    if kind in ("polyline", "polygon"):
        return _polyline(attributes.get("points", ""), name, closed=kind == "polygon")
    points = SHAPES[kind](attributes, room, tolerance)
    return _one(points)


def _one(points: Float64Array, error: str = "") -> Flattened:
    return Flattened([points], error, [len(points) - 1], len(points)) if len(points) else Flattened(error=error)


def _polyline(text: str, name: str, *, closed: bool) -> Flattened:
    numbers, whole = read_numbers(text, name)
    points = np.array(numbers[: len(numbers) // 2 * 2], dtype=np.float64).reshape(-1, 2)
    if closed and len(points) > 1:
        points = np.concatenate((points, points[:1]))
    error = "" if whole else "damaged points"
    if whole and len(numbers) % 2:
        error = "an odd number of coordinates"
    return _one(points if len(points) > 1 or not error else points[:0], error)


def _line(attributes: Attributes, room: Room, tolerance: float) -> Float64Array:
    ends = [length(attributes.get(key, "0"), room[axis]) for key, axis in (("x1", 0), ("y1", 1), ("x2", 0), ("y2", 1))]
    return np.array(ends).reshape(2, 2)


def _rectangle(attributes: Attributes, room: Room, tolerance: float) -> Float64Array:
    x, y = length(attributes.get("x", "0"), room[0]), length(attributes.get("y", "0"), room[1])
    width, height = length(attributes.get("width", "0"), room[0]), length(attributes.get("height", "0"), room[1])
    if width <= 0 or height <= 0:
        return np.empty((0, 2))
    given = [_radius(attributes, key, room[axis]) for key, axis in (("rx", 0), ("ry", 1))]
    rx, ry = (own if own is not None else other or 0.0 for own, other in (given, given[::-1]))
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    corners = ((x + rx, y + ry, 180), (x + width - rx, y + ry, 270), (x + width - rx, y + height - ry, 0))
    corners += ((x + rx, y + height - ry, 90),)  # type: ignore[assignment]
    parts = [_arc((cx, cy), (rx, ry), begin, 90, tolerance) for cx, cy, begin in corners]
    return np.concatenate([*parts, parts[0][:1]])


def _circle(attributes: Attributes, room: Room, tolerance: float) -> Float64Array:
    radius = length(attributes.get("r", "0"), math.hypot(*room) / math.sqrt(2))
    return _whole(attributes, room, (radius, radius), tolerance)


def _ellipse(attributes: Attributes, room: Room, tolerance: float) -> Float64Array:
    rx, ry = (_radius(attributes, key, room[axis]) for key, axis in (("rx", 0), ("ry", 1)))
    return _whole(
        attributes, room, (rx if rx is not None else ry or 0.0, ry if ry is not None else rx or 0.0), tolerance
    )


def _whole(attributes: Attributes, room: Room, radii: Room, tolerance: float) -> Float64Array:
    centre = (length(attributes.get("cx", "0"), room[0]), length(attributes.get("cy", "0"), room[1]))
    if min(radii) <= 0:
        return np.empty((0, 2))
    points = _arc(centre, radii, 0, 360, tolerance)
    points[-1] = points[0]
    return points


def _radius(attributes: Attributes, key: str, whole: float) -> float | None:
    """None where it is ``auto``, or negative, which is an error that counts as auto."""
    text = attributes.get(key, "auto").strip()
    radius = None if text in ("auto", "") else length(text, whole)
    return radius if radius is None or radius >= 0 else None


def _arc(centre: Room, radii: Room, begin: float, swept: float, tolerance: float) -> Float64Array:
    """(n, 2) of an ellipse's part, in degrees; one point where it has no radius."""
    if min(radii) <= 0:
        return np.array([centre])
    if not all(map(math.isfinite, (*centre, *radii))):
        raise DamagedAttribute("its numbers are too large")
    n = pieces(max(radii) * math.radians(swept) ** 2, tolerance)
    first, step = math.radians(begin), math.radians(swept) / n
    angle = first + step * np.arange(n + 1)
    return np.stack((centre[0] + radii[0] * np.cos(angle), centre[1] + radii[1] * np.sin(angle)), axis=1)


SHAPES: dict[str, Callable[[Attributes, Room, float], Float64Array]] = {
    "line": _line,
    "rect": _rectangle,
    "circle": _circle,
    "ellipse": _ellipse,
}
DRAWN = frozenset({"path", "polyline", "polygon", *SHAPES})
