"""Shapes and paths as lines: curves, arcs, rectangles, and what has no size."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.ink.errors import FileError
from tests.formats.svg.pictures import LINE, page_of, points_of, told_of


@pytest.mark.parametrize(
    ("shape", "points"),
    [
        (LINE, [[1, 2], [3, 4]]),
        ('<path d="M1 2 3 4-5 6"/>', [[1, 2], [3, 4], [-5, 6]]),
        ('<path d="m1 2l2 2h1v-1H1V1z"/>', [[1, 2], [3, 4], [4, 4], [4, 3], [1, 3], [1, 1], [1, 2]]),
        ('<path d="M01.5 5.L.5.25"/>', [[1.5, 5], [0.5, 0.25]]),
        ('<polyline points="1,2 3,4,5 6"/>', [[1, 2], [3, 4], [5, 6]]),
        ('<polygon points="1,2 3,4 5,6"/>', [[1, 2], [3, 4], [5, 6], [1, 2]]),
        ('<line x1="1" y1="2" x2="3mm" y2="10%"/>', [[1, 2], [11.339, 5]]),
        ('<path d="M5 5h0.01"/>', [[5, 5]]),
        ('<path d="M5 5z"/>', [[5, 5]]),
        ('<polyline points="5 5"/>', [[5, 5]]),
        ('<path d="M9 9M1 2L3 4M8 8"/>', [[1, 2], [3, 4]]),
        ('<path d="M0 0A0 5 0 0 1 3 4"/>', [[0, 0], [3, 4]]),
    ],
)
def test_shapes(shape: str, points: list[list[float]]):
    assert points_of(shape) == points


def test_subpaths_are_strokes_and_go_on_after_a_close():
    page = page_of('<path d="M0 0L1 0L1 1Z L5 5 M7 7L8 8"/>')
    assert [len(s) for s in page.strokes] == [4, 2, 2]
    assert page.strokes[1].x.tolist() == [0, 5]


@pytest.mark.parametrize(
    ("d", "centre", "radius"),
    [
        ("M10 20A10 10 0 0 1 30 20", (20, 20), 10),
        ("M10 20a10 10 0 1130 0", (25, 20), 15),  # flags need nothing between; a radius too small is grown
        ("M10 20A1 1 0 0 1 30 20", (20, 20), 10),
        # a quarter circle as a cubic is within 0.03 % of it
        ("M10 20C10 14.477152 14.477152 10 20 10", (20, 20), 10),
    ],
)
def test_curves_keep_to_their_tolerance(d: str, centre: tuple[float, float], radius: float):
    (stroke,) = page_of(f'<path d="{d}"/>').strokes
    x, y = (
        np.interp(np.linspace(0, 1, 4000), np.linspace(0, 1, len(stroke)), stroke.x),
        np.interp(np.linspace(0, 1, 4000), np.linspace(0, 1, len(stroke)), stroke.y),
    )
    away = np.abs(np.hypot(x - centre[0], y - centre[1]) - radius)
    assert away.max() < 0.025
    assert len(stroke) < 60


@pytest.mark.parametrize(
    ("flags", "centre", "share"),
    [("0 1", (0, 10), 1 / 4), ("0 0", (10, 0), 1 / 4), ("1 1", (10, 0), 3 / 4), ("1 0", (0, 10), 3 / 4)],
)
def test_the_flags_of_an_arc_choose_among_four(flags: str, centre: tuple[float, float], share: float):
    (stroke,) = page_of(f'<path d="M0 0A10 10 0 {flags} 10 10"/>').strokes
    np.testing.assert_allclose(np.hypot(stroke.x - centre[0], stroke.y - centre[1]), 10, atol=1e-3)
    length = np.hypot(np.diff(stroke.x), np.diff(stroke.y)).sum()
    assert length == pytest.approx(share * 20 * np.pi, rel=0.01)


def test_quadratic_and_smooth_curves():
    (one,) = page_of('<path d="M0 0Q5 10 10 0T20 0"/>').strokes
    assert (one.x[-1], one.y[-1]) == (20, 0)
    assert one.y.max() == pytest.approx(5, abs=0.05) and one.y.min() == pytest.approx(-5, abs=0.05)
    (two,) = page_of('<path d="M0 0C0 5 10 5 10 0S20 -5 20 0"/>').strokes
    assert two.y.max() == pytest.approx(3.75, abs=0.05) and two.y.min() == pytest.approx(-3.75, abs=0.05)


def test_a_curve_is_flattened_for_the_size_it_is_drawn_at():
    small = page_of('<path d="M0 0C0 50 100 50 100 0"/>', 'width="100mm" height="50mm"').strokes[0]
    large = page_of('<g transform="scale(20)"><path d="M0 0C0 50 100 50 100 0"/></g>', "").strokes[0]
    assert 3 * len(small) < len(large)


@pytest.mark.parametrize(
    ("shape", "corners", "count"),
    [
        ('<rect x="1" y="2" width="10" height="5"/>', [[1, 2], [11, 2], [11, 7], [1, 7], [1, 2]], 5),
        ('<rect width="10%" height="10%"/>', [[0, 0], [10, 0], [10, 5], [0, 5], [0, 0]], 5),
    ],
)
def test_rectangles(shape: str, corners: list[list[float]], count: int):
    assert points_of(shape) == corners


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ('<circle cx="30" cy="20" r="10"/>', (20, 10, 40, 30)),
        ('<ellipse cx="30" cy="20" rx="10" ry="5"/>', (20, 15, 40, 25)),
        ('<ellipse cx="30" cy="20" rx="10"/>', (20, 10, 40, 30)),
        ('<rect x="20" y="10" width="20" height="20" rx="5"/>', (20, 10, 40, 30)),
        ('<rect x="20" y="10" width="20" height="20" rx="99" ry="auto"/>', (20, 10, 40, 30)),
    ],
)
def test_round_shapes_are_closed_and_keep_to_their_tolerance(shape: str, box: tuple[float, ...]):
    (stroke,) = page_of(shape).strokes
    assert stroke.bounds == pytest.approx(box, abs=0.05)
    assert (stroke.x[0], stroke.y[0]) == (stroke.x[-1], stroke.y[-1]) and 12 < len(stroke) < 60


def test_shapes_of_no_size_are_not_drawn():
    assert told_of(f'<rect width="5"/><circle r="0"/><ellipse rx="-1"/>{LINE}') == ([2], [])


def test_a_long_path_is_not_read_again_and_again():
    with pytest.raises(FileError, match="too much by use"):
        page_of(f'<path id="a" d="M0 0L1 1{"x" * 100_000}"/>' + '<use href="#a"/>' * 400)
