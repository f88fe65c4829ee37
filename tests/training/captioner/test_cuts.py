"""Where letters part, and that what is not whole letters is no cut."""

from __future__ import annotations

import numpy as np
import pytest

from tests.model import nets
from training.captioner.cuts import BACK, FLAT, JOINED, UNTOLD, Spots, find_spots, places


def test_places_are_before_words_and_between_their_letters() -> None:
    text = "it's \"an, off-set"
    words = [(text[begin:end], begun) for begin, end, begun in places(text)]
    assert words == [
        ("it's", 1),
        ("it's", 2),
        ("it's", 3),
        ("an", 1),
        *[("off", k) for k in range(3)],
        ("set", 1),
        ("set", 2),
    ]


def columns(*spans: tuple[float, float]) -> list[np.ndarray]:
    return [np.linspace(left, right, 5) for left, right in spans]


@pytest.mark.parametrize(
    ("strokes", "dots", "found"),
    [
        ([(0, 4), (5, 9)], [False, False], 1),
        ([(0, 9)], [False], JOINED),
        ([(0, 7), (6, 9)], [False, False], JOINED),  # the first one is of both letters
        ([(0, 4), (5, 9), (1, 3)], [False, False, False], BACK),  # crossed when the next letter stood
        ([(0, 4), (2, 3), (5, 9)], [False, False, False], 2),
        ([(0, 4), (4, 5), (5.2, 9)], [False, True, False], 2),  # dotted at once
        ([(0, 4), (5, 9), (5, 5.4)], [False, False, True], BACK),  # dotted late
        ([(0, 4), (5, 5.4), (6, 9)], [False, False, False], 1),  # the next letter's first stroke
    ],
)
def test_a_lift_parts_letters(strokes: list[tuple[float, float]], dots: list[bool], found: int | str) -> None:
    spots = Spots("in", [2.0, 7.0], columns(*strokes), dots)
    assert spots.lift(0, 1) == found


def test_a_line_without_text_or_extent_has_no_spots() -> None:
    dot = [np.zeros((1, 2))]
    assert find_spots(nets.captioner(), dot, "", 1.0) == find_spots(nets.captioner(), dot, "ü", 1.0) == UNTOLD
    assert find_spots(nets.captioner(), dot, "a", 1.0) == FLAT
