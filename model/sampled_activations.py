"""The activations of ink and of the steps that were sampled after it, as one; and of the ink alone again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.activations import Activations
from model.arrays import frozen
from model.lstm_state import LstmState
from model.trace import Step


def beginning(reading: Activations, count: int) -> Activations:
    """The reading of its first ``count`` rows."""
    kept = (reading.rows[:count], reading.hidden[: count + 1], reading.cell[: count + 1], reading.heads[:count])
    return Activations(reading.sampler, *kept, reading.first)


def continued(reading: Activations, steps: Sequence[Step]) -> Activations:
    """A reading and the steps, one or more, that were sampled from its end, as one; only the last step has to be read.

    A step holds the state before it: that of the first is the reading's own last.
    """
    sampler, last = reading.sampler, steps[-1]
    rows = np.zeros((len(steps), sampler.inputs), dtype=np.float32)
    rows[:, :3] = [(step.dx, step.dy, step.lift) for step in steps]
    if sampler.reads_height:
        rows[:, 3] = reading.state(len(reading) - 1).height + np.cumsum(rows[:, 1], dtype=np.float64)
    after = sampler.feed(LstmState(last.hidden, last.cell, 0.0, last.new_stroke), rows[-1:])
    hidden = np.stack([*(step.hidden for step in steps[1:]), after.hidden])
    cell = np.stack([*(step.cell for step in steps[1:]), after.cell])
    return Activations(
        sampler,
        frozen(np.concatenate((reading.rows, rows))),
        frozen(np.concatenate((reading.hidden, hidden))),
        frozen(np.concatenate((reading.cell, cell))),
        frozen(np.concatenate((reading.heads, sampler.expected(hidden)))),
        reading.first,
    )
