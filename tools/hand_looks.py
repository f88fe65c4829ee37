"""What hands look like beside each other, as measures, and plain names by what sets each apart most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.compose.hand import measure_hand

STEP = 0.3  # spreads: between the points at which a stroke's turns are taken
# A hand is called by the measure in which it is farthest from the others: (measure, for much of it, for little)
LOOKS = (
    ("slant", "Slanted", "Backhand"),
    ("aspect", "Wide", "Narrow"),
    ("joined", "Joined", "Printed"),
    ("tall", "Tall", "Low"),
    ("curved", "Round", "Angular"),
    ("letter_gap", "Airy", "Tight"),
)


def looks_of(lines: Sequence[Sequence[Stroke]], letters: int) -> dict[str, float]:
    """What can be seen of a hand: its measures, how many of the ``letters`` a stroke joins, and how evenly strokes turn."""
    hand = measure_hand(lines)
    return {
        "slant": hand.slant,
        "aspect": hand.aspect,
        "tall": hand.tall,
        "letter_gap": hand.letter_gap,
        "joined": letters / sum(map(len, lines)),
        "curved": -_sharpness(lines, STEP * hand.spread),
    }


def _sharpness(lines: Sequence[Sequence[Stroke]], length: float) -> float:
    """The mean square turn a step, of steps of one ``length``: corners make it large, bows small."""
    turns = []
    for stroke in (stroke for line in lines for stroke in line):
        points = np.stack((stroke.x, stroke.y), axis=1)
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
        even = np.arange(0.0, along[-1], length)
        if len(even) > 3:
            step = np.diff(np.stack([np.interp(even, along, points[:, axis]) for axis in (0, 1)], axis=1), axis=0)
            angle = np.arctan2(step[:, 1], step[:, 0])
            turns.append(np.abs((np.diff(angle) + np.pi) % (2 * np.pi) - np.pi))
    return float(np.mean(np.concatenate(turns) ** 2)) if turns else 0.0


def names(looks: Sequence[dict[str, float]]) -> list[str]:
    """A name for each hand, by what sets it apart most; each name is used once, the plainest hand is "Plain"."""
    table = np.array([[look[measure] for measure, _, _ in LOOKS] for look in looks])
    apart = (table - np.median(table, axis=0)) / np.maximum(table.std(axis=0), 1e-9)
    given: dict[int, str] = {int(np.abs(apart).sum(axis=1).argmin()): "Plain"}
    while len(given) < len(looks):
        free = [
            (abs(apart[hand, k]), hand, (more if apart[hand, k] > 0 else less))
            for hand in range(len(looks))
            if hand not in given
            for k, (_, more, less) in enumerate(LOOKS)
            if apart[hand, k] and (more if apart[hand, k] > 0 else less) not in given.values()
        ]
        if not free:
            raise ValueError(f"there are names for {len(given)} hands at most")
        _, hand, name = max(free)
        given[hand] = name
    return [given[hand] for hand in range(len(looks))]
