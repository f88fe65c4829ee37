"""What a character of a text may be: inside quotation marks, in a word with a capital, so far from its beginning."""

from __future__ import annotations

import numpy as np

from lab.language.features import INSIDE, NAMES, measure, since_mark


def column(text: str, name: str) -> list[float]:
    return measure(text)[:, NAMES.index(name)].tolist()


def test_inside_is_from_an_opening_mark_to_before_its_closing_one():
    assert column('a "b" c', NAMES[INSIDE]) == [0, 0, 1, 1, 0, 0, 0]


def test_nobody_knows_what_is_inside_where_marks_are_missing():
    for text in ("a b", 'he said "no'):
        assert np.isnan(column(text, NAMES[INSIDE])).all()


def test_the_last_mark_is_counted_from():
    assert np.isnan(since_mark('a"bc"')[0])
    assert since_mark('a"bc"d').tolist()[1:] == [0, 1, 2, 0, 1]


def test_words_have_capitals_and_places():
    assert np.array_equal(column("Ab c'D", "capital word"), [1, 1, np.nan, 0, 0, 0], equal_nan=True)
    assert np.array_equal(column("Ab c'D", "place in the word"), [1, 2, np.nan, 1, 2, 3], equal_nan=True)


def test_sentences_begin_with_their_first_letter():
    assert column('Ab. "C d', "since the sentence began") == [0, 1, 2, 3, 4, 0, 1, 2]
    assert column("a1", "digit") == [0, 1] and column("abc", "since the text began") == [0, 1, 2]
