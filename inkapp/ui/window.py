"""The window: paper in the middle, a quiet bar above it, a line of words below.

Knows: which signal goes where, and what each action does.
Refuses to know: the road of a stroke (``writing``), how ink is drawn (``canvas``), when the network is asked
(``companion``), what undo is (``open_document``), and files (``files``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QVBoxLayout, QWidget

from inkapp.editor.open_document import OpenDocument
from inkapp.live.bridge import Bridge
from inkapp.ui.canvas.canvas import Canvas, Tool
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome import look
from inkapp.ui.chrome.actions import BY_NAME, make_actions
from inkapp.ui.chrome.bar import Bar
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.menus import menu_bar
from inkapp.ui.chrome.preferences import Preferences
from inkapp.ui.chrome.settings import Appearance, Settings
from inkapp.ui.chrome.shortcuts import Shortcuts
from inkapp.ui.chrome.status import Status
from inkapp.ui.files import Files
from inkapp.ui.flow.companion import Companion
from inkapp.ui.flow.writing import Writing
from inkapp.ui.inspector.inspector import Inspector
from inkapp.ui.inspector.tour import Tour

GHOST_HINT = "Tab takes it  ·  → the next word  ·  R another  ·  Esc away"
KEYS_HINT = f"{BY_NAME['shortcuts'].shown_keys.split(' or ')[0]} shows all keys"
DOCKING = (
    QMainWindow.DockOption.AnimatedDocks
    | QMainWindow.DockOption.AllowTabbedDocks
    | QMainWindow.DockOption.AllowNestedDocks
)
IDLE_HINT = f"Rest the pen and the ink goes on  ·  {KEYS_HINT}"


class Window(QMainWindow):
    """One document and all that is done to it. ``dialogs`` and ``clock`` can be replaced."""

    def __init__(
        self,
        bridge: Bridge,
        settings: Settings,
        dialogs: Dialogs | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__()
        self._settings = settings
        self.open_document = OpenDocument()
        self.status = Status()
        dialogs = dialogs or Dialogs(self)
        self.files = Files(self.open_document, dialogs, settings, self.status, self)
        self._theme = look.choose_theme(settings.appearance)
        self.player = GhostPlayer(self, clock=clock)
        self.canvas = Canvas(self.player, self._theme)
        self.companion = Companion(bridge, self.player, self, settings.rest_ms)
        self.writing = Writing(self.open_document, self.canvas, self.companion, self)
        self._dock_area = QMainWindow()  # the paper, and panels docked around it under the bar
        self.inspector = Inspector(
            self._dock_area,
            self.canvas,
            self.open_document,
            self.writing,
            self.companion,
            bridge,
            self.player,
            dialogs,
            lambda: self._theme,
            self.status.tell,
            self.files.folder,
        )
        self.tour = Tour(self._dock_area, settings)
        self._actions = make_actions(self, self._action_handlers())
        self.inspector.set_actions(self._actions)
        self._recent = QMenu("&Recent files", self)
        self.bar = Bar(self._actions, self._recent)
        self._said = ""
        self._closed = self._restored = self._follows = False
        self._build()
        self._connect()
        self._follow_settings()
        self._ghost_due(False)
        self.writing.show()

    def _action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each action of the table, by its name."""
        return {
            "accept_all": self.companion.accept_all,
            "accept_piece": self.companion.accept_piece,
            "roll_again": self.writing.roll_again,
            "dismiss": self._dismiss,
            "continue_now": self.writing.continue_now,
            "calmer": lambda: self.bar.temperature.step(-1),
            "wilder": lambda: self.bar.temperature.step(1),
            "fix_seed": self._fix_seed,
            "pen": lambda: self.canvas.set_tool(Tool.PEN),
            "eraser": lambda: self.canvas.set_tool(Tool.ERASER),
            "undo": self.writing.undo,
            "redo": self.writing.redo,
            "new": self.files.new,
            "open": self.files.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "export": self.files.export,
            "next_page": lambda: self.writing.turn(1),
            "previous_page": lambda: self.writing.turn(-1),
            "zoom_in": self.canvas.zoom_in,
            "zoom_out": self.canvas.zoom_out,
            "zoom_fit": self.canvas.zoom_fit,
            "zoom_actual": self.canvas.zoom_actual,
            "full_screen": self._full_screen,
            "dark": self._toggle_dark,
            "preferences": self._preferences,
            "menu": lambda: self.bar.show_menu(),
            "shortcuts": lambda: Shortcuts(self).exec(),
            "tour": self.tour.toggle,
            "quit": self.close,
            **self.inspector.action_handlers(),
        }

    def _build(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        self._dock_area.setWindowFlags(Qt.WindowType.Widget)
        self._dock_area.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._dock_area.setDockOptions(DOCKING)
        self._dock_area.setCentralWidget(self.canvas)
        column.addWidget(self._dock_area, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)
        if (menus := menu_bar(self.bar.menus)) is not None:
            self.setMenuBar(menus)
        self.addActions(list(self._actions.values()))
        self.setAcceptDrops(True)
        self.setAccessibleName("Inkapp")
        tools = QActionGroup(self)
        for name in ("pen", "eraser"):
            tools.addAction(self._actions[name])
        self._actions["pen"].setChecked(True)
        self.resize(QSize(1080, 780).boundedTo(self.screen().availableSize()))
        self.restoreGeometry(self._settings.geometry)
        self._actions["full_screen"].setChecked(self.isFullScreen())
        self.canvas.setFocus()

    def _connect(self) -> None:
        self.writing.shown.connect(self._shown)
        canvas, companion, bar = self.canvas, self.companion, self.bar
        canvas.pen_tool.stroke_begun.connect(self.status.hush)
        canvas.pen_tool.stroke_begun.connect(
            lambda: self._actions["undo"].setEnabled(True)
        )  # the stroke itself is a step
        canvas.zoom_changed.connect(bar.zoom.set_zoom)
        canvas.pen_tool.pressure_seen.connect(self._pressure)
        companion.ghost_changed.connect(self._ghost_changed)
        companion.due_changed.connect(self._ghost_due)
        companion.message.connect(self._message)
        companion.seed_changed.connect(bar.seed.set_seed)
        bar.temperature.changed.connect(self._temperature)
        bar.seed.entered.connect(self._seed_entered)
        bar.seed.left.connect(self.canvas.setFocus)
        self._recent.aboutToShow.connect(lambda: self.files.fill(self._recent))
        self.tour.panel_wanted.connect(self.inspector.docks.show)
        self.tour.ink_wanted.connect(self._example)
        self.tour.shown.connect(self._actions["tour"].setChecked)
        self.tour.left.connect(canvas.setFocus)
        self.files.leaving.connect(self.writing.lift)
        self.files.replaced.connect(self._replaced)
        self.files.saved.connect(self._entitle)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.commitDataRequest.connect(self.files.end_session)
        QApplication.styleHints().colorSchemeChanged.connect(self._follow_settings)

    # -- what the page tells ------------------------------------------------------------------------------------

    @Slot()
    def _shown(self) -> None:
        """The document is another one."""
        open_document = self.open_document
        self._actions["undo"].setEnabled(open_document.can_undo)
        self._actions["redo"].setEnabled(open_document.can_redo)
        pages = len(open_document.document.pages)
        self._actions["next_page"].setEnabled(open_document.page + 1 < pages)
        self._actions["previous_page"].setEnabled(open_document.page > 0)
        self.status.set_page(f"page {open_document.page + 1} of {pages}" if pages > 1 else "")
        self.tour.set_empty(open_document.is_empty)
        self._entitle()
        self._hint()

    @Slot()
    def _entitle(self) -> None:
        self.setWindowTitle(f"{self.open_document.title}[*] – Inkapp")
        self.setWindowModified(not self.open_document.is_saved)
        self.files.fill(self._recent)

    @Slot(object)
    def _pressure(self, pressure: float | None) -> None:
        self.status.set_pen("pressure: none" if pressure is None else f"pressure: {pressure:.2f}")

    # -- what the companion tells -------------------------------------------------------------------------------

    @Slot(bool)
    def _ghost_changed(self, stands: bool) -> None:
        self._hint()

    @Slot(bool)
    def _ghost_due(self, due: bool) -> None:
        # switched off, Tab moves the focus and Right the page, as everywhere else; but who is too early for a ghost
        # that is about to come means neither
        self._actions["accept_all"].setEnabled(due)
        self._actions["accept_piece"].setEnabled(due)

    @Slot(str)
    def _message(self, text: str) -> None:
        self._said = text
        self._hint()

    def _hint(self) -> None:
        if self._said:
            self.status.set_hint(self._said, ghost=True)
        elif self.companion.has_ghost:
            self.status.set_hint(GHOST_HINT, ghost=True)
        else:
            self.status.set_hint(KEYS_HINT if self.open_document.is_empty else IDLE_HINT)

    # -- what the person says -----------------------------------------------------------------------------------

    @Slot()
    def _replaced(self) -> None:
        self.writing.show()
        self.canvas.zoom_fit()

    @Slot()
    def _example(self) -> None:
        """Ink for who has none yet, as one step of undo, and what the network makes of it."""
        strokes = self.files.example()
        if strokes:
            self.open_document.add(strokes)
            self.writing.show()
            self.writing.continue_now()

    def _dismiss(self) -> None:
        self.companion.dismiss()
        self.status.hush()
        self.canvas.setFocus()  # Esc also leads out of the bar

    @Slot(float)
    def _temperature(self, temperature: float) -> None:
        self._settings.temperature = temperature
        self.companion.set_temperature(temperature)

    @Slot(int)
    def _seed_entered(self, seed: int) -> None:
        self._actions["fix_seed"].setChecked(True)
        self._fix_seed()
        self.companion.set_seed(seed)

    def _fix_seed(self) -> None:
        fixed = self._actions["fix_seed"].isChecked()
        self.companion.seed_fixed = fixed
        self.bar.set_locked(fixed, self._theme)

    # -- how it looks -------------------------------------------------------------------------------------------

    @Slot()
    def _follow_settings(self) -> None:
        """All settings, as they are now. Nothing in the document depends on them."""
        if self._follows:  # choosing a theme may change the system's scheme, which leads here again
            return
        settings = self._settings
        self._follows = True
        self._theme = look.choose_theme(settings.appearance)
        look.apply(self._theme)
        self._follows = False
        self.canvas.set_theme(self._theme)
        self.inspector.set_theme(self._theme)
        self.bar.set_theme(self._theme)
        self._actions["dark"].setChecked(self._theme.is_dark)
        self.player.set_pace(0.0 if settings.reduced_motion else 1.0)
        self.companion.set_rest(settings.rest_ms)
        self.bar.temperature.set_temperature(settings.temperature)
        self.companion.set_temperature(settings.temperature)
        self.bar.seed.set_seed(self.companion.seed)

    def _toggle_dark(self) -> None:
        self._settings.appearance = Appearance.LIGHT if self._theme.is_dark else Appearance.DARK
        self._follow_settings()

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _preferences(self) -> None:
        dialog = Preferences(self._settings, self)
        dialog.changed.connect(self._follow_settings)
        dialog.exec()

    # -- Qt's own events ----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._restored:  # the paper first: a panel takes a moment to come
            self._restored = True
            QTimer.singleShot(0, self._restore_panels)

    @Slot()
    def _restore_panels(self) -> None:
        if not self._closed:
            self.inspector.restore(self._settings)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files.open_path(Path(event.mimeData().urls()[0].toLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closed:  # quitting closes all windows once more
            event.accept()
            return
        if not self.files.may_leave():
            event.ignore()
            return
        self._closed = True
        self._settings.geometry = self.saveGeometry()
        self.inspector.keep(self._settings)
        self.inspector.close()
        self.companion.close()
        event.accept()
