"""A tiny table of words for tests."""

from __future__ import annotations

import numpy as np

from model.language import Language
from model.spelling import learn
from model.word_table import WordTable

WORDS = {"a": 0.2, "cab": 0.1, "cat": 0.1, "dab": 0.02, "i": 0.08, "london": 0.05, "the": 0.4, "they": 0.05}
PAIRS = {("a", "cab"): 0.7, ("a", "cat"): 0.1, ("the", "cat"): 0.5, ("", "the"): 0.5, ("", "they"): 0.25}
PROPER = ("i", "london")


def table(words: dict[str, float] = WORDS, pairs: dict[tuple[str, str], float] = PAIRS) -> WordTable:
    """``words`` with their chances; of ``pairs`` the first is "" at a sentence's start."""
    listed = sorted(words)
    place = {word: number for number, word in enumerate([*listed, ""])}
    own = sorted((place[first], place[second], chance) for (first, second), chance in pairs.items())
    return WordTable(
        tuple(listed),
        np.array([words[word] for word in listed]),
        np.bincount([first for first, _, _ in own], minlength=len(listed) + 1).astype(np.int64),
        np.array([second for _, second, _ in own], dtype=np.int64),
        np.array([chance for _, _, chance in own], dtype=np.float64),
        np.array([place[word] for word in PROPER if word in words], dtype=np.int64),
        learn(["bad", "dab", "tab", "bath", "that"]),
    )


def language() -> Language:
    """The tiny table's."""
    return Language(table())
