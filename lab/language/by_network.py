"""How well the network over characters foretells text, alone and mixed with a table of words.

Both say how likely each character is after all before it in a text, so that their chances can be mixed, character by character,
and compared. What a line costs has its end in it, as if by a space.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from lab.language.by_table import KNOWN, character_nats, words_of
from lab.language.together import read_together
from model.arrays import Float64Array
from model.character_form import BREAK, classes_of
from model.character_lstm import CharacterLstm, CharacterState
from model.language import Language
from model.text_model import TextModel
from model.word_search import WordSearch

OFFERED = 12  # words that each model offers to the mixture
MODELS = ("table", "network", "both")


def network_nats(network: CharacterLstm, texts: Sequence[str], before: str) -> list[Float64Array]:
    """−log p of each character of each text and of its end. ``before``: what stands before all of them, see ``begin``."""
    space = classes_of(" ", network.alphabet)[0]
    nats: list[Float64Array] = [np.empty(len(text) + 1) for text in texts]
    for step in read_together(network, texts, before):
        chances = step.state.log_chances
        came = chances[np.arange(len(step.comes)), step.comes]
        ended = np.logaddexp(chances[:, space], chances[:, BREAK])
        for row, number in enumerate(step.numbers):
            length = len(texts[number])
            if step.at <= length:
                nats[number][step.at] = -(ended if step.at == length else came)[row]
    return nats


def mixed(first: Float64Array, second: Float64Array, share: float) -> Float64Array:
    """The nats of two models' mean chances; ``share``: the second one's part, in 0 … 1."""
    if share in (0.0, 1.0):
        return second if share else first
    return -np.logaddexp(math.log(1 - share) - first, math.log(share) - second)


def costs(
    language: Language, network: CharacterLstm, texts: Sequence[str], before: str, share: float
) -> dict[str, object]:
    """Perplexities of a character, and of a word with all that stands around it, by each of ``MODELS``."""
    table = TextModel(language)
    by_table = np.concatenate([np.array(character_nats(table, text)) for text in texts])
    by_network = np.concatenate(network_nats(network, texts, before))
    words = sum(1 for text in texts for _ in words_of(language, text))
    figures: dict[str, object] = {"characters": len(by_table), "words": words}
    for name, nats in zip(MODELS, (by_table, by_network, mixed(by_table, by_network, share)), strict=True):
        figures[f"perplexity_a_character_by_{name}"] = float(np.exp(nats.mean()))
        figures[f"perplexity_a_word_by_{name}"] = float(np.exp(nats.sum() / max(words, 1)))
    return figures


class Guesser:
    """The likeliest words that begin with some letters, by each of ``MODELS``, and the processor's seconds that each takes."""

    def __init__(self, language: Language, network: CharacterLstm, share: float) -> None:
        self.language, self.network, self._share = language, network, share
        self._search = WordSearch(network, language)
        self.seconds: dict[str, list[float]] = {name: [] for name in MODELS}

    def guess(self, letters: str, after: int, state: CharacterState) -> dict[str, list[int]]:
        """Three words' numbers by each. ``letters``: as they are written, and read in ``state``; ``after``: the word before."""
        began = time.process_time()
        by_table = dict(self.language.likeliest(letters.lower(), after, OFFERED))
        seen = time.process_time()
        by_network = {word: math.exp(chance) for word, chance in self._search.likeliest(letters, state, OFFERED)}
        found = time.process_time()
        low, high = self.language.beginning(letters.lower())
        begins = max(self.language.share(low, high, after), 1e-300)
        both = {
            word: self._share * by_network.get(word, 0.0)
            + (1 - self._share) * self.language.share(word, word + 1, after) / begins
            for word in {*by_table, *by_network}
        }
        done = time.process_time()
        for name, took in zip(MODELS, (seen - began, found - seen, done - began), strict=True):
            self.seconds[name].append(took)
        return {name: _best(chances) for name, chances in zip(MODELS, (by_table, by_network, both), strict=True)}


def _best(chances: Mapping[int, float]) -> list[int]:
    return sorted(chances, key=lambda word: (-chances[word], word))[:3]


def hits(guesser: Guesser, texts: Sequence[str], every: int = 1) -> dict[str, object]:
    """How often the word is the first of three, or among them, when none or some of its letters are known, by each.

    ``every``: only each so manieth word is guessed. A word that is shorter than what is known is not.
    """
    first, three, asked = Counter[tuple[str, int]](), Counter[tuple[str, int]](), Counter[int]()
    number = 0
    for text in texts:
        state, read = guesser.network.begin(), 0
        for found, after in words_of(guesser.language, text):
            number += 1
            if number % every:
                continue
            state, read = guesser.network.read(state, text[read : found.start()]), found.start()
            word = guesser.language.number(found[0].lower())
            here = state
            for known in range(min(KNOWN, len(found[0]) + 1)):
                if known:
                    here = guesser.network.read(here, found[0][known - 1])
                asked[known] += 1
                for name, best in guesser.guess(found[0][:known], after, here).items():
                    first[name, known] += best[:1] == [word]
                    three[name, known] += word in best
    figures: dict[str, object] = {f"asked_after_{known}": asked[known] for known in range(KNOWN)}
    for name in MODELS:
        for kind, counts in (("first_guess", first), ("among_three", three)):
            for known in range(KNOWN):
                figures[f"{kind}_after_{known}_by_{name}"] = counts[name, known] / max(asked[known], 1)
    for name, seconds in guesser.seconds.items():
        if seconds:
            figures[f"milliseconds_by_{name}"] = 1000 * float(np.median(seconds))
            figures[f"milliseconds_p95_by_{name}"] = 1000 * float(np.quantile(seconds, 0.95))
    return figures
