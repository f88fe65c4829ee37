"""What an eraser touches, against a slow and plain measure."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from inkapp.ink.document import Page
from inkapp.ink.touched_strokes import strokes_touched
from tests.ink.documents import stroke

places = st.tuples(st.integers(0, 30), st.integers(0, 30))


def along(a: tuple[float, float], b: tuple[float, float]) -> np.ndarray:
    share = np.linspace(0, 1, 200)[:, None]
    return np.array(a) * (1 - share) + np.array(b) * share


def distance(points: list[tuple[float, float]], a: tuple[float, float], b: tuple[float, float]) -> float:
    """By brute force, to about a tenth of a unit."""
    eraser = along(a, b)
    pieces = list(pairwise(points)) or [(points[0], points[0])]
    return min(float(np.sqrt(((along(*piece)[:, None] - eraser[None]) ** 2).sum(-1)).min()) for piece in pieces)


@given(st.lists(st.lists(places, min_size=1, max_size=4), min_size=1, max_size=4), places, places, st.floats(0.1, 8))
def test_it_agrees_with_brute_force(lines, a, b, radius: float):
    page = Page().with_strokes([stroke(points) for points in lines])
    distances = [distance(points, a, b) for points in lines]
    assume(all(abs(d - radius) > 0.3 for d in distances))
    expected = tuple(i for i, d in enumerate(distances) if d < radius)
    assert strokes_touched(page, *a, *b, radius) == expected  # type: ignore[call-arg]


def test_a_fast_eraser_misses_nothing_between_two_events():
    page = Page().with_strokes([stroke([(x, 10), (x, 90)]) for x in (20, 40, 60)])
    assert strokes_touched(page, 0, 50, 100, 51, 0.1) == (0, 1, 2)
    assert strokes_touched(page, 0, 50, 45, 51, 0.1) == (0, 1)


def test_dots_and_an_eraser_at_rest():
    page = Page().with_strokes([stroke([(10, 10)]), stroke([(30, 10), (50, 10)])])
    assert strokes_touched(page, 10.5, 10, 10.5, 10, 1) == (0,)
    assert strokes_touched(page, 40, 10.9, 40, 10.9, 1) == (1,)
    assert strokes_touched(page, 40, 11.1, 40, 11.1, 1) == ()
    assert strokes_touched(Page(), 0, 0, 1, 1, 5) == ()


def test_boxes_that_touch_are_not_strokes_that_touch():
    page = Page().with_strokes([stroke([(0, 0), (100, 100)])])
    assert strokes_touched(page, 80, 10, 90, 20, 5) == ()
