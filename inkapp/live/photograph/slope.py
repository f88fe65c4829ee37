"""The slope of a picture's writing, and the picture without it: columns moved up or down, so that lines are level."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array

STEEPEST = 7.0  # degrees
STEPS = (0.5, 0.1, 0.025)  # degrees between the slopes that are tried, each about the best of those before
FAINTEST = 0.15  # of ink's darkness: so ruled lines are seen, too
MOST_INK = 60_000  # pixels that are looked at


def slope_of(ink: Float32Array) -> float:
    """The tangent of the slope, y down, at which the ink's profile is sharpest: the sum of squares of its differences.

    ``ink``: (height, width), 0 … 1.
    """
    y, x = np.nonzero(ink > FAINTEST)
    if not len(y):
        return 0.0
    every = -(-len(y) // MOST_INK)
    y, x = y[::every], x[::every] - ink.shape[1] / 2
    coarse = max(min(ink.shape) / 600, 1.0)  # pixels a row of the profile
    best, reach = 0.0, STEEPEST
    for step in STEPS:
        tried = best + np.arange(-reach, reach + step / 2, step)
        best = float(tried[np.argmax([_sharpness(y, x, degrees, coarse) for degrees in tried])])
        reach, coarse = 2 * step, max(coarse / 2, 1.0)
    return float(np.tan(np.radians(best)))


def _sharpness(y: npt.NDArray[np.intp], x: npt.NDArray[np.float64], degrees: float, coarse: float) -> float:
    rows = (y - np.tan(np.radians(degrees)) * x) / coarse
    low = np.floor(rows)
    share = rows - low
    at = (low - low.min()).astype(np.intp)
    count = int(at.max()) + 2
    profile = np.bincount(at, 1 - share, count) + np.bincount(at + 1, share, count)
    return float(np.square(np.diff(profile, prepend=0.0, append=0.0)).sum()) * (1 - 0.002 * abs(degrees))


def sheared(picture: Float32Array, slope: float) -> Float32Array:
    """Column x moved up by slope · (x − width / 2), pixels between pixels linearly; ``margin`` rows more above and below."""
    height, width = picture.shape
    more = margin(width, slope)
    moves = slope * (np.arange(width) - width / 2) - more
    whole = np.floor(moves).astype(np.intp)
    tall = height + 2 * more
    made = np.zeros((tall, width), dtype=np.float32)
    cuts = np.concatenate(([0], np.flatnonzero(np.diff(whole)) + 1, [width]))
    for left, right in pairwise(cuts):
        share = (moves[left:right] - whole[left]).astype(np.float32)
        rows = np.zeros((tall + 1, right - left), dtype=np.float32)
        above = -int(whole[left])  # rows that come before the picture's first
        rows[above : above + height] = picture[: tall + 1 - above, left:right]
        made[:, left:right] = rows[:-1] + share * (rows[1:] - rows[:-1])
    return made


def margin(width: int, slope: float) -> int:
    """Rows above and below a sheared picture, so that nothing of it is lost."""
    return int(np.ceil(abs(slope) * width / 2)) + 1 if slope else 0
