"""What is painted at the edges of what is seen: where on the page one is, and that the ghost goes on below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from inkapp.ui.canvas.view import Part
from inkapp.ui.chrome.theme import Theme

THICK, BESIDE = 4.0, 3.0  # pixels: a bar, and its distance from the edges
SHORTEST = 24.0  # pixels of a bar
OPACITY = 0.55
BELOW = "The ghost goes on below  ↓"
PADDING, RISE = 9.0, 14.0  # pixels: around the words, and from the lower edge


def bars(size: QSizeF, across: Part, down: Part) -> list[QRectF]:
    """Where the scroll bars stand in a widget; none on an axis on which all is seen."""
    found = []
    for part, length, lies in ((across, size.width(), True), (down, size.height(), False)):
        if part.share >= 1.0:
            continue
        track = length - 2 * BESIDE - (THICK + BESIDE)  # the corner stays free for both
        long = min(max(part.share * track, SHORTEST), track)
        at = BESIDE + part.start / (1.0 - part.share) * (track - long)
        found.append(
            QRectF(at, size.height() - BESIDE - THICK, long, THICK)
            if lies
            else QRectF(size.width() - BESIDE - THICK, at, THICK, long)
        )
    return found


def paint_bars(painter: QPainter, size: QSizeF, across: Part, down: Part, theme: Theme) -> None:
    """Thin bars; they only show, since wheel, keys and drags scroll. Widget pixels."""
    colour = QColor(theme.muted)
    colour.setAlphaF(OPACITY)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for bar in bars(size, across, down):
        painter.drawRoundedRect(bar, THICK / 2, THICK / 2)


def paint_below(painter: QPainter, size: QSizeF, theme: Theme) -> None:
    """The words that the ghost goes on below, at the lower edge. Widget pixels."""
    words = QRectF(painter.fontMetrics().boundingRect(BELOW))
    box = QRectF(0, 0, words.width() + 2 * PADDING, words.height() + PADDING)
    box.moveCenter(QRectF(0, 0, size.width(), 0).center())
    box.moveBottom(size.height() - RISE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.border)
    painter.setBrush(theme.surface)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(theme.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, BELOW)
