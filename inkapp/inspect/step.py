"""One step of the network from the inside: the row that was read, the gates, the mixture that followed, the point sampled.

The equations are Graves' (2013, eq. 7–11, without peepholes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.inspect.cells import memory_reach
from inkapp.inspect.density import Density, next_point
from inkapp.inspect.next_point import checked_row
from inkapp.inspect.page import InkLine
from model.arrays import Float32Array
from model.trace import Controls


@dataclass(frozen=True, eq=False, slots=True)
class LayerStep:
    """A layer's part: each (units,) float32. c′ = f·c + i·g and h′ = o·tanh(c′), cell by cell.

    ``input`` i, ``forget`` f, ``output`` o in 0 … 1, ``candidate`` g in −1 … 1; ``cell``, ``hidden``: c, h before the step,
    ``cell_after``, ``hidden_after``: c′, h′. ``reach``: where c is cut off at both sides of 0 as the line's cells are shown.
    """

    input: Float32Array
    forget: Float32Array
    output: Float32Array
    candidate: Float32Array
    cell: Float32Array
    cell_after: Float32Array
    hidden: Float32Array
    hidden_after: Float32Array
    reach: float

    def largest(self, count: int) -> npt.NDArray[np.intp]:
        """The ``count`` cells whose c changed most, that first; of equals the lower number."""
        moved = np.abs(self.cell_after.astype(np.float64) - self.cell)
        return np.argsort(-moved, kind="stable")[:count]


@dataclass(frozen=True, eq=False, slots=True)
class OneStep:
    """The step that read point ``row`` of a line.

    ``given``: (inputs,) the row in the network's units (dx, dy, lift[, height]); ``scaled``: as the layers read it.
    ``layers``: from the lowest. ``next``: the mixture that followed, and the point sampled from it. ``nats``: what the
    point itself had cost; nan for a line's first.
    """

    row: int
    given: Float32Array
    scaled: Float32Array
    layers: tuple[LayerStep, ...]
    next: Density
    nats: float


def one_step(line: InkLine, row: int = -1, controls: Controls | None = None, seed: int = 0) -> OneStep:
    """The step at point ``row`` (from 0; from the end where negative). ``controls``, ``seed``: as ``next_point`` takes them.
    Raises IndexError."""
    row = checked_row(line, row)
    reading = line.reading
    layers = []
    for k in range(reading.sampler.layers):
        gates = reading.gates(k, row, row + 1)
        reach = memory_reach(reading.cell[1:, k])
        states = (reading.cell[row, k], reading.cell[row + 1, k], reading.hidden[row, k], reading.hidden[row + 1, k])
        layers.append(LayerStep(gates.input[0], gates.forget[0], gates.output[0], gates.candidate[0], *states, reach))
    given = reading.rows[row]
    scaled = given.copy()
    scaled[:2] /= np.asarray(reading.sampler.input_scale, dtype=np.float32)
    scaled.flags.writeable = False
    return OneStep(row, given, scaled, tuple(layers), next_point(line, row, controls, seed), float(line.nats[row]))
