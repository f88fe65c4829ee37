"""Gradients of bidirectional LSTM layers, lines side by side: what ``model.backward`` derives, summed over lines, in weights.

Sequences are (frames, lines, numbers), padded behind each line's end; what is padded changes nothing, as long as no gradient
comes from it. Both directions step side by side, (frames, 2, lines, numbers), each in its own order of time: a step's numbers
are few, and each call costs more than they do. The two biases of a gate are one number to the network: the gradient is given
for ``bias_ih`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array
from model.reader_form import DIRECTIONS

Indices = npt.NDArray[np.intp]


class LayerRun:
    """Layer ``number`` over ``below`` (frames, lines, inputs). ``out``: (frames, lines, 2·hidden).

    ``weights`` as ``model.reader_form`` names them; ``lengths``: (lines,), each line's frames.
    """

    def __init__(self, weights: Mapping[str, Float32Array], number: int, below: Float32Array, lengths: Indices) -> None:
        frames, lines, inputs = below.shape
        self._names = [f"lstm.{number}.{direction}" for direction in DIRECTIONS]
        self._inputs = [weights[f"{name}.weight_ih_l0"] for name in self._names]
        self._own = np.stack([weights[f"{name}.weight_hh_l0"] for name in self._names])  # (2, 4·hidden, hidden)
        steps = np.arange(frames)[:, None]
        self._back = np.where(steps < lengths, lengths - 1 - steps, steps), np.arange(lines)
        self._below = below, below[self._back]
        hidden = self._own.shape[2]
        # i, f, g, o after their squashing; σ(a) = ½ (1 + tanh(a / 2))
        self._gates = np.empty((frames, 2, lines, 4 * hidden), dtype=np.float32)
        for way, (name, seen) in enumerate(zip(self._names, self._below, strict=True)):
            bias = weights[f"{name}.bias_ih_l0"] + weights[f"{name}.bias_hh_l0"]
            sums = seen.reshape(-1, inputs) @ self._inputs[way].T + bias
            self._gates[:, way] = sums.reshape(frames, lines, 4 * hidden)
        self._cells, self._squashed, self._out = np.zeros((3, frames, 2, lines, hidden), dtype=np.float32)
        self._run()
        self.out = np.concatenate((self._out[:, 0], self._out[:, 1][self._back]), axis=2)

    def gradient(self, above: Float32Array) -> tuple[Float32Array, dict[str, Float32Array]]:
        """From the gradient in ``out`` to that in ``below``, and in each tensor."""
        frames, lines, _ = above.shape
        hidden = self._own.shape[2]
        sums = self._back_through(np.stack((above[:, :, :hidden], above[:, :, hidden:][self._back]), axis=1))
        found: dict[str, Float32Array] = {}
        ways = []
        for way, (name, seen) in enumerate(zip(self._names, self._below, strict=True)):
            flat = np.ascontiguousarray(sums[:, way]).reshape(-1, 4 * hidden)
            before = np.ascontiguousarray(self._out[:-1, way]).reshape(-1, hidden)
            found[f"{name}.weight_ih_l0"] = flat.T @ seen.reshape(len(flat), -1)
            found[f"{name}.weight_hh_l0"] = flat[lines:].T @ before
            found[f"{name}.bias_ih_l0"] = flat.sum(axis=0)
            ways.append((flat @ self._inputs[way]).reshape(frames, lines, -1))
        return ways[0] + ways[1][self._back], found

    def _run(self) -> None:
        own = np.ascontiguousarray(self._own.transpose(0, 2, 1))
        hidden = own.shape[1]
        halves = np.full(4 * hidden, 0.5, dtype=np.float32)
        halves[2 * hidden : 3 * hidden] = 1.0
        shift = 1.0 - halves
        for t, sums in enumerate(self._gates):
            if t:
                sums += self._out[t - 1] @ own
            sums *= halves
            np.tanh(sums, out=sums)
            sums *= halves
            sums += shift
            i, f, g, o = _parts(sums)
            cell = self._cells[t]
            np.multiply(i, g, out=cell)
            if t:
                cell += f * self._cells[t - 1]
            np.tanh(cell, out=self._squashed[t])
            np.multiply(o, self._squashed[t], out=self._out[t])

    def _back_through(self, above: Float32Array) -> Float32Array:
        """From the gradient in what each direction gives, (frames, 2, lines, hidden), to that in its gates' sums."""
        gates = self._gates
        # what is known before the way back: each gate's slope, with what its sum's gradient is to be multiplied by besides
        slopes: Float32Array = np.subtract(gates, gates**2, dtype=np.float32)
        i, _, g, o = _parts(gates)
        of_i, of_f, of_g, of_o = _parts(slopes)
        of_i *= g
        of_f[1:] *= self._cells[:-1]
        of_f[0] = 0.0
        np.multiply(i, 1.0 - g**2, out=of_g)
        of_o *= self._squashed
        through = o * (1.0 - self._squashed**2)
        of_cell = np.zeros_like(above[0])
        for t in range(len(above) - 1, -1, -1):
            of_out = above[t] + slopes[t + 1] @ self._own if t + 1 < len(above) else above[t]
            of_cell += of_out * through[t]
            sums = slopes[t]
            kept, last = sums.reshape(*of_cell.shape[:2], 4, -1)[:, :, :3], _parts(sums)[3]
            kept *= of_cell[:, :, None]
            last *= of_out
            of_cell *= _parts(gates[t])[1]
        return slopes


def _parts(gates: Float32Array) -> list[Float32Array]:
    """Views of the four gates."""
    hidden = gates.shape[-1] // 4
    return [gates[..., k * hidden : (k + 1) * hidden] for k in range(4)]
