"""Filters over pictures (height, width), edges carried on beyond them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array


def blurred(picture: Float32Array, sigma: float) -> Float32Array:
    """By a Gaussian of so many pixels."""
    reach = max(int(np.ceil(3 * sigma)), 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(sigma, 1e-3)) ** 2).astype(np.float32)
    weights /= weights.sum()
    for axis in (0, 1):
        size = picture.shape[axis]
        padded = np.pad(picture, [(reach, reach) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
        made = np.zeros_like(picture)
        for k, weight in enumerate(weights):
            made += weight * (padded[k : k + size] if axis == 0 else padded[:, k : k + size])
        picture = made
    return picture


def box_mean(picture: Float32Array, reach: int) -> Float32Array:
    """The mean of the square of 2·reach + 1 pixels about each pixel."""
    for axis in (0, 1):
        padded = np.pad(picture, [(reach + 1, reach) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
        sums = np.cumsum(padded, axis=axis, dtype=np.float64)
        side = 2 * reach + 1
        part = sums[side:] - sums[:-side] if axis == 0 else sums[:, side:] - sums[:, :-side]
        picture = (part / side).astype(np.float32)
    return picture


def highest(picture: Float32Array, reach: int) -> Float32Array:
    """The highest value in the square of 2·reach + 1 pixels about each pixel."""
    for axis in (0, 1):
        padded = np.pad(picture, [(reach, reach) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
        size, done = picture.shape[axis], 1  # ``padded`` holds the highest of so many from each on
        while done < 2 * reach + 1:
            step = min(done, 2 * reach + 1 - done)
            length = padded.shape[axis] - step
            ahead = padded[step:] if axis == 0 else padded[:, step:]
            padded = np.maximum(padded[:length] if axis == 0 else padded[:, :length], ahead)
            done += step
        picture = padded[:size] if axis == 0 else padded[:, :size]
    return picture


def block_mean(picture: Float32Array, side: int) -> Float32Array:
    """Of squares of so many pixels, at least one each way; what fills none at the right and the bottom is left out."""
    height, width = (max(size // side, 1) for size in picture.shape)
    part = picture[: height * side, : width * side]
    return np.asarray(part.reshape(height, part.shape[0] // height, width, part.shape[1] // width).mean(axis=(1, 3)))


def resized(picture: Float32Array, height: int, width: int) -> Float32Array:
    """Of another size, linearly between the pixels' middles."""
    low, high, share = _between(picture.shape[0], height)
    rows = picture[low] + share[:, None] * (picture[high] - picture[low])
    low, high, share = _between(picture.shape[1], width)
    return np.asarray(rows[:, low] + share * (rows[:, high] - rows[:, low]))


def _between(before: int, after: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Float32Array]:
    at = np.clip((np.arange(after) + 0.5) * (before / after) - 0.5, 0, before - 1)
    low = np.floor(at).astype(np.intp)
    return low, np.minimum(low + 1, before - 1), (at - low).astype(np.float32)
