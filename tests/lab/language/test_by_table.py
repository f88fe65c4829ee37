"""How well a table foretells text, on a tiny one: what a word costs, and whether it is guessed."""

from __future__ import annotations

import math

import pytest

from lab.language.by_table import LetterModel, guesses, tokens, whole_text, words_alone
from tests.model import words


def test_words_stand_after_those_before_them() -> None:
    language = words.language()
    number = language.number
    assert list(tokens(language, ["The cat's a cab. They, I"])) == [
        ("the", language.anywhere),
        ("cat's", number("the")),
        ("a", language.anywhere),
        ("cab", number("a")),
        ("they", language.at_start),
        ("i", number("they")),
    ]


def test_words_cost_what_their_chances_say() -> None:
    figures = words_alone(words.language(), ["a cab xyz"])
    assert figures["words_counted"] == 3 and figures["not_in_table"] == pytest.approx(1 / 3)
    assert figures["perplexity_a_word"] == pytest.approx(1 / math.sqrt(0.2 * 0.7))
    assert figures["perplexity_a_word_alone"] == pytest.approx(1 / math.sqrt(0.2 * 0.1))


def test_whole_text_costs_less_by_words_than_by_letters() -> None:
    figures = whole_text(words.language(), ["The cat. A cab", "they"])
    assert figures["characters"] == 20
    assert figures["text_perplexity_a_character"] < figures["text_by_letters_perplexity_a_character"]


def test_guesses_are_counted_along_the_letters_that_are_known() -> None:
    figures = guesses(words.language(), ["a cab a cat"])
    # a twice: after anything "the" is likelier; one letter says it. cab after a at once, cat by its third letter
    assert figures["first_guess_after_0"] == pytest.approx(1 / 4)
    assert figures["first_guess_after_1"] == pytest.approx(3 / 4)
    assert figures["first_guess_after_3"] == 1.0
    assert figures["among_three_after_0"] == 1.0


def test_letters_alone_are_chances() -> None:
    letters = LetterModel(words.language())
    assert letters.log_chance("the") > letters.log_chance("teh") > -math.inf
