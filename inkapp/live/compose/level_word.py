"""Sets a written word on its baseline and brings it to the hand's size, by its letters, and gently: no letters all stand alike.

Feet of letters without a tail stand on the baseline, tops of small letters without a stem at one height. Where they do not, a
height, a slope and a size are estimated by least squares with priors: a long word says more than a short one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.arrays import Float64Array

FOOTED = frozenset("acehiklmnorstuvwxzbdABCDEFGHIKLMNOPRSTUVWXYZ0123456789")  # stand on the baseline
SMALL = frozenset("acemnorsuvwxz")  # end at the x-line
# x-heights. Of one letter's foot, beside its neighbours'; of a word's height; and of its slope, as it is written anew
FOOT, OFF, SLOPE = 0.14, 0.25, 0.04
TOP, SIZE = 0.16, 0.08  # of the logarithm of a small letter's height, and of a word's size
MOST_OFF = 0.7  # x-heights: a foot that is farther off is another letter's ink
FEWEST = 3  # points of a letter's ink


def level(strokes: Sequence[Float64Array], characters: Sequence[np.ndarray], text: str) -> list[Float64Array]:
    """The strokes, each (n, 2) in x-heights, y down, the baseline at 0, moved, turned and sized.

    ``characters``: for each stroke (n,) numbers of the points' characters in ``text``.
    """
    feet, tops = _marks(strokes, characters, text)
    if not len(feet):
        return list(strokes)
    middle = float(feet[:, 0].mean())
    basis = np.stack((np.ones(len(feet)), feet[:, 0] - middle), axis=1)
    prior = np.diag((FOOT / np.array((OFF, SLOPE))) ** 2)
    off, slope = np.linalg.solve(basis.T @ basis + prior, basis.T @ feet[:, 1]).tolist()
    size = 0.0
    if len(tops):
        heights = np.log(np.maximum(off + slope * (tops[:, 0] - middle) - tops[:, 1], 0.3))
        size = float(np.clip(heights, -0.5, 0.5).sum() / (len(heights) + (TOP / SIZE) ** 2))
    scale = np.exp(-size)
    return [np.stack((scale * s[:, 0], scale * (s[:, 1] - off - slope * (s[:, 0] - middle))), axis=1) for s in strokes]


def _marks(
    strokes: Sequence[Float64Array], characters: Sequence[np.ndarray], text: str
) -> tuple[Float64Array, Float64Array]:
    """(n, 2) the feet of letters, and (m, 2) the tops of small ones."""
    feet, tops = [], []
    points = np.concatenate([np.zeros((0, 2)), *strokes])
    owners = np.concatenate([np.zeros(0, dtype=np.int64), *characters])
    for number, letter in enumerate(text):
        ink = points[owners == number]
        if len(ink) < FEWEST:
            continue
        low, high = ink[ink[:, 1].argmax()], ink[ink[:, 1].argmin()]
        if letter in FOOTED and abs(low[1]) < MOST_OFF:
            feet.append(low)
        if letter in SMALL and abs(high[1] + 1.0) < MOST_OFF:
            tops.append(high)
    return np.array(feet).reshape(-1, 2), np.array(tops).reshape(-1, 2)
