"""Points that go or stray: as many and as far as was said, and nothing where nothing was."""

from __future__ import annotations

import numpy as np

from model.arrays import Float64Array
from training.data.augmentation import Augmentation, vary

STROKES: list[Float64Array] = [np.random.default_rng(k).normal(0, 1, (n, 2)) for k, n in enumerate((1, 2, 3, 400))]


def varied(seed: int, **what: float) -> list[Float64Array]:
    return vary(STROKES, Augmentation(**what), np.random.default_rng(seed))  # type: ignore[arg-type]


def test_without_anything_it_is_the_same() -> None:
    assert all(np.array_equal(one, other) for one, other in zip(varied(1), STROKES, strict=True))


def test_points_go_but_the_ends_of_strokes() -> None:
    shares = []
    for seed in range(30):
        strokes = varied(seed, drop_points=0.3)
        for old, new in zip(STROKES, strokes, strict=True):
            assert np.array_equal(old[[0, -1]], new[[0, -1]]) and len(new) >= min(len(old), 2)
            at = [int(np.flatnonzero((old == point).all(axis=1))[0]) for point in new]
            assert at == sorted(at)
        shares.append(1 - len(strokes[-1]) / 400)
    assert min(shares) < 0.06 < 0.24 < max(shares) < 0.37


def test_points_stray() -> None:
    far = []
    for seed in range(30):
        moved = [new - old for old, new in zip(STROKES, varied(seed, noise=0.2), strict=True)]
        far.append(float(np.concatenate(moved).std()))
    assert min(far) < 0.05 < 0.15 < max(far) < 0.21
