"""How likely letters follow each other in words that no table holds: names, rare words, slips. numpy alone.

Of each letter the chance after the two before (Witten and Bell 1991 of what follows one, none, or anything), learnt from rare
words. A word begins after two ends.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from model.arrays import Float64Array

LETTERS = "\x00abcdefghijklmnopqrstuvwxyz'"  # the first is a word's end, and its beginning
END = 0
STEPS = 24  # a table keeps −log p in this part of a nat, 0 … 255


class Spelling:
    """Chances of letters. A context is a number, 0 where a word begins."""

    def __init__(self, steps: npt.NDArray[np.uint8]) -> None:
        """``steps``: (letters, letters, letters), −log p of the third after the first two. Raises ValueError for others."""
        size = len(LETTERS)
        if steps.shape != (size,) * 3 or steps.dtype != np.uint8:
            raise ValueError("no table of letters")
        chances = np.exp(-steps.astype(np.float64) / STEPS)
        chances /= chances.sum(axis=2, keepdims=True)
        self._chances = array("d", chances.tobytes())

    def follow(self, context: int, letter: int) -> tuple[int, float]:
        """The context after a letter, by its place in ``LETTERS``, and how likely that letter was."""
        size = len(LETTERS)
        return context % size * size + letter, self._chances[context * size + letter]

    def chance(self, word: str) -> float:
        """The probability of a whole word in lower case; 0 for one with other signs than ``LETTERS``."""
        context, whole = 0, 1.0
        for letter in [LETTERS.find(sign) for sign in word] + [END]:
            if letter < 0:
                return 0.0
            context, chance = self.follow(context, letter)
            whole *= chance
        return whole


def learn(words: Iterable[str]) -> npt.NDArray[np.uint8]:
    """What ``Spelling`` takes, from words of ``LETTERS`` alone, each counted once."""
    size = len(LETTERS)
    counts = np.zeros((size,) * 3)
    for word in words:
        before = (END, END)
        for letter in [LETTERS.index(sign) for sign in word] + [END]:
            counts[(*before, letter)] += 1
            before = (before[1], letter)
    chances: Float64Array = np.full(size, 1 / size)
    for table in (counts.sum(axis=(0, 1)), counts.sum(axis=0), counts):
        kinds = (table > 0).sum(axis=-1, keepdims=True)
        seen = (table + kinds * chances) / np.maximum(table.sum(axis=-1, keepdims=True) + kinds, 1)
        chances = np.where(kinds > 0, seen, chances)
    return np.asarray(np.clip(np.rint(-np.log(chances) * STEPS), 0, 255), dtype=np.uint8)
