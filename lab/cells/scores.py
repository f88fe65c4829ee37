"""How well one signal alone tells a feature: AUC for yes or no, R² for numbers, with intervals over forms.

AUC is the Mann–Whitney statistic with ties counted half; R² that of a line in one variable; intervals are a bootstrap over
groups of points written by one person (Efron and Tibshirani 1993, ch. 8).

What is fitted is fitted on the fitting points alone: for a yes or no which side of the signal means yes, for a number slope
and intercept. The judging points are then scored with these, so that a score below ½, or below 0, can come out.
AUC and R² are put on one scale, ``strength``: 2·AUC − 1 (the rank-biserial correlation) and √R², 0 where R² is negative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.cells.shapes import BoolArray
from model.arrays import Float32Array, Float64Array

BINS = 512  # of equal counts, in which a bootstrap orders a signal; a point's score itself is exact


@dataclass(frozen=True, eq=False, slots=True)
class Target:
    """Features of points: ``values`` (n, features), nan where not defined; ``binary`` (features,); ``groups`` (n,) from 0."""

    values: Float32Array
    binary: BoolArray
    groups: npt.NDArray[np.intp]

    @property
    def count(self) -> int:
        """How many groups."""
        return int(self.groups.max(initial=-1)) + 1


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    """Of every signal and feature, each (signals, features); nan where a feature is not to be scored.

    ``sign``: 1 where a high signal means yes, or much, −1 where a low one does. ``slope``, ``intercept``: of numbers.
    ``fit``, ``held``: AUC or R² on the fitting and the judging points.
    """

    sign: Float64Array
    slope: Float64Array
    intercept: Float64Array
    fit: Float64Array
    held: Float64Array


def auc(signals: Float32Array, target: Target) -> Float64Array:
    """(signals, features) the chance that a yes has a higher signal than a no, ties half; nan for numbers and where one lacks.

    ``signals``: (signals, n).
    """
    columns = np.flatnonzero(target.binary)
    defined = np.isfinite(target.values[:, columns]).T
    yes = np.nan_to_num(target.values[:, columns]).T > 0.5
    masks, which = np.unique(defined, axis=0, return_inverse=True)
    groups = [(mask, np.flatnonzero(which.ravel() == m)) for m, mask in enumerate(masks)]
    found = np.full((len(signals), len(target.binary)), np.nan)
    for s, signal in enumerate(signals):
        whole = signal.argsort()
        ordered = signal[whole]
        ties = bool((ordered[1:] == ordered[:-1]).any())
        for mask, own in groups:  # of features that are defined at the same points
            order = whole if mask.all() else whole[mask[whole]]
            ranks = _ranks(signal[order]) if ties else np.arange(1.0, len(order) + 1)
            for k in own.tolist():
                hit = ranks[yes[k][order]]
                pairs = len(hit) * (len(order) - len(hit))
                if pairs:
                    found[s, columns[k]] = (hit.sum() - len(hit) * (len(hit) + 1) / 2) / pairs
    return found


def _ranks(ordered: Float32Array) -> Float64Array:
    """Ranks from 1 of values in rising order, equal ones sharing their mean."""
    ranks = np.arange(1.0, len(ordered) + 1)
    equal = ordered[1:] == ordered[:-1]
    if equal.any():
        starts = np.flatnonzero(np.concatenate(([True], ~equal)))
        lengths = np.diff(np.append(starts, len(ordered)))
        ranks = np.repeat(starts + (lengths + 1) / 2, lengths)
    return ranks


def _moments(signals: Float32Array, target: Target) -> tuple[Float64Array, ...]:
    """Sums over the defined points of every number: count, y, y², (features,); s, s², s·y, (signals, features)."""
    values = target.values[:, ~target.binary].astype(np.float64)
    defined = np.isfinite(values).astype(np.float64)
    y = np.nan_to_num(values)
    wide = signals.astype(np.float64)
    return defined.sum(0), y.sum(0), (y * y).sum(0), wide @ defined, (wide * wide) @ defined, wide @ y


def line(signals: Float32Array, target: Target) -> tuple[Float64Array, Float64Array]:
    """Slope and intercept of the least-squares line from each signal to each number, (signals, features); nan for yes or no."""
    n, y, _, s, ss, sy = _moments(signals, target)
    slope, intercept = np.full((2, len(signals), len(target.binary)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = ss - s * s / n
        found = np.where(spread > 1e-9 * np.abs(ss), (sy - s * y / n) / spread, 0.0)
        slope[:, ~target.binary], intercept[:, ~target.binary] = found, (y - found * s) / n
    return slope, intercept


def r2(signals: Float32Array, target: Target, slope: Float64Array, intercept: Float64Array) -> Float64Array:
    """(signals, features) the share of each number's variance that given lines explain; nan for yes or no.

    Negative where a line explains less than the number's own mean over these points does.
    """
    n, y, yy, s, ss, sy = _moments(signals, target)
    b, a = slope[:, ~target.binary], intercept[:, ~target.binary]
    rest = yy + n * a * a + b * b * ss - 2 * a * y - 2 * b * sy + 2 * a * b * s
    found = np.full((len(signals), len(target.binary)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        found[:, ~target.binary] = 1 - rest / (yy - y * y / n)
    return found


def strength(values: Float64Array, binary: BoolArray) -> Float64Array:
    """Scores (…, features) on one scale, at most 1: 2·AUC − 1, and √R², 0 where R² is negative."""
    with np.errstate(invalid="ignore"):
        return np.where(binary, 2 * values - 1, np.sqrt(np.maximum(values, 0.0)))


def survey(
    blocks: Sequence[Callable[[], tuple[Float32Array, Float32Array]]],
    fitting: Target,
    judging: Target,
    scored: BoolArray,
    tell: Callable[[int], None] = lambda done: None,
) -> Scores:
    """Every signal against every feature of ``scored`` (features,).

    ``blocks``: each gives some signals on the fitting points (signals, n) and on the judging ones, so that not all need be
    there at once. ``tell`` hears how many blocks are done.
    """
    parts: list[tuple[Float64Array, ...]] = []
    for done, block in enumerate(blocks, start=1):
        fit_signals, held_signals = block()
        slope, intercept = line(fit_signals, fitting)
        area = auc(fit_signals, fitting)
        sign = np.where(fitting.binary, np.where(area >= 0.5, 1.0, -1.0), np.where(slope >= 0, 1.0, -1.0))
        fit = np.where(fitting.binary, 0.5 + np.abs(area - 0.5), r2(fit_signals, fitting, slope, intercept))
        turned = auc(held_signals, judging)
        held = np.where(sign > 0, turned, 1 - turned)
        held = np.where(fitting.binary, held, r2(held_signals, judging, slope, intercept))
        parts.append((sign, slope, intercept, fit, held))
        tell(done)
    whole = [np.concatenate(part) for part in zip(*parts, strict=True)]
    return Scores(*(np.where(scored, part, np.nan) for part in whole))


def group_counts(groups: int, times: int, seed: int = 0) -> Float64Array:
    """(times, groups) how often each group is in a bootstrap sample of ``groups`` with replacement."""
    return np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), times).astype(np.float64)


def replicates(
    signal: Float32Array, target: Target, feature: int, lines: tuple[float, float, float], weights: Float64Array
) -> Float64Array:
    """(times,) the score of one signal (n,) for one feature when whole groups are resampled by ``weights`` (``group_counts``).

    ``lines``: its sign, slope and intercept. Of an AUC the signal is ordered in ``BINS`` bins of equal counts, within which
    all is taken as equal. nan where a resample holds no yes, no no, or no variance.
    """
    sign, slope, intercept = lines
    value = target.values[:, feature]
    defined = np.isfinite(value)
    groups, y, s = target.groups[defined], value[defined].astype(np.float64), signal[defined]
    count = weights.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        if not target.binary[feature]:
            rest = np.bincount(groups, (y - intercept - slope * s) ** 2, count)
            n, sums, squares = (np.bincount(groups, part, count) for part in (np.ones_like(y), y, y * y))
            explained = 1 - weights @ rest / (weights @ squares - (weights @ sums) ** 2 / (weights @ n))
            return np.asarray(explained)
        order = s.argsort()
        ordered, y = s[order], y[order]
        edges = ordered[np.arange(1, BINS) * len(ordered) // BINS]
        cell = groups[order] * BINS + np.searchsorted(edges, ordered, side="right")
        yes, no = (np.bincount(cell[part], minlength=count * BINS).reshape(count, BINS) for part in (y > 0.5, y <= 0.5))
        below = np.cumsum(no, axis=1) - 0.5 * no
        pairs = yes @ below.T  # of a yes of one group and a no of another: how many are in the right order
        right = np.einsum("bg,gh,bh->b", weights, pairs.astype(np.float64), weights, optimize=True)
        area = right / ((weights @ yes.sum(1)) * (weights @ no.sum(1)))
        return np.asarray(area if sign > 0 else 1 - area)


def interval(values: Float64Array, level: float = 0.95) -> tuple[float, float]:
    """The percentile interval of replicates (times,), those that are nan left out; nan, nan where all are."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return (np.nan, np.nan)
    low, high = np.quantile(finite, ((1 - level) / 2, (1 + level) / 2))
    return float(low), float(high)
