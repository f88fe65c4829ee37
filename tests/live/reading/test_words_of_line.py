"""Readings become words with the ink that they were read from."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.live.reading.words_of_line import MODESTY, words_of
from model.line_reading import ReadCharacter, Reading
from tests.live.reading.readers import dot, drawn_line


def reading(text: str, xs: list[float]) -> Reading:
    characters = tuple(ReadCharacter(c, k, k + 1, 0.9) for k, c in enumerate(text))
    return Reading(characters, np.array([(x, 0.0) for x in xs]), np.zeros(len(xs), dtype=np.intp), ())


def flat(left: float, right: float):
    return drawn_line(np.array([(left, 0.0), (right, 1.0)]))


def test_a_stroke_is_of_the_word_that_has_most_of_it():
    strokes = [flat(0, 4.5), flat(6, 11), dot(1, -2), flat(4, 7.5)]
    first, second = words_of(reading("ab cd", [1, 3, 5, 7, 9]), strokes)
    assert (first.text, first.strokes) == ("ab", (strokes[0], strokes[2]))
    assert (second.text, second.strokes) == ("cd", (strokes[1], strokes[3]))
    assert first.confidence == pytest.approx(0.9**MODESTY)


def test_words_of_one_stroke_are_one():
    stroke = flat(0, 10)
    (word,) = words_of(reading("ab c d", [1, 3, 4, 5, 6, 8]), [stroke])
    assert word.text == "ab c d" and word.strokes == (stroke,)
    (word,) = words_of(reading("a b", [1, 2, 9]), [flat(8, 10)])
    assert word.text == "a b" and len(word.strokes) == 1


def test_spaces_at_the_ends_and_twice_part_nothing():
    strokes = [flat(0, 1), flat(5, 6)]
    assert [word.text for word in words_of(reading(" a  b ", [0, 0.5, 2, 3, 5.5, 7]), strokes)] == ["a", "b"]
    assert words_of(reading("  ", [0, 1]), strokes) == [] and words_of(reading("", []), strokes) == []


def test_what_is_read_beyond_the_ink_stands_at_its_end():
    strokes = [flat(0, 2), flat(5, 9)]
    beyond = reading("a b", [1, 3.5])  # the last character is that of no point
    assert [(word.text, word.strokes) for word in words_of(beyond, strokes)] == [
        ("a", (strokes[0],)),
        ("b", (strokes[1],)),
    ]
