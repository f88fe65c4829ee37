"""The key to a picture's colours: a bar with numbers under it, or lines with words.

Knows: scales and how they are drawn small.
Refuses to know: what is coloured.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from inkapp.inspect.draw.scale import Scale, sign
from inkapp.ui.theme import LIGHT, Theme

BAR = 9  # pixels high


class ScaleLegend(QWidget):
    """A lying bar of colours: ``words`` before it, the ends' and the middle's numbers under it."""

    def __init__(self, scale: Scale, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale, self._words, self._ticks = scale, words, _ticks(scale)
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_scale(self, scale: Scale, words: str, ticks: Sequence[tuple[float, str]] | None = None) -> None:
        """Another scale; ``ticks``: places and words under the bar, both ends and the middle without."""
        ticks = tuple(ticks) if ticks is not None else _ticks(scale)
        if (scale, words, ticks) != (self._scale, self._words, self._ticks):
            self._scale, self._words, self._ticks = scale, words, ticks
            self._describe()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Other colours around the bar."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(max(font.pointSizeF() * 0.85, 6.0))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, round(self.width() * 0.6))
        wide = metrics.horizontalAdvance(words) + 16
        bar = QRectF(wide, 3, max(self.width() - wide - 16.0, 20.0), BAR)
        painter.setPen(self._theme.muted)
        painter.drawText(QPointF(0, 3 + BAR), words)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        stops = self._scale.stops
        for number, stop in enumerate(stops):
            gradient.setColorAt(number / (len(stops) - 1), QColor(*stop))
        painter.setBrush(QBrush(gradient))
        painter.setPen(QPen(self._theme.border, 1))
        painter.drawRect(bar)
        painter.setPen(self._theme.muted)
        for value, text in self._ticks:
            x = bar.left() + bar.width() * (value - self._scale.low) / (self._scale.high - self._scale.low)
            painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 2))
            room = QRectF(x - 40, bar.bottom() + 2, 80, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)

    def _describe(self) -> None:
        self.setAccessibleName(f"Colours: {self._words}, from {sign(self._scale.low)} to {sign(self._scale.high)}")


def _ticks(scale: Scale) -> tuple[tuple[float, str], ...]:
    return tuple((value, sign(value)) for value in (scale.low, (scale.low + scale.high) / 2, scale.high))


def note(words: str = "") -> QLabel:
    """A muted line of plain text that takes no more width than there is."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("part", "note")
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
