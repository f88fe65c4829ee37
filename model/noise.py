"""The noise of a continuation: step k of seed s always has the same four numbers, whatever was sampled before it.

Turning the temperature at step k therefore leaves the noise of every later step as it was, and going on from a stored state is
exact. Philox 4×64 (Salmon et al. 2011) turns one counter into four 64-bit words: the counter is the step, the key the seed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from model.arrays import Float64Array

_BLOCK = 256  # rows made at a time: a generator costs about 20 µs to build, a row a few nanoseconds
_WORD = 1 << 64


def uniforms(seed: int, start: int, count: int) -> Float64Array:
    """(count, 4) in 0 ≤ u < 1 for the steps ``start``, ``start + 1``, …

    ``seed``: any integer; only its value modulo 2⁶⁴ counts. Raises ValueError for a negative start or count.
    """
    if start < 0 or count < 0:
        raise ValueError(f"noise starts at step 0 and counts up, not {start} and {count}")
    source = np.random.Philox(key=seed % _WORD, counter=start)
    return np.random.Generator(source).random((count, 4))


def rows(seed: int, start: int, count: int) -> Float64Array:
    """(count, 4): a uniform (which component), two standard normals (where in it), a uniform (the pen).

    The normals are Box and Muller's, from the step's second and third uniform.
    """
    drawn = uniforms(seed, start, count)
    radius = np.sqrt(-2.0 * np.log1p(-drawn[:, 1]))  # 1 − u is never 0
    angle = 2.0 * math.pi * drawn[:, 2]
    drawn[:, 1] = radius * np.cos(angle)
    drawn[:, 2] = radius * np.sin(angle)
    return drawn


def stream(seed: int, start: int = 0) -> Iterator[list[float]]:
    """The rows of ``rows`` one at a time, without end, as plain floats."""
    while True:
        yield from rows(seed, start, _BLOCK).tolist()
        start += _BLOCK
