"""A drawn sign in a hand: slanted, stretched and shaken as the hand is, alike by seed and never twice the same otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.live.compose import signs
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.in_hand import in_hand, pen_times
from inkapp.live.compose.written_word import WrittenWord

PLAIN = Hand(slant=0.0, aspect=1.0)
NAMES = [name for name in signs.names() if not "\u0300" <= name <= "\u036f"]


def same(first: WrittenWord, second: WrittenWord) -> bool:
    return first.ink().shape == second.ink().shape and bool(np.allclose(first.ink(), second.ink()))


def test_without_variation_it_is_the_drawing_in_the_hands_shape():
    hand = Hand(slant=0.25, aspect=1.3, spacing=0.01)
    word = in_hand("z", hand, 1, variation=0.0)
    drawn = signs.sign("z").strokes[0]
    x, y = 1.3 * drawn[:, 0] - 0.25 * drawn[:, 1], drawn[:, 1]
    for point in np.stack((x - x.min(), y), axis=1):
        assert np.hypot(*(word.ink() - point).T).min() < 0.01
    assert word.advance == pytest.approx(np.ptp(x), abs=0.01)


@given(st.sampled_from(NAMES), st.integers(0, 2**70), st.floats(-0.3, 0.6), st.floats(0.6, 1.8))
def test_any_sign_in_any_hand_is_ink_that_begins_at_0(name: str, seed: int, slant: float, aspect: float):
    hand = Hand(slant=slant, aspect=aspect, shake=0.01, pressure=(0.5, 0.2))
    word = in_hand(name, hand, seed)
    left, top, right, bottom = word.bounds
    assert left == pytest.approx(0.0, abs=1e-9) and right <= word.advance + 1e-9
    assert top > -3.2 and bottom < 1.5
    assert len(word.strokes) == len(signs.sign(name).strokes)
    for stroke in word.strokes:
        assert (stroke.units == 0).all() and (stroke.pressure >= 0).all() and (stroke.pressure <= 1).all()
        assert len(stroke.points) == 1 or (np.diff(stroke.t) > 0).all()
    assert same(word, in_hand(name, hand, seed))


def test_two_of_a_sign_differ_a_little():
    first, second = in_hand("8", PLAIN, 1), in_hand("8", PLAIN, 2)
    assert not same(first, second)
    ends = np.array([first.bounds, second.bounds])
    assert np.abs(ends[0] - ends[1]).max() < 0.35
    assert same(in_hand("8", PLAIN, 1, variation=0.0), in_hand("8", PLAIN, 2, variation=0.0))


def test_signs_lean_with_the_hand_but_those_that_would_be_others():
    for name, share in (("1", 1.0), ("|", 0.3), ("/", 1.0), ("\\", 0.3)):
        upright, leaning = (in_hand(name, replace(PLAIN, slant=slant), 1, variation=0.0).ink() for slant in (0.0, 0.5))
        rise = upright[0, 1] - upright[-1, 1]
        lean = (leaning[0, 0] - leaning[-1, 0]) - (upright[0, 0] - upright[-1, 0])
        assert lean == pytest.approx(-0.5 * share * rise, abs=0.05), name


def test_tall_signs_follow_the_hands_tall_letters_and_small_ones_do_not():
    def tops(name: str) -> list[float]:
        return [in_hand(name, replace(PLAIN, tall=tall), 1, variation=0.0).bounds[1] for tall in (1.7, 2.3)]

    assert tops("7")[1] < tops("7")[0] - 0.3
    assert tops("x")[0] == tops("x")[1] and tops("θ")[0] == tops("θ")[1] and tops("=")[0] == tops("=")[1]


def test_points_times_and_pressure_are_the_hands():
    hand = Hand(slant=0.0, speed=8.0, spacing=0.1, pressure=(0.7, 0.0))
    stroke = in_hand("|", hand, 1, variation=0.0).strokes[0]
    step = np.hypot(*np.diff(stroke.points, axis=0).T)
    assert step == pytest.approx(0.1, rel=0.1)
    assert step.sum() / stroke.t[-1] == pytest.approx(8.0, rel=0.15)
    assert (stroke.pressure == 0.7).all()
    varied = in_hand("|", replace(hand, pressure=(0.5, 0.1)), 1).strokes[0].pressure
    assert 0.02 < varied.std() < 0.2 and np.abs(np.diff(varied)).max() < 0.15


def test_a_shaking_hand_writes_shaking_signs():
    calm, shaking = (in_hand("∫", replace(PLAIN, shake=shake, spacing=0.02), 1).ink() for shake in (0.0, 0.03))
    assert np.abs(np.diff(shaking, 2, axis=0)).mean() > 2 * np.abs(np.diff(calm, 2, axis=0)).mean()


def test_a_pen_slows_in_bends():
    t = np.linspace(0.0, np.pi, 60)
    straight = np.stack((np.linspace(0.0, 3.0, 60), np.zeros(60)), axis=1)
    bend = 0.1 * np.stack((np.cos(t), np.sin(t)), axis=1)
    pace = [np.hypot(*np.diff(points, axis=0).T).sum() / pen_times(points, 10.0)[-1] for points in (straight, bend)]
    assert pace[0] == pytest.approx(10.0) and pace[1] == pytest.approx(10.0 * 0.1 ** (1 / 3), rel=0.05)
    assert pen_times(straight[:1], 10.0).tolist() == [0.0]


def test_a_dot_is_a_dab_of_the_pen():
    stroke = in_hand(".", PLAIN, 1).strokes[0]
    assert len(stroke.points) >= 2 and np.ptp(stroke.points, axis=0).max() < 0.15


def test_an_undrawn_sign_is_a_key_error():
    with pytest.raises(KeyError):
        in_hand("漢", PLAIN, 1)
