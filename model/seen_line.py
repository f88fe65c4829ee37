"""A line of ink as a captioner's heads take it, and what is asked of a network that sees lines so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from model.arrays import Float32Array, Float64Array
from model.line_reading import ReadCharacter, Reading


@dataclass(frozen=True, eq=False, slots=True)
class SeenLine:
    """A line as a captioner's heads take it. ``features``: (frames, numbers), see ``captioner.Captioner.encode``. ``points``,
    ``strokes``: a reading's, from left to right; ``columns``: (points,), the frame that each stands in, not rounded."""

    features: Float32Array
    points: Float64Array
    strokes: npt.NDArray[np.intp]
    columns: Float64Array

    def reading(self, characters: Iterable[ReadCharacter], seen: tuple[float, ...]) -> Reading:
        """Of characters with their frames, the reading, which has their points; ``seen`` as there."""
        placed = [replace(one, begin=self._first(one.begin), end=self._first(one.end)) for one in characters]
        return Reading(tuple(placed), self.points, self.strokes, seen)

    def _first(self, frame: int) -> int:
        """The first point in a frame or after it."""
        return int(np.searchsorted(self.columns, frame))


class LineSeer(Protocol):
    """``captioner.Captioner``, for who decodes frames by itself."""

    @property
    def alphabet(self) -> str: ...

    def see(self, strokes: Sequence[Float64Array], /) -> SeenLine:
        """A line of ink, see ``InkReader.read``. Raises ValueError as that does."""

    def log_probs(self, frames: Float32Array, /) -> Float32Array:
        """Of each frame (frames, numbers) the log-probabilities of no character and of those of the alphabet."""
