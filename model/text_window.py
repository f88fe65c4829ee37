"""The soft window over a text at run time: what its characters mean, where in it the pen is, and what it reads there.

Graves 2013, eq. 46–51, as ``training.writer`` trains it: the window's place only moves on. The numbers that stand for a
character depend on the three characters either side, so they are made anew when a text that is being typed grows.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from model.alphabet import SIZE, to_ids
from model.arrays import Float32Array
from model.checkpoint import Tensors

AROUND = 3  # characters either side that a character's numbers depend on
AHEAD = (
    AROUND + 1
)  # characters before a text's end so far, where a pen must wait for more: the window reads a neighbour, too
LOG_WEIGHT = (-8.0, 4.0)  # limits of the logarithms of a Gaussian's weight and width, as in training
LOG_WIDTH = (-5.0, 3.0)

_erf = np.frompyfunc(math.erf, 1, 1)


class TextEncoder:
    """Turns a text into numbers, (characters, features). Frozen."""

    def __init__(self, weights: Tensors) -> None:
        embedding = weights["text.embedding.weight"].astype(np.float64)
        if len(embedding) != SIZE:
            raise ValueError(f"these weights know {len(embedding) - 2} characters, and the alphabet has {SIZE - 2}")
        self._embedding = embedding
        self._near = weights["text.near.weight"].astype(np.float64), weights["text.near.bias"].astype(np.float64)
        self._far = weights["text.far.weight"].astype(np.float64), weights["text.far.bias"].astype(np.float64)

    def encode(self, text: str, *, ended: bool = True) -> Float32Array:
        """What a text's characters, and its end where it has one, stand for. Raises ValueError for foreign characters."""
        ids = to_ids(text, ended=ended)
        near = _convolve(self._embedding[ids], *self._near)
        near *= 0.5 * (1.0 + _erf(near / math.sqrt(2.0)).astype(np.float64))  # GELU
        return np.ascontiguousarray(_convolve(near, *self._far) + near, dtype=np.float32)


def _convolve(values: Any, weight: Any, bias: Any) -> Any:
    """(n, in) → (n, out), with zeros either side; ``weight``: (out, in, odd width)."""
    reach = weight.shape[2] // 2
    padded = np.pad(values, ((reach, reach), (0, 0)))
    return bias + sum(padded[k : k + len(values)] @ weight[:, :, k].T for k in range(weight.shape[2]))


class TextWindow:
    """Where a pen stands in a text. Scratch of one writer.

    ``place``: κ (components,), in characters from the first. ``seen``: φ (characters,), how much of each character the window
    reads. ``read``: (features,), what it reads.
    """

    def __init__(self, weights: Tensors, features: Float32Array) -> None:
        """``features``: the text's, from ``TextEncoder``. The window stands before the first character."""
        self._matrix: Float32Array = (
            np.float32(0.5) * weights["text.window.weight"]
        )  # for 2h, which ``fused_lstm`` keeps
        self._bias = weights["text.window.bias"]
        self._features = np.ascontiguousarray(features.T)
        self._places = np.arange(len(features), dtype=np.float32)
        self._raw = np.empty(len(self._matrix), dtype=np.float32)
        self._far = np.empty(len(features), dtype=np.float32)
        self.place: Float32Array = np.zeros(len(self._matrix) // 3, dtype=np.float32)
        self.seen: Float32Array = np.zeros(len(features), dtype=np.float32)
        self.read: Float32Array = np.zeros(features.shape[1], dtype=np.float32)

    def move(self, doubled: Float32Array) -> None:
        """Moves on by what the lowest layer says, 2h (units,), and reads.

        With few Gaussians plain numbers are faster than arrays of them.
        """
        raw, far, k = self._raw, self._far, len(self.place)
        np.dot(self._matrix, doubled, out=raw)
        np.add(raw, self._bias, raw)
        numbers = raw.tolist()
        self.seen.fill(0.0)
        for at in range(k):
            weight = min(max(numbers[at], LOG_WEIGHT[0]), LOG_WEIGHT[1])
            width = math.exp(min(max(numbers[k + at], LOG_WIDTH[0]), LOG_WIDTH[1]))
            step = numbers[2 * k + at]
            self.place[at] = self.place.item(at) + max(step, 0.0) + math.log1p(math.exp(-abs(step)))
            np.subtract(self._places, self.place[at], far)
            np.multiply(far, far, far)
            np.multiply(far, -width, far)
            np.add(far, weight, far)
            np.exp(far, far)
            np.add(self.seen, far, self.seen)
        np.dot(self._features, self.seen, out=self.read)


class TextWindows:
    """Windows side by side in the last axis, each over a text of its own. Scratch of one batch.

    ``place``: (components, batch). ``seen``: (characters of the longest text, batch), 0 beyond a text's own. ``read``:
    (features, batch). What a window reads does not depend, to the last bit, on the others' texts: sums are taken over
    characters one after another, and those beyond a text's end add 0.
    """

    def __init__(self, weights: Tensors, features: int, batch: int) -> None:
        """No window has a text yet."""
        self._matrix: Float32Array = np.float32(0.5) * weights["text.window.weight"]
        self._bias = weights["text.window.bias"][:, None]
        self._features = np.zeros((0, batch, features), dtype=np.float32)
        self._places = np.zeros((0, batch), dtype=np.float32)
        self._lengths = [0] * batch
        self.place: Float32Array = np.zeros((len(self._matrix) // 3, batch), dtype=np.float32)
        self.seen: Float32Array = np.zeros((0, batch), dtype=np.float32)
        self.read: Float32Array = np.zeros((features, batch), dtype=np.float32)

    def begin(self, column: int, features: Float32Array) -> None:
        """A window stands before the first character of another text, (characters, features); there may be none."""
        self._lengths[column] = len(features)
        longest = max(self._lengths)
        kept = min(longest, len(self._places))
        grown = ((0, longest - kept), (0, 0))
        self._features = np.pad(self._features[:kept], (*grown, (0, 0)))
        self._places = np.pad(self._places[:kept], grown, constant_values=np.inf)
        self._features[:, column] = 0.0
        self._features[: len(features), column] = features
        self._places[:, column] = np.inf  # no Gaussian reaches there
        self._places[: len(features), column] = np.arange(len(features))
        self.place[:, column] = 0.0
        self.read[:, column] = 0.0

    def move(self, doubled: Float32Array) -> None:
        """Moves all on by what the lowest layer says, 2h (units, batch), and reads."""
        raw, k = self._matrix @ doubled + self._bias, len(self.place)
        weight = np.clip(raw[:k], *LOG_WEIGHT)[:, None]
        width = np.exp(np.clip(raw[k : 2 * k], *LOG_WIDTH))[:, None]
        self.place = self.place + np.logaddexp(np.float32(0.0), raw[2 * k :])
        far = self.place[:, None] - self._places
        self.seen = np.exp(weight - width * far * far).sum(axis=0)
        self.read = np.add.reduce(self._features * self.seen[:, :, None], axis=0).T
