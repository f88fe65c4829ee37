"""The cursors over the page, sharp on every screen."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QPainter, QPen, QPixmap

from inkapp.ui.chrome.theme import Theme


def pen_cursor(theme: Theme, ratio: float) -> QCursor:
    """A fine cross, open in the middle so that the line's end is seen; ``ratio`` device pixels a widget pixel."""
    side = 17
    pixmap, painter = _begin(side, ratio)
    for colour, width in ((theme.sheet, 2.6), (theme.text, 1.2)):  # a halo, to be seen on ink
        painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(QPointF(8.5 + 3.5 * dx, 8.5 + 3.5 * dy), QPointF(8.5 + 7 * dx, 8.5 + 7 * dy))
    painter.end()
    return _centred(pixmap, side, ratio)


def eraser_cursor(theme: Theme, radius: float, ratio: float) -> QCursor:
    """A ring as wide as the eraser reaches, ``radius`` in widget pixels."""
    side = 2 * int(radius) + 5
    pixmap, painter = _begin(side, ratio)
    veil = QColor(theme.sheet)
    veil.setAlphaF(0.5)
    painter.setBrush(veil)
    painter.setPen(QPen(theme.muted, 1.2))
    painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    painter.end()
    return _centred(pixmap, side, ratio)


def _begin(side: int, ratio: float) -> tuple[QPixmap, QPainter]:
    """A clear pixmap of so many widget pixels, and a painter that counts these.

    Wayland wants whole numbers of buffer pixels: a picture for the next whole ratio is scaled down there. X11 shows a
    cursor's pixels as they are.
    """
    ratio = ratio if _on_x11() else math.ceil(ratio)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter


def _centred(pixmap: QPixmap, side: int, ratio: float) -> QCursor:
    """A cursor that points with its middle, which Qt hands to X11 without scaling it as it scales the picture."""
    middle = int(side / 2 * (ratio if _on_x11() else 1))
    return QCursor(pixmap, middle, middle)


def _on_x11() -> bool:
    return QGuiApplication.platformName() == "xcb"
