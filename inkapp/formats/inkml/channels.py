"""InkML's trace formats: which column of a trace is what, and in which units; what to assume where a file does not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from inkapp.formats.shared.fit_on_page import ForeignLine
from inkapp.ink.document import Float64Array

MM = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96}
SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "100ns": 1e-7}


@dataclass(slots=True)
class Channel:
    """A column. ``least`` … ``most``: the range of its values. ``resolution``: values a mm, where the device says so."""

    name: str
    units: str = ""
    least: float = 0.0
    most: float | None = None
    resolution: float | None = None


@dataclass(slots=True)
class Format:
    """The columns of a trace, in order, X and Y among them."""

    channels: list[Channel] = field(default_factory=list)

    def index(self, name: str) -> int | None:
        """The column of a channel, or None."""
        return next((i for i, channel in enumerate(self.channels) if channel.name == name), None)

    def unit_mm(self) -> float | None:
        """mm a unit of X: by the device's resolution, or the unit it names; None where it says neither."""
        x = self.channels[self.index("X") or 0]
        if x.resolution is not None:
            return 1 / x.resolution
        return MM.get(x.units)

    def line(self, rows: Float64Array, hardest: float) -> ForeignLine:
        """A trace's (n, channels) as a line; ``hardest`` is the full force where its channel does not say."""
        points = np.stack((rows[:, self.index("X") or 0], rows[:, self.index("Y") or 0]), axis=1)
        t, force = self.index("T"), self.index("F")
        pressure = None
        if force is not None:
            channel = self.channels[force]
            most = channel.most if channel.most is not None and channel.most > channel.least else hardest
            with np.errstate(all="ignore"):
                pressure = (rows[:, force] - channel.least) / (most - channel.least)
            pressure = np.where(np.isfinite(pressure), pressure, 0.5)
        return ForeignLine(points, None if t is None else rows[:, t] * self._seconds(rows[:, t], t), pressure)

    def _seconds(self, times: Float64Array, t: int) -> float:
        """Seconds a unit of T. Where the file does not say: no pen's points stand half a second apart, so ms."""
        units = self.channels[t].units
        if units in SECONDS:
            return SECONDS[units]
        with np.errstate(all="ignore"):
            steps = np.diff(times)
        return 1e-3 if len(steps) and np.median(steps) > 0.5 else 1.0


def hardest_force(traces: Iterable[tuple[Float64Array, Format]]) -> float:
    """What stands for full pressure where no channel says: 1, or the most that the file has."""
    most = 1.0
    for rows, format_ in traces:
        if (force := format_.index("F")) is not None:
            finite = rows[np.isfinite(rows[:, force]), force]
            most = max(most, float(finite.max(initial=1.0)))
    return most
