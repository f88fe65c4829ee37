"""Many continuations of one state side by side, one future a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model import mdn, noise
from model.fused_lstm import FusedLstm
from model.lstm_state import DRIFT_LENGTH, LstmState
from model.point_sampler import sample_points
from model.sampler import Sampler
from model.trace import Controls
from model.word_gap import hop_noise


@dataclass(frozen=True, eq=False, slots=True)
class Futures:
    """n continuations sampled side by side. ``dx``, ``dy``, ``lift``, ``nats``: each (steps, n), as a Step has them.

    ``states``: the state of each future after its last step.
    """

    dx: npt.NDArray[np.float64]
    dy: npt.NDArray[np.float64]
    lift: npt.NDArray[np.bool_]
    nats: npt.NDArray[np.float64]
    states: tuple[LstmState, ...]


def continue_batch(
    sampler: Sampler,
    state: LstmState,
    seeds: Sequence[int],
    controls: Controls,
    steps: int,
) -> Futures:
    """One future per seed, all from ``state``, ``steps`` steps each, every layer one matrix–matrix product.

    The noise is that of ``continue_ink``; sums may be taken in another order, so ink may differ in the last bits.
    """
    n = len(seeds)
    cells = FusedLstm(sampler.layout, sampler.fused, n)
    cells.take(state.hidden, state.cell)
    noises = np.stack([noise.rows(seed, 0, steps) for seed in seeds], axis=1) if n else np.zeros((steps, 0, 4))
    x, y = np.zeros((2, steps, n))
    lift = np.zeros((steps, n), dtype=np.bool_)
    heads = np.empty((steps, *cells.head.shape), dtype=np.float32)
    height, drift = np.full(n, state.height), np.full(n, state.drift)
    lifted = np.full(n, state.lifted)
    steadiness = controls.steadiness if sampler.reads_height else 0.0
    sx, sy = sampler.input_scale
    for k in range(steps):
        cells.compute_head()
        heads[k] = cells.head
        lean = -steadiness * drift * lifted
        x[k], y[k], lift[k] = sample_points(cells.head, noises[k], controls, lean / sy)
        if k == 0 and state.gap > 0.0:
            for i, seed in enumerate(seeds):
                at = slice(i, i + 1)
                row, drawn_with = hop_noise(
                    cells.head[:, i], noises[0, i].tolist(), seed, state.gap / sx, 1 / sx, controls
                )
                x[0, at], y[0, at], lift[0, at] = sample_points(
                    cells.head[:, at], np.array([row]), drawn_with, lean[at] / sy
                )
        drift += lean
        height += y[k] * sy
        share = (1.0 - np.exp(-np.hypot(x[k] * sx, y[k] * sy) / DRIFT_LENGTH)) * ~lifted
        drift += share * (height - y[k] * sy / 2 - drift)
        lifted = lift[k]
        cells.read(x[k], y[k], lift[k], height)
    nats = mdn.nats(heads.swapaxes(1, 2), x, y, lift)  # all at once: a tenth of what it costs step by step
    hidden, cell = cells.copy()
    ends = lift[-1] if steps else np.full(n, state.lifted)
    states = tuple(
        LstmState(hidden[..., i], cell[..., i], float(height[i]), bool(ends[i]), float(drift[i])) for i in range(n)
    )
    return Futures(x * sx, y * sy, lift, nats, states)
