"""A next point that a person chose instead of the dice: what it would have cost, and where the network stands after it.

Knows: that it is read like any other row, and which component it most likely belongs to.
Refuses to know: who chose, pages and noise.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from model import mdn
from model.sampler import LOOK_BACK, Sampler, State
from model.trace import Controls, Mixture, Step


def take(
    sampler: Sampler, state: State, index: int, controls: Controls, dx: float, dy: float, lift: bool
) -> tuple[Step, State]:
    """The point (``dx``, ``dy``, the representation's units) as step ``index`` after ``state``, and the state after it.

    ``controls`` are only noted: nothing was drawn. Raises ValueError for an offset that is not finite.
    """
    if not (math.isfinite(dx) and math.isfinite(dy)):
        raise ValueError(f"a point cannot be at ({dx}, {dy})")
    heads = sampler.expected(state.hidden[None])
    mixture = mdn.mixture(heads[0])
    x, y = dx / sampler.input_scale[0], dy / sampler.input_scale[1]
    nats = float(mdn.nats(heads, np.array([x]), np.array([y]), np.array([lift]))[0])
    step = Step(
        index, dx, dy, lift, state.lifted, nats, controls, mixture, _nearest(mixture, x, y), state.hidden, state.cell
    )
    height = state.height + dy
    row = (dx, dy, float(lift), height)[: sampler.inputs]
    after = sampler.feed(state, np.array([row], dtype=np.float32))
    drift = state.drift
    if not state.lifted:  # as the sampler keeps it
        drift += (1.0 - math.exp(-math.hypot(dx, dy) / LOOK_BACK)) * (height - dy / 2 - drift)
    return step, replace(after, height=height, drift=drift)


def _nearest(mixture: Mixture, x: float, y: float) -> int:
    """The component that most likely made the point."""
    parts = [
        mdn.log_density(
            replace(mixture, **{name: getattr(mixture, name)[m : m + 1] for name in _ARRAYS}),
            x,
            y,
        )
        for m in range(len(mixture.weights))
    ]
    return int(np.argmax(parts))


_ARRAYS = ("weights", "mean_x", "mean_y", "std_x", "std_y", "correlation")
