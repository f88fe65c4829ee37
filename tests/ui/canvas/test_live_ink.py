"""A line that grows looks as it will when it is whole."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from inkapp.ui.canvas.live_ink import LiveInk
from inkapp.ui.canvas.outline_path import outline_path
from tests.ui.pictures import filled, wave


def together(shapes: list[QPainterPath]) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for shape in shapes:
        path.addPath(shape)
    return path


@pytest.mark.parametrize("step", [1, 3, 500])
def test_grown_point_by_point_or_at_once_it_is_the_whole_line(step: int) -> None:
    line = wave(1, 4, 17, 400)
    live = LiveInk()
    assert live.is_empty
    for n in range(step, len(line) + step, step):
        live.grow(line.x[:n], line.y[:n], line.pressure[:n])
    whole = filled(outline_path(line.x, line.y, line.pressure), 10).astype(int)
    difference = np.abs(whole - filled(together(live.shapes()), 10))
    assert difference.max() <= 128 and (difference > 16).sum() <= 40  # at the joints' rims, and nowhere wide


def test_what_is_settled_is_not_made_again() -> None:
    line = wave(1, 4, 17, 400)
    live = LiveInk()
    live.grow(line.x[:300], line.y[:300], line.pressure[:300])
    settled = live.shapes()[:-1]
    assert len(settled) >= 4
    live.grow(line.x, line.y, line.pressure)
    assert all(one is other for one, other in zip(settled, live.shapes(), strict=False))
    live.clear()
    assert live.is_empty


def test_a_press_alone_is_a_dot() -> None:
    live = LiveInk()
    live.grow(np.array([5.0]), np.array([5.0]), np.array([0.5]))
    assert not live.is_empty and filled(together(live.shapes()), 10).any()
