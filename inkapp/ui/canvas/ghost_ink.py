"""The shapes of a ghost as it is revealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPainterPath

from inkapp.ink.outline import WIDEST_MM
from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.canvas.outline_path import outline_path

if TYPE_CHECKING:
    from inkapp.ink.ghost import GhostStroke


class GhostInk:
    """What is seen of a ghost. ``tip``: where its pen is, in mm; None when all of it is revealed."""

    def __init__(self) -> None:
        self.tip: tuple[float, float] | None = None
        self._shapes: dict[GhostStroke, QPainterPath] = {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self._shapes

    def show(self, strokes: Sequence[GhostStroke], *, grows: bool) -> list[Box]:
        """Takes what is visible now, whole strokes being the same objects as before. Returns boxes where it looks different."""
        before, tip = self._shapes, self.tip
        self._shapes = {
            stroke: before[stroke] if stroke in before else outline_path(stroke.x, stroke.y, stroke.pressure)
            for stroke in strokes
        }
        self.tip = (float(strokes[-1].x[-1]), float(strokes[-1].y[-1])) if grows and strokes else None
        changed = [_box(stroke) for stroke in before.keys() ^ self._shapes.keys()]
        if tip != self.tip:
            changed += [_around(*at) for at in (tip, self.tip) if at is not None]
        return changed

    def touches(self, x: float, y: float, reach: float) -> bool:
        """Whether what is seen comes so near to a point, all in mm. Its points stand close, as a network's curve does."""
        return any(bool((np.hypot(stroke.x - x, stroke.y - y) <= reach).any()) for stroke in self._shapes)

    def shapes(self) -> list[QPainterPath]:
        """In page mm, in painting order."""
        return list(self._shapes.values())


def _box(stroke: GhostStroke) -> Box:
    reach = WIDEST_MM
    return (
        float(stroke.x.min()) - reach,
        float(stroke.y.min()) - reach,
        float(stroke.x.max()) + reach,
        float(stroke.y.max()) + reach,
    )


def _around(x: float, y: float) -> Box:
    reach = 2 * WIDEST_MM
    return x - reach, y - reach, x + reach, y + reach
