"""Docks for panels: made when first opened, rested when closed or behind another, remembered from start to start.

A panel's module, and pyqtgraph with it, is imported when that panel is first opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Protocol, cast

from PySide6.QtCore import QByteArray, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QStyleOptionDockWidget, QWidget

from inkapp.inspect.panel_list import DOCKED, PanelKind
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.panel import Panel

RIGHT, BOTTOM = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
RIGHT_AND_LEFT = (RIGHT, Qt.DockWidgetArea.LeftDockWidgetArea)
WIDTH, HEIGHT = 430, 150  # of the first dock at the right, and at the bottom, in pixels
LOW_SHARE = 0.24  # … but no more than this of a low window
PAGE_WIDTH = 320  # pixels of width that docks leave to the page as they come, so that it can be read


def may_float() -> bool:
    """Whether a dock that floats could be dragged back: not on Wayland, where windows do not move themselves (QTBUG-136011)."""
    return not QGuiApplication.platformName().startswith("wayland")


def give_width(dock_area: QMainWindow, dock: QDockWidget, width: int) -> None:
    """Makes a dock at a side so many pixels wide; where too little is left to the page, it and the other side's less."""
    widths = {dock: width}
    for other in dock_area.findChildren(QDockWidget):
        area = dock_area.dockWidgetArea(other)
        sides = [dock_area.dockWidgetArea(one) for one in widths]  # docks of one side are as wide as one another
        if area in RIGHT_AND_LEFT and area not in sides and other.isVisible() and not other.isFloating():
            widths[other] = other.width()
    shrink = min(1.0, max(dock_area.width() - PAGE_WIDTH, 0) / max(sum(widths.values()), 1))
    shrunk = [round(shrink * wide) for wide in widths.values()]
    dock_area.resizeDocks(list(widths), shrunk, Qt.Orientation.Horizontal)


def fit_to_platform(dock: QDockWidget) -> None:
    """Takes a dock's float button where it could not be docked again."""
    if not may_float():
        dock.setFeatures(dock.features() & ~QDockWidget.DockWidgetFeature.DockWidgetFloatable)


class Dock(QDockWidget):
    """Its tab has one word, so that those of all panels can be read side by side; its bar has the whole title."""

    def __init__(self, title: str, tab: str, parent: QMainWindow) -> None:
        super().__init__(tab, parent)  # Qt gives tabs the window's title
        self._title = title
        self.setAccessibleName(title)
        fit_to_platform(self)
        self.topLevelChanged.connect(lambda floats: self.setWindowTitle(title if floats else tab))

    def initStyleOption(self, option: QStyleOptionDockWidget) -> None:
        """See Qt."""
        super().initStyleOption(option)
        option.title = self._title


class Docked(Protocol):
    """What a dock holds: a widget that does nothing while it is unseen."""

    @property
    def title(self) -> str: ...

    @property
    def is_live(self) -> bool:
        """Whether it is seen."""
        ...

    def set_live(self, live: bool) -> None: ...

    def dress(self, theme: Theme) -> None:
        """Other colours."""
        ...


class Docks(QObject):
    """``others``: what makes the panels that are not of the inspector, by name.

    Signals: ``seen_changed`` (whether any panel of the inspector is seen).
    """

    seen_changed = Signal(bool)

    def __init__(
        self,
        dock_area: QMainWindow,
        context: Context,
        actions: dict[str, QAction],
        others: Mapping[str, Callable[[], QWidget]],
    ) -> None:
        super().__init__(dock_area)
        self._dock_area, self._context, self._others = dock_area, context, others
        self._actions = {kind.name: actions[kind.action] for kind in DOCKED.values()}
        self._docks: dict[str, QDockWidget] = {}
        self._lent = ""  # the panel opened for the tour's chapter, and to be closed with it
        self._any_seen = False

    @property
    def panels(self) -> dict[str, Panel]:
        """Those of the inspector that have been opened, by name, seen or not."""
        return {name: dock.widget() for name, dock in self._docks.items() if isinstance(dock.widget(), Panel)}  # type: ignore[misc]

    def docked(self, name: str) -> Docked:
        """What the dock of a panel holds that has been opened."""
        return cast(Docked, self._docks[name].widget())

    def dock(self, name: str) -> QDockWidget:
        """The dock of a panel that has been opened."""
        return self._docks[name]

    @property
    def open(self) -> tuple[str, ...]:
        """Names of those that are not closed; one may stand behind another."""
        return tuple(name for name, dock in self._docks.items() if not dock.isHidden())

    def toggle(self, name: str) -> None:
        """Opens a panel, brings it to the front where it stands behind another, or closes it."""
        if name == self._lent:
            self._lent = ""
        dock = self._docks.get(name)
        if dock is None or dock.isHidden():
            self.show(name)
        elif not self.docked(name).is_live:
            self._tick(name, True)
            dock.raise_()
        else:
            dock.close()

    def show(self, name: str) -> Docked:
        """Opens a panel and brings it to the front."""
        dock = self._docks.get(name) or self._make(DOCKED[name])
        returns = dock.isHidden()
        dock.show()
        dock.raise_()
        if returns and not dock.isFloating() and self._dock_area.dockWidgetArea(dock) in RIGHT_AND_LEFT:
            give_width(self._dock_area, dock, dock.width())  # the page may have become narrower since
        return self.docked(name)

    def lend(self, name: str) -> None:
        """Opens a panel until the next is lent, or brings it to the front where it is open already."""
        if name not in self.open:
            self.take_back()
            self._lent = name
        self.show(name)

    def take_back(self) -> None:
        """Closes the panel that was lent, unless the person has opened it since."""
        if self._lent:
            self._docks[self._lent].close()
        self._lent = ""

    def close_all(self) -> None:
        """Closes all panels."""
        for name in self.open:
            self._docks[name].close()

    def rest_all(self) -> None:
        """Rests all panels, as at the end."""
        for name in self._docks:
            self.docked(name).set_live(False)

    def dress(self, theme: Theme) -> None:
        """Other colours for the panels that are seen; the others learn of it when they are."""
        for panel in map(self.docked, self._docks):
            if panel.is_live:
                panel.dress(theme)

    @property
    def state(self) -> QByteArray:
        """Where all docks stand."""
        return self._dock_area.saveState()

    def restore(self, names: tuple[str, ...], state: QByteArray) -> None:
        """Opens the panels of an earlier time where they stood; names of panels that are no more are passed over."""
        for kind in DOCKED.values():
            if kind.name in names and kind.name not in self._docks:
                self._make(kind)
        if not self._docks:
            return
        self._dock_area.restoreState(state)
        for dock in self._docks.values():
            if dock.isFloating() and not may_float():  # it was kept on another platform
                dock.setFloating(False)
        for name in names:
            if name in self._docks and self._docks[name].isHidden():
                self._docks[name].show()

    def _make(self, kind: PanelKind) -> QDockWidget:
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)  # pyqtgraph takes a moment the first time
        try:
            if kind.name in self._others:
                panel = self._others[kind.name]()
            else:
                panel = getattr(import_module(f"{__package__}.panels.{kind.module}"), kind.widget)(self._context)
        finally:
            QApplication.restoreOverrideCursor()
        dock = Dock(kind.title, kind.tab, self._dock_area)
        dock.setObjectName(f"dock_{kind.name}")
        dock.setWidget(panel)
        area = BOTTOM if kind.below else RIGHT
        there = (d for d in self._docks.values() if self._dock_area.dockWidgetArea(d) is area and not d.isFloating())
        neighbour = next(there, None)
        self._dock_area.addDockWidget(area, dock)
        if neighbour is not None and area is RIGHT:
            self._dock_area.tabifyDockWidget(neighbour, dock)
        elif neighbour is None:
            if area is RIGHT:
                give_width(self._dock_area, dock, WIDTH)
            else:
                high = min(HEIGHT, round(LOW_SHARE * self._dock_area.height()))
                self._dock_area.resizeDocks([dock], [high], Qt.Orientation.Vertical)
        self._docks[kind.name] = dock
        dock.visibilityChanged.connect(lambda seen: self._seen(kind.name, seen))
        dock.toggleViewAction().toggled.connect(lambda shown: self._tick(kind.name, shown))
        dock.topLevelChanged.connect(
            lambda floats: floats and QTimer.singleShot(0, dock, lambda: self._floats(kind.name))
        )
        self._tick(kind.name, True)
        return dock

    def _floats(self, name: str) -> None:
        """Qt calls a dock that floats away from behind another unseen; it is not."""
        if self._docks[name].isFloating():
            self._seen(name, self._docks[name].isVisible())

    def _seen(self, name: str, seen: bool) -> None:
        dock, panels = self._docks[name], self.panels
        seen = dock.isVisible() if dock.isFloating() else seen
        any_seen = (seen and name in panels) or any(p.is_live for other, p in panels.items() if other != name)
        if any_seen and not self._any_seen:  # before the panel asks for anything
            self._any_seen = True
            self.seen_changed.emit(True)
        self.docked(name).set_live(seen)
        if not any_seen and self._any_seen:
            self._any_seen = False
            self.seen_changed.emit(False)

    def _tick(self, name: str, shown: bool) -> None:
        action = self._actions[name]
        with QSignalBlocker(action):
            action.setChecked(shown)
