"""The fused LSTM with a window over a text: what it reads lies beside the row's inputs, so that a layer stays one product."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.arrays import Float32Array, frozen
from model.checkpoint import Tensors
from model.fused_lstm import FusedLstm
from model.fused_matrices import FusedLayout, FusedMatrices, fuse_head, fuse_layer
from model.text_window import TextWindow, TextWindows


class TextMatrices:
    """A writing network's matrices, fused. Frozen.

    Each input block holds the row's four numbers and what the window reads; the lowest layer finds there what the window read
    before, the layers above and the head what it reads now. The hand's style and the 1 for "there is a text" stay as they are
    while a text is written, so they are not read at each point: ``biases`` makes of them what is added to a layer's sums, and
    to the head.
    """

    def __init__(self, weights: Tensors, layers: int, hidden: int, inputs: int, *, narrow: bool = False) -> None:
        """``narrow``: in 8 bits, see ``model.narrow``."""
        self.features = weights["text.head"].shape[1]
        numbers = weights["text.style_head"].shape[1]
        self.layout = FusedLayout(layers, hidden, inputs + self.features)
        still = FusedLayout(layers, hidden, numbers + 1)
        wide, constant = dict(weights), dict(weights)
        for k in range(layers):
            name = f"lstm.{k}.weight_ih_l0"
            below, text = weights[name], weights[f"text.lstm.{k}"]
            wide[name] = np.concatenate((below[:, :inputs], text[:, :-1], below[:, inputs:]), axis=1)
            constant[name] = np.concatenate((weights[f"text.style_lstm.{k}"], text[:, -1:], below[:, inputs:]), axis=1)
        self._constants = []
        for k in range(layers):
            at = still.input_of(k) - still.reads(k).start
            self._constants.append(fuse_layer(constant, k, still)[:, at : at + numbers + 1].copy())
        # the last row says whether the text ends
        units = layers * hidden
        wide["head.weight"] = np.concatenate((weights["head.weight"], weights["text.end.weight"][:, :units]))
        wide["head.bias"] = np.concatenate((weights["head.bias"], weights["text.end.bias"]))
        head = np.array(fuse_head(wide, self.layout))
        at = self.layout.input_at(0) + inputs
        head[:-1, at : at + self.features] = weights["text.head"]
        head[-1, at : at + self.features] = weights["text.end.weight"][0, units:]
        plain = FusedMatrices((*(fuse_layer(wide, k, self.layout) for k in range(layers)), frozen(head)))
        self.fused = plain.rounded(self.layout) if narrow else plain
        ends = np.zeros((1, numbers + 1), dtype=np.float32)  # neither style nor text says anything of it
        self._constants.append(np.concatenate((np.pad(weights["text.style_head"], ((0, 0), (0, 1))), ends)))

    def biases(self, style: Float32Array) -> list[Float32Array]:
        """What a style adds where there is a text: to the sums of each layer, (4H,), and at last to the head."""
        still = np.append(style, np.float32(1.0))
        return [constants @ still for constants in self._constants]


class TextLstm(FusedLstm):
    """All layers, the window and the head, one row at a time; the text may be read from the first row on.

    ``head``'s last row is the logit that the text ends with the next point, if that lifts the pen. Until it takes a style, and
    its window a text, it is its trunk.
    """

    def __init__(self, matrices: TextMatrices, window: TextWindow | TextWindows, batch: int | None = None) -> None:
        super().__init__(matrices.layout, matrices.fused, batch)
        self.window = window
        self._matrices = matrices
        self._feature = matrices.layout.inputs - matrices.features
        sums = [*(gates.sums for gates in self._gates), self.head]
        self._biases = [np.zeros_like(one) for one in sums]
        self._show()

    def take_style(self, style: Float32Array, columns: slice | None = None) -> None:
        """Writes texts in the hand of that style vector, all of a batch or some."""
        for bias, made in zip(self._biases, self._matrices.biases(style), strict=True):
            part = bias if columns is None else bias[:, columns]
            part.T[...] = made

    def take_window(self, place: Float32Array, read: Float32Array) -> None:
        """Stands in the text where a state of that κ stands, which read so much."""
        self.window.place[...] = place
        self.window.read[...] = read
        self._show()

    def take_column(self, column: int, hidden: Float32Array, cell: Float32Array) -> None:
        """One of a batch stands where a state of that h and c stands, and its window where it is."""
        super().take_column(column, hidden, cell)
        self._show()

    def read(self, x: Any, y: Any, lift: Any, height: Any) -> None:
        """Takes in one row: scaled offset, lift and height; numbers or (batch,)."""
        for block in self._blocks:
            block[0] = x
            block[1] = y
            block[2] = lift
            block[3] = height
        for k, (product, gates, top) in enumerate(self._work):
            product()
            gates.sums += self._biases[k]
            gates.update(top)
            if k == 0:
                self.window.move(top)
                self._show()

    def compute_head(self) -> None:
        """The head's output for the present state, in ``head``."""
        super().compute_head()
        self.head += self._biases[-1]

    def _show(self) -> None:
        for block in self._blocks:
            block[self._feature :] = self.window.read
