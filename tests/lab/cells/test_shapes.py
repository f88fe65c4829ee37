"""Shapes of a line: swings, loops, words and marks of ink that was drawn to have them."""

from __future__ import annotations

import numpy as np
import pytest

from lab.cells import shapes
from lab.cells.shapes import Body, LineGeometry
from model.strokes import RowArray, to_rows


def rows(*strokes: list[tuple[float, float]]) -> RowArray:
    """Strokes of points (x, y) as rows; where a line begins in x does not matter."""
    return to_rows([np.array(stroke, dtype=np.float64) for stroke in strokes], height=True)


def zigzag(count: int, x: float = 0.0) -> list[tuple[float, float]]:
    """Up and down between y = 1 and −1, from below."""
    return [(x + 0.5 * k, 1.0 if k % 2 == 0 else -1.0) for k in range(count)]


def test_a_line_knows_its_strokes() -> None:
    line = LineGeometry.of(rows(zigzag(3), zigzag(2, 5.0)))
    assert line.strokes == [(0, 3), (3, 5)]
    assert line.begins.tolist() == [True, False, False, True, False] and line.lift.tolist() == [
        False,
        False,
        True,
        False,
        True,
    ]
    assert line.length[3] == 0 and line.length[1] == pytest.approx(np.hypot(0.5, 2))


@pytest.mark.parametrize(
    ("y", "found"),
    [
        ([0.0, 1.0, 0.0, 1.0], [0, 1, 2, 3]),
        ([0.0, 0.1, 1.0, 0.9, 1.1, 0.0], [0, 4, 5]),  # a small step back is no turn
        ([0.0, 0.2, 0.1], [0, 2]),
        ([0.0], [0]),
        ([0.0, 0.3, -1.0, 0.5], [0, 1, 2, 3]),
    ],
)
def test_turns(y: list[float], found: list[int]) -> None:
    assert shapes.turns(np.array(y)) == found


def test_swings_and_the_body_between_them() -> None:
    line = LineGeometry.of(rows(zigzag(9)))
    assert shapes.swings(line) == [(k, k + 1) for k in range(8)]
    assert (shapes.body(line).base, shapes.body(line).top, shapes.body(line).height) == (1.0, -1.0, 2.0)
    assert shapes.body(LineGeometry.of(rows([(0, 0), (1, 0.1)]))).height > 0  # too few swings: still a body


def test_a_loop_is_between_the_two_passages_of_a_crossing() -> None:
    loop = [(0.0, 1.0), (2.0, -1.0), (1.0, -2.0), (0.0, -1.0), (2.0, 1.0)]
    assert shapes.in_loops(LineGeometry.of(rows(loop))).tolist() == [False, True, True, True, False]
    far = [(10 * x, 10 * y) for x, y in loop]
    assert not shapes.in_loops(LineGeometry.of(rows(far))).any()  # so large a one is no letter's
    assert not shapes.in_loops(LineGeometry.of(rows(loop[:3], loop[3:]))).any()  # strokes do not close each other's


def test_words_part_where_the_gap_is_wide() -> None:
    line = LineGeometry.of(rows(zigzag(3), zigzag(3, 2.0), zigzag(3, 6.0), [(1.0, -3.0)]))
    assert shapes.words(line).tolist() == [0] * 6 + [1] * 4  # a hop back begins no word


def test_a_mark_is_short_high_and_set_back() -> None:
    body = Body(1.0, -1.0)
    word = zigzag(7)  # x from 0 to 3

    def found(mark: list[tuple[float, float]]) -> list[tuple[int, int]]:
        return shapes.marks(LineGeometry.of(rows(word, mark)), body)

    assert found([(1.5, -2.0)]) == [(2, 7)]  # owed from where the pen came within reach of it
    assert found([(1.0, -1.5), (2.0, -1.5)]) == [(2, 7)]
    assert found([(1.5, 0.9)]) == []  # too low
    assert found([(0.0, -1.5), (3.5, -1.5)]) == []  # too long
    assert found([(4.5, -2.0)]) == []  # to the right of all ink
    assert found([(9.0, -2.0)]) == []  # another word
