"""A line of ink in colours with what was read of it, each symbol under where it was looked at; long lines are wrapped."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inkapp.inspect.attention import Attention
from inkapp.inspect.draw.scale import LEVELS
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.inspector.caption_rows import EDGE, Row, lay_out
from inkapp.ui.inspector.coloured_ink import Levels
from inkapp.ui.inspector.nats_scale import nats_scale
from inkapp.ui.inspector.own_keys import STEPS, OwnKeys
from model.arrays import Float64Array

LEADER = 12.0  # pixels between the ink and what was read
THICK = 0.22  # of a spread: the pen


@guard_handlers
class CaptionView(OwnKeys):
    """Signals: ``pointed`` (number of the symbol under the pointer, or None), ``chosen`` (number, clicked), ``asked`` ("step",
    "end" or "play", and −1 or 1)."""

    pointed = Signal(object)
    chosen = Signal(int)
    asked = Signal(str, int)
    OWN_KEYS = STEPS.keys()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Attention | None = None
        self._points: Float64Array = np.zeros((0, 2))  # of the line, level, spreads
        self._paths: list[QPainterPath] = []  # of each colour
        self._symbol = 0
        self._until: int | None = None  # symbols after it are not shown
        self._rows: list[Row] = []
        self._laid_out = (0.0, 0.0)  # for which width, in which scale
        self._theme = LIGHT
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("The line, and what was read of it")

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(400))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 60)

    def heightForWidth(self, width: int) -> int:
        """As many rows as the line needs."""
        if self._found is None:
            return 80
        rows, scale = self._lay_out(float(width))
        return round(len(rows) * self._row_height(scale) + EDGE)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_attention(self, found: Attention) -> None:
        """Another line."""
        if found is not self._found:
            self._found = found
            line = found.line
            self._points = line.frame.to_local(np.stack((line.x, line.y), axis=1))
            self._paths = _paths(self._points, line.lift, np.zeros(len(line), dtype=np.uint8))
            self._laid_out = (0.0, 0.0)
            self.updateGeometry()
        self.update()

    def show_symbol(self, symbol: int, levels: Levels, until: int | None, words: str) -> None:
        """Which symbol is meant, in which of ``LEVELS`` colours each point of the line is, and after which symbol none is
        shown yet. ``words``: the same for those who do not see it."""
        self._symbol, self._until = symbol, until
        if self._found is not None:
            self._paths = _paths(self._points, self._found.line.lift, levels)
        self.setAccessibleDescription(f"{words}; the arrow keys step, Space plays")
        self.update()

    def symbol_at(self, at: QPointF) -> int | None:
        """The symbol nearest to a pixel in its row, what was read rather than the ink; None where there is none."""
        if self._found is None:
            return None
        rows, scale = self._lay_out(float(self.width()))
        row = rows[min(max(int((at.y() - EDGE / 2) / self._row_height(scale)), 0), len(rows) - 1)]
        if not row.symbols:
            return None
        below = at.y() > EDGE / 2 + rows.index(row) * self._row_height(scale) + self._ink_height(scale)
        places = row.middles if below else row.wanted[: len(row.middles)]
        return row.symbols[int(np.abs(np.asarray(places) - at.x()).argmin())]

    def place_of(self, symbol: int) -> QPointF | None:
        """The pixel where a symbol stands; None for one that had no room."""
        rows, scale = self._lay_out(float(self.width()))
        for number, row in enumerate(rows):
            for k, x in zip(row.symbols, row.middles, strict=False):
                if k == symbol:
                    return QPointF(
                        x, EDGE / 2 + (number + 1) * self._row_height(scale) - self.fontMetrics().height() / 2
                    )
        return None

    # -- the layout ----------------------------------------------------------------------------------------------

    def _lay_out(self, width: float) -> tuple[list[Row], float]:
        found = self._found
        if found is None or self._laid_out[0] == width:
            return self._rows, self._laid_out[1]
        self._rows, scale = lay_out(found, self._points, width, self.fontMetrics().horizontalAdvance)
        self._laid_out = (width, scale)
        return self._rows, scale

    def _ink_height(self, scale: float) -> float:
        return float(np.ptp(self._points[:, 1])) * scale + EDGE

    def _row_height(self, scale: float) -> float:
        return self._ink_height(scale) + LEADER + self.fontMetrics().height() + 2.0

    # -- events --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the sheet, and row by row the ink and what was read."""
        theme, painter, found = self._theme, QPainter(self), self._found
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.border, 1))
        painter.setBrush(theme.sheet)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if found is not None:
            rows, scale = self._lay_out(float(self.width()))
            for number, row in enumerate(rows):
                top = EDGE / 2 + number * self._row_height(scale)
                self._paint_ink(painter, row, top, scale)
                self._paint_read(painter, found, row, top + self._ink_height(scale))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent, 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_ink(self, painter: QPainter, row: Row, top: float, scale: float) -> None:
        high = self._ink_height(scale)
        painter.save()
        half = EDGE / 2
        painter.setClipRect(QRectF(half, top, (row.right - row.left) * scale + EDGE, high))
        painter.translate(EDGE - row.left * scale, top + half - float(self._points[:, 1].min()) * scale)
        painter.scale(scale, scale)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path, colour in zip(self._paths, nats_scale(self._theme).colours(), strict=True):
            painter.setPen(QPen(QColor(*colour), THICK, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPath(path)
        painter.restore()

    def _paint_read(self, painter: QPainter, found: Attention, row: Row, top: float) -> None:
        theme, metrics = self._theme, self.fontMetrics()
        bold = QFont(self.font())
        bold.setBold(True)
        baseline = top + LEADER + metrics.ascent()
        for symbol, x, wanted in zip(row.symbols, row.middles, row.wanted, strict=False):
            if self._until is not None and symbol > self._until:
                continue
            meant, label = symbol == self._symbol, int(found.labels[symbol])
            painter.setPen(QPen(theme.accent if meant else theme.border, 1.5 if meant else 1.0))
            painter.drawLine(QPointF(wanted, top), QPointF(x, top + LEADER - 1.0))
            sign = found.sign(label)
            painter.setFont(bold if meant else self.font())
            colour = theme.muted if sign != found.name(label) or not label else theme.text
            painter.setPen(theme.accent if meant else colour)
            painter.drawText(QPointF(x - painter.fontMetrics().horizontalAdvance(sign) / 2, baseline), sign)

    def press(self, key: Qt.Key) -> None:
        """Steps and plays."""
        self.asked.emit(*STEPS[key])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses."""
        symbol = self.symbol_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and symbol is not None:
            self.chosen.emit(symbol)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Points."""
        self.pointed.emit(self.symbol_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        self.pointed.emit(None)


def _paths(points: Float64Array, lift: np.ndarray, levels: Levels) -> list[QPainterPath]:
    """The line's pieces by their colour: each has that of the point it leads to."""
    paths = [QPainterPath() for _ in range(LEVELS)]
    places = [QPointF(x, y) for x, y in points.tolist()]
    fresh = np.concatenate(([True], lift[:-1])).tolist()
    for k, (place, level) in enumerate(zip(places, levels.tolist(), strict=True)):
        if fresh[k]:
            alone = k + 1 == len(places) or fresh[k + 1]
            if alone:
                paths[level].moveTo(place)
                paths[level].lineTo(place + QPointF(0.02, 0.0))
        else:
            paths[level].moveTo(places[k - 1])
            paths[level].lineTo(place)
    return paths
