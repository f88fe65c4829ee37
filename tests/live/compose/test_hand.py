"""Measures of a hand, tried on the made-up hand, whose slant, size and pace are known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from inkapp.ink.document import Stroke
from inkapp.live.compose.hand import SLANT, Hand, line_heights, measure_hand
from inkapp.live.compose.shake import shaken
from model.strokes import measure_frame
from tools.synthetic.words import PACE, write

TEXT = "the quick hand jumped over all lazy mixed"


@cache
def line(x_height: float = 4.0, slant: float = 0.12, gap: float = 1.1, text: str = TEXT) -> list[Stroke]:
    strokes: list[Stroke] = []
    x = 20.0
    for number, word in enumerate(text.split()):
        written = write(word, x, 60.0, x_height, slant=slant, seed=number)
        strokes += written
        x = max(stroke.bounds[2] for stroke in written) + gap * x_height
    return strokes


def test_the_baseline_and_the_height_of_an_x_are_found():
    strokes = [np.stack((stroke.x, stroke.y), axis=1) for stroke in line()]
    frame = measure_frame(strokes, steep=True)
    base, x_line = line_heights([frame.to_local(points) for points in strokes])
    middle = np.array([[float(np.mean([s[:, 0].mean() for s in strokes])), 0.0]])
    along = frame.to_local(middle)[0, 0]
    heights = frame.to_outer(np.array([[along, base], [along, x_line]]))[:, 1]
    assert heights == pytest.approx([60.0, 56.0], abs=0.8)  # 0.2 of an x-height


@pytest.mark.parametrize("slant", [-0.2, 0.0, 0.2, 0.4, 0.6])
def test_slant(slant: float):
    assert measure_hand([line(slant=slant)]).slant == pytest.approx(slant + 0.03, abs=0.12)


def test_a_greater_slant_measures_greater():
    slants = [measure_hand([line(slant=slant)]).slant for slant in (-0.2, 0.0, 0.2, 0.4, 0.6)]
    assert (np.diff(slants) > 0.05).all()


def test_all_but_the_sizes_are_the_same_for_larger_ink():
    small, large = measure_hand([line(2.0)]), measure_hand([line(6.0)])
    assert large.x_height == pytest.approx(3 * small.x_height, rel=0.05)
    assert large.spread == pytest.approx(3 * small.spread, rel=0.05)
    for name in ("slant", "aspect", "tall", "letter_gap", "word_gap", "speed"):
        assert getattr(large, name) == pytest.approx(getattr(small, name), rel=0.08, abs=0.02), name


def test_gaps_between_words_and_the_pace():
    near, far = measure_hand([line(gap=1.9)]), measure_hand([line(gap=3.0)])
    assert near.word_gap > 1.2 and far.word_gap > near.word_gap + 0.5
    assert 0.4 * PACE < near.speed < 1.4 * PACE


def test_wide_writing_has_a_greater_aspect():
    wide = [Stroke(20 + (stroke.x - 20) * 1.4, stroke.y, stroke.t, stroke.pressure) for stroke in line()]
    assert measure_hand([wide]).aspect > 1.15 * measure_hand([line()]).aspect


def test_a_shaking_hand_is_found():
    chance = np.random.default_rng(3)
    calm = line()
    size = 0.02 * measure_hand([calm]).x_height
    shaking = []
    for stroke in calm:
        # in x-heights, the unit of the shake's wavelengths
        points = shaken(np.stack((stroke.x, stroke.y), axis=1) / 3.2, size / 3.2, chance) * 3.2
        shaking.append(Stroke(points[:, 0], points[:, 1], stroke.t, stroke.pressure))
    assert measure_hand([calm]).shake < 0.006
    assert 0.01 < measure_hand([shaking]).shake < 0.03


def test_pressure_is_that_of_the_ink():
    strokes = [replace(stroke, pressure=np.linspace(0.2, 0.6, len(stroke))) for stroke in line()]
    mean, deviation = measure_hand([strokes]).pressure
    assert mean == pytest.approx(0.4, abs=0.01) and 0.05 < deviation < 0.2


def test_little_ink_is_drawn_to_what_is_usual():
    one = measure_hand([line(slant=0.6, text="n")]).slant
    many = measure_hand([line(slant=0.6)] * 3).slant
    assert SLANT.value < one < many


def test_ink_without_an_extent_has_no_hand():
    dot = Stroke(np.array([1.0]), np.array([2.0]), np.array([0.0]), np.array([0.5]))
    with pytest.raises(ValueError, match="no extent"):
        measure_hand([[dot], []])
    assert measure_hand([[dot], line()]) == measure_hand([line()])


@pytest.mark.parametrize("text", ["i", "l", "tt"])
def test_a_letter_is_enough_for_a_hand_that_can_write(text: str):
    hand = measure_hand([line(text=text)])
    assert isinstance(hand, Hand)
    assert all(np.isfinite(value).all() for value in (hand.x_height, hand.slant, hand.aspect, hand.tall, hand.shake))
