"""How far back an expectation reaches: how fast one point's log density changes with each earlier point and state of its line.

Points are moved on the page, in nats a millimetre. The lab's networks of one layer read the same rows. The derivation is
``model.backward``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from inkapp.inspect.next_point import checked_row
from inkapp.inspect.page import InkLine
from model.arrays import Float64Array
from model.backward import DensityGradient, gradient
from model.checkpoint import CheckpointError
from model.lab_networks import LAB, LabNetwork


@dataclass(frozen=True, eq=False, slots=True)
class FlowBack:
    """∂ log p(point ``row`` | all before it); n = ``row`` points came before, arrays begin with the nearest.

    ``nats``: what the point cost, −log p. ``distance``: (n,) 1, 2, … points back. ``x``, ``y``: (n,) those points, mm.
    ``moved``: (n,) nats a mm: how fast log p changes when the way to that point is moved, all others held.
    ``hidden``, ``cell``: (n + 1, layers) length of the gradient of a layer's h and c, [0] the state just before the point.
    ``direct``: of ``cell``, what came through forget gates alone (the constant error carousel). ``lab``: ``moved`` of other
    networks that read the same line, by name.
    """

    row: int
    nats: float
    distance: npt.NDArray[np.intp]
    x: Float64Array
    y: Float64Array
    moved: Float64Array
    hidden: Float64Array
    cell: Float64Array
    direct: Float64Array
    lab: tuple[tuple[str, Float64Array], ...] = ()

    def half(self) -> int | None:
        """How many points back the sum of ``moved`` has half of all: where a typical bit of the chance comes from.
        None where nothing moves it."""
        total = float(self.moved.sum())
        if not total > 0.0:
            return None
        return int(self.distance[np.searchsorted(self.moved.cumsum(), total / 2)])


@cache
def lab_networks() -> tuple[LabNetwork, ...]:
    """A tanh network, an LSTM and a GRU of one layer, to be looked at beside the app's own; those whose files are good."""
    found = []
    for path in LAB.values():
        try:
            found.append(LabNetwork.load(path))
        except CheckpointError:
            continue  # the panel does with those there are
    return tuple(found)


def how_far_back(line: InkLine, row: int = -1, lab: Sequence[LabNetwork] = ()) -> FlowBack:
    """The way back from point ``row`` (from 0; from the end where negative), in the app's network and those of ``lab``.

    Raises IndexError for a row that is not there, ValueError for a line's first point, before which there is nothing.
    """
    row = checked_row(line, row)
    if row == 0:
        raise ValueError("a line's first point has none before it that could have predicted it")
    found = gradient(line.reading, row)
    cell, direct = found.cell_norms, found.direct_norms
    if cell is None or direct is None:
        raise ValueError("the network has no cells to go back through")
    rows = line.reading.rows[: row + 1]
    others = tuple((one.name, _moved(one.gradient(rows, row), one.input_scale, line)) for one in lab)
    return FlowBack(
        row,
        float(line.nats[row]),
        np.arange(1, row + 1, dtype=np.intp),
        line.x[row - 1 :: -1],
        line.y[row - 1 :: -1],
        _moved(found, line.reading.sampler.input_scale, line),
        found.hidden_norms,
        cell,
        direct,
        others,
    )


def _moved(found: DensityGradient, scale: tuple[float, float], line: InkLine) -> Float64Array:
    """Nats a mm, the nearest point first: a gradient over scaled offsets, on the paper."""
    offsets = found.rows[:, :2].astype(np.float64) / scale / line.frame.size
    return np.hypot(offsets[:, 0], offsets[:, 1])[::-1]
