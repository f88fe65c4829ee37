"""Captions a line at run time: an LSTM that looks at the frames by soft attention and says one character after another.

``training.captioner.decoder`` is the same network, and says where it comes from. Class 0 is the end, class k + 1 the alphabet's
character k.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from model.arrays import Float32Array
from model.blstm import halved, log_softmax, update
from model.checkpoint import Tensors

END = 0


@dataclass(frozen=True, eq=False, slots=True)
class Said:
    """What the decoder said at one step. ``log_probs``: (classes,), of the end and each character, before any temperature;
    ``looked``: (frames,), how much of its attention each frame had, 1 in all; ``label``: the class that was taken."""

    log_probs: Float32Array
    looked: Float32Array
    label: int


class Decoder:
    """Frozen after construction: threads may share it."""

    def __init__(self, weights: Tensors) -> None:
        own = {name.removeprefix("decoder."): array for name, array in weights.items() if name.startswith("decoder.")}
        self._embedding = own["embedding.weight"]
        self._inputs, self._own = halved(own["cell.weight_ih"]), halved(own["cell.weight_hh"])
        self._bias = halved(own["cell.bias_ih"] + own["cell.bias_hh"])
        self._keys, self._keys_bias = own["keys.weight"].T, own["keys.bias"]
        self._query, self._score = own["query.weight"], own["score.weight"][0]
        looked = own["looked.weight"]  # (A, 2, reach) as the matrix (2 · reach, A)
        self._looked, self._reach = np.ascontiguousarray(looked.reshape(len(looked), -1).T), looked.shape[2]
        self._head, self._head_bias = own["head.weight"], own["head.bias"]

    def begin(self, frames: Float32Array) -> Look:
        """Before the first character of a line whose frames (frames, width) these are."""
        return Look(self, frames)

    def caption(self, frames: Float32Array, longest: int) -> Iterator[Said]:
        """What it says, each time the likeliest, to the end (which is said, too) or for ``longest`` characters."""
        look, label = self.begin(frames), END
        for _ in range(longest):
            log_probs = look.step(label)
            label = int(log_probs.argmax())
            yield Said(log_probs, look.weights, label)
            if label == END:
                return


class Look:
    """A line being captioned: where the decoder stands, and where it looked. ``weights``: (frames,), the last look."""

    def __init__(self, decoder: Decoder, frames: Float32Array) -> None:
        self._decoder, self._frames = decoder, frames
        self._compared = frames @ decoder._keys + decoder._keys_bias
        units = len(decoder._own) // 4
        self._hidden, self._cell = np.zeros((2, units), dtype=np.float32)
        self._context = np.zeros(frames.shape[1], dtype=np.float32)
        self.weights = np.zeros(len(frames), dtype=np.float32)
        self._all = self.weights

    def step(self, label: int) -> Float32Array:
        """Is told the character before, or END before the first, and says how likely each class is next: log-probabilities."""
        net = self._decoder
        told = np.concatenate((net._embedding[label], self._context))
        if label == END:
            told[: net._embedding.shape[1]] = 0.0
        gates = net._inputs @ told + net._own @ self._hidden + net._bias
        hidden = np.empty_like(self._hidden)
        update(gates, self._cell, hidden)
        self._hidden = hidden
        half = net._reach // 2
        seen = np.pad(np.stack((self.weights, self._all)), ((0, 0), (half, half)))
        windows = np.lib.stride_tricks.sliding_window_view(seen, net._reach, axis=1)  # (2, frames, reach)
        looked = windows.transpose(1, 0, 2).reshape(len(self.weights), -1) @ net._looked
        scores = np.tanh(self._compared + net._query @ hidden + looked) @ net._score
        scores = np.exp(scores - scores.max())
        self.weights = np.asarray(scores / scores.sum(), dtype=np.float32)
        self._all = self._all + self.weights
        self._context = self.weights @ self._frames
        return log_softmax(net._head @ np.concatenate((hidden, self._context)) + net._head_bias)
