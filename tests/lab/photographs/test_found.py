"""A line is found exactly only when it is whole, alone, and by itself."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.live.photograph.line_picture import LinePicture
from lab.photographs.found import compare
from model.arrays import Float64Array


def wave(height: float, left: float = 0.0, right: float = 400.0) -> Float64Array:
    x = np.arange(left, right)
    return np.stack((x, height + 10 * np.sin(x / 7)), axis=1)


def found(*points: Float64Array) -> LinePicture:
    whole = np.concatenate(points)
    return LinePicture(np.zeros((40, 2), dtype=np.float32), whole, whole[:, 0])


TRUTH = [wave(100), wave(200)]


@pytest.mark.parametrize(
    ("lines", "exact", "of"),
    [
        ([found(wave(101)), found(wave(199))], [True, True], [1, 1]),
        ([found(wave(100)), found(wave(200, right=340))], [True, False], [1, 1]),
        ([found(wave(100), wave(200, right=60)), found(wave(200, 60))], [False, False], [1, 1]),
        ([found(wave(100, right=200)), found(wave(100, 200)), found(wave(200))], [False, True], [2, 1]),
        ([found(wave(100), wave(200))], [False, False], None),
        ([], [False, False], [0, 0]),
    ],
    ids=["both", "a piece is missing", "a piece of the other", "two halves", "one of both", "none"],
)
def test_found(lines: list[LinePicture], exact: list[bool], of: list[int] | None) -> None:
    made = compare(TRUTH, lines)
    assert made.exact == exact and sum(map(len, made.of)) == len(lines)
    assert of is None or [len(own) for own in made.of] == of


def test_halves_stand_from_left_to_right() -> None:
    right, left = found(wave(100, 200)), found(wave(100, right=200))
    assert compare(TRUTH, [right, left]).of[0] == [left, right]
