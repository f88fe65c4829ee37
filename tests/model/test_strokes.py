"""Ink as rows and back, whatever its sampling; the frame is that of the ink, not of its points."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.arrays import Float64Array
from model.strokes import (
    LEVEL_PRIOR,
    STEEP,
    Representation,
    likely_slope,
    measure_frame,
    resample,
    simplify,
    simplify_all,
    smooth,
    split_long,
    to_rows,
    to_strokes,
)
from tests.training import archives

LINE = [stroke[:, :2] for stroke in archives.loops(3, letters=12, points=30)]


def dense(points: Float64Array, count: int) -> Float64Array:
    """The same polyline with many points, unevenly."""
    at = np.union1d(np.arange(len(points)), (np.linspace(0, 1, count) ** 2) * (len(points) - 1))
    return np.stack([np.interp(at, np.arange(len(points)), points[:, axis]) for axis in (0, 1)], axis=1)


def turned(strokes: list[Float64Array], degrees: float, size: float) -> list[Float64Array]:
    a = np.radians(degrees)
    return [size * stroke @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) for stroke in strokes]


def test_the_frame_does_not_depend_on_the_sampling() -> None:
    plain, crowded = measure_frame(LINE), measure_frame([dense(s, 300) if len(s) > 1 else s for s in LINE])
    assert crowded.origin == pytest.approx(plain.origin, abs=1e-6)
    assert crowded.size == pytest.approx(plain.size) and crowded.angle == pytest.approx(plain.angle, abs=1e-9)


@pytest.mark.parametrize("size", [0.01, 1.0, 30.0])
@pytest.mark.parametrize("degrees", [-5.0, 0.0, 5.0])
def test_the_frame_follows_size_and_slope(size: float, degrees: float) -> None:
    long = [s + np.array([k * 2400.0, 0.0]) for k in range(4) for s in LINE]  # long enough to be sure of its slope
    level, other = measure_frame(long), measure_frame(turned(long, degrees, size))
    assert np.degrees(other.angle - level.angle) == pytest.approx(degrees, abs=0.35)
    assert other.size == pytest.approx(level.size * size, rel=0.01)
    local = np.concatenate([other.to_local(s) for s in turned(long, degrees, size)])
    assert np.concatenate([level.to_local(s) for s in long]) == pytest.approx(local, abs=0.35)


def test_there_and_back_is_the_same_place() -> None:
    frame = measure_frame(turned(LINE, 3.0, 0.2))
    points = np.random.default_rng(0).normal(0, 50, (20, 2))
    assert frame.to_outer(frame.to_local(points)) == pytest.approx(points)
    assert frame.to_local(np.array([frame.origin]))[0] == pytest.approx((0.0, 0.0))


def test_a_short_beginning_is_drawn_towards_level() -> None:
    steep = turned([np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.3]])], 40.0, 1.0)
    assert abs(measure_frame(steep).angle) < np.radians(5)


@pytest.mark.parametrize("strokes", [[], [np.zeros((1, 2))], [np.ones((5, 2)), np.zeros((1, 2))]])
def test_ink_without_extent_has_no_frame(strokes: list[Float64Array]) -> None:
    with pytest.raises(ValueError, match="no extent"):
        measure_frame(strokes)


def test_a_level_dash_has_a_size_all_the_same() -> None:
    assert measure_frame([np.array([[0.0, 5.0], [10.0, 5.0]])]).size > 0


def test_smoothing_keeps_ends_and_takes_what_is_finer_than_itself() -> None:
    t = np.linspace(0, 2 * np.pi, 400)
    circle = np.stack((np.cos(t), np.sin(t)), axis=1)
    rough = circle + 0.02 * np.sin(40 * t)[:, None]
    out = smooth(rough, 0.06)
    assert out[0] == pytest.approx(rough[0]) and out[-1] == pytest.approx(rough[-1])
    inner = np.hypot(*out[5:-5].T)
    assert np.abs(inner - 1).max() < 0.01 and np.abs(np.hypot(*rough.T) - 1).max() > 0.02
    assert np.array_equal(smooth(circle[:1], 0.06), circle[:1])
    assert len(smooth(np.repeat(circle[:1], 4, axis=0), 0.06)) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=2, max_size=25), st.floats(0.1, 5.0))
def test_simplified_ink_is_within_its_tolerance(points: list[tuple[int, int]], tolerance: float) -> None:
    path = np.array(points, dtype=np.float64)
    kept = simplify(path, tolerance)
    assert kept[0] == 0 and kept[-1] == len(path) - 1 and (np.diff(kept) > 0).all()
    for a, b in pairwise(kept):
        chord = path[b] - path[a]
        square = chord @ chord
        for p in path[a : b + 1] - path[a]:
            along = np.clip(p @ chord / square, 0, 1) if square else 0.0
            assert np.hypot(*(p - along * chord)) <= tolerance + 1e-9


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=1, max_size=25), min_size=1, max_size=5
    ),
    st.floats(0.1, 5.0),
)
def test_strokes_are_simplified_together_as_each_alone(strokes: list[list[tuple[int, int]]], tolerance: float) -> None:
    paths = [np.array(points, dtype=np.float64) for points in strokes]
    together = simplify_all(paths, tolerance)
    assert all(np.array_equal(kept, simplify(path, tolerance)) for kept, path in zip(together, paths, strict=True))
    assert simplify_all([], tolerance) == []


def test_long_pieces_are_cut_in_equal_parts() -> None:
    path = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 5.0]])
    cut = split_long(path, 1.2)
    steps = np.hypot(*np.diff(cut, axis=0).T)
    assert steps == pytest.approx([1.0, 1.0, 1.0, 1.0, 1.0, 1.0]) and np.array_equal(cut[-1], path[-1])


@pytest.mark.parametrize("count", [60, 400, 3000])
def test_resampled_ink_is_the_same_shape_at_any_rate(count: int) -> None:
    frame = measure_frame(LINE)
    stroke = frame.to_local(LINE[1])
    one, other = (resample(s, Representation()) for s in (stroke, dense(stroke, count)))
    assert abs(len(one) - len(other)) <= 2
    assert other[0] == pytest.approx(stroke[0]) and other[-1] == pytest.approx(stroke[-1])
    nearest = [np.hypot(*(dense(one, 4000) - p).T).min() for p in other]
    assert max(nearest) < 0.06


def test_rows_there_and_back() -> None:
    frame = measure_frame(LINE)
    strokes = [resample(frame.to_local(s), Representation()) for s in LINE]
    rows = to_rows(strokes, height=True)
    points = np.concatenate(strokes)
    assert rows[:, 3] == pytest.approx(points[:, 1], abs=1e-5) and rows[:, 2].sum() == len(strokes)
    back = to_strokes(rows, (float(points[0, 0]), float(points[0, 1])))
    assert len(back) == len(strokes)
    for a, b in zip(back, strokes, strict=True):
        assert a == pytest.approx(b, abs=1e-3)
    assert to_rows(strokes, height=False).shape[1] == 3


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_slope_is_drawn_to_level_unless_it_is_plainly_steep(sign: float) -> None:
    prior, doubt = LEVEL_PRIOR, 0.2 * LEVEL_PRIOR**2
    level = sign * STEEP * prior
    assert likely_slope(level / 2, doubt, prior) == level / 2 * prior**2 / (prior**2 + doubt)
    steep = likely_slope(10 * level, doubt, prior)
    assert 0.99 * 10 * STEEP * prior < sign * steep < 10 * STEEP * prior
    raw = np.linspace(0.0, 1.0, 2001)
    slopes = [likely_slope(sign * value, doubt, prior) for value in raw]
    assert np.abs(np.diff(slopes)).max() < 2 * raw[1]  # no jump where the tails begin
    assert likely_slope(3 * level, 4.0, prior) == 3 * level * prior**2 / (prior**2 + 4.0)  # nothing is known


def test_a_frame_is_steep_only_where_it_may_be() -> None:
    uphill = [stroke @ np.array([[0.9063, -0.4226], [0.4226, 0.9063]]) for stroke in LINE]
    level, steep = measure_frame(LINE), measure_frame(uphill, steep=True)
    assert measure_frame(LINE, steep=True) == level
    assert np.degrees(steep.angle - level.angle) == pytest.approx(-25.0, abs=1.0)
    assert abs(measure_frame(uphill).angle) < abs(steep.angle)
