"""The state of a stacked LSTM that writes: its h and c, and where its pen stands beside the line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from model.arrays import Float32Array
from model.network_protocol import State

DRIFT_LENGTH = 12.0  # spreads of ink: some four letters, over which tall and low ones even out


@dataclass(frozen=True, eq=False, slots=True)
class LstmState(State):
    """All that a ``Sampler`` needs to go on.

    ``hidden``, ``cell``: (layers, units), read-only, float32. ``height``: y of the last point in the representation's
    units. ``lifted``: the pen left the paper after it (True before any ink). ``drift``: how far what was sampled since
    the last real ink stands off its line, height averaged over about ``DRIFT_LENGTH``; in the representation's units.
    ``gap``: above 0 where the pen has come to rest after real ink: how far to the right a hop must go, in the
    representation's units, to begin a word (``model.word_gap``).
    """

    hidden: Float32Array
    cell: Float32Array
    height: float
    lifted: bool
    drift: float = 0.0
    gap: float = 0.0


def of_lstm(state: State) -> LstmState:
    """A state as the stacked LSTM's own. Raises TypeError for that of another network."""
    if not isinstance(state, LstmState):
        raise TypeError(f"{type(state).__name__} is no state of this network")
    return state


def drift_after(drift: float, dx: float, dy: float, height: float) -> float:
    """The drift after a piece of ink (dx, dy) that ends at ``height``: an exponential mean over the ink's length."""
    share = 1.0 - math.exp(-math.hypot(dx, dy) / DRIFT_LENGTH)
    return drift + share * (height - dy / 2 - drift)
