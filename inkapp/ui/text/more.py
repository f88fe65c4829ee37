"""The rest of a text's controls, in a small window that drops from the text bar: temperatures, spacing, indent, seed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QPushButton, QWidget

from inkapp.ink.typed_text import TextStyle
from inkapp.ui.chrome.form import add_row, form_layout
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.text.numbers import MOST_SEED, indent_field, percent_field, seed_field, temperature_field


@guard_handlers
class More(QDialog):
    """Shows a style and a seed; what is set from outside emits nothing.

    Signals: ``style_changed`` (TextStyle), ``seed_changed`` (the seed, or None for any), ``closed``.
    """

    style_changed = Signal(object)
    seed_changed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("more")
        self.setWindowTitle("More about the text")
        self._style = TextStyle()
        self.shape = temperature_field(
            "temperature", "Temperature of the letters", "How wild the letters are", optional=False
        )
        self.shake = temperature_field("shake", "Temperature of the line", "How much the line shakes", optional=True)
        self.pen = temperature_field("pen", "Temperature of the pen", "How freely the pen is lifted", optional=True)
        self.words = percent_field("word_spacing", "Spacing of words", "Of the hand's own", 10)
        self.lines = percent_field("line_spacing", "Spacing of lines", "Of the ruling, or the hand's own", 50)
        self.indent = indent_field()
        self.seed = seed_field()
        self.usual = QPushButton("&As usual")
        self.usual.setToolTip("All of it, the bar's own controls too, as it was at first")
        self.usual.setAutoDefault(False)
        form = form_layout(self)
        form.setVerticalSpacing(4)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("&Letters", self.shape),
            ("S&hake", self.shake),
            ("&Pen", self.pen),
            ("&Words apart", self.words),
            ("L&ines apart", self.lines),
            ("In&dent", self.indent),
            ("&Seed", self.seed),
        )
        for text, field in rows:
            add_row(form, text, field)
        form.addRow("", self.usual)
        self.shape.valueChanged.connect(lambda value: self._change(temperature=value))
        self.shake.valueChanged.connect(lambda value: self._change(shake=_temperature(self.shake)))
        self.pen.valueChanged.connect(lambda value: self._change(pen=_temperature(self.pen)))
        self.words.valueChanged.connect(lambda percent: self._change(word_spacing=percent / 100))
        self.lines.valueChanged.connect(lambda percent: self._change(line_spacing=percent / 100))
        self.indent.valueChanged.connect(lambda value: self._change(indent=value))
        self.seed.valueChanged.connect(lambda value: self.seed_changed.emit(self.seed_value))
        self.usual.clicked.connect(self._as_usual)
        self.show_style(self._style, None)

    @property
    def seed_value(self) -> int | None:
        """The seed that was named; None for any."""
        return self.seed.value() if self.seed.value() >= 0 else None

    def show_style(self, style: TextStyle, seed: int | None) -> None:
        """Shows how a text is to look."""
        self._style = style
        fields = (self.shape, self.shake, self.pen, self.words, self.lines, self.indent, self.seed)
        blockers = [QSignalBlocker(field) for field in fields]
        self.shape.setValue(style.temperature)
        for field, value in ((self.shake, style.shake), (self.pen, style.pen)):
            field.setValue(field.minimum() if value is None else value)
        self.words.setValue(round(100 * style.word_spacing))
        self.lines.setValue(round(100 * style.line_spacing))
        self.indent.setValue(style.indent)
        self.seed.setValue(seed if seed is not None and 0 <= seed <= MOST_SEED else -1)
        for blocker in blockers:
            blocker.unblock()

    def show_below(self, corner: QPoint) -> None:
        """Opens under a point of the screen, and no farther right or down than the screen goes."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        self.move(
            max(min(corner.x(), room.right() - self.width()), room.left()),
            max(min(corner.y(), room.bottom() - self.height()), room.top()),
        )
        self.show()
        self.shape.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _change(self, **values: object) -> None:
        """What was touched, and nothing else: the fields are rounded, and a text's numbers may be beyond their ranges."""
        self._style = replace(self._style, **values)  # type: ignore[arg-type]
        self.style_changed.emit(self._style)

    def _as_usual(self) -> None:
        self.show_style(TextStyle(), None)
        self.style_changed.emit(self._style)
        self.seed_changed.emit(None)


def _temperature(field: QDoubleSpinBox) -> float | None:
    """None for the usual one."""
    return field.value() if field.value() > field.minimum() else None
