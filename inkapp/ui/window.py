"""The window: how it looks, and its life from the first frame to its end.

It comes up with its ``front`` alone. What works behind that, its ``parts``, is most of the app: it is imported and made once
the first frame is painted, or when something asks for it before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QFocusEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from assets import HANDS as OWN_HANDS
from inkapp.ui.chrome import style
from inkapp.ui.chrome.settings import Appearance, Settings
from inkapp.ui.front import Front
from inkapp.ui.handlers import guard_handlers

if TYPE_CHECKING:
    from inkapp.editor.open_document import OpenDocument
    from inkapp.live.qt_bridge import Bridge, ReadBridge, TextBridge
    from inkapp.ui.chrome.dialogs import Dialogs
    from inkapp.ui.files import Files
    from inkapp.ui.flow.companion import Companion
    from inkapp.ui.flow.typing import Typing
    from inkapp.ui.flow.writing import Writing
    from inkapp.ui.hands.in_use import HandInUse
    from inkapp.ui.inspector.inspector import Inspector
    from inkapp.ui.inspector.tour import Tour
    from inkapp.ui.parts import Parts
    from inkapp.ui.reading.reading import Reading
    from inkapp.ui.text.text_tool import TextTool

FRAME = QSize(8, 48)  # pixels of a screen that a window's frame may take, a little more than any common one
# After which a window that was shown and never painted, as one that begins minimised, is whole all the same
UNSEEN_MS = 2000


@guard_handlers
class Window(QMainWindow):
    """One document and all that is done to it. ``bridge`` is the network's that goes on, ``text_bridge`` that of the one which
    writes what is typed. ``dialogs``, ``clock`` and ``read_bridge``, of the network that reads ink, can be replaced.

    ``data``: the folder for the journal, for locks and hands; without one, unsaved ink ends with the process, and hands are
    beside the settings. ``own_hands``: the folder of the app's own.

    Signals: ``completed`` (its first frame is painted and its parts are there).
    """

    completed = Signal()

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
        self._given = bridge, text_bridge, read_bridge, dialogs, data, own_hands
        self._theme = style.choose_theme(settings.appearance)
        self._front = front = Front(self, settings, self._theme, clock, lambda name: self.parts.handlers[name]())
        self.canvas, self.player, self.bar, self.status = front.canvas, front.player, front.bar, front.status
        self._actions = front.actions
        self._closed = self._completes = self._follows = False
        self.setWindowTitle("Inkapp")
        self.setAccessibleName("Inkapp")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # the window's frame comes on top, as much as the system likes
        self.resize(QSize(1080, 780).boundedTo(self.screen().availableSize() - FRAME))
        self.restoreGeometry(settings.geometry)
        self._actions["full_screen"].setChecked(self.isFullScreen())
        QApplication.styleHints().colorSchemeChanged.connect(self._follow_settings)
        self.canvas.pen_tool.pressed.connect(lambda: self.parts)  # who is as quick as that has a stroke, too
        self._follow_settings()

    @cached_property
    def parts(self) -> Parts:
        """What works behind what is seen."""
        from inkapp.ui.parts import Parts  # the one import that the first frame does not wait for

        own: dict[str, Callable[[], object]] = {
            "full_screen": self._full_screen,
            "dark": self._toggle_dark,
            "quit": self.close,
        }
        parts = Parts(self, self._front, self._settings, lambda: self._theme, own, *self._given)
        parts.settings_changed.connect(self._follow_settings)
        return parts

    @property
    def open_document(self) -> OpenDocument:
        return self.parts.open_document

    @property
    def files(self) -> Files:
        return self.parts.files

    @property
    def companion(self) -> Companion:
        return self.parts.companion

    @property
    def writing(self) -> Writing:
        return self.parts.writing

    @property
    def typing(self) -> Typing:
        return self.parts.typing

    @property
    def text_tool(self) -> TextTool:
        return self.parts.text_tool

    @property
    def hand_in_use(self) -> HandInUse:
        return self.parts.hand_in_use

    @property
    def reading(self) -> Reading:
        return self.parts.reading

    @property
    def inspector(self) -> Inspector:
        return self.parts.inspector

    @property
    def tour(self) -> Tour:
        return self.parts.tour

    # -- how it looks -------------------------------------------------------------------------------------------

    @Slot()
    def _follow_settings(self) -> None:
        """All settings, as they are now. Nothing in the document depends on them."""
        if self._follows:  # choosing a theme may change the system's scheme, which leads here again
            return
        self._follows = True
        self._theme = style.choose_theme(self._settings.appearance)
        style.apply(self._theme)
        self._follows = False
        self._front.dress(self._theme)
        if "parts" in vars(self):  # others will follow the settings when they are made
            self.parts.follow_settings()

    def _toggle_dark(self) -> None:
        self._settings.appearance = Appearance.LIGHT if self._theme.is_dark else Appearance.DARK
        self._follow_settings()

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # -- Qt's own events ----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._completes:
            self._completes = True
            self.canvas.installEventFilter(self)
            QTimer.singleShot(UNSEEN_MS, self._complete)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Waits for the first frame."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._complete)  # once it is on the screen
        return False

    @Slot()
    def _complete(self) -> None:
        if self._completes and not self._closed:
            self._completes = False
            self.parts.inspector.restore(self._settings)
            self.completed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A click where nothing else takes the keys gives them to the canvas."""
        super().focusInEvent(event)
        self.canvas.setFocus()

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
        self.parts.close()
        event.accept()
