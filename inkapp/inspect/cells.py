"""What the cells of a layer did while a line was read: values by cell and point, and the scale to show them on.

Layers and cells count from 0, as in the weights and in their table of cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from inkapp.inspect.page import InkLine
from model.arrays import Float32Array

IndexArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Signal:
    """One of a layer's six signals: its letter, its name, and the ``low`` and ``high`` end of its scale.

    A gate lies in 0 … 1, h and the candidate in −1 … 1 by what they are. c has no bounds, and layers differ by a factor of
    ten: an image of it is cut off at both sides of 0, see ``memory_reach``.
    """

    letter: str
    name: str
    low: float
    high: float


SIGNALS = {
    signal.letter: signal
    for signal in (
        Signal("h", "output h", -1.0, 1.0),
        Signal("c", "memory c", -3.0, 3.0),
        Signal("i", "input gate i", 0.0, 1.0),
        Signal("f", "forget gate f", 0.0, 1.0),
        Signal("o", "output gate o", 0.0, 1.0),
        Signal("g", "candidate g", -1.0, 1.0),
    )
}


@dataclass(frozen=True, eq=False, slots=True)
class CellImage:
    """A layer's signal over a line of n points.

    ``values``: (units, n) float32, as they were, not cut off; row r is the cell ``order[r]``, column p the state after
    point p (a gate: while p was read). ``signal``: with the scale to show them on, of c the layer's own. ``lift``: (n,) the
    pen leaves after it.
    """

    values: Float32Array
    order: IndexArray
    layer: int
    signal: Signal
    lift: npt.NDArray[np.bool_]

    @property
    def shown(self) -> Float32Array:
        """(units, n) the values cut off at the ends of the signal's scale."""
        return np.clip(self.values, self.signal.low, self.signal.high)


def cell_image(line: InkLine, layer: int, signal: str, order: Sequence[int] | None = None) -> CellImage:
    """All cells of ``layer`` over the line, in ``order`` (as they are numbered for None).

    Raises ValueError for a layer or a signal that is not there and for an order that is none of all units.
    """
    values = _signal(line, layer, signal)
    units = values.shape[1]
    rows = np.arange(units) if order is None else np.asarray(order, dtype=np.intp)
    if not np.array_equal(np.sort(rows), np.arange(units)):
        raise ValueError(f"an order of {units} cells names each of them once")
    image = np.ascontiguousarray(values.T[rows])
    image.flags.writeable = False
    found = SIGNALS[signal]
    if signal == "c":
        reach = memory_reach(image)
        found = replace(found, low=-reach, high=reach)
    return CellImage(image, rows, layer, found, line.lift)


def memory_reach(values: npt.ArrayLike) -> float:
    """Where a layer's c is cut off at both sides of 0: 1, 2, 3 or 5 times a power of ten, whichever comes nearest to what 97
    of 100 values stay below. So few steps that it seldom changes while a line grows."""
    most = max(float(np.percentile(np.abs(np.asarray(values)), 97.0)), 0.01)
    tens = 10.0 ** np.floor(np.log10(most))
    steps = np.array([1.0, 2.0, 3.0, 5.0, 10.0]) * tens
    return round(float(steps[np.abs(np.log(steps / most)).argmin()]), 10)


def cell_values(line: InkLine, layer: int, signal: str, cell: int) -> Float32Array:
    """(n,) one cell's signal after each point. Raises ValueError for a layer, cell or signal that is not there."""
    values = _signal(line, layer, signal)
    if not 0 <= cell < values.shape[1]:
        raise ValueError(f"no cell {cell}: a layer's cells are 0 … {values.shape[1] - 1}")
    return np.ascontiguousarray(values[:, cell])


def _signal(line: InkLine, layer: int, signal: str) -> Float32Array:
    """(n, units). Raises ValueError."""
    reading = line.reading
    if not 0 <= layer < reading.sampler.layers:
        raise ValueError(f"no layer {layer}: the network's layers are 0 … {reading.sampler.layers - 1}")
    if signal not in SIGNALS:
        raise ValueError(f"no signal {signal!r}; known are {', '.join(SIGNALS)}")
    if signal in "hc":
        return (reading.hidden if signal == "h" else reading.cell)[1:, layer]
    gates = reading.gates(layer)
    return {"i": gates.input, "f": gates.forget, "o": gates.output, "g": gates.candidate}[signal]
