"""The point that comes after a row of a line: the ghost's own step, else one sampled under a seed; and where it is on the page.

Writing goes on from the state as it is, not from that of a pen at rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.inspect.page import InkLine, PageReading
from model.trace import Controls, Step


@dataclass(frozen=True, slots=True)
class SampledPoint:
    """A sampled point: ``x``, ``y`` page mm; ``dx``, ``dy`` the network's units; ``nats`` of the untempered density and pen.

    ``component``: from 0, the one that it was sampled from. ``controls``: those in force.
    """

    x: float
    y: float
    dx: float
    dy: float
    lift: bool
    nats: float
    component: int
    controls: Controls


def checked_row(line: InkLine, row: int) -> int:
    """``row`` from 0, from the line's end where it is negative. Raises IndexError for one that is not there."""
    n = len(line)
    if not -n <= row < n:
        raise IndexError(f"no point {row}: the line's points are 0 … {n - 1}")
    return row % n


def last_written(page: PageReading) -> InkLine:
    """The line with the page's last stroke, of those with two points or more: of less there is nothing to show.

    Raises ValueError where there is none.
    """
    lines = [line for line in page.lines if line.written > 1]
    if not lines:
        raise ValueError("the page has no line that a network can judge")
    return max(lines, key=lambda line: int(line.stroke.max()))


def ahead(line: InkLine, row: int, dx: npt.ArrayLike, dy: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """(…, 2) page mm of what lies ``dx``, ``dy`` (network's units, of any one shape) from the line's point ``row``."""
    x, y = np.asarray(dx, dtype=np.float64), np.asarray(dy, dtype=np.float64)
    away = line.frame.to_outer(np.stack((x.ravel(), y.ravel()), axis=1)) - np.asarray(line.frame.origin)
    points = away + np.array((line.x[row], line.y[row]))
    return np.asarray(points.reshape(*x.shape, 2))


def sample_next(line: InkLine, row: int, controls: Controls, seed: int) -> SampledPoint:
    """What comes after row ``row``: the ghost's step where it wrote one, else the sampler's first step for ``seed``."""
    index = row + 1 - line.written
    if 0 <= index < len(line.steps):
        step = line.steps[index]
        return _sampled(step, float(line.x[row + 1]), float(line.y[row + 1]))
    reading = line.reading
    step, _ = next(reading.sampler.continue_ink(reading.state(row), seed, controls))
    x, y = ahead(line, row, step.dx, step.dy).tolist()
    return _sampled(step, x, y)


def _sampled(step: Step, x: float, y: float) -> SampledPoint:
    return SampledPoint(x, y, step.dx, step.dy, step.lift, step.nats, step.component, step.controls)
