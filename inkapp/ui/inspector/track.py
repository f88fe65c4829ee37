"""A line of ink stretched along time, to be scrubbed and stepped: each point one step to the right, as high as the pen was."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from inkapp.inspect.page import InkLine
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.inspector.own_keys import STEPS, OwnKeys

EDGE = 8.0  # pixels at either end
TICKS = 12.0  # pixels under the line for lifts
_KEYS = STEPS | {Qt.Key.Key_PageUp: ("jump", -1), Qt.Key.Key_PageDown: ("jump", 1)}


@guard_handlers
class Track(OwnKeys):
    """Signals: ``scrubbed`` (row of the line), ``hovered`` (row, or None), ``asked`` ("step", "jump", "end" or "play", and
    −1 or 1)."""

    scrubbed = Signal(int)
    hovered = Signal(object)
    asked = Signal(str, int)
    OWN_KEYS = _KEYS.keys()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: InkLine | None = None
        self._row = 0
        self._theme = LIGHT
        self._strokes: list[tuple[list[QPointF], bool]] = []  # in units of a row and of the line's height; a ghost's
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Time line")
        self.setMinimumHeight(44)
        self.setToolTip("Drag to scrub  ·  ← → a point  ·  Page ↑ ↓ a lift  ·  Space plays")

    def sizeHint(self) -> QSize:
        return QSize(600, 76)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_line(self, line: InkLine | None, row: int) -> None:
        """A line and the selected point of it."""
        if line is not self._line:
            self._line = line
            self._strokes = _strokes(line) if line is not None else []
        self._row = row
        n = len(line) if line is not None else 0
        self.setAccessibleDescription(
            f"Point {row} of 0 to {n - 1}; the arrow keys step, Page keys go to lifts, Space plays"
        )
        self.update()

    def row_at(self, x: float) -> int:
        """The point under a pixel."""
        n = len(self._line) if self._line is not None else 1
        share = (x - EDGE) / max(self.width() - 2 * EDGE, 1.0)
        return min(max(round(share * max(n - 1, 1)), 0), n - 1)

    def x_of(self, row: int) -> float:
        """The pixel of a point."""
        n = len(self._line) if self._line is not None else 1
        return EDGE + row * (self.width() - 2 * EDGE) / max(n - 1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ink, its lifts, and the selected point."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.border, 1))
        painter.setBrush(theme.sheet)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        line = self._line
        if line is None:
            return
        wide, high = self.x_of(1) - self.x_of(0), self.height() - TICKS - 12.0
        now = self.x_of(self._row)
        washed = QColor(theme.accent)
        washed.setAlpha(30)
        painter.fillRect(QRectF(EDGE, 1.5, now - EDGE, self.height() - 3.0), washed)
        for points, is_ghost in self._strokes:
            points_px = [QPointF(EDGE + p.x() * wide, 7.0 + p.y() * high) for p in points]
            painter.setPen(QPen(theme.ghost if is_ghost else theme.ink, 1.6, c=Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(points_px) if len(points_px) > 1 else painter.drawPoint(points_px[0])
        painter.setPen(QPen(theme.muted, 1))
        foot = self.height() - 4.0
        lifts = np.flatnonzero(line.lift)
        for row in lifts if len(lifts) * 3 < self.width() else ():
            x = self.x_of(int(row))
            painter.drawLine(QPointF(x, foot - 5.0), QPointF(x, foot))
        painter.setPen(QPen(theme.accent, 2))
        painter.drawLine(QPointF(now, 3.0), QPointF(now, self.height() - 3.0))
        painter.setBrush(theme.accent)
        painter.setPen(QPen(theme.sheet, 1.5))
        painter.drawEllipse(QPointF(now, foot - 3.0), 5.0, 5.0)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent, 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def press(self, key: Qt.Key) -> None:
        """Steps, jumps, plays."""
        self.asked.emit(*_KEYS[key])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Scrubs."""
        if event.button() == Qt.MouseButton.LeftButton and self._line is not None:
            self.scrubbed.emit(self.row_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrubs with the button down, hovers without."""
        if self._line is None:
            return
        row = self.row_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.scrubbed.emit(row)
        elif not event.buttons():
            self.hovered.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        self.hovered.emit(None)


def _strokes(line: InkLine) -> list[tuple[list[QPointF], bool]]:
    """Each stroke along rows, its height in 0 … 1: that on the network's own line, which has no slope and no end."""
    rows = line.reading.rows.astype(np.float64)
    local = rows[:, 3] if rows.shape[1] == 4 else np.cumsum(rows[:, 1])
    low, high = np.quantile(local, 0.01), np.quantile(local, 0.99)
    heights = np.clip((local - low) / max(high - low, 1e-9), -0.04, 1.04)
    made = []
    for part in np.split(np.arange(len(line)), np.flatnonzero(line.lift[:-1]) + 1):
        for piece, is_ghost in ((part[part < line.written], False), (part[part >= line.written], True)):
            if len(piece):
                if is_ghost and piece[0] > part[0]:
                    piece = np.concatenate((piece[:1] - 1, piece))  # goes on where the author's ink ends
                made.append(([QPointF(float(i), float(heights[i])) for i in piece], is_ghost))
    return made
