"""A part of a page in a figure: ink in millimetres, one colour or many, and a bar that shows how long a millimetre is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from inkapp.inspect.draw.figure import FAINT, INK, MUTED, Figure, paths_of
from inkapp.inspect.draw.scale import LEVELS, Scale
from inkapp.inspect.page import InkLine
from model.arrays import Float64Array

Box = tuple[float, float, float, float]  # left, top, right, bottom, mm
CASING = "#3a3f45"
WIDEST = 9.0  # px: ink looked at closely hides what lies about it
THICKEST = 0.3  # of a line's spread: a pen that is thick beside its letters makes blots of them


@dataclass(frozen=True, slots=True)
class PageView:
    """``box`` of the page at (``left``, ``top``), ``scale`` px a mm."""

    left: float
    top: float
    scale: float
    box: Box

    @property
    def width(self) -> float:
        """Of the part, px."""
        return (self.box[2] - self.box[0]) * self.scale

    @property
    def height(self) -> float:
        """Of the part, px."""
        return (self.box[3] - self.box[1]) * self.scale

    def at(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Float64Array:
        """(n, 2) px of page points."""
        across = self.left + (np.asarray(x, dtype=np.float64) - self.box[0]) * self.scale
        return np.stack((across, self.top + (np.asarray(y, dtype=np.float64) - self.box[1]) * self.scale), axis=-1)

    def frame(self, figure: Figure) -> None:
        """A thin line round it, and under its lower right corner a bar of some round number of millimetres."""
        figure.rect(self.left, self.top, self.width, self.height, line=FAINT)
        most = self.width / 5 / self.scale
        power = 10.0 ** math.floor(math.log10(most))
        length = max(step * power for step in (1, 2, 5) if step * power <= most)
        right, y = self.left + self.width, self.top + self.height + 12
        figure.line(right - length * self.scale, y, right, y, MUTED, 1.5)
        words = f"{length:g} mm"
        figure.text(right - length * self.scale - 6, y + 3.5, words, size=10, colour=MUTED, anchor="end")

    def ink(
        self, figure: Figure, line: InkLine, colour: str = INK, width_mm: float = 0.4, until: int | None = None
    ) -> None:
        """A line's written points, up to ``until`` (not among them), as strokes of one colour."""
        end = line.written if until is None else until
        if end > 0:
            strokes = parted(self.at(line.x[:end], line.y[:end]), line.lift[:end])
            width = min(max(min(width_mm, THICKEST * line.frame.size) * self.scale, 0.8), WIDEST)
            pieces = [piece for stroke in strokes for piece in self.inside(stroke, width / 2)]
            if pieces:
                figure.path(paths_of(pieces), line=colour, width=width)

    def inside(self, points: Float64Array, inset: float = 0.0) -> list[Float64Array]:
        """What of a polyline (n, 2) px lies within the part, ``inset`` px from its edge: its pieces."""
        low, high = np.array((self.left, self.top)), np.array((self.left + self.width, self.top + self.height))
        return cut_off(points, low + inset, high - inset)

    def coloured(
        self,
        figure: Figure,
        x: Float64Array,
        y: Float64Array,
        lift: npt.NDArray[np.bool_],
        values: npt.ArrayLike,
        scale: Scale,
        *,
        width_mm: float = 0.5,
        cased: bool = True,
    ) -> None:
        """Strokes through n points (mm), each piece in its end's colour. ``cased``: with a dark rim, so that the lightest
        can be seen on paper."""
        points = self.at(x, y)
        width = min(max(width_mm * self.scale, 1.2), WIDEST)
        if cased:
            figure.path(
                paths_of(parted(points, lift), digits=1),
                line=CASING,
                width=width + min(max(0.2 * self.scale, 0.9), WIDEST / 2),
            )
        fresh = np.concatenate(([True], lift[:-1]))
        level = scale.levels(values)
        second = np.flatnonzero(fresh[:-1] & ~fresh[1:]) + 1
        level[second - 1] = level[second]  # a stroke's first point has no piece of its own
        of_level: list[list[Float64Array]] = [[] for _ in range(LEVELS)]
        for begin, end in _runs(fresh, level):
            first = begin if fresh[begin] else begin - 1  # a piece begins where the one before ended
            of_level[int(level[begin])].append(points[first:end])
        for colour, pieces in zip(scale.names(), of_level, strict=True):
            if pieces:
                figure.path(paths_of(pieces, digits=1), line=colour, width=width)

    def mark(self, figure: Figure, x: float, y: float, colour: str, radius: float = 4.0, fill: str = "none") -> None:
        """A ring about a page point, or a disc."""
        px, py = self.at(x, y).tolist()
        figure.circle(px, py, radius, line=colour, width=1.6, fill=fill)


def _runs(fresh: npt.NDArray[np.bool_], level: npt.NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Begin and end of each run of points of one stroke that have one colour."""
    begins = np.flatnonzero(fresh | np.concatenate(([True], level[1:] != level[:-1])))
    return list(zip(begins.tolist(), [*begins[1:].tolist(), len(level)], strict=True))


def parted(points: Float64Array, lift: npt.NDArray[np.bool_]) -> list[Float64Array]:
    """Points (n, 2) as strokes: parted after each lift."""
    return [part for part in np.split(points, np.flatnonzero(lift[:-1]) + 1) if len(part)]


def cut_off(points: Float64Array, low: Float64Array, high: Float64Array) -> list[Float64Array]:
    """What of a polyline (n, 2) lies in the box from ``low`` to ``high``: its pieces (Liang and Barsky 1984)."""
    if len(points) == 1:
        return [points] if bool(((points >= low) & (points <= high)).all()) else []
    pieces: list[list[Float64Array]] = []
    open_ended = False  # whether the last piece may go on
    for start, end in pairwise(points):
        enter, leave = 0.0, 1.0
        for at, step, least, most in zip(start, end - start, low, high, strict=True):
            if step == 0.0:
                leave = leave if least <= at <= most else -1.0
                continue
            first, last = sorted(((least - at) / step, (most - at) / step))
            enter, leave = max(enter, first), min(leave, last)
        if enter > leave:
            open_ended = False
            continue
        if not (open_ended and enter == 0.0):
            pieces.append([start + enter * (end - start)])
        pieces[-1].append(start + leave * (end - start))
        open_ended = leave == 1.0
    return [np.array(piece) for piece in pieces]


def box_of(parts: Sequence[tuple[npt.ArrayLike, npt.ArrayLike]], margin: float) -> Box:
    """What holds all points (x, y in mm) with ``margin`` mm round them."""
    x = np.concatenate([np.ravel(part[0]) for part in parts])
    y = np.concatenate([np.ravel(part[1]) for part in parts])
    return float(x.min()) - margin, float(y.min()) - margin, float(x.max()) + margin, float(y.max()) + margin


def fitted(box: Box, left: float, top: float, width: float, tallest: float, closest: float = 60.0) -> PageView:
    """The part as large as ``width`` and ``tallest`` px let it be, at most ``closest`` px a mm, and ``width`` wide."""
    wide, high = box[2] - box[0], box[3] - box[1]
    scale = min(width / wide, tallest / high, closest)
    spare = (width / scale - wide) / 2
    return PageView(left, top, scale, (box[0] - spare, box[1], box[2] + spare, box[3]))
