"""The network without torch: reads ink, prices it, and writes on, on one core at the speed of its memory.

Knows: the LSTM's arithmetic, one point at a time, n futures at a time, or a run of real ink at a time.
Refuses to know: torch, Qt, pages, and who asks. Rows are (dx, dy, lift[, height]) in the representation's units.

A point costs one product of a matrix and a vector per layer, and that is bound by reading the matrix from cache, so
everything else is kept small:

- One matrix a layer, [below; inputs and bias; own state] → 4H, because all that feeds a layer lies side by side in
  one vector (see ``_Layout``), and one matrix for the head over the whole vector.
- Gates stand in the order o, i, f, g with the rows of o, i, f scaled by ½, so that one tanh serves all four:
  σ(a) = ½ (1 + tanh(a / 2)). The ½ outside is paid once for the cell, and never for h: the vector holds 2h, and the
  columns that read it are halved. Both are powers of two, so nothing is rounded by it.
- Every buffer is made once a continuation; what a Step carries away is the only new memory.

Matrices are float32, rows outputs, so a product reads along rows. (Measured: within 5 % of the other order for one
vector, 10–25 % faster for eight.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from model import mdn, noise
from model.checkpoint import Tensors, expected_shapes, load
from model.trace import Controls, FloatArray, Step

_ALIGN = 64  # bytes: a cache line


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """Where the network stands after the rows it has read: all that is needed to go on from there.

    ``hidden``, ``cell``: (layers, units), read-only, float32. ``height``: y of the last point in the representation's
    units. ``lifted``: the pen left the paper after it (True before any ink).
    """

    hidden: FloatArray
    cell: FloatArray
    height: float
    lifted: bool


@dataclass(frozen=True, eq=False, slots=True)
class Futures:
    """n continuations drawn side by side. ``dx``, ``dy``, ``lift``, ``nats``: each (steps, n), as a Step has them.

    ``states``: the state of each future after its last step.
    """

    dx: npt.NDArray[np.float64]
    dy: npt.NDArray[np.float64]
    lift: npt.NDArray[np.bool_]
    nats: npt.NDArray[np.float64]
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
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
        return self.hidden + copy * (self.pad + 2 * self.hidden)

    @property
    def copies(self) -> int:
        return (self.layers + 1) // 2

    def hidden_at(self, layer: int) -> int:
        return layer * self.hidden + (layer + 1) // 2 * self.pad

    @property
    def size(self) -> int:
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


class Sampler:
    """A trained network, ready to read and write ink. Frozen after construction: threads may share it."""

    def __init__(self, weights: Tensors, config: Mapping[str, Any]) -> None:
        """``weights`` and ``config`` as ``model.checkpoint`` describes them. Raises ValueError when they do not fit."""
        shapes = expected_shapes(config)
        if set(weights) != set(shapes) or any(weights[name].shape != shape for name, shape in shapes.items()):
            odd = sorted(set(weights) ^ set(shapes)) or [n for n, s in shapes.items() if weights[n].shape != s]
            raise ValueError(f"these weights are not this network's: {odd[0]}")
        self.config = dict(config)
        self.name = str(config["name"])
        self.layers = int(config["layers"])
        self.hidden = int(config["hidden"])
        self.inputs = len(config["inputs"])
        self.components = int(config["components"])
        self.input_scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
        self._layout = _Layout(self.layers, self.hidden, self.inputs)
        self._matrices = [_fuse_layer(weights, k, self._layout) for k in range(self.layers)]
        self._head = _fuse_head(weights, self._layout)

    @classmethod
    def load(cls, path: Path) -> Sampler:
        """From a checkpoint's files. Raises CheckpointError."""
        return cls(*load(path))

    @property
    def bytes_per_point(self) -> int:
        """What one point must read: all matrices."""
        return sum(matrix.nbytes for matrix in self._matrices) + self._head.nbytes

    def start(self) -> State:
        """Before any ink: all zero."""
        zero = _frozen(np.zeros((self.layers, self.hidden), dtype=np.float32))
        return State(zero, zero, 0.0, True)

    def feed(self, state: State, rows: npt.ArrayLike) -> State:
        """The state after reading ``rows`` (n, inputs) of real ink. Raises ValueError for rows of another shape."""
        return self._read(state, self._checked(rows))[0]

    def score(self, rows: npt.ArrayLike, state: State | None = None) -> npt.NDArray[np.float64]:
        """What each row after the first costs, given all before it: (n − 1,) nats, density over scaled offsets."""
        ink = self._checked(rows)
        heads = self.heads(ink[:-1], state)
        sx, sy = self.input_scale
        return mdn.nats(heads, ink[1:, 0] / np.float32(sx), ink[1:, 1] / np.float32(sy), ink[1:, 2] > 0.5)

    def heads(self, rows: npt.ArrayLike, state: State | None = None) -> FloatArray:
        """The head's output after each of ``rows``: (n, 6M + 1), what it expects next."""
        _, tops = self._read(state or self.start(), self._checked(rows))
        blank = np.zeros((len(tops[0]), self._layout.size), dtype=np.float32)
        for k, top in enumerate(tops):
            at = self._layout.hidden_at(k)
            blank[:, at : at + self.hidden] = top
        for copy in range(self._layout.copies):
            blank[:, self._layout.input_at(copy) + self.inputs] = 1.0
        return np.asarray(blank @ self._head.T)

    def continue_ink(
        self,
        state: State,
        seed: int,
        controls: Controls | Callable[[], Controls],
        start_step: int = 0,
        limit: int | None = None,
    ) -> Iterator[tuple[Step, State]]:
        """Writes on from ``state``: each sampled Step, and the State after it, from which one may go on.

        ``controls``: fixed, or asked before every step. ``start_step``: the first step's index; the noise of a step
        depends on ``seed`` and its index alone, so ``continue_ink(state after step k − 1, seed, …, k)`` repeats what
        would have come. ``limit``: how many steps at most; without it there is no end. Abandon it at any time.
        """
        ask = controls if callable(controls) else None
        now = controls if isinstance(controls, Controls) else Controls()
        cells = _Cells(self._layout, self._matrices, self._head)
        cells.take(state)
        drawer = mdn.Drawer(cells.head)
        sx, sy = self.input_scale
        for index, row in zip(count(start_step), noise.stream(seed, start_step), strict=False):
            if limit is not None and index - start_step >= limit:
                return
            if ask is not None:
                now = ask()
            cells.think()
            x, y, lift, nats, component, mix = drawer.draw(row, now)
            dx, dy = x * sx, y * sy
            step = Step(index, dx, dy, lift, state.lifted, nats, now, mix, component, state.hidden, state.cell)
            height = state.height + dy
            cells.read(x, y, lift, height)
            hidden, cell = cells.copy()
            state = State(hidden, cell, height, lift)
            yield step, state

    def continue_batch(
        self,
        state: State,
        seeds: Sequence[int],
        controls: Controls,
        steps: int,
    ) -> Futures:
        """One future per seed, all from ``state``, ``steps`` steps each, every layer one matrix–matrix product.

        The noise is that of ``continue_ink``; the sums are taken in another order, so ink may differ in the last bits.
        """
        n = len(seeds)
        cells = _Cells(self._layout, self._matrices, self._head, n)
        cells.take(state)
        draws = np.stack([noise.rows(seed, 0, steps) for seed in seeds], axis=1) if n else np.zeros((steps, 0, 4))
        x, y = np.zeros((2, steps, n))
        lift = np.zeros((steps, n), dtype=np.bool_)
        heads = np.empty((steps, *cells.head.shape), dtype=np.float32)
        height = np.full(n, state.height)
        sx, sy = self.input_scale
        for k in range(steps):
            cells.think()
            heads[k] = cells.head
            x[k], y[k], lift[k] = mdn.draw_many(cells.head, draws[k], controls)
            height += y[k] * sy
            cells.read(x[k], y[k], lift[k], height)
        nats = mdn.nats(heads.swapaxes(1, 2), x, y, lift)  # all at once: a tenth of what it costs step by step
        hidden, cell = cells.copy()
        ends = lift[-1] if steps else np.full(n, state.lifted)
        states = tuple(State(hidden[..., i], cell[..., i], float(height[i]), bool(ends[i])) for i in range(n))
        return Futures(x * sx, y * sy, lift, nats, states)

    def _checked(self, rows: npt.ArrayLike) -> FloatArray:
        ink = np.asarray(rows, dtype=np.float32)
        if ink.ndim != 2 or ink.shape[1] != self.inputs:
            raise ValueError(f"rows of this network are (n, {self.inputs}), not {ink.shape}")
        if not np.isfinite(ink).all():
            raise ValueError("rows hold a value that is not finite")
        return ink

    def _read(self, state: State, ink: FloatArray) -> tuple[State, list[FloatArray]]:
        """The state after ``ink``, and each layer's 2h after every row, (n, H) each.

        Layer by layer: what a layer takes from below is one product over all rows, only its own state is stepped.
        """
        layout, n, h = self._layout, len(ink), self.hidden
        block = np.zeros((n, layout.pad), dtype=np.float32)
        block[:, : self.inputs] = ink
        block[:, :2] /= np.asarray(self.input_scale, dtype=np.float32)
        block[:, self.inputs] = 1.0
        hidden, cell = np.empty((2, self.layers, h), dtype=np.float32)
        tops: list[FloatArray] = []
        for k, matrix in enumerate(self._matrices):
            first = layout.reads(k).start
            place = layout.input_of(k) - first
            given = block @ matrix[:, place : place + layout.pad].T
            if k:
                place = layout.hidden_at(k - 1) - first
                given += tops[-1] @ matrix[:, place : place + h].T
            place = layout.hidden_at(k) - first
            own = np.ascontiguousarray(matrix[:, place : place + h])
            gates = _Gates(h)
            np.copyto(gates.cell, state.cell[k])
            top = np.empty((n + 1, h), dtype=np.float32)
            np.multiply(state.hidden[k], np.float32(2.0), out=top[0])
            for t in range(n):
                np.dot(own, top[t], out=gates.sums)
                np.add(gates.sums, given[t], out=gates.sums)
                gates.turn(top[t + 1])
            np.multiply(top[n], np.float32(0.5), out=hidden[k])
            np.copyto(cell[k], gates.cell)
            tops.append(top[1:])
        height, lifted = state.height, state.lifted
        if n:
            lifted = bool(ink[-1, 2] > 0.5)
            height = float(ink[-1, 3]) if self.inputs == 4 else height + float(ink[:, 1].sum(dtype=np.float64))
        return State(_frozen(hidden), _frozen(cell), height, lifted), tops


class _Gates:
    """One layer's gates and cell: from the sums o, i, f, g to the new cell and 2h. Scratch of one continuation."""

    def __init__(self, hidden: int, *batch: int) -> None:
        h = hidden
        whole = _aligned((5 * h, *batch))
        self.sums = whole[: 4 * h]
        self.cell = whole[4 * h :]
        self._open = whole[: 3 * h]
        self._out = whole[:h]
        self._keep = whole[h : 3 * h]  # i, f …
        self._kept = whole[3 * h :]  # … of g, c, which therefore stand side by side
        self._fresh, self._old = self._keep[:h], self._keep[h:]
        self._bent = _aligned((h, *batch))
        self._one, self._half = np.float32(1.0), np.float32(0.5)

    def turn(self, out: FloatArray) -> None:
        """Writes 2h to ``out``; the cell is replaced."""
        np.tanh(self.sums, out=self.sums)
        np.add(self._open, self._one, out=self._open)
        np.multiply(self._keep, self._kept, out=self._keep)
        np.add(self._fresh, self._old, out=self.cell)
        np.multiply(self.cell, self._half, out=self.cell)
        np.tanh(self.cell, out=self._bent)
        np.multiply(self._out, self._bent, out=out)


class _Cells:
    """All layers and the head, one row at a time, for one future or ``batch`` side by side (in the last axis)."""

    def __init__(self, layout: _Layout, matrices: list[FloatArray], head: FloatArray, batch: int | None = None) -> None:
        tail = () if batch is None else (batch,)
        self._shape = (layout.layers, layout.hidden, *tail)
        self._inputs = layout.inputs
        self._vector = vector = _aligned((layout.size, *tail))
        self._blocks = [vector[at : at + layout.inputs] for at in map(layout.input_at, range(layout.copies))]
        for copy in range(layout.copies):
            vector[layout.input_at(copy) + layout.inputs] = 1.0
        places = [layout.hidden_at(k) for k in range(layout.layers)]
        self._tops = [vector[at : at + layout.hidden] for at in places]
        self._gates = [_Gates(layout.hidden, *tail) for _ in range(layout.layers)]
        self._work = [
            (matrix, vector[layout.reads(k)], self._gates[k], self._tops[k]) for k, matrix in enumerate(matrices)
        ]
        self._head_matrix = head
        self.head: FloatArray = _aligned((len(head), *tail))

    def take(self, state: State) -> None:
        """Stands where ``state`` stands (every future of a batch)."""
        for k, (gates, top) in enumerate(zip(self._gates, self._tops, strict=True)):
            top.T[...] = 2.0 * state.hidden[k]
            gates.cell.T[...] = state.cell[k]

    def think(self) -> None:
        """The head's output for the present state, in ``head``."""
        np.dot(self._head_matrix, self._vector, out=self.head)

    def read(self, x: Any, y: Any, lift: Any, height: Any) -> None:
        """Takes in one row: scaled offset, lift and, where the network has it, height; numbers or (batch,)."""
        for block in self._blocks:
            block[0] = x
            block[1] = y
            block[2] = lift
            if self._inputs == 4:
                block[3] = height
        for matrix, vector, gates, top in self._work:
            np.dot(matrix, vector, out=gates.sums)
            gates.turn(top)

    def copy(self) -> tuple[FloatArray, FloatArray]:
        """Read-only copies of h and c, (layers, units[, batch])."""
        both = np.empty((2, *self._shape), dtype=np.float32)
        hidden, cell = both
        for k, gates in enumerate(self._gates):
            np.multiply(self._tops[k], gates._half, out=hidden[k])
            cell[k] = gates.cell
        both.flags.writeable = False
        hidden, cell = both
        return hidden, cell


def _fuse_layer(weights: Tensors, layer: int, layout: _Layout) -> FloatArray:
    """One layer's matrix (4H, what it reads): biases in the constant's column, gates and halves as the module says."""
    h = layout.hidden
    below = weights[f"lstm.{layer}.weight_ih_l0"]
    bias = weights[f"lstm.{layer}.bias_ih_l0"] + weights[f"lstm.{layer}.bias_hh_l0"]
    reads = layout.reads(layer)
    plain = np.zeros((4 * h, reads.stop - reads.start), dtype=np.float32)
    place = layout.input_of(layer) - reads.start
    plain[:, place : place + layout.inputs] = below[:, : layout.inputs]
    plain[:, place + layout.inputs] = bias
    if layer:
        place = layout.hidden_at(layer - 1) - reads.start
        plain[:, place : place + h] = 0.5 * below[:, layout.inputs :]
    place = layout.hidden_at(layer) - reads.start
    plain[:, place : place + h] = 0.5 * weights[f"lstm.{layer}.weight_hh_l0"]
    i, f, g, o = plain.reshape(4, h, -1)
    fused = _aligned(plain.shape)
    np.concatenate((0.5 * o, 0.5 * i, 0.5 * f, g), out=fused)
    return _frozen(fused)


def _fuse_head(weights: Tensors, layout: _Layout) -> FloatArray:
    """The head's matrix (6M + 1, the whole vector), its bias in the first constant's column."""
    rows = len(weights["head.bias"])
    fused = _aligned((rows, layout.size))
    fused[:, layout.input_at(0) + layout.inputs] = weights["head.bias"]
    for k in range(layout.layers):
        at = layout.hidden_at(k)
        fused[:, at : at + layout.hidden] = 0.5 * weights["head.weight"][:, k * layout.hidden : (k + 1) * layout.hidden]
    return _frozen(fused)


def _aligned(shape: tuple[int, ...]) -> FloatArray:
    """Zeros that begin on a cache line."""
    size = int(np.prod(shape)) * 4
    raw = np.zeros(size + _ALIGN, dtype=np.uint8)
    start = -raw.ctypes.data % _ALIGN
    return raw[start : start + size].view(np.float32).reshape(shape)


def _frozen(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array
