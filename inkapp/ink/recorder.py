"""Samples of one touch of the pen → a Stroke, and the line to show meanwhile.

What drivers get wrong is mended here: releases that are missing, pressures that are NaN or negative, clocks that repeat or
go back, positions that are no numbers.
"""

from __future__ import annotations

import math

import numpy as np

from inkapp.ink.document import Float64Array, Stroke
from inkapp.ink.pen import PenSample, Phase
from inkapp.ink.smooth import soften, straighten

MOUSE_PRESSURE = 0.5
FARTHEST_MM = 10_000.0  # a position farther out than any page is a driver's fault, and dropped
LONGEST_S = 1e6  # no stroke takes eleven days: a clock that jumps so far stands still
TREMBLE_MM = 0.04  # how far a point of a sub-pixel device may be moved; a hair's breadth
POSITION_DECIMALS = 4  # 0.1 µm: finer than any device, and short in a file, so that a saved stroke is the same stroke
TIME_DECIMALS = 5
PRESSURE_DECIMALS = 4


class Recorder:
    """Turns the samples of a pen into strokes, one touch at a time.

    ``smoothing``: mm by which a point of a sub-pixel device may be moved along each axis; 0 leaves all points where
    the device put them. Where a device counts in whole pixels, its grid shows in the samples, and a point may then be
    moved within its own pixel (a finer truth than the device reported), whatever the zoom.

    The first point of a stroke and the last are always where the pen was. ``preview`` moves only points that have
    neighbours on both sides, so the line ends at the pen: it does not lag.
    """

    def __init__(self, *, smoothing: float = TREMBLE_MM) -> None:
        if not 0.0 <= smoothing < 10.0:
            raise ValueError(f"smoothing must be 0 … 10 mm, not {smoothing}")
        self._smoothing = smoothing
        self._down = False
        self._clear()

    def _clear(self) -> None:
        self._x: list[float] = []
        self._y: list[float] = []
        self._t: list[float] = []
        self._stamps: list[float] = []  # the samples' own times
        self._pressure: list[float] = []
        self._began: float | None = None
        self._measured = False

    def feed(self, sample: PenSample) -> Stroke | None:
        """Takes one sample. Returns the stroke that it ended, if it ended one.

        A release ends a stroke. So does a press while the pen is down (the driver lost the release): the earlier
        stroke is returned and a new one has begun. Moves and releases without a press are ignored.
        """
        ended: Stroke | None = None
        if sample.phase is Phase.DOWN:
            ended = self.finish()
            self._down = True
        if not self._down:
            return None
        self._take(sample)
        return self.finish() if sample.phase is Phase.UP else ended

    def finish(self) -> Stroke | None:
        """Ends the stroke under way, as when a driver sends no release. None where no point was ever seen."""
        self._down = False
        stroke = self._stroke() if self._x else None
        self._clear()
        return stroke

    def preview(self) -> tuple[Float64Array, Float64Array, Float64Array]:
        """(x, y, pressure) so far, each (n,), in mm and 0 … 1; n may be 0.

        The last point is the pen's true position; only the last ``smooth.REACH`` points can still change, so a
        painted line may be kept up to there.
        """
        x, y = np.array(self._x, dtype=np.float64), np.array(self._y, dtype=np.float64)
        if self._smoothing > 0:
            x, y = soften(x, y, self._smoothing)
        return x, y, np.array(self._pressure)

    def _take(self, sample: PenSample) -> None:
        """Appends the sample, mended; leaves out what has no position or says nothing new."""
        x, y = float(sample.x), float(sample.y)
        if not (abs(x) <= FARTHEST_MM and abs(y) <= FARTHEST_MM):  # also true of nan
            return
        pressure = self._mended_pressure(sample)
        # A mouse at rest, and the mouse event that doubles a tablet's, add no point; neither does the release,
        # whose pressure of 0 is not one the pen wrote with.
        rests = bool(self._x) and x == self._x[-1] and y == self._y[-1]
        if rests and (sample.phase is Phase.UP or pressure == self._pressure[-1]):
            return
        self._x.append(x)
        self._y.append(y)
        self._t.append(self._mended_time(sample.t))
        self._stamps.append(sample.t)
        self._pressure.append(pressure)

    def _mended_pressure(self, sample: PenSample) -> float:
        """0 … 1: held where it is missing or no number, and at a release."""
        value = sample.pressure
        held = self._pressure[-1] if self._pressure else MOUSE_PRESSURE
        if value is None or math.isnan(value):
            return held
        value = min(max(float(value), 0.0), 1.0)
        if not self._measured and self._x:  # the first real value stands for the points before it, too
            self._pressure = [value] * len(self._x)
        self._measured = True
        if sample.phase is Phase.UP and self._x:
            return self._pressure[-1]
        return value

    def _mended_time(self, t: float) -> float:
        """Seconds since the stroke began; a clock that goes back or says nothing stands still."""
        last = self._t[-1] if self._t else 0.0
        if not math.isfinite(t):
            return last
        if self._began is None:
            self._began = t - last
        since = t - self._began
        return max(since, last) if since <= LONGEST_S else last

    def _stroke(self) -> Stroke:
        x, y = np.array(self._x), np.array(self._y)
        if self._smoothing > 0:
            x, y = straighten(x, y, self._smoothing)
        # "+ 0.0" turns −0.0 into 0.0, which would otherwise be other bytes for the same ink
        return Stroke(
            np.round(x, POSITION_DECIMALS) + 0.0,
            np.round(y, POSITION_DECIMALS) + 0.0,
            np.round(_spread(np.array(self._t), np.array(self._stamps)), TIME_DECIMALS),
            np.round(np.array(self._pressure), PRESSURE_DECIMALS),
            has_pressure=self._measured,
        )


def _spread(t: Float64Array, stamps: Float64Array) -> Float64Array:
    """Times without bursts: (n,) seconds and (n,) stamps of the device → (n,) seconds, not decreasing where ``t`` is not.

    Where Qt delivers a pen's history at once, as on Windows, several points share one stamp. Such a run ends at its own
    time and fills the time since the run before evenly; the very first point stays at the stroke's beginning.
    """
    begins = np.flatnonzero(np.concatenate(([True], stamps[1:] != stamps[:-1])))
    if len(begins) in (1, len(t)):
        return t
    spread = t.copy()
    if begins[1] > 1:
        spread[1 : begins[1]] = t[begins[1]]  # what shares the first point's stamp came before the second run
        begins[1] = 1
    for begin, end in zip(begins[1:].tolist(), [*begins[2:].tolist(), len(t)], strict=True):
        since = spread[begin - 1]
        spread[begin:end] = since + (spread[begin] - since) * np.arange(1, end - begin + 1) / (end - begin)
    return spread
