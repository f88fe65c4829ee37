"""Shapes have the pen's width, no holes, and look the same in parts as in one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from inkapp.ink.document import Stroke
from inkapp.ink.outline import DOT, EASE_MM, WIDEST_MM
from inkapp.ink.pen import PEN_MM
from inkapp.ui.canvas.outline_path import outline_path, outline_paths
from tests.ui.pictures import filled, wave

places = st.floats(-20, 20).map(lambda value: round(value, 3))


def straight(pressure: float) -> QPainterPath:
    x = np.linspace(2, 18, 30)
    return outline_path(x, np.full(30, 5.0), np.full(30, pressure))


def test_nothing_is_an_empty_path() -> None:
    assert outline_path(np.empty(0), np.empty(0), np.empty(0)).isEmpty()


def test_a_dot_is_a_disc() -> None:
    path = outline_path(np.array([3.0]), np.array([4.0]), np.array([0.5]))
    bounds, radius = path.boundingRect(), DOT * PEN_MM / 2
    assert bounds.center() == QPointF(3.0, 4.0)
    assert bounds.width() == pytest.approx(2 * radius, rel=0.01)
    assert bounds.height() == pytest.approx(2 * radius, rel=0.01)
    assert filled(path, 20).sum() / 255 == pytest.approx(np.pi * (20 * radius) ** 2, rel=0.03)


def test_a_pen_that_does_not_move_is_a_dot_as_strong_as_its_strongest_press() -> None:
    path = outline_path(np.full(5, 1.0), np.full(5, 1.0), np.array([0.1, 0.5, 1.0, 1.0, 0.2]))
    assert DOT * PEN_MM < path.boundingRect().width() <= WIDEST_MM


def test_the_harder_the_wider() -> None:
    heights = [straight(pressure).boundingRect().height() for pressure in (0.0, 0.5, 1.0)]
    assert heights[0] < heights[1] < heights[2]
    assert heights[1] == pytest.approx(PEN_MM, rel=0.01)


def test_round_ends_reach_half_a_width_beyond_the_last_samples() -> None:
    bounds = straight(0.5).boundingRect()
    assert bounds.left() == pytest.approx(2 - PEN_MM / 2, rel=0.01)
    assert bounds.right() == pytest.approx(18 + PEN_MM / 2, rel=0.01)


def test_a_straight_line_is_evenly_wide_and_without_beads() -> None:
    rows = filled(straight(0.5), 10)[:, 40:160].astype(int).sum(axis=0)
    assert rows.max() - rows.min() <= 3  # of some 1,400


def test_a_circle_is_round_although_its_samples_are_few() -> None:
    angle = np.linspace(0, 2 * np.pi, 25)
    path = outline_path(10 + 6 * np.cos(angle), 10 + 6 * np.sin(angle), np.full(25, 0.5))
    cover = filled(path, 10)
    across, down = np.meshgrid(np.arange(200) + 0.5, np.arange(200) + 0.5)
    inked = cover > 128
    radius = np.hypot(across - 100, down - 100)[inked] / 10
    assert radius.min() > 6 - PEN_MM / 2 - EASE_MM - 0.1
    assert radius.max() < 6 + PEN_MM / 2 + 0.1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(places, places, st.floats(0, 1)), min_size=1, max_size=25))
def test_any_stroke_covers_its_samples_and_goes_no_farther_than_the_widest_pen(
    samples: list[tuple[float, float, float]],
) -> None:
    x, y, pressure = np.array(samples).T
    path = outline_path(x, y, pressure)
    assert path.fillRule() == Qt.FillRule.WindingFill
    nib = 2 * EASE_MM + 0.05
    for at in zip(x.tolist(), y.tolist(), strict=True):
        assert path.intersects(QRectF(at[0] - nib, at[1] - nib, 2 * nib, 2 * nib))
    reach = WIDEST_MM / 2 + 20  # a curve swings beside its chord, by less than a quarter of it
    assert QRectF(-20 - reach, -20 - reach, 40 + 2 * reach, 40 + 2 * reach).contains(path.boundingRect())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(3, 17), st.floats(3, 17)), min_size=2, max_size=8))
def test_corners_and_tight_loops_leave_no_holes(corners: list[tuple[float, float]]) -> None:
    """Along the straight line between two samples, one pixel and another, everything is covered."""
    steps = np.linspace(0, 1, 12)[:, None]
    path_points = np.concatenate(
        [a + (b - a) * steps for a, b in zip(np.array(corners[:-1]), np.array(corners[1:]), strict=True)]
    )
    cover = filled(outline_path(*path_points.T, np.full(len(path_points), 0.9)), 10)  # type: ignore[call-arg]
    for px, py in path_points:
        column, row = int(px * 10), int(py * 10)
        assert cover[row - 1 : row + 2, column - 1 : column + 2].max() >= 250


def test_parts_make_up_the_whole() -> None:
    stroke = wave(2, 4, 15, 120)
    arrays = stroke.x, stroke.y, stroke.pressure
    parts = QPainterPath()
    parts.setFillRule(Qt.FillRule.WindingFill)
    for begin, end in ((0, 40), (40, 80), (80, None)):
        parts.addPath(outline_path(*arrays, begin, end))
    whole = filled(outline_path(*arrays), 10).astype(int)
    difference = np.abs(whole - filled(parts, 10))
    assert difference.max() <= 96  # where two round ends meet at the rim
    assert (difference > 16).sum() <= 12


def test_no_strokes_have_no_shapes() -> None:
    assert outline_paths([]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(places, places, st.floats(0, 1)), min_size=1, max_size=12), min_size=1, max_size=6))
def test_strokes_side_by_side_are_shaped_as_each_by_itself(lines: list[list[tuple[float, float, float]]]) -> None:
    """Dots, pens that rest and corners too: no line has a say in another's shape."""
    strokes = []
    for line in lines:
        x, y, pressure = np.array([line[0], *line, line[-1]][len(line) % 2 :]).T  # half of them rest where they begin
        strokes.append(Stroke(x, y, np.zeros(len(x)), pressure))
    for stroke, path in zip(strokes, outline_paths(strokes), strict=True):
        alone = outline_path(stroke.x, stroke.y, stroke.pressure)
        assert path.elementCount() == alone.elementCount() and path.fillRule() == alone.fillRule()
        for number in range(path.elementCount()):
            one, other = path.elementAt(number), alone.elementAt(number)
            assert one.isMoveTo() == other.isMoveTo()
            assert (one.x, one.y) == pytest.approx((other.x, other.y), abs=1e-9)
