"""The switch of the ghost: words, free hand, off; and under it how bold the words are. Values set from outside emit nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QVBoxLayout, QWidget, QWidgetAction

from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.controls import FINE, ICON, FineSlider
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers

STEP = 10  # positions, of the keys
CAPTION = "Temperature of the words"


@guard_handlers
class _Across(QSlider):
    """Moves by the arrows across alone: those up and down are the menu's that it stands in."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class WordsSlider(FineSlider):
    """A slider from the likeliest words to any."""

    def __init__(self, temperature: float = 0.0, parent: QWidget | None = None) -> None:
        super().__init__(_Across(Qt.Orientation.Horizontal), f"{CAPTION}, its value", parent)
        self.slider.setRange(0, FINE)
        self.slider.setSingleStep(STEP)
        self.slider.setPageStep(2 * STEP)
        self.slider.setMinimumSize(96, 22)
        self.slider.setAccessibleName(CAPTION)
        self.slider.setAccessibleDescription(
            "From 0, always the likeliest word, to 1, any word as often as it is right"
        )
        self.slider.setToolTip("Which words come after the first; acts from the next ghost on")
        self.setFocusProxy(self.slider)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(QLabel("likeliest"))
        row.addWidget(self.slider, 1)
        row.addWidget(QLabel("any"))
        row.addWidget(self._value)
        self._moved(0)
        self.set_temperature(temperature)


class GhostSwitch(QToolButton):
    """A button that shows which of the three is on, over a menu of them. ``words``: the slider in the menu."""

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions, self._theme, self._mode = actions, LIGHT, GhostMode.WORDS
        self.words = WordsSlider()
        self.setObjectName("ghost_switch")
        self.setIconSize(ICON)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setAccessibleName("Ghost")
        menu.addActions([actions[mode.value] for mode in GhostMode])
        menu.addSeparator()
        menu.addAction(self._slider_action(menu))
        menu.addSeparator()
        menu.addAction(actions["show_guesses"])
        self.setMenu(menu)
        self.set_mode(GhostMode.WORDS)
        self.set_worded(False)

    def set_mode(self, mode: GhostMode) -> None:
        """Shows which is on."""
        self._mode = mode
        self._actions[mode.value].setChecked(True)
        entry = BY_NAME[mode.value]
        self.setText(entry.plain)
        self.setIcon(icon(entry.icon, self._theme.text))
        self.setAccessibleName(f"Ghost: {entry.plain}")
        self.setAccessibleDescription(entry.tip)
        self.setToolTip(f"Ghost: {entry.plain}  ({BY_NAME['next_mode'].shown_keys} for the next)\n{entry.tip}")

    def set_worded(self, worded: bool) -> None:
        """Whether its name stands beside its icon; then it is as wide for each of the three."""
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if worded else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style)
        advance = self.fontMetrics().horizontalAdvance
        widest = max(advance(BY_NAME[mode.value].plain) for mode in GhostMode)
        self.setMinimumWidth(self.sizeHint().width() + widest - advance(self.text()) if worded else 0)

    @property
    def spare(self) -> int:
        """How many pixels narrower it is without its name."""
        return self.minimumWidth() - self.sizeHint().height() if self.minimumWidth() else 0

    def set_theme(self, theme: Theme) -> None:
        """Another colour."""
        self._theme = theme
        self.set_mode(self._mode)

    def _slider_action(self, menu: QMenu) -> QWidgetAction:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(14, 4, 14, 6)
        column.setSpacing(2)
        column.addWidget(QLabel(CAPTION))
        column.addWidget(self.words)
        holder.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # or the menu's arrows pass it by
        holder.setFocusProxy(self.words)
        action = QWidgetAction(menu)
        action.setDefaultWidget(holder)
        return action
