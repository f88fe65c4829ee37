"""The runs of letters that the network wrote last, so that what is wanted again is not written again.

A run follows from its hand, letters, seed and temperatures alone. So a text that was edited, or of which one word is to be
written again, costs only what is new; and its first word may have been written before it was asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from inkapp.live.compose.read_hand import ReadHand
from model.text_protocol import Try
from model.trace import Controls

KEPT = 4_000  # runs: two long texts; a run of five letters takes 2 kB


@dataclass(frozen=True, slots=True)
class RunKey:
    """What a run follows from. ``tries``, ``rounds``: how often at most it is written (``WordWriter``). Equal hands are one
    object: a hand that is read anew is another."""

    hand: ReadHand
    run: str
    seed: int
    controls: Controls
    tries: int
    rounds: int


class WrittenRuns:
    """The best try of each run; the least recently used go first. For one thread."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._runs: OrderedDict[RunKey, Try] = OrderedDict()

    def find(self, key: RunKey) -> Try | None:
        """The run, where it was written and is kept still."""
        found = self._runs.get(key)
        if found is not None:
            self._runs.move_to_end(key)
        return found

    def keep(self, key: RunKey, best: Try) -> None:
        """Keeps a run."""
        self._runs[key] = best
        self._runs.move_to_end(key)
        while len(self._runs) > self._most:
            self._runs.popitem(last=False)
