"""Takes out of a line how its height wanders and how its size grows along it; and gives strokes as the networks read them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.arrays import Float64Array
from model.strokes import LETTER_WIDTH, Frame, Representation, measure_frame, resample_all

BEND_PRIOR = 0.8  # spreads of y: standard deviation of a line's quadratic and cubic part, before it is seen
GROWTH_PRIOR = 0.15  # of the logarithm of size, from a line's middle to its end
LETTER_DOUBT = 0.5  # variance of a letter's mean square height, of that of the line: tall ones and low ones
SHORTEST = 20.0  # spreads: a shorter line says nothing about its course
# Spreads: a line across a page of small writing has some 300; a picture of much more would fill the memory
WIDEST = 1000.0


def straighten(strokes: Sequence[Float64Array]) -> list[Float64Array]:
    """A line in its own frame (each stroke (n, 2), level, spread 1) without its bend and its growth.

    The course of the mean height is a cubic in x (Legendre polynomials, which are orthogonal), weighted by the ink's
    length; the size is an exponential in x, and x is stretched along with y so that letters keep their shape.
    Both are shrunk towards zero by priors, since a line has few letters to estimate them from.
    """
    pieces = [stroke for stroke in strokes if len(stroke) > 1]
    if not pieces:
        return list(strokes)
    start = np.concatenate([stroke[:-1] for stroke in pieces])
    end = np.concatenate([stroke[1:] for stroke in pieces])
    middle = (start + end) / 2
    left, right = float(middle[:, 0].min()), float(middle[:, 0].max())
    if right - left < SHORTEST:
        return list(strokes)
    weight = np.hypot(*(end - start).T)
    weight *= (right - left) / LETTER_WIDTH / weight.sum()  # so many independent letters in all

    def position(x: Float64Array) -> Float64Array:
        return 2 * (x - left) / (right - left) - 1

    along = position(middle[:, 0])
    basis = np.polynomial.legendre.legvander(along, 3)
    prior = np.diag([0.0, 0.0, BEND_PRIOR**-2, BEND_PRIOR**-2])
    course = np.linalg.solve(basis.T @ (weight[:, None] * basis) + prior, basis.T @ (weight * middle[:, 1]))
    rest = middle[:, 1] - basis @ course
    spread = float(weight @ rest**2 / weight.sum())
    if not spread > 0:
        return list(strokes)
    # E rest² = spread · e^(2 g u) ≈ spread · (1 + 2 g u); a letter's mean of rest² / spread varies by about LETTER_DOUBT
    reach = float(weight @ along**2)
    growth = float(weight @ (along * (rest**2 / spread - 1))) / (2 * reach)
    growth *= GROWTH_PRIOR**2 / (GROWTH_PRIOR**2 + LETTER_DOUBT / (4 * reach))
    rate = 2 * growth / (right - left)
    centre = (left + right) / 2
    straight = []
    for stroke in strokes:
        bend = np.polynomial.legendre.legval(np.clip(position(stroke[:, 0]), -1.1, 1.1), course)
        off = stroke[:, 0] - centre
        x = off if abs(rate) < 1e-9 else -np.expm1(-rate * off) / rate
        straight.append(np.stack((centre + x, (stroke[:, 1] - bend) * np.exp(-rate * off)), axis=1))
    return straight


def space_strokes(
    strokes: Sequence[Float64Array],
    representation: Representation,
    *,
    frame: Frame | None = None,
    straight: bool = False,
) -> list[Float64Array]:
    """A line's strokes levelled, sized (by its own frame, or ``frame``) and resampled.

    Raises ValueError for no extent, or for one of more than ``WIDEST``, as of a word and a dot far away.
    """
    frame = frame or measure_frame(strokes)
    local = [frame.to_local(stroke[:, :2]) for stroke in strokes]
    width = max(float(stroke[:, 0].max()) for stroke in local) - min(float(stroke[:, 0].min()) for stroke in local)
    if not width <= WIDEST:
        raise ValueError(f"a line {width:,.0f} times as wide as its writing spreads is none ({WIDEST:,.0f} at most)")
    return resample_all(straighten(local) if straight else local, representation)
