"""Words on the clock of the player: pauses between them, words that nobody needs to see, and how long the rest takes."""

from __future__ import annotations

import numpy as np

from inkapp.ink.document import Origin
from inkapp.ink.ghost import GhostStroke
from inkapp.live.text_events import PlacedWord, WordsPlaced
from inkapp.ui.flow.shown_words import AHEAD, LONGEST_PAUSE_S, ShownWords


def word(number: int, begin: float, end: float, page: int = 0) -> PlacedWord:
    origin = Origin("writer", 7, 0.4, text="0123456789abcdef", word=number)
    two = np.array([0.0, 1.0])
    return PlacedWord(number, page, (GhostStroke(two, two, np.array([begin, end]), two, two, True, origin),))


def told(*words: PlacedWord, stood: tuple[int, ...] = (), total: int = 0, left: float = 0.0) -> ShownWords:
    shown = ShownWords()
    shown.add(WordsPlaced(1, words, len(words), total or len(words), left), lambda one: one.number in stood)
    return shown


def times(shown: ShownWords) -> list[tuple[float, float]]:
    return [tuple(np.round(stroke.t, 6)) for stroke in shown.ahead()]


def test_words_follow_one_another_and_long_pauses_are_cut():
    shown = told(word(0, 0.0, 1.0), word(1, 1.3, 2.0), word(2, 9.0, 10.0))
    assert times(shown) == [(0.0, 1.0), (1.3, 2.0), (2.0 + LONGEST_PAUSE_S, 3.0 + LONGEST_PAUSE_S)]
    assert shown.take_due(0.9) == []
    assert [one.number for one in shown.take_due(2.0)] == [0, 1] and shown.waiting == 1
    assert shown.ahead() == shown.ahead() and shown.ahead()[0] is shown.ahead()[0]


def test_a_word_that_nobody_needs_to_see_takes_no_time():
    shown = told(word(0, 0.0, 1.0), word(1, 1.5, 2.0), word(2, 2.5, 3.0), stood=(0, 1))
    assert [one.number for one in shown.take_due(0.0)] == [0, 1]
    assert times(shown) == [(0.0, 0.5)]


def test_words_of_one_page_are_shown_at_a_time_and_not_all_at_once():
    shown = told(*(word(n, float(n), n + 0.5, page=n // 20) for n in range(40)))
    assert len(shown.ahead()) == AHEAD
    assert len(shown.take_due(18.5)) == AHEAD
    assert len(shown.ahead()) == 20 - AHEAD
    shown.take_due(100.0)
    assert shown.next_word.page == 1
    shown.new_clock()
    assert times(shown)[0] == (0.5, 1.0)  # after the pause before it


def test_the_word_under_the_pen_is_begun():
    shown = told(word(0, 0.0, 1.0), word(1, 1.5, 2.0), word(2, 2.5, 3.0))
    shown.ahead()
    assert [one.number for one in shown.take_begun(1.6)] == [0, 1]
    assert [one.number for one in shown.take_all()] == [2]


def test_what_is_left_is_the_longer_of_writing_and_showing():
    shown = told(word(0, 0.0, 1.0), word(1, 1.5, 2.5), total=2_000, left=3.0)
    shown.ahead()
    shown.take_due(1.0)
    assert shown.progress(1.0) == "Writing: 1 of 2,000 words  ·  42 min left"
    assert shown.progress(100.0) == "Writing: 1 of 2,000 words  ·  25 s left"
    assert shown.progress(0.0) == "Writing: 1 of 2,000 words  ·  3 s left"
    assert ShownWords().progress(1.0) == "Writing"
