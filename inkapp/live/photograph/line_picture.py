"""A line of ink of a photograph as the network sees a line: levelled, sized, and drawn by a thin pen.

Its ink is made one pixel thin; from there on it is taken as ink that a pen drew, by the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inkapp.live.photograph.filters import blurred, highest, resized
from inkapp.live.photograph.thin import paths_of, thinned
from model.arrays import Float32Array, Float64Array
from model.ink_picture import PIXELS, columns_of, picture
from model.line_reading import places_on
from model.straighten import space_strokes
from model.strokes import Representation

FINE = 3 * PIXELS  # pixels a spread of y at which ink is made thin
EVEN = 0.7  # of these pixels: the blur before it, or every rough edge would become a twig
INKED = 0.7  # of the darkest within ``REACH`` is ink: so faint lines stay, and what a broad pen nearly fills is open
REACH = 8  # of these pixels
LEAST = 0.15  # of the darkness of the picture's ink: less is no ink, wherever
PEN = 0.6  # pixels of the network's picture: the deviation of the blur that makes the thin lines a pen's
MOST_COLUMNS = 60_000  # pixels of the fine picture: of a line that would be longer no picture is made


@dataclass(frozen=True, eq=False, slots=True)
class LinePicture:
    """``darkness``: (``model.ink_picture.HEIGHT``, width), 0 … 1. Where its ink stands in the photograph: ``points`` (n, 2),
    pixels; and each one's column in ``darkness``, (n,), not rounded."""

    darkness: Float32Array
    points: Float64Array
    columns: Float64Array

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of its ink in the photograph, pixels."""
        return self.bounds_between(-np.inf, np.inf)

    def bounds_between(self, begin: float, end: float) -> tuple[float, float, float, float]:
        """Of the ink between two columns of ``darkness``; of no ink, where the ink nearest to them stands."""
        within = (self.columns >= begin) & (self.columns < end)
        if not within.any():
            within = np.arange(len(self.columns)) == np.abs(self.columns - (begin + end) / 2).argmin()
        left, top = self.points[within].min(axis=0)
        right, bottom = self.points[within].max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def line_picture(ink: Float32Array, spread: float, place: npt.NDArray[np.float64], slope: float) -> LinePicture | None:
    """A picture of ink (height, width), 0 … 1, whose spread of y is about ``spread`` pixels; None where it has no extent.

    Pixel (x, y) of it stands in the photograph at ``place`` @ (x, y, 1), ``place`` being (2, 3); the line there has about the
    ``slope``.
    """
    scale = FINE / spread
    height, width = (max(round(size * scale), 1) for size in ink.shape)
    if width > MOST_COLUMNS:
        return None
    seen = blurred(ink, 0.5 / scale) if scale < 1 else ink
    fine = blurred(resized(seen, height, width), EVEN)
    paths = paths_of(thinned((fine > INKED * highest(fine, REACH)) & (fine > LEAST)))
    to_part = np.array([ink.shape[1] / width, ink.shape[0] / height])
    return _drawn([((path + 0.5) * to_part - 0.5) @ place[:, :2].T + place[:, 2] for path in paths], slope)


def _drawn(strokes: Sequence[Float64Array], slope: float) -> LinePicture | None:
    """``strokes``: (n, 2) each, in the photograph."""
    angle = np.arctan(slope)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    try:
        own = space_strokes([stroke @ turn for stroke in strokes], Representation(), straight=True)
    except ValueError:
        return None
    wide = blurred(picture(own)[0], PEN)
    darkness = np.minimum(wide / max(float(np.quantile(wide, 0.98)), 1e-6), 1.0)
    return LinePicture(darkness, places_on(strokes, own), columns_of(own))
