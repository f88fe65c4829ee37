"""The causal question: a cell is held at a value while the network writes; does the behaviour follow?

A held c is the cell's c before its output gate is applied, h = o·tanh(c); a held h is what layers above, the layer's own next
step and the head read, while c goes its own way. All futures write ``prime`` steps freely first, each by its own seed from the
zero state: these are the styles that the network makes up. Then they go on with and without the hold, with equal noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lab.cells import shapes
from lab.cells.features import FEATURES, measure
from lab.cells.projections import UnitSignal
from model import noise
from model.arrays import Float64Array
from model.fused_lstm import FusedLstm
from model.lstm_state import DRIFT_LENGTH
from model.point_sampler import sample_points
from model.sampler import Sampler
from model.strokes import RowArray
from model.trace import Controls

SIDES = (-1, 0, 1)  # pushed down, held at its mean, pushed up; random cells are not held at theirs


@dataclass(frozen=True, slots=True)
class Hold:
    """``cell`` is held at ``value`` at every step."""

    cell: UnitSignal
    value: float


class HeldLstm(FusedLstm):
    """``FusedLstm``, one of whose cells may be held: ``held`` is None, or what is held from the next row on."""

    held: Hold | None = None

    def stand(self, hidden: npt.NDArray[np.float32], cell: npt.NDArray[np.float32]) -> None:
        """Each future where its own h and c, (layers, units, futures), stand."""
        for k, (gates, top) in enumerate(zip(self._gates, self._tops, strict=True)):
            np.multiply(hidden[k], np.float32(2.0), out=top)
            gates.cell[...] = cell[k]

    def read(self, x: npt.ArrayLike, y: npt.ArrayLike, lift: npt.ArrayLike, height: npt.ArrayLike) -> None:
        """As ``FusedLstm.read``; the held value stands before anything else of this step reads it."""
        if self.held is None:
            super().read(x, y, lift, height)
            return
        for block in self._blocks:
            block[0], block[1], block[2] = x, y, lift
            if self._reads_height:
                block[3] = height
        cell, value = self.held.cell, np.float32(self.held.value)
        for layer, (product, gates, top) in enumerate(self._work):
            product()
            gates.update(top)
            if layer != cell.layer:
                continue
            if cell.kind == "h":
                top[cell.unit] = 2 * value  # the vector holds 2h
            else:
                gates.cell[cell.unit] = value
                top[cell.unit] = gates.sums[cell.unit] * np.tanh(value)  # after an update the first sums are 2σ(o)


@dataclass(frozen=True, eq=False, slots=True)
class Written:
    """What n futures wrote, (steps, n) each: offsets and heights in the representation's units, and where the pen lifted.

    ``hidden``, ``cell``: (layers, units, n), and ``drift``, (n,): where each stands at the end.
    """

    dx: Float64Array
    dy: Float64Array
    lift: npt.NDArray[np.bool_]
    height: Float64Array
    hidden: npt.NDArray[np.float32]
    cell: npt.NDArray[np.float32]
    drift: Float64Array

    def rows(self, future: int) -> RowArray:
        """One future as rows (steps, 4)."""
        columns = (self.dx, self.dy, self.lift, self.height)
        return np.stack([column[:, future] for column in columns], axis=1).astype(np.float32)


def write(
    sampler: Sampler,
    seeds: Sequence[int],
    controls: Controls,
    steps: int,
    hold: Hold | None = None,
    after: Written | None = None,
) -> Written:
    """One future a seed, from the zero state or ``after`` what they wrote before; what is given back begins with that.

    Without a hold it is ``model.futures.continue_batch``'s, to the bit, in one piece or in two.
    Raises ValueError for a cell that the network does not have, and for a value that is not finite.
    """
    if hold is not None:
        cell = hold.cell
        if cell.kind not in ("h", "c") or not (0 <= cell.layer < sampler.layers and 0 <= cell.unit < sampler.hidden):
            raise ValueError(f"this network has no cell {cell}")
        if not np.isfinite(hold.value):
            raise ValueError(f"a cell cannot be held at {hold.value}")
    n = len(seeds)
    cells = HeldLstm(sampler.layout, sampler.fused, n)
    begin = len(after.dx) if after else 0
    noises = np.stack([noise.rows(seed, begin, steps) for seed in seeds], axis=1)
    x, y, tall = np.zeros((3, steps, n))
    lift = np.zeros((steps, n), dtype=np.bool_)
    if after is None:
        height, drift, lifted = np.zeros(n), np.zeros(n), np.ones(n, dtype=np.bool_)  # as before any ink
    else:
        cells.stand(after.hidden, after.cell)
        height, drift, lifted = after.height[-1].copy(), after.drift.copy(), after.lift[-1]
    cells.held = hold
    steadiness = controls.steadiness if sampler.reads_height else 0.0
    sx, sy = sampler.input_scale
    for k in range(steps):
        cells.compute_head()
        lean = -steadiness * drift * lifted
        x[k], y[k], lift[k] = sample_points(cells.head, noises[k], controls, lean / sy)
        drift += lean
        height += y[k] * sy
        share = (1.0 - np.exp(-np.hypot(x[k] * sx, y[k] * sy) / DRIFT_LENGTH)) * ~lifted
        drift += share * (height - y[k] * sy / 2 - drift)
        lifted = lift[k]
        tall[k] = height
        cells.read(x[k], y[k], lift[k], height)
    hidden, memory = cells.copy()
    new = (x * sx, y * sy, lift, tall)
    if after is not None:
        old = (after.dx, after.dy, after.lift, after.height)
        dx, dy, lift, tall = (np.concatenate(both) for both in zip(old, new, strict=True))
        return Written(dx, dy, lift, tall, hidden, memory, drift)
    return Written(*new, hidden, memory, drift)


def behaviour(written: Written, prime: int) -> Float64Array:
    """(futures, features): each feature's mean after the first ``prime`` steps; nan where it is nowhere defined.

    Heights are measured by the body of what came before the hold. What ink alone does not show stays nan.
    """
    found = np.full((written.dx.shape[1], len(FEATURES)), np.nan)
    shown = [k for k, feature in enumerate(FEATURES) if feature.ink]
    for future in range(len(found)):
        rows = written.rows(future)
        letters = shapes.body(shapes.LineGeometry.of(rows[:prime])) if prime else None
        values = measure(rows, letters=letters)[prime:, shown].astype(np.float64)
        finite = np.isfinite(values)
        with np.errstate(invalid="ignore"):
            found[future, shown] = np.nan_to_num(values).sum(axis=0) / finite.sum(axis=0)
    return found


@dataclass(frozen=True, slots=True)
class Effect:
    """What pushing a cell does to a behaviour, in deviations of that behaviour over free futures.

    ``push``: pushed up less pushed down, above 0 where the behaviour follows the sign that the cell's score has; ``low``,
    ``high``: its 95 % interval over futures. ``still``: held at its mean less free. ``chance``: the share of random cells,
    itself counted among them, whose push moves the behaviour as much or more either way. ``futures``: how many were compared.
    """

    push: float
    low: float
    high: float
    still: float
    chance: float
    futures: int

    @property
    def follows(self) -> bool:
        """Whether it goes the way that it should, beyond the interval, and more than 19 of 20 random cells make it go."""
        return bool(self.low > 0 and self.chance <= 0.05)


def effect(
    free: Float64Array,
    held: Sequence[Float64Array],
    others: Sequence[Sequence[Float64Array]],
    feature: int,
    sign: float,
    seed: int = 0,
) -> Effect | None:
    """One cell's effect on one feature's behaviour; None where fewer than half of the futures show it.

    ``free``: (futures, features) without a hold. ``held``: with, in the order of ``SIDES``. ``others``: random cells
    pushed down and up.
    """
    base = free[:, feature]
    unit = np.nanstd(base) if np.isfinite(base).any() else np.nan
    down, middle, up = (part[:, feature] for part in held)
    moved = sign * (up - down)
    finite = moved[np.isfinite(moved)]
    if len(finite) < max(len(base) / 2, 2) or not unit > 0:
        return None
    picks = np.random.default_rng((seed, feature)).integers(0, len(finite), (2000, len(finite)))
    low, high = np.quantile(finite[picks].mean(axis=1), (0.025, 0.975))
    rest = (middle - base)[np.isfinite(middle - base)]
    chance = [_mean(other[-1][:, feature] - other[0][:, feature]) for other in others]
    more = sum(abs(value) >= abs(finite.mean()) for value in chance)
    still = float(rest.mean() / unit) if len(rest) else np.nan
    parts = (float(finite.mean() / unit), float(low / unit), float(high / unit), still)
    return Effect(*parts, float(1 + more) / (1 + len(chance)), len(finite))


def _mean(values: Float64Array) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else 0.0
