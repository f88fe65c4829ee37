"""A line's words: which strokes are whose, and when that is not certain."""

from __future__ import annotations

import numpy as np
import pytest

from model.arrays import Float64Array
from training.writer.words import words_of


def letters(*lefts: float) -> list[Float64Array]:
    """Strokes half a spread wide, from each left edge."""
    return [np.array([(left, 0.0), (left + 0.25, -1.0), (left + 0.5, 0.0)]) for left in lefts]


def test_as_many_wide_gaps_as_spaces_part_a_line() -> None:
    strokes = letters(0.0, 0.7, 2.5, 3.2, 3.9, 6.0)
    assert words_of(strokes, "ab cde f") == [[0, 1], [2, 3, 4], [5]]
    assert words_of(letters(0.0, 0.7), "ab") == [[0, 1]]


def test_a_stroke_added_late_is_its_words() -> None:
    strokes = [*letters(0.0, 0.7, 2.5, 3.2), np.array([(0.9, -1.5)])]
    assert words_of(strokes, "ai on") == [[0, 1, 4], [2, 3]]


@pytest.mark.parametrize(
    ("lefts", "text"),
    [
        ((0.0, 0.7, 1.6, 2.3), "ab cd"),  # no gap is wide enough
        ((0.0, 1.6, 3.3, 4.0), "ab cd"),  # two gaps alike, one space
        ((0.0, 2.5, 3.2, 3.9, 4.6, 5.3, 6.0), "abcdef g"),  # the gap is not where the text has it
        ((0.0,), "a b"),  # less ink than words
    ],
)
def test_a_line_that_cannot_be_parted_for_certain_is_not(lefts: tuple[float, ...], text: str) -> None:
    assert words_of(letters(*lefts), text) is None
