"""What the lattice is worth to a network: nats over whole lines, and by how much of a line has been seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from model.arrays import Float64Array
from model.strokes import Representation
from training.data.batch import Batch
from training.data.dataset import Sequences
from training.data.iam import Line
from training.lattice.lattice import Lattice
from training.lattice.posterior import gains
from training.network import Network, mixture_nats

STEP = 20  # points: the resolution of ``by_position``
BATCH_POINTS = 20_000


@dataclass(frozen=True, eq=False, slots=True)
class Worth:
    """``alone``, ``with_lattice``: nats a line without and with the lattice.

    ``by_position``: mean nats that it takes off a point among the first ``STEP`` of the lines, the next, … as long as a
    tenth of the lines go on.
    """

    lines: int
    points: int
    alone: float
    with_lattice: float
    by_position: Float64Array

    @property
    def a_point(self) -> float:
        """Nats that the lattice takes off a point."""
        return (self.alone - self.with_lattice) * self.lines / self.points


def nats_taken_off(head: Tensor, batch: Batch, scale: tuple[float, float], lattice: Lattice) -> Float64Array:
    """Nats by which the lattice lowers each point's loss, (time, lines); ``head``: a network's output for the batch."""
    counts = batch.mask.sum(0).numpy().astype(int)
    return gains(head.numpy(), batch.target[..., :2].double().numpy() * scale, counts, scale, lattice)


def measure(network: Network, scale: tuple[float, float], lines: Sequence[Line], lattice: Lattice) -> Worth:
    """Every line whole, from the zero state."""
    data = Sequences(lines, Representation("time"), inputs=3)
    longest = max(map(len, data.plain))
    taken, seen = np.zeros(longest), np.zeros(longest)
    nats = 0.0
    with torch.no_grad():
        for batch in data.batches(scale, BATCH_POINTS):
            head, _ = network(batch.rows)
            nats += float((mixture_nats(head, batch.target) * batch.mask).double().sum())
            found = nats_taken_off(head, batch, scale, lattice)
            taken[: len(found)] += found.sum(axis=1)
            seen[: len(found)] += batch.mask.sum(1).numpy()
    whole = [
        float(taken[a : a + STEP].sum() / seen[a : a + STEP].sum())
        for a in range(0, longest, STEP)
        if seen[a] >= len(data) / 10
    ]
    alone, with_lattice = nats / len(data), (nats - float(taken.sum())) / len(data)
    return Worth(len(data), int(seen.sum()), alone, with_lattice, np.array(whole))
