"""The stacked LSTM at run time: reads ink, scores it, and writes on, on one core at the speed of its memory.

The arithmetic and its layout are ``model.fused_lstm``'s; a continuation makes its buffers once, and what a Step carries away
is the only new memory. Rows: see ``model.input_rows``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from model import mdn, noise
from model.arrays import Float32Array, aligned, frozen
from model.checkpoint import Tensors, check_shapes, load
from model.chosen_point import chosen_step
from model.fused_lstm import FusedGates, FusedLstm
from model.fused_matrices import FusedLayout, FusedMatrices, fuse_head, fuse_layer
from model.input_rows import has_height
from model.lstm_state import LstmState, drift_after, of_lstm
from model.network_protocol import State
from model.point_sampler import PointSampler
from model.strokes import Representation
from model.trace import Controls, Step
from model.word_gap import hop_noise


class Sampler:
    """A trained network, ready to read and write ink. Frozen after construction: threads may share it."""

    def __init__(self, weights: Tensors, config: Mapping[str, Any], *, narrow: bool = False) -> None:
        """``weights`` and ``config`` as ``model.checkpoint`` describes them; ``narrow``: read in 8 bits, see ``model.narrow``.
        Raises ValueError when they do not fit."""
        check_shapes(weights, config)
        self.config = dict(config)
        self.name = str(config["name"])
        self.layers = int(config["layers"])
        self.hidden = int(config["hidden"])
        self.inputs = len(config["inputs"])
        self.reads_height = has_height(self.inputs)
        self.components = int(config["components"])
        self.input_scale = (float(config["input_scale"][0]), float(config["input_scale"][1]))
        self.layout = FusedLayout(self.layers, self.hidden, self.inputs)
        layers = tuple(fuse_layer(weights, k, self.layout) for k in range(self.layers))
        plain = FusedMatrices((*layers, fuse_head(weights, self.layout)))
        self.fused = plain.rounded(self.layout) if narrow else plain

    @classmethod
    def load(cls, path: Path, *, narrow: bool = True) -> Sampler:
        """From a checkpoint's files. Raises CheckpointError."""
        return cls(*load(path), narrow=narrow)

    @property
    def representation(self) -> Representation:
        """How its rows come from ink. Raises KeyError or TypeError where the config does not say."""
        return Representation(**self.config["representation"])

    @property
    def bytes_per_point(self) -> int:
        """What one point must read: all matrices."""
        return self.fused.nbytes

    @property
    def matrices(self) -> tuple[Float32Array, ...]:
        """All that a point is multiplied with, in order: one matrix a layer, and the head's. Read-only."""
        return (*self.fused.layers, self.fused.head)

    @cached_property
    def own(self) -> tuple[Float32Array, ...]:
        """What each layer takes from its own past, (4H, H): copied at each reading it would cost as much as twenty rows."""
        starts = [self.layout.hidden_at(k) - self.layout.reads(k).start for k in range(self.layers)]
        return tuple(np.ascontiguousarray(self.fused.layer(k)[:, at : at + self.hidden]) for k, at in enumerate(starts))

    @cached_property
    def _given(self) -> tuple[tuple[Float32Array, Float32Array | None], ...]:
        """The rest of each layer's matrix: what it takes from the inputs (4H, pad), and from the layer below (4H, H)."""
        layout, made = self.layout, []
        keep = np.ascontiguousarray if self.fused.narrow else np.asarray  # of what is not kept whole a copy
        for k in range(self.layers):
            matrix, first = self.fused.layer(k), layout.reads(k).start
            inputs, below = layout.input_of(k) - first, layout.hidden_at(k - 1) - first if k else None
            from_below = None if below is None else keep(matrix[:, below : below + self.hidden])
            made.append((keep(matrix[:, inputs : inputs + layout.pad]), from_below))
        return tuple(made)

    def _own_product(self, layer: int, vector: Float32Array, sums: Float32Array) -> Callable[[], object]:
        """What writes the product of what a layer takes from its own past with ``vector`` to ``sums`` when it is called."""
        if self.fused.narrow:
            return self.fused.narrow[layer].product(vector, sums, part=-1)
        return partial(np.dot, self.own[layer], vector, out=sums)

    def start(self) -> LstmState:
        """Before any ink: all zero."""
        zero = frozen(np.zeros((self.layers, self.hidden), dtype=np.float32))
        return LstmState(zero, zero, 0.0, True)

    def feed(self, state: State, rows: npt.ArrayLike) -> LstmState:
        """The state after reading ``rows`` (n, inputs) of real ink. Raises ValueError for rows of another shape."""
        return self._read(of_lstm(state), self.checked(rows))[0]

    def at_rest(self, state: State, gap: float) -> LstmState:
        """See ``Writer``; what a rest says is ``model.word_gap``'s to weigh."""
        return replace(of_lstm(state), gap=gap)

    def score(self, rows: npt.ArrayLike, state: State | None = None) -> npt.NDArray[np.float64]:
        """What each row after the first costs, given all before it: (n − 1,) nats, density over scaled offsets."""
        ink = self.checked(rows)
        heads = self.heads(ink[:-1], state)
        sx, sy = self.input_scale
        return mdn.nats(heads, ink[1:, 0] / np.float32(sx), ink[1:, 1] / np.float32(sy), ink[1:, 2] > 0.5)

    def heads(self, rows: npt.ArrayLike, state: State | None = None) -> Float32Array:
        """The head's output after each of ``rows``: (n, 6M + 1), what it expects next."""
        _, tops = self._read(of_lstm(state or self.start()), self.checked(rows))
        return self._expected(tops)

    def expected(self, hidden: Float32Array) -> Float32Array:
        """The head's output for states' h, (n, layers, units) → (n, 6M + 1)."""
        return self._expected([2.0 * hidden[:, k] for k in range(self.layers)])

    def _expected(self, tops: Sequence[Float32Array]) -> Float32Array:
        blank = np.zeros((len(tops[0]), self.layout.size), dtype=np.float32)
        for k, top in enumerate(tops):
            at = self.layout.hidden_at(k)
            blank[:, at : at + self.hidden] = top
        for copy in range(self.layout.copies):
            blank[:, self.layout.input_at(copy) + self.inputs] = 1.0
        return np.asarray(blank @ self.fused.head.T)

    def continue_ink(
        self,
        state: State,
        seed: int,
        controls: Controls | Callable[[], Controls],
        start_step: int = 0,
        limit: int | None = None,
    ) -> Iterator[tuple[Step, LstmState]]:
        """See ``Writer``. Only the first hop from a state with a ``gap`` may take other noise, of the same seed, and
        another temperature."""
        ask = controls if callable(controls) else None
        now = controls if isinstance(controls, Controls) else Controls()
        at = of_lstm(state)
        cells = FusedLstm(self.layout, self.fused)
        cells.take(at.hidden, at.cell)
        points = PointSampler(cells.head)
        sx, sy = self.input_scale
        for index, row in zip(count(start_step), noise.stream(seed, start_step), strict=False):
            if limit is not None and index - start_step >= limit:
                return
            if ask is not None:
                now = ask()
            cells.compute_head()
            drawn_with = now
            if at.gap > 0.0:
                row, drawn_with = hop_noise(cells.head, row, seed, at.gap / sx, 1 / sx, now)
            drift, lean = at.drift, 0.0
            if at.lifted and self.reads_height:  # who sets the pen down looks at the line
                drift -= now.steadiness * drift
                lean = (drift - at.drift) / sy
            x, y, lift, nats, component, mix = points.sample(row, drawn_with, lean)
            dx, dy = x * sx, y * sy
            step = Step(index, dx, dy, lift, at.lifted, nats, now, mix, component, at.hidden, at.cell)
            height = at.height + dy
            cells.read(x, y, lift, height)
            hidden, cell = cells.copy()
            if not at.lifted:
                drift = drift_after(drift, dx, dy, height)
            at = LstmState(hidden, cell, height, lift, drift)
            yield step, at

    def choose(
        self, state: State, index: int, controls: Controls, dx: float, dy: float, lift: bool
    ) -> tuple[Step, LstmState]:
        """See ``Writer``."""
        before = of_lstm(state)
        step = chosen_step(
            self.expected(before.hidden[None])[0], self.input_scale, before, index, controls, dx, dy, lift
        )
        height = before.height + dy
        row = (dx, dy, float(lift), height)[: self.inputs]
        after = self.feed(before, np.array([row], dtype=np.float32))
        drift = before.drift if before.lifted else drift_after(before.drift, dx, dy, height)
        return step, replace(after, height=height, drift=drift)

    def checked(self, rows: npt.ArrayLike) -> Float32Array:
        """Rows as this network reads them, (n, inputs) float32. Raises ValueError for another shape, and for nan or inf."""
        ink = np.asarray(rows, dtype=np.float32)
        if ink.ndim != 2 or ink.shape[1] != self.inputs:
            raise ValueError(f"rows of this network are (n, {self.inputs}), not {ink.shape}")
        if not np.isfinite(ink).all():
            raise ValueError("rows hold a value that is not finite")
        return ink

    def _read(self, state: LstmState, ink: Float32Array) -> tuple[LstmState, list[Float32Array]]:
        """The state after ``ink``, and each layer's 2h after every row, (n, H) each.

        Layer by layer: what a layer takes from below is one product over all rows, only its own state is stepped.
        """
        layout, n, h = self.layout, len(ink), self.hidden
        block = np.zeros((n, layout.pad), dtype=np.float32)
        block[:, : self.inputs] = ink
        block[:, :2] /= np.asarray(self.input_scale, dtype=np.float32)
        block[:, self.inputs] = 1.0
        hidden, cell = np.empty((2, self.layers, h), dtype=np.float32)
        tops: list[Float32Array] = []
        for k, (inputs, below) in enumerate(self._given):
            given = block @ inputs.T
            if below is not None:
                given += tops[-1] @ below.T
            gates = FusedGates(aligned((5 * h,)))
            np.copyto(gates.cell, state.cell[k])
            top, now = np.empty((n, h), dtype=np.float32), aligned((h,))
            np.multiply(state.hidden[k], np.float32(2.0), out=now)
            product = self._own_product(k, now, gates.sums)
            for t in range(n):
                product()
                np.add(gates.sums, given[t], out=gates.sums)
                gates.update(now)
                top[t] = now
            np.multiply(now, np.float32(0.5), out=hidden[k])
            np.copyto(cell[k], gates.cell)
            tops.append(top)
        height, lifted = state.height, state.lifted
        if n:
            lifted = bool(ink[-1, 2] > 0.5)
            height = float(ink[-1, 3]) if self.reads_height else height + float(ink[:, 1].sum(dtype=np.float64))
        return LstmState(frozen(hidden), frozen(cell), height, lifted), tops
