"""Gradients of a captioner's convolutions, a picture at a time: by the chain rule, from its frames down to each kernel.

The gradient in what a 3 × 3 convolution reads is itself one, of the gradient in what it makes, with each kernel turned by 180°
and inputs and outputs exchanged.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array
from model.convolutions import CONVOLUTIONS, Convolutions, convolved, flat, halves, pooled_axes, shifted

Larger = npt.NDArray[np.bool_]


class PictureRun:
    """A picture (channels, height, width) through ``weights``' convolutions. ``columns``: (frames, numbers)."""

    def __init__(self, weights: Mapping[str, Float32Array], seen: Float32Array) -> None:
        self._weights, self._net = weights, Convolutions(weights)
        self._seen = [seen]  # what each convolution reads, and what the last one of 3 × 3 makes
        self._larger: list[list[Larger]] = []  # of each pair that was pooled, whether the first was kept
        for k in range(CONVOLUTIONS):
            made = convolved(self._seen[-1], self._net.kernels[k])
            larger = []
            for axis in pooled_axes(k):
                first, second = halves(made, axis)
                larger.append(first >= second)
                made = np.where(larger[-1], first, second)
            self._larger.append(larger)
            self._seen.append(np.maximum(made + self._net.biases[k], 0))
        self.columns = self._net.framed(self._seen[-1])

    def gradient(self, above: Float32Array) -> dict[str, Float32Array]:
        """From the gradient in ``columns`` to that in each tensor."""
        net, top = self._net, self._seen[-1]
        above = above * (self.columns > 0)
        found = {
            "frame.weight": (top.reshape(-1, top.shape[2]) @ above).T.reshape(self._weights["frame.weight"].shape),
            "frame.bias": above.sum(axis=0),
        }
        below = (above @ net.frame).T.reshape(top.shape)
        for k in reversed(range(CONVOLUTIONS)):
            made = below * (self._seen[k + 1] > 0)
            found[f"see.{k}.bias"] = made.sum(axis=(1, 2))
            for axis, larger in zip(reversed(pooled_axes(k)), reversed(self._larger[k]), strict=True):
                made = _unpooled(made, larger, axis)
            kernel = self._weights[f"see.{k}.weight"]
            wide = np.zeros((*made.shape[:2], made.shape[2] + 2), dtype=np.float32)
            wide[:, :, :-2] = made
            own = wide.reshape(len(made), -1) @ shifted(self._seen[k]).T
            found[f"see.{k}.weight"] = own.reshape(len(made), 3, 3, -1).transpose(0, 3, 1, 2)
            if k:
                below = convolved(made, flat(kernel[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)))
        return found


def _unpooled(above: Float32Array, larger: Larger, axis: int) -> Float32Array:
    """The gradient in what was pooled: it goes to the one of each pair that was kept."""
    shape = list(above.shape)
    shape[axis] *= 2
    whole = np.empty(shape, dtype=np.float32)
    first, second = halves(whole, axis)
    np.multiply(above, larger, out=first)
    np.multiply(above, ~larger, out=second)
    return whole
