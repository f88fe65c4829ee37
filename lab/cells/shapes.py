"""The parts of a line of ink that have a name: swings, loops, words, marks set back, and the body that letters stand in.

Rows are (dx, dy, lift, height) in spreads of y, y down. Each part is a rule on ink, not a reading of it: a loop is where a
stroke crosses itself, a word is what stands between wide gaps, and a mark is a short stroke above the body that goes back over
ink already there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array
from model.strokes import RowArray

BoolArray = npt.NDArray[np.bool_]

TURN = 0.5  # spreads: a smaller up and down is no swing
LOOP_LONGEST = 12.0  # spreads of ink in a loop; an l's is some nine
WORD_GAP = 1.9  # spreads: between IAM-OnDB's strokes the gaps have a valley there
MARK_LONGEST = 3.0  # spreads of ink in a dot or a bar
MARK_SIDE = 0.6  # spreads: how far to the left of a mark's middle the letter's stem may stand


@dataclass(frozen=True, eq=False, slots=True)
class LineGeometry:
    """A line of rows as positions. ``x``, ``y``: (n,) float64. ``begins``: (n,) true at a stroke's first point.

    ``strokes``: (first, end) of each. ``length``: (n,) of the piece that ends there, 0 at a stroke's first point.
    """

    x: Float64Array
    y: Float64Array
    lift: BoolArray
    begins: BoolArray
    strokes: list[tuple[int, int]]
    length: Float64Array

    @classmethod
    def of(cls, rows: RowArray) -> LineGeometry:
        """From rows (n, 4)."""
        x = np.cumsum(rows[:, 0], dtype=np.float64)
        y = rows[:, 3].astype(np.float64)
        lift = rows[:, 2] > 0.5
        begins = np.concatenate(([True], lift[:-1]))[: len(rows)]
        first = np.flatnonzero(begins)
        ends = [*first[1:].tolist(), len(rows)]
        length = np.where(begins, 0.0, np.hypot(rows[:, 0], rows[:, 1]))
        return cls(x, y, lift, begins, list(zip(first.tolist(), ends, strict=True)), length)


@dataclass(frozen=True, slots=True)
class Body:
    """Where small letters stand: y of the baseline and of the top of an x (y down, so ``base`` > ``top``)."""

    base: float
    top: float

    @property
    def height(self) -> float:
        """The height of an x, above 0."""
        return max(self.base - self.top, 1e-3)


def turns(y: Float64Array, least: float = TURN) -> list[int]:
    """Where a stroke's y turns by at least ``least``: its highest and lowest points in order, with both ends."""
    found, low, high, direction = [0], 0, 0, 0
    values = y.tolist()
    for i, value in enumerate(values):
        if value > values[high]:
            high = i
        if value < values[low]:
            low = i
        if direction >= 0 and values[high] - value > least:
            if high > 0 or direction:
                found.append(high)
            direction, low = -1, i
            high = i
        elif direction <= 0 and value - values[low] > least:
            if low > 0 or direction:
                found.append(low)
            direction, high = 1, i
            low = i
    last = len(values) - 1
    end = high if direction > 0 else low if direction < 0 else last
    for row in (end, last):
        if row > found[-1]:
            found.append(row)
    return found


def swings(line: LineGeometry) -> list[tuple[int, int]]:
    """All up- and down-strokes of at least ``TURN``: (from, to) rows; the row ``from`` itself belongs to what was before."""
    found = []
    for first, end in line.strokes:
        rows = [first + row for row in turns(line.y[first:end])]
        found += [(a, b) for a, b in pairwise(rows) if abs(line.y[b] - line.y[a]) >= TURN]
    return found


def body(line: LineGeometry) -> Body:
    """The body of a line's letters: medians of where swings end below and above; quantiles of y where there are too few."""
    parts = swings(line)
    low = [max(line.y[a], line.y[b]) for a, b in parts]
    high = [min(line.y[a], line.y[b]) for a, b in parts]
    if len(parts) < 4:
        top, base = np.quantile(line.y, (0.2, 0.8)) if len(line.y) else (-1.0, 1.0)
        return Body(float(base), float(top))
    return Body(float(np.median(low)), float(np.median(high)))


def in_loops(line: LineGeometry) -> BoolArray:
    """(n,) true for points of a stroke between its two passages of a point where it crosses itself soon after."""
    found = np.zeros(len(line.x), dtype=np.bool_)
    for first, end in line.strokes:
        if end - first < 4:
            continue
        p = np.stack((line.x[first:end], line.y[first:end]), axis=1)
        a, d = p[:-1], np.diff(p, axis=0)
        gone = np.concatenate(([0.0], np.cumsum(np.hypot(d[:, 0], d[:, 1]))))
        i, j = np.triu_indices(len(a), k=2)
        near = gone[j] - gone[i + 1] <= LOOP_LONGEST
        i, j = i[near], j[near]
        cross = d[i, 0] * d[j, 1] - d[i, 1] * d[j, 0]
        apart = a[j] - a[i]
        with np.errstate(divide="ignore", invalid="ignore"):
            s = (apart[:, 0] * d[j, 1] - apart[:, 1] * d[j, 0]) / cross
            t = (apart[:, 0] * d[i, 1] - apart[:, 1] * d[i, 0]) / cross
            met = (s > 0) & (s < 1) & (t > 0) & (t < 1)
        for one, other in zip(i[met].tolist(), j[met].tolist(), strict=True):
            found[first + one + 1 : first + other + 1] = True
    return found


def words(line: LineGeometry) -> npt.NDArray[np.intp]:
    """(n,) which word each point is of, from 0: a stroke that begins ``WORD_GAP`` to the right of all ink begins one."""
    number = np.zeros(len(line.x), dtype=np.intp)
    right, count = -np.inf, -1
    for first, end in line.strokes:
        if line.x[first] - right > WORD_GAP:
            count += 1
        number[first:end] = count
        right = max(right, float(line.x[first:end].max()))
    return number


def marks(line: LineGeometry, letters: Body) -> list[tuple[int, int]]:
    """Dots and bars: for each, the row at which the pen first came to its letter, and the mark's own first row.

    A mark is a stroke of at most ``MARK_LONGEST`` whose middle stands in the upper part of the body or above, and is not to
    the right of all ink of its word; its letter is taken to begin ``MARK_SIDE`` to the left of that middle.
    """
    number = words(line)
    found = []
    for first, end in line.strokes[1:]:
        x, y = line.x[first:end], line.y[first:end]
        before = np.flatnonzero(number[:first] == number[first])
        if not len(before) or line.length[first:end].sum() > MARK_LONGEST:
            continue
        middle = (x.min() + x.max()) / 2
        high = (y.min() + y.max()) / 2 < letters.top + 0.25 * letters.height
        if not high or middle > line.x[before].max() + MARK_SIDE:
            continue
        came = before[line.x[before] >= middle - MARK_SIDE]
        if len(came):
            found.append((int(came[0]), first))
    return found
