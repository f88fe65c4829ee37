"""The style vector of a hand at run time: numbers from its ink alone that tell a writing network how the hand writes.

Convolutions over rows of ink, then each channel's mean and deviation, so that what is written hardly matters, then a linear
map (x-vectors do so for voices: Snyder et al. 2018, sec. 2). A recurrent state forgets what it has read some words ago; the
vector stays as it is while a text is written (as in Chang et al. 2022, "Style Equalization"). It is learnt beforehand, by who
wrote which line.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from model.arrays import Float32Array
from model.reader_form import COLUMNS_READ, columns_read
from model.strokes import RowArray

CHANNELS, STRIDES, REACH = (64, 96, 128), (1, 2, 2), 5  # of each convolution
LEAST_VARIANCE = 1e-6


def style_shapes(numbers: int) -> dict[str, tuple[int, ...]]:
    """The tensors that make a vector of so many ``numbers``, with their shapes."""
    shapes: dict[str, tuple[int, ...]] = {}
    for k, (below, above) in enumerate(pairwise((COLUMNS_READ, *CHANNELS))):
        shapes[f"text.style.convolutions.{k}.weight"] = (above, below, REACH)
        shapes[f"text.style.convolutions.{k}.bias"] = (above,)
    return shapes | {"text.style.vector.weight": (numbers, 2 * CHANNELS[-1]), "text.style.vector.bias": (numbers,)}


class StyleReader:
    """Turns a hand's ink into its style vector. Frozen."""

    def __init__(self, weights: Mapping[str, Float32Array], scale: tuple[float, float]) -> None:
        """``weights``: those of ``style_shapes``, among others. ``scale``: what the network divides offsets by."""
        self._scale = scale
        names = [f"text.style.convolutions.{k}" for k in range(len(CHANNELS))]
        self._convolutions = [(weights[f"{name}.weight"], weights[f"{name}.bias"]) for name in names]
        self._matrix, self._bias = weights["text.style.vector.weight"], weights["text.style.vector.bias"]

    @property
    def nobody(self) -> Float32Array:
        """The vector where no ink was shown: zeros."""
        return np.zeros(len(self._bias), dtype=np.float32)

    def read(self, rows: RowArray) -> Float32Array:
        """The vector (numbers,) of rows (n, 4) of ``model.input_rows``; of none, ``nobody``."""
        if not len(rows):
            return self.nobody
        values: Any = columns_read(rows, self._scale)
        for (weight, bias), stride in zip(self._convolutions, STRIDES, strict=True):
            values = np.maximum(_convolve(values, weight, bias, stride), np.float32(0.0))
        mean = values.mean(axis=0)
        spread = np.sqrt(np.maximum((values**2).mean(axis=0) - mean**2, np.float32(LEAST_VARIANCE)))
        return np.asarray(self._matrix @ np.concatenate((mean, spread)) + self._bias, dtype=np.float32)


def likeness(one: Float32Array, other: Float32Array) -> float:
    """The cosine of two style vectors; 0 where one is nobody's."""
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / lengths if lengths else 0.0


def _convolve(values: Any, weight: Any, bias: Any, stride: int) -> Any:
    """(n, in) → (⌈n / stride⌉, out), with zeros either side; ``weight``: (out, in, odd width)."""
    reach = weight.shape[2] // 2
    padded = np.pad(values, ((reach, reach), (0, 0)))
    return bias + sum(padded[k : k + len(values) : stride] @ weight[:, :, k].T for k in range(weight.shape[2]))
