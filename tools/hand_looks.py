"""What hands look like beside each other, as measures, and plain names by what sets each apart most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from inkapp.ink.document import Stroke
from inkapp.live.compose.hand import measure_hand

PEN = 0.15  # x-heights
STEP = 0.3  # spreads: between the points at which a stroke's turns are taken
MOST_APART = 2.0  # that one measure counts for
# A hand is called by the measure in which it is farthest from the usual: (the median of pages of such hands, about; how
# far many are from it; what a hand is called for much of it, for little). "x_height": mm
LOOKS = {
    "slant": (0.06, 0.13, "Slanted", "Backhand"),
    "width": (1.2, 0.2, "Wide", "Narrow"),
    "joined": (-0.17, 0.15, "Joined", "Printed"),
    "curved": (-0.29, 0.06, "Round", "Angular"),
    "x_height": (2.4, 0.4, "Large", "Small"),
}


def looks_of(lines: Sequence[Sequence[Stroke]], letters: int) -> dict[str, float]:
    """What can be seen of a hand that wrote so many ``letters``; lengths in x-heights.

    ``slant``: a tangent. ``width``: of a letter. ``joined``: the logarithm of the letters a stroke. ``tall``: height of tall
    letters. ``curved``: how evenly strokes turn. ``letter_gap``, ``word_gap``. ``blotted``: the share of the ink that lies on
    other ink. Raises ValueError for ink without extent.
    """
    hand = measure_hand(lines, trust=0.3)
    return {
        "x_height": hand.x_height,
        "slant": hand.slant,
        "width": sum(_covered(line) for line in lines) / letters / hand.x_height,
        "tall": hand.tall,
        "letter_gap": hand.letter_gap,
        "word_gap": hand.word_gap,
        "joined": float(np.log(letters / sum(map(len, lines)))),
        "curved": -_sharpness(lines, STEP * hand.spread),
        "blotted": blotted([stroke for line in lines for stroke in line], hand.x_height),
    }


def blotted(strokes: Sequence[Stroke], x_height: float) -> float:
    """The share of ink that lies on other ink: where a pen ``PEN`` wide has been before, a while ago."""
    cells: set[tuple[int, int]] = set()
    length = 0
    for stroke in strokes:
        points = stroke.points / (PEN * x_height)
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
        even = np.arange(0.0, along[-1] + 1e-9, 1.0)
        length += len(even)
        at = np.stack([np.interp(even, along, points[:, axis]) for axis in (0, 1)], axis=1)
        cells |= {(x, y) for x, y in np.floor(at).astype(int).tolist()}
    return 1.0 - len(cells) / length


def _covered(line: Sequence[Stroke]) -> float:
    """How much of a line's length has ink over or under it."""
    covered, end = 0.0, -np.inf
    for left, right in sorted((float(stroke.x.min()), float(stroke.x.max())) for stroke in line):
        covered += max(right - max(left, end), 0.0)
        end = max(end, right)
    return covered


def _sharpness(lines: Sequence[Sequence[Stroke]], length: float) -> float:
    """The mean square turn a step, of steps of one ``length``: corners make it large, bows small."""
    turns = []
    for stroke in (stroke for line in lines for stroke in line):
        points = stroke.points
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
        even = np.arange(0.0, along[-1], length)
        if len(even) > 3:
            step = np.diff(np.stack([np.interp(even, along, points[:, axis]) for axis in (0, 1)], axis=1), axis=0)
            angle = np.arctan2(step[:, 1], step[:, 0])
            turns.append(np.abs((np.diff(angle) + np.pi) % (2 * np.pi) - np.pi))
    return float(np.mean(np.concatenate(turns) ** 2)) if turns else 0.0


def apart(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How unlike two hands look, about 1 where they do clearly: the root mean square of the measures' differences."""
    steps = [(one[measure] - other[measure]) / (2 * spread) for measure, (_, spread, _, _) in LOOKS.items()]
    return float(np.sqrt(np.mean(np.clip(steps, -MOST_APART, MOST_APART) ** 2)))


def names(looks: Sequence[Mapping[str, float]]) -> list[str]:
    """A name for each hand, by what sets it apart from the usual; each name is used once, where all of them fit best.

    The plainest hand is "Plain", and one for which all that could be said is taken "Plain 2".
    """
    table = np.array(
        [[(look[measure] - usual) / spread for measure, (usual, spread, _, _) in LOOKS.items()] for look in looks]
    )
    plain = int(np.abs(table).max(axis=1).argmin())
    given = {plain: "Plain"}
    others = [hand for hand in range(len(looks)) if hand != plain]
    said = [name for _, _, more, less in LOOKS.values() for name in (more, less)]
    much = np.stack((table, -table), axis=2).reshape(len(looks), -1)  # how well each name fits each hand
    for row, column in zip(*linear_sum_assignment(much[others], maximize=True), strict=True):
        if much[others[row], column] > 0:
            given[others[row]] = said[column]
    left = [hand for hand in others if hand not in given]
    given |= {hand: f"Plain {number}" for number, hand in enumerate(left, 2)}
    return [given[hand] for hand in range(len(looks))]
