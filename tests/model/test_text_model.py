"""Chances of whole texts: they are chances, words before others, capitals and marks where they are used."""

from __future__ import annotations

import math
import string

import pytest

from model.text_model import CHANGE, POSSESSIVE, UNKNOWN, Spot, TextModel
from tests.model import words


def cost(text: str, unknown: float = 0.05) -> float:
    """−log of a text's chance."""
    model = TextModel(words.language(), unknown)
    spot, nats = model.begin(), 0.0
    for character in text:
        spot, chance = model.follow(spot, character)
        nats -= chance
    return nats - model.end(spot)


def reached(text: str) -> Spot:
    model = TextModel(words.language())
    spot = model.begin()
    for character in text:
        spot, _ = model.follow(spot, character)
    return spot


@pytest.mark.parametrize("text", ["", "a", "the c", "The", "cab'", "cab's", "a, ", "12", 'a." ', "x-", "TH", "qxq"])
def test_what_may_come_next_sums_to_no_more_than_one(text: str) -> None:
    model = TextModel(words.language())
    spot = reached(text)
    whole = sum(math.exp(model.follow(spot, character)[1]) for character in string.printable[:95])
    assert 0.3 < whole <= 1.0 + 1e-6


def test_a_words_chance_is_its_letters_and_its_end() -> None:
    language = words.language()
    model = TextModel(language)
    cat = language.number("cat")
    assert cat is not None
    own = language.share(cat, cat + 1, language.anywhere)
    known = (1 - UNKNOWN) * (1 - POSSESSIVE) * own + UNKNOWN * language.spelling.chance("cat")
    assert model.word("cat", language.anywhere) == pytest.approx(math.log(known) + 2 * math.log(1 - CHANGE))


def test_words_of_the_table_cost_less_and_no_text_is_impossible() -> None:
    assert cost("the cat") < cost("the cta") < cost("the czt") < math.inf
    assert cost("a cab") < cost("a cat")  # by the pair
    assert cost("the cat") < cost("the cab")
    for text in ("~~", "Ünïcode", "3.14 %", "a  b", "'", "''a''", "x" * 200):
        assert math.isfinite(cost(text))


def test_letters_alone_know_no_words() -> None:
    assert cost("the cat") < cost("the cat", unknown=1.0)
    assert cost("tab", unknown=1.0) < cost("tab")


def test_capitals_begin_sentences_and_names() -> None:
    assert cost("a cat. The cab") < cost("a cat. the cab")
    assert cost("the Cat") > cost("the cat")
    assert cost("the London") < cost("the london")
    assert cost("a I") < cost("a i")
    assert cost("the LONDON") < cost("the lONDON")


def test_an_apostrophe_may_follow_a_word() -> None:
    assert cost("cab's") - cost("cab") < cost("cabzs") - cost("cab")
    assert cost("cab' the") < cost("cab~ the")
    language = words.language()
    assert reached("cab's ").after == language.anywhere


def test_marks_keep_the_word_before_and_ends_begin_a_sentence() -> None:
    language = words.language()
    assert reached("a, ").after == language.number("a")
    assert reached("a. ").after == language.at_start == reached('a?" ').after
    assert reached("qx ").after == language.anywhere == reached("12 ").after
