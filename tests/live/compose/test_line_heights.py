"""The lines on which letters stand and small ones end, of made-up joined words whose geometry is known."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.live.compose.line_heights import line_heights
from model.arrays import Float64Array
from model.strokes import measure_frame
from tools.synthetic.words import write

X_HEIGHT, BASELINE = 4.0, 60.0  # mm


def measured(text: str, slant: float = 0.12, seed: int = 0) -> tuple[float, float]:
    """(x-height, baseline below the true one), both in true x-heights; the made-up pen rounds off a fifth of a height."""
    strokes: list[Float64Array] = []
    x = 20.0
    for number, word in enumerate(text.split()):
        written = write(word, x, BASELINE, X_HEIGHT, slant=slant, seed=seed + number)
        strokes += [np.stack((stroke.x, stroke.y), axis=1) for stroke in written]
        x = max(stroke.bounds[2] for stroke in written) + X_HEIGHT
    frame = measure_frame(strokes, slope=0.0)
    base, x_line = line_heights([frame.to_local(stroke) for stroke in strokes])
    return (base - x_line) * frame.size / X_HEIGHT, (frame.origin[1] + base * frame.size - BASELINE) / X_HEIGHT


@pytest.mark.parametrize("slant", [-0.2, 0.12, 0.5])
@pytest.mark.parametrize(
    "text",
    ["a", "over", "went over", "joined minimum writing", "all the little hotels", "he had told bill", "my young puppy"],
)
def test_joined_words_of_any_letters_have_the_x_height_that_they_were_written_with(text: str, slant: float) -> None:
    for seed in (0, 100):
        height, base = measured(text, slant, seed)
        assert 0.65 < height < 0.95 and abs(base) < 0.25


def test_words_without_tall_letters_measure_as_those_with_them() -> None:
    low, high = measured("summer noon in an arrow room")[0], measured("he had told bill to fill the bottle")[0]
    assert low == pytest.approx(high, rel=0.15)


def test_dots_leave_the_usual_lines() -> None:
    assert line_heights([np.zeros((1, 2))]) == line_heights([])


def test_a_stroke_is_as_good_backwards() -> None:
    stroke = np.array([[0.0, 0.8], [0.3, -0.7], [0.6, 0.8], [0.9, -0.7], [1.2, 0.8]])
    assert line_heights([stroke]) == pytest.approx(line_heights([stroke[::-1]]))
