"""A person's own words in a table: they are likely, others hardly less so, and all pairs are the words' they were."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.language import Language
from model.own_words import with_own
from model.text_model import TextModel
from tests.model import words

TABLE = words.table()


def chance(model: TextModel, text: str) -> float:
    spot, whole = model.begin(), 0.0
    for character in text:
        spot, one = model.follow(spot, character)
        whole += one
    return whole + model.end(spot)


def test_no_words_change_nothing():
    assert with_own(TABLE, []) is TABLE and with_own(TABLE, ["7 ?! x"]) is TABLE


def test_an_own_word_becomes_likely_and_others_hardly_less():
    before, after = (TextModel(Language(table)) for table in (TABLE, with_own(TABLE, ["Zubat, Zubat's cat"])))
    assert chance(after, "the Zubat") > chance(before, "the Zubat") + 2
    assert chance(after, "Zubat's") > chance(before, "Zubat's") + 2
    assert chance(after, "the Zubat") > chance(after, "the zubat") + 2  # it is a name
    for text in ("the cat", "a cab", "They"):
        assert chance(after, text) == pytest.approx(chance(before, text), abs=0.05)
    assert "zubat" in Language(with_own(TABLE, ["Zubat zubat"])).words
    assert not Language(with_own(TABLE, ["Zubat zubat"])).proper & {
        Language(with_own(TABLE, ["zubat"])).number("zubat")
    }


def test_pairs_stay_with_their_words():
    before, after = Language(TABLE), Language(with_own(TABLE, ["aardvark bat dabble zoo"]))
    assert len(after.words) == len(before.words) + 4

    def follows(language: Language, first: str, second: str) -> float:
        at, then = language.number(first), language.number(second)
        assert at is not None and then is not None
        return language.share(then, then + 1, at)

    for first, second in words.PAIRS:
        if first:
            assert follows(after, first, second) == pytest.approx(follows(before, first, second))
    assert after.share(0, len(after.words), after.at_start) == pytest.approx(1.0)
    the = after.number("the")
    assert the is not None and after.share(the, the + 1, after.at_start) == pytest.approx(0.5)
    assert {after.words[k] for k in after.proper} >= {"i", "london"}


def test_more_words_have_a_larger_share():
    few, many = (Language(with_own(TABLE, ["zubat " * count])) for count in (1, 50))
    found = []
    for language in (few, many):
        at = language.number("zubat")
        assert at is not None
        found.append(language.share(at, at + 1, language.anywhere))
    assert found == pytest.approx([1 / 1001, 50 / 1050])
    assert math.isclose(float(np.sum(with_own(TABLE, ["zubat"]).once)), 1.0)
