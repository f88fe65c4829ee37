"""A typed word as ink: the network's letters, drawn signs and accents, side by side in one hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from inkapp.live.compose.accents import add_accents
from inkapp.live.compose.characters import Unit
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.in_hand import in_hand
from inkapp.live.compose.written_word import WrittenWord, side_by_side

WriteRun = Callable[[str], WrittenWord]


def write_word(
    units: Sequence[Unit], hand: Hand, seed: int, write_run: WriteRun, *, variation: float = 1.0
) -> WrittenWord:
    """A word of ``units``. ``write_run``: writes a run of learnt characters, which the points' units count from its first.

    The same sign twice in a word is drawn twice. Equal arguments, and equal runs, give equal ink.
    """
    parts: list[tuple[WrittenWord, int]] = []
    at = 0
    for drawn, group in groupby(units, key=lambda unit: unit.drawn):
        run = list(group)
        if drawn:
            parts += [(in_hand(unit.base, hand, seed + at + k, variation=variation), 1) for k, unit in enumerate(run)]
        else:
            parts.append((write_run("".join(unit.base for unit in run)), len(run)))
        at += len(run)
    return add_accents(side_by_side(parts, hand.letter_gap, hand.slant), units, hand, seed, variation=variation)
