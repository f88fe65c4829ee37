"""The search for words by a network over characters: against all words of a tiny table, weighed one by one."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.character_form import BREAK, classes_of
from model.character_lstm import CharacterLstm
from model.word_search import WordSearch
from tests.model import words
from tests.model.character_networks import CONFIG, weights

EVERYTHING = 10_000  # a width that keeps all


def chance(network: CharacterLstm, before: str, rest: str) -> float:
    """Of the rest of a word after a text, and of its end by anything but a letter or an apostrophe."""
    state, whole = network.read(network.begin(), before), 0.0
    for character in rest:
        whole += float(state.log_chances[0, classes_of(character, network.alphabet)[0]])
        state = network.read(state, character)
    ends = [n + 1 for n, c in enumerate(network.alphabet) if not c.isalpha() and c != "'"]
    return math.exp(whole) * float(np.exp(state.log_chances[0, [BREAK, *ends]]).sum())


@pytest.mark.parametrize("seed", [1, 2])
def test_it_finds_what_weighing_all_words_finds(seed: int):
    network, language = CharacterLstm(weights(seed), CONFIG), words.language()
    search = WordSearch(network, language, EVERYTHING)
    before = "I saw "
    expected = {
        number: chance(network, before, word) + chance(network, before, word.capitalize())
        for number, word in enumerate(language.words)
    }
    found = search.likeliest("", network.read(network.begin(), before), 3)
    best = sorted(expected, key=lambda number: -expected[number])[:3]
    assert [number for number, _ in found][:1] == best[:1]
    for number, log_chance in found:
        assert math.exp(log_chance) <= expected[number] * (1 + 1e-4)
        assert log_chance == pytest.approx(math.log(expected[number]), abs=0.8)  # one of two cases may have been cut


@pytest.mark.parametrize(("letters", "rests"), [("th", ("e", "ey")), ("CA", ("B", "T")), ("Ca", ("b", "t"))])
def test_letters_that_are_written_are_kept_as_they_are(letters: str, rests: tuple[str, str]):
    network, language = CharacterLstm(weights(), CONFIG), words.language()
    state = network.read(network.begin(), letters)
    found = dict(WordSearch(network, language, EVERYTHING).likeliest(letters, state, 5))
    expected = {language.number((letters + rest).lower()): chance(network, letters, rest) for rest in rests}
    assert found == {number: pytest.approx(math.log(whole), abs=1e-4) for number, whole in expected.items()}


def test_the_likeliest_comes_first_and_no_more_than_are_asked_for():
    network = CharacterLstm(weights(), CONFIG)
    found = WordSearch(network, words.language()).likeliest("c", network.read(network.begin(), "c"), 1)
    assert len(found) == 1
    chances = [c for _, c in WordSearch(network, words.language()).likeliest("", network.begin(), 8)]
    assert chances == sorted(chances, reverse=True)


def test_letters_that_begin_no_word_find_none():
    network = CharacterLstm(weights(), CONFIG)
    assert WordSearch(network, words.language()).likeliest("zq", network.read(network.begin(), "zq")) == []
