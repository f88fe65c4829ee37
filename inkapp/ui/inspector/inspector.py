"""The inspector of a window: its selection, feed, worker and docks, put together and taken apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from inkapp.editor.open_document import OpenDocument
from inkapp.inspect.page import PageReading
from inkapp.inspect.panel_list import DOCKED
from inkapp.live.qt_bridge import Bridge
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.flow.companion import Companion
from inkapp.ui.flow.writing import Writing
from inkapp.ui.inspector.colours import Colours
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.docks import Docks
from inkapp.ui.inspector.feed import PAGE, Feed
from inkapp.ui.inspector.hover import Hover
from inkapp.ui.inspector.marks import Marks
from inkapp.ui.inspector.meanings import Meanings
from inkapp.ui.inspector.play import Play
from inkapp.ui.inspector.selection import Selection
from inkapp.ui.inspector.worker import Worker
from model.checkpoint import LIVE

STEPS = ("inspect_back", "inspect_forward", "inspect_lift_back", "inspect_lift", "inspect_play", "inspect_follow")


class Inspector(QObject):
    """One for a window. ``dock_area``: the main window whose middle is the canvas, and around which panels dock.

    All of it sleeps until a panel is seen.
    """

    def __init__(
        self,
        dock_area: QMainWindow,
        canvas: Canvas,
        open_document: OpenDocument,
        writing: Writing,
        companion: Companion,
        bridge: Bridge,
        player: GhostPlayer,
        dialogs: Dialogs,
        theme: Callable[[], Theme],
        say: Callable[[str], None],
        folder: Callable[[], Path],
        *,
        weights: Path = LIVE,
    ) -> None:
        super().__init__(dock_area)
        self.selection = Selection(self)
        self.worker = Worker(self)
        self.feed = Feed(open_document, writing, bridge, player, self.worker, canvas, self)
        self.marks = Marks(canvas, self.selection, self)
        self.hover = Hover(canvas, self.selection, self)
        self.play = Play(self.selection, self)
        self.colours = Colours(self)
        self.context = Context(
            self.selection,
            self.feed,
            self.worker,
            self.marks,
            self.hover,
            companion,
            Meanings(weights),
            dialogs,
            theme,
            say,
            folder,
            self.play,
            self.colours,
        )
        self._dock_area = dock_area
        self._docks: Docks | None = None
        self._steps: list[QAction] = []
        self.worker.done.connect(self._done)
        self.worker.failed.connect(self._failed)
        self.feed.read.connect(self._read)
        companion.state.busy_changed.connect(self._set_busy)

    @property
    def docks(self) -> Docks:
        """Where panels stand; there once ``set_actions`` was called."""
        assert self._docks is not None
        return self._docks

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is being computed or about to be shown."""
        due = self.selection.is_moving or self.marks.is_due or self.feed.is_due
        return self.worker.is_idle and not due and not any(panel.is_due for panel in self.docks.panels.values())

    def action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each of the inspector's actions, by its name."""
        panels = {kind.action: (lambda name=kind.name: self.docks.toggle(name)) for kind in DOCKED.values()}
        return {
            **panels,
            "inspect_back": lambda: self.selection.step(-1),
            "inspect_forward": lambda: self.selection.step(1),
            "inspect_lift_back": lambda: self.selection.jump(-1),
            "inspect_lift": lambda: self.selection.jump(1),
            "inspect_play": self.play.toggle,
            "inspect_follow": lambda: self.selection.pin(None),
        }

    def set_actions(self, actions: dict[str, QAction], others: Mapping[str, Callable[[], QWidget]]) -> None:
        """Makes the docks, for the window's actions; those that need a panel are off until one is seen.

        ``others``: what makes the panels that are not the inspector's, by name.
        """
        self._docks = Docks(self._dock_area, self.context, actions, others)
        self._docks.seen_changed.connect(self._wanted)
        self._steps = [actions[name] for name in STEPS]
        for action in self._steps:
            action.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        if self._docks is not None:
            self._docks.dress(theme)

    def restore(self, settings: Settings) -> None:
        """The panels that were open when the app was last closed, and their colours."""
        self.colours.choose(settings.cell_colours)
        if settings.panels:
            self.docks.restore(settings.panels, settings.panels_state)

    def keep(self, settings: Settings) -> None:
        """Remembers which panels are open, and their colours."""
        settings.cell_colours = self.colours.name
        settings.panels = self.docks.open
        settings.panels_state = self.docks.state

    def close(self, timeout: float = 1.0) -> bool:
        """Stops everything; True where the thread has ended."""
        self.play.stop()
        self.docks.rest_all()
        self.feed.set_wanted(False)
        return self.worker.close(timeout)

    @Slot(bool)
    def _wanted(self, wanted: bool) -> None:
        self.worker.set_watched(wanted)
        self.feed.set_wanted(wanted)
        self.hover.set_wanted(wanted)
        self.marks.set_wanted(wanted)
        if not wanted:
            self.play.stop()
        for action in self._steps:
            action.setEnabled(wanted)

    @Slot(bool)
    def _set_busy(self, busy: bool) -> None:
        """While the network writes it comes first."""
        self.worker.is_gentle = busy

    @Slot(object)
    def _read(self, reading: PageReading | None) -> None:
        self.selection.set_reading(reading)
        self.hover.set_reading(reading)
        self.marks.refresh()

    @Slot(str, object)
    def _done(self, name: str, result: tuple[PageReading, PageReading]) -> None:
        if name == PAGE:
            self.feed.done(result)

    @Slot(str, str)
    def _failed(self, name: str, message: str) -> None:
        if name == PAGE:
            self.feed.trouble(message)
