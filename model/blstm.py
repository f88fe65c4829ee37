"""Bidirectional LSTM layers over frames, at run time, and the scores of a softmax as log-probabilities."""

from __future__ import annotations

import numpy as np

from model.arrays import Float32Array
from model.checkpoint import Tensors
from model.reader_form import DIRECTIONS


class Blstm:
    """``layers`` whose tensors are named as ``model.reader_form`` has them."""

    def __init__(self, weights: Tensors, layers: int) -> None:
        self._layers = [[_Lstm(weights, f"lstm.{k}.{direction}") for direction in DIRECTIONS] for k in range(layers)]

    def run(self, below: Float32Array) -> Float32Array:
        """(frames, 2·hidden) for frames (frames, inputs), from the zero state either way."""
        for ahead, back in self._layers:
            below = np.concatenate((ahead.run(below), back.run(below[::-1])[::-1]), axis=1)
        return below


class _Lstm:
    """One LSTM layer in one direction. Gates in the order i, f, o, g, those of a sigmoid halved: σ(a) = ½ (1 + tanh(a / 2))."""

    def __init__(self, weights: Tensors, name: str) -> None:
        both = weights[f"{name}.bias_ih_l0"] + weights[f"{name}.bias_hh_l0"]
        self._below, self._own, self._bias = (
            halved(part) for part in (weights[f"{name}.weight_ih_l0"], weights[f"{name}.weight_hh_l0"], both)
        )

    def run(self, below: Float32Array) -> Float32Array:
        """The outputs (frames, hidden) for a sequence (frames, inputs), from the zero state."""
        sums = below @ self._below.T + self._bias
        hidden = self._own.shape[1]
        out = np.zeros((len(below), hidden), dtype=np.float32)
        cell = np.zeros(hidden, dtype=np.float32)
        for t, gates in enumerate(sums):
            if t:
                gates += self._own @ out[t - 1]
            update(gates, cell, out[t])
        return out


def halved(part: Float32Array) -> Float32Array:
    """Weights or biases of the gates i, f, g, o in the order i, f, o, g, those of a sigmoid halved."""
    i, f, g, o = np.split(part, 4)
    return np.ascontiguousarray(np.concatenate((0.5 * i, 0.5 * f, 0.5 * o, g)))


def update(gates: Float32Array, cell: Float32Array, out: Float32Array) -> None:
    """From the gates' sums, (4H,) as ``halved`` orders them, to the new ``cell`` and ``out``, in place."""
    hidden = len(cell)
    np.tanh(gates, out=gates)
    gates[: 3 * hidden] += 1.0
    taken, kept, shown, new = gates.reshape(4, hidden)
    cell[:] = 0.5 * (kept * cell + taken * new)
    np.multiply(0.5 * shown, np.tanh(cell), out=out)


def log_softmax(scores: Float32Array) -> Float32Array:
    """Over the last axis."""
    below = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(below - np.log(np.exp(below).sum(axis=-1, keepdims=True)), dtype=np.float32)
