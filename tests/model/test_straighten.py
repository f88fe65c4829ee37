"""Lines made straight: what wanders goes, what is writing stays."""

import numpy as np
import pytest

from model.arrays import Float64Array
from model.straighten import WIDEST, space_strokes, straighten
from model.strokes import Representation, measure_frame


def line(letters: int = 40, *, bend: float = 0.0, growth: float = 0.0) -> list[Float64Array]:
    """Loops from left to right in units of their spread, on a bent line, growing along it."""
    random = np.random.default_rng(0)
    strokes = []
    for k in range(letters):
        t = np.linspace(0.0, 1.0, 20)
        x = 2.0 * k + 1.6 * t + 0.4 * np.sin(2 * np.pi * t)
        y = random.uniform(1.2, 1.6) * np.cos(2 * np.pi * t)
        u = 2 * x / (2.0 * letters) - 1
        strokes.append(np.stack((x, y * np.exp(growth * u) + bend * (1.5 * u * u - 0.5)), axis=1))
    frame = measure_frame(strokes)
    return [frame.to_local(stroke) for stroke in strokes]


def heights(strokes: list[Float64Array]) -> list[float]:
    thirds = np.array_split(np.arange(len(strokes)), 3)
    return [float(np.mean([strokes[i][:, 1].mean() for i in third])) for third in thirds]


def sizes(strokes: list[Float64Array]) -> list[float]:
    thirds = np.array_split(np.arange(len(strokes)), 3)
    return [float(np.mean([np.ptp(strokes[i][:, 1]) for i in third])) for third in thirds]


def test_a_bent_line_is_made_straight() -> None:
    bent = line(bend=1.0)
    before, after = heights(bent), heights(straighten(bent))
    assert before[0] - before[1] > 0.5
    assert abs(after[0] - after[1]) < 0.15 and abs(after[2] - after[1]) < 0.15


def test_growing_letters_are_made_even_and_keep_their_shape() -> None:
    grown = line(growth=0.25)
    straight = straighten(grown)
    before, after = sizes(grown), sizes(straight)
    assert before[2] / before[0] > 1.4 and after[2] / after[0] == pytest.approx(1.0, abs=0.15)
    for old, new in ((grown[0], straight[0]), (grown[-1], straight[-1])):
        assert np.ptp(new[:, 0]) / np.ptp(new[:, 1]) == pytest.approx(np.ptp(old[:, 0]) / np.ptp(old[:, 1]), rel=0.05)


def test_an_even_line_stays_nearly_as_it_is() -> None:
    even = line()
    moved = np.concatenate(straighten(even)) - np.concatenate(even)
    assert np.abs(moved).max() < 0.8 and np.abs(moved).mean() < 0.25


def test_too_little_ink_is_left_alone() -> None:
    for few in ([], [np.zeros((1, 2))], line(4)):
        out = straighten(few)
        assert len(out) == len(few) and all(np.array_equal(a, b) for a, b in zip(out, few, strict=True))


@pytest.mark.parametrize("bend", [0.0, 3.0])
def test_strokes_keep_their_points_and_stay_finite(bend: float) -> None:
    strokes = [*line(bend=bend), np.array([[-30.0, 2.0]])]
    straight = straighten(strokes)
    assert [len(s) for s in straight] == [len(s) for s in strokes]
    assert all(np.isfinite(s).all() for s in straight)


@pytest.mark.parametrize("straight", [False, True])
@pytest.mark.parametrize("far", [1.0, -1.0])
def test_a_dot_far_away_makes_the_line_too_wide(straight: bool, far: float) -> None:
    near, away = (np.array([[40.0 + far * distance, 0.5]]) for distance in (0.9 * WIDEST, 1e6))
    for growth in (0.2, -0.2):
        grown = line(growth=growth)
        made = space_strokes([*grown, near], Representation(), straight=straight)
        assert all(np.isfinite(stroke).all() for stroke in made)
        with pytest.raises(ValueError, match="times as wide"):
            space_strokes([*grown, away], Representation(), straight=straight)
