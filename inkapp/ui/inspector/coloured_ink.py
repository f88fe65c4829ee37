"""Ink in colours: a page's lines painted over themselves, each piece in the colour of the point it leads to.

Shapes are kept by line, for while a ghost grows all other lines stay the same objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from inkapp.inspect.draw.scale import LEVELS, Scale
from inkapp.inspect.page import InkLine
from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.chrome.theme import Theme

WIDTH_MM, CASING_MM = 0.66, 0.94
DOT_MM = 0.02
Levels = npt.NDArray[np.uint8]


class ColouredLine:
    """One line's shapes: a path for each colour that it has, and one for what lies under them."""

    def __init__(self, line: InkLine, levels: Levels) -> None:
        """Of a line that is longer than ``levels`` only so much is drawn."""
        self.line, self.levels = line, levels
        self.paths: dict[int, QPainterPath] = {}
        self.casing = QPainterPath()
        n = len(levels)
        x, y = line.x[:n].tolist(), line.y[:n].tolist()
        fresh = np.concatenate(([True], line.lift[: n - 1])) if n else np.zeros(0, dtype=np.bool_)
        # a run is a stretch of one colour within a stroke
        new = fresh | np.concatenate(([True], levels[1:] != levels[:-1]))[:n]
        begins = [*np.flatnonzero(new).tolist(), n]
        for begin, end in pairwise(begins):
            path = self.paths.setdefault(int(levels[begin]), QPainterPath())
            first = begin if fresh[begin] else begin - 1
            for shape in (path, self.casing):
                shape.moveTo(x[first], y[first])
                if end - first == 1:
                    shape.lineTo(x[first] + DOT_MM, y[first])
                for i in range(first + 1, end):
                    shape.lineTo(x[i], y[i])
        self.box = self.casing.controlPointRect().adjusted(-1, -1, 1, 1)


class ColouredInk:
    """An overlay. ``scale``: whose colours; ``cased``: whether a rim is drawn under them, for a colour near the sheet's."""

    def __init__(self, scale: Scale, *, cased: bool) -> None:
        self._colours = [QColor(*colour) for colour in scale.colours()]
        self._cased = cased
        self.lines: tuple[ColouredLine, ...] = ()

    def set_scale(self, scale: Scale) -> None:
        """Other colours for the same levels."""
        self._colours = [QColor(*colour) for colour in scale.colours()]

    def box(self) -> Box:
        """See ``Overlay``."""
        whole = QRectF()
        for line in self.lines:
            whole |= line.box
        return whole.left(), whole.top(), whole.right(), whole.bottom()

    def paint(self, painter: QPainter, seen: QRectF, theme: Theme, scale: float) -> None:
        """See ``Overlay``."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(), WIDTH_MM, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
        casing = QPen(QColor("#6a7380" if theme.is_dark else "#3a3f45"), CASING_MM, c=pen.capStyle(), j=pen.joinStyle())
        in_sight = [line for line in self.lines if line.box.intersects(seen)]
        for line in in_sight:
            if self._cased:
                painter.setPen(casing)
                painter.drawPath(line.casing)
        for line in in_sight:
            for level, path in line.paths.items():
                pen.setColor(self._colours[min(level, LEVELS - 1)])
                painter.setPen(pen)
                painter.drawPath(path)


def coloured(
    parts: Iterable[tuple[InkLine, Levels]], before: tuple[ColouredLine, ...] = ()
) -> tuple[ColouredLine, ...]:
    """Lines and each one's levels, (n,), of ``LEVELS`` colours, as shapes; those in ``before`` are reused.

    In any thread: that of a full page takes longer than a frame.
    """
    have = {id(made.line): made for made in before}
    lines = []
    for line, levels in parts:
        made = have.get(id(line))
        if made is None or made.line is not line or not np.array_equal(made.levels, levels):
            made = ColouredLine(line, levels)
        lines.append(made)
    return tuple(lines)
