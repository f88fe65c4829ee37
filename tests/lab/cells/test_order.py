"""An order in which like cells are neighbours."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from lab.cells.order import correlation, side_by_side
from model.arrays import Float64Array


def unlikeness(likeness: Float64Array, order: list[int]) -> float:
    """The mean of 1 − r over neighbours: what an order makes small."""
    return float(np.mean([1.0 - likeness[a, b] for a, b in pairwise(order)]))


def test_correlations_are_numpys_and_a_still_cell_is_like_none() -> None:
    signals = np.random.default_rng(0).normal(size=(5, 200)).astype(np.float32)
    assert np.allclose(correlation(signals), np.corrcoef(signals), atol=1e-6)
    signals[2] = 0.5
    assert (correlation(signals)[2] == 0).all()


def test_families_that_were_shuffled_stand_together_again() -> None:
    random = np.random.default_rng(1)
    family = random.permutation(np.repeat(np.arange(4), 6))
    signals = (random.normal(size=(4, 400))[family] + 0.3 * random.normal(size=(24, 400))).astype(np.float32)
    likeness = correlation(signals)
    order = side_by_side(likeness)
    assert sorted(order) == list(range(24))
    assert (np.diff(family[order]) != 0).sum() == 3
    assert unlikeness(likeness, order) < unlikeness(likeness, list(range(24)))
    assert order == side_by_side(likeness.copy()) and order[0] < order[-1]


def test_next_to_no_cells() -> None:
    assert side_by_side(np.eye(1)) == [0] and side_by_side(np.eye(2)) == [0, 1]
