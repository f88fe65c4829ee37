"""From page millimetres to the device pixels of a widget, and to its own pixels."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter

from inkapp.ui.canvas.view import View


@dataclass(frozen=True)
class Projection:
    """Where a page stands in a widget.

    ``scale``: device pixels a mm. ``origin``: the page's corner, device pixels from the widget's. ``ratio``: device pixels
    a widget pixel. ``room``: the widget, in device pixels.
    """

    scale: float = 1.0
    origin: QPoint = field(default_factory=QPoint)
    ratio: float = 1.0
    room: QRect = field(default_factory=QRect)

    @classmethod
    def of(cls, view: View, ratio: float, widget: QRect) -> Projection:
        """That of a view in a widget with this rectangle."""
        origin = QPoint(round(view.x * ratio), round(view.y * ratio))
        return cls(view.scale * ratio, origin, ratio, _scaled(widget, ratio))

    def to_device(self, rect: QRect) -> QRect:
        """The device pixels that cover a rectangle of widget pixels."""
        return _scaled(rect, self.ratio)

    def to_widget(self, rect: QRect) -> QRect:
        """The widget pixels that cover a rectangle of device pixels."""
        return _scaled(rect, 1 / self.ratio)

    def to_page(self, rect: QRect) -> QRectF:
        """The part of the page, mm, in a rectangle of device pixels."""
        moved = QRectF(rect.translated(-self.origin))
        return QRectF(moved.topLeft() / self.scale, moved.size() / self.scale)

    def count_device_pixels(self, painter: QPainter) -> None:
        """Has a painter, fresh from its widget or pixmap, count whole device pixels.

        Where the ratio is a fraction, a widget's corner may fall between device pixels. Qt draws pixmaps at the nearest
        whole one but paths where they are, so ink would jump when it becomes a tile: all of it goes to the nearest.
        """
        painter.scale(1 / self.ratio, 1 / self.ratio)
        corner = painter.deviceTransform()
        painter.translate(round(corner.dx()) - corner.dx(), round(corner.dy()) - corner.dy())

    def count_mm(self, painter: QPainter) -> None:
        """Has a painter that counts device pixels count mm of the page."""
        painter.translate(self.origin)
        painter.scale(self.scale, self.scale)


def _scaled(rect: QRect, by: float) -> QRect:
    return QRectF(rect.x() * by, rect.y() * by, rect.width() * by, rect.height() * by).toAlignedRect()
