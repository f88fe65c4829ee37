"""How likely a word of English is after the word before, from a table of words and pairs. numpy alone.

A back-off model of two words (Katz 1987): a pair that the table holds has its own probability, every other word what it has
after any word, times a weight that makes all of them sum to 1. Words lie sorted, so that all words that begin with the same
letters are neighbours, and their chance together is a difference of two sums. Words are in lower case.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from pathlib import Path

import numpy as np

from model.arrays import Float64Array
from model.spelling import Spelling
from model.word_table import WordTable, load

AFTER_LETTERS = "~"  # sorts behind whatever a word is written with


class Language:
    """Words with their chances. Frozen after construction: threads may share it.

    A word is known by its number. ``after`` is in every question the word before: its number, ``at_start`` for none because
    a sentence begins, or ``anywhere`` for one that is not known.
    """

    def __init__(self, table: WordTable) -> None:
        number = len(table.words)
        once, pairs, back_off = table.chances()
        self.words = table.words
        self.at_start, self.anywhere = number, number + 1
        self.proper = frozenset(table.proper.tolist())
        self.spelling = Spelling(table.letters)
        # sums from the first word on, and from the first pair on: plain arrays, which bisect and index far faster than numpy's
        self._once = _sums(once)
        self._starts = array("q", [0, *np.cumsum(table.counts).tolist(), len(pairs)])  # no pair begins ``anywhere``
        self._seconds = array("q", table.seconds.tobytes())
        self._pairs, self._given_up = _sums(pairs), _sums(once[table.seconds])
        self._weights: array[float] = array("d", [*back_off.tolist(), 1.0])

    @classmethod
    def load(cls, path: Path) -> Language:
        """From a table's file. Raises LanguageError."""
        return cls(load(path))

    def number(self, word: str) -> int | None:
        """The number of a word in lower case, None for one that is not among them."""
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None

    def beginning(self, letters: str, low: int = 0, high: int | None = None) -> tuple[int, int]:
        """Which words begin with ``letters``, of those with numbers in [low, high): [first, after the last)."""
        high = len(self.words) if high is None else high
        first = bisect_left(self.words, letters, low, high)
        return first, bisect_left(self.words, letters + AFTER_LETTERS, first, high)

    def share(self, low: int, high: int, after: int) -> float:
        """The probability that the next word's number is in [low, high)."""
        first, last = self._listed(low, high, after)
        rest = self._once[high] - self._once[low] - (self._given_up[last] - self._given_up[first])
        return max(0.0, self._pairs[last] - self._pairs[first] + self._weights[after] * rest)

    def likeliest(self, letters: str, after: int, most: int = 3) -> list[tuple[int, float]]:
        """The likeliest words that begin with ``letters``, with their probabilities among all words, the likeliest first."""
        low, high = self.beginning(letters)
        first, last = self._listed(low, high, after)
        chances = self._weights[after] * np.diff(np.frombuffer(self._once)[low : high + 1])
        seconds = np.frombuffer(self._seconds, dtype=np.int64)[first:last]
        chances[seconds - low] = np.diff(np.frombuffer(self._pairs)[first : last + 1])
        if most < len(chances):  # of the many words that begin with few letters only the best are put in order
            likely = np.flatnonzero(chances >= np.partition(chances, -most)[-most])
        else:
            likely = np.arange(len(chances))
        best = likely[np.argsort(-chances[likely], kind="stable")[:most]]
        return [(low + int(number), float(chances[number])) for number in best]

    def _listed(self, low: int, high: int, after: int) -> tuple[int, int]:
        """Which pairs of ``after`` have second words in [low, high)."""
        begin, end = self._starts[after], self._starts[after + 1]
        first = bisect_left(self._seconds, low, begin, end)
        return first, bisect_left(self._seconds, high, first, end)


def _sums(parts: Float64Array) -> array[float]:
    return array("d", np.concatenate(([0.0], np.cumsum(parts))).tobytes())
