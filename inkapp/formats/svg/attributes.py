"""SVG's attributes → numbers: lengths, transforms, the box of a picture, and whether an element is seen.

Each raises ``DamagedAttribute`` for what it cannot read; whoever asked decides what that costs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from inkapp.formats.svg.numbers import NUMBER, is_blank, read_numbers

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
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
}
LENGTH = re.compile(rf"\s*+({NUMBER.pattern})\s*+([A-Za-z]*+|%)\s*+")
ARGUMENT = re.compile(rf"({NUMBER.pattern})([A-Za-z]*+)")
TRANSFORM = re.compile(r"(?<![A-Za-z])([A-Za-z]++)\s*+\(([^()]*+)\)")
SIZES = {**PX_PER_UNIT, "deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
ORIGIN_WORDS = {"left": "0", "top": "0", "center": "50%", "right": "100%", "bottom": "100%"}
LONGEST = 20_000  # characters of a transform or a box

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class DamagedAttribute(Exception):
    """An attribute that cannot be read; the message is what and why, in a few words."""


def length(text: str, whole: float) -> float:
    """Pixels; percentages are of ``whole``."""
    match = LENGTH.fullmatch(text)
    if match is not None:
        number, unit = float(match[1]), match[2].lower()
        if unit in ("%", "vw", "vh"):
            return number / 100 * whole
        if unit in PX_PER_UNIT and math.isfinite(number):
            return number * PX_PER_UNIT[unit]
    raise DamagedAttribute(f"unknown length {text[:20]!r}")


def view_box(attributes: Mapping[str, str]) -> Box | None:
    """x, y, width and height in the picture's own units."""
    text = attributes.get("viewBox", "").strip()
    if text in ("", "none"):
        return None
    numbers, whole = read_numbers(text, "viewBox") if len(text) <= LONGEST else ([], False)
    if not whole:
        raise DamagedAttribute(f"damaged list of numbers {text[:30]!r}")
    if len(numbers) != 4 or not (numbers[2] > 0 and numbers[3] > 0 and all(map(math.isfinite, numbers))):
        raise DamagedAttribute("its viewBox is damaged")
    return (numbers[0], numbers[1], numbers[2], numbers[3])


def fit_box(box: Box | None, width: float, height: float, attributes: Mapping[str, str]) -> Matrix:
    """viewBox → viewport (SVG 2, sec. 8.2)."""
    if box is None:
        return IDENTITY
    x, y, box_width, box_height = box
    sx, sy = width / box_width, height / box_height
    words = [word for word in attributes.get("preserveAspectRatio", "").split() if word != "defer"]
    align, *rest = words or ["xMidYMid"]
    if align == "none":
        return (sx, 0, 0, sy, -x * sx, -y * sy)
    s = max(sx, sy) if "slice" in rest else min(sx, sy)
    share_x = 0.0 if "xMin" in align else 1.0 if "xMax" in align else 0.5
    share_y = 0.0 if "YMin" in align else 1.0 if "YMax" in align else 0.5
    return (s, 0, 0, s, (width - s * box_width) * share_x - x * s, (height - s * box_height) * share_y - y * s)


def is_clear(opacity: str) -> bool:
    """Whether it is 0, so that an element and all in it cannot be seen."""
    match = LENGTH.fullmatch(opacity)
    return match is not None and match[2] in ("", "%") and float(match[1]) <= 0


def about(origin: str, matrix: Matrix, width: float, height: float) -> Matrix:
    """A transform about a point of the picture, which is two lengths or words (CSS Transforms 1, sec. 5)."""
    words = origin.lower().replace(",", " ").split()[:2]
    if words[:1] in (["top"], ["bottom"]) or words[1:] in (["left"], ["right"]):
        words = [*(words[1:] or ["center"]), words[0]]
    x, y = (ORIGIN_WORDS.get(word, word) for word in (*words, "center", "center")[:2])
    dx, dy = length(x, width), length(y, height)
    return compose(compose((1, 0, 0, 1, dx, dy), matrix), (1, 0, 0, 1, -dx, -dy))


@lru_cache(1_000)
def read_transform(text: str) -> Matrix:
    """The matrix (a, b, c, d, e, f) of a list of transforms, as attributes and style sheets have it."""
    if text.strip().lower() in ("", "none", "inherit", "initial", "unset"):
        return IDENTITY
    problem = DamagedAttribute(f"damaged transform {text[:40]!r}")
    if len(text) > LONGEST or not is_blank(TRANSFORM.sub("", text)):
        raise problem
    matrix = IDENTITY
    for kind, arguments in TRANSFORM.findall(text):
        match (kind.lower(), *_arguments(arguments, problem)):
            case ("matrix", a, b, c, d, e, f):
                part: Matrix = (a, b, c, d, e, f)
            case ("translate", x, *rest) if len(rest) < 2:
                part = (1, 0, 0, 1, x, rest[0] if rest else 0)
            case ("translatex", x):
                part = (1, 0, 0, 1, x, 0)
            case ("translatey", y):
                part = (1, 0, 0, 1, 0, y)
            case ("scale", x, *rest) if len(rest) < 2:
                part = (x, 0, 0, rest[0] if rest else x, 0, 0)
            case ("scalex", x):
                part = (x, 0, 0, 1, 0, 0)
            case ("scaley", y):
                part = (1, 0, 0, y, 0, 0)
            case ("rotate", degrees, *rest) if len(rest) in (0, 2) and math.isfinite(degrees):
                cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
                x, y = rest or (0.0, 0.0)
                part = (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
            case ("skewx", degrees) if math.isfinite(degrees):
                part = (1, 0, math.tan(math.radians(degrees)), 1, 0, 0)
            case ("skewy", degrees) if math.isfinite(degrees):
                part = (1, math.tan(math.radians(degrees)), 0, 1, 0, 0)
            case _:
                raise problem
        matrix = compose(matrix, part)
    return matrix


def _arguments(text: str, problem: DamagedAttribute) -> list[float]:
    """Numbers, lengths in pixels and angles in degrees."""
    found = []
    if not is_blank(ARGUMENT.sub("", text)):
        raise problem
    for number, unit in ARGUMENT.findall(text):
        if (size := SIZES.get(unit.lower())) is None:
            raise problem
        found.append(float(number) * size)
    return found


def compose(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix of doing ``inner`` first, then ``outer``."""
    a, b, c, d, e, f = outer
    p, q, r, s, u, v = inner
    return (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * u + c * v + e, b * u + d * v + f)
