"""Words of our own making: what the encoder reads must look like what a hand writes."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
import pytest

from assets import EXAMPLES
from inkapp.ink.document import Document
from inkapp.ink.file import load
from inkapp.live.encoder import encode
from model.strokes import Representation
from tools.synthetic.examples import PAGES, draw
from tools.synthetic.letters import LETTERS
from tools.synthetic.words import write, write_words


def test_every_letter_is_there_and_stays_near_its_line():
    assert set(LETTERS) == set(ascii_lowercase)
    for letter in ascii_lowercase:
        for stroke in write(letter, 20, 50, 4, slant=0, seed=3):
            left, top, right, bottom = stroke.bounds
            assert left > 18 and right < 28 and top > 50 - 4 * 2.4 and bottom < 50 + 4 * 1.3, letter


def test_equal_seeds_write_equal_ink_and_others_do_not():
    first, again, other = (write("minimum", 20, 50, 4, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_words_side_by_side_stand_a_gap_apart_each_with_its_seed():
    first, second = write("it", 20, 50, 4, seed=7), write("fits", 0, 50, 4, seed=8)
    line = write_words(["it", "fits"], 20, 50, 4, 2.5, seed=7)
    assert line[: len(first)] == first and len(line) == len(first) + len(second)
    right = max(stroke.bounds[2] for stroke in first)
    for own, alone in zip(line[len(first) :], second, strict=True):
        assert np.allclose(own.points, alone.points + np.array((right + 2.5, 0.0)))
    assert write_words([], 20, 50, 4, 2.5) == []


def test_a_word_is_joined_with_its_dots_and_bars_last():
    strokes = write("tie", 20, 50, 4, seed=1)
    dot = strokes[-1].bounds
    assert len(strokes) in (3, 4)
    assert dot[2] - dot[0] < 0.5 and dot[3] < 50 - 4


def test_the_pen_slows_in_bends():
    stroke = write("l", 20, 50, 6, seed=1, rate_hz=500)[0]
    speed = np.hypot(np.diff(stroke.x), np.diff(stroke.y)) * 500
    assert np.percentile(speed, 90) > 2 * np.percentile(speed, 10)


def test_a_mouse_tells_whole_pixels_and_the_word_stays():
    fine, coarse = (write("light", 20, 50, 5, seed=1, pixels_per_mm=p) for p in (None, 96 / 25.4))
    assert len(fine) == len(coarse)
    assert np.allclose([s.bounds for s in fine], [s.bounds for s in coarse], atol=0.3)


@pytest.mark.parametrize("word", ["", "Hello", "two words", "é"])
def test_what_has_no_letter_is_refused(word: str):
    with pytest.raises(ValueError, match="letters a–z"):
        write(word, 0, 0, 4)


def test_the_network_can_read_it():
    document = Document().add_strokes(write("little", 20, 50, 4, seed=1))
    prime = encode(document, 0, Representation(kind="space"))
    assert np.isfinite(prime.rows).all()
    assert 1.0 < prime.frame.size < 6.0
    assert abs(prime.frame.angle) < 0.15


def test_the_example_pages_are_those_that_the_script_draws():
    for name, page in PAGES.items():
        drawn, kept = draw(*page).pages[0].strokes, load(EXAMPLES / f"{name}.ink").pages[0].strokes
        assert len(drawn) == len(kept)
        # not the bytes: the smoothing's inverse may differ in its last digits from machine to machine
        for one, other in zip(drawn, kept, strict=True):
            assert np.allclose(one.x, other.x, atol=0.002) and np.allclose(one.y, other.y, atol=0.002)
