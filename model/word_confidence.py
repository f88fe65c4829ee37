"""How sure each word of a decoded text is: how much of what other texts are worth agrees with it.

The texts of a beam are weighed by e^(worth / TEMPERATURE); a word is as sure as the part of the weight that is of texts with
the same word in the same place. They are too few and too alike for their worths to be chances as they stand, so the
temperature is above 1: it was chosen on lines that nothing was learnt from (``training.reader.choose``).
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np

TEMPERATURE = 2.0


def word_confidences(found: Sequence[tuple[str, float]], temperature: float = TEMPERATURE) -> list[float]:
    """Of texts with their worths, the best first: how sure each word of the first one is, as spaces part it."""
    return weighed([text for text, _ in found], [worth for _, worth in found], (temperature,))[0]


def weighed(texts: Sequence[str], worths: Sequence[float], temperatures: Sequence[float]) -> list[list[float]]:
    """The same at each of some temperatures."""
    best = texts[0].split(" ")
    same = np.zeros((len(texts), len(best)))
    for row, text in zip(same, texts, strict=True):
        for block in SequenceMatcher(None, best, text.split(" "), autojunk=False).get_matching_blocks():
            row[block.a : block.a + block.size] = 1.0
    less = np.array(worths) - worths[0]
    return [(np.exp(less / t) @ same / np.exp(less / t).sum()).tolist() for t in temperatures]


def character_confidences(found: Sequence[tuple[str, float]], temperature: float = TEMPERATURE) -> tuple[float, ...]:
    """The same of each character: its word's, and of a space the less sure one's beside it."""
    words = word_confidences(found, temperature)
    sure: list[float] = []
    for number, word in enumerate(found[0][0].split(" ")):
        if number:
            sure.append(min(words[number - 1], words[number]))
        sure += [words[number]] * len(word)
    return tuple(sure)
