"""The fused LSTM with a window over a text: what it reads lies beside the row's inputs, so that a layer stays one product."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.arrays import Float32Array
from model.checkpoint import Tensors
from model.fused_lstm import FusedLayout, FusedLstm, frozen, fuse_head, fuse_layer
from model.text_window import TextWindow, TextWindows


class TextMatrices:
    """A writing network's matrices, fused. Frozen.

    Each input block holds the row's four numbers, the hand's style, 1 for "there is a text", and what the window reads; the
    lowest layer finds there what the window read before, the layers above and the head what it reads now.
    """

    def __init__(self, weights: Tensors, layers: int, hidden: int, inputs: int) -> None:
        self.features = weights["text.head"].shape[1]
        numbers = weights["text.style_head"].shape[1]
        self.style = slice(inputs, inputs + numbers)
        self.on = inputs + numbers  # where it says whether there is a text
        self.layout = FusedLayout(layers, hidden, self.on + 1 + self.features)
        wide = dict(weights)
        for k in range(layers):
            below, text = weights[f"lstm.{k}.weight_ih_l0"], weights[f"text.lstm.{k}"]
            style = weights[f"text.style_lstm.{k}"]
            parts = (below[:, :inputs], style, text[:, -1:], text[:, :-1], below[:, inputs:])
            wide[f"lstm.{k}.weight_ih_l0"] = np.concatenate(parts, axis=1)
        self.layers = [fuse_layer(wide, k, self.layout) for k in range(layers)]
        # the last row says whether the text ends
        units = layers * hidden
        wide["head.weight"] = np.concatenate((weights["head.weight"], weights["text.end.weight"][:, :units]))
        wide["head.bias"] = np.concatenate((weights["head.bias"], weights["text.end.bias"]))
        head = np.array(fuse_head(wide, self.layout))
        first = self.layout.input_at(0)
        head[:-1, first + inputs : first + self.on] = weights["text.style_head"]
        at = first + self.on + 1
        head[:-1, at : at + self.features] = weights["text.head"]
        head[-1, at : at + self.features] = weights["text.end.weight"][0, units:]
        self.head = frozen(head)


class TextLstm(FusedLstm):
    """All layers, the window and the head, one row at a time; the text may be read from the first row on.

    ``head``'s last row is the logit that the text ends with the next point, if that lifts the pen.
    """

    def __init__(self, matrices: TextMatrices, window: TextWindow | TextWindows, batch: int | None = None) -> None:
        super().__init__(matrices.layout, matrices.layers, matrices.head, batch)
        self.window = window
        self._style, self._on = matrices.style, matrices.on
        for block in self._blocks:
            block[self._on] = 1.0
        self._show()

    def hide_text(self, columns: slice) -> None:
        """For some of a batch there is neither text, whatever their windows stand on, nor style: the network is its trunk."""
        for block in self._blocks:
            block[self._on, columns] = 0.0
            block[self._style, columns] = 0.0

    def take_style(self, style: Float32Array, column: int | None = None) -> None:
        """Writes in the hand of that style vector, all of a batch or one."""
        for block in self._blocks:
            part = block[self._style] if column is None else block[self._style, column]
            part.T[...] = style

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
        product = self._product
        for k, (matrix, sums, vector, gates, top) in enumerate(self._work):
            product(matrix, vector, out=sums)
            gates.update(top)
            if k == 0:
                self.window.move(top)
                self._show()

    def _show(self) -> None:
        for block in self._blocks:
            block[self._on + 1 :] = self.window.read
