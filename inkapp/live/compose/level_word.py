"""Sets a written word on its baseline and brings it to the hand's size, by its letters, and gently: no letters all stand alike.

Where the pen turns up from a letter without a tail, it stands on the baseline; tops of small letters without a stem are at one
height. Where they are not, a height, a slope and a size are estimated by least squares with priors: a long word says more than
a short one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.arrays import Float64Array

FOOTED = frozenset("acehiklmnorstuvwxzbdABCDEFGHIKLMNOPRSTUVWXYZ0123456789")  # stand on the baseline
SMALL = frozenset("acemnorsuvwxz")  # end at the x-line
# Standard deviations. x-heights: of a letter's foot from the word's baseline, and of a word from its line's. A slope: of a word
FOOT, OFF, SLOPE = 0.14, 0.25, 0.04
TOP, SIZE = 0.16, 0.08  # of the logarithm of a small letter's height in its word, and of a word's size
MOST_SIZE = 2 * SIZE  # where words seem to differ more, the hand's x-height is in doubt, not the words
MOST_OFF = 0.7  # x-heights: a top that is farther off is another letter's ink
# The window may be at the next letter before the pen is, so whose a foot is is not sure: what lies elsewhere than most is none
MOST, ELSEWHERE = 0.6, 0.5  # the share of the turns that lie no lower than feet do; x-heights
FARTHEST = 1.0  # x-heights: no word is so far off; what seems to be is no writing
FEWEST = 3  # points of a letter's ink


def level(strokes: Sequence[Float64Array], units: Sequence[np.ndarray], run: str) -> list[Float64Array]:
    """The strokes, each (n, 2) in x-heights, y down, the baseline at 0, moved, turned and sized.

    ``units``: for each stroke (n,) the number of each point's character in ``run``.
    """
    feet, tops = _feet(strokes, units, run), _tops(strokes, units, run)
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
        size = float(np.clip(size, -MOST_SIZE, MOST_SIZE))
    scale = np.exp(-size)
    return [np.stack((scale * s[:, 0], scale * (s[:, 1] - off - slope * (s[:, 0] - middle))), axis=1) for s in strokes]


def _feet(strokes: Sequence[Float64Array], units: Sequence[np.ndarray], run: str) -> Float64Array:
    """(n, 2) the points where the pen turned up on the baseline."""
    has_foot = [letter in FOOTED and before in FOOTED for before, letter in zip(run[:1] + run, run, strict=False)]
    turns = [
        stroke[i]
        for stroke, owners in zip(strokes, units, strict=True)
        for i in range(1, len(stroke))
        if stroke[i, 1] > stroke[i - 1, 1]
        and (i + 1 == len(stroke) or stroke[i, 1] >= stroke[i + 1, 1])
        and has_foot[owners[i]]
    ]
    feet = np.array(turns).reshape(-1, 2)
    for _ in range(2):
        if len(feet):
            feet = feet[np.abs(feet[:, 1] - np.quantile(feet[:, 1], MOST)) < ELSEWHERE]
    return feet if len(feet) and abs(np.median(feet[:, 1])) < FARTHEST else feet[:0]


def _tops(strokes: Sequence[Float64Array], units: Sequence[np.ndarray], run: str) -> Float64Array:
    """(m, 2) the tops of small letters."""
    tops = []
    points = np.concatenate([np.zeros((0, 2)), *strokes])
    owners = np.concatenate([np.zeros(0, dtype=np.int64), *units])
    for number, letter in enumerate(run):
        ink = points[owners == number]
        if letter in SMALL and len(ink) >= FEWEST:
            high = ink[ink[:, 1].argmin()]
            if abs(high[1] + 1.0) < MOST_OFF:
                tops.append(high)
    return np.array(tops).reshape(-1, 2)
