"""Numbers as colours, and the bar that says which is which.

All scales go steadily up or down in lightness (CIE L*), so they can be read in grey and by the colour-blind: those in
``SCALES``, for what may be below or above nothing, from dark through a middle of little colour to light, ``SIGNED`` being the
one that is taken where nobody chose; the one of losses from light blue, expected, to dark plum, unexpected.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.inspect.draw.figure import FAINT, MUTED, Figure, number

Colour = tuple[int, int, int]
LEVELS = 15  # of a scale where colours are counted: odd, so that the middle has its own


@dataclass(frozen=True, slots=True)
class Scale:
    """``stops``: colours evenly spread from ``low`` to ``high``."""

    stops: tuple[Colour, ...]
    low: float = 0.0
    high: float = 1.0

    def over(self, low: float, high: float) -> Scale:
        """The same colours for other numbers; ``high`` above ``low``."""
        return Scale(self.stops, low, high)

    def colours(self, count: int = LEVELS) -> list[Colour]:
        """``count`` colours, evenly spread."""
        at = np.linspace(0, len(self.stops) - 1, count)
        parts = [np.interp(at, range(len(self.stops)), [stop[k] for stop in self.stops]) for k in range(3)]
        return [(int(r), int(g), int(b)) for r, g, b in np.rint(np.stack(parts, axis=1)).tolist()]

    def levels(self, values: npt.ArrayLike, count: int = LEVELS) -> npt.NDArray[np.uint8]:
        """Which of ``count`` colours each value has; those beyond an end have the end's, nan the lowest."""
        share = (np.asarray(values, dtype=np.float64) - self.low) / (self.high - self.low)
        return np.rint(np.nan_to_num(np.clip(share, 0.0, 1.0)) * (count - 1)).astype(np.uint8)

    def names(self, count: int = LEVELS) -> list[str]:
        """``colours`` as SVG has them."""
        return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in self.colours(count)]


SIGNED = Scale(((61, 32, 5), (133, 83, 28), (166, 157, 145), (145, 205, 150), (214, 250, 205)), -1.0, 1.0)
SCALES = {
    "brown-green": SIGNED,
    "blue-orange": Scale(((10, 26, 92), (48, 92, 178), (152, 153, 160), (242, 170, 92), (255, 234, 200)), -1.0, 1.0),
    "grey": Scale(((32, 32, 32), (86, 86, 86), (140, 140, 140), (193, 193, 193), (246, 246, 246)), -1.0, 1.0),
}
LOSS = Scale(((176, 205, 222), (128, 150, 200), (125, 88, 158), (112, 30, 96), (52, 8, 38)))


def bar(
    figure: Figure, x: float, y: float, height: float, scale: Scale, label: str, ticks: Sequence[tuple[float, str]]
) -> None:
    """An upright bar of colours, 12 px wide, its high end up; ``label`` stands turned at its right, beyond the ticks."""
    names = scale.names()
    step = height / len(names)
    for k, name in enumerate(reversed(names)):
        figure.rect(x, y + k * step, 12, step + (0.5 if k < len(names) - 1 else 0), fill=name)
    figure.rect(x, y, 12, height, line=FAINT)
    for value, words in ticks:
        at = y + height * (1 - (value - scale.low) / (scale.high - scale.low))
        figure.line(x + 12, at, x + 15, at, MUTED)
        figure.text(x + 18, at + 3.5, words, size=10, colour=MUTED)
    if label:
        figure.text(x + 58, y + height / 2, label, size=11, colour=MUTED, anchor="middle", turn=90)


def strip(
    figure: Figure, x: float, y: float, width: float, scale: Scale, label: str, ticks: Sequence[tuple[float, str]]
) -> None:
    """A lying bar of colours, 10 px high, with ticks under it and ``label`` above; it takes 42 px in all from ``y``."""
    names = scale.names()
    step = width / len(names)
    figure.text(x, y + 10, label, size=11, colour=MUTED)
    for k, name in enumerate(names):
        figure.rect(x + k * step, y + 16, step + (0.5 if k < len(names) - 1 else 0), 10, fill=name)
    figure.rect(x, y + 16, width, 10, line=FAINT)
    for value, words in ticks:
        at = x + width * (value - scale.low) / (scale.high - scale.low)
        figure.line(at, y + 26, at, y + 29, MUTED)
        figure.text(at, y + 40, words, size=10, colour=MUTED, anchor="middle")


def ends(scale: Scale) -> list[tuple[float, str]]:
    """Ticks at both ends and the middle."""
    return [(v, sign(v)) for v in (scale.low, (scale.low + scale.high) / 2, scale.high)]


def reach(values: npt.ArrayLike) -> float:
    """How far a symmetric scale has to go for all values, by two digits of the largest, rounded up; at least 0.01."""
    most = float(np.abs(np.asarray(values, dtype=np.float64)).max(initial=0.01))
    step = 10.0 ** (math.floor(math.log10(most)) - 1)
    return max(round(math.ceil(most / step - 1e-9) * step, 10), 0.01)


def sign(value: float) -> str:
    """A number with a real minus."""
    return number(value).replace("-", "−")
