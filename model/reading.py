"""All that a network thinks while it reads lines of ink: states, gates and what it expects after every row.

Knows: many lines read side by side, and how gates are had again from what was kept.
Refuses to know: torch, pages, pictures, and which of it anybody looks at.

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
from model.fused import Gates, aligned, frozen
from model.sampler import Sampler, State
from model.trace import FloatArray, Mixture

SIDE_BY_SIDE = 16  # lines in one product; more gain little


@dataclass(frozen=True, eq=False, slots=True)
class GateValues:
    """A layer's gates while it read a stretch of rows (Graves 2013, eq. 7–10): each (rows, units), float32.

    ``input`` i, ``forget`` f, ``output`` o in 0 … 1; ``candidate`` g = tanh(…) in −1 … 1: c′ = f·c + i·g, h′ = o·tanh(c′).
    """

    input: FloatArray
    forget: FloatArray
    output: FloatArray
    candidate: FloatArray


@dataclass(frozen=True, eq=False)
class Reading:
    """One line, read. Arrays are read-only.

    ``rows``: (n, inputs), unscaled. ``hidden``, ``cell``: (n + 1, layers, units): before any row, and after each.
    ``heads``: (n, 6M + 1), what was expected after each row. ``first``: the state it began from.
    """

    sampler: Sampler
    rows: FloatArray
    hidden: FloatArray
    cell: FloatArray
    heads: FloatArray
    first: State

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

    def mixture(self, row: int) -> Mixture:
        """What was expected after row ``row`` (from 0)."""
        return mdn.mixture(self.heads[row])

    def state(self, row: int) -> State:
        """Where the network stood after row ``row``; before any for −1. It may go on from there."""
        if row < 0:
            return self.first
        line = self.rows[: row + 1]
        height = float(line[-1, 3]) if self.sampler.inputs == 4 else float(line[:, 1].sum(dtype=np.float64))
        return State(self.hidden[row + 1], self.cell[row + 1], height, bool(line[-1, 2] > 0.5))

    def gates(self, layer: int, begin: int = 0, end: int | None = None) -> GateValues:
        """A layer's gates while it read rows ``begin`` … ``end`` (all to the end for None)."""
        end = len(self.rows) if end is None else end
        layout, matrix = self.sampler.layout, self.sampler.matrices[layer]
        reads, h = layout.reads(layer), layout.hidden
        heard = np.zeros((end - begin, matrix.shape[1]), dtype=np.float32)
        own = layout.hidden_at(layer) - reads.start
        np.multiply(self.hidden[begin:end, layer], 2.0, out=heard[:, own : own + h])
        if layer:
            below = layout.hidden_at(layer - 1) - reads.start
            np.multiply(self.hidden[begin + 1 : end + 1, layer - 1], 2.0, out=heard[:, below : below + h])
        block = layout.input_of(layer) - reads.start
        heard[:, block : block + layout.pad] = _blocks(self.sampler, self.rows[begin:end])
        bent = np.tanh(heard @ matrix.T)
        o, i, f, g = (bent[:, k * h : (k + 1) * h] for k in range(4))
        for gate in (o, i, f):  # σ(a) = ½ (1 + tanh(a / 2)), and the matrix halves a
            gate += 1.0
            gate *= 0.5
        return GateValues(*(frozen(part) for part in (i, f, o, g)))


def read(sampler: Sampler, rows: npt.ArrayLike, state: State | None = None) -> Reading:
    """One line, from ``state`` or the beginning. Raises ValueError for rows of another shape."""
    return read_all(sampler, [rows], [state] if state is not None else None)[0]


def read_all(sampler: Sampler, lines: Sequence[npt.ArrayLike], states: Sequence[State] | None = None) -> list[Reading]:
    """Each line from its state (the beginning without), up to ``SIDE_BY_SIDE`` at a time. Raises ValueError for rows of
    another shape."""
    ink = [sampler.checked(rows) for rows in lines]
    begun = list(states) if states is not None else [sampler.start()] * len(ink)
    order = sorted(range(len(ink)), key=lambda i: len(ink[i]), reverse=True)  # like lengths waste no work
    found: list[Reading | None] = [None] * len(ink)
    for first in range(0, len(order), SIDE_BY_SIDE):
        chosen = order[first : first + SIDE_BY_SIDE]
        for i, one in zip(chosen, _read(sampler, [ink[i] for i in chosen], [begun[i] for i in chosen]), strict=True):
            found[i] = one
    return [one for one in found if one is not None]


def _blocks(sampler: Sampler, rows: FloatArray) -> FloatArray:
    """Rows as the layers hear them, (n, pad): scaled, and a constant 1 for the biases."""
    block = np.zeros((len(rows), sampler.layout.pad), dtype=np.float32)
    block[:, : sampler.inputs] = rows
    block[:, :2] /= np.asarray(sampler.input_scale, dtype=np.float32)
    block[:, sampler.inputs] = 1.0
    return block


def _read(sampler: Sampler, ink: Sequence[FloatArray], begun: Sequence[State]) -> list[Reading]:
    """Lines of falling length side by side, layer by layer; one that has ended is no longer worked on."""
    layout, h = sampler.layout, sampler.hidden
    lengths = np.array([len(rows) for rows in ink])
    hidden = [np.empty((len(rows) + 1, sampler.layers, h), dtype=np.float32) for rows in ink]
    cell = [np.empty_like(one) for one in hidden]
    blocks = [_blocks(sampler, rows) for rows in ink]
    for k, matrix in enumerate(sampler.matrices[:-1]):
        at = layout.input_of(k) - layout.reads(k).start
        below = layout.hidden_at(k - 1) - layout.reads(k).start
        given = []
        for b, block in enumerate(blocks):
            sums = block @ matrix[:, at : at + layout.pad].T
            if k:
                sums += (2.0 * hidden[b][1:, k - 1]) @ matrix[:, below : below + h].T
            given.append(sums)
        own = sampler.own[k]
        most = len(ink)
        gates, top = Gates(h, most), aligned((h, most))
        for b, state in enumerate(begun):
            hidden[b][0, k], cell[b][0, k] = state.hidden[k], state.cell[k]
            gates.cell[:, b] = state.cell[k]
            top[:, b] = 2.0 * state.hidden[k]
        for t in range(int(lengths.max(initial=0))):
            still = int((lengths > t).sum())
            if still < most:
                kept, said = gates.cell[:, :still].copy(), np.ascontiguousarray(top[:, :still])
                gates, top, most = Gates(h, still), said, still
                gates.cell[...] = kept
            np.matmul(own, top, out=gates.sums)
            for b in range(still):
                gates.sums[:, b] += given[b][t]
            gates.turn(top)
            for b in range(still):
                hidden[b][t + 1, k] = top[:, b]
                cell[b][t + 1, k] = gates.cell[:, b]
        for one in hidden:
            one[1:, k] *= 0.5
    return [
        Reading(
            sampler, frozen(rows), frozen(hidden[b]), frozen(cell[b]), frozen(sampler.expected(hidden[b][1:])), begun[b]
        )
        for b, rows in enumerate(ink)
    ]
