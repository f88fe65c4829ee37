"""What is asked for in words, and how R, the chips and the switch go round the guesses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inkapp.ink.ghost import SaidWord
from inkapp.live.continuation import WordsWanted
from inkapp.ui.chrome.ghost_settings import GhostMode
from tests.ui.fakes import ghost
from tests.ui.flow.companions import Page, asked, page

__all__ = ["asked", "page"]


WORDS = ("support of the", "supper time", "suppose")


@pytest.fixture
def guessed(asked: Page) -> Page:
    """Three guesses are told, and the ghost of the first stands."""
    asked.bridge.guess(*WORDS)
    asked.bridge.grow(ghost(3, revision=1))
    return asked


def wanted(page: Page) -> list[tuple[int, int, int]]:
    """Of each request that wants words: the guess, the seed of its words, the seed of its ink."""
    asked = zip(page.bridge.words, page.bridge.asked, strict=True)
    return [(words.choice, words.seed, seed) for words, (_, seed, _) in asked if words is not None]


def test_words_are_asked_for_as_they_are_set(asked: Page):
    asked.companion.set_words(0.7, or_free=False)
    asked.companion.roll_again()
    assert asked.bridge.words == [WordsWanted(0, 0.0, 101, True), WordsWanted(0, 0.7, 102, False)]


def test_r_goes_round_the_guesses_and_then_to_another_seed(guessed: Page):
    for _ in range(3):
        guessed.companion.roll_again()
        assert [guess.shown for guess in guessed.companion.guesses.told] == list(WORDS)  # until others are told
        guessed.bridge.guess(*WORDS)
        guessed.bridge.grow(ghost(3, revision=1))
    assert wanted(guessed) == [(0, 101, 101), (1, 101, 101), (2, 101, 101), (0, 102, 102)]


def test_shift_r_draws_the_same_words_under_another_seed(guessed: Page):
    guessed.companion.take_guess(1)
    guessed.companion.draw_again()
    guessed.companion.draw_again()
    assert wanted(guessed) == [(0, 101, 101), (1, 101, 101), (1, 101, 102), (1, 101, 103)]


def test_a_guess_is_taken_once_and_only_where_it_is(guessed: Page):
    for number in (0, 3, -1, 2, 2):
        guessed.companion.take_guess(number)
    assert wanted(guessed) == [(0, 101, 101), (2, 101, 101)] and guessed.companion.guesses.chosen == 2


@pytest.mark.parametrize("told", [(), WORDS[:1]])
def test_where_there_is_no_other_guess_r_rolls(asked: Page, told: tuple[str, ...]):
    asked.bridge.guess(*told)
    asked.companion.roll_again()
    assert wanted(asked) == [(0, 101, 101), (0, 102, 102)]


def test_guesses_go_with_their_ghost_and_with_its_first_ink(guessed: Page):
    changes: list[int] = []
    guesses = guessed.companion.guesses
    guesses.changed.connect(lambda: changes.append(len(guesses.told)))
    guessed.companion.ghost.take_piece()
    assert guesses.told == () and guessed.companion.state.has_ghost  # they were of the line as it was
    guessed.companion.roll_again()
    guessed.bridge.guess(*WORDS)
    guessed.companion.pen_down()
    assert guesses.told == () and changes == [0, 3, 0]
    guessed.bridge.guess(*WORDS)  # of a ticket that was dropped
    assert guesses.told == ()


def test_why_words_give_way_is_said_while_the_ghost_stands(asked: Page):
    asked.bridge.guess(reason="The line is hard to read")
    asked.bridge.grow(ghost(1, complete=False))
    asked.bridge.grow(ghost(2))
    assert asked.said == ["The line is hard to read"]
    asked.companion.pen_down()
    assert asked.said[-1] == ""


def test_off_nothing_comes_by_itself_but_who_asks_gets_words(page: Page):
    page.companion.set_mode(GhostMode.OFF)
    page.write()
    assert not page.resting and not page.companion.state.is_due
    page.companion.continue_now()
    assert wanted(page) == [(0, 101, 101)]


def test_the_switch_acts_on_the_ghost_that_stands(guessed: Page):
    guessed.companion.set_mode(GhostMode.FREE)
    assert guessed.bridge.words[-1] is None and guessed.bridge.asked[-1][1] == 101
    assert guessed.companion.guesses.told == ()
    guessed.bridge.grow(ghost(2))
    guessed.companion.set_mode(GhostMode.WORDS)
    assert wanted(guessed)[-1] == (0, 101, 101)
    guessed.companion.set_mode(GhostMode.OFF)
    assert guessed.player.ghost is None and not guessed.companion.state.is_due
    guessed.companion.set_mode(GhostMode.WORDS)
    assert len(guessed.bridge.asked) == 3


def test_accepted_words_are_told_when_they_are_whole(guessed: Page):
    told: list[str] = []
    guessed.companion.words_accepted.connect(told.append)
    plain = ghost(3, revision=1)
    numbers = (0, 0, 0, 0, 1, 1)
    strokes = tuple(replace(stroke, word=word) for stroke, word in zip(plain.strokes, numbers, strict=True))
    guessed.bridge.grow(replace(plain, strokes=strokes, words=(SaidWord("support"), SaidWord("of"))))
    guessed.companion.ghost.take_piece()
    assert told == []  # half a word
    guessed.companion.ghost.take_piece()
    guessed.companion.ghost.take_piece()
    assert told == ["support", "of"]
