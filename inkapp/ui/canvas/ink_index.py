"""The strokes of a page, ready to be painted: their boxes, and their shapes once they are needed.

Boxes stand in one array, so that all are compared at once: some 40 µs for 10,000 strokes, where painting a tile takes
milliseconds. A shape lives as long as its stroke is on the page.
"""

from __future__ import annotations

from operator import is_

import numpy as np
from PySide6.QtGui import QPainterPath

from inkapp.ink.document import Float64Array, Stroke
from inkapp.ink.outline import WIDEST_MM
from inkapp.ui.canvas.outline_path import outline_path

Box = tuple[float, float, float, float]  # left, top, right, bottom in page mm


class InkIndex:
    """Strokes in the order they are painted."""

    def __init__(self) -> None:
        self.strokes: tuple[Stroke, ...] = ()
        self._boxes: Float64Array = np.empty((0, 4))
        self._shapes: dict[int, QPainterPath] = {}  # by a stroke's id

    def show(self, strokes: tuple[Stroke, ...]) -> tuple[list[Box], int]:
        """Takes the page's strokes as they are now.

        Returns the boxes where earlier strokes came or went, which must be painted again, and the number of the first stroke
        that was only added on top.
        """
        old = self.strokes
        if len(strokes) >= len(old) and all(map(is_, old, strokes)):
            self._append(strokes)
            return [], len(old)
        before, after = ({stroke.id: number for number, stroke in enumerate(page)} for page in (old, strokes))
        gone, come = before.keys() - after.keys(), after.keys() - before.keys()
        in_order = [key for key in before if key in after] == [key for key in after if key in before]
        changed = [self.box(before[key]) for key in (gone if in_order else before)]  # another order: paint all anew
        for key in gone:
            self._shapes.pop(key, None)
        self.strokes = strokes
        self._boxes = self._boxes[np.array([before.get(key, 0) for key in after], dtype=np.intp)]
        for number in map(after.__getitem__, come):
            self._boxes[number] = box_of(strokes[number])
        changed += [self.box(after[key]) for key in (come if in_order else after)]
        return changed, len(strokes)

    def within(self, box: Box) -> list[int]:
        """Numbers of the strokes whose boxes touch ``box``, in painting order."""
        left, top, right, bottom = box
        boxes = self._boxes[: len(self.strokes)]
        near = (boxes[:, 0] <= right) & (boxes[:, 2] >= left) & (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
        return np.flatnonzero(near).tolist()

    def shape(self, number: int) -> QPainterPath:
        """The filled shape of a stroke, in page mm."""
        stroke = self.strokes[number]
        found = self._shapes.get(stroke.id)
        if found is None:
            found = self._shapes[stroke.id] = outline_path(stroke.x, stroke.y, stroke.pressure)
        return found

    def box(self, number: int) -> Box:
        """What a stroke covers at most, the pen's width included."""
        left, top, right, bottom = self._boxes[number].tolist()
        return left, top, right, bottom

    def _append(self, strokes: tuple[Stroke, ...]) -> None:
        n = len(self.strokes)
        if len(strokes) > len(self._boxes):  # room for as many again, so that writing on costs nothing
            self._boxes = np.concatenate((self._boxes[:n], np.empty((len(strokes) + 256, 4))))
        if len(strokes) > n:
            self._boxes[n : len(strokes)] = [box_of(stroke) for stroke in strokes[n:]]
        self.strokes = strokes


def box_of(stroke: Stroke) -> Box:
    """What a stroke covers at most, the pen's width included."""
    left, top, right, bottom = stroke.bounds
    reach = WIDEST_MM
    return left - reach, top - reach, right + reach, bottom + reach
