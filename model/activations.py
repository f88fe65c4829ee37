"""All that a network computes while it reads lines of ink: states, gates and what it expects after every row.

Of every row h and c are kept, 8 bytes a cell. Gates are not: all of a stretch follow from h and the rows in one product
of two matrices, which is faster than fetching them would be. A line's numbers do not depend on what it is read beside,
but for the last bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from model import mdn
from model.arrays import Float32Array, aligned, frozen
from model.fused_lstm import FusedGates
from model.lstm_state import LstmState
from model.sampler import Sampler
from model.trace import Mixture

SIDE_BY_SIDE = 24  # lines in one product, which is as fast a line from 4 on
BLOCK_ROWS = 64
SMALL_PRODUCT = 1_000_000  # multiplications up to which OpenBLAS (0.3.17 and later) takes the operands as they are
FEW = 4  # lines; below, one product of a stretch is faster
STRETCH = 160  # rows, of all lines together, whose gates are fed by one product: few enough to stay in the cache


@dataclass(frozen=True, eq=False, slots=True)
class GateValues:
    """A layer's gates while it read a stretch of rows (Graves 2013, eq. 7–10): each (rows, units), float32.

    ``input`` i, ``forget`` f, ``output`` o in 0 … 1; ``candidate`` g = tanh(…) in −1 … 1: c′ = f·c + i·g, h′ = o·tanh(c′).
    """

    input: Float32Array
    forget: Float32Array
    output: Float32Array
    candidate: Float32Array


@dataclass(frozen=True, eq=False)
class Activations:
    """One line, read. Arrays are read-only.

    ``rows``: (n, inputs), unscaled. ``hidden``, ``cell``: (n + 1, layers, units): before any row, and after each.
    ``heads``: (n, 6M + 1), what was expected after each row. ``first``: the state it began from.
    """

    sampler: Sampler
    rows: Float32Array
    hidden: Float32Array
    cell: Float32Array
    heads: Float32Array
    first: LstmState

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    @cached_property
    def nats(self) -> npt.NDArray[np.float64]:
        """(n,) what each row cost, given all before it; nan for the first, of which nothing was expected."""
        cost = np.full(len(self.rows), np.nan)
        if len(self.rows) > 1:
            sx, sy = (np.float32(scale) for scale in self.sampler.input_scale)
            came = self.rows[1:]
            cost[1:] = mdn.nats(self.heads[:-1], came[:, 0] / sx, came[:, 1] / sy, came[:, 2] > 0.5)
        cost.flags.writeable = False
        return cost

    @property
    def key(self) -> tuple[bytes, bytes]:
        """Equal for readings of the same rows from the same state, of one network: see ``key_of``."""
        return key_of(self.first, self.rows)

    def mixture(self, row: int) -> Mixture:
        """What was expected after row ``row`` (from 0)."""
        return mdn.mixture(self.heads[row])

    def state(self, row: int) -> LstmState:
        """Where the network stood after row ``row``; before any for −1. It may go on from there.

        Raises ValueError for a row that is not there.
        """
        if not -1 <= row < len(self.rows):
            raise ValueError(f"row {row} is none of the {len(self.rows)} that were read")
        if row < 0:
            return self.first
        line = self.rows[: row + 1]
        fallen = float(line[:, 1].sum(dtype=np.float64))
        height = float(line[-1, 3]) if self.sampler.reads_height else self.first.height + fallen
        return LstmState(self.hidden[row + 1], self.cell[row + 1], height, bool(line[-1, 2] > 0.5))

    def gates(self, layer: int, begin: int = 0, end: int | None = None) -> GateValues:
        """A layer's gates while it read rows ``begin`` … ``end``, ``end`` not among them (None: to the last)."""
        end = len(self.rows) if end is None else end
        layout, matrix = self.sampler.layout, self.sampler.matrices[layer]
        reads, h = layout.reads(layer), layout.hidden
        inputs = np.zeros((end - begin, matrix.shape[1]), dtype=np.float32)
        own = layout.hidden_at(layer) - reads.start
        np.multiply(self.hidden[begin:end, layer], 2.0, out=inputs[:, own : own + h])
        if layer:
            below = layout.hidden_at(layer - 1) - reads.start
            np.multiply(self.hidden[begin + 1 : end + 1, layer - 1], 2.0, out=inputs[:, below : below + h])
        block = layout.input_of(layer) - reads.start
        inputs[:, block : block + layout.pad] = _blocks(self.sampler, self.rows[begin:end])
        bent = np.tanh(inputs @ matrix.T)
        o, i, f, g = (bent[:, k * h : (k + 1) * h] for k in range(4))
        for gate in (o, i, f):  # σ(a) = ½ (1 + tanh(a / 2)), and the matrix halves a
            gate += 1.0
            gate *= 0.5
        return GateValues(*(frozen(part) for part in (i, f, o, g)))


def key_of(first: LstmState, rows: Float32Array) -> tuple[bytes, bytes]:
    """The ``Activations.key`` that ``rows``, read from ``first``, will have."""
    return first.hidden.tobytes(), rows.tobytes()


def read_line(sampler: Sampler, rows: npt.ArrayLike, state: LstmState | None = None) -> Activations:
    """One line, from ``state`` or the beginning. Raises ValueError for rows of another shape."""
    return read_lines(sampler, [rows], [state] if state is not None else None)[0]


def read_lines(
    sampler: Sampler, lines: Sequence[npt.ArrayLike], states: Sequence[LstmState] | None = None
) -> list[Activations]:
    """Each line from its state (the beginning without), up to ``SIDE_BY_SIDE`` at a time, in the order given.

    Raises ValueError for rows of another shape, or for another number of states than lines.
    """
    ink = [sampler.checked(rows).copy() for rows in lines]
    begun = list(states) if states is not None else [sampler.start()] * len(ink)
    if len(begun) != len(ink):
        raise ValueError(f"{len(ink)} lines cannot begin from {len(begun)} states")
    order = sorted(range(len(ink)), key=lambda i: len(ink[i]), reverse=True)  # like lengths waste no work
    found: list[Activations | None] = [None] * len(ink)
    for first in range(0, len(order), SIDE_BY_SIDE):
        chosen = order[first : first + SIDE_BY_SIDE]
        for i, one in zip(chosen, _read(sampler, [ink[i] for i in chosen], [begun[i] for i in chosen]), strict=True):
            found[i] = one
    return [one for one in found if one is not None]


def _blocks(sampler: Sampler, rows: Float32Array) -> Float32Array:
    """Rows as the layers read them, (n, pad): scaled, and a constant 1 for the biases."""
    block = np.zeros((len(rows), sampler.layout.pad), dtype=np.float32)
    block[:, : sampler.inputs] = rows
    block[:, :2] /= np.asarray(sampler.input_scale, dtype=np.float32)
    block[:, sampler.inputs] = 1.0
    return block


class _Kept:
    """Where the states of lines side by side come to lie: (n + 1, layers, units) of h and of c for each."""

    def __init__(self, sampler: Sampler, ink: Sequence[Float32Array], begun: Sequence[LstmState]) -> None:
        shape = (sampler.layers, sampler.hidden)
        self.hidden = [np.empty((len(rows) + 1, *shape), dtype=np.float32) for rows in ink]
        self.cell = [np.empty_like(one) for one in self.hidden]
        for b, state in enumerate(begun):
            self.hidden[b][0], self.cell[b][0] = state.hidden, state.cell

    def take(self, layer: int, at: int, tops: Float32Array, cells: Float32Array) -> None:
        """A layer's 2h and c after the rows from ``at`` on, (rows, units, lines) each."""
        for b in range(tops.shape[2]):
            np.multiply(tops[:, :, b], 0.5, out=self.hidden[b][at + 1 : at + 1 + len(tops), layer])
            self.cell[b][at + 1 : at + 1 + len(tops), layer] = cells[:, :, b]


def _read(sampler: Sampler, ink: Sequence[Float32Array], begun: Sequence[LstmState]) -> list[Activations]:
    """Lines of falling length side by side, stretch by stretch; one that has ended is no longer worked on."""
    lengths = np.array([len(rows) for rows in ink])
    kept = _Kept(sampler, ink, begun)
    blocks = [_blocks(sampler, rows) for rows in ink]
    at = 0
    while (still := int((lengths > at).sum())) > 0:
        end = int(lengths[still - 1])  # up to there nobody drops out
        layers = [_Layer(sampler, k, still) for k in range(sampler.layers)]
        for k, layer in enumerate(layers):
            layer.begin([kept.hidden[b][at, k] for b in range(still)], [kept.cell[b][at, k] for b in range(still)])
        step = max(STRETCH // still, 1)
        for begin in range(at, end, step):
            inputs = np.stack([block[begin : min(begin + step, end)] for block in blocks[:still]], axis=-1)
            below = None
            for k, layer in enumerate(layers):
                below, cells = layer.read(inputs, below)
                kept.take(k, begin, below, cells)
        at = end
    return [
        Activations(
            sampler,
            frozen(rows),
            frozen(kept.hidden[b]),
            frozen(kept.cell[b]),
            frozen(sampler.expected(kept.hidden[b][1:])),
            begun[b],
        )
        for b, rows in enumerate(ink)
    ]


class _Layer:
    """A layer that reads ``batch`` lines at a time: what it takes from below in one product, its own past row by row."""

    def __init__(self, sampler: Sampler, layer: int, batch: int) -> None:
        layout, matrix = sampler.layout, sampler.matrices[layer]
        first = layout.reads(layer).start
        inputs = layout.input_of(layer) - first
        self._inputs = matrix[:, inputs : inputs + layout.pad]
        self._below = None
        if layer:
            below = layout.hidden_at(layer - 1) - first
            self._below = matrix[:, below : below + layout.hidden]
        self._gates = FusedGates(aligned((5 * layout.hidden, batch)))
        self._own, self._sums = _cut(sampler.own[layer], self._gates.sums)
        if batch == 1:  # a product with a vector is not copied first, and one call of it is faster than many
            self._own, self._sums = sampler.own[layer], self._gates.sums[:, 0]
        self._top = aligned((layout.hidden, batch))

    def begin(self, hidden: Sequence[Float32Array], cell: Sequence[Float32Array]) -> None:
        """Stands where h and c, (units,) of each line, stand."""
        for b, (h, c) in enumerate(zip(hidden, cell, strict=True)):
            self._top[:, b], self._gates.cell[:, b] = 2.0 * h, c

    def read(self, inputs: Float32Array, below: Float32Array | None) -> tuple[Float32Array, Float32Array]:
        """2h and c after each row, (rows, units, lines), of ``inputs`` (rows, pad, lines) and the 2h of the layer below."""
        given = _times(self._inputs, inputs)
        if below is not None and self._below is not None:
            given += _times(self._below, below)
        gates, sums = self._gates, self._gates.sums
        alone = sums.shape[1] == 1
        product = np.dot if alone else np.matmul
        tops = np.empty((len(inputs), *self._top.shape), dtype=np.float32)
        cells = np.empty_like(tops)
        top = self._top
        for t, more in enumerate(given):
            product(self._own, top[:, 0] if alone else top, out=self._sums)
            np.add(sums, more, out=sums)
            top = tops[t]
            gates.update(top)
            cells[t] = gates.cell
        self._top[...] = top
        return tops, cells


def _times(matrix: Float32Array, said: Float32Array) -> Float32Array:
    """A matrix (4H, width) times each row's columns, (rows, width, lines) → (rows, 4H, lines)."""
    n, width, batch = said.shape
    if batch >= FEW:  # in blocks small enough for BLAS to take them as they lie
        blocks, _ = _cut(matrix, np.empty((len(matrix), batch), dtype=np.float32))
        return np.asarray(np.matmul(blocks[None], said[:, None]).reshape(n, len(matrix), batch))
    flat = np.ascontiguousarray(said.transpose(0, 2, 1)).reshape(n * batch, width) @ matrix.T
    return flat.reshape(n, batch, len(matrix)).transpose(0, 2, 1)


def _cut(matrix: Float32Array, sums: Float32Array) -> tuple[Float32Array, Float32Array]:
    """A matrix and its sums (rows, lines) in blocks of rows, so small that BLAS does not copy them into another order first."""
    (rows, width), batch = matrix.shape, sums.shape[1]
    most = max(min(BLOCK_ROWS, SMALL_PRODUCT // (width * max(batch, 1))), 1)
    block = max(size for size in range(1, most + 1) if rows % size == 0)
    return matrix.reshape(rows // block, block, width), sums.reshape(rows // block, block, batch)
