"""The likeliest symbols with their chances, as bars; a mark at each where it would be without temperature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inkapp.inspect.draw.attention import LIKELIEST, percent
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers

HIGH = 4  # pixels that a row is higher than its words


@dataclass(frozen=True, slots=True)
class Chance:
    """A symbol: ``name``, its probability ``share`` at the temperature and ``plain`` at 1, and whether it was taken."""

    name: str
    share: float
    plain: float
    is_taken: bool


@guard_handlers
class SymbolBars(QWidget):
    """``LIKELIEST`` rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chances: Sequence[Chance] = ()
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The likeliest symbols")

    def sizeHint(self) -> QSize:
        return QSize(300, LIKELIEST * (self.fontMetrics().height() + HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_chances(self, chances: Sequence[Chance]) -> None:
        """Those of another symbol, or temperature."""
        self._chances = chances
        self.setAccessibleDescription(", ".join(f"{one.name} {percent(one.share)}" for one in chances))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bars."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        each = metrics.height() + HIGH
        left = metrics.horizontalAdvance("space") + 10.0
        wide = max(self.width() - left - metrics.horizontalAdvance("100.0 %") - 12.0, 20.0)
        for k, one in enumerate(self._chances):
            top = k * each
            painter.setPen(theme.accent if one.is_taken else theme.text)
            room = QRectF(0.0, top, left - 8.0, each)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, one.name)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.field)
            painter.drawRoundedRect(QRectF(left, top + 3.0, wide, each - 6.0), 2, 2)
            painter.setBrush(theme.accent if one.is_taken else theme.ghost)
            painter.drawRoundedRect(QRectF(left, top + 3.0, max(one.share * wide, 1.0), each - 6.0), 2, 2)
            x = left + one.plain * wide
            painter.setPen(QPen(theme.text, 1.5))
            painter.drawLine(QPointF(x, top + 1.5), QPointF(x, top + each - 1.5))
            painter.setPen(theme.muted)
            room = QRectF(left + wide + 6.0, top, self.width() - left - wide - 6.0, each)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, percent(one.share))
