"""The slope of a short steep line, by where its letters stand.

Least squares over a word or two says little: one tall letter at either end turns the line by ten degrees. But the feet of
letters stand on one line, and so do the tops of small ones. Each slope is judged by how closely the lowest points of the ink's
bends, and its highest, stand along that direction, tails and tall letters counting as strays, and by how people's lines run.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from model.arrays import Float64Array
from model.strokes import LEVEL_PRIOR, STEEP, ink_moments, simplify, slope_doubt

ANGLES = np.radians(np.arange(-40.0, 41.0))
SLOPES = np.tan(ANGLES)
# Chosen on held-out lines of IAM-OnDB, level and turned, cut after a word or more: level ones must keep to least squares.
TILTED = 0.125  # a slope (7°), under which least squares with its prior do well enough
TILT = np.abs(SLOPES) > TILTED
SURE = 0.9  # the chance that a line is steeper than that, from which it is believed
MOST = 60  # feet, from which the line is long enough for least squares
SHAPE = 0.12  # spreads: a bend that is smaller has no foot
LOW = 0.4  # spreads: a stroke no longer than this is a dot
SCATTER = (0.12, 0.2, 0.33, 0.5)  # spreads by which feet of neat and untidy hands stray from their line
STRAYS = 0.3  # of all bends: tails below, tall letters and joining strokes above
HEIGHTS = 8.0  # spreads, over which strays are spread evenly
COARSE = 4  # degrees between the angles that are tried first
HOPELESS = 6.0  # nats by which the best steep one of them is behind a level one, and the rest need not be tried
PEAK = 3  # degrees beside the likeliest that are averaged with it


def feet_slope(strokes: Sequence[Float64Array]) -> float | None:
    """The slope of a line of ``strokes``, each (n, ≥2), y down, if they are plainly steep but too few for least squares.

    None for ink that is level, or that has no extent.
    """
    _, xx, xy, yy = ink_moments(strokes)
    if not xx > 0:
        return None
    raw = xy / xx
    if abs(raw) + 3 * math.sqrt(slope_doubt(raw, xx, xy, yy)) < TILTED:
        return None
    spread = math.sqrt(max(yy - xy * raw, 1e-6 * yy))
    corners = _corners(strokes, spread)
    if not corners:
        return None
    outline = np.concatenate((*corners, np.full((1, 2), np.nan))) / spread
    first = _evidence(outline, np.s_[::COARSE])
    steep = TILT[::COARSE]
    if first is None or not (first[steep].max() > first[~steep].max() - HOPELESS):
        return None
    log = _evidence(outline, np.s_[:])
    if log is None:  # of a scribble
        return None
    chances = np.exp(log - log.max())
    chances /= chances.sum()
    if chances[TILT].sum() < SURE:
        return None
    best = int(chances.argmax())
    peak = slice(max(best - PEAK, 0), best + PEAK + 1)
    return float(chances[peak] @ SLOPES[peak] / chances[peak].sum())


def _corners(strokes: Sequence[Float64Array], spread: float) -> list[Float64Array]:
    """The bends of each stroke that is no dot, (n, 2), each after a point that is none."""
    parts: list[Float64Array] = []
    for stroke in strokes:
        points = stroke[:, :2]
        if np.hypot(*np.ptp(points, axis=0)) > LOW * spread:
            parts += [np.full((1, 2), np.nan), points[simplify(points, SHAPE * spread)]]
    return parts


def _evidence(corners: Float64Array, which: slice) -> Float64Array | None:
    """The logarithm of how likely each of some ``ANGLES`` is; ``corners`` in spreads. None for more feet than ``MOST``."""
    angles, slopes = ANGLES[which], SLOPES[which]
    heights = np.outer(np.cos(angles), corners[:, 1]) - np.outer(np.sin(angles), corners[:, 0])
    z = np.abs(slopes) / LEVEL_PRIOR
    # as ``likely_slope``: Gaussian near level, a power beyond
    log = np.where(z <= STEEP, -(z**2) / 2, -(STEEP**2) / 2 - STEEP**2 * np.log(np.maximum(z, STEEP) / STEEP))
    for way in (1.0, -1.0):  # feet, then tops
        y = np.nan_to_num(way * heights, nan=-np.inf)
        lowest = (y[:, 1:-1] >= y[:, :-2]) & (y[:, 1:-1] > y[:, 2:])
        if int(lowest.sum(axis=1).max(initial=0)) > MOST:
            return None
        log += [_alignment(row[1:-1][own]) for row, own in zip(y, lowest, strict=True)]
    return np.asarray(log)


def _alignment(heights: Float64Array) -> float:
    """The logarithm of how much likelier ``heights`` are on one line than anywhere, whichever line and scatter it is."""
    count = len(heights)
    if count < 2:
        return 0.0
    squares = (heights[:, None] - heights[None]) ** 2
    found: list[Float64Array] = []
    for scatter in SCATTER:
        density = (1 - STRAYS) * np.exp(-squares / (2 * scatter**2)) / (scatter * math.sqrt(2 * math.pi))
        ratio = np.log(density * HEIGHTS + STRAYS)
        np.fill_diagonal(ratio, 0.0)  # the one that the line is drawn through is no evidence
        found.append(ratio.sum(axis=0))
    each = np.concatenate(found)
    return float(each.max() + np.log(np.exp(each - each.max()).mean()))
