"""Where the network did not expect the ink: the loss of every point, in nats, by stroke and in all.

A line's first point has none; a ghost's points have one, and do not count as the page's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.inspect.page import GHOST, IndexArray, PageReading
from model.arrays import Float64Array

UNREAD = -1


@dataclass(frozen=True, slots=True)
class StrokeNats:
    """A stroke of the page, from 0: its line (from 0; None for what no network can judge), how many of its points have a
    loss, and their sum."""

    stroke: int
    line: int | None
    points: int
    nats: float

    @property
    def nats_per_point(self) -> float | None:
        """None where nothing has a loss."""
        return self.nats / self.points if self.points else None


@dataclass(frozen=True, eq=False)
class Surprise:
    """All points of a page that have a loss, line by line; arrays are (n,).

    ``line``, ``point``: from 0, the point's number in its line. ``stroke``: on the page, ``GHOST`` for a ghost's.
    ``x``, ``y``: mm. ``lift``: bool. ``nats``: −log of the density over scaled offsets and of the pen's chance.
    ``line_of``: (strokes of the page,) each one's line, ``UNREAD`` for one that belongs to none.
    """

    line: IndexArray
    point: IndexArray
    stroke: IndexArray
    x: Float64Array
    y: Float64Array
    lift: npt.NDArray[np.bool_]
    nats: Float64Array
    line_of: IndexArray

    @property
    def points(self) -> int:
        """How many points of the page have a loss; a ghost's are not counted."""
        return int((self.stroke != GHOST).sum())

    @property
    def total(self) -> float:
        """What they cost together."""
        return float(self.nats[self.stroke != GHOST].sum())

    @property
    def nats_per_point(self) -> float:
        """nan where nothing has a loss."""
        return self.total / self.points if self.points else float("nan")

    @property
    def strokes(self) -> tuple[StrokeNats, ...]:
        """Every stroke of the page, in the order they were written."""
        own = self.stroke != GHOST
        points = np.bincount(self.stroke[own], minlength=len(self.line_of))
        nats = np.bincount(self.stroke[own], weights=self.nats[own], minlength=len(self.line_of))
        return tuple(
            StrokeNats(i, line if line != UNREAD else None, int(points[i]), float(nats[i]))
            for i, line in enumerate(self.line_of.tolist())
        )


def surprise(page: PageReading) -> Surprise:
    """The losses of all lines; no points where there is none."""
    lines = page.lines
    strokes = max((int(i) for part in (page.unread, *(line.stroke for line in lines)) for i in part), default=-1) + 1
    line_of = np.full(strokes, UNREAD, dtype=np.intp)
    for number, line in enumerate(lines):
        line_of[line.stroke[line.stroke != GHOST]] = number
    counts = [max(len(line) - 1, 0) for line in lines]
    return Surprise(
        np.repeat(np.arange(len(lines), dtype=np.intp), counts),
        np.concatenate([np.zeros(0, dtype=np.intp), *(np.arange(1, n + 1, dtype=np.intp) for n in counts)]),
        np.concatenate([np.zeros(0, dtype=np.intp), *(line.stroke[1:] for line in lines)]),
        np.concatenate([np.zeros(0), *(line.x[1:] for line in lines)]),
        np.concatenate([np.zeros(0), *(line.y[1:] for line in lines)]),
        np.concatenate([np.zeros(0, dtype=np.bool_), *(line.lift[1:] for line in lines)]),
        np.concatenate([np.zeros(0), *(line.nats[1:] for line in lines)]),
        line_of,
    )
