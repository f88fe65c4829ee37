"""What the app remembers of the ghost: whether it says words, how bold they are, and whether guesses stand beside it."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QSettings

WORDS_TEMPERATURE = 0.0


class GhostMode(Enum):
    """What comes when the pen rests."""

    WORDS = "words"  # the likeliest words, in the hand
    FREE = "free"  # what the network alone makes of the line
    OFF = "off"  # nothing, until a person asks

    @property
    def next(self) -> GhostMode:
        """The one after it, round and round."""
        modes = list(GhostMode)
        return modes[(modes.index(self) + 1) % len(modes)]


class GhostSettings:
    """A typed front of the part of one ``QSettings`` that concerns the ghost. What is set is there at the next start."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    @property
    def mode(self) -> GhostMode:
        try:
            return GhostMode(str(self._store.value("ghost/mode", GhostMode.WORDS.value, type=str)))
        except ValueError:
            return GhostMode.WORDS

    @mode.setter
    def mode(self, mode: GhostMode) -> None:
        self._store.setValue("ghost/mode", mode.value)

    @property
    def words_temperature(self) -> float:
        """How bold the words after the first are: 0 the likeliest, 1 as likely as they are."""
        try:
            value = float(str(self._store.value("ghost/words_temperature", WORDS_TEMPERATURE)))
        except ValueError:
            return WORDS_TEMPERATURE
        return min(max(value, 0.0), 1.0) if math.isfinite(value) else WORDS_TEMPERATURE

    @words_temperature.setter
    def words_temperature(self, value: float) -> None:
        self._store.setValue("ghost/words_temperature", min(max(float(value), 0.0), 1.0))

    @property
    def or_free(self) -> bool:
        """Whether the ink goes on by free hand where no words are found, else not at all."""
        return bool(self._store.value("ghost/or_free", True, type=bool))

    @or_free.setter
    def or_free(self, value: bool) -> None:
        self._store.setValue("ghost/or_free", bool(value))

    @property
    def shows_guesses(self) -> bool:
        """Whether the guesses stand beside the ghost."""
        return bool(self._store.value("ghost/shows_guesses", True, type=bool))

    @shows_guesses.setter
    def shows_guesses(self, value: bool) -> None:
        self._store.setValue("ghost/shows_guesses", bool(value))
