"""Words are set level and to size by their letters, long ones more surely than short ones, and level ones stay as they are."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.live.compose.level_word import level
from model.arrays import Float64Array
from tools.synthetic.written_runs import write_run


def levelled(text: str, matrix: Float64Array, rise: float = 0.0) -> tuple[Float64Array, Float64Array]:
    """A word's points before it was spoilt, and after it was spoilt and levelled."""
    word = write_run(text, 0.0, 1)
    strokes = [stroke.points @ matrix.T + (0.0, rise) for stroke in word.strokes]
    done = level(strokes, [stroke.units for stroke in word.strokes], text)
    return word.ink(), np.concatenate(done)


def test_what_stands_well_hardly_moves():
    before, after = levelled("minimum", np.eye(2))
    assert np.abs(after - before)[:, 1].max() < 0.2


@pytest.mark.parametrize("rise", [-0.3, 0.3])
@pytest.mark.parametrize("text", ["minimum", "an"])
def test_a_word_beside_the_line_comes_back(text: str, rise: float):
    plain = levelled(text, np.eye(2))[1]
    _, after = levelled(text, np.eye(2), rise)
    left = np.abs(after[:, 1].max() - plain[:, 1].max()) / abs(rise)
    assert left < (0.1 if text == "minimum" else 0.3)


def test_a_word_that_climbs_is_made_level():
    climbing = np.array(((1.0, 0.0), (-0.1, 1.0)))
    before, after = levelled("minimumsuns", climbing)
    slope = np.polyfit(before[:, 0], after[:, 1] - before[:, 1], 1)[0]
    assert abs(slope) < 0.6 * 0.1


@pytest.mark.parametrize("size", [0.8, 1.25])
def test_a_word_of_another_size_comes_nearer(size: float):
    before, after = levelled("summerumno", size * np.eye(2))
    left = np.log(np.ptp(after[:, 0]) / np.ptp(before[:, 0]))
    assert abs(left) < 0.8 * abs(np.log(size))


def test_tails_and_tall_letters_do_not_count():
    before, after = levelled("jyg", np.eye(2), 0.3)
    assert after[:, 1] == pytest.approx(before[:, 1] + 0.3)


def test_a_letter_far_off_is_no_measure():
    strokes = [np.array(((0.0, 2.0), (0.5, 2.5), (1.0, 2.0)))]
    assert np.array_equal(level(strokes, [np.zeros(3, dtype=np.int64)], "a")[0], strokes[0])


def test_a_word_that_stands_far_below_the_line_is_lifted_to_it():
    before, after = levelled("them", np.eye(2), 0.8)
    assert np.abs(after - before)[:, 1].mean() < 0.25


def test_words_that_all_seem_far_too_large_are_hardly_made_smaller():
    before, after = levelled("summerumnosummerumno", 1.6 * np.eye(2))
    assert np.ptp(after[:, 0]) / np.ptp(before[:, 0]) > 1.6 * 0.8
