"""Typed words with learnt letters, signs and accents come out whole, in order and in one hand."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkapp.ink.hand import Sign
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.typed_text import prepare
from inkapp.live.compose.whole_word import runs, write_word
from inkapp.live.compose.written_word import WrittenWord
from tests.ink.documents import stroke
from tools.synthetic.written_runs import LETTERS
from tools.synthetic.written_runs import write_run as write_anew

HAND = Hand(slant=0.12)
write_run = cache(write_anew)


def write(text: str, seed: int = 1) -> tuple[WrittenWord, list[str]]:
    """A word, and the runs that the made-up hand was asked for."""
    asked: list[str] = []

    def run(letters: str) -> WrittenWord:
        asked.append(letters)
        return write_run(letters, HAND.slant, seed)

    return write_word(next(prepare(text, LETTERS).words).units, HAND, seed, run), asked


def test_runs_are_written_by_the_network_and_signs_between_them_drawn():
    word, asked = write("naïve+7fold")
    assert asked == ["naive", "fold"]
    assert set(np.concatenate([stroke.units for stroke in word.strokes]).tolist()) == set(range(11))


@pytest.mark.slow
@settings(max_examples=40)
@given(st.text(st.sampled_from("abnéçïůx7@+Ωά½ß…漢"), min_size=1, max_size=8), st.integers(0, 5))
def test_every_unit_has_ink_in_the_order_of_the_text(text: str, seed: int):
    units = next(prepare(f"a{text}", LETTERS).words).units
    word, asked = write(f"a{text}", seed)
    assert "".join(asked) == "".join(unit.base for unit in units if not unit.drawn)
    middles = [np.median(word.ink(k) @ (1.0, HAND.slant)) for k in range(len(units))]
    assert np.isfinite(middles).all() and all(a < b for a, b in pairwise(middles))
    assert word.advance >= word.bounds[2] - 1e-9


def test_the_same_sign_twice_is_drawn_twice_and_all_follows_from_the_seed():
    word, _ = write("a88")
    first, second = (stroke.points - stroke.points[0] for stroke in word.strokes[-2:])
    assert len(first) != len(second) or not np.allclose(first, second, atol=1e-3)
    again, _ = write("a88")
    assert np.array_equal(word.ink(), again.ink())


def test_marks_without_a_letter_are_drawn():
    word, asked = write("+...")
    assert asked == [] and set(np.concatenate([stroke.units for stroke in word.strokes]).tolist()) == {0, 1, 2, 3}
    units = next(prepare("a+...", frozenset({*LETTERS, "."})).words).units
    assert runs(units) == ["a"] and not units[2].drawn


def test_what_the_card_holds_is_not_drawn():
    sign = Sign((stroke([(0.0, -60.0), (3.0, 0.0)]),), 3.0)  # twenty x-heights tall
    units = next(prepare("+", LETTERS).words).units
    assert (
        write_word(units, HAND, 1, write_run, card={"+": sign}).bounds[1]
        < -15
        < write_word(units, HAND, 1, write_run).bounds[1]
    )
