"""What is painted at the edges of what is seen: where on the page one is, and that the ghost goes on below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from inkapp.ui.canvas.view import Extent
from inkapp.ui.chrome.theme import Theme

THICKNESS, MARGIN = 4.0, 3.0  # pixels: a bar, and its distance from the edges
SHORTEST = 24.0  # pixels of a bar
OPACITY = 0.55
GHOST_BELOW = "The ghost goes on below  ↓"
PADDING, ABOVE_EDGE = 9.0, 14.0  # pixels: around the words, and from the lower edge


def scroll_bars(size: QSizeF, across: Extent, down: Extent) -> list[QRectF]:
    """Where the scroll bars stand in a widget; none on an axis on which all is seen."""
    found = []
    for extent, side, is_horizontal in ((across, size.width(), True), (down, size.height(), False)):
        if extent.share >= 1.0:
            continue
        track = side - 2 * MARGIN - (THICKNESS + MARGIN)  # the corner stays free for both
        length = min(max(extent.share * track, SHORTEST), track)
        at = MARGIN + extent.start / (1.0 - extent.share) * (track - length)
        found.append(
            QRectF(at, size.height() - MARGIN - THICKNESS, length, THICKNESS)
            if is_horizontal
            else QRectF(size.width() - MARGIN - THICKNESS, at, THICKNESS, length)
        )
    return found


def paint_scroll_bars(painter: QPainter, size: QSizeF, across: Extent, down: Extent, theme: Theme) -> None:
    """Thin bars; they only show, since wheel, keys and drags scroll. Widget pixels."""
    colour = QColor(theme.muted)
    colour.setAlphaF(OPACITY)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for bar in scroll_bars(size, across, down):
        painter.drawRoundedRect(bar, THICKNESS / 2, THICKNESS / 2)


def paint_ghost_below(painter: QPainter, size: QSizeF, theme: Theme) -> None:
    """The words that the ghost goes on below, at the lower edge. Widget pixels."""
    words = QRectF(painter.fontMetrics().boundingRect(GHOST_BELOW))
    box = QRectF(0, 0, words.width() + 2 * PADDING, words.height() + PADDING)
    box.moveCenter(QRectF(0, 0, size.width(), 0).center())
    box.moveBottom(size.height() - ABOVE_EDGE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.border)
    painter.setBrush(theme.surface)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(theme.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, GHOST_BELOW)
