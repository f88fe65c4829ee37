"""A stacked LSTM's weights laid out for one core: one matrix a layer over one vector, and panels for several vectors at once.

- One matrix a layer, [below; inputs and bias; own state] → 4H, because all that feeds a layer lies side by side in
  one vector (see ``FusedLayout``), and one matrix for the head over the whole vector.
- Gates stand in the order o, i, f, g with the rows of o, i, f scaled by ½, so that one tanh serves all four:
  σ(a) = ½ (1 + tanh(a / 2)). The ½ outside is paid once for the cell, and never for h: the vector holds 2h, and the
  columns that read it are halved. Both are powers of two, so nothing is rounded by it.

Matrices are float32, rows outputs, so a product with one vector reads along rows. For several vectors at once they are
kept a second time, in panels (``FusedMatrices.panels``). A network that is loaded to be used is rounded to 8 bits a weight and
multiplied so, with one vector and with several (``FusedMatrices.rounded``, ``model.narrow``); its float32 matrices are then
what those weights stand for, for whoever asks for gates and gradients.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from model.arrays import CACHE_LINE, Float32Array, aligned, frozen
from model.checkpoint import Tensors
from model.narrow import COARSEST, LIBRARY, NEVER, NarrowMatrix

PANEL_ROWS = 64
# Vectors of one product. Of eight OpenBLAS treats every one alike, to the last bit, by all of its kernels that were tried; of
# five and of twelve it does not.
TOGETHER = 8


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
        return -(-(self.inputs + 1) * 4 // CACHE_LINE) * CACHE_LINE // 4

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

    def hidden_in(self, layer: int) -> list[slice]:
        """Where the columns of a layer's matrix stand that multiply hidden states; of the layer after the last, the head's."""
        if layer == self.layers:
            first, own = 0, range(self.layers)
        else:
            first, own = self.reads(layer).start, range(max(layer - 1, 0), layer + 1)
        return [slice(at, at + self.hidden) for at in (self.hidden_at(k) - first for k in own)]

    def inputs_in(self, layer: int) -> slice:
        """The same of those that multiply inputs and the constant."""
        at = self.input_at(0) if layer == self.layers else self.input_of(layer) - self.reads(layer).start
        return slice(at, at + self.inputs + 1)

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


class FusedMatrices:
    """All that a point is multiplied with: a matrix (4H, what it reads) a layer, and the head's over the whole vector. Frozen.

    ``narrow``: the same, in that order, in 8 bits a weight, where points are to be multiplied so; float32 is then made of them
    when it is first asked for.
    """

    def __init__(self, plain: Sequence[Float32Array], narrow: Sequence[NarrowMatrix] = ()) -> None:
        """``plain``: the layers' and at last the head's; none where they are ``narrow``."""
        self._plain, self.narrow = tuple(plain), tuple(narrow)

    def rounded(self, layout: FusedLayout) -> FusedMatrices:
        """What 8 bits a weight make of them, read so where the kernel is compiled. All rows of the head are kept finer, of the
        lowest layer none: docs/decisions.md tells why."""
        coarsest = (NEVER, *(COARSEST for _ in self.layers[1:]), 0.0)
        narrow = [
            NarrowMatrix(matrix, layout.hidden_in(k), layout.inputs_in(k), limit)
            for k, (matrix, limit) in enumerate(zip((*self.layers, self.head), coarsest, strict=True))
        ]
        if LIBRARY is None:
            return FusedMatrices([frozen(matrix.rounded) for matrix in narrow])
        return FusedMatrices((), narrow)

    @cached_property
    def layers(self) -> tuple[Float32Array, ...]:
        """One matrix a layer."""
        return self._plain[:-1] or tuple(frozen(matrix.rounded) for matrix in self.narrow[:-1])

    @cached_property
    def head(self) -> Float32Array:
        """The head's."""
        return self._plain[-1] if self._plain else frozen(self.narrow[-1].rounded)

    def layer(self, number: int) -> Float32Array:
        """One of ``layers``, by itself: not kept where it is made of 8 bits."""
        return self._plain[number] if self._plain else self.narrow[number].rounded

    @property
    def nbytes(self) -> int:
        """What a point must read."""
        read: Sequence[NarrowMatrix | Float32Array] = self.narrow or (*self.layers, self.head)
        return sum(matrix.nbytes for matrix in read)

    def products(self, vectors: Sequence[Float32Array], sums: Sequence[Float32Array]) -> list[Callable[[], object]]:
        """Of each layer, and at last of the head, what writes its product with a vector to its sums when it is called: as
        ``NarrowMatrix.product`` takes both."""
        if self.narrow:
            return [one.product(vector, to) for one, vector, to in zip(self.narrow, vectors, sums, strict=True)]
        if vectors[0].ndim == 1:
            matrices = (*self.layers, self.head)
            return [partial(np.dot, *both, out=to) for *both, to in zip(matrices, vectors, sums, strict=True)]
        beside = map(side_by_side, self.panels, vectors, sums)
        return [partial(np.matmul, panels, read, out=written) for panels, read, written in beside]

    @cached_property
    def panels(self) -> tuple[Float32Array, ...]:
        """The layers' and the head's for several vectors at once: (panels, width, rows of each), made when first asked for.

        A product of a few vectors with a panel is small enough for BLAS to take both as they lie, and reads the panel from
        one end to the other. Eight vectors take a quarter less time so than with rows of 64 outputs, and half of what they
        take with a whole matrix, which BLAS first copies into another order.
        """
        return tuple(_in_panels(matrix) for matrix in (*self.layers, self.head))


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
