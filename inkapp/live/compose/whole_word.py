"""A typed word as ink: the network's letters, drawn signs, those of a card, and accents, side by side in one hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from inkapp.ink.hand import Sign
from inkapp.live.compose import signs
from inkapp.live.compose.accents import add_accents
from inkapp.live.compose.card_sign import from_card
from inkapp.live.compose.characters import Unit
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.in_hand import in_hand
from inkapp.live.compose.written_word import WrittenWord, side_by_side

WriteRun = Callable[[str], WrittenWord]


def runs(units: Sequence[Unit]) -> list[str]:
    """The runs of a word's characters that the network is to write, in order."""
    return ["".join(unit.base for unit in part) for part, drawn in _parts(units) if not drawn]


def write_word(
    units: Sequence[Unit],
    hand: Hand,
    seed: int,
    write_run: WriteRun,
    *,
    card: Mapping[str, Sign] | None = None,
    variation: float = 1.0,
) -> WrittenWord:
    """A word of ``units``. ``write_run``: writes a run of learnt characters, which the points' units count from its first;
    called once for each of ``runs``. ``card``: signs that the hand wrote itself.

    The same sign twice in a word is drawn twice. Equal arguments, and equal runs, give equal ink.
    """
    parts: list[tuple[WrittenWord, int]] = []
    at = 0
    for part, drawn in _parts(units):
        for k, unit in enumerate(part if drawn else ()):
            sign = card.get(unit.base) if card else None
            if sign is None:
                parts.append((in_hand(unit.base, hand, seed + at + k, variation=variation), 1))
            else:
                parts.append((from_card(unit.base, sign, hand, seed + at + k, variation=variation), 1))
        if not drawn:
            parts.append((write_run("".join(unit.base for unit in part)), len(part)))
        at += len(part)
    return add_accents(side_by_side(parts, hand.letter_gap, hand.slant), units, hand, seed, variation=variation)


def _parts(units: Sequence[Unit]) -> Iterator[tuple[list[Unit], bool]]:
    """The parts of a word, and whether each is drawn; marks without a letter are: alone on its line, the network does not know
    how high a comma stands."""
    for drawn, group in groupby(units, key=lambda unit: unit.drawn):
        part = list(group)
        lone = not any(unit.base.isalnum() for unit in part) and all(signs.has(unit.base) for unit in part)
        yield part, drawn or lone
