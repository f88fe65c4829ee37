"""Measures of a hand, from its ink alone: its size, slant, width, gaps, speed, pressure and shake.

A measure is drawn towards what people usually do, by as much as little ink leaves it uncertain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.compose import shake
from inkapp.live.compose.gap_kinds import gap_kinds
from inkapp.live.compose.line_heights import line_heights
from model.arrays import Float64Array
from model.strokes import measure_frame, smooth

STEEPEST = 1.2  # tangent of a downstroke's slant, beyond which it is a bar or a join


@dataclass(frozen=True, slots=True)
class Usual:
    """What people do on the whole, and how many observations that weighs as much as."""

    value: float
    weight: float

    def drawn_to(self, median: float, count: int, trust: float = 1.0) -> float:
        """The median of what was seen ``count`` times, drawn towards the usual; ``trust`` in the usual: 0 for none."""
        share = count / (count + trust * self.weight) if count else 0.0
        return share * median + (1 - share) * self.value

    def with_seen(self, seen: Float64Array, trust: float) -> float:
        """As ``drawn_to``, of all that was seen."""
        return self.drawn_to(float(np.median(seen)) if len(seen) else 0.0, len(seen), trust)


# Medians of every 20th line that Graves trains on, by ``python -m lab.measure.hands``; the weights are a guess
SLANT = Usual(0.04, 10.0)  # downstrokes
TALL = Usual(2.07, 3.0)  # tall letters
DOWN_GAP = Usual(0.85, 8.0)  # x-heights between two downstrokes of one stroke, at half an x-height
LETTER_GAP, WORD_GAPS = Usual(0.38, 4.0), Usual(2.17, 1.0)
SPEED = Usual(11.0, 1.0)  # strokes
SHAKE = Usual(0.0044, 100.0)  # points
SPACING = 0.08  # x-heights between points
DRAWN_DOWN_GAP = 0.66  # of the letters that are drawn as signs, as if they were joined


@dataclass(frozen=True, slots=True)
class Hand:
    """A way of writing. Lengths without a unit are x-heights.

    ``x_height`` and ``spread`` (the network's unit): in the unit of the ink that was measured. ``slant``: a tangent, to the
    right. ``aspect``: width of letters; the drawn signs have 1. ``tall``: height of capitals and tall letters.
    ``letter_gap``, ``word_gap``: between pieces of ink. ``speed``: a second, on the straight. ``spacing``: between points.
    ``pressure``: its mean, and its standard deviation. ``shake``: the root mean square by which its strokes stray from their
    smooth selves, along each axis.
    """

    x_height: float = 1.0
    spread: float = 1 / 1.47
    slant: float = SLANT.value
    aspect: float = DOWN_GAP.value / DRAWN_DOWN_GAP
    tall: float = TALL.value
    letter_gap: float = LETTER_GAP.value
    word_gap: float = WORD_GAPS.value
    speed: float = SPEED.value
    spacing: float = SPACING
    pressure: tuple[float, float] = (0.5, 0.0)
    shake: float = SHAKE.value


@dataclass(slots=True)
class _Seen:
    """What the lines of a hand show, each in x-heights but ``x_heights`` and ``spreads``."""

    x_heights: list[float] = field(default_factory=list)
    spreads: list[float] = field(default_factory=list)
    slants: list[Float64Array] = field(default_factory=list)
    tops: list[Float64Array] = field(default_factory=list)
    down_gaps: list[Float64Array] = field(default_factory=list)
    gaps: list[Float64Array] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)
    spacings: list[Float64Array] = field(default_factory=list)
    pressures: list[Float64Array] = field(default_factory=list)
    strays: list[Float64Array] = field(default_factory=list)


def measure_hand(lines: Sequence[Sequence[Stroke]], *, trust: float = 1.0) -> Hand:
    """The hand of lines of ink, each the strokes of one line. ``trust`` in what is usual: 0 says what the ink alone does.

    Raises ValueError where no line has an extent.
    """
    seen = _Seen()
    for line in lines:
        _look_at(line, seen)
    if not seen.x_heights:
        raise ValueError("the ink has no extent")
    gaps = _all(seen.gaps)
    kinds = gap_kinds(gaps, LETTER_GAP.value, WORD_GAPS.value, trust * LETTER_GAP.weight, trust * WORD_GAPS.weight)
    slants, pressures = _all(seen.slants), _all(seen.pressures)
    spacings, strays = _all(seen.spacings), _all(seen.strays)
    return Hand(
        x_height=float(np.median(seen.x_heights)),
        spread=float(np.median(seen.spreads)),
        slant=SLANT.with_seen(slants, trust),
        aspect=float(np.clip(DOWN_GAP.with_seen(_all(seen.down_gaps), trust) / DRAWN_DOWN_GAP, 0.6, 2.0)),
        tall=float(np.clip(TALL.with_seen(_all(seen.tops), trust), 1.4, 2.8)),
        letter_gap=float(np.clip(LETTER_GAP.with_seen(kinds.near, trust), 0.08, 0.8)),
        word_gap=float(np.clip(kinds.word_gap, 0.6, 5.0)),
        speed=float(np.clip(SPEED.with_seen(np.array(seen.speeds), trust), 2.0, 40.0)),
        spacing=float(np.clip(np.median(spacings), 0.02, 0.2)) if len(spacings) else SPACING,
        pressure=(float(pressures.mean()), float(pressures.std())),
        shake=float(np.clip(SHAKE.drawn_to(shake.root_mean_square(strays), len(strays), trust), 0.0, 0.1)),
    )


def gaps_of(line: Sequence[Stroke]) -> Float64Array:
    """The gaps between pieces of a line's ink, x-heights; none where it has no extent."""
    seen = _Seen()
    _look_at(line, seen)
    return _all(seen.gaps)


def _look_at(line: Sequence[Stroke], seen: _Seen) -> None:
    """Adds what one line shows; nothing where it has no extent."""
    outer = [stroke.points for stroke in line]
    try:
        frame = measure_frame(outer, steep=True)
    except ValueError:
        return
    local = [frame.to_local(points) for points in outer]
    base, x_line = line_heights(local)
    unit = base - x_line
    strokes = [(points - (0.0, base)) / unit for points in local]
    seen.x_heights.append(unit * frame.size)
    seen.spreads.append(frame.size)
    for stroke, points in zip(line, strokes, strict=True):
        seen.pressures.append(stroke.pressure)
        length = np.hypot(*np.diff(points, axis=0).T)
        total = float(length.sum())
        if len(points) < 3 or total < 0.5:
            continue
        seen.spacings.append(length[length > 0])
        if stroke.t[-1] > 0:
            seen.speeds.append(total / float(stroke.t[-1]))
        rounded = smooth(points, 0.05)
        seen.slants.append(_slants(rounded))
        seen.down_gaps.append(_down_gaps(rounded))
        seen.strays.append(shake.strays(points))
        if rounded[:, 1].min() < -1.4:
            seen.tops.append(_turns_above(rounded[:, 1], -1.4))
    seen.gaps.append(_gaps(strokes))


def _slants(points: Float64Array) -> Float64Array:
    """Slants (tangents, to the right) of the straight part of each downstroke, once for every tenth of an x-height."""
    step = np.diff(points, axis=0)
    down = step[:, 1] > 0
    edges = np.flatnonzero(np.diff(np.concatenate(([False], down, [False])).astype(int)))
    found: list[float] = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        piece = points[first : last + 1]
        height = float(piece[-1, 1] - piece[0, 1])
        if height < 0.4:
            continue
        # the fifth at either end is a bow to or from the next stroke
        top, bottom = (np.interp(piece[0, 1] + share * height, piece[:, 1], piece[:, 0]) for share in (0.25, 0.75))
        slant = (top - bottom) / (0.5 * height)
        if abs(slant) < STEEPEST:
            found += [slant] * max(round(height), 1)
    return np.array(found)


def _down_gaps(points: Float64Array) -> Float64Array:
    """Distances in x between the places where a stroke goes down through half an x-height, one after the other."""
    above = points[:, 1] < -0.5
    crossed = np.flatnonzero(above[:-1] & ~above[1:])
    gaps = np.diff(points[crossed, 0])
    return np.asarray(gaps[(gaps > 0.15) & (gaps < 1.2)])


def _turns_above(y: Float64Array, line: float) -> Float64Array:
    """Heights (above 0) of the tops of a stroke that are above a line, y down."""
    inner = np.flatnonzero((y[1:-1] <= y[:-2]) & (y[1:-1] < y[2:])) + 1
    tops = np.concatenate((y[inner], y[[0, -1]][[y[0] < y[1], y[-1] < y[-2]]]))
    return np.asarray(-tops[tops < line])


def _gaps(strokes: Sequence[Float64Array]) -> Float64Array:
    """Distances in x from the right edge of all ink so far to the next stroke, where that begins to the right of it."""
    left = np.array([points[:, 0].min() for points in strokes])
    right = np.array([points[:, 0].max() for points in strokes])
    order = np.argsort(left)
    gaps = left[order][1:] - np.maximum.accumulate(right[order])[:-1]
    return np.asarray(gaps[gaps > 0])


def _all(parts: Sequence[Float64Array]) -> Float64Array:
    return np.concatenate([np.zeros(0), *parts])
