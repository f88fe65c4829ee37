"""InkML's trace formats: which column of a trace is what, and in which units; what to assume where a file does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from inkapp.ink.document import Float64Array

MM = {
    "m": 1000.0,
    "cm": 10.0,
    "mm": 1.0,
    "um": 1e-3,
    "µm": 1e-3,
    "himetric": 0.01,
    "in": 25.4,
    "pt": 25.4 / 72,
    "pc": 25.4 / 6,
    "px": 25.4 / 96,
    "em": 25.4 / 6,  # as in a browser: 16 pixels …
    "ex": 25.4 / 12,  # … and half of that
}
SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9, "100ns": 1e-7}
TIP_SWITCH = "S"
MEASURED = frozenset("XYT")  # channels whose resolution says how large a value is
MOST_CHANNELS = 64


@dataclass(frozen=True, slots=True)
class Channel:
    """A column. ``least`` … ``most``: the range of its values. ``default``: what it holds before a trace says so."""

    name: str
    units: str = ""
    least: float = 0.0
    most: float | None = None
    default: float = 0.0
    falls: bool = False  # its orientation is negative

    @classmethod
    def of(cls, attributes: Mapping[str, str]) -> Channel:
        """Of the element's attributes."""
        default = attributes.get("default", "").strip()
        return cls(
            attributes.get("name", "").strip(),
            attributes.get("units", "").strip().lower(),
            number(attributes.get("min")) or 0.0,
            number(attributes.get("max")),
            float(default in ("T", "true")) or number(default) or 0.0,
            attributes.get("orientation", "").strip() == "-ve",
        )


@dataclass(eq=False, slots=True)
class TraceFormat:
    """The columns of a trace, in order: those that each point has, then those that it may leave out."""

    regular: list[Channel] = field(default_factory=list)
    intermittent: list[Channel] = field(default_factory=list)

    @property
    def is_plane(self) -> bool:
        """Whether it has both X and Y."""
        return self.index("X") is not None and self.index("Y") is not None

    def index(self, name: str) -> int | None:
        """The column of a channel, or None."""
        return next((i for i, channel in enumerate((*self.regular, *self.intermittent)) if channel.name == name), None)

    def channel(self, name: str) -> Channel | None:
        """A channel by its name."""
        return next((channel for channel in (*self.regular, *self.intermittent) if channel.name == name), None)

    def values(self, rows: Float64Array, name: str) -> Float64Array | None:
        """(n,) of a channel, rising as its name says; None where there is no such channel."""
        at, channel = self.index(name), self.channel(name)
        if at is None or channel is None:
            return None
        return -rows[:, at] if channel.falls else rows[:, at]

    def pressure(self, rows: Float64Array, hardest: float) -> Float64Array | None:
        """(n,) shares of the full force, not yet brought into 0 … 1; ``hardest`` is full where the channel does not say."""
        force, channel = self.values(rows, "F"), self.channel("F")
        if force is None or channel is None:
            return None
        most = channel.most if channel.most is not None and channel.most > channel.least else hardest
        if channel.most is None and channel.units == "%":
            most = 100.0
        with np.errstate(all="ignore"):
            share = (force - channel.least) / (most - channel.least)
        return np.where(np.isfinite(share), share, 0.5)


def scale_of(channel: Channel | None, resolutions: Mapping[str, float], sizes: Mapping[str, float]) -> float | None:
    """What one of a channel's values is in mm or s: by the device's resolution, or the unit it names; None where it says
    neither. ``resolutions``: values a mm or s, by the channel's name. ``sizes``: MM or SECONDS."""
    if channel is None:
        return None
    if channel.name in resolutions:
        return 1 / resolutions[channel.name]
    return sizes.get(channel.units)


def read_resolution(attributes: Mapping[str, str]) -> tuple[str, float] | None:
    """A channelProperty's channel, and how many values it has a mm or s; None where it says something else."""
    if attributes.get("name") != "resolution":
        return None
    _, per, units = attributes.get("units", "").strip().lower().rpartition("/")
    size, value = {**MM, **SECONDS, "dpi": 25.4}.get(units.strip()), number(attributes.get("value"))
    if size is None or value is None or value <= 0 or attributes.get("channel") not in MEASURED:
        return None
    if not per and units != "dpi":  # "0.01 mm" is how large a value is, "100 1/mm" how many there are
        return attributes.get("channel", ""), 1 / (value * size)
    return attributes.get("channel", ""), value / size


def seconds_of_steps(times: Float64Array) -> float:
    """Seconds a unit of T where the file does not say: no pen's points stand half a second apart, so ms, µs or ns."""
    with np.errstate(all="ignore"):
        step = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    return next((unit for unit in (1.0, 1e-3, 1e-6) if not step * unit > 0.5), 1e-9)


def hardest_force(traces: Iterable[tuple[Float64Array, TraceFormat]]) -> float:
    """What stands for full pressure where no channel says: 1, or the most that the file has."""
    most = 1.0
    for rows, format_ in traces:
        if (force := format_.values(rows, "F")) is not None:
            most = max(most, float(force[np.isfinite(force)].max(initial=1.0)))
    return most


def number(text: str | None) -> float | None:
    """A finite number, or None."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if np.isfinite(value) else None
