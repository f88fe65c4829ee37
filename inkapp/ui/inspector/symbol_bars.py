"""The softmax of a symbol: the likeliest ones with their chances as bars, and a slider for its temperature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from inkapp.inspect.attention import Attention
from inkapp.inspect.draw.attention import LIKELIEST, percent
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers

COOLEST, WILDEST, FINE = 0.2, 2.0, 100  # temperatures, and the slider's positions for 1
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
    """``LIKELIEST`` rows; a mark in each where its bar would end at temperature 1."""

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


class Softmax(QWidget):
    """Signals: ``warmed`` (another temperature was chosen)."""

    warmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = SymbolBars()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(COOLEST * FINE), round(WILDEST * FINE))
        self.slider.setSingleStep(FINE // 20)
        self.slider.setPageStep(FINE // 5)
        self.slider.setValue(FINE)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setMinimumSize(64, 22)
        self.slider.setAccessibleName("Temperature of the softmax")
        self.slider.setToolTip(
            "What sampling would do: below 1 the likeliest symbol gets likelier, above 1 all get alike"
        )
        self._value = QLabel("1.00")
        self._value.setAccessibleName("Temperature's value")
        self._value.setFixedWidth(self._value.fontMetrics().horizontalAdvance("0.000"))
        words = QLabel("&Temperature ")
        words.setBuddy(self.slider)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words)
        row.addWidget(self.slider, 1)
        row.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.bars)
        column.addLayout(row)
        self.slider.valueChanged.connect(self._moved)

    @property
    def temperature(self) -> float:
        """Of the softmax."""
        return self.slider.value() / FINE

    def show_symbol(self, found: Attention, symbol: int) -> None:
        """The chances of another symbol, or at another temperature."""
        shares, plain = found.probabilities(symbol, self.temperature), found.probabilities(symbol)
        taken = int(found.labels[symbol])
        self.bars.show_chances(
            [
                Chance(found.name(label), float(shares[label]), float(plain[label]), label == taken)
                for label in found.likeliest(symbol, LIKELIEST)
            ]
        )

    @Slot()
    def _moved(self) -> None:
        self._value.setText(f"{self.temperature:.2f}")
        self.warmed.emit()
