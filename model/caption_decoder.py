"""Captions a line at run time: an LSTM that looks at the frames by soft attention and says one character after another.

``training.captioner.decoder`` is the same network, and says where it comes from. Class 0 is the end, class k + 1 the alphabet's
character k.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

    def log_likelihoods(self, frames: Float32Array, texts: Sequence[Sequence[int]]) -> list[float]:
        """Of texts, classes without the end: how likely each is to be said, and then the end, log p. What several of them
        begin with is said once."""
        if not texts:
            return []
        looks, labels = _Looks(self, frames), [END]
        found, rows = [0.0] * len(texts), [0] * len(texts)
        for place in range(max(map(len, texts)) + 1):
            log_probs = looks.step(labels)
            begun: dict[tuple[int, int], int] = {}  # the captions that go on, by the one before and its next class
            for number, text in enumerate(texts):
                if place < len(text):
                    found[number] += float(log_probs[rows[number], text[place]])
                    rows[number] = begun.setdefault((rows[number], text[place]), len(begun))
                elif place == len(text):
                    found[number] += float(log_probs[rows[number], END])
            if begun:
                looks.take([row for row, _ in begun])
                labels = [label for _, label in begun]
        return found


class Look:
    """A line being captioned: where the decoder stands, and where it looked. ``weights``: (frames,), the last look."""

    def __init__(self, decoder: Decoder, frames: Float32Array) -> None:
        self._looks = _Looks(decoder, frames)

    @property
    def weights(self) -> Float32Array:
        return np.asarray(self._looks.weights[0])

    def step(self, label: int) -> Float32Array:
        """Is told the character before, or END before the first, and says how likely each class is next: log-probabilities."""
        return np.asarray(self._looks.step([label])[0])


class _Looks:
    """Several captions of one line, side by side, at first one: of each where the decoder stands, (captions, …)."""

    def __init__(self, decoder: Decoder, frames: Float32Array) -> None:
        self._decoder, self._frames = decoder, frames
        self._compared = frames @ decoder._keys + decoder._keys_bias
        units = len(decoder._own) // 4
        self._hidden, self._cell = np.zeros((2, 1, units), dtype=np.float32)
        self._context = np.zeros((1, frames.shape[1]), dtype=np.float32)
        self.weights = np.zeros((1, len(frames)), dtype=np.float32)
        self._all = self.weights

    def take(self, rows: Sequence[int]) -> None:
        """Goes on with the captions of these numbers alone; one may be there several times."""
        self._hidden, self._cell, self._context = self._hidden[rows], self._cell[rows], self._context[rows]
        self.weights, self._all = self.weights[rows], self._all[rows]

    def step(self, labels: Sequence[int]) -> Float32Array:
        """As ``Look.step``, a label for each caption: (captions, classes)."""
        net, own = self._decoder, np.array(labels)
        embedded = net._embedding[own]
        embedded[own == END] = 0.0
        told = np.concatenate((embedded, self._context), axis=1)
        gates = told @ net._inputs.T + self._hidden @ net._own.T + net._bias
        hidden = np.empty_like(self._hidden)
        for sums, cell, out in zip(gates, self._cell, hidden, strict=True):
            update(sums, cell, out)
        self._hidden = hidden
        half = net._reach // 2
        seen = np.pad(np.stack((self.weights, self._all), axis=1), ((0, 0), (0, 0), (half, half)))
        windows = np.lib.stride_tricks.sliding_window_view(seen, net._reach, axis=2)  # (captions, 2, frames, reach)
        looked = windows.transpose(0, 2, 1, 3).reshape(*self.weights.shape, -1) @ net._looked
        looked += self._compared
        looked += (hidden @ net._query.T)[:, None]
        scores = np.tanh(looked, out=looked) @ net._score
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.weights = np.asarray(scores / scores.sum(axis=1, keepdims=True), dtype=np.float32)
        self._all = self._all + self.weights
        self._context = self.weights @ self._frames
        return log_softmax(np.concatenate((hidden, self._context), axis=1) @ net._head.T + net._head_bias)
