"""The cursors over the paper.

Knows: what each looks like, sharp on every screen.
Refuses to know: when which is shown.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

from inkapp.ui.chrome.theme import Theme


def pen_cursor(theme: Theme, ratio: float) -> QCursor:
    """A fine cross, open in the middle so that the line's end is seen."""
    pixmap, painter = _canvas(17, ratio)
    for colour, width in ((theme.sheet, 2.6), (theme.text, 1.2)):  # a halo, to be seen on ink
        painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(QPointF(8.5 + 3.5 * dx, 8.5 + 3.5 * dy), QPointF(8.5 + 7 * dx, 8.5 + 7 * dy))
    painter.end()
    return QCursor(pixmap, 8, 8)


def eraser_cursor(theme: Theme, radius: float, ratio: float) -> QCursor:
    """A ring as wide as the eraser reaches; ``radius`` in device-independent pixels."""
    side = 2 * int(radius) + 5
    pixmap, painter = _canvas(side, ratio)
    veil = QColor(theme.sheet)
    veil.setAlphaF(0.5)
    painter.setBrush(veil)
    painter.setPen(QPen(theme.muted, 1.2))
    painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    painter.end()
    return QCursor(pixmap, side // 2, side // 2)


def _canvas(side: int, ratio: float) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter
