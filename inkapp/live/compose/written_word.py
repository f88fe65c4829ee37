"""A written word, whoever wrote it: the network, a drawing in the hand, or both; what accents and wrapping work on.

Lengths are x-heights of the hand, y down, the baseline at 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from inkapp.live.ghost_curve import curve
from model.arrays import Float64Array

Int64Array = npt.NDArray[np.int64]

LEVEL = 0.2  # x-heights: ink is beside other ink where their heights differ by no more
MOST_UNDER = 0.3  # x-heights that ink may stand under or over what is before it, if nothing is beside


@dataclass(frozen=True, eq=False, slots=True)
class WrittenStroke:
    """One touch of the pen.

    ``points``: (n, 2) x-heights. ``units``: (n,) which letter or sign of the word each point belongs to, −1 for none.
    ``t``: (n,) seconds since the stroke began, not decreasing. ``pressure``: (n,) in 0 … 1. Arrays are read-only; n ≥ 1.
    """

    points: Float64Array
    units: Int64Array
    t: Float64Array
    pressure: Float64Array

    def __post_init__(self) -> None:
        n = len(self.points)
        if n == 0:
            raise ValueError("a written stroke needs at least one point")
        for name, shape in (("points", (n, 2)), ("units", (n,)), ("t", (n,)), ("pressure", (n,))):
            array = np.array(getattr(self, name), dtype=np.int64 if name == "units" else np.float64)
            if array.shape != shape:
                raise ValueError(f"written stroke: {name} has shape {array.shape}, expected {shape}")
            if not np.isfinite(array).all():
                raise ValueError(f"written stroke: {name} holds a value that is not finite")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if (np.diff(self.t) < 0).any():
            raise ValueError("written stroke: t goes back")


@dataclass(frozen=True, eq=False, slots=True)
class WrittenWord:
    """``strokes``: in the order in which they were written, n ≥ 0. ``advance``: how far to the right of x = 0 the word ends."""

    strokes: tuple[WrittenStroke, ...]
    advance: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of the ink. Raises ValueError where there is none."""
        points = self.ink()
        if not len(points):
            raise ValueError("a word without ink has no bounds")
        left, top = points.min(axis=0).tolist()
        right, bottom = points.max(axis=0).tolist()
        return left, top, right, bottom

    def ink(self, unit: int | None = None) -> Float64Array:
        """(n, 2) all points, or those of one letter or sign."""
        parts = [stroke.points if unit is None else stroke.points[stroke.units == unit] for stroke in self.strokes]
        return np.concatenate([np.zeros((0, 2)), *parts])

    def moved(self, x: float, y: float = 0.0, *, first_unit: int = 0) -> WrittenWord:
        """The word farther to the right and down; ``first_unit`` is added to the units of its points."""
        strokes = tuple(
            replace(
                stroke,
                points=stroke.points + np.array((x, y)),
                units=np.where(stroke.units < 0, stroke.units, stroke.units + first_unit),
            )
            for stroke in self.strokes
        )
        return replace(self, strokes=strokes, advance=self.advance + x)


def word_of(strokes: Sequence[WrittenStroke]) -> WrittenWord:
    """The strokes as a word whose ink begins at x = 0, and which ends where its ink does. Raises ValueError for none."""
    word = WrittenWord(tuple(strokes), 0.0)
    left, _, right, _ = word.bounds
    return replace(word, advance=right).moved(-left)


def side_by_side(parts: Sequence[tuple[WrittenWord, int]], gap: float, slant: float = 0.0) -> WrittenWord:
    """Parts of a word, each with its number of units, as one: ``gap`` between the ink of one and of the next, where they
    come closest, measured along the ``slant``.

    The first part stays where it is, so that a word that begins with the network's ink keeps its beginning.
    """
    strokes: list[WrittenStroke] = []
    at, unit = 0.0, 0
    for number, (part, units) in enumerate(parts):
        shift = _shift(_dense(strokes), _dense(part.strokes), gap, slant) if number else 0.0
        moved = part.moved(shift, first_unit=unit)
        strokes += moved.strokes
        at, unit = max(at, moved.advance), unit + units
    return WrittenWord(tuple(strokes), at)


def _dense(strokes: Sequence[WrittenStroke]) -> Float64Array:
    """(n, 2) points of the strokes' curves, close enough for no two to pass between them."""
    return np.concatenate([np.zeros((0, 2)), *(curve(stroke.points, LEVEL / 2)[0] for stroke in strokes)])


def _shift(before: Float64Array, after: Float64Array, gap: float, slant: float) -> float:
    """How far ink goes to the right, to stand ``gap`` beside what is before it."""
    if not len(before) or not len(after):
        return gap
    left, right = (points[:, 0] + slant * points[:, 1] for points in (after, before))
    beside = float(right.max() + gap - left.min())
    levels_after, levels_before = (np.round(points[:, 1] / LEVEL) for points in (after, before))
    closest = [
        float(right[near].max() + gap - left[levels_after == level].min())
        for level in np.unique(levels_after)
        if (near := np.abs(levels_before - level) <= 1).any()
    ]
    return max(max(closest, default=beside), beside - MOST_UNDER)
