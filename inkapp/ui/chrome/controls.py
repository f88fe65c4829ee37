"""The tool bar's controls that are not buttons: temperature, seed and zoom. A value that is set from outside emits nothing."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QSlider, QToolButton, QWidget

from inkapp.ui.chrome.actions import BY_NAME, native
from inkapp.ui.chrome.settings import COOLEST, WILDEST

STEP = 0.1  # of the keys
LONGEST = 180  # pixels of the slider
FINE = 100  # slider positions a unit of temperature
ICON = QSize(20, 20)


def button(action: QAction) -> QToolButton:
    """An action as a button that can be reached by Tab and takes no focus from the canvas when clicked."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setIconSize(ICON)
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(action.iconText())
    made.setObjectName(f"{action.objectName()}_button")
    return made


class FineSlider(QWidget):
    """A slider of temperatures with its value in a label; who subclasses it lays both out.

    Signals: ``changed`` (temperature, as it moves).
    """

    changed = Signal(float)

    def __init__(self, slider: QSlider, value_name: str, parent: QWidget | None = None) -> None:
        """``value_name``: what the label is called for who does not see it."""
        super().__init__(parent)
        self.slider = slider
        self._value = QLabel()
        self._value.setAccessibleName(value_name)
        self._value.setFixedWidth(self._value.fontMetrics().horizontalAdvance("0.000"))
        slider.valueChanged.connect(self._moved)

    @property
    def temperature(self) -> float:
        return self.slider.value() / FINE

    def set_temperature(self, temperature: float) -> None:
        """Shows a temperature."""
        with QSignalBlocker(self):
            self.slider.setValue(round(temperature * FINE))

    def _moved(self, position: int) -> None:
        self._value.setText(f"{position / FINE:.2f}")
        self.changed.emit(position / FINE)


class TemperatureSlider(FineSlider):
    """A slider from calm to wild."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QSlider(Qt.Orientation.Horizontal), "Temperature's value", parent)
        self.slider.setRange(round(COOLEST * FINE), round(WILDEST * FINE))
        self.slider.setSingleStep(round(STEP * FINE))
        self.slider.setPageStep(round(2 * STEP * FINE))
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # dragged by the mouse, it leaves the keys to the canvas
        self.slider.setMinimumSize(64, 22)
        self.slider.setMaximumWidth(LONGEST)
        self.slider.setAccessibleName("Temperature")
        self.slider.setAccessibleDescription("How wild the ink is, from 0.1, calm, to 1.5, wild")
        keys = " and ".join(BY_NAME[name].shown_keys for name in ("calmer", "wilder"))
        self.slider.setToolTip(f"Temperature  ({keys})\nHow wild the ink is; acts while it grows")
        self._value.setObjectName("value")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        self.words = (QLabel("calm"), QLabel("wild"))
        row.addWidget(self.words[0])
        row.addWidget(self.slider, 1)
        row.addWidget(self.words[1])
        row.addWidget(self._value)
        self._moved(self.slider.value())
        self.setMaximumWidth(self.sizeHint().width() - self.slider.sizeHint().width() + LONGEST)

    def step(self, steps: int) -> None:
        """Moves by so many steps of the keys, as the keys do, and emits ``changed``."""
        self.slider.setValue(self.slider.value() + steps * round(STEP * FINE))


class SeedField(QWidget):
    """The seed of the ghost shown, which may be typed over; what was typed counts once the field is left, but by Esc.

    Signals: ``entered`` (the seed that was typed), ``left`` (by Enter: the canvas may have the keys again).
    """

    entered = Signal(int)
    left = Signal()

    def __init__(self, lock: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = 0
        self.field = QLineEdit()
        # nine digits are below every bound a seed may meet; none are allowed, so that Qt tells when an empty field is left
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,9}"), self.field))
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance("000000") + 18)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setAccessibleName("Seed")
        self.field.setAccessibleDescription("The seed of the ghost; typing another one fixes it")
        self.field.setToolTip("Seed\nEqual page, seed and temperature give equal ink; type one to fix it")
        self.lock = button(lock)
        label = QLabel("seed")
        label.setBuddy(self.field)
        self.words = (label,)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(label)
        row.addSpacing(2)
        row.addWidget(self.field)
        row.addWidget(self.lock)
        self.field.returnPressed.connect(self._entered)
        self.field.editingFinished.connect(self._left)

    def set_seed(self, seed: int) -> None:
        """Shows a seed, unless another one is being typed."""
        self._shown = seed
        if not (self.field.hasFocus() and self.field.isModified()):
            self.give_up()

    def give_up(self) -> None:
        """Shows the seed in force again, whatever was typed."""
        self.field.setText(str(self._shown))

    def _entered(self) -> None:
        if self.field.text():
            self._take()
            self.left.emit()

    def _left(self) -> None:
        if self.field.isModified() and self.field.text() not in ("", str(self._shown)):
            self._take()
        else:
            self.give_up()

    def _take(self) -> None:
        """What was typed; the validator lets nothing but digits through."""
        self._shown = int(self.field.text())
        self.give_up()
        self.entered.emit(self._shown)


class ZoomLabel(QToolButton):
    """How large the page is shown; a menu of sizes under it."""

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIcon(QIcon())
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000 %") + 16)
        self.setToolTip(f"Zoom  ({native('Ctrl+')}wheel)\n100 % is real size on a screen of 96 dots an inch")
        self.set_zoom(1.0)

    def set_zoom(self, zoom: float) -> None:
        """1.0 is 100 %."""
        self.setText(f"{zoom:.0%}".replace("%", " %"))
        self.setAccessibleName(f"Zoom {zoom:.0%}")
