"""One sample of a pen, whatever device it came from.

Knows: where the pen was, when, how hard it pressed, and whether it was going down, moving or leaving.
Refuses to know: which toolkit, device or driver said so (``ui/tablet`` does), and what the samples become
(``ink/recorder`` does).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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
