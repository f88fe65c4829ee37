"""SVG path data → lines of points, curves flattened: SVG 2, chapter 9, read up to the first error as sec. 9.5.4 asks.

A reader of its own, since an error must not cost the path before it, and its time must grow with its length alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from inkapp.formats.shared.fit_on_page import MOST_POINTS
from inkapp.formats.svg.arcs import arc_points
from inkapp.formats.svg.curves import cubic_points, quadratic_points
from inkapp.formats.svg.numbers import NUMBER, SEPARATORS, is_blank, read_numbers
from inkapp.ink.document import Float64Array
from inkapp.ink.errors import FileError

COMMAND = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
_GAP = rf"[{SEPARATORS}]*+"
# An arc's two flags need nothing between or after them
ARC = re.compile(_GAP + _GAP.join([rf"({NUMBER.pattern})"] * 3 + ["([01])"] * 2 + [rf"({NUMBER.pattern})"] * 2) + _GAP)
NUMBERS_OF = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@dataclass(slots=True)
class Flattened:
    """The lines of a shape, each (n, 2), in its own units; ``error``: why it was not read to its end, or "".

    ``segments``: of how many lines and curves each is. ``taken``: points in all, and moves that drew nothing.
    """

    lines: list[Float64Array] = field(default_factory=list)
    error: str = ""
    segments: list[int] = field(default_factory=list)
    taken: int = 0


def flatten(data: str, tolerance: float, most: int, name: str) -> Flattened:
    """No curve is left by more than ``tolerance``; a move that draws nothing gives no line.

    Raises FileError for more than ``most`` points, moves included.
    """
    pen = _Pen(tolerance, most, name)
    begin = COMMAND.search(data)
    before = data[: begin.start()] if begin else data
    if not is_blank(before):
        return Flattened(error="it does not begin with a move")
    try:
        for found in COMMAND.finditer(data):
            pen.do(found[1], found[2])
    except DamagedPath as error:
        pen.flattened.error = str(error)
    except (ArithmeticError, ValueError):  # cmath has the second
        pen.flattened.error = "its numbers are too large"
    pen.lift()
    return pen.flattened


class DamagedPath(Exception):
    """The path data's first error."""


class _Pen:
    """Draws command by command. Positions are complex numbers, x + iy."""

    def __init__(self, tolerance: float, most: int, name: str) -> None:
        self.flattened = Flattened()
        self._tolerance, self._most, self._name = tolerance, most, name
        self._at = self._first = 0j
        self._line: list[complex] = []  # the line under way
        self._segments = 0  # of it
        self._control = 0j  # the last one of the curve before …
        self._curve = ""  # … and its kind; "" after anything else
        self._begun = False

    def do(self, letter: str, text: str) -> None:
        """One command with all that follows it. Raises DamagedPath behind what could be drawn."""
        kind, relative = letter.upper(), letter.islower()
        if not self._begun and kind != "M":
            raise DamagedPath("it does not begin with a move")
        self._begun = True
        if kind == "A":
            self._arcs(text, relative)
            return
        numbers, whole = read_numbers(text, self._name)
        size = NUMBERS_OF[kind]
        if kind == "Z":
            self._close()
            whole = whole and not numbers
        else:
            for first in range(0, len(numbers) - size + 1, size):
                self._draw("L" if kind == "M" and first else kind, relative, numbers[first : first + size])
            if not numbers or len(numbers) % size:
                odd = kind in "ML" and numbers
                raise DamagedPath(f"{'an odd number of coordinates' if odd else 'a number is missing'} after {letter}")
        if not whole:
            raise DamagedPath(f"something that is no number after {letter}")

    def lift(self) -> None:
        """Ends the line under way."""
        if len(self._line) > 1:
            self.flattened.lines.append(np.array(self._line).view(np.float64).reshape(-1, 2))
            self.flattened.segments.append(self._segments)
        self._line, self._segments = [], 0

    def _draw(self, kind: str, relative: bool, numbers: list[float]) -> None:
        origin = self._at if relative else 0j
        match kind:
            case "L":
                self._extend([origin + complex(*numbers)])
            case "H":
                self._extend([complex(origin.real + numbers[0], self._at.imag)])
            case "V":
                self._extend([complex(self._at.real, origin.imag + numbers[0])])
            case "M":
                self.lift()
                self._at = self._first = origin + complex(*numbers)
                self._curve = ""
                self._count(1)
            case _:
                points = [origin + complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
                self._bend("C" if kind in "CS" else "Q", kind in "ST", points)

    def _bend(self, kind: str, smooth: bool, points: list[complex]) -> None:
        """One curve. A smooth one begins with the last one's control point mirrored, if that was of its kind."""
        if smooth:
            points.insert(0, 2 * self._at - self._control if self._curve == kind else self._at)
        flat = cubic_points if kind == "C" else quadratic_points
        self._extend(flat((self._at, *points), self._tolerance))
        self._control, self._curve = points[-2], kind

    def _arcs(self, text: str, relative: bool) -> None:
        at = 0
        while (found := ARC.match(text, at)) is not None:
            rx, ry, turned, large, sweep, x, y = map(float, found.groups())
            end = complex(x, y) + (self._at if relative else 0)
            flags = large > 0, sweep > 0
            self._extend(arc_points(self._at, (rx, ry), turned, flags, end, self._tolerance))
            at = found.end()
        if not at or at < len(text):
            raise DamagedPath("a damaged arc")

    def _close(self) -> None:
        self._extend([self._first])
        self.lift()

    def _extend(self, points: list[complex]) -> None:
        """One segment more."""
        if not self._line:
            self._line.append(self._at)
        self._line += points
        self._segments += 1
        self._at, self._curve = points[-1], ""
        self._count(len(points))

    def _count(self, more: int) -> None:
        self.flattened.taken += more
        if self.flattened.taken > self._most:
            raise FileError(f"{self._name}: more than {MOST_POINTS} points")
