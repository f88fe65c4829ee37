"""The tool bar: one quiet row above the page. It is no QToolBar, whose buttons cannot be reached by Tab."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from inkapp.ui.chrome.actions import ACTIONS, VIEW
from inkapp.ui.chrome.controls import SeedField, TemperatureSlider, ZoomLabel, button
from inkapp.ui.chrome.ghost_switch import GhostSwitch
from inkapp.ui.chrome.icons import icon
from inkapp.ui.chrome.menus import group_menus, menu_of, whole_menu
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers

WIDE = 900  # pixels; below it the words beside the controls make room
FULL = 790  # pixels; below it buttons do, too, of things that the menu has as well
NARROW = 680  # pixels; below it one more does
WORD_GAP = 8  # pixels beside a word, which go with it
BUTTON_GAP = 2
ZOOMS = ("zoom_in", "zoom_out", "zoom_fit", "zoom_actual")
FRONT = (("open", "save", "export"), ("undo", "redo"), ("pen", "eraser", "text"))


@guard_handlers
class Bar(QFrame):
    """Made of the window's actions.

    ``switch``, ``temperature``, ``seed`` and ``zoom`` are its controls; ``menus`` has a menu for each group of actions,
    ``menu`` all.
    """

    def __init__(self, actions: dict[str, QAction], recent: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAccessibleName("Tool bar")
        self._actions = actions
        self._theme = LIGHT
        self.switch = GhostSwitch(actions)
        self.temperature = TemperatureSlider()
        self.seed = SeedField(actions["fix_seed"])
        self.zoom = ZoomLabel(menu_of(VIEW, [actions[name] for name in ZOOMS], self))
        self._words = (*self.temperature.words, *self.seed.words)
        self.menus = group_menus(actions, recent, self)
        self.menu = whole_menu(self.menus, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(BUTTON_GAP)
        front = {name: button(actions[name]) for names in FRONT for name in names}
        for names in FRONT:
            for name in names:
                row.addWidget(front[name])
            self._separate(row)
        row.addWidget(self.switch)
        row.addWidget(self.temperature, 3)
        self._separate(row)
        row.addWidget(self.seed)
        row.addWidget(button(actions["roll_again"]))
        continue_now = button(actions["continue_now"])
        row.addWidget(continue_now)
        row.addStretch(1)
        row.addWidget(self.zoom)
        self.dark = button(actions["dark"])
        row.addWidget(self.dark)
        self._spare = dict.fromkeys((front["export"], continue_now, self.zoom, self.dark), FULL)
        self._spare[front["open"]] = NARROW
        self.menu_button = button(actions["menu"])
        self.menu_button.setMenu(self.menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.menu_button)

    def set_theme(self, theme: Theme) -> None:
        """Draws all icons in the theme's colours."""
        self._theme = theme
        for entry in ACTIONS:
            if entry.icon:
                self._actions[entry.name].setIcon(icon(entry.icon, theme.text, theme.accent))
        self._actions["dark"].setIcon(icon("light" if theme.is_dark else "dark", theme.text))
        self.switch.set_theme(theme)
        self.set_locked(self._actions["fix_seed"].isChecked())

    def set_locked(self, locked: bool) -> None:
        """A shut lock for a fixed seed, an open one for a seed that changes with each request."""
        theme = self._theme
        self._actions["fix_seed"].setIcon(icon("lock" if locked else "unlock", theme.text, theme.accent))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for word in self._words:
            word.setVisible(event.size().width() >= WIDE)
        self.switch.set_worded(event.size().width() >= WIDE)
        for spare, least in self._spare.items():
            spare.setVisible(event.size().width() >= least)

    def minimumSizeHint(self) -> QSize:
        """That of the bar without its words and what the menu has as well."""
        whole = super().minimumSizeHint()
        less = sum(word.sizeHint().width() + WORD_GAP for word in self._words if not word.isHidden())
        less += sum(spare.sizeHint().width() + BUTTON_GAP for spare in self._spare if not spare.isHidden())
        return QSize(whole.width() - less - self.switch.spare, whole.height())

    def show_menu(self) -> None:
        """Opens the menu under its button, as a click would."""
        self.menu_button.showMenu()

    def _separate(self, row: QHBoxLayout) -> None:
        line = QLabel()
        line.setObjectName("separator")
        line.setFixedSize(1, 20)
        row.addSpacing(6)
        row.addWidget(line)
        row.addSpacing(6)
