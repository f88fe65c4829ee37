"""Where the network expects the next point: its mixture on the page around the pen's tip, before and after temperature.

The network's density is over offsets divided by its input scale, then by the line's size, and turned by its slope:
p(mm) = p(scaled) / (scale x · scale y · size²), for a turn changes no area.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.inspect.next_point import SampledPoint, ahead, checked_row, sample_next
from inkapp.inspect.page import InkLine
from model import mdn
from model.arrays import Float64Array
from model.trace import Controls, Mixture

SHOWN = 0.01  # of the weight, under which a component does not widen the picture
REACH = 3.5  # deviations of a shown component that a grid covers
NEAR = np.concatenate((-np.geomspace(REACH, 0.25, 9), [0.0], np.geomspace(0.25, REACH, 9)))  # deviations, grid lines
EVEN = 60  # further grid lines, evenly spread


@dataclass(frozen=True, eq=False, slots=True)
class Ellipses:
    """The components on the page: each (components,). ``x``, ``y``: centres, mm. ``major``, ``minor``: half axes of one
    deviation, mm. ``angle``: of the major one, radians, y down. ``weights`` sum to 1; of 0 where the floor cut one off."""

    weights: Float64Array
    x: Float64Array
    y: Float64Array
    major: Float64Array
    minor: Float64Array
    angle: Float64Array


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """A density on grid lines that lie closer where components are narrow: ``x`` (w,), ``y`` (h,) mm, ascending;
    ``density`` (h, w) per mm²."""

    x: Float64Array
    y: Float64Array
    density: Float64Array

    def level(self, share: float) -> float:
        """The density (per mm²) above which ``share`` (0 … 1) of the mass lies: the edge of the smallest such region."""
        order = np.argsort(self.density, axis=None)[::-1]
        values = self.density.ravel()[order]
        held = np.cumsum((self.density * self._area()).ravel()[order])
        return float(np.interp(share * held[-1], held, values))

    def _area(self) -> Float64Array:
        return np.asarray(np.outer(_widths(self.y), _widths(self.x)))


@dataclass(frozen=True, eq=False)
class Density:
    """What was expected after point ``row`` of a line.

    ``tip``: (x, y) of that point, page mm. ``before``: the mixture as it is; ``after``: what is sampled from at ``controls``;
    both over scaled offsets. ``came``: the line's next point, mm; None at its end. ``sampled``: the point that follows it.
    """

    line: InkLine
    row: int
    tip: tuple[float, float]
    controls: Controls
    before: Mixture
    after: Mixture
    came: tuple[float, float] | None
    sampled: SampledPoint

    @property
    def lift(self) -> float:
        """The chance that the pen leaves the paper after the next point; no temperature changes it."""
        return self.before.lift

    def at(self, mixture: Mixture, x: npt.ArrayLike, y: npt.ArrayLike) -> Float64Array:
        """The density per mm² at page points ``x``, ``y`` (mm, of any shapes that go together)."""
        sx, sy = self.line.reading.sampler.input_scale
        size, angle = self.line.frame.size, self.line.frame.angle
        right, down = np.asarray(x) - self.tip[0], np.asarray(y) - self.tip[1]
        cos, sin = np.cos(angle), np.sin(angle)
        across, along = (right * cos + down * sin) / size / sx, (down * cos - right * sin) / size / sy
        return np.asarray(np.exp(mdn.log_density(mixture, across, along)) / (sx * sy * size * size))

    def ellipses(self, mixture: Mixture) -> Ellipses:
        """The components of one of the two mixtures, on the page."""
        sx, sy = self.line.reading.sampler.input_scale
        size, angle = self.line.frame.size, self.line.frame.angle
        centre = ahead(self.line, self.row, mixture.mean_x * sx, mixture.mean_y * sy)
        wide, high = mixture.std_x.astype(np.float64) * sx * size, mixture.std_y.astype(np.float64) * sy * size
        both = wide * high * mixture.correlation
        values, vectors = np.linalg.eigh(np.moveaxis(np.array([[wide**2, both], [both, high**2]]), 2, 0))
        axes = np.sqrt(np.maximum(values, 0.0))
        turned = np.arctan2(vectors[:, 1, 1], vectors[:, 0, 1]) + angle
        weights = mixture.weights.astype(np.float64)
        return Ellipses(weights, centre[:, 0], centre[:, 1], axes[:, 1], axes[:, 0], turned)

    def box(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) in mm of what ought to be seen: both mixtures, the tip, what came and was sampled."""
        x, y = [self.tip[0], self.sampled.x], [self.tip[1], self.sampled.y]
        if self.came is not None:
            x, y = [*x, self.came[0]], [*y, self.came[1]]
        for mixture in (self.before, self.after):
            parts = self.ellipses(mixture)
            seen = parts.weights >= SHOWN
            wide, high = (extent[seen] * REACH for extent in _extents(parts))
            x += [*(parts.x[seen] - wide), *(parts.x[seen] + wide)]
            y += [*(parts.y[seen] - high), *(parts.y[seen] + high)]
        return min(x), min(y), max(x), max(y)

    def grid(self, mixture: Mixture, box: tuple[float, float, float, float] | None = None) -> Grid:
        """The density in ``box`` (mm; what holds all components for None), some 300 lines either way."""
        parts = self.ellipses(mixture)
        seen = parts.weights >= SHOWN if box is not None else parts.weights > 1e-4
        wide, high = (extent[seen] for extent in _extents(parts))
        sides = []
        for centre, spread, ends in ((parts.x[seen], wide, 0), (parts.y[seen], high, 1)):
            lines = (centre[:, None] + NEAR * spread[:, None]).ravel()
            low, high_end = (lines.min(), lines.max()) if box is None else (box[ends], box[ends + 2])
            lines = np.concatenate((lines, np.linspace(low, high_end, EVEN)))
            sides.append(np.unique(np.round(lines[(lines >= low) & (lines <= high_end)], 6)))
        x, y = sides
        return Grid(x, y, self.at(mixture, x[None, :], y[:, None]))


def next_point(line: InkLine, row: int = -1, controls: Controls | None = None, seed: int = 0) -> Density:
    """What the network expects after point ``row`` (from 0; from the end where negative).

    ``controls``: the sampler's own for None. ``seed``: of the point that is sampled where no ghost goes on. Raises IndexError.
    """
    row = checked_row(line, row)
    controls = controls or Controls()
    before = line.reading.mixture(row)
    came = (float(line.x[row + 1]), float(line.y[row + 1])) if row + 1 < len(line) else None
    tip = float(line.x[row]), float(line.y[row])
    sampled = sample_next(line, row, controls, seed)
    return Density(line, row, tip, controls, before, mdn.temper(before, controls), came, sampled)


def _extents(parts: Ellipses) -> tuple[Float64Array, Float64Array]:
    """One deviation along the page's x and along its y, (components,) mm each."""
    cos, sin = np.cos(parts.angle), np.sin(parts.angle)
    return np.hypot(parts.major * cos, parts.minor * sin), np.hypot(parts.major * sin, parts.minor * cos)


def _widths(lines: Float64Array) -> Float64Array:
    """What each grid line stands for, by the trapezoid rule."""
    half = np.diff(lines) / 2
    return np.concatenate((half, [0.0])) + np.concatenate(([0.0], half))
