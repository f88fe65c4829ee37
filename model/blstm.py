"""Bidirectional LSTM layers over frames, at run time, and the scores of a softmax as log-probabilities."""

from __future__ import annotations

import numpy as np

from model.arrays import Float32Array, aligned
from model.checkpoint import Tensors
from model.fused_lstm import FusedGates
from model.reader_form import DIRECTIONS


class Blstm:
    """``layers`` whose tensors are named as ``model.reader_form`` has them."""

    def __init__(self, weights: Tensors, layers: int) -> None:
        self._layers = [_Layer(weights, k) for k in range(layers)]

    @property
    def own(self) -> tuple[Float32Array, ...]:
        """What each frame is multiplied with after the one before it, (4·hidden, hidden) a layer and direction."""
        return tuple(matrix for layer in self._layers for matrix in layer.own)

    def run(self, below: Float32Array) -> Float32Array:
        """(frames, 2·hidden) for frames (frames, inputs), from the zero state either way."""
        for layer in self._layers:
            below = layer.run(below)
        return below


class _Layer:
    """One layer in both directions, which step side by side: a step's numbers are few, and each call costs more than they do.

    Gates and 2h are as in ``model.fused_matrices``, those of one kind of both directions beside each other. A direction's own
    matrix lies by columns: it is read a quarter faster so.
    """

    def __init__(self, weights: Tensors, k: int) -> None:
        below, own, bias = [], [], []
        for direction in DIRECTIONS:
            name = f"lstm.{k}.{direction}"
            below.append(_fused(weights[f"{name}.weight_ih_l0"]).T)
            own.append(np.asfortranarray(0.5 * _fused(weights[f"{name}.weight_hh_l0"])))
            bias.append(_fused(weights[f"{name}.bias_ih_l0"] + weights[f"{name}.bias_hh_l0"]))
        self._below, self.own, self._bias = below, own, bias

    def run(self, below: Float32Array) -> Float32Array:
        """(frames, 2·hidden) for a sequence (frames, inputs), from the zero state either way."""
        frames, hidden = len(below), self.own[0].shape[1]
        sums = np.empty((frames, 4, 2, hidden), dtype=np.float32)
        for way, (matrix, bias) in enumerate(zip(self._below, self._bias, strict=True)):
            sums[:, :, way] = (below[:: 1 - 2 * way] @ matrix + bias).reshape(frames, 4, hidden)
        gates = FusedGates(aligned((10 * hidden,)))
        summed = gates.sums.reshape(4, 2, hidden)
        made = np.zeros((2, 4 * hidden), dtype=np.float32)
        ahead, back = self.own
        made_ahead, made_back, by_gate = made[0], made[1], made.reshape(2, 4, hidden).transpose(1, 0, 2)
        out = np.empty((frames, 2, hidden), dtype=np.float32)
        for t, own in enumerate(sums):
            if t:
                before = out[t - 1]
                np.dot(ahead, before[0], out=made_ahead)
                np.dot(back, before[1], out=made_back)
            np.add(own, by_gate, out=summed)
            gates.update(out[t].reshape(-1))
        out *= 0.5
        return np.concatenate((out[:, 0], out[::-1, 1]), axis=1)


def _fused(part: Float32Array) -> Float32Array:
    """Weights or biases of the gates i, f, g, o in the order o, i, f, g, those of a sigmoid halved."""
    i, f, g, o = np.split(part, 4)
    return np.concatenate((0.5 * o, 0.5 * i, 0.5 * f, g))


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
