"""The widgets that a window comes up with: the tool bar, the page in the middle, the status line below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget

from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome.actions import ACTIONS, make_actions
from inkapp.ui.chrome.bar import Bar
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.chrome.menus import menu_bar
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.status import Status
from inkapp.ui.chrome.theme import Theme

DOCKING = (
    QMainWindow.DockOption.AnimatedDocks
    | QMainWindow.DockOption.AllowTabbedDocks
    | QMainWindow.DockOption.AllowNestedDocks
)


class Front:
    """``dock_area``: the canvas, and panels docked around it, under the bar. ``recent``: the menu of recent files.

    An action calls ``act`` with its name.
    """

    def __init__(
        self,
        window: QMainWindow,
        settings: Settings,
        theme: Theme,
        clock: Callable[[], float],
        act: Callable[[str], object],
    ) -> None:
        self.player = GhostPlayer(clock=clock)
        self.canvas = Canvas(self.player, theme)
        self.status = Status()
        self.actions = make_actions(window, {entry.name: partial(act, entry.name) for entry in ACTIONS})
        self.recent = QMenu("&Recent files", window)
        self.bar = Bar(self.actions, self.recent)
        self.bar.temperature.set_temperature(settings.temperature)
        self.bar.switch.set_mode(settings.ghost.mode)
        self.dock_area = QMainWindow()
        self.dock_area.setWindowFlags(Qt.WindowType.Widget)
        self.dock_area.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.dock_area.setDockOptions(DOCKING)
        self.dock_area.setCentralWidget(self.canvas)
        middle = QWidget()
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.dock_area, 1)
        self._column.addWidget(self.status)
        window.setCentralWidget(middle)
        if (menus := menu_bar(self.bar.menus)) is not None:
            window.setMenuBar(menus)
        window.addActions(list(self.actions.values()))
        for names in (("pen", "eraser", "text"), [mode.value for mode in GhostMode]):
            one_of = QActionGroup(window)
            for name in names:
                one_of.addAction(self.actions[name])
        self.actions["pen"].setChecked(True)
        for name in ("undo", "redo"):  # there is nothing yet
            self.actions[name].setEnabled(False)
        self.canvas.zoom_changed.connect(self.bar.zoom.set_zoom)
        self.bar.seed.left.connect(self.canvas.setFocus)
        self.canvas.setFocus()

    def add_bar(self, bar: QWidget) -> None:
        """Puts another bar over the page, under those that are there."""
        self._column.insertWidget(self._column.indexOf(self.dock_area), bar)

    def dress(self, theme: Theme) -> None:
        """Other colours."""
        self.canvas.set_theme(theme)
        self.bar.set_theme(theme)
        self.actions["dark"].setChecked(theme.is_dark)
