"""Vectors of lines' hands by the directions of the pen's path at two places near each other, of which nearly nothing is learnt.

At each place of a stroke two legs of equal length stand on it like those of a hinge: to where the pen was that much of its way
before, and to where it will be. How often which two directions come together tells hands apart, whatever was written: the
contour-hinge feature of Bulacu and Schomaker (2007, IEEE PAMI 29(4)). Theirs is of a scanned contour, so their two
legs cannot be told apart; a pen's path has a direction, which is kept. What is learnt is one linear map in closed form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.strokes import RowArray, smooth, to_strokes

STEP = 0.05  # spreads of y between places along a stroke
SMOOTHING = 0.12  # spreads: rows are corners, and the path between them is a curve


@dataclass(frozen=True, slots=True)
class HingeSettings:
    """Lengths of ``legs`` in spreads of y, each of which has a histogram; how many ``directions`` it parts a turn in;
    ``shrinkage``, of ``fit``. ``python -m lab.writers.choose_hinge`` says what others give."""

    legs: tuple[float, ...] = (0.2, 0.4, 0.7, 1.2)
    directions: int = 16
    shrinkage: float = 0.3


@dataclass(frozen=True, eq=False, slots=True)
class Hinge:
    """A judge of hands: histograms (lines, numbers) less their ``centre`` by ``axes`` (numbers, size) are vectors."""

    settings: HingeSettings
    centre: Float64Array
    axes: Float64Array

    def __call__(self, lines: Sequence[RowArray]) -> Float32Array:
        """The unit vectors (lines, size) of lines' rows."""
        return self.project(histograms(lines, self.settings))

    def project(self, table: Float32Array) -> Float32Array:
        """The unit vectors of lines' ``histograms``."""
        vectors = (table - self.centre) @ self.axes
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def histograms(lines: Sequence[RowArray], settings: HingeSettings) -> Float32Array:
    """Square roots of lines' histograms, whose distances are Hellinger's: (lines, legs · directions²).

    The histogram of a leg is over (back, forth), ``back`` the slower; zeros where no stroke is as long as two legs.
    """
    made = np.zeros((len(lines), len(settings.legs), settings.directions**2), dtype=np.float32)
    for table, rows in zip(made, lines, strict=True):
        strokes = [evenly_spaced(stroke) for stroke in to_strokes(rows)]
        for own, leg in zip(table, settings.legs, strict=True):
            own[:] = _histogram(strokes, max(round(leg / STEP), 1), settings.directions)
    return made.reshape(len(lines), -1)


def evenly_spaced(stroke: Float64Array) -> Float64Array:
    """A stroke (n, 2), however it was sampled, smoothed and as points ``STEP`` apart along it; the rest is cut at both ends."""
    stroke = smooth(stroke, SMOOTHING)
    step = np.hypot(*np.diff(stroke, axis=0).T) if len(stroke) > 1 else np.zeros(0)
    along = np.concatenate(([0.0], np.cumsum(step)))
    count = int(along[-1] / STEP)
    places = np.arange(count + 1) * STEP + (along[-1] - count * STEP) / 2
    return np.stack([np.interp(places, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _histogram(strokes: Sequence[Float64Array], leg: int, count: int) -> Float64Array:
    """Of places on evenly spaced strokes the square root of the share of each two of ``count`` directions, ``leg`` points back
    and forth: (count²,)."""
    long = [stroke for stroke in strokes if len(stroke) > 2 * leg]
    if not long:
        return np.zeros(count * count)
    back = np.concatenate([stroke[: -2 * leg] - stroke[leg:-leg] for stroke in long])
    forth = np.concatenate([stroke[2 * leg :] - stroke[leg:-leg] for stroke in long])
    counts = np.zeros(count * count)
    for first, share in _bins(back, count):
        for second, other in _bins(forth, count):
            counts += np.bincount(first * count + second, share * other, count * count)
    return np.asarray(np.sqrt(counts / counts.sum()))


def _bins(legs: Float64Array, count: int) -> list[tuple[npt.NDArray[np.intp], Float64Array]]:
    """The two bins that each leg (n, 2) is between, with its share of each: a line has too few places for whole ones."""
    turns = np.arctan2(legs[:, 1], legs[:, 0]) * count / (2 * np.pi)
    below = np.floor(turns)
    share = turns - below
    first = below.astype(np.intp) % count
    return [(first, 1 - share), ((first + 1) % count, share)]


def fit(table: Float32Array, writers: npt.NDArray[np.intp], settings: HingeSettings) -> Hinge:
    """The judge that lines' ``histograms`` and the numbers of their writers give: linear discriminants (Fisher 1936; Rao 1948),
    along which lines of one writer vary by 1.

    What varies within writers is drawn towards the same in all directions by a share of ``shrinkage`` (as by Ledoit and Wolf
    2004): there are more directions than lines tell. Raises ValueError for fewer than two writers, or lines that are all alike.
    """
    numbers, index = np.unique(writers, return_inverse=True)
    if len(numbers) < 2:
        raise ValueError("a judge of hands is fitted to two writers' lines or more")
    centre = table.mean(axis=0, dtype=np.float64)
    means = np.stack([table[index == k].mean(axis=0, dtype=np.float64) for k in range(len(numbers))])
    rest = table - means[index]
    within = rest.T @ rest / len(rest)
    size = len(within)
    within = (1 - settings.shrinkage) * within + settings.shrinkage * np.trace(within) / size * np.eye(size)
    if not np.trace(within) > 0:
        raise ValueError("the lines of each writer are all alike")
    variances, directions = np.linalg.eigh(within)
    whitened = directions / np.sqrt(variances)
    between = np.linalg.svd((means - centre) @ whitened, full_matrices=False)[2]
    return Hinge(settings, centre, whitened @ between[: len(numbers) - 1].T)
