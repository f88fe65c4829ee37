"""Legends: a bar of colours with numbers under it, the signs of a density with words, and a muted line of text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from inkapp.inspect.draw.scale import Scale, sign
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.inspector.hills import CAME, DRAWN

BAR = 9  # pixels high
SIGNS = (
    ("filled", "as predicted"),
    ("dashed", "as sampled from"),
    ("ring", "the pen's tip"),
    ("dot", "sampled"),
    ("cross", "written"),
)


@guard_handlers
class ScaleLegend(QWidget):
    """A horizontal bar of colours: ``words`` before it, the ends' and the middle's numbers under it."""

    def __init__(self, scale: Scale, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale, self._words, self._ticks = scale, words, _ticks(scale)
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_scale(self, scale: Scale, words: str, ticks: Sequence[tuple[float, str]] | None = None) -> None:
        """Another scale; ``ticks``: values and words under the bar, both ends and the middle without."""
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


@guard_handlers
class Key(QWidget):
    """What the marks of a density mean: signs with words, in one or two rows as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            "Filled: as predicted. Dashed: as sampled from. Ring: tip. Dot: sampled. Cross: written."
        )

    def sizeHint(self) -> QSize:
        return QSize(300, 2 * self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The signs."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(max(font.pointSizeF() * 0.85, 6.0))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        x, y, high = 4.0, metrics.height() / 2 + 1, metrics.height() + 3
        for sign_of, words in SIGNS:
            wide = 20 + metrics.horizontalAdvance(words) + 14
            if x + wide > self.width() and x > 4.0:
                x, y = 4.0, y + high
            self._sign(painter, sign_of, QPointF(x + 7, y))
            painter.setPen(theme.muted)
            painter.drawText(QPointF(x + 19, y + metrics.ascent() / 2 - 1), words)
            x += wide

    def _sign(self, painter: QPainter, what: str, at: QPointF) -> None:
        theme = self._theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if what == "filled":
            fill = QColor(theme.accent)
            fill.setAlpha(120)
            painter.setBrush(fill)
            painter.setPen(QPen(theme.accent, 1))
            painter.drawRoundedRect(QRectF(at.x() - 7, at.y() - 4, 14, 8), 4, 4)
        elif what == "dashed":
            dashed = QPen(theme.text, 1.3)
            dashed.setDashPattern([2.5, 2.0])
            painter.setPen(dashed)
            painter.drawRoundedRect(QRectF(at.x() - 7, at.y() - 4, 14, 8), 4, 4)
        elif what == "ring":
            painter.setPen(QPen(theme.accent, 2))
            painter.drawEllipse(at, 5, 5)
        elif what == "dot":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(DRAWN)
            painter.drawEllipse(at, 4.5, 4.5)
        else:
            painter.setPen(QPen(CAME, 2))
            painter.drawLine(at - QPointF(4, 4), at + QPointF(4, 4))
            painter.drawLine(at - QPointF(4, -4), at + QPointF(4, -4))
