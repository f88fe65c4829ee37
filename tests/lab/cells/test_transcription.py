"""Transcriptions: what follows from a line's text for its points of ink."""

from __future__ import annotations

import numpy as np

from lab.cells import transcription
from tests.lab.cells.test_shapes import rows, zigzag

INK = rows(zigzag(9), zigzag(9, 9.0))


def test_marks_of_punctuation_are_no_words() -> None:
    assert transcription.tokens("Ab 12 . ,") == ["Ab", "12"]


def test_words_are_matched_where_there_are_as_many() -> None:
    told = transcription.annotate(INK, "Ab 12 .")
    assert told.capital is not None and told.digit is not None
    assert told.digit.tolist() == [0] * 9 + [1] * 9
    assert told.capital[:5].tolist() == [1] * 5 and np.isnan(told.capital[5:]).all()  # half of a word of two letters
    small = transcription.annotate(INK, "ab c1").capital
    assert small is not None and small[0] == 0 and (small[9:] == 0).any()
    mixed = transcription.annotate(INK, "ab c1").digit
    assert mixed is not None and np.isnan(mixed[9:]).all()  # neither a number nor a word without digits


def test_others_say_nothing() -> None:
    other = transcription.annotate(INK, "one word more").capital
    assert other is not None and np.isnan(other).all()
    assert transcription.annotate(INK, None).capital is None and not transcription.annotate(INK, None).marks_hold


def test_marks_hold_where_the_text_has_as_many_letters_that_bear_one() -> None:
    dotted = rows(zigzag(9), [(1.5, -2.0)])
    assert transcription.annotate(dotted, "in").marks_hold and not transcription.annotate(dotted, "tin").marks_hold
    assert not transcription.annotate(dotted, "on").marks_hold
