"""Foreign SVG → a page of ink.

Read are paths, polylines, polygons and lines; groups and nested pictures; transforms; physical units, and 96 pixels an inch
where there are none. Style sheets, fills, text and pictures are not, nor what is drawn by ``use``, which also keeps a small
file from becoming a large one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from inkapp.formats.shared.fit_on_page import MOST_POINTS, ForeignLine, fit
from inkapp.formats.shared.xml_events import read_xml
from inkapp.formats.svg.path_data import flatten, read_numbers, read_points
from inkapp.ink.atomic_files import unpack
from inkapp.ink.document import A4_HEIGHT_MM, A4_WIDTH_MM, Background, Document, Float64Array, Page
from inkapp.ink.errors import FileError
from inkapp.ink.recorder import FARTHEST_MM

MM_PER_PX = 25.4 / 96
TOLERANCE_MM = 0.02
PX_PER_UNIT = {
    "": 1.0,
    "px": 1.0,
    "mm": 96 / 25.4,
    "cm": 960 / 25.4,
    "q": 24 / 25.4,
    "in": 96.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "em": 16.0,
    "ex": 8.0,
}
LENGTH = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-z]*|%)\s*")
TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
UNSEEN = frozenset(
    {"defs", "symbol", "clipPath", "mask", "marker", "pattern", "linearGradient", "radialGradient", "metadata"}
)
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_svg(data: bytes, name: str) -> Document:
    """The ink of an SVG file (or SVGZ), all of it a person's, on a page of the picture's size. Raises FileError."""
    reader = _SvgReader(name)
    read_xml(unpack(data, name), name, reader)
    if not reader.lines:
        raise FileError(f"{name}: holds no lines or paths")
    return Document((fit(reader.lines, name, unit_mm=1.0, page=reader.page),))


@dataclass(slots=True)
class _Level:
    """An open element: what its content is drawn by. ``width``, ``height``: what percentages are of."""

    matrix: Matrix
    seen: bool
    width: float
    height: float


class _SvgReader:
    """Collects lines in mm as elements are read."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._levels: list[_Level] = []
        self._points = 0
        self.lines: list[ForeignLine] = []
        self.page: Page | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._levels:
            if name != "svg":
                raise FileError(f"{self._name}: not an SVG file (it begins with <{name[:30]}>)")
            self._levels.append(self._root(attributes))
            return
        above = self._levels[-1]
        level = _Level(above.matrix, above.seen and name not in UNSEEN, above.width, above.height)
        self._levels.append(level)
        level.seen = level.seen and not _is_hidden(attributes)
        if not level.seen:
            return
        if attributes.get("transform"):
            level.matrix = compose(level.matrix, read_transform(attributes["transform"], self._name))
        if name == "svg":
            self._nested(level, attributes)
        else:
            self._draw(name, attributes, level)

    def end(self, name: str, text: str) -> None:
        self._levels.pop()

    def _draw(self, name: str, attributes: dict[str, str], level: _Level) -> None:
        scale = max(math.hypot(*level.matrix[:2]), math.hypot(*level.matrix[2:4]))
        if name == "path" and scale > 0:
            for points in flatten(attributes.get("d", ""), TOLERANCE_MM / scale, self._name):
                self._add(points, level.matrix)
        elif name in ("polyline", "polygon"):
            points = read_points(attributes.get("points", ""), self._name)
            if name == "polygon" and len(points) > 1:
                points = np.concatenate((points, points[:1]))
            self._add(points, level.matrix)
        elif name == "line":
            ends = [
                self._length(attributes.get(key, "0"), whole)
                for key, whole in (("x1", level.width), ("y1", level.height), ("x2", level.width), ("y2", level.height))
            ]
            self._add(np.array(ends).reshape(2, 2), level.matrix)

    def _add(self, points: Float64Array, matrix: Matrix) -> None:
        if not len(points):
            return
        self._points += len(points)
        if self._points > MOST_POINTS:
            raise FileError(f"{self._name}: more than {MOST_POINTS} points")
        a, b, c, d, e, f = matrix
        with np.errstate(over="ignore", invalid="ignore"):  # ``fit`` refuses what is not finite
            x, y = points[:, 0], points[:, 1]
            self.lines.append(ForeignLine(np.stack((a * x + c * y + e, b * x + d * y + f), axis=1)))

    def _root(self, attributes: dict[str, str]) -> _Level:
        """The outermost picture: its size is the page's."""
        box = self._view_box(attributes)
        whole = (box[2], box[3]) if box else (A4_WIDTH_MM / MM_PER_PX, A4_HEIGHT_MM / MM_PER_PX)
        width, height = (
            self._length(attributes.get(key, "100%"), size)
            for key, size in zip(("width", "height"), whole, strict=True)
        )
        # a size in pixels is a rounded one: what is 210 mm but for a tenth of a µm is 210 mm
        page_width, page_height = round(width * MM_PER_PX, 4), round(height * MM_PER_PX, 4)
        if not (1.0 <= page_width <= FARTHEST_MM and 1.0 <= page_height <= FARTHEST_MM):
            raise FileError(f"{self._name}: a picture of {page_width:.4g} × {page_height:.4g} mm is no page")
        self.page = Page(width=page_width, height=page_height, background=Background.PLAIN)
        matrix = compose((MM_PER_PX, 0, 0, MM_PER_PX, 0, 0), self._fit(box, width, height, attributes))
        seen = not _is_hidden(attributes)
        if attributes.get("transform"):
            matrix = compose(matrix, read_transform(attributes["transform"], self._name))
        return _Level(matrix, seen, box[2] if box else width, box[3] if box else height)

    def _nested(self, level: _Level, attributes: dict[str, str]) -> None:
        x, y = self._length(attributes.get("x", "0"), level.width), self._length(attributes.get("y", "0"), level.height)
        width = self._length(attributes.get("width", "100%"), level.width)
        height = self._length(attributes.get("height", "100%"), level.height)
        box = self._view_box(attributes)
        level.matrix = compose(level.matrix, (1, 0, 0, 1, x, y))
        level.matrix = compose(level.matrix, self._fit(box, width, height, attributes))
        level.width, level.height = (box[2], box[3]) if box else (width, height)

    def _view_box(self, attributes: dict[str, str]) -> tuple[float, float, float, float] | None:
        if "viewBox" not in attributes:
            return None
        numbers = read_numbers(attributes["viewBox"], self._name)
        if len(numbers) != 4 or not (numbers[2] > 0 and numbers[3] > 0 and all(map(math.isfinite, numbers))):
            raise FileError(f"{self._name}: its viewBox is damaged")
        return (numbers[0], numbers[1], numbers[2], numbers[3])

    def _fit(
        self, box: tuple[float, float, float, float] | None, width: float, height: float, attributes: dict[str, str]
    ) -> Matrix:
        """viewBox → viewport (SVG 2, sec. 8.2)."""
        if box is None:
            return UNIT
        x, y, box_width, box_height = box
        sx, sy = width / box_width, height / box_height
        align, *rest = attributes.get("preserveAspectRatio", "xMidYMid meet").split() or ["xMidYMid"]
        if align == "none":
            return (sx, 0, 0, sy, -x * sx, -y * sy)
        s = max(sx, sy) if "slice" in rest else min(sx, sy)
        share_x = 0.0 if "xMin" in align else 1.0 if "xMax" in align else 0.5
        share_y = 0.0 if "YMin" in align else 1.0 if "YMax" in align else 0.5
        return (s, 0, 0, s, (width - s * box_width) * share_x - x * s, (height - s * box_height) * share_y - y * s)

    def _length(self, text: str, whole: float) -> float:
        """Pixels; percentages are of ``whole``."""
        match = LENGTH.fullmatch(text)
        if match is not None:
            number, unit = float(match[1]), match[2].lower()
            if unit == "%":
                return number / 100 * whole
            if unit in PX_PER_UNIT and math.isfinite(number):
                return number * PX_PER_UNIT[unit]
        raise FileError(f"{self._name}: unknown length {text[:20]!r}")


def read_transform(text: str, name: str) -> Matrix:
    """The matrix (a, b, c, d, e, f) of a transform attribute. Raises FileError."""
    if TRANSFORM.sub("", text).replace(",", " ").strip():
        raise FileError(f"{name}: damaged transform {text[:40]!r}")
    matrix = UNIT
    for kind, arguments in TRANSFORM.findall(text):
        match (kind, *read_numbers(arguments, name)):
            case ("matrix", a, b, c, d, e, f):
                part: Matrix = (a, b, c, d, e, f)
            case ("translate", x, *rest) if len(rest) < 2:
                part = (1, 0, 0, 1, x, rest[0] if rest else 0)
            case ("scale", x, *rest) if len(rest) < 2:
                part = (x, 0, 0, rest[0] if rest else x, 0, 0)
            case ("rotate", degrees, *rest) if len(rest) in (0, 2) and math.isfinite(degrees):
                cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
                x, y = rest or (0.0, 0.0)
                part = (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
            case ("skewX", degrees) if math.isfinite(degrees):
                part = (1, 0, math.tan(math.radians(degrees)), 1, 0, 0)
            case ("skewY", degrees) if math.isfinite(degrees):
                part = (1, math.tan(math.radians(degrees)), 0, 1, 0, 0)
            case _:
                raise FileError(f"{name}: damaged transform {text[:40]!r}")
        matrix = compose(matrix, part)
    return matrix


def compose(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix of doing ``inner`` first, then ``outer``."""
    a, b, c, d, e, f = outer
    p, q, r, s, u, v = inner
    return (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * u + c * v + e, b * u + d * v + f)


def _is_hidden(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "")
    return (
        attributes.get("display") == "none"
        or attributes.get("visibility") in ("hidden", "collapse")
        or "display:none" in style
        or "visibility:hidden" in style
    )
