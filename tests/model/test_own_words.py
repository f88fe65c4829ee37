"""A person's own words in a table: they are likely, and what follows them as they wrote it; others are hardly less so."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assets import LANGUAGE
from model.language import Language
from model.own_words import WEIGHTS, OwnWeights, count, with_own, words_in
from model.text_model import TextModel
from model.word_table import load
from tests.model import words
from tools.language.left_out import LeftOut

TABLE = words.table()


def chance(model: TextModel, text: str) -> float:
    spot, whole = model.begin(), 0.0
    for character in text:
        spot, one = model.follow(spot, character)
        whole += one
    return whole + model.end(spot)


def place(language: Language, word: str) -> int:
    """A word's number; of "" a sentence's start."""
    number = language.number(word) if word else language.at_start
    assert number is not None
    return number


def follows(language: Language, first: str, second: str) -> float:
    at = place(language, second)
    return language.share(at, at + 1, place(language, first))


def once(language: Language, word: str) -> float:
    at = place(language, word)
    return language.share(at, at + 1, language.anywhere)


def test_no_words_change_nothing():
    assert with_own(TABLE, []) is TABLE and with_own(TABLE, ["7 ?! x", "caf\u00e9 \u042f"]) is TABLE


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


def test_words_move_with_their_pairs_and_all_of_them_sum_to_one():
    before = Language(TABLE)
    after = Language(with_own(TABLE, ["aardvark. Bat! 7 dabble - zoo, zoo's zoo"]))
    assert set(after.words) - set(before.words) == {"aardvark", "bat", "dabble", "zoo"}
    for first, second in words.PAIRS:
        if first:
            assert follows(after, first, second) == pytest.approx(follows(before, first, second))
    for word in range(len(after.words) + 2):
        assert after.share(0, len(after.words), word) == pytest.approx(1.0)
    assert follows(after, "", "bat") > once(after, "bat")
    assert {after.words[k] for k in after.proper} >= {"i", "london", "bat"}


def test_more_words_have_a_larger_share():
    few, many = (Language(with_own(TABLE, ["zubat " * times])) for times in (1, 50))
    assert [once(few, "zubat"), once(many, "zubat")] == pytest.approx(
        [times / (times + WEIGHTS.words) for times in (1, 50)]
    )
    assert math.isclose(float(np.sum(with_own(TABLE, ["zubat"]).once)), 1.0)


def test_what_followed_a_word_gains_what_the_rest_gives_up():
    texts = ["a dab", "a dab", "a cat", "the they"]
    language = Language(
        with_own(TABLE, texts, OwnWeights(words=1e9, pairs=2.0, less=0.5))
    )  # as good as no single words
    before = words.language()
    left = (2.0 + 0.5 * 2) / (3 + 2.0)  # three times something followed "a", two words
    assert follows(language, "a", "dab") == pytest.approx(1.5 / 5 + left * follows(before, "a", "dab"), rel=1e-6)
    assert follows(language, "a", "cat") == pytest.approx(0.5 / 5 + left * follows(before, "a", "cat"), rel=1e-6)
    for word in ("cab", "the", "a"):
        assert follows(language, "a", word) == pytest.approx(left * follows(before, "a", word), rel=1e-6)
    assert follows(language, "i", "the") == pytest.approx(follows(before, "i", "the"), rel=1e-6)


def test_a_pair_of_the_table_rises_with_its_second_word():
    language, before = Language(with_own(TABLE, ["cat. Cat! cat"] * 200)), words.language()
    risen = once(language, "cat") / once(before, "cat")
    assert risen > 1.5
    assert follows(language, "a", "cat") / follows(language, "a", "cab") == pytest.approx(
        follows(before, "a", "cat")
        / follows(before, "a", "cab")
        * risen
        / (once(language, "cab") / once(before, "cab"))
    )
    both = [follows(which, "a", "cat") + follows(which, "a", "cab") for which in (language, before)]
    assert both[0] == pytest.approx(both[1])


def test_what_always_followed_is_foretold_and_completed():
    language = Language(with_own(load(LANGUAGE), ["Yours ever, Zubat"] * 5))
    yours, ever = place(language, "yours"), place(language, "ever")
    assert language.likeliest("", yours)[0][0] == ever
    assert language.likeliest("z", ever)[0][0] == place(language, "zubat")
    model = TextModel(language)
    assert chance(model, "yours ever") > chance(TextModel(Language.load(LANGUAGE)), "yours ever") + 2


def test_pairs_end_with_the_sentence_the_line_and_what_is_no_word():
    found = count(TABLE.words, ["The cat. A cab 7 the, they", "cat's dab", "I \u00e9t\u00e9 a cat-cab it\u2019s"])
    assert found.pairs == {
        ("the", "cat"): 1, ("", "a"): 1, ("a", "cab"): 1, ("the", "they"): 1, ("a", "cat"): 1, ("cab", "it"): 1,
    }  # fmt: skip
    assert found.words["cat"] == 3 and found.words["dab"] == 1 and found.capital == {"i"}
    assert list(words_in("Don't: 7 \u00e9t\u00e9s. x")) == ["Don't", "\u00e9t\u00e9s", "x"]


@pytest.mark.parametrize("weights", [(0, 1, 0.5), (1, 0, 0.5), (1, 1, 1.5), (1, math.nan, 0.5), (math.inf, 1, 0.5)])
def test_weights_that_are_none_are_refused(weights: tuple[float, float, float]):
    with pytest.raises(ValueError, match="must weigh more than 0"):
        OwnWeights(*weights)


def test_a_word_that_is_left_out_is_foretold_only_to_who_wrote_it():
    listed, table = LeftOut.load(), load(LANGUAGE)
    texts = ["The cat sat on the mat, and nobody wrote anything to be ashamed of."]
    assert not [word for word in with_own(table, texts).words if word in listed]
    written = Language(with_own(table, [*texts, "crap"]))
    assert [word for word in written.words if word in listed] == ["crap"]  # itself, and no other of its kind
    assert written.words[written.likeliest("crap", written.anywhere, 1)[0][0]] == "crap"
