"""The figures of a network over characters beside a table's: its nats, the mixture's, and what is guessed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from lab.language.by_network import MODELS, Guesser, costs, hits, mixed, network_nats
from model.character_form import classes_of
from model.character_lstm import CharacterLstm
from tests.model import words
from tests.model.character_networks import CONFIG, weights


@pytest.fixture
def network() -> CharacterLstm:
    return CharacterLstm(weights(), CONFIG)


def test_texts_of_any_length_cost_what_each_costs_alone(network: CharacterLstm):
    texts = ["The cat.", "a", "They saw a cab, I think"]
    for text, nats in zip(texts, network_nats(network, texts, " "), strict=True):
        state, alone = network.begin(" "), []
        for character in text:
            alone.append(-state.log_chances[0, classes_of(character, network.alphabet)[0]])
            state = network.read(state, character)
        assert nats[:-1] == pytest.approx(alone, abs=1e-4)
        ended = np.exp(state.log_chances[0, [0, 1]]).sum()  # a break, or a space, which is the alphabet's first
        assert nats[-1] == pytest.approx(-math.log(ended), abs=1e-4)


def test_a_mixture_lies_between_and_means_chances():
    first, second = np.array([1.0, 3.0]), np.array([2.0, 0.5])
    assert np.exp(-mixed(first, second, 0.25)) == pytest.approx(0.75 * np.exp(-first) + 0.25 * np.exp(-second))
    assert mixed(first, second, 0.0) is first and mixed(first, second, 1.0) is second


def test_costs_are_told_by_each_model_over_the_same_characters(network: CharacterLstm):
    figures = costs(words.language(), network, ["The cat. A cab", "they"], " ", 0.5)
    assert figures["characters"] == 20 and figures["words"] == 5
    for name in MODELS:
        a_character = figures[f"perplexity_a_character_by_{name}"]
        assert figures[f"perplexity_a_word_by_{name}"] == pytest.approx(a_character**4, rel=1e-4)


def test_a_share_of_nothing_or_all_guesses_as_the_one_model_does(network: CharacterLstm):
    language = words.language()
    for share, name in ((0.0, "table"), (1.0, "network")):
        guesser = Guesser(language, network, share)
        best = guesser.guess("c", language.anywhere, network.read(network.begin(), "c"))
        assert best["both"][:2] == best[name][:2]


def test_hits_are_counted_along_the_letters_that_are_known(network: CharacterLstm):
    guesser = Guesser(words.language(), network, 0.5)
    figures = hits(guesser, ["a cab a cat"])
    assert [figures[f"asked_after_{known}"] for known in range(4)] == [4, 4, 2, 2]
    assert figures["first_guess_after_0_by_table"] == pytest.approx(1 / 4)
    assert (
        figures["first_guess_after_3_by_network"] == 1.0
    )  # no two words of the table have three letters in common here
    assert {len(seconds) for seconds in guesser.seconds.values()} == {12}
    assert hits(guesser, ["a cab a cat"], every=2)["asked_after_0"] == 2
