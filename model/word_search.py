"""Which words a text may go on with, by the network that foretells characters: a beam among the words of a table.

Only words of the table are found, so that none is offered that is left out of it. A word's chance is that of its letters and of
what ends it, whichever mark that is; one that may be written with a capital and without has both chances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.arrays import Float32Array
from model.character_lstm import CharacterLstm, CharacterState
from model.language import Language
from model.spelling import LETTERS

WIDTH = 16  # beginnings that are kept
BELOW = 7.0  # nats that a beginning may be less likely than the likeliest one


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Of words [low, high) of the table: their first letters, in lower case, and log p of those that were added."""

    letters: str
    low: int
    high: int
    log_chance: float


class WordSearch:
    """Frozen after construction: threads may share it."""

    def __init__(self, network: CharacterLstm, language: Language, width: int = WIDTH) -> None:
        self._network, self._language, self._width = network, language, width
        signs = LETTERS[1:]
        self._small = [network.alphabet.index(sign) + 1 for sign in signs]
        self._capital = [network.alphabet.index(sign.upper()) + 1 for sign in signs]
        others = set(range(len(network.alphabet) + 1)) - {*self._small, *self._capital}
        self._ends = sorted(others)

    def likeliest(self, letters: str, state: CharacterState, most: int = 3) -> list[tuple[int, float]]:
        """The likeliest words that begin with ``letters``, as they are written: numbers, and log p of their rest and end.

        ``state``: of the one text, its letters read. The likeliest first.
        """
        low, high = self._language.beginning(letters.lower())
        beginnings = [_Beginning(letters.lower(), low, high, 0.0)] if low < high else []
        found: dict[int, float] = {}
        while beginnings:
            chances = state.log_chances
            self._take_ended(beginnings, chances, found)
            ranked = sorted(found.values(), reverse=True)
            least = ranked[most - 1] if len(ranked) >= most else -np.inf
            grown = self._grown(beginnings, chances, least, letters)
            grown.sort(key=lambda one: -one[0].log_chance)
            grown = [one for one in grown[: self._width] if one[0].log_chance > grown[0][0].log_chance - BELOW]
            if grown:
                state = self._network.follow(state, [one[1] for one in grown], [one[2] for one in grown])
            beginnings = [one[0] for one in grown]
        return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:most]

    def _take_ended(self, beginnings: list[_Beginning], chances: Float32Array, found: dict[int, float]) -> None:
        """Adds those that are whole words to ``found``."""
        ended = np.logaddexp.reduce(chances[:, self._ends], axis=1).tolist()
        for beginning, end in zip(beginnings, ended, strict=True):
            if beginning.letters and self._language.words[beginning.low] == beginning.letters:
                chance = beginning.log_chance + end
                before = found.get(beginning.low)
                found[beginning.low] = chance if before is None else float(np.logaddexp(before, chance))

    def _grown(
        self, beginnings: list[_Beginning], chances: Float32Array, least: float, letters: str
    ) -> list[tuple[_Beginning, int, int]]:
        """Each beginning with a letter more, where likelier than ``least``; that letter's class; which beginning it was."""
        cases = [self._capital] if len(letters) > 1 and letters.isupper() else [self._small]
        grown = []
        for text, (beginning, row) in enumerate(zip(beginnings, chances.tolist(), strict=True)):
            ways = cases if beginning.letters else [self._small, self._capital]
            low, high = beginning.low, beginning.high
            for place, sign in enumerate(LETTERS[1:]):
                for number in {case[place] for case in ways}:
                    chance = beginning.log_chance + row[number]
                    if chance <= least:
                        continue
                    first, last = self._language.beginning(beginning.letters + sign, low, high)
                    if first < last:
                        grown.append((_Beginning(beginning.letters + sign, first, last, chance), number, text))
        return grown
