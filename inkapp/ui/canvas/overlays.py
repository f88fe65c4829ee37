"""What is painted over the page's ink: overlays, which are kept as a picture, and marks, which are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.canvas.projection import Projection
from inkapp.ui.chrome.theme import Theme

REACH_PX = 10.0  # how far from its box an overlay's lines and marks go, in widget pixels whatever the zoom


class Mark(Protocol):
    """What is painted over the page's ink, in page mm; a few lines, painted each time."""

    def paint(self, painter: QPainter, seen: QRectF, theme: Theme, scale: float) -> None:
        """Paints what touches ``seen`` (mm); ``scale`` is device pixels a mm."""


class Overlay(Mark, Protocol):
    """A mark that knows where it is, so that a picture of it can be kept."""

    def box(self) -> Box:
        """Where it paints: left, top, right, bottom, but for what is so many pixels wide at any zoom (``REACH_PX``)."""


class OverlayPicture:
    """All overlays in sight as one picture; only what has changed is painted again."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._stale: list[Box] = []  # parts of the picture that look different now

    def forget(self) -> None:
        """All of it is another: the view, or the theme."""
        self._picture = None

    def mark(self, boxes: Iterable[Box], projection: Projection) -> list[Box]:
        """Overlays are others than before in these boxes. Returns what looks different, with what reaches out of them."""
        reach = REACH_PX * projection.ratio / projection.scale
        grown = [(left - reach, top - reach, right + reach, bottom + reach) for left, top, right, bottom in boxes]
        if self._picture is not None:
            self._stale += grown
        return grown

    def paint(self, overlays: Sequence[Overlay], projection: Projection, theme: Theme) -> QPixmap:
        """The picture, up to date, as large as the widget."""
        seen = projection.to_page(projection.room)
        if self._picture is None:
            self._picture = QPixmap(projection.room.size())
            self._picture.setDevicePixelRatio(projection.ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            self._stale = []
        elif not self._stale:
            return self._picture
        painter = QPainter(self._picture)
        projection.count_device_pixels(painter)
        if self._stale:
            seen &= self._clear_stale(painter, projection)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        projection.count_mm(painter)
        paint_over(painter, overlays, seen, theme, projection.scale)
        painter.end()
        return self._picture

    def _clear_stale(self, painter: QPainter, projection: Projection) -> QRectF:
        """Clears what looks different now, and keeps the painter inside; what that is, in mm."""
        lefts, tops, rights, bottoms = zip(*self._stale, strict=True)
        self._stale = []
        stale = QRectF(QPointF(min(lefts), min(tops)), QPointF(max(rights), max(bottoms)))
        corner = stale.topLeft() * projection.scale + QPointF(projection.origin)
        room = QRectF(corner, QSizeF(stale.size()) * projection.scale).toAlignedRect() & projection.room
        painter.setClipRect(room)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(room, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        return stale


def paint_over(painter: QPainter, marks: Iterable[Mark], seen: QRectF, theme: Theme, scale: float) -> None:
    """Paints marks one after the other with a painter that counts mm, and leaves it as it was."""
    for mark in marks:
        painter.save()
        mark.paint(painter, seen, theme, scale)
        painter.restore()
