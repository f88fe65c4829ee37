"""The LSTM laid out for one core: one product a layer, one tanh for all gates, every buffer made once.

A point costs one product of a matrix and a vector per layer, and that is bound by reading the matrix from cache, so
everything else is kept small:

- One matrix a layer, [below; inputs and bias; own state] → 4H, because all that feeds a layer lies side by side in
  one vector (see ``FusedLayout``), and one matrix for the head over the whole vector.
- Gates stand in the order o, i, f, g with the rows of o, i, f scaled by ½, so that one tanh serves all four:
  σ(a) = ½ (1 + tanh(a / 2)). The ½ outside is paid once for the cell, and never for h: the vector holds 2h, and the
  columns that read it are halved. Both are powers of two, so nothing is rounded by it.
- Every buffer is made once a continuation; what a Step carries away is the only new memory.

Matrices are float32, rows outputs, so a product with one vector reads along rows. For several vectors at once they are
kept a second time, in panels (``FusedMatrices.panels``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from model.arrays import Float32Array
from model.checkpoint import Tensors
from model.input_rows import has_height

PANEL_ROWS = 64
# Vectors of one product. Of eight OpenBLAS treats every one alike, to the last bit, by all of its kernels that were tried; of
# five and of twelve it does not.
TOGETHER = 8
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


@dataclass(frozen=True, eq=False)
class FusedMatrices:
    """All that a point is multiplied with: a matrix (4H, what it reads) a layer, and the head's over the whole vector."""

    layers: tuple[Float32Array, ...]
    head: Float32Array

    @cached_property
    def panels(self) -> tuple[Float32Array, ...]:
        """The layers' and the head's for several vectors at once: (panels, width, rows of each), made when first asked for.

        A product of a few vectors with a panel is small enough for BLAS to take both as they lie, and reads the panel from
        one end to the other. Eight vectors take a quarter less time so than with rows of 64 outputs, and half of what they
        take with a whole matrix, which BLAS first copies into another order.
        """
        return tuple(_in_panels(matrix) for matrix in (*self.layers, self.head))


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
        if batch is None:
            self._product: Any = np.dot
            *products, self._head_product = zip((*matrices.layers, matrices.head), read, sums, strict=True)
        else:
            self._product = np.matmul
            *products, self._head_product = map(side_by_side, matrices.panels, read, sums)
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
        matrix, vector, sums = self._head_product
        self._product(matrix, vector, out=sums)

    def read(self, x: Any, y: Any, lift: Any, height: Any) -> None:
        """Takes in one row: scaled offset, lift and, where the network has it, height; numbers or (batch,)."""
        for block in self._blocks:
            block[0] = x
            block[1] = y
            block[2] = lift
            if self._reads_height:
                block[3] = height
        product = self._product
        for (matrix, vector, sums), gates, top in self._work:
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


def side_by_side(
    panels: Float32Array, vectors: Float32Array, sums: Float32Array
) -> tuple[Float32Array, Float32Array, Float32Array]:
    """Matrix, vectors and result as ``np.matmul`` takes them, views all: ``panels`` of ``FusedMatrices.panels`` times
    ``vectors`` (width, batch) gives ``sums`` (rows, batch), both with each column's numbers together in memory.

    So many as ``TOGETHER`` go into one product where that divides the batch.
    """
    count, width, rows = panels.shape
    groups, rest = divmod(vectors.shape[1], TOGETHER)
    groups = 1 if rest or not groups else groups
    read = vectors.T.reshape(groups, -1, width).transpose(0, 2, 1)
    written = sums.T.reshape(groups, read.shape[2], count, rows).transpose(2, 0, 3, 1)
    return panels.transpose(0, 2, 1)[:, None], read[None], written


def _in_panels(matrix: Float32Array) -> Float32Array:
    rows, width = matrix.shape
    size = max(size for size in range(1, PANEL_ROWS + 1) if rows % size == 0)
    made = aligned((rows // size, width, size))
    made[...] = matrix.reshape(-1, size, width).transpose(0, 2, 1)
    return frozen(made)


def _columns(rows: int, batch: int | None) -> Float32Array:
    return aligned((rows,)) if batch is None else aligned((batch, rows)).T


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
