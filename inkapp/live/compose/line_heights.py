"""Where a line's letters stand and where its small ones end, from the strokes up and down of the pen.

Most strokes between two turns go from the baseline to the x-line or back. Turns alone mislead: joins at half height and tall
letters crowd, too. So both ends of a stroke are looked at together, by a mixture: it joins the two lines, or one of them and
any height (a stem, a tail, a join), or any two heights. The likeliest two lines are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from model.arrays import Float64Array
from model.strokes import smooth

FINE = 0.06  # spreads: what is rounded off before a stroke's turns are looked for
LEAST = 0.3  # spreads: a shorter way up or down is part of a longer one
NEAR = 0.18  # x-heights by which turns stray from their line
# Shares of the ways: between both lines, with one end at the baseline, with one at the x-line, with none at either
BOTH, BASE, TOP, NEITHER = 0.5, 0.2, 0.12, 0.18
ANY = 1 / 2.5  # a spread: the density of a turn that is at no line
# Before any ink is seen: the logarithm of spreads an x-height, and how far below the mean height the baseline is, in x-heights.
# Words of small letters alone have a third of the spread of others
SIZE, SIZE_DOUBT = np.log(1.5), 0.3
BELOW, BELOW_DOUBT = 0.5, 0.3  # the doubt in spreads
SIZES = np.log((0.6, 3.6))  # of spreads an x-height that are tried
BASES = (-0.2, 1.9)  # spreads
COARSE, FINER = 25, 9  # tries along each axis, and once more about the best of them


def line_heights(strokes: Sequence[Float64Array]) -> tuple[float, float]:
    """(baseline, x-line): where the bottoms and the tops of most letters are.

    ``strokes``: each (n, 2) in a line's own frame (level, spread of y 1, mean height 0), y down, as are the heights.
    """
    ways = np.array([way for stroke in strokes for way in _ways(stroke)]).reshape(-1, 2)
    bases, sizes = np.linspace(BASES[0], BASES[1], COARSE), np.linspace(SIZES[0], SIZES[1], COARSE)
    base, size = _likeliest(ways, bases, sizes)
    steps = np.linspace(-1.0, 1.0, FINER)
    base, size = _likeliest(ways, base + steps * (bases[1] - bases[0]), size + steps * (sizes[1] - sizes[0]))
    return base, base - float(np.exp(size))


def _ways(stroke: Float64Array) -> list[tuple[float, float]]:
    """(lower end, upper end) of each way of a stroke up or down, y down."""
    y = smooth(stroke, FINE)[:, 1] if len(stroke) > 1 else stroke[:, 1]
    rises = np.sign(np.diff(y))
    turns = np.flatnonzero(rises[1:] * rises[:-1] < 0) + 1
    ends = [*y[:1].tolist(), *y[turns].tolist(), *y[-1:].tolist()]
    while len(ends) > 2:
        lengths = np.abs(np.diff(ends))
        shortest = int(lengths.argmin())
        if lengths[shortest] >= LEAST:
            break
        # both its turns are none; an end of the stroke goes alone
        last = len(lengths) - 1
        if shortest == last:
            ends.pop()
        else:
            del ends[shortest : shortest + (1 if shortest == 0 else 2)]
    return [(max(way), min(way)) for way in pairwise(ends) if abs(way[0] - way[1]) >= LEAST]


def _likeliest(ways: Float64Array, bases: Float64Array, sizes: Float64Array) -> tuple[float, float]:
    """The baseline and the logarithm of the x-height that (n, 2) ways make likeliest, of those that are tried."""
    base, size = np.meshgrid(bases, sizes, indexing="ij")
    height = np.exp(size)
    log = -0.5 * ((size - SIZE) / SIZE_DOUBT) ** 2 - 0.5 * ((base - BELOW * height) / BELOW_DOUBT) ** 2
    spread = NEAR * height[..., None]
    low = _normal(ways[:, 0] - base[..., None], spread)
    high = _normal(ways[:, 1] - (base - height)[..., None], spread)
    log = log + np.log(BOTH * low * high + ANY * (BASE * low + TOP * high) + NEITHER * ANY**2).sum(axis=-1)
    at = np.unravel_index(int(log.argmax()), log.shape)
    return float(base[at]), float(size[at])


def _normal(off: Float64Array, deviation: Float64Array) -> Float64Array:
    return np.asarray(np.exp(-0.5 * (off / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi)))
