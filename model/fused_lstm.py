"""The LSTM laid out for one core: one product a layer, one tanh for all gates, every buffer made once.

A point costs one product of a matrix and a vector per layer, and that is bound by reading the matrix from cache, so
everything else is kept small:

- One matrix a layer, [below; inputs and bias; own state] → 4H, because all that feeds a layer lies side by side in
  one vector (see ``FusedLayout``), and one matrix for the head over the whole vector.
- Gates stand in the order o, i, f, g with the rows of o, i, f scaled by ½, so that one tanh serves all four:
  σ(a) = ½ (1 + tanh(a / 2)). The ½ outside is paid once for the cell, and never for h: the vector holds 2h, and the
  columns that read it are halved. Both are powers of two, so nothing is rounded by it.
- Every buffer is made once a continuation; what a Step carries away is the only new memory.

Matrices are float32, rows outputs, so a product reads along rows. (Measured: within 5 % of the other order for one
vector, 10–25 % faster for eight.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from model.arrays import Float32Array
from model.checkpoint import Tensors
from model.input_rows import has_height

BLOCK_ROWS = 64
SMALL_PRODUCT = 1_000_000  # multiplications up to which OpenBLAS (0.3.17 and later) takes the operands as they are
_ALIGN = 64  # bytes: a cache line


@dataclass(frozen=True, slots=True)
class FusedLayout:
    """Where things lie in the one vector that every layer and the head read from.

    h₀ in h₁ h₂ in h₃ h₄ in h₅ …, where "in" is the row's inputs, a constant 1 for the biases, and zeros up to a
    cache line. Layer k needs the input, h of the layer below and its own, and finds them next to each other:
    h₀ in | h₀ in h₁ | in h₁ h₂ | h₂ in h₃ | …
    """

    layers: int
    hidden: int
    inputs: int

    @property
    def pad(self) -> int:
        """Width of an input block: inputs and the constant 1, up to whole cache lines."""
        return -(-(self.inputs + 1) * 4 // _ALIGN) * _ALIGN // 4

    def input_at(self, copy: int) -> int:
        """Where an input block begins."""
        return self.hidden + copy * (self.pad + 2 * self.hidden)

    @property
    def copies(self) -> int:
        """How many input blocks there are."""
        return (self.layers + 1) // 2

    def hidden_at(self, layer: int) -> int:
        """Where a layer's h begins."""
        return layer * self.hidden + (layer + 1) // 2 * self.pad

    @property
    def size(self) -> int:
        """Length of the whole vector."""
        return self.layers * self.hidden + self.copies * self.pad

    def reads(self, layer: int) -> slice:
        """The part of the vector that layer ``layer`` reads."""
        own = self.hidden_at(layer)
        if layer == 0:
            return slice(0, self.hidden + self.pad)
        if layer % 2:
            return slice(self.hidden_at(layer - 1), own + self.hidden)
        return slice(self.input_at(layer // 2 - 1), own + self.hidden)

    def input_of(self, layer: int) -> int:
        """Where the input block that layer ``layer`` reads begins."""
        return self.input_at(0 if layer == 0 else (layer - 1) // 2)


class FusedGates:
    """One layer's gates and cell: from the sums o, i, f, g to the new cell and 2h. Scratch of one continuation."""

    def __init__(self, hidden: int, *batch: int) -> None:
        h = hidden
        whole = aligned((5 * h, *batch))
        self.sums = whole[: 4 * h]
        self.cell = whole[4 * h :]
        self._open = whole[: 3 * h]
        self._out = whole[:h]
        self._keep = whole[h : 3 * h]  # i, f …
        self._kept = whole[3 * h :]  # … of g, c, which therefore stand side by side
        self._fresh, self._old = self._keep[:h], self._keep[h:]
        self._bent = aligned((h, *batch))
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
    """All layers and the head, one row at a time, for one future or ``batch`` side by side (in the last axis)."""

    def __init__(
        self, layout: FusedLayout, matrices: list[Float32Array], head: Float32Array, batch: int | None = None
    ) -> None:
        tail = () if batch is None else (batch,)
        self._shape = (layout.layers, layout.hidden, *tail)
        self._reads_height = has_height(layout.inputs)
        self._vector = vector = aligned((layout.size, *tail))
        self._blocks = [vector[at : at + layout.inputs] for at in map(layout.input_at, range(layout.copies))]
        for copy in range(layout.copies):
            vector[layout.input_at(copy) + layout.inputs] = 1.0
        starts = [layout.hidden_at(k) for k in range(layout.layers)]
        self._tops = [vector[at : at + layout.hidden] for at in starts]
        self._gates = [FusedGates(layout.hidden, *tail) for _ in range(layout.layers)]
        self._product = np.dot if batch is None else np.matmul
        self._work = [
            (*cut(matrix, self._gates[k].sums), vector[layout.reads(k)], self._gates[k], self._tops[k])
            for k, matrix in enumerate(matrices)
        ]
        self._head_matrix = head
        self.head: Float32Array = aligned((len(head), *tail))

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
        np.dot(self._head_matrix, self._vector, out=self.head)

    def read(self, x: Any, y: Any, lift: Any, height: Any) -> None:
        """Takes in one row: scaled offset, lift and, where the network has it, height; numbers or (batch,)."""
        for block in self._blocks:
            block[0] = x
            block[1] = y
            block[2] = lift
            if self._reads_height:
                block[3] = height
        product = self._product
        for matrix, sums, vector, gates, top in self._work:
            product(matrix, vector, out=sums)
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


def cut(matrix: Float32Array, sums: Float32Array) -> tuple[Float32Array, Float32Array]:
    """A layer's matrix and its sums as one product takes them: whole for one future, in blocks of rows for several.

    A product of a large matrix with a few columns is first copied into another order by BLAS, which costs as much as
    reading it; small products are not. Eight futures are twice as fast in blocks.
    """
    if sums.ndim == 1:
        return matrix, sums
    (rows, width), batch = matrix.shape, sums.shape[1]
    most = max(min(BLOCK_ROWS, SMALL_PRODUCT // (width * max(batch, 1))), 1)
    block = max(size for size in range(1, most + 1) if rows % size == 0)
    return matrix.reshape(rows // block, block, width), sums.reshape(rows // block, block, batch)


def fuse_layer(weights: Tensors, layer: int, layout: FusedLayout) -> Float32Array:
    """One layer's matrix (4H, what it reads): biases in the constant's column, gates and halves as the module says."""
    h = layout.hidden
    below = weights[f"lstm.{layer}.weight_ih_l0"]
    bias = weights[f"lstm.{layer}.bias_ih_l0"] + weights[f"lstm.{layer}.bias_hh_l0"]
    reads = layout.reads(layer)
    plain = np.zeros((4 * h, reads.stop - reads.start), dtype=np.float32)
    at = layout.input_of(layer) - reads.start
    plain[:, at : at + layout.inputs] = below[:, : layout.inputs]
    plain[:, at + layout.inputs] = bias
    if layer:
        at = layout.hidden_at(layer - 1) - reads.start
        plain[:, at : at + h] = 0.5 * below[:, layout.inputs :]
    at = layout.hidden_at(layer) - reads.start
    plain[:, at : at + h] = 0.5 * weights[f"lstm.{layer}.weight_hh_l0"]
    i, f, g, o = plain.reshape(4, h, -1)
    fused = aligned(plain.shape)
    np.concatenate((0.5 * o, 0.5 * i, 0.5 * f, g), out=fused)
    return frozen(fused)


def fuse_head(weights: Tensors, layout: FusedLayout) -> Float32Array:
    """The head's matrix (6M + 1, the whole vector), its bias in the first constant's column."""
    rows = len(weights["head.bias"])
    fused = aligned((rows, layout.size))
    fused[:, layout.input_at(0) + layout.inputs] = weights["head.bias"]
    for k in range(layout.layers):
        at = layout.hidden_at(k)
        fused[:, at : at + layout.hidden] = 0.5 * weights["head.weight"][:, k * layout.hidden : (k + 1) * layout.hidden]
    return frozen(fused)


def aligned(shape: tuple[int, ...]) -> Float32Array:
    """Zeros that begin on a cache line."""
    size = int(np.prod(shape)) * 4
    raw = np.zeros(size + _ALIGN, dtype=np.uint8)
    start = -raw.ctypes.data % _ALIGN
    return raw[start : start + size].view(np.float32).reshape(shape)


def frozen(array: Float32Array) -> Float32Array:
    array.flags.writeable = False
    return array
