"""What a window saw of a text while it was written."""

from __future__ import annotations

from dataclasses import dataclass

from model.arrays import Float32Array


@dataclass(frozen=True, eq=False, slots=True)
class Attention:
    """Where in its text a pen was at each point, as it was written.

    ``place``: κ (points, components), in characters from the first. ``seen``: φ (points, characters), how much the window saw
    of each character; the last is the text's end.
    """

    place: Float32Array
    seen: Float32Array
