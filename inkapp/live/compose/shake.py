"""How a hand shakes: measured as what a smooth curve leaves of a stroke, and made anew as noise of the same wavelengths.

The smooth curve is a Gaussian's over arc length, applied twice as Tukey's twicing does (S + S(1 − S)), since a single one cuts
bends by κσ²/2, which is more than any shake.
"""

from __future__ import annotations

import math

import numpy as np

from model.arrays import Float64Array

STEP = 0.04  # x-heights between the points at which both are done
SMOOTH = 0.13  # x-heights: σ of the Gaussian; longer waves belong to the letter's shape
FINEST = 0.07  # x-heights: σ of the noise's own smoothing; a pen does not shake faster
HALF_NORMAL = 0.6745  # the median of |z|, z standard normal
SHORTEST = 0.6  # x-heights of a stroke that tells of a shake


def strays(points: Float64Array) -> Float64Array:
    """How far a stroke is from its smooth self along its way: (n, 2) x-heights → (m,) distances, none for a short stroke."""
    even = evenly(points, STEP)
    if (len(even) - 1) * STEP < SHORTEST:
        return np.zeros(0)
    inner = slice(2, -2)  # the ends are the smooth curve's own
    return np.asarray(np.hypot(*(even - _twice_smoothed(even)).T)[inner])


def root_mean_square(found: Float64Array) -> float:
    """From the median of ``strays``, which leaves corners alone. They are across the stroke: noise along it changes no line, so
    half of a normal deviation's are below 0.6745 of its own."""
    return float(np.median(found)) / HALF_NORMAL if len(found) else 0.0


def shaken(points: Float64Array, size: float, chance: np.random.Generator) -> Float64Array:
    """A stroke's points, (n, 2) x-heights, strayed by noise that is smooth along the stroke, and of which ``strays`` finds the
    root mean square ``size`` along each axis."""
    if size <= 0 or len(points) < 2:
        return points
    along = lengths(points)
    count = max(math.ceil(along[-1] / STEP), 1) + 1
    noise = _smoothed(chance.standard_normal((count + 40, 2)), FINEST)
    noise = (noise - _twice_smoothed(noise))[20:-20]
    noise *= size / _SIZE
    at = along / STEP
    return points + np.stack([np.interp(at, np.arange(count), noise[:, axis]) for axis in (0, 1)], axis=1)


def lengths(points: Float64Array) -> Float64Array:
    """(n,) the length of a stroke, (n, 2), up to each of its points."""
    return np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))


def evenly(points: Float64Array, spacing: float) -> Float64Array:
    """A stroke's points about ``spacing`` apart along its length; a dot stays one."""
    along = lengths(points)
    if not along[-1] > 0:
        return points[:1]
    even = np.linspace(0.0, along[-1], max(round(along[-1] / spacing), 1) + 1)
    return np.stack([np.interp(even, along, points[:, axis]) for axis in (0, 1)], axis=1)


def _twice_smoothed(values: Float64Array) -> Float64Array:
    once = _smoothed(values, SMOOTH)
    return np.asarray(once + _smoothed(values - once, SMOOTH))


def _smoothed(values: Float64Array, sigma: float) -> Float64Array:
    """(n, 2) values ``STEP`` apart, smoothed by a Gaussian and mirrored through their ends."""
    reach = min(math.ceil(3 * sigma / STEP), len(values) - 1)
    kernel = _kernel(sigma, reach)
    before = 2 * values[0] - values[reach:0:-1]
    after = 2 * values[-1] - values[-2 : -reach - 2 : -1]
    padded = np.concatenate((before, values, after))
    return np.stack([np.convolve(padded[:, axis], kernel, mode="valid") for axis in (0, 1)], axis=1)


def _kernel(sigma: float, reach: int) -> Float64Array:
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP / sigma) ** 2)
    return np.asarray(kernel / kernel.sum())


def _response() -> float:
    """What ``strays`` finds of ``shaken``'s noise before it is scaled: from the filters' answer to one impulse."""
    answer = np.zeros((201, 2))
    answer[100] = 1.0
    answer = _smoothed(answer, FINEST)
    for _ in range(2):  # once as the noise is made, once as it is measured
        answer = answer - _twice_smoothed(answer)
    return float(np.sqrt(answer[:, 0] @ answer[:, 0]))


_SIZE = _response()
