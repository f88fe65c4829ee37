"""The seed of ghosts: another one for each, or one that the person has fixed."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

SEEDS = 10_000  # few enough to read aloud, many enough to be surprised
TYPED_SEEDS = 1_000_000_000  # as many as nine digits have


def any_seed() -> int:
    """One of ``SEEDS``, by chance."""
    return random.randrange(SEEDS)


class Seeds(QObject):
    """``seed``: of the ghost that stands or was last asked for. ``fixed``: whether the next ones have it, too.

    Signals: ``changed`` (the seed).
    """

    changed = Signal(int)

    def __init__(self, new_seed: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._new_seed = new_seed
        self.seed = new_seed()
        self.fixed = False

    def set_seed(self, seed: int) -> None:
        """Takes a seed that was named."""
        if seed != self.seed:
            self.seed = seed
            self.changed.emit(seed)

    def renew(self) -> None:
        """For another ghost: another seed, unless it is fixed."""
        if not self.fixed:
            seed = self._new_seed()
            self.set_seed(seed if seed != self.seed else (seed + 1) % SEEDS)

    def roll(self) -> None:
        """For another ghost in place of one: another seed also where it is fixed, and then the next one, which stays fixed.

        So a seed that was typed is not lost: it is as many below as one has rolled.
        """
        if self.fixed:
            self.set_seed((self.seed + 1) % TYPED_SEEDS)
        else:
            self.renew()
