"""The errors of what was read against what was written, as edits (``model.edits``), over many lines."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from model.edits import edits as edits


def matched(read: Sequence[Hashable], written: Sequence[Hashable]) -> list[bool]:
    """Of each item of ``read``, whether it stays in one of the shortest ways to make ``read`` of ``written``."""
    costs = [list(range(len(written) + 1))]
    for i, item in enumerate(read, 1):
        before, now = costs[-1], [i]
        for j, other in enumerate(written, 1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (item != other)))
        costs.append(now)
    stays = [False] * len(read)
    i, j = len(read), len(written)
    while i and j:
        if costs[i][j] == costs[i - 1][j - 1] + (read[i - 1] != written[j - 1]):
            i, j = i - 1, j - 1
            stays[i] = read[i] == written[j]
        elif costs[i][j] == costs[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return stays


@dataclass(slots=True)
class Errors:
    """Edits and what they are a share of, over many lines: characters with spaces, and words, which spaces part."""

    characters: int = 0
    character_edits: int = 0
    words: int = 0
    word_edits: int = 0

    def add(self, read: str, written: str) -> None:
        """Counts a line."""
        self.characters += len(written)
        self.character_edits += edits(read, written)
        self.words += len(written.split())
        self.word_edits += edits(read.split(), written.split())

    def figures(self) -> dict[str, float]:
        """The counts, and the shares: edits of characters a character, edits of words a word."""
        return {
            "characters": self.characters,
            "character_edits": self.character_edits,
            "character_error": self.character_edits / max(self.characters, 1),
            "words": self.words,
            "word_edits": self.word_edits,
            "word_error": self.word_edits / max(self.words, 1),
        }


def interval(shares: Sequence[tuple[float, float]], rounds: int = 1000, seed: int = 0) -> tuple[float, float]:
    """Where 95 % of the ratios of sums lie when as many (edits, of how many) are drawn with replacement: a bootstrap over forms
    or lines."""
    table = np.array(shares, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(table), (rounds, len(table)))
    ratios = table[drawn, 0].sum(axis=1) / table[drawn, 1].sum(axis=1)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return float(low), float(high)
