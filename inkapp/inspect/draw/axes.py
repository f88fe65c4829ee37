"""A frame with two axes, linear or logarithmic: from numbers to px, with ticks at round numbers and their units."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.inspect.draw.figure import FAINT, MUTED, Figure, paths_of
from inkapp.inspect.draw.page_view import cut_off
from inkapp.inspect.draw.scale import sign

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(exponent: int) -> str:
    """10⁻² for −2."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


@dataclass(frozen=True, slots=True)
class Span:
    """What an axis covers, from ``low`` to ``high``, which may be the smaller; logarithmic where ``log``: 0 < low < high.
    ``whole``: of things that are counted, so that no tick stands between two."""

    low: float
    high: float
    log: bool = False
    whole: bool = False

    def share(self, values: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """0 at ``low``, 1 at ``high``."""
        at = np.asarray(values, dtype=np.float64)
        if self.log:
            return np.asarray((np.log(np.maximum(at, 1e-300)) - math.log(self.low)) / math.log(self.high / self.low))
        return np.asarray((at - self.low) / (self.high - self.low))

    def ticks(self, count: int = 6) -> list[tuple[float, str]]:
        """Round numbers within, about ``count``, with their words; powers of ten where logarithmic."""
        if self.log:
            first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
            every = max(math.ceil((last - first + 1) / count), 1)
            return [(10.0**k, power_of_ten(k)) for k in range(first, last + 1, every)]
        low, high = sorted((self.low, self.high))
        step = _round_step((high - low) / count)
        step = max(step, 1.0) if self.whole else step
        at = np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1) * step
        return [(float(value), sign(round(float(value), 10))) for value in at]


@dataclass(frozen=True, slots=True)
class Axes:
    """``x``, ``y``: spans. The box: px."""

    left: float
    top: float
    width: float
    height: float
    x: Span
    y: Span

    def at(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """(n, 2) px of n points."""
        across = self.left + self.width * self.x.share(x)
        down = self.top + self.height * (1 - self.y.share(y))
        return np.stack(np.broadcast_arrays(across, down), axis=-1)

    def frame(self, figure: Figure, x_label: str, y_label: str, *, grid: bool = True) -> None:
        """The box, its ticks and what they count; ``y_label`` stands turned, 44 px to the left of it. An axis without a
        label has bare ticks."""
        for value, words in self.x.ticks():
            px = float(self.at(value, self.y.low)[..., 0])
            figure.line(px, self.top + self.height, px, self.top + self.height + 4, MUTED)
            if x_label:
                figure.text(px, self.top + self.height + 16, words, size=10, colour=MUTED, anchor="middle")
        for value, words in self.y.ticks(max(int(self.height / 34), 2)):
            py = float(self.at(self.x.low, value)[..., 1])
            if grid:
                figure.line(self.left, py, self.left + self.width, py, "#eceff2")
            figure.line(self.left - 4, py, self.left, py, MUTED)
            if y_label:
                figure.text(self.left - 6, py + 3.5, words, size=10, colour=MUTED, anchor="end")
        figure.rect(self.left, self.top, self.width, self.height, line=FAINT)
        figure.text(
            self.left + self.width / 2, self.top + self.height + 33, x_label, size=11, colour=MUTED, anchor="middle"
        )
        if y_label:
            at = self.left - 44, self.top + self.height / 2
            figure.text(*at, y_label, size=11, colour=MUTED, anchor="middle", turn=-90)

    def curve(
        self, figure: Figure, x: npt.ArrayLike, y: npt.ArrayLike, colour: str, width: float = 1.5, dashes: str = ""
    ) -> None:
        """A line through the points; what lies beyond the box is cut off there."""
        box = np.array((self.left, self.top)), np.array((self.left + self.width, self.top + self.height))
        pieces = cut_off(self.at(x, y), *box)
        if pieces:
            figure.path(paths_of(pieces), line=colour, width=width, dashes=dashes)


def _round_step(raw: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= raw * (1 - 1e-9))
