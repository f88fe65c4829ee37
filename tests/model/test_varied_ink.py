"""Points that go or stray: as many and as far as was said, and nothing where nothing was."""

from __future__ import annotations

import numpy as np
import pytest

from model.arrays import Float64Array
from model.varied_ink import Field, Variation, varied

STROKES: list[Float64Array] = [np.random.default_rng(k).normal(0, 1, (n, 2)) for k, n in enumerate((1, 2, 3, 400))]


def once_more(seed: int, **what: float) -> list[Float64Array]:
    return varied(STROKES, Variation(**what), np.random.default_rng(seed))


def test_without_anything_it_is_the_same() -> None:
    assert all(np.array_equal(one, other) for one, other in zip(once_more(1), STROKES, strict=True))


def test_points_go_but_the_ends_of_strokes() -> None:
    shares = []
    for seed in range(30):
        strokes = once_more(seed, drop_points=0.3)
        for old, new in zip(STROKES, strokes, strict=True):
            assert np.array_equal(old[[0, -1]], new[[0, -1]]) and len(new) >= min(len(old), 2)
            at = [int(np.flatnonzero((old == point).all(axis=1))[0]) for point in new]
            assert at == sorted(at)
        shares.append(1 - len(strokes[-1]) / 400)
    assert min(shares) < 0.06 < 0.24 < max(shares) < 0.37


def test_points_stray() -> None:
    far = []
    for seed in range(30):
        moved = [new - old for old, new in zip(STROKES, once_more(seed, noise=0.2), strict=True)]
        far.append(float(np.concatenate(moved).std()))
    assert min(far) < 0.05 < 0.15 < max(far) < 0.21


def test_a_field_is_as_steep_as_it_is_said_to_be_and_lets_letters_differ() -> None:
    step, spread = 1e-4, 40.0
    places = np.random.default_rng(0).uniform((0, -2), (60, 2), (400, 2)) * spread
    slopes = []
    for seed in range(60):
        field = Field(0.2, np.random.default_rng(seed))
        moved = field.move(places, spread)
        for axis in np.eye(2):
            slopes.append((field.move(places + step * axis, spread) - moved) / step - axis)
        # a spread is all that its lengths are in: the same ink twice as large is bent alike
        assert field.move(2 * places, 2 * spread) == pytest.approx(2 * moved)
    steep = np.sqrt(np.square(slopes).mean(axis=(0, 1)))  # of x and of y, along both axes
    assert np.sqrt(2) * steep == pytest.approx([0.2, 0.2], rel=0.15)
    assert min(np.std(np.array(slopes), axis=1).mean(axis=0)) > 0.05  # from place to place of one line
