"""The predicted mixture on the page: regions of half and nine tenths of it, components, and marks around the pen's tip.

On the page and in a lens alike; all lengths are page mm.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from inkapp.inspect.density import SHOWN, Density, Ellipses, Grid
from inkapp.inspect.draw.density import SHARES, contours, regions
from inkapp.inspect.draw.page_view import Box
from inkapp.ui.chrome.theme import Theme
from model.arrays import Float64Array

MOST = 0.99  # of the probability: a click there means the hills
EDGE = 0.01  # mm: a rectangle without area counts for nothing
CAME, DRAWN = QColor("#c07a26"), QColor("#c2187c")


class Hills:
    """An overlay, and what a lens shows. Made in any thread; painted in the window's.

    ``before``: the mixture as it is, filled. ``after``: what the sampler draws from, dashed.
    """

    def __init__(self, found: Density) -> None:
        self.density = found
        box = found.box()  # what weighs next to nothing is left out: a grid for all of it is many times as large
        before, after = found.grid(found.before, box), found.grid(found.after, box)
        self.view: Box = _view(found, before)
        self.before = [(share, _filled(regions(before, share))) for share in SHARES]
        self.after = [(share, _lines(contours(after, share))) for share in SHARES]
        self._mass = _filled(regions(before, MOST))
        self.is_open = False  # whether a click here chooses: then its edge is drawn, too
        self.parts: Ellipses = found.ellipses(found.before)

    def holds(self, x: float, y: float, reach: float) -> bool:
        """Whether a point of the page is in the hills, or at most ``reach`` beside them; all in mm."""
        return self._mass.intersects(QRectF(x - reach, y - reach, 2 * reach, 2 * reach))

    def box(self) -> Box:
        """See ``Overlay``."""
        found = self.density
        whole = self._mass.boundingRect()
        for _, path in (*self.before, *self.after):
            whole |= path.boundingRect()
        for x, y in (found.tip, (found.sampled.x, found.sampled.y), *([found.came] if found.came else [])):
            whole |= QRectF(x - EDGE, y - EDGE, 2 * EDGE, 2 * EDGE)
        return whole.left(), whole.top(), whole.right(), whole.bottom()

    def paint(self, painter: QPainter, seen: QRectF, theme: Theme, scale: float) -> None:
        """See ``Overlay``."""
        pixel = painter.device().devicePixelRatioF() / scale
        if self.is_open:
            edge = QPen(theme.accent, 1.2 * pixel, s=Qt.PenStyle.DotLine)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(edge)
            painter.drawPath(self._mass)
        self._hills(painter, theme, pixel)
        self._marks(painter, theme, pixel)

    def paint_large(self, painter: QPainter, theme: Theme, scale: float) -> None:
        """With the components, as there is room for them. ``scale``: the painter's pixels a mm."""
        pixel = 1.0 / scale
        self._hills(painter, theme, pixel)
        parts = self.parts
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for m in range(len(parts.weights)):
            weight = float(parts.weights[m])
            if weight >= SHOWN:
                painter.save()
                painter.setPen(QPen(theme.muted, (0.5 + 2.2 * math.sqrt(weight)) * pixel))
                painter.translate(float(parts.x[m]), float(parts.y[m]))
                painter.rotate(math.degrees(float(parts.angle[m])))
                painter.drawEllipse(QPointF(0, 0), float(parts.major[m]), float(parts.minor[m]))
                painter.restore()
        self._marks(painter, theme, pixel)

    def _hills(self, painter: QPainter, theme: Theme, pixel: float) -> None:
        for opacity, (_, path) in zip((60, 120), self.before, strict=True):
            fill = QColor(theme.accent)
            fill.setAlpha(opacity)
            painter.setBrush(fill)
            painter.setPen(QPen(theme.accent, 1.0 * pixel))
            painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dashed = QPen(theme.text, 1.3 * pixel)
        dashed.setDashPattern([3.0, 2.5])
        painter.setPen(dashed)
        for _, path in self.after:
            painter.drawPath(path)

    def _marks(self, painter: QPainter, theme: Theme, pixel: float) -> None:
        found = self.density
        if found.came is not None:
            x, y, arm = *found.came, 4.5 * pixel
            for width, colour in ((4.0, theme.sheet), (2.0, CAME)):
                painter.setPen(QPen(colour, width * pixel))
                painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
                painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))
        painter.setPen(QPen(theme.sheet, 1.5 * pixel))
        painter.setBrush(DRAWN)
        painter.drawEllipse(QPointF(found.sampled.x, found.sampled.y), 4.5 * pixel, 4.5 * pixel)


def _view(found: Density, grid: Grid) -> Box:
    """The region of nine tenths and the marks, mm, with some room."""
    rows, columns = np.nonzero(grid.density >= grid.level(SHARES[0]))
    marks = [found.tip, (found.sampled.x, found.sampled.y), *([found.came] if found.came else [])]
    x = [*(float(grid.x[end]) for end in (columns.min(), columns.max())), *(mark[0] for mark in marks)]
    y = [*(float(grid.y[end]) for end in (rows.min(), rows.max())), *(mark[1] for mark in marks)]
    room = 0.14 * max(max(x) - min(x), max(y) - min(y), 0.05)
    return min(x) - room, min(y) - room, max(x) + room, max(y) + room


def _filled(found: list[list[Float64Array]]) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for region in found:
        for part in region:
            _trace(path, part)
            path.closeSubpath()
    return path


def _lines(found: list[Float64Array]) -> QPainterPath:
    path = QPainterPath()
    for line in found:
        _trace(path, line)
    return path


def _trace(path: QPainterPath, points: Float64Array) -> None:
    if len(points):
        first, *others = points.tolist()
        path.moveTo(*first)
        for point in others:
            path.lineTo(*point)
