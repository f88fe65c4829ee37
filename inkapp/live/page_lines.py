"""Which strokes of a page stand on one line of writing.

People go back to dot an i and cross a t, write uphill, and start anew below. Strokes are taken in the order in which they were
written, and none is judged by what comes after it: a stroke more never moves an earlier one to another line. Nothing is in
millimetres but a guess for the very first ink: small and large, level and sloping writing fall into lines alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from inkapp.ink.document import Float64Array, Stroke
from model.strokes import STEEP, likely_slope

MEMORY = 40  # strokes before a stroke that tell how large the hand is
BLOCK = 128  # strokes: of a longer page at least the last so many are looked at, and at most twice as many
OWN_SHARE = 0.84  # of a line's spread of y, what its strokes have about their own mean heights (measured: 0.67 … 0.95)
GUESS = 0.25  # of the ruled distance: the spread of y before any ink is seen
NEAR = 3.0  # spreads over which a line's height is averaged
ABOVE, BELOW = 5.0, 3.0  # spreads between a stroke's mean height and its line's: dots above, commas and tails below
BACK = 6.0  # spreads to the left at once: a line begins, or an i is dotted
ABOVE_BACK, BELOW_BACK = 3.2, 1.8  # all that may lie between a stroke and its line after that
ONWARDS = 1.0  # spreads to the left at most: the line goes on, if it is not just beginning
BELOW_ONWARDS = 5.0  # no line begins there, so this is one that wavers
STRAY = 0.06  # how far lines stray from level, as a slope, before any ink is seen
STEEPEST = 0.6  # a slope of 31°: the most that a line may run up or down
DOUBTS = 6.0  # standard deviations of a line's slope that it may be off by
LONGEST_GAP = 8.0  # spreads: what stands farther to the right is no next word
LETTER = 1.0  # spreads: from the middle of a letter to its edge
LATEST = 64  # lines that may be gone back to, the latest: what has more is a drawing, and would take long


@lru_cache(maxsize=2048)
def measure(stroke: Stroke) -> tuple[float, float, float, float, float]:
    """(left, right, mean height, length, variance of height), mean and variance along the stroke's length."""
    left, top, right, bottom = stroke.bounds
    length = np.hypot(np.diff(stroke.x), np.diff(stroke.y))
    total = float(length.sum())
    if not total > 0.0:
        return left, right, (top + bottom) / 2, 0.0, 0.0
    middle = (stroke.y[1:] + stroke.y[:-1]) / 2
    mean = float(length @ middle) / total
    return left, right, mean, total, float(length @ (middle - mean) ** 2) / total


def lines(strokes: Sequence[Stroke], rule_spacing: float, *, whole: bool = False) -> npt.NDArray[np.intp]:
    """(n,) the number of each stroke's line, in the order in which lines were begun.

    −1 for strokes too long ago, unless the ``whole`` page is wanted, whose time grows with the strokes times the lines.
    Read-only: kept for the next who asks of the same strokes, as the layout does after the encoder.
    """
    labels = _lines(tuple(strokes), rule_spacing, whole)
    labels.flags.writeable = False
    return labels


@lru_cache(maxsize=8)
def _lines(strokes: tuple[Stroke, ...], rule_spacing: float, whole: bool) -> npt.NDArray[np.intp]:
    first = 0 if whole else max(len(strokes) // BLOCK - 1, 0) * BLOCK  # in whole blocks, so that it seldom moves
    found = whole_lines(strokes[first:], rule_spacing)
    assert found is not None
    return np.concatenate((np.full(first, -1, dtype=np.intp), found))


def whole_lines(
    strokes: Sequence[Stroke], rule_spacing: float, overtaken: Callable[[], bool] = bool
) -> npt.NDArray[np.intp] | None:
    """``lines`` of a whole page, not kept. None where ``overtaken``, asked at each stroke, says that nobody waits any more."""
    found = np.zeros(len(strokes), dtype=np.intp)
    if not len(strokes):
        return found
    table = np.array([measure(stroke) for stroke in strokes])
    sizes = hand_sizes(table[:, 3], table[:, 4], rule_spacing)
    members = [[0]]  # of each line, the numbers of its strokes
    for i in range(1, len(table)):
        if overtaken():
            return None
        left, right, height, _, _ = table[i]
        size, before = sizes[i], table[:i]
        now = int(found[i - 1])
        mine = before[members[now]]
        offset = (height - height_at(mine, left, right, size)) / size
        went_back = right < before[-1, 0] - BACK * size
        onwards = left > max(before[-1, 0] - ONWARDS * size, mine[:, 0].min() + BACK * size)
        gap = (left - mine[:, 1].max()) / size
        slack = (gap + LETTER) * slope_doubt(mine, size) if 0 < gap < LONGEST_GAP else 0.0
        if not fits(offset, went_back, onwards, slack):
            # another line, gone back to; or else a new one
            first = max(len(members) - LATEST, 0)
            offsets = (height - heights_at(before, found[:i] - first, left, right, size)) / size
            other = int(np.abs(offsets).argmin())
            now = first + other if fits(offsets[other], went_back=True) else len(members)
        if now == len(members):
            members.append([])
        members[now].append(i)
        found[i] = now
    return found


def parted(line: Sequence[Stroke], rule_spacing: float, word_gap: float) -> tuple[list[Stroke], list[Stroke]]:
    """A line's strokes without those that stand ahead of the pen, and those.

    Ahead is ink to the right of all that was written since the pen's word was begun; ``word_gap``, in spreads, parts words.
    Whoever only dots an i or mends a letter of an earlier word began that word before what follows it, and goes on at the end.
    """
    table = np.array([measure(stroke) for stroke in line])
    gap = word_gap * hand_sizes(table[:, 3], table[:, 4], rule_spacing)[-1]
    reach = table[:, :2]
    left, right = reach[-1] + (-gap, gap)
    while True:  # the pen's word, from its last stroke outwards
        word = (reach[:, 1] > left) & (reach[:, 0] < right)
        wider = reach[word, 0].min() - gap, reach[word, 1].max() + gap
        if wider == (left, right):
            break
        left, right = wider
    begun = int(np.argmax(word))
    end = reach[begun:, 1].max()
    ahead = (np.arange(len(line)) < begun) & (reach[:, 0] > end)
    return [line[i] for i in np.flatnonzero(~ahead).tolist()], [line[i] for i in np.flatnonzero(ahead).tolist()]


def fits(offset: float, went_back: bool, onwards: bool = False, slack: float = 0.0) -> bool:
    """Whether a stroke ``offset`` spreads below a line's height (y down) may belong to it, by where the pen came from.

    ``slack``: spreads by which that height is in doubt, for the line's slope is not yet known.
    """
    if went_back:
        return -ABOVE_BACK <= offset <= BELOW_BACK
    return -ABOVE - slack <= offset <= max(BELOW + slack, BELOW_ONWARDS if onwards else BELOW)


def hand_sizes(length: Float64Array, variance: Float64Array, rule_spacing: float) -> Float64Array:
    """(n,) the spread of y of the hand at each stroke, from it and the ``MEMORY`` before it."""
    guess = GUESS * rule_spacing
    weight = np.concatenate(([0.0], np.cumsum(length)))
    moment = np.concatenate(([0.0], np.cumsum(length * variance)))
    end = np.arange(1, len(length) + 1)
    begin = np.maximum(end - MEMORY, 0)
    # the guess counts as much as a letter's worth of ink of its own size: soon outweighed
    total = weight[end] - weight[begin] + guess
    return np.asarray(np.sqrt((moment[end] - moment[begin] + guess * (OWN_SHARE * guess) ** 2) / total) / OWN_SHARE)


def slope_doubt(members: Float64Array, size: float) -> float:
    """By how much the slope of a line's strokes may be another than it seems: much for a word, little for half a line."""
    at = (members[:, 0] + members[:, 1]) / 2
    weight = members[:, 3] + 0.1 * size
    x = at - weight @ at / weight.sum()
    known = float((weight / (4 * size) * x) @ x)
    return min(STEEPEST, DOUBTS * size / np.sqrt(known)) if known > 0 else STEEPEST


def height_at(members: Float64Array, left: float, right: float, size: float) -> float:
    """A line's height where a stroke stands: its slope carried on from its strokes, the nearest of them counting most."""
    at = (members[:, 0] + members[:, 1]) / 2
    weight = members[:, 3] + 0.1 * size
    x = at - weight @ at / weight.sum()
    letters = weight / (4 * size)  # of ink: what one letter strays, another does not
    known = float((letters * x) @ x)
    slope = float((letters * x) @ members[:, 2] / (known + (size / STRAY) ** 2))
    if abs(slope) > STEEP * STRAY and known > 0:
        slope = likely_slope(float((letters * x) @ members[:, 2]) / known, size * size / known, STRAY)
    gap = np.maximum(np.maximum(members[:, 0] - right, left - members[:, 1]), 0.0)
    weight = weight * np.exp(-(gap - gap.min()) / (NEAR * size))
    return float(weight @ (members[:, 2] + slope * ((left + right) / 2 - at)) / weight.sum())


def heights_at(
    strokes: Float64Array, line: npt.NDArray[np.intp], left: float, right: float, size: float
) -> Float64Array:
    """``height_at`` of all lines at once, (lines,). ``line``: the number of each stroke's, from 0 on; below 0 it is of none."""
    order = np.argsort(line, kind="stable")
    order = order[np.searchsorted(line[order], 0) :]
    members, line = strokes[order], line[order]
    begin = np.flatnonzero(np.diff(line, prepend=-1))
    add = np.add.reduceat
    at = (members[:, 0] + members[:, 1]) / 2
    weight = members[:, 3] + 0.1 * size
    x = at - (add(weight * at, begin) / add(weight, begin))[line]
    letters = weight / (4 * size) * x
    known, tilt = add(letters * x, begin), add(letters * members[:, 2], begin)
    slope = tilt / (known + (size / STRAY) ** 2)
    for steep in np.flatnonzero((np.abs(slope) > STEEP * STRAY) & (known > 0)):
        slope[steep] = likely_slope(float(tilt[steep] / known[steep]), size * size / float(known[steep]), STRAY)
    gap = np.maximum(np.maximum(members[:, 0] - right, left - members[:, 1]), 0.0)
    weight = weight * np.exp((np.minimum.reduceat(gap, begin)[line] - gap) / (NEAR * size))
    height = members[:, 2] + slope[line] * ((left + right) / 2 - at)
    return np.asarray(add(weight * height, begin) / add(weight, begin))
