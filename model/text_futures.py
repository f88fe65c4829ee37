"""A text written several times side by side, once a seed, so that one may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model import noise
from model.lstm_state import DRIFT_LENGTH
from model.point_sampler import sample_points
from model.text_writer import FAR_PAST, PAST, TextState, TextWriter
from model.trace import Controls


@dataclass(frozen=True, eq=False, slots=True)
class TextFutures:
    """A text written n times. ``dx``, ``dy``, ``lift``: (steps, n), as a Step has them. ``steps``: (n,), how many of them are
    each one's own. ``written``: (n,), whether it came to its end."""

    dx: npt.NDArray[np.float64]
    dy: npt.NDArray[np.float64]
    lift: npt.NDArray[np.bool_]
    steps: npt.NDArray[np.intp]
    written: npt.NDArray[np.bool_]


def write_batch(
    writer: TextWriter, state: TextState, text: str, seeds: Sequence[int], controls: Controls, limit: int
) -> TextFutures:
    """``text`` from ``state`` on, once a seed, each to its end or for ``limit`` steps, every layer one matrix–matrix product.

    The noise is that of ``TextWriter.write``; the sums are taken in another order, so ink may differ in the last bits.
    """
    n = len(seeds)
    cells = writer.cells(state, text, ended=True, batch=n)
    noises = np.stack([noise.rows(seed, 0, limit) for seed in seeds], axis=1) if n else np.zeros((limit, 0, 4))
    dx, dy = np.zeros((2, limit, n))
    lift = np.zeros((limit, n), dtype=np.bool_)
    steps, written, done = np.full(n, limit), np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    height, drift, lifted = np.full(n, state.height), np.full(n, state.drift), np.full(n, state.lifted)
    sx, sy = writer.trunk.input_scale
    for k in range(limit):
        if done.all():
            return TextFutures(dx[:k], dy[:k], lift[:k], steps, written)
        cells.compute_head()
        lean = -controls.steadiness * drift * lifted
        x, y, lift[k] = sample_points(cells.head[:-1], noises[k], controls, lean / sy)
        dx[k], dy[k] = x * sx, y * sy
        ends = cells.head[-1] > 0.0
        drift += lean
        height += dy[k]
        share = (1.0 - np.exp(-np.hypot(dx[k], dy[k]) / DRIFT_LENGTH)) * ~lifted
        drift += share * (height - dy[k] / 2 - drift)
        lifted = lift[k]
        cells.read(x, y, lift[k], height)
        beyond = cells.window.place.min(axis=0) - len(text)
        last = lift[k] & (ends | (beyond > PAST))
        written |= last & ~done
        now = (last | (beyond > FAR_PAST)) & ~done
        steps[now] = k + 1
        done |= now
    return TextFutures(dx, dy, lift, steps, written)
