"""Where along a line other ink stands: what crosses its body, joined where nothing fits between."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.ink.document import Stroke
from inkapp.live.other_ink import CLEAR, OtherInk
from model.strokes import Frame

FRAME = Frame((50.0, 100.0), 2.0, 0.0)


def stroke(*points: tuple[float, float]) -> Stroke:
    """Through points in the frame's units."""
    outer = FRAME.to_outer(np.array(points, dtype=np.float64))
    return Stroke(outer[:, 0], outer[:, 1], np.zeros(len(points)), np.full(len(points), 0.5))


def found(*strokes: Stroke, height: float = 0.0) -> list[list[float]]:
    return OtherInk(strokes, FRAME).stretches(height).round(3).tolist()


def test_a_page_without_other_ink_is_free() -> None:
    nothing = OtherInk((), FRAME)
    assert found() == [] and nothing.end_after(3.0, 0.0) == np.inf and nothing.is_free(0.0, 99.0, 0.0)


def test_only_what_crosses_the_body_counts() -> None:
    assert found(stroke((0, -4), (4, 4))) == [[1.5, 2.5]]
    assert found(stroke((0, -4), (4, -1.5)), stroke((9, 1.2), (9, 6))) == []
    assert found(stroke((0, 0), (3, 0), (3, 5))) == [[0.0, 3.0]]
    assert found(stroke((2, 0.5))) == [[2.0, 2.0]] and found(stroke((2, 1.5))) == []


def test_a_ring_has_two_sides_and_near_ones_are_joined() -> None:
    ring = [(10 + 6 * np.cos(a), 6 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 60)]
    (left, right) = found(stroke(*ring))
    assert left[0] == pytest.approx(4.0, abs=0.1) and right[1] == pytest.approx(16.0, abs=0.1)
    assert found(stroke((0, 0), (2, 0)), stroke((2.3, 0), (5, 0))) == [[0.0, 5.0]]


def test_a_line_ends_before_it_and_not_for_what_is_behind() -> None:
    other = OtherInk((stroke((0, 0), (2, 0)), stroke((20, 0), (22, 0))), FRAME)
    assert other.end_after(5.0, 0.0) == 20.0 - CLEAR and other.end_after(25.0, 0.0) == np.inf
    assert other.end_after(1.0, 0.0) == 1.0 - CLEAR  # ink right at the pen: no room
    assert other.is_free(4.0, 18.0, 0.0) and not other.is_free(4.0, 19.5, 0.0) and other.is_free(4.0, 30.0, 6.0)
