"""Signs of a card come out as they were written, at the word's size, and a little different each time."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.ink.hand import Sign
from inkapp.live.compose.card_sign import from_card
from inkapp.live.compose.hand import Hand
from tests.ink.documents import stroke

SIGN = Sign((stroke([(0.0, -6.0), (3.0, -6.0), (0.0, 0.0)]), stroke([(1.0, -3.0)])), 3.0)


def test_it_is_the_cards_ink_in_x_heights():
    word = from_card("7", SIGN, Hand(slant=0.4, aspect=1.6), 5, variation=0.0)
    assert word.strokes[0].points == pytest.approx(np.array(((0.0, -2.0), (1.0, -2.0), (0.0, 0.0))))
    assert word.bounds == pytest.approx((0.0, -2.0, 1.0, 0.0)) and word.advance == pytest.approx(1.0)
    assert np.ptp(word.strokes[1].points, axis=0).max() < 0.1, "a dot stays one"


def test_it_is_never_twice_quite_the_same():
    one, same, other = (from_card("7", SIGN, Hand(), seed).ink() for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)
    assert np.abs(one - other).max() < 0.4


def test_its_pen_takes_time():
    word = from_card("7", SIGN, Hand(), 1)
    assert word.strokes[0].t[-1] > 0 and word.strokes[0].pressure == pytest.approx(np.full(3, 0.5))
