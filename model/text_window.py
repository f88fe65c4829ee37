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
    """Where one future, or several side by side in the last axis, stand in a text. Scratch of one writer.

    ``place``: κ (components[, batch]), in characters from the first. ``seen``: φ (characters[, batch]), how much of each
    character the window reads. ``read``: (features[, batch]), what it reads.
    """

    def __init__(self, weights: Tensors, features: Float32Array, *batch: int) -> None:
        """``features``: the text's, from ``TextEncoder``. The window stands before the first character."""
        self._matrix = np.float32(0.5) * weights["text.window.weight"]  # for 2h, which ``fused_lstm`` keeps
        self._bias = weights["text.window.bias"].reshape(-1, *(1,) * len(batch))
        self._components = len(self._matrix) // 3
        self._features = np.ascontiguousarray(features.T)
        self._places = np.arange(len(features), dtype=np.float32).reshape(1, -1, *(1,) * len(batch))
        self.place: Float32Array = np.zeros((self._components, *batch), dtype=np.float32)
        self.seen: Float32Array = np.zeros((len(features), *batch), dtype=np.float32)
        self.read: Float32Array = np.zeros((features.shape[1], *batch), dtype=np.float32)

    def move(self, doubled: Float32Array) -> None:
        """Moves on by what the lowest layer says, 2h (units[, batch]), and reads."""
        k = self._components
        raw = self._matrix @ doubled + self._bias
        weight = np.clip(raw[:k], *LOG_WEIGHT)[:, None]
        width = np.exp(np.clip(raw[k : 2 * k], *LOG_WIDTH))[:, None]
        self.place = self.place + np.logaddexp(np.float32(0.0), raw[2 * k :])
        far = self.place[:, None] - self._places
        self.seen = np.exp(weight - width * far * far).sum(axis=0)
        self.read = self._features @ self.seen
