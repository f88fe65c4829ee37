"""Where something small stands beside a line: near it, in sight, and never on ink."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from inkapp.ui.canvas.free_place import GAP, REACH, boxes_of, free_place, is_free
from inkapp.ui.canvas.ink_index import Box

ROOM = (0.0, 0.0, 800.0, 600.0)
LINE = (300.0, 200.0, 300.0, 230.0)  # where a ghost begins, and how high it is
GHOST = (300.0, 200.0, 600.0, 230.0)
SIZE = (200.0, 20.0)


def place(*ink: Box, room: Box = ROOM) -> tuple[float, float] | None:
    return free_place(SIZE, LINE, np.array([GHOST, *ink]), room)


def test_under_the_line_where_that_is_free():
    assert place() == (300.0, 230.0 + GAP)


def test_under_what_hangs_down_there():
    assert place((320.0, 225.0, 330.0, 240.0)) == (300.0, 240.0 + GAP)


def test_above_where_the_next_line_is_written():
    below = (0.0, 245.0, 800.0, 500.0)
    assert place(below) == (300.0, 200.0 - GAP - SIZE[1])


def test_beside_it_between_two_lines():
    assert place(
        (0.0, 235.0, 800.0, 500.0), (0.0, 0.0, 800.0, 195.0), (0.0, 200.0, 298.0, 230.0), room=(0, 0, 900, 600)
    ) == (
        600.0 + GAP,
        235.0 - GAP - SIZE[1],
    )


def test_in_sight_at_the_right_and_at_the_lower_edge():
    x, y = place(room=(0.0, 0.0, 420.0, 240.0)) or (0, 0)
    assert (x, y) == (220.0, 200.0 - GAP - SIZE[1])


def test_nowhere_rather_than_on_ink_or_far_away():
    assert place((0.0, 0.0, 800.0, 600.0)) is None
    far = 230.0 + REACH + 3 * GAP
    assert place((0.0, 0.0, 800.0, far), room=(0.0, 0.0, 800.0, 2000.0)) is None
    assert place(room=(0.0, 0.0, 150.0, 600.0)) is None


def test_a_frame_leaves_its_inside_free():
    side = np.linspace(0.0, 1.0, 60)[:, None]
    corners = np.array([(50.0, 50.0), (750.0, 50.0), (750.0, 550.0), (50.0, 550.0), (50.0, 50.0)])
    frame = np.concatenate([a + side * (b - a) for a, b in pairwise(corners)])
    boxes = boxes_of([frame])
    assert is_free((300.0, 250.0, 500.0, 270.0), boxes, ROOM)
    assert not is_free((40.0, 250.0, 60.0, 270.0), boxes, ROOM)
    assert free_place(SIZE, LINE, boxes, ROOM) == (300.0, 230.0 + GAP)


@pytest.mark.parametrize("count", [1, 2, 8, 9, 10, 33])
def test_boxes_cover_every_point_and_all_between_them(count: int):
    rng = np.random.default_rng(count)
    lines = [rng.normal(size=(count, 2)) * 50, rng.normal(size=(3, 2)) * 50]
    boxes = boxes_of(lines)
    for line in lines:
        for a, b in zip(line, line[1:] if len(line) > 1 else line, strict=False):
            low, high = np.minimum(a, b), np.maximum(a, b)
            assert any((box[:2] <= low).all() and (box[2:] >= high).all() for box in boxes)


def test_no_ink_takes_nothing():
    assert boxes_of([]).shape == (0, 4) and is_free((1, 1, 2, 2), boxes_of([]), ROOM)
