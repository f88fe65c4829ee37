"""Gradients of bidirectional LSTM layers, lines side by side: what ``model.backward`` derives, summed over lines, in weights.

Sequences are (frames, lines, numbers), padded behind each line's end; what is padded changes nothing, as long as no gradient
comes from it. The two biases of a gate are one number to the network: the gradient is given for ``bias_ih`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array
from model.reader_form import DIRECTIONS

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class _Pass:
    """One direction's way through time, in its own order. ``gates``: i, f, g, o after their squashing, (frames, lines, 4H)."""

    below: Float32Array
    gates: Float32Array
    cells: Float32Array
    squashed: Float32Array  # tanh of the cells
    out: Float32Array


class LayerRun:
    """Layer ``number`` over ``below`` (frames, lines, inputs). ``out``: (frames, lines, 2·hidden).

    ``weights`` as ``model.reader_form`` names them; ``lengths``: (lines,), each line's frames.
    """

    def __init__(self, weights: Mapping[str, Float32Array], number: int, below: Float32Array, lengths: Indices) -> None:
        self._weights, self._names = weights, [f"lstm.{number}.{direction}" for direction in DIRECTIONS]
        frames, lines = below.shape[:2]
        steps = np.arange(frames)[:, None]
        self._back = np.where(steps < lengths, lengths - 1 - steps, steps), np.arange(lines)
        ahead, back = self._names
        self._passes = _run(weights, ahead, below), _run(weights, back, below[self._back])
        self.out = np.concatenate((self._passes[0].out, self._passes[1].out[self._back]), axis=2)

    def gradient(self, above: Float32Array) -> tuple[Float32Array, dict[str, Float32Array]]:
        """From the gradient in ``out`` to that in ``below``, and in each tensor."""
        hidden = above.shape[2] // 2
        found: dict[str, Float32Array] = {}
        ahead, back = self._passes
        below = _back_through(self._weights, self._names[0], ahead, above[:, :, :hidden], found)
        turned = _back_through(self._weights, self._names[1], back, above[:, :, hidden:][self._back], found)
        return below + turned[self._back], found


def _run(weights: Mapping[str, Float32Array], name: str, below: Float32Array) -> _Pass:
    frames, lines, inputs = below.shape
    bias = weights[f"{name}.bias_ih_l0"] + weights[f"{name}.bias_hh_l0"]
    own = np.ascontiguousarray(weights[f"{name}.weight_hh_l0"].T)
    hidden = len(own)
    gates = (below.reshape(-1, inputs) @ weights[f"{name}.weight_ih_l0"].T + bias).reshape(frames, lines, 4 * hidden)
    cells, squashed, out = np.zeros((3, frames, lines, hidden), dtype=np.float32)
    halves = np.full(4 * hidden, 0.5, dtype=np.float32)  # σ(a) = ½ (1 + tanh(a / 2))
    halves[2 * hidden : 3 * hidden] = 1.0
    shift = 1.0 - halves
    for t, sums in enumerate(gates):
        if t:
            sums += out[t - 1] @ own
        sums *= halves
        np.tanh(sums, out=sums)
        sums *= halves
        sums += shift
        i, f, g, o = np.split(sums, 4, axis=1)
        cells[t] = i * g + (f * cells[t - 1] if t else 0.0)
        np.tanh(cells[t], out=squashed[t])
        out[t] = o * squashed[t]
    return _Pass(below, gates, cells, squashed, out)


def _back_through(
    weights: Mapping[str, Float32Array], name: str, way: _Pass, above: Float32Array, found: dict[str, Float32Array]
) -> Float32Array:
    own = weights[f"{name}.weight_hh_l0"]
    frames, lines, inputs = way.below.shape
    hidden = own.shape[1]
    sums = np.empty_like(way.gates)
    of_cell = np.zeros((lines, hidden), dtype=np.float32)
    for t in range(frames - 1, -1, -1):
        i, f, g, o = np.split(way.gates[t], 4, axis=1)
        of_out = above[t] + sums[t + 1] @ own if t + 1 < frames else above[t]
        of_cell += of_out * o * (1.0 - way.squashed[t] ** 2)
        before = way.cells[t - 1] if t else np.zeros_like(of_cell)
        mine = sums[t]
        mine[:, :hidden] = of_cell * g * i * (1.0 - i)
        mine[:, hidden : 2 * hidden] = of_cell * before * f * (1.0 - f)
        mine[:, 2 * hidden : 3 * hidden] = of_cell * i * (1.0 - g**2)
        mine[:, 3 * hidden :] = of_out * way.squashed[t] * o * (1.0 - o)
        of_cell *= f
    flat = sums.reshape(-1, 4 * hidden)
    found[f"{name}.weight_ih_l0"] = flat.T @ way.below.reshape(-1, inputs)
    found[f"{name}.weight_hh_l0"] = sums[1:].reshape(-1, 4 * hidden).T @ way.out[:-1].reshape(-1, hidden)
    found[f"{name}.bias_ih_l0"] = flat.sum(axis=0)
    return (flat @ weights[f"{name}.weight_ih_l0"]).reshape(frames, lines, inputs)
