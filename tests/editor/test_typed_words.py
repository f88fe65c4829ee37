"""Typed words are found under a point, with their line, and a text finds a free line."""

from __future__ import annotations

from dataclasses import replace

from inkapp.editor.typed_words import baseline_at, free_place, line_of, word_at
from inkapp.ink.document import Background, Page
from tests.ink.documents import stroke, text_stroke

ID = "0123456789abcdef"
# three lines of text: two words, one, and two that are indented
PLACES = [(20, 42), (50, 43), (20, 54), (30, 66), (60, 66)]
PAGE = Page(tuple(text_stroke(ID, number, x, y) for number, (x, y) in enumerate(PLACES)))


def test_the_word_under_a_point():
    assert [word_at(PAGE, x + 1, y - 1).number for x, y in PLACES] == [0, 1, 2, 3, 4]
    assert word_at(PAGE, 40.0, 42.0) is None and word_at(Page((stroke([(40, 42)]),)), 40.0, 42.0) is None
    near = PAGE.with_strokes([*PAGE.strokes, text_stroke("f" * 16, 9, 25, 42)])
    assert word_at(near, 23.0, 41.0).text == ID and word_at(near, 26.0, 41.0).number == 9


def test_the_words_of_a_line():
    for number, line in ((0, (0, 1)), (1, (0, 1)), (2, (2,)), (3, (3, 4)), (4, (3, 4))):
        x, y = PLACES[number]
        word = word_at(PAGE, x + 1, y - 1)
        assert word is not None and line_of(PAGE, word) == line


def test_a_baseline_is_the_line_that_a_point_stands_on():
    assert [baseline_at(PAGE, y) for y in (-5.0, 10.0, 31.0, 33.0, 42.0)] == [30.0, 30.0, 30.0, 42.0, 42.0]
    assert baseline_at(replace(PAGE, background=Background.PLAIN), 47.5) == 47.5


def test_a_free_place_is_below_all_ink_and_else_on_a_free_line():
    assert free_place(Page()) == (15.0, 30.0)
    assert free_place(PAGE) == (20.0, 78.0)
    low = PAGE.with_strokes([*PAGE.strokes, text_stroke(ID, 7, 120.0, 290.0)])
    assert free_place(low) == (20.0, 30.0)
    full = PAGE.with_strokes([stroke([(20, 0), (20, 297)])])
    assert free_place(full) is None
    assert free_place(PAGE.with_strokes([stroke([(150, 40), (160, 42)])])) == (15.0, 54.0)
    assert free_place(replace(Page(), height=20.0)) is None
