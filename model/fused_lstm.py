"""The LSTM laid out for one core: one product a layer, one tanh for all gates, every buffer made once.

A point costs one product of a matrix and a vector per layer, and that is bound by reading the matrix from cache, so
everything else is kept small. ``model.fused_matrices`` says how weights lie. Every buffer is made once a continuation; what a
Step carries away is the only new memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from model.arrays import Float32Array, aligned
from model.fused_matrices import FusedLayout, FusedMatrices
from model.input_rows import has_height


class FusedGates:
    """One layer's gates and cell: from the sums o, i, f, g to the new cell and 2h. Scratch of one continuation."""

    def __init__(self, memory: Float32Array) -> None:
        """``memory``: (5H[, batch]) of zeros, 4H for the sums and H for the cell, in the order in which products write it."""
        h = len(memory) // 5
        self.sums = memory[: 4 * h]
        self.cell = memory[4 * h :]
        self._open = memory[: 3 * h]
        self._out = memory[:h]
        self._keep = memory[h : 3 * h]  # i, f …
        self._kept = memory[3 * h :]  # … of g, c, which therefore stand side by side
        self._fresh, self._old = self._keep[:h], self._keep[h:]
        self._bent = np.zeros_like(self.cell)
        # arrays, because a number in a call costs more than reading it from here
        self._ones = np.ones_like(self._open)
        self.half = np.full_like(self.cell, 0.5)

    def update(self, out: Float32Array) -> None:
        """Writes 2h to ``out``; the cell is replaced."""
        np.tanh(self.sums, self.sums)
        np.add(self._open, self._ones, self._open)
        np.multiply(self._keep, self._kept, self._keep)
        np.add(self._fresh, self._old, self.cell)
        np.multiply(self.cell, self.half, self.cell)
        np.tanh(self.cell, self._bent)
        np.multiply(self._out, self._bent, out)


class FusedLstm:
    """All layers and the head, one row at a time, for one future or ``batch`` side by side.

    The batch is an array's last axis, but in memory each future's numbers lie together.
    """

    def __init__(self, layout: FusedLayout, matrices: FusedMatrices, batch: int | None = None) -> None:
        self._shape = (layout.layers, layout.hidden, *(() if batch is None else (batch,)))
        self._reads_height = has_height(layout.inputs)
        self._vector = vector = _columns(layout.size, batch)
        self._blocks = [vector[at : at + layout.inputs] for at in map(layout.input_at, range(layout.copies))]
        for copy in range(layout.copies):
            vector[layout.input_at(copy) + layout.inputs] = 1.0
        starts = [layout.hidden_at(k) for k in range(layout.layers)]
        self._tops = [vector[at : at + layout.hidden] for at in starts]
        self._gates = [FusedGates(_columns(5 * layout.hidden, batch)) for _ in range(layout.layers)]
        self.head: Float32Array = _columns(len(matrices.head), batch)
        read = [*(vector[layout.reads(k)] for k in range(layout.layers)), vector]
        sums = [*(gates.sums for gates in self._gates), self.head]
        *products, self._head_product = matrices.products(read, sums)
        self._work = list(zip(products, self._gates, self._tops, strict=True))

    def take(self, hidden: Float32Array, cell: Float32Array) -> None:
        """Stands where a state of that h and c, (layers, units), stands (every future of a batch)."""
        for k, (gates, top) in enumerate(zip(self._gates, self._tops, strict=True)):
            top.T[...] = 2.0 * hidden[k]
            gates.cell.T[...] = cell[k]

    def take_column(self, column: int, hidden: Float32Array, cell: Float32Array) -> None:
        """One of a batch stands where a state of that h and c, (layers, units), stands."""
        for k, (gates, top) in enumerate(zip(self._gates, self._tops, strict=True)):
            top[:, column] = 2.0 * hidden[k]
            gates.cell[:, column] = cell[k]

    def compute_head(self) -> None:
        """The head's output for the present state, in ``head``."""
        self._head_product()

    def read(self, x: Any, y: Any, lift: Any, height: Any) -> None:
        """Takes in one row: scaled offset, lift and, where the network has it, height; numbers or (batch,)."""
        for block in self._blocks:
            block[0] = x
            block[1] = y
            block[2] = lift
            if self._reads_height:
                block[3] = height
        for product, gates, top in self._work:
            product()
            gates.update(top)

    def copy(self) -> tuple[Float32Array, Float32Array]:
        """Read-only copies of h and c, (layers, units[, batch])."""
        both = np.empty((2, *self._shape), dtype=np.float32)
        hidden, cell = both
        for k, gates in enumerate(self._gates):
            np.multiply(self._tops[k], gates.half, out=hidden[k])
            cell[k] = gates.cell
        both.flags.writeable = False
        hidden, cell = both
        return hidden, cell


def _columns(rows: int, batch: int | None) -> Float32Array:
    return aligned((rows,)) if batch is None else aligned((batch, rows)).T
