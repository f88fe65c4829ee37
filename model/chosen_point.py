"""A next point that a person chose, as the step that it would have been: its nats, and the component it most likely is of."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from model import mdn
from model.arrays import Float32Array
from model.lstm_state import LstmState
from model.trace import Controls, Mixture, Step


def chosen_step(
    head: Float32Array,
    scale: tuple[float, float],
    state: LstmState,
    index: int,
    controls: Controls,
    dx: float,
    dy: float,
    lift: bool,
) -> Step:
    """The point (``dx``, ``dy``, the representation's units) as step ``index`` after ``state``.

    ``head``: (6M + 1,), what the network expected. ``scale``: its input scale. ``controls`` are only noted: nothing was
    sampled. Raises ValueError for an offset that is not finite.
    """
    if not (math.isfinite(dx) and math.isfinite(dy)):
        raise ValueError(f"a point cannot be at ({dx}, {dy})")
    mixture = mdn.mixture(head)
    x, y = dx / scale[0], dy / scale[1]
    nats = float(mdn.nats(head[None], np.array([x]), np.array([y]), np.array([lift]))[0])
    component = _nearest(mixture, x, y)
    return Step(index, dx, dy, lift, state.lifted, nats, controls, mixture, component, state.hidden, state.cell)


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
