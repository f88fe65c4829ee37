"""Puts accents on the letters of a written word: over, under, beside or through their ink, after the word, as pens do.

A letter's ink is found by its points' units, so the word may be joined; dots are found by where they are, since a pen sets them
later, when the network has long been at another letter. Heights and sides are taken along the hand's slant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from inkapp.live.compose import signs
from inkapp.live.compose.characters import Unit
from inkapp.live.compose.hand import Hand
from inkapp.live.compose.in_hand import chance_of, pen_stroke, shaped
from inkapp.live.compose.written_word import Int64Array, WrittenStroke, WrittenWord
from inkapp.live.ghost_curve import curve
from model.arrays import Float64Array

FINE = 0.05  # x-heights between the points of ink when a collision is looked for
CLEAR = 0.18  # x-heights between a letter and what stands over or under it, and between two such accents
NEAR = 0.08  # x-heights: ink as near as this touches to the eye
DOT = 0.7  # x-heights: what is smaller, and above the letters, may be a dot
DOT_ABOVE = -0.75  # where a dot's lower end is at least; y down
DOT_REACH = 1.2  # x-heights between a dot and its letter, sideways
HIGHER = np.arange(0.0, 1.01, 0.1)  # x-heights that an accent goes farther off, for its neighbours' ink
ASIDE = (0.0, 0.12, -0.12, 0.24, -0.24)  # x-heights that it goes to a side, for the same reason


class Side(Enum):
    """Where an accent stands, beside its letter."""

    ABOVE = auto()
    BELOW = auto()
    HANGING = auto()  # begins at the letter's lower edge
    CORNER = auto()  # begins at its upper right
    BESIDE = auto()  # an apostrophe to the right of a tall letter
    THROUGH = auto()


_SIDES = {
    **dict.fromkeys(map(chr, (0x323, 0x324, 0x325, 0x326, 0x32D, 0x32E, 0x330, 0x331, 0x345)), Side.BELOW),
    **dict.fromkeys(map(chr, (0x327, 0x328)), Side.HANGING),
    **dict.fromkeys(map(chr, (0x335, 0x337, 0x338)), Side.THROUGH),
    chr(0x31B): Side.CORNER,
    chr(0x315): Side.BESIDE,
}
_OGONEK = chr(0x328)
# Where a bar crosses its letter, of the letter's height; and the letters whose stem, at the left, is what it crosses
_CROSSED_AT = {"d": 0.78, "h": 0.78, "b": 0.78, "l": 0.52, "t": 0.4, "H": 0.78}
_LEFT_STEM = frozenset("DLBh")


def side_of(accent: str) -> Side:
    """Where an accent stands."""
    return _SIDES.get(accent, Side.ABOVE)


@dataclass(frozen=True, eq=False, slots=True)
class _Letter:
    """The ink of one letter: (n, 2), dense, x taken back along the slant."""

    base: str
    ink: Float64Array

    @property
    def top(self) -> float:
        return float(self.ink[:, 1].min())

    @property
    def bottom(self) -> float:
        return float(self.ink[:, 1].max())

    def middle(self) -> float:
        """Between the edges of its ink, of which a tenth at either side may be joins."""
        low, high = np.quantile(self.ink[:, 0], (0.1, 0.9))
        return float(low + high) / 2


def add_accents(
    word: WrittenWord, units: Sequence[Unit], hand: Hand, seed: int, *, variation: float = 1.0
) -> WrittenWord:
    """The word with the accents of its ``units``, and without the dots that they replace.

    A letter without any ink has its accents where it would stand. Equal arguments, equal ink.
    """
    lost = [k for k, unit in enumerate(units) if unit.base in ("i", "j") and _loses_dot(unit)]
    strokes = list(word.strokes)
    if lost:
        gone = set(_dots(word, units, hand.slant, lost))
        strokes = [stroke for number, stroke in enumerate(strokes) if number not in gone]
    dense = [_dense(stroke, hand.slant) for stroke in strokes]
    added: list[WrittenStroke] = []
    for k, unit in enumerate(units):
        if not unit.accents:
            continue
        chance = chance_of(seed, k)
        letter = _Letter(unit.base, _ink_of(k, len(units), dense, word.advance))
        others = np.concatenate([np.zeros((0, 2)), *(points[owners != k] for points, owners in dense)])
        for accent in unit.accents:
            made = _on_letter(accent, letter, others, hand, chance, variation)
            letter = _Letter(unit.base, np.concatenate([letter.ink, *made])) if _stacks(accent) else letter
            others = others if _stacks(accent) else np.concatenate([others, *made])
            dense += [(points, np.full(len(points), k)) for points in made]
            for points in made:
                leaning = np.stack((points[:, 0] - hand.slant * points[:, 1], points[:, 1]), axis=1)
                added.append(pen_stroke(leaning, hand, chance, unit=k))
    right = max((float(stroke.points[:, 0].max()) for stroke in added), default=word.advance)
    return WrittenWord((*strokes, *added), max(word.advance, right))


def _stacks(accent: str) -> bool:
    return side_of(accent) in (Side.ABOVE, Side.BELOW)


def _loses_dot(unit: Unit) -> bool:
    return unit.dotless or any(side_of(accent) is Side.ABOVE for accent in unit.accents)


def _dense(stroke: WrittenStroke, slant: float) -> tuple[Float64Array, Int64Array]:
    """A stroke as a curve of points ``FINE`` apart, upright, and the unit of each."""
    points, at = curve(np.asarray(stroke.points), FINE)
    units = stroke.units[np.round(at).astype(int)]
    return np.stack((points[:, 0] + slant * points[:, 1], points[:, 1]), axis=1), units


def _ink_of(k: int, count: int, dense: Sequence[tuple[Float64Array, Int64Array]], advance: float) -> Float64Array:
    """The ink of a unit; where it has none, an x-height's square between its neighbours' ink."""
    own = np.concatenate([np.zeros((0, 2)), *(points[owners == k] for points, owners in dense)])
    if len(own):
        return own
    before = [points[owners < k, 0].max() for points, owners in dense if (owners < k).any()]
    after = [points[owners > k, 0].min() for points, owners in dense if (owners > k).any()]
    left = max(before, default=advance * k / count)
    middle = (left + max(min(after, default=left + 1.0), left)) / 2
    return np.array(((middle - 0.4, -1.0), (middle + 0.4, -1.0), (middle - 0.4, 0.0), (middle + 0.4, 0.0)))


def _dots(word: WrittenWord, units: Sequence[Unit], slant: float, lost: Sequence[int]) -> list[int]:
    """The numbers of the strokes that dot the letters ``lost``: each dot belongs to the i or j that is nearest to it."""
    letters = [k for k, unit in enumerate(units) if unit.base in ("i", "j")]
    bodies: dict[int, list[float]] = {k: [] for k in letters}
    dots: list[tuple[int, float]] = []
    for number, stroke in enumerate(word.strokes):
        upright = stroke.points[:, 0] + slant * stroke.points[:, 1]
        mark = any(0 <= k < len(units) and not units[k].base.isalpha() for k in np.unique(stroke.units).tolist())
        if not mark and np.ptp(stroke.points, axis=0).max() < DOT and stroke.points[:, 1].max() < DOT_ABOVE:
            dots.append((number, float(upright.mean())))
            continue
        for k in letters:
            bodies[k] += upright[stroke.units == k].tolist()
    pairs = sorted(
        (abs(x - float(np.median(bodies[k]))), number, k) for number, x in dots for k in letters if bodies[k]
    )
    taken: dict[int, int] = {}
    for distance, number, k in pairs:
        if distance <= DOT_REACH and number not in taken and k not in taken.values():
            taken[number] = k
    return [number for number, k in taken.items() if k in lost]


def _on_letter(
    accent: str, letter: _Letter, others: Float64Array, hand: Hand, chance: np.random.Generator, variation: float
) -> list[Float64Array]:
    """The strokes of an accent, upright, where they stand."""
    straight = Hand(slant=0.0, aspect=hand.aspect**0.5, shake=hand.shake)
    drawn = shaped(signs.sign(accent), straight, chance, variation=variation)
    side = side_of(accent)
    if side is Side.ABOVE or side is Side.BELOW:
        return _clear(drawn, letter, others, up=side is Side.ABOVE)
    at = _anchor(accent, side, letter, drawn)
    if side is Side.BESIDE:
        return _where_free(drawn, at, np.concatenate((others, letter.ink)), -1.0)
    if side is Side.THROUGH and letter.base == "H":  # the bar joins both stems
        width = float(np.ptp(letter.ink[:, 0])) * 1.2 / max(float(np.ptp(drawn[0][:, 0])), 0.1)
        drawn = [stroke * (width, 1.0) for stroke in drawn]
    elif accent == chr(0x338):  # through the whole letter, corner to corner
        size = np.array((np.ptp(letter.ink[:, 0]), np.ptp(letter.ink[:, 1]))) / (0.75, 1.0)
        drawn = [stroke * size for stroke in drawn]
    return [stroke + at for stroke in drawn]


def _clear(drawn: list[Float64Array], letter: _Letter, others: Float64Array, *, up: bool) -> list[Float64Array]:
    """An accent over (or under) a letter, where neither the letter nor its neighbours touch it.

    It begins ``CLEAR`` above all of the letter's ink and goes farther and aside until it is free; where nothing is free, only
    the letter is heeded.
    """
    points = np.concatenate(drawn)
    way = -1.0 if up else 1.0
    edge = letter.top if up else letter.bottom
    reach = points[:, 1].max() if up else points[:, 1].min()
    return _where_free(drawn, np.array((letter.middle(), edge + way * CLEAR - reach)), others, way)


def _where_free(drawn: list[Float64Array], first: Float64Array, others: Float64Array, way: float) -> list[Float64Array]:
    """The strokes moved by ``first``, or by as little more as other ink needs: upwards for a ``way`` of −1, down for 1."""
    points = np.concatenate(drawn)
    near = others[np.abs(others[:, 0] - first[0]) < 1.5]
    for higher in HIGHER:
        for aside in ASIDE:
            shift = first + np.array((aside, way * higher))
            if _is_free(points + shift, near):
                return [stroke + shift for stroke in drawn]
    return [stroke + first for stroke in drawn]


def _is_free(points: Float64Array, ink: Float64Array) -> bool:
    return not len(ink) or float(np.hypot(*(points[:, None] - ink[None]).transpose(2, 0, 1)).min()) > NEAR


def _anchor(accent: str, side: Side, letter: _Letter, drawn: list[Float64Array]) -> Float64Array:
    """Where the origin of an accent goes that begins at its letter, stands beside it or crosses it."""
    ink, y = letter.ink, letter.ink[:, 1]
    if side is Side.HANGING:
        low = ink[y > min(letter.bottom, 0.3) - 0.3]
        at = np.quantile(low[:, 0], 0.85) if accent == _OGONEK else letter.middle()
        column = low[np.abs(low[:, 0] - at) < 0.15]
        return np.array((at, column[:, 1].max() if len(column) else letter.bottom))
    if side is Side.CORNER:
        high = ink[y < letter.top + 0.35]
        return np.asarray(high[np.argmax(high[:, 0])])
    if side is Side.BESIDE:
        high = ink[y < letter.top + 0.6]
        left = min(float(stroke[:, 0].min()) for stroke in drawn)
        return np.array((high[:, 0].max() + CLEAR - left, letter.top))
    if letter.base not in _CROSSED_AT and letter.base not in _LEFT_STEM:
        return np.array((letter.middle(), (letter.top + letter.bottom) / 2))
    height = letter.top * _CROSSED_AT.get(letter.base, 0.5)
    band = ink[np.abs(y - height) < 0.15]
    if not len(band):
        return np.array((letter.middle(), height))
    stem = band[:, 0].min() if letter.base in _LEFT_STEM else (band[:, 0].min() + band[:, 0].max()) / 2
    return np.array((stem, height))
