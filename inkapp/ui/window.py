"""The window: the page in the middle, the tool bar above it, the status line below; what each action runs, and its life.

A stroke goes through ``writing``, files through ``files``, what concerns the ghost through ``ghost_controls``, what concerns
pages through the page controls.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QFocusEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QVBoxLayout, QWidget

from assets import HANDS as OWN_HANDS
from inkapp.editor.hands import Hands
from inkapp.editor.open_document import OpenDocument
from inkapp.ink.document import Page
from inkapp.inspect.panel_list import HANDS, READ
from inkapp.live.qt_bridge import Bridge, ReadBridge, TextBridge
from inkapp.ui.canvas.canvas import Canvas, Tool
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome import style
from inkapp.ui.chrome.actions import make_actions
from inkapp.ui.chrome.bar import Bar
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.menus import fill_recent, menu_bar
from inkapp.ui.chrome.preferences import Preferences
from inkapp.ui.chrome.settings import Appearance, Settings
from inkapp.ui.chrome.shortcuts import Shortcuts
from inkapp.ui.chrome.status import Status
from inkapp.ui.export import Export
from inkapp.ui.files import Files
from inkapp.ui.flow.companion import Companion
from inkapp.ui.flow.typing import Typing
from inkapp.ui.flow.writing import Writing
from inkapp.ui.ghost_controls import GhostControls
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.hands.in_use import HandInUse
from inkapp.ui.hands.panel import HandsPanel
from inkapp.ui.inspector.inspector import Inspector
from inkapp.ui.inspector.tour import Tour
from inkapp.ui.page_controls import PageControls
from inkapp.ui.reading.reading import Reading
from inkapp.ui.recovery import Recovery
from inkapp.ui.text.text_tool import TextTool

DOCKING = (
    QMainWindow.DockOption.AnimatedDocks
    | QMainWindow.DockOption.AllowTabbedDocks
    | QMainWindow.DockOption.AllowNestedDocks
)
HANDS_FOLDER = "hands"
FRAME = QSize(8, 48)  # pixels of a screen that a window's frame may take, a little more than any common one


@guard_handlers
class Window(QMainWindow):
    """One document and all that is done to it. ``bridge`` is the network's that goes on, ``text_bridge`` that of the one which
    writes what is typed. ``dialogs``, ``clock`` and ``read_bridge``, of the network that reads ink, can be replaced.

    ``data``: the folder for the journal, for locks and hands; without one, unsaved ink ends with the process, and hands are
    beside the settings. ``own_hands``: the folder of the app's own. ``hand_in_use`` says in whose hand text is to be written.
    """

    def __init__(
        self,
        bridge: Bridge,
        text_bridge: TextBridge,
        settings: Settings,
        dialogs: Dialogs | None = None,
        clock: Callable[[], float] = time.perf_counter,
        data: Path | None = None,
        own_hands: Path = OWN_HANDS,
        read_bridge: ReadBridge | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings
        recovery = None if data is None else Recovery(data, self)
        self.open_document = OpenDocument(None if recovery is None else recovery.journal)
        self.status = Status()
        dialogs = dialogs or Dialogs(self)
        self.files = Files(self.open_document, dialogs, settings, self.status, recovery, self)
        if recovery is not None:
            recovery.trouble.connect(self.status.warn)
            recovery.unkept.connect(self.status.set_unkept)
        self._theme = style.choose_theme(settings.appearance)
        self.player = GhostPlayer(clock=clock)
        self.canvas = Canvas(self.player, self._theme)
        self.companion = Companion(bridge, self.player, self, settings.rest_ms)
        self.writing = Writing(self.open_document, self.canvas, self.companion, self)
        self.typing = Typing(
            text_bridge, self.open_document, self.player, self.writing, self.companion, self.canvas, self
        )
        self._page_controls = PageControls(self.open_document, self.writing, dialogs, self.status)
        self._dock_area = QMainWindow()  # the canvas, and panels docked around it, under the bar
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
        folder = data or settings.path.parent
        self.hand_in_use = HandInUse(Hands(folder / HANDS_FOLDER, own_hands), self._pages_of_hand, settings, self)
        self.tour = Tour(self._dock_area, settings)
        self.reading = Reading(
            read_bridge, folder, self.open_document, self.writing, self.canvas, self.status, lambda: self._theme, self
        )
        self.export = Export(self.open_document, self.reading.pages, dialogs, settings, self.status, self.files.folder)
        self._actions = make_actions(self, self._action_handlers())
        hands_panel = partial(
            HandsPanel, self.hand_in_use, dialogs, self.status, lambda: self._theme, self.files.folder
        )
        self.inspector.set_actions(self._actions, {HANDS.name: hands_panel, READ.name: self.reading.make_panel})
        self.reading.set_actions(self._actions)
        self.export.set_actions(self._actions)
        self._recent = QMenu("&Recent files", self)
        self.bar = Bar(self._actions, self._recent)
        self.text_tool = TextTool(
            self.canvas,
            self.open_document,
            self.typing,
            self.writing,
            self.hand_in_use,
            self._actions[HANDS.action],
            settings,
            self.status,
            self._actions["text"].setChecked,
            self,
        )
        self.ghost_controls = GhostControls(
            self.companion,
            self.open_document,
            settings,
            self._actions,
            self.bar,
            self.status,
            lambda: self.text_tool.hint,
            self,
        )
        self._closed = self._restored = self._follows = False
        self._build()
        self._connect()
        self._follow_settings()
        self.writing.show()

    def _action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each action of the table, by its name."""
        return {
            "accept_shown": self._accept_shown,
            "accept_piece": lambda: self.canvas.bring_ghost_into_view() or self.companion.accept_piece(),
            "roll_again": self.writing.roll_again,
            "dismiss": self._dismiss,
            "continue_now": self.writing.continue_now,
            "calmer": lambda: self.bar.temperature.step(-1),
            "wilder": lambda: self.bar.temperature.step(1),
            "fix_seed": lambda: self.ghost_controls.fix_seed(),
            "pen": lambda: self.text_tool.set_tool(Tool.PEN),
            "eraser": lambda: self.text_tool.set_tool(Tool.ERASER),
            "text": lambda: self.text_tool.open(),
            "edit_text": lambda: self.text_tool.texts.edit(),
            "again_word": lambda: self.text_tool.texts.again_word(),
            "again_line": lambda: self.text_tool.texts.again_line(),
            **self.reading.action_handlers(),
            "undo": self.writing.undo,
            "redo": self.writing.redo,
            "new": self.files.new,
            "open": self.files.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            **self.export.action_handlers(),
            "recover": self.files.recover,
            **self._page_controls.action_handlers(),
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
            "close_panels": self._close_panels,
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
        column.addWidget(self.text_tool.bar)
        column.addWidget(self.reading.search.bar)
        column.addWidget(self._dock_area, 1)
        column.addWidget(self.status)
        self.setCentralWidget(middle)
        if (menus := menu_bar(self.bar.menus)) is not None:
            self.setMenuBar(menus)
        self.addActions(list(self._actions.values()))
        self.setAcceptDrops(True)
        self.setAccessibleName("Inkapp")
        tools = QActionGroup(self)
        for name in ("pen", "eraser", "text"):
            tools.addAction(self._actions[name])
        self._actions["pen"].setChecked(True)
        # the window's frame comes on top, as much as the system likes
        self.resize(QSize(1080, 780).boundedTo(self.screen().availableSize() - FRAME))
        self.restoreGeometry(self._settings.geometry)
        self._actions["full_screen"].setChecked(self.isFullScreen())
        self.canvas.setFocus()

    def _connect(self) -> None:
        self.writing.shown.connect(self._shown)
        self.writing.shown.connect(self.hand_in_use.look)
        self.writing.told.connect(self.status.tell)
        canvas, pen_tool = self.canvas, self.canvas.pen_tool
        pen_tool.stroke_begun.connect(self.status.hush)
        pen_tool.stroke_begun.connect(lambda: self._actions["undo"].setEnabled(True))  # the stroke itself is a step
        pen_tool.pressure_seen.connect(self._show_pressure)
        canvas.zoom_changed.connect(self.bar.zoom.set_zoom)
        self.bar.seed.left.connect(canvas.setFocus)
        self.text_tool.hint_changed.connect(self.ghost_controls.hint)
        self.typing.writing_changed.connect(self.ghost_controls.set_text_due)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._recent.aboutToShow.connect(self._fill_recent)
        self.tour.panel_wanted.connect(self.inspector.docks.lend)
        self.tour.ended.connect(self.inspector.docks.take_back)
        self.tour.ink_wanted.connect(self._example)
        self.tour.shown.connect(self._actions["tour"].setChecked)
        self.tour.left.connect(canvas.setFocus)
        self.files.leaving.connect(self.writing.lift)
        self.files.storing.connect(self.reading.pages.settling)
        self.files.replaced.connect(self._replaced)
        self.files.saved.connect(self._entitle)
        self.files.saved.connect(self._fill_recent)
        self._fill_recent()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.commitDataRequest.connect(self.files.end_session)
        QApplication.styleHints().colorSchemeChanged.connect(self._follow_settings)

    # -- the document -----------------------------------------------------------------------------------------

    @Slot()
    def _shown(self) -> None:
        """Another revision, page or document is in sight."""
        self.status.hush()  # news were of the page as it was
        open_document = self.open_document
        self._actions["undo"].setEnabled(open_document.can_undo)
        self._actions["redo"].setEnabled(open_document.can_redo)
        self._page_controls.follow(self._actions)
        self.tour.set_empty(open_document.is_empty)
        self._entitle()
        self.ghost_controls.hint()

    @Slot()
    def _entitle(self) -> None:
        self.setWindowTitle(f"{self.open_document.title}[*] – Inkapp")
        self.setWindowModified(not self.open_document.is_saved)

    @Slot()
    def _fill_recent(self) -> None:
        fill_recent(self._recent, self._settings.recent, self.files.open_path)

    @Slot(object)
    def _show_pressure(self, pressure: float | None) -> None:
        self.status.set_pen("pressure: none" if pressure is None else f"pressure: {pressure:.2f}")

    @Slot()
    def _replaced(self) -> None:
        self._fill_recent()
        self.writing.show()
        self.canvas.zoom_fit()
        self.canvas.show_top()

    @Slot()
    def _example(self) -> None:
        """Ink for who has none yet, as one step of undo, and what the network makes of it."""
        strokes = self.files.example()
        if strokes:
            self.open_document.add(strokes)
            self.writing.show()
            self.writing.continue_now()

    def _pages_of_hand(self) -> tuple[Sequence[Page], int]:
        """What the person's own hand is learnt from."""
        return self.open_document.document.pages, self.open_document.page

    def _accept_shown(self) -> None:
        if self.typing.is_writing:
            self.typing.show_rest()
        elif not self.canvas.bring_ghost_into_view():  # nothing becomes ink that nobody sees
            self.companion.accept_shown()

    def _close_panels(self) -> None:
        self.tour.leave()
        self.inspector.docks.close_all()
        self.canvas.setFocus()

    def _dismiss(self) -> None:
        self.status.hush()
        self.bar.seed.give_up()
        if not self.reading.dismiss() and not self.text_tool.dismiss():
            self.companion.dismiss()
            self.canvas.setFocus()  # Esc also leads out of the bar

    # -- how it looks -------------------------------------------------------------------------------------------

    @Slot()
    def _follow_settings(self) -> None:
        """All settings, as they are now. Nothing in the document depends on them."""
        if self._follows:  # choosing a theme may change the system's scheme, which leads here again
            return
        settings = self._settings
        self._follows = True
        self._theme = style.choose_theme(settings.appearance)
        style.apply(self._theme)
        self._follows = False
        self.canvas.set_theme(self._theme)
        self.inspector.set_theme(self._theme)
        self.bar.set_theme(self._theme)
        self.text_tool.bar.set_theme(self._theme)
        self.reading.search.bar.set_theme(self._theme)
        self._actions["dark"].setChecked(self._theme.is_dark)
        self.typing.set_ghost_pace(0.0 if settings.reduced_motion else 1.0)
        self.typing.set_speed(settings.text.speed.value)
        self.ghost_controls.follow_settings()

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A click where nothing else takes the keys gives them to the canvas."""
        super().focusInEvent(event)
        self.canvas.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._restored:  # the page first: a panel takes a moment to come
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
        self.text_tool.close()  # what is in its field is kept
        self.typing.close()
        self.reading.close()
        self.companion.close()
        self.files.close()
        event.accept()
