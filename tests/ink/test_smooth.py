"""The staircase of whole pixels goes; corners, ends and everything a device really said stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink.smooth import CHUNK, REACH, grid_of, soften, straighten

PIXEL = 25.4 / 96


def on_grid(points: np.ndarray, cell: float = PIXEL) -> np.ndarray:
    """What a device that counts in whole pixels reports: a point at each pixel the line passes."""
    seen = np.round(points / cell) * cell
    return seen[np.concatenate(([True], (np.diff(seen, axis=0) != 0).any(axis=1)))]


def turning(points: np.ndarray) -> float:
    """The sum of all changes of direction, radians."""
    step = np.diff(points, axis=0)
    angle = np.arctan2(step[:, 1], step[:, 0])
    return float(np.abs((np.diff(angle) + np.pi) % (2 * np.pi) - np.pi).sum())


def straightened(points: np.ndarray, reach: float = 0.04) -> np.ndarray:
    return np.stack(straighten(points[:, 0], points[:, 1], reach), axis=1)


def loops(n: int = 4000) -> np.ndarray:
    s = np.linspace(0, 40, n)
    return np.stack((10 + 0.9 * s + 1.2 * np.sin(2 * s), 50 + 2 * np.sin(1.5 * s + 0.3)), axis=1)


def error(points: np.ndarray, true: np.ndarray) -> float:
    away = np.sqrt(((points[:, None] - true[None]) ** 2).sum(-1)).min(axis=1)
    return float(np.sqrt((away**2).mean()))


@pytest.mark.parametrize("cell", [PIXEL, PIXEL / 2, PIXEL / 1.5])
def test_loops_lose_their_staircase_at_any_zoom(cell: float):
    true = loops()
    raw = on_grid(true, cell)
    smooth = straightened(raw)
    assert turning(raw) > 5 * turning(true)
    assert turning(smooth) < 1.4 * turning(true)
    assert error(smooth, true) < 0.6 * error(raw, true)


def test_no_point_leaves_its_pixel_and_the_ends_stay():
    raw = on_grid(loops())
    assert len(raw) > 2 * CHUNK  # so that chunks are joined, too
    smooth = straightened(raw)
    assert np.abs(smooth - raw).max() <= PIXEL / 2 + 1e-6
    assert (smooth[[0, -1]] == raw[[0, -1]]).all()


def test_a_corner_stays_a_corner():
    s = np.linspace(0, 12, 3000)
    raw = on_grid(np.stack((s, 40 + np.abs(s - 6)), axis=1))
    smooth = straightened(raw)
    tip = smooth[np.argmin(smooth[:, 1])]
    assert tip[1] - 40 < 0.5 * PIXEL
    near = smooth[(np.abs(smooth[:, 0] - tip[0]) > PIXEL * 2)]
    left, right = near[near[:, 0] < tip[0]], near[near[:, 0] > tip[0]]
    for side, slope in ((left, -1), (right, 1)):
        assert np.polyfit(side[:, 0], side[:, 1], 1)[0] == pytest.approx(slope, abs=0.03)


def test_a_device_finer_than_pixels_is_hardly_touched():
    true = loops(400) + np.random.default_rng(0).normal(0, 1e-3, (400, 2))
    assert grid_of(*true.T) == 0
    assert np.abs(straightened(true, 0.04) - true).max() <= 0.04 + 1e-9


def test_repeated_points_do_not_count():
    raw = on_grid(loops(500))
    assert np.allclose(straightened(np.repeat(raw, 3, axis=0))[::3], straightened(raw))


def test_the_grid_is_found_whatever_the_zoom_and_the_place():
    rng = np.random.default_rng(1)
    for cell in (PIXEL, 0.1, 0.4, 0.0254):
        points = rng.integers(-400, 400, (40, 2)) * cell + rng.uniform(0, 100, 2)
        assert grid_of(*points.T) == pytest.approx(cell, rel=1e-6)


def test_steps_that_happen_to_be_alike_are_no_grid():
    points = np.stack((np.arange(20) * 10 * PIXEL, np.arange(20) * 5 * PIXEL), axis=1)
    assert grid_of(*points.T) == 0


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=3, max_size=60),
    st.integers(0, 20),
)
def test_what_was_drawn_of_a_growing_line_does_not_change_later(cells: list[tuple[int, int]], more: int):
    points = np.array(cells) * PIXEL
    before = np.stack(soften(*points.T, 0.04), axis=1)  # type: ignore[call-arg]
    longer = np.concatenate((points, points[-1] + np.cumsum(np.full((more, 2), PIXEL), axis=0)))
    after = np.stack(soften(*longer.T, 0.04), axis=1)  # type: ignore[call-arg]
    if len(points) >= 24:  # from here on the grid is decided
        settled = len(points) - REACH
        assert (before[:settled] == after[:settled]).all()
    assert (before[-1] == points[-1]).all() and (before[0] == points[0]).all()


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), min_size=1, max_size=50))
def test_any_line_stays_finite_and_near(cells: list[tuple[float, float]]):
    points = np.array(cells)
    smooth = straightened(points)
    assert np.isfinite(smooth).all()
    assert np.abs(smooth - points).max() <= 0.3 + 1e-9
