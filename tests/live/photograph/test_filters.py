"""The filters do what scipy's do."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from inkapp.live.photograph.filters import block_mean, blurred, box_mean, highest, resized


@pytest.mark.parametrize("shape", [(1, 1), (3, 40), (25, 31)])
def test_blur_mean_and_highest(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    assert np.allclose(
        blurred(picture, 1.3), ndimage.gaussian_filter(picture, 1.3, mode="nearest", radius=4), atol=1e-5
    )
    for reach in (1, 2, 5):
        side = 2 * reach + 1
        assert np.array_equal(highest(picture, reach), ndimage.maximum_filter(picture, side, mode="nearest"))
        assert np.allclose(box_mean(picture, reach), ndimage.uniform_filter(picture, side, mode="nearest"), atol=1e-5)


def test_sizes() -> None:
    rows, columns = np.mgrid[0:12, 0:20].astype(np.float32)
    plane = 2 * rows + columns
    assert np.array_equal(resized(plane, 12, 20), plane)
    assert np.allclose(
        resized(plane, 24, 40)[2:-2, 2:-2],
        (2 * ((np.arange(24) + 0.5) / 2 - 0.5)[:, None] + (np.arange(40) + 0.5) / 2 - 0.5)[2:-2, 2:-2],
    )
    assert np.allclose(block_mean(plane, 4), plane.reshape(3, 4, 5, 4).mean(axis=(1, 3)))
    assert block_mean(plane[:2], 4).shape == (1, 5)
