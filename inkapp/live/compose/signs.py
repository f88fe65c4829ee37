"""The project's own drawings of signs and accents, as a pen makes them: ``assets/signs/*.txt``, read once.

``assets/signs/README.md`` tells how a line is read. The files are in hundredths of an x-height and count upwards; from here on
all is in x-heights with y down and the baseline at 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assets import SIGNS
from inkapp.live.ghost_curve import curve
from model.arrays import Float64Array

SPACING = 0.04  # x-heights between the points of a drawn stroke
BOX = "□"  # stands for what has no form
_ALIAS = re.compile(r"=(\S)(?: (\d+) ([+-]\d+))?")
_NAME = re.compile(r"U\+([0-9A-F]{4,6})")


@dataclass(frozen=True, eq=False, slots=True)
class Drawing:
    """A sign or an accent. ``strokes``: each (n, 2) x-heights, in the order and the direction a pen makes them; a dot is one
    point. A sign's ink begins near x = 0; an accent's origin is where it is put on its letter. Arrays are read-only."""

    name: str
    strokes: tuple[Float64Array, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom)."""
        points = np.concatenate(self.strokes)
        left, top = points.min(axis=0).tolist()
        right, bottom = points.max(axis=0).tolist()
        return left, top, right, bottom


def names() -> tuple[str, ...]:
    """The signs and the accents (combining characters) that are drawn, in the files' order."""
    return tuple(_lines())


def has(name: str) -> bool:
    """Whether a sign or an accent is drawn."""
    return name in _lines()


@cache
def sign(name: str) -> Drawing:
    """The drawing of a sign or an accent. Raises KeyError where there is none."""
    return Drawing(name, _strokes(_lines()[name]))


@cache
def _lines() -> dict[str, str]:
    """What the files say of each sign."""
    found: dict[str, str] = {}
    for path in sorted(SIGNS.glob("*.txt")):
        for name, drawing in parse(path).items():
            if name in found:
                raise ValueError(f"{path.name}: {name} is drawn twice")
            found[name] = drawing
    return found


def parse(path: Path) -> dict[str, str]:
    """The drawings of a file by their signs, as they stand there. Raises ValueError for a line that is none."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("//"):
            continue
        name, _, drawing = line.partition(" ")
        code = _NAME.fullmatch(name)
        name = chr(int(code[1], 16)) if code else name
        if len(name) != 1 or not drawing.strip() or name in found:
            raise ValueError(f"{path.name}:{number}: not one sign and its drawing, or drawn twice")
        found[name] = drawing.strip()
    return found


def _strokes(drawing: str) -> tuple[Float64Array, ...]:
    alias = _ALIAS.fullmatch(drawing)
    if alias is None:
        strokes = [_stroke(part) for part in drawing.split(" / ")]
    else:
        size, rise = int(alias[2] or 100) / 100, int(alias[3] or 0) / 100
        strokes = [stroke * size - (0.0, rise) for stroke in sign(alias[1]).strokes]
    for stroke in strokes:
        stroke.flags.writeable = False
    return tuple(strokes)


def _stroke(points: str) -> Float64Array:
    """A smooth stroke through its points, that breaks off at corners and goes on from there."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for point in points.split():
        x, y = (int(value) / 100 for value in point.rstrip("!").split(","))
        pieces[-1].append((x, -y))
        if point.endswith("!"):
            pieces.append([(x, -y)])
    dense = [curve(np.array(piece), SPACING)[0] for piece in pieces]
    return np.concatenate([dense[0], *(piece[1:] for piece in dense[1:])]) + 0.0
