"""Position and writing habits as inputs beside the offset, none of which looks ahead: what an LSTM must sum up itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from model.strokes import RowArray

WIDTH = 29
SPANS = (15, 60, 250)  # rows: letters, a word, half a line
WRITERS = (30, 200)  # rows over which a writer's habits are taken

Doubles = npt.NDArray[np.float64]


def with_position(rows: RowArray) -> RowArray:
    """Scaled rows (n, 3) → (n, 29): the last two offsets; the way since the stroke began; how far left of the line's
    rightmost, on the line, in time; height over running means, with their spreads; speed, slant, pace and lifts of the writer.
    """
    n = len(rows)
    lift = rows[:, 2] > 0
    x, y = np.cumsum(rows[:, 0], dtype=np.float64), np.cumsum(rows[:, 1], dtype=np.float64)
    time = np.arange(n)
    first = np.zeros(n, dtype=np.intp)
    begins = np.flatnonzero(lift[:-1]) + 1
    first[begins] = begins
    first = np.maximum.accumulate(first)
    columns: list[npt.NDArray[Any]] = list(rows.T)
    for back in (1, 2):
        earlier = np.zeros((n, 2), dtype=np.float32)
        earlier[back:] = rows[:-back, :2]
        columns += list(earlier.T)
    columns += [(x - x[first]) / 4, (y - y[first]) / 4, np.log1p(time - first) / 3]
    columns += [(np.maximum.accumulate(x) - x) / 4, x / 100 - 0.5, time / 600 - 0.5]
    for span in SPANS:
        mean = _running(y, np.ones(n), span)
        spread = np.sqrt(np.maximum(_running(y * y, np.ones(n), span) - mean * mean, 0.0))
        columns += [(y - mean) / 3, np.log(spread + 0.3)]
    drawn = (time != first).astype(np.float64)
    bend = np.zeros(n)
    bend[1:] = np.hypot(*np.diff(rows[:, :2], axis=0).T)
    for span in WRITERS:
        square_x, square_y = (_running(rows[:, k] ** 2, drawn, span) for k in (0, 1))
        both = _running(rows[:, 0] * rows[:, 1], drawn, span)
        columns += [
            np.log(square_x + 0.01) / 2,
            np.log(square_y + 0.01) / 2,
            both / np.sqrt(square_x * square_y + 1e-3),
        ]
        columns.append(np.log(_running(bend, drawn, span) + 0.01))
        columns.append(np.log(_running(lift.astype(np.float64), np.ones(n), span) + 0.003) / 2 + 1.5)
    return np.stack(columns, axis=1).astype(np.float32)


def _running(values: npt.NDArray[Any], weights: Doubles, span: int) -> Doubles:
    """The mean of ``values`` so far, by ``weights``, older ones forgotten with a time of ``span`` rows."""
    keep = [1.0, -(1.0 - 1.0 / span)]
    found = lfilter([1.0], keep, values * weights) / (lfilter([1.0], keep, weights) + 1e-3)
    return np.asarray(found)
