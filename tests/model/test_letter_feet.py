"""The slope of short lines by the feet of their letters."""

import numpy as np
import pytest

from lab.measure.line_slopes import sloping_line
from model.arrays import Float64Array
from model.letter_feet import feet_slope
from model.strokes import measure_frame


def ink(text: str, degrees: float, size: float = 1.0) -> list[Float64Array]:
    return [size * np.stack((stroke.x, stroke.y), axis=1) for stroke in sloping_line(text, degrees)]


@pytest.mark.parametrize("degrees", [-27.4, -16.6, 14.5, 22.3])
def test_feet_show_what_least_squares_does_not(degrees: float):
    strokes = ink("hello one", degrees)
    slope = feet_slope(strokes)
    assert slope is not None
    assert abs(np.degrees(np.arctan(slope)) - degrees) < 1.5
    assert abs(np.degrees(measure_frame(strokes, steep=True).angle) - degrees) > 2.0  # a tall first letter


@pytest.mark.parametrize("text", ["hello one", "the one", "by fifteen", "quick", "it"])
def test_level_words_have_no_steep_slope(text: str):
    assert feet_slope(ink(text, 0.0)) is None


def test_the_size_of_ink_does_not_matter():
    assert feet_slope(ink("hello one", 20.0, 0.1)) == pytest.approx(feet_slope(ink("hello one", 20.0, 10.0)))


def test_a_long_line_is_left_to_least_squares():
    assert feet_slope(ink("the quick brown fox and it is a little light minimum and time and writing", 20.0)) is None


def test_ink_that_is_upright_or_a_dot_has_no_slope():
    assert feet_slope([np.array([[0.0, 0.0], [0.0, 5.0]])]) is None
    with pytest.raises(ValueError, match="no extent"):
        feet_slope([np.array([[0.0, 0.0]])])


def test_a_scribble_has_no_slope():
    random = np.random.default_rng(3)
    strokes = [
        np.stack(
            (30.0 + 5 * k + np.cumsum(random.normal(0, 1.5, 40)), 40 + np.cumsum(random.normal(0, 1.5, 40))), axis=1
        )
        for k in range(6)
    ]
    assert feet_slope(strokes) is None
