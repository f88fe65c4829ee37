"""A lens over the pen's tip: the page there, many times larger, to look at and to click into."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from inkapp.inspect.page import InkLine
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.inspector.hills import Hills
from inkapp.ui.inspector.own_keys import OwnKeys

INK_MM = 0.3  # thinner than on the page, so that hills are seen beside it
CLOSEST = 240.0  # pixels a mm
STEP_PX = 6.0  # of the keys' cross
_MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


@guard_handlers
class Lens(OwnKeys):
    """Signals: ``chosen`` (x, y in page mm: clicked, or Enter at the cross)."""

    chosen = Signal(float, float)
    OWN_KEYS = (*_MOVES, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hills: Hills | None = None
        self._theme = LIGHT
        self._ink: list[tuple[QPainterPath, bool]] = []
        self._ink_of: tuple[InkLine | None, int] = (None, -1)
        self._cross: QPointF | None = None
        self.can_choose = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(120)
        self.setAccessibleName("The page around the pen's tip")
        self.setAccessibleDescription("Arrow keys move a cross; Enter makes it the next point")

    def sizeHint(self) -> QSize:
        return QSize(400, 280)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_hills(self, hills: Hills, *, can_choose: bool) -> None:
        """The density after another point, and whether the next point may be chosen there."""
        self._hills, self.can_choose = hills, can_choose
        self._cross = None
        self.setCursor(Qt.CursorShape.CrossCursor if can_choose else Qt.CursorShape.ArrowCursor)
        of = hills.density.line, hills.density.row
        if of != self._ink_of:
            self._ink_of = of
            self._ink = _ink(*of)
        self.update()

    def transform(self) -> tuple[float, float, float]:
        """Pixels a mm, and the page's corner in the widget."""
        assert self._hills is not None
        left, top, right, bottom = self._hills.view
        room = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        scale = min(room.width() / max(right - left, 1e-6), room.height() / max(bottom - top, 1e-6), CLOSEST)
        x = room.center().x() - scale * (left + right) / 2
        y = room.center().y() - scale * (top + bottom) / 2
        return scale, x, y

    def to_page(self, at: QPointF) -> tuple[float, float]:
        """Widget pixels → page mm."""
        scale, x, y = self.transform()
        return (at.x() - x) / scale, (at.y() - y) / scale

    def to_widget(self, x: float, y: float) -> QPointF:
        """Page mm → widget pixels."""
        scale, left, top = self.transform()
        return QPointF(x * scale + left, y * scale + top)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints sheet, ink, hills, a scale, and the cross of the keys."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.border, 1))
        painter.setBrush(theme.sheet)
        painter.drawRoundedRect(frame, 6, 6)
        if self._hills is None:
            return
        clip = QPainterPath()
        clip.addRoundedRect(frame, 6, 6)
        painter.setClipPath(clip)
        scale, x, y = self.transform()
        painter.save()
        painter.translate(x, y)
        painter.scale(scale, scale)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, is_ghost in self._ink:
            colour = theme.ghost if is_ghost else theme.ink
            painter.setPen(QPen(colour, INK_MM, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(path)
        self._hills.paint_large(painter, theme, scale)
        tip, pixel = QPointF(*self._hills.density.tip), 1.0 / scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((4.5, theme.sheet), (2.0, theme.accent)):
            painter.setPen(QPen(colour, width * pixel))
            painter.drawEllipse(tip, 7 * pixel, 7 * pixel)
        painter.restore()
        self._scale_bar(painter, scale)
        if self._cross is not None and self.hasFocus():
            painter.setPen(QPen(theme.text, 1.5))
            painter.drawLine(self._cross - QPointF(9, 0), self._cross + QPointF(9, 0))
            painter.drawLine(self._cross - QPointF(0, 9), self._cross + QPointF(0, 9))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent, 1.5))
            painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses."""
        if event.button() == Qt.MouseButton.LeftButton and self._hills is not None and self.can_choose:
            self.chosen.emit(*self.to_page(event.position()))

    def press(self, key: Qt.Key) -> None:
        """Moves the cross; Enter chooses."""
        if self._hills is None:
            return
        at = self._cross or self.to_widget(self._hills.density.sampled.x, self._hills.density.sampled.y)
        if key in _MOVES:
            dx, dy = _MOVES[key]
            moved = at + QPointF(dx * STEP_PX, dy * STEP_PX)
            self._cross = QPointF(min(max(moved.x(), 0), self.width()), min(max(moved.y(), 0), self.height()))
            self.update()
        elif self.can_choose:
            self.chosen.emit(*self.to_page(at))

    def _scale_bar(self, painter: QPainter, scale: float) -> None:
        size = next((size for size in (10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1) if size * scale < self.width() / 3), 0.05)
        right, foot = self.width() - 12.0, self.height() - 10.0
        painter.setPen(QPen(self._theme.muted, 1.5))
        painter.drawLine(QPointF(right - size * scale, foot), QPointF(right, foot))
        room = QRectF(right - 80, foot - 20, 80, 18)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"{size:g} mm")


def _ink(line: InkLine, row: int) -> list[tuple[QPainterPath, bool]]:
    """The line's strokes up to a point, each piece with whether it is a ghost's."""
    made = []
    upto = np.arange(row + 1)
    for part in np.split(upto, np.flatnonzero(line.lift[:row]) + 1):
        for piece, is_ghost in ((part[part < line.written], False), (part[part >= line.written], True)):
            if len(piece):
                path = QPainterPath(QPointF(float(line.x[piece[0]]), float(line.y[piece[0]])))
                for i in piece[1:] if len(piece) > 1 else piece:
                    path.lineTo(float(line.x[i]), float(line.y[i]))
                made.append((path, is_ghost))
    return made
