"""A power law that levels off, L(x) = E + A · (x / x₀)^−α, fitted to a few figures and bootstrapped.

Hestness et al. 2017, sec. 2. Kaplan et al. 2020 and Hoffmann et al. 2022 add such terms, L(N, D) = E + A / N^α + B / D^β: along
a line on which D (or N) stands still the other term is a constant, and what is left is the law here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.findings.spread import Spread

POWERS = np.geomspace(0.02, 4.0, 400)  # α; at the least one the law is nearly a logarithm, at the greatest a step
RESAMPLES = 400
BAND = (0.05, 0.95)  # between these lie nine in ten of the resampled


@dataclass(frozen=True, slots=True)
class Law:
    """``floor`` E, ``excess`` A: what lies above the floor at ``least`` x₀, the smallest x; ``power`` α."""

    floor: float
    excess: float
    power: float
    least: float

    def at(self, x: float) -> float:
        """L(x)."""
        return float(self.floor + self.excess * (x / self.least) ** -self.power)


def fit(x: Sequence[float], y: Sequence[float], weights: Sequence[float] | None = None) -> Law:
    """The law with the least (weighted) squares of what it misses ``y`` by.

    Once α is given, E and A follow from a straight line through the points (x^−α, y), so that α alone is searched for, on a
    grid: the best of all laws is found, from no first guess. A is not below zero: what rises is called level. Raises
    ValueError for fewer than three points, which any law would meet.
    """
    if len(x) < 3:
        raise ValueError(f"{len(x)} figures are too few for a law of three numbers")
    places, figures = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    share = np.ones(len(places)) if weights is None else np.asarray(weights, dtype=np.float64)
    share = share / share.sum()
    bent = (places / places.min()) ** -POWERS[:, None]  # (powers, points)
    middle, mean = bent @ share, float(figures @ share)
    off = bent - middle[:, None]
    excess = np.maximum((off * (figures - mean)) @ share / (off * off @ share), 0.0)
    floor = mean - excess * middle
    missed = (floor[:, None] + excess[:, None] * bent - figures) ** 2 @ share
    best = int(np.argmin(missed))
    return Law(float(floor[best]), float(excess[best]), float(POWERS[best]), float(places.min()))


def fit_spreads(x: Sequence[float], spreads: Sequence[Spread]) -> Law:
    """The law through the means of several seeds, each as heavy as it has seeds."""
    return fit(x, [spread.mean for spread in spreads], [len(spread.values) for spread in spreads])


def bootstrap(x: Sequence[float], spreads: Sequence[Spread], resamples: int = RESAMPLES) -> list[Law]:
    """Laws of figures that might as well have been measured: a parametric bootstrap (Efron and Tibshirani 1993, ch. 6).

    Each mean is sampled from a normal distribution around the one measured, as wide as the spread that all figures have in
    common, divided by √seeds; so a figure of one seed has a width too. The same resamples each time. Raises ValueError where no
    figure has two seeds, and as ``fit``.
    """
    wide = pooled(spreads)
    if math.isnan(wide):
        raise ValueError("no figure has two seeds, so their spread is unknown")
    counts = np.array([len(spread.values) for spread in spreads])
    means = np.array([spread.mean for spread in spreads])
    resampled = np.random.default_rng(1).normal(means, wide / np.sqrt(counts), (resamples, len(means)))
    return [fit(x, row.tolist(), counts.tolist()) for row in resampled]


def pooled(spreads: Sequence[Spread]) -> float:
    """The standard deviation that several figures have in common; NaN where none has two seeds."""
    more = [spread for spread in spreads if len(spread.values) > 1]
    freedom = sum(len(spread.values) - 1 for spread in more)
    squares = sum(spread.deviation**2 * (len(spread.values) - 1) for spread in more)
    return math.sqrt(squares / freedom) if freedom else math.nan


def between(values: Sequence[float] | npt.NDArray[np.float64]) -> tuple[float, float]:
    """The two values between which nine in ten of them lie."""
    low, high = np.quantile(np.asarray(values, dtype=np.float64), BAND)
    return float(low), float(high)
