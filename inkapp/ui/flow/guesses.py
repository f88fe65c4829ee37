"""How the line may go on in words: what was guessed, which guess the ghost writes, and what the next request asks for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inkapp.live.continuation import WordsWanted
from inkapp.live.events import Guessed
from inkapp.ui.chrome.ghost_settings import GhostMode
from model.guess import Guess


class Guesses(QObject):
    """``told``: the likeliest first, () where nothing is known; ``chosen``: which of them the ghost writes; ``reason``: why
    there are none, or "". ``mode``, ``temperature``, ``or_free``: see ``GhostSettings``.

    Signals: ``changed`` (``told`` or ``chosen``).
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.told: tuple[Guess, ...] = ()
        self.chosen = 0
        self.reason = ""
        self.mode, self.temperature, self.or_free = GhostMode.WORDS, 0.0, True
        self._seed = 0  # of the words, which stay where only the drawing is another

    @property
    def wanted(self) -> WordsWanted | None:
        """What to ask of words; None for free hand."""
        if self.mode is GhostMode.FREE:
            return None
        return WordsWanted(self.chosen, self.temperature, self._seed, self.or_free)

    def hear(self, event: Guessed) -> None:
        """What was guessed for the request that was made last."""
        self.reason = event.reason
        self._show(event.guesses, event.chosen)

    def forget(self) -> None:
        """The line is another one, or no ghost is to go on with it."""
        self.reason = ""
        self._show((), 0)

    def begin(self, seed: int) -> None:
        """The likeliest is to be written, its words drawn under this seed; what was told stays until other guesses are."""
        self._seed, self.reason = seed, ""
        self._show(() if self.mode is GhostMode.FREE else self.told, 0)

    def choose(self, number: int) -> bool:
        """That guess is to be written; False where there is none of that number, or it is the one that is."""
        if number == self.chosen or not 0 <= number < len(self.told):
            return False
        self._show(self.told, number)
        return True

    def choose_next(self) -> bool:
        """The next guess is to be written; False after the last one."""
        return self.choose(self.chosen + 1)

    def _show(self, told: tuple[Guess, ...], chosen: int) -> None:
        if (told, chosen) != (self.told, self.chosen):
            self.told, self.chosen = told, chosen
            self.changed.emit()
