"""A simulated pen device: a line of the data set as a mouse or a tablet would have reported it to the app.

The pen's path is the line as recorded, straight from point to point in the data's own times (no shape is invented; at
60 Hz this cuts corners at least as much as a real device would). A device reports where the pen went down, then at every
tick of its own clock, whose phase is random for each line, then where the pen was lifted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.ink.pen import PenSample, Phase
from inkapp.ink.recorder import TREMBLE_MM, Recorder
from model.arrays import Float64Array
from model.strokes import measure_frame
from training.data.iam import Line

PIXEL_MM = 25.4 / 96
SPREAD_MM = 12 * PIXEL_MM  # 3.2 mm: an x-height of some 4 mm or 15 pixels, usual on paper ruled at 12 mm


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a line. ``rate``: Hz, 0 for the data's own points. ``slowness``: times as long. ``size``: × usual.

    ``slope``: degrees, downhill. ``jitter``: mm, the deviation of each report from where the pen is, both ways. ``pixels``: the
    device counts in whole pixels. ``smoothing``: the recorder's.
    """

    name: str
    rate: float = 125.0
    slowness: float = 1.0
    size: float = 1.0
    slope: float = 0.0
    jitter: float = 0.0
    pixels: bool = False
    smoothing: float = TREMBLE_MM


def simulate(line: Line, variant: Variant, seed: int = 0) -> list[Stroke]:
    """The strokes that the recorder makes of a line written in one way, page mm."""
    strokes = [stroke.astype(np.float64) for stroke in line.strokes()]
    frame = measure_frame(strokes)
    scale = SPREAD_MM / frame.size * variant.size
    angle = np.radians(variant.slope)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    first = np.concatenate(strokes)[:, 0].min()
    chance = np.random.default_rng(seed)
    phase, *shift = chance.random(3)
    origin = np.array([100.0, 300.0]) + np.array(shift) * PIXEL_MM  # a line stands anywhere among the pixels
    recorder = Recorder(smoothing=variant.smoothing)
    made: list[Stroke] = []
    for stroke in strokes:
        times, path = reported(stroke, variant, phase)
        points = (path - (first, frame.origin[1])) * scale @ turn + origin
        if variant.jitter:
            points += chance.normal(0.0, variant.jitter, points.shape)
        if variant.pixels:
            points = np.round(points / PIXEL_MM) * PIXEL_MM
        made += [ended for sample in samples(times, points) if (ended := recorder.feed(sample)) is not None]
    return made


def reported(stroke: Float64Array, variant: Variant, phase: float) -> tuple[Float64Array, Float64Array]:
    """(n,) seconds and (n, 2) positions at which a device reports a stroke (m, 3) of x, y and seconds."""
    times = np.maximum.accumulate(stroke[:, 2]) * variant.slowness
    if variant.rate == 0.0 or times[-1] <= times[0]:
        return times, stroke[:, :2]
    begin, end = times[0], times[-1]
    ticks = (np.arange(np.ceil(begin * variant.rate), np.floor(end * variant.rate) + 1) + phase) / variant.rate
    seen = np.concatenate(([begin], ticks[(ticks > begin) & (ticks < end)], [end]))
    return seen, np.stack([np.interp(seen, times, stroke[:, axis]) for axis in (0, 1)], axis=1)


def samples(times: Float64Array, points: Float64Array) -> Iterator[PenSample]:
    """One touch as a driver tells it."""
    for k, (t, (x, y)) in enumerate(zip(times.tolist(), points.tolist(), strict=True)):
        yield PenSample(x, y, t, None, Phase.MOVE if k else Phase.DOWN)
    yield PenSample(x, y, t, None, Phase.UP)
