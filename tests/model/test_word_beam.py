"""Frames decoded by words, against every text that they can say, each weighed by itself."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from model import word_beam
from model.arrays import Float32Array
from model.ctc import best_path, log_likelihood
from model.text_model import Spot, TextModel
from model.word_beam import BeamSettings, WordBeam
from model.word_confidence import character_confidences, word_confidences
from tests.model import words

ALPHABET = "abct "


def frames(count: int, seed: int, alphabet: str = ALPHABET) -> Float32Array:
    scores = np.random.default_rng(seed).normal(0, 1.5, (count, len(alphabet) + 1))
    return (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))).astype(np.float32)


def spelt(text: str, doubt: dict[int, tuple[str, float]] | None = None, alphabet: str = ALPHABET) -> Float32Array:
    """Frames that say ``text``, a blank after each character; ``doubt``: at some a second character, with its chance."""
    chances = np.full((2 * len(text), len(alphabet) + 1), 1e-5)
    for at, character in enumerate(text):
        chances[2 * at, alphabet.index(character) + 1] = 1.0
        chances[2 * at + 1, 0] = 1.0
        if doubt and at in doubt:
            other, chance = doubt[at]
            chances[2 * at, alphabet.index(other) + 1] = chance
            chances[2 * at, alphabet.index(character) + 1] = 1 - chance
    return np.log(chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("seed", range(4))
def test_a_wide_beam_finds_the_text_worth_most_and_its_worth(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_beam, "FORGET", 1 + seed % 3)
    model = TextModel(words.language())
    settings = BeamSettings(weight=0.7, bonus=0.4, width=100_000, margin=1e9, least=-math.inf)
    log_probs = frames(5, seed)
    worths = {}
    for length in range(6):
        for labels in itertools.product(range(1, len(ALPHABET) + 1), repeat=length):
            likelihood = log_likelihood(log_probs, labels)
            if likelihood == -math.inf:
                continue
            spot, nats = model.begin(), 0.0
            for label in labels:
                spot, chance = model.follow(spot, ALPHABET[label - 1])
                nats += chance
            worths[labels] = likelihood + 0.7 * (nats + model.end(spot)) + 0.4 * length
    found = WordBeam(model, ALPHABET, settings).hypotheses(log_probs)
    best = sorted(worths, key=lambda labels: -worths[labels])
    assert found[0].labels == best[0] and found[0].text == "".join(ALPHABET[label - 1] for label in best[0])
    # worths are told but for what all texts share
    apart = [one.worth - found[0].worth for one in found[:5]]
    assert apart == pytest.approx([worths[labels] - worths[best[0]] for labels in best[:5]], abs=1e-4)


def test_a_word_wins_where_the_ink_is_in_doubt_and_loses_where_it_is_not() -> None:
    beam = WordBeam(TextModel(words.language()), ALPHABET)
    doubtful = spelt("a cbt", {3: ("a", 0.4)})
    assert "".join(ALPHABET[label - 1] for label in best_path(doubtful)) == "a cbt"
    assert beam.hypotheses(doubtful)[0].text == "a cat"
    assert beam.hypotheses(spelt("a cbt"))[0].text == "a cbt"


def test_without_weight_it_is_the_likeliest_text() -> None:
    beam = WordBeam(TextModel(words.language()), ALPHABET, BeamSettings(weight=0.0, bonus=0.0))
    for text in ("a cat", "tttt", "b  b"):
        assert beam.hypotheses(spelt(text))[0].text == text


def test_decoding_tells_labels_and_how_sure_each_is() -> None:
    beam = WordBeam(TextModel(words.language()), ALPHABET)
    decoded = beam.decode(spelt("a cab", {4: ("t", 0.5)}))
    text = "".join(ALPHABET[label - 1] for label in decoded.labels)
    assert text == "a cab" and len(decoded.confidences) == 5
    assert decoded.confidences[0] > 0.9 > decoded.confidences[2] == decoded.confidences[4] == decoded.confidences[1]


def test_a_word_is_as_sure_as_the_weight_of_the_texts_that_have_it() -> None:
    found = [("the cat", 0.0), ("the cab", math.log(0.5)), ("a the cat", math.log(0.5))]
    assert word_confidences(found, 1.0) == pytest.approx([1.0, 0.75])
    assert word_confidences(found, 1e9) == pytest.approx([1.0, 2 / 3])
    assert character_confidences(found, 1.0) == pytest.approx([1, 1, 1, 0.75, 0.75, 0.75, 0.75])
    assert character_confidences([("", 0.0)]) == ()


def test_nothing_is_asked_of_the_language_twice() -> None:
    class Asked(TextModel):
        def follow(self, spot: Spot, character: str) -> tuple[Spot, float]:
            asked.append((spot, character))
            return plain.follow(spot, character)

        def end(self, spot: Spot) -> float:
            return plain.end(spot)

    plain, asked = TextModel(words.language()), list[tuple[Spot, str]]()
    log_probs = frames(60, 5)
    found = WordBeam(Asked(words.language()), ALPHABET).hypotheses(log_probs)
    assert len(asked) == len(set(asked)) > 100
    assert found == WordBeam(plain, ALPHABET).hypotheses(log_probs)


def test_what_fell_out_of_the_beam_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    beam = WordBeam(TextModel(words.language()), ALPHABET, BeamSettings(width=4))
    log_probs = frames(40, 3)
    sizes: list[tuple[int, int]] = []
    forget = word_beam._forget

    def reached(at: word_beam._Beginning) -> int:
        return 1 + sum(map(reached, at.follows.values()))

    def forget_and_count(own: list[word_beam._Beginning]) -> None:
        root = own[0]
        while root.parent is not None:
            root = root.parent
        before = reached(root)
        forget(own)
        sizes.append((before, reached(root)))

    kept = [one.text for one in beam.hypotheses(log_probs)]
    monkeypatch.setattr(word_beam, "FORGET", 10)
    monkeypatch.setattr(word_beam, "_forget", forget_and_count)
    assert [one.text for one in beam.hypotheses(log_probs)] == kept
    assert len(sizes) == 4 and all(after < before / 2 for before, after in sizes)
