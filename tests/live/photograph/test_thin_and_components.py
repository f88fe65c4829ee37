"""Connected pieces of ink are scipy's; thin lines keep them connected, and paths go over every pixel of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from inkapp.live.photograph.components import pieces_of
from inkapp.live.photograph.thin import links_of, paths_of, thinned

CORNERS = np.ones((3, 3))


@pytest.mark.parametrize("seed", range(40))
def test_pieces_and_thin_lines_of_blots(seed: int) -> None:
    random = np.random.default_rng(seed)
    blots = ndimage.gaussian_filter(random.random(random.integers(1, 45, 2)), random.uniform(0.3, 2))
    ink = blots > np.quantile(blots, random.uniform(0.3, 0.9))
    labels, count = ndimage.label(ink, CORNERS)
    pieces = pieces_of(ink)
    assert pieces.count == count
    if count:
        areas = np.bincount(labels.ravel())[1:]
        assert sorted(pieces.sum(pieces.end - pieces.start)) == sorted(areas)
        boxes = {(x.start, y.start, x.stop, y.stop) for y, x in ndimage.find_objects(labels)}
        assert set(zip(*(part.tolist() for part in pieces.bounds()), strict=True)) == boxes
    thin = thinned(ink)
    assert ndimage.label(thin, CORNERS)[1] == count and not (thin & ~ink).any()
    paths = paths_of(thin)
    y, x = np.nonzero(thin)
    assert {tuple(pixel) for path in paths for pixel in path.tolist()} == set(zip(x.tolist(), y.tolist(), strict=True))
    assert sum(len(path) - 1 for path in paths) == int((links_of(thin)[:, 0] != links_of(thin)[:, 1]).any(axis=1).sum())
    assert all(np.abs(np.diff(path, axis=0)).max(initial=0) <= 1 for path in paths)


def test_a_cross_has_four_arms_and_a_ring_is_one_path() -> None:
    cross = np.zeros((41, 41), dtype=bool)
    cross[18:23, 3:38] = cross[3:38, 18:23] = True
    lengths = sorted(len(path) for path in paths_of(thinned(cross)))
    assert len([length for length in lengths if length > 8]) == 4
    y, x = np.mgrid[0:41, 0:41] - 20
    ring = np.abs(np.hypot(x, y) - 14) < 3
    (path,) = paths_of(thinned(ring))
    assert np.array_equal(path[0], path[-1]) and np.allclose(np.hypot(*(path - 20).T), 14, atol=1.6)
