"""How a line with what was read of it is laid out: in as many rows as it needs, each symbol under where it was looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from inkapp.inspect.attention import Attention
from inkapp.inspect.draw.attention import beyond_the_last
from inkapp.inspect.draw.side_by_side import side_by_side
from model.arrays import Float64Array
from model.caption_decoder import END

EDGE = 8.0  # pixels round the ink
SMALLEST, LARGEST = 5.0, 13.0  # pixels a spread: a long line is wrapped, a short one is not blown up
BETWEEN = 1.5  # pixels, at least, between two symbols
LAST = 0.6  # of a row: after that it may be wrapped


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the line: local x from ``left`` to ``right``, spreads. ``symbols``: those looked at there, ``wanted``: where,
    ``middles``: and where each stands, pixels; as many as there is room for."""

    left: float
    right: float
    symbols: tuple[int, ...]
    middles: tuple[float, ...]
    wanted: tuple[float, ...]


def lay_out(
    found: Attention, points: Float64Array, width: float, advance: Callable[[str], float]
) -> tuple[list[Row], float]:
    """The rows in ``width`` pixels, and pixels a spread. ``points``: the line's, level, (n, 2) spreads; ``advance``: how wide
    a word is, pixels."""
    room = max(width - 2 * EDGE - advance(found.name(END)), 40.0)  # the end comes after the last ink
    x = points[:, 0]
    scale = min(max(room / max(float(np.ptp(x)), 1.0), SMALLEST), LARGEST)
    order = np.argsort(found.frame, kind="stable")
    looked = np.interp([found.centre(k) for k in range(len(found))], found.frame[order], x[order])
    edges = [float(x.min()), *_breaks(x, room / scale), float(x.max()) + 1e-6]
    of = np.clip(np.searchsorted(edges, looked, side="right") - 1, 0, len(edges) - 2)
    rows = []
    for number, (left, right) in enumerate(pairwise(edges)):
        symbols = np.flatnonzero(of == number).tolist()
        labels = [int(found.labels[k]) for k in symbols]
        wanted = [EDGE + (float(looked[k]) - left) * scale for k in symbols]
        widths = [advance(found.sign(label)) + BETWEEN for label in labels]
        middles = side_by_side(beyond_the_last(wanted, widths, labels), widths, EDGE / 2, width - EDGE / 2)
        rows.append(Row(left, right, tuple(symbols), tuple(middles), tuple(wanted)))
    return rows, scale


def _breaks(x: Float64Array, room: float) -> list[float]:
    """Where a line is wrapped whose points stand at ``x``, (n,): in the widest gap of the last two fifths of a row."""
    places = np.sort(x)
    made, left = [], float(places[0])
    while float(places[-1]) - left > room:
        near = places[(places >= left + LAST * room) & (places <= left + room)]
        if len(near) > 1:
            widest = int(np.diff(near).argmax())
            left = float(near[widest] + near[widest + 1]) / 2
        else:
            left += room
        made.append(left)
    return made
