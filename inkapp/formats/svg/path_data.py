"""SVG path data → lines of points, curves flattened.

The grammar is ``svg.path``'s, except for the plainest paths: moves and lines, as a plotter's file has them, are read by a
few array operations, four to five times faster.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from svg.path import Arc, Close, CubicBezier, Line, Move, QuadraticBezier, parse_path

from inkapp.formats.shared.fit_on_page import MOST_POINTS
from inkapp.ink.atomic_files import one_line
from inkapp.ink.document import Float64Array
from inkapp.ink.errors import FileError

LONGEST_CURVES = 640_000  # characters of one path that is not of lines alone; so many take the parser about two seconds
MOST_PIECES = 256  # of one curve
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
LETTERS = re.compile(r"[A-Za-z]")
SEPARATORS = " \t\r\n\f,"


def flatten(data: str, tolerance: float, name: str) -> list[Float64Array]:
    """The lines of a path, each (n, 2), n ≥ 2, in its own units; no curve is left by more than ``tolerance``.

    A move that draws nothing gives no line. Raises FileError for data that breaks SVG's grammar.
    """
    if not set(LETTERS.findall(data)) - set("MLeE"):
        return _plain(data, name)
    if len(data) > LONGEST_CURVES:
        raise FileError(f"{name}: a path of curves longer than {LONGEST_CURVES} characters")
    try:
        segments = list(parse_path(data))
        return _lines(segments, tolerance, name)
    except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError) as error:
        # the parser has no one error of its own: a number that is missing may be any of these
        what = one_line(error) or "its numbers do not fit its commands"
        raise FileError(f"{name}: damaged path data ({what[:60]})") from None


def read_numbers(text: str, name: str) -> list[float]:
    """The numbers of a list, as SVG writes them: with commas, spaces or neither between. Raises FileError."""
    if NUMBER.sub("", text).strip(SEPARATORS).translate(_NO_SEPARATORS):
        raise FileError(f"{name}: damaged list of numbers ({one_line(ValueError(text))[:40]})")
    return [float(number) for number in NUMBER.findall(text)]


_NO_SEPARATORS = str.maketrans("", "", SEPARATORS)


def read_points(text: str, name: str) -> Float64Array:
    """(n, 2) of a list of coordinates; n may be 0. Raises FileError."""
    if len(text) > 4 * MOST_POINTS and len(NUMBER.findall(text)) > 2 * MOST_POINTS:
        raise FileError(f"{name}: more than {MOST_POINTS} points")
    numbers = read_numbers(text, name)
    if len(numbers) % 2:
        raise FileError(f"{name}: a list of points has an odd number of coordinates")
    return np.array(numbers, dtype=np.float64).reshape(-1, 2)


def _plain(data: str, name: str) -> list[Float64Array]:
    """The lines of a path of M and L alone."""
    if data.count("M") > MOST_POINTS:
        raise FileError(f"{name}: more than {MOST_POINTS} points")
    before, *parts = data.split("M")
    if before.strip(SEPARATORS):
        raise FileError(f"{name}: damaged path data (it does not begin with a move)")
    lines = [read_points(part.replace("L", " "), name) for part in parts]
    return [line for line in lines if len(line) > 1]


def _lines(segments: Sequence[object], tolerance: float, name: str) -> list[Float64Array]:
    lines: list[list[complex]] = []
    drawing = False
    total = 0
    for segment in segments:
        if isinstance(segment, Move):
            drawing = False
            continue
        new = _piece(segment, tolerance)
        if not drawing:
            lines.append([complex(segment.start)])  # type: ignore[attr-defined]  # every segment but a move has one
            drawing = True
        lines[-1].extend(new)
        total += len(new)
        if total > MOST_POINTS:
            raise FileError(f"{name}: more than {MOST_POINTS} points")
        if isinstance(segment, Close):
            drawing = False
    arrays = [np.array(line) for line in lines]
    return [np.stack((line.real, line.imag), axis=1) for line in arrays]


def _piece(segment: object, tolerance: float) -> list[complex]:
    """The points of a segment after its first.

    A curve whose second derivative is at most b keeps within b/8n² of n chords (Sederberg and Parry 1986).
    """
    if isinstance(segment, CubicBezier):
        a, b, c, d = segment.start, segment.control1, segment.control2, segment.end
        t = _parameters(6 * max(abs(a - 2 * b + c), abs(b - 2 * c + d)), tolerance)
        u = 1 - t
        return list(u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d)
    if isinstance(segment, QuadraticBezier):
        a, b, c = segment.start, segment.control, segment.end
        t = _parameters(2 * abs(a - 2 * b + c), tolerance)
        u = 1 - t
        return list(u * u * a + 2 * u * t * b + t * t * c)
    if isinstance(segment, Arc) and segment.radius.real and segment.radius.imag and segment.start != segment.end:
        radius = max(abs(segment.radius.real), abs(segment.radius.imag)) * segment.radius_scale
        t = _parameters(radius * math.radians(segment.delta) ** 2, tolerance)
        return [segment.point(float(at)) for at in t[:-1]] + [segment.end]
    if isinstance(segment, Line | Close | Arc):  # an arc without a radius is a line, says SVG
        return [segment.end]
    raise TypeError("unknown segment")


def _parameters(second: float, tolerance: float) -> Float64Array:
    """(n,) ends of the pieces of 0 … 1 into which a curve is cut, its second derivative at most ``second``."""
    if not math.isfinite(second):
        raise OverflowError("its numbers are too large")
    n = min(max(math.ceil(math.sqrt(second / (8 * tolerance))), 1), MOST_PIECES)
    return np.arange(1, n + 1) / n
