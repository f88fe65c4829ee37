"""A shake is measured and made by the same filter: what is put in is found again, and smooth strokes have none."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.live.compose.shake import evenly, lengths, root_mean_square, shaken, strays


def loops(count: int = 12) -> np.ndarray:
    """Cycloid-like loops, an x-height high: smooth as writing is."""
    t = np.linspace(0.0, 2 * np.pi * count, 200 * count)
    return np.stack((0.1 * t + 0.35 * np.cos(t), 0.5 * np.sin(t)), axis=1)


@pytest.mark.parametrize("size", [0.008, 0.015, 0.03])
def test_the_shake_that_is_made_is_the_shake_that_is_measured(size: float):
    smooth = root_mean_square(strays(loops()))
    found = root_mean_square(strays(shaken(loops(), size, np.random.default_rng(1))))
    assert smooth < 0.002
    assert size * 0.75 < found < size * 1.3


def test_it_is_smooth_along_the_stroke_and_moves_it_no_farther_than_asked():
    moved = shaken(loops(), 0.02, np.random.default_rng(2)) - loops()
    assert np.sqrt((moved**2).mean(axis=0)) == pytest.approx([0.025, 0.025], rel=0.2)  # longer waves are not measured
    assert np.abs(np.diff(moved, axis=0)).mean() < 0.006


def test_no_shake_and_dots_stay_as_they_are():
    points = loops(1)
    assert shaken(points, 0.0, np.random.default_rng(1)) is points
    assert shaken(points[:1], 0.1, np.random.default_rng(1)).tolist() == points[:1].tolist()
    assert not len(strays(points[:1])) and not len(strays(np.zeros((5, 2)))) and root_mean_square(np.zeros(0)) == 0.0


def test_even_points_keep_the_ends_and_the_length():
    points = loops(2)
    even = evenly(points, 0.1)
    assert even[0].tolist() == points[0].tolist() and even[-1].tolist() == points[-1].tolist()
    assert lengths(even)[-1] == pytest.approx(lengths(points)[-1], rel=0.01)
    assert np.diff(lengths(even)) == pytest.approx(0.1, rel=0.05)
    assert evenly(points[:1], 0.1).tolist() == points[:1].tolist()
