"""One sample of a pen, whatever device it came from, and how wide a pen's line is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

PEN_MM = 0.55  # a line's width on screen at half pressure, which is also a mouse's
PLOTTED_PEN_MM = 0.4  # a line's width in an SVG, where all are as wide as a plotter's pen


class Phase(Enum):
    """What the pen is doing at a sample."""

    DOWN = "down"
    MOVE = "move"
    UP = "up"


@dataclass(frozen=True, slots=True)
class PenSample:
    """A pen at one moment.

    ``x``, ``y``: page position in millimetres, y down. ``t``: seconds on any steady clock.
    ``pressure``: 0 … 1, or None for a device that does not measure it (a mouse).
    """

    x: float
    y: float
    t: float
    pressure: float | None
    phase: Phase
