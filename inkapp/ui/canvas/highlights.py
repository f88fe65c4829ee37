"""Words of the page that are marked, as with a highlighter: under the ink, those in question with a frame as well."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.chrome.theme import Theme

MARGIN_MM = 0.9  # around a word's ink
FRAME_PX = 2.0
ROUND_MM = 1.0


class Highlights:
    """Which boxes of ink are marked; mm."""

    def __init__(self) -> None:
        self._marked: tuple[Box, ...] = ()
        self._framed: tuple[Box, ...] = ()

    def show(self, marked: Iterable[Box], framed: Iterable[Box]) -> list[Box]:
        """Marks these, and frames those besides. Returns what looks different."""
        before = {(box, framed) for framed, boxes in ((False, self._marked), (True, self._framed)) for box in boxes}
        self._marked, self._framed = tuple(marked), tuple(framed)
        after = {(box, framed) for framed, boxes in ((False, self._marked), (True, self._framed)) for box in boxes}
        reach = MARGIN_MM + ROUND_MM
        return [
            (left - reach, top - reach, right + reach, bottom + reach)
            for (left, top, right, bottom), _ in before ^ after
        ]

    def paint(self, painter: QPainter, seen: QRectF, theme: Theme, scale: float) -> None:
        """See ``Mark``."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.highlight)
        for box in (*self._marked, *self._framed):
            if (room := _room(box)).intersects(seen):
                painter.drawRoundedRect(room, ROUND_MM, ROUND_MM)
        pixel = painter.device().devicePixelRatioF() / scale  # a widget's pixel in mm
        painter.setPen(QPen(theme.accent, FRAME_PX * pixel))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._framed:
            if (room := _room(box)).intersects(seen):
                painter.drawRoundedRect(room, ROUND_MM, ROUND_MM)


def _room(box: Box) -> QRectF:
    left, top, right, bottom = box
    return QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-MARGIN_MM, -MARGIN_MM, MARGIN_MM, MARGIN_MM)
