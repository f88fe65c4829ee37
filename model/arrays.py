"""The two precisions of arrays: states, gates and weights are float32; densities, nats and page points float64."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

CACHE_LINE = 64  # bytes


def aligned(shape: tuple[int, ...]) -> Float32Array:
    """Zeros that begin on a cache line."""
    size = int(np.prod(shape)) * 4
    raw = np.zeros(size + CACHE_LINE, dtype=np.uint8)
    start = -raw.ctypes.data % CACHE_LINE
    return raw[start : start + size].view(np.float32).reshape(shape)


def frozen(array: Float32Array) -> Float32Array:
    """The array itself, from now on read-only."""
    array.flags.writeable = False
    return array
