"""A captioner's convolutions over a picture: four of 3 × 3, the first three pooled, and one of the whole height. numpy alone.

``run`` is what the app reads by; ``PictureRun`` of ``model.convolution_gradient`` steps through the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.arrays import Float32Array

CONVOLUTIONS = 4
COLUMNS = 2  # of the picture, a frame


class Convolutions:
    """``weights`` as ``model.captioner_form`` names them. Frozen: threads may share it."""

    def __init__(self, weights: Mapping[str, Float32Array]) -> None:
        self.kernels = [flat(weights[f"see.{k}.weight"]) for k in range(CONVOLUTIONS)]
        self.biases = [weights[f"see.{k}.bias"][:, None, None] for k in range(CONVOLUTIONS)]
        whole = weights["frame.weight"][:, :, :, 0]  # (numbers, channels, rows)
        self.frame, self.frame_bias = whole.reshape(len(whole), -1), weights["frame.bias"]

    def run(self, seen: Float32Array) -> Float32Array:
        """(frames, numbers of a frame) of a picture (channels, height, width) of ``model.ink_picture``."""
        for k, (kernel, bias) in enumerate(zip(self.kernels, self.biases, strict=True)):
            seen = convolved(seen, kernel)
            for axis in pooled_axes(k):  # before the bias is added and what is below zero cut: there is less to do
                seen = np.maximum(*halves(seen, axis))
            seen = np.maximum(seen + bias, 0)
        return self.framed(seen)

    def framed(self, seen: Float32Array) -> Float32Array:
        """What the last one makes of the others': (frames, numbers)."""
        columns = seen.reshape(-1, seen.shape[2])  # (channels · rows, frames)
        assert len(columns) == self.frame.shape[1]
        return np.asarray(np.maximum(columns.T @ self.frame.T + self.frame_bias, 0))


def pooled_axes(k: int) -> tuple[int, ...]:
    """The axes of (channels, height, width) that are halved after convolution ``k``, in this order."""
    return ((1, 2), (1,), (1,), ())[k]


def halves(made: Float32Array, axis: int) -> tuple[Float32Array, Float32Array]:
    """Every other row (axis 1) or column (axis 2), and the others: of each pair pooling keeps the larger."""
    return (made[:, ::2], made[:, 1::2]) if axis == 1 else (made[:, :, ::2], made[:, :, 1::2])


def flat(kernel: Float32Array) -> Float32Array:
    """A kernel (out, in, 3, 3) as a matrix (out, 3 · 3 · in)."""
    return np.ascontiguousarray(kernel.transpose(0, 2, 3, 1).reshape(len(kernel), -1))


def convolved(seen: Float32Array, kernel: Float32Array) -> Float32Array:
    """A convolution of 3 × 3 over (channels, height, width), zeros around it, without its bias. ``kernel``: see ``flat``."""
    made = kernel @ shifted(seen)
    height, width = seen.shape[1:]
    return np.asarray(made.reshape(len(kernel), height, width + 2)[:, :, :width])


def shifted(seen: Float32Array) -> Float32Array:
    """The nine shifts of (channels, height, width) one below another, (3 · 3 · channels, height · (width + 2)).

    Rows lie one after another with two zeros between them, so that each shift is one stretch of memory.
    """
    channels, height, width = seen.shape
    wide = width + 2
    padded = np.zeros((channels, height + 3, wide), dtype=np.float32)
    padded[:, 1 : height + 1, 1 : width + 1] = seen
    lines, count = padded.reshape(channels, -1), height * wide
    return np.concatenate([lines[:, row * wide + column :][:, :count] for row in range(3) for column in range(3)])
