"""The colour scale of signed values that all panels share, and the legend with a button that chooses another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QLinearGradient, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from inkapp.inspect.draw.scale import SCALES, SIGNED, Scale
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.legend import ScaleLegend

SWATCH = QSize(48, 12)  # pixels


class Colours(QObject):
    """The chosen scale, one for a window; the settings keep its name. Signals: ``changed`` (another scale was chosen)."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = next(iter(SCALES))

    @property
    def name(self) -> str:
        """The chosen scale's name in ``SCALES``."""
        return self._name

    @property
    def signed(self) -> Scale:
        """The chosen scale, from −1 to 1."""
        return SCALES[self._name]

    def choose(self, name: str) -> None:
        """Chooses another scale; an unknown name is ignored."""
        if name in SCALES and name != self._name:
            self._name = name
            self.changed.emit()


class SignedLegend(QWidget):
    """The legend of a signed scale, and beside it a button with a menu of all scales."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = ScaleLegend(SIGNED, "")
        self.button = QToolButton()
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setIconSize(QSize(18, 18))
        self.button.setToolTip("Other colours")
        self.button.setAccessibleName("Other colours")
        self.button.setStyleSheet("QToolButton::menu-indicator { image: none; width: 0; }")
        self._colours = colours
        self._group = QActionGroup(self)
        menu = QMenu(self.button)
        for name, scale in SCALES.items():
            entry = QAction(_swatch(scale), words_of(name), self)
            entry.setData(name)
            entry.setCheckable(True)
            entry.setIconVisibleInMenu(True)
            self._group.addAction(entry)
            menu.addAction(entry)
        self.button.setMenu(menu)
        self._group.triggered.connect(lambda entry: colours.choose(entry.data()))
        colours.changed.connect(self._tick)
        self._tick()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.bar, 1)
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_scale(self, scale: Scale, words: str, ticks: Sequence[tuple[float, str]] | None = None) -> None:
        """See ``ScaleLegend``."""
        self.bar.set_scale(scale, words, ticks)

    def set_theme(self, theme: Theme) -> None:
        """Other colours around the bar."""
        self.bar.set_theme(theme)
        self.button.setIcon(icon("colours", theme.muted))

    @Slot()
    def _tick(self) -> None:
        for entry in self._group.actions():
            chosen = entry.data() == self._colours.name
            entry.setChecked(chosen)
            entry.setText(words_of(entry.data()) + ("  ✓" if chosen else ""))  # an icon hides the menu's own mark


def words_of(name: str) -> str:
    """A scale's name as a person reads it: Brown–green."""
    return name.replace("-", "–").capitalize()


def _swatch(scale: Scale) -> QIcon:
    pixmap = QPixmap(SWATCH * 2)
    gradient = QLinearGradient(0, 0, pixmap.width(), 0)
    for number, stop in enumerate(scale.stops):
        gradient.setColorAt(number / (len(scale.stops) - 1), QColor(*stop))
    painter = QPainter(pixmap)
    painter.fillRect(pixmap.rect(), gradient)
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return QIcon(pixmap)
