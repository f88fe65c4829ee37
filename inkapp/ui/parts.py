"""What works behind a window's front, put together: who does what an action asks for, and who is told of what.

A stroke goes through ``writing``, files through ``files``, what concerns the ghost through the ghost's controls, what concerns
pages through the page controls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from inkapp.editor.hands import Hands
from inkapp.editor.open_document import OpenDocument
from inkapp.ink.document import Page
from inkapp.inspect.panel_list import HANDS, READ
from inkapp.live.qt_bridge import Bridge, ReadBridge, TextBridge
from inkapp.ui.canvas.canvas import Tool
from inkapp.ui.chrome.dialogs import Dialogs
from inkapp.ui.chrome.menus import fill_recent
from inkapp.ui.chrome.preferences import Preferences
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.chrome.shortcuts import Shortcuts
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.export import Export
from inkapp.ui.files import Files
from inkapp.ui.flow.companion import Companion
from inkapp.ui.flow.typing import Typing
from inkapp.ui.flow.writing import Writing
from inkapp.ui.front import Front
from inkapp.ui.ghost_controls import GhostControls
from inkapp.ui.hands.in_use import HandInUse
from inkapp.ui.inspector.inspector import Inspector
from inkapp.ui.inspector.tour import Tour
from inkapp.ui.page_controls import PageControls
from inkapp.ui.reading.reading import Reading
from inkapp.ui.recovery import Recovery
from inkapp.ui.text.text_tool import TextTool

if TYPE_CHECKING:
    from inkapp.ui.hands.panel import HandsPanel

HANDS_FOLDER = "hands"


class Parts(QObject):
    """``handlers``: what each action does, by its name; ``own`` are those that the window has itself. ``hand_in_use`` says in
    whose hand text is to be written. The others: see ``Window``.

    Signals: ``settings_changed``.
    """

    settings_changed = Signal()

    def __init__(
        self,
        window: QWidget,
        front: Front,
        settings: Settings,
        theme: Callable[[], Theme],
        own: Mapping[str, Callable[[], object]],
        bridge: Bridge,
        text_bridge: TextBridge,
        read_bridge: ReadBridge | None,
        dialogs: Dialogs | None,
        data: Path | None,
        own_hands: Path,
    ) -> None:
        super().__init__(window)
        self._window, self._front, self._settings, self._theme = window, front, settings, theme
        self._bridge = bridge
        canvas, player, status, actions = front.canvas, front.player, front.status, front.actions
        recovery = None if data is None else Recovery(data, self)
        self.open_document = OpenDocument(None if recovery is None else recovery.journal)
        dialogs = dialogs or Dialogs(window)
        self.files = Files(self.open_document, dialogs, settings, status, recovery, self)
        if recovery is not None:
            recovery.trouble.connect(status.warn)
            recovery.unkept.connect(status.set_unkept)
        self.companion = Companion(bridge, player, self, settings.rest_ms)
        self.writing = Writing(self.open_document, canvas, self.companion, self)
        self.typing = Typing(text_bridge, self.open_document, player, self.writing, self.companion, canvas, self)
        self._page_controls = PageControls(self.open_document, self.writing, dialogs, status)
        self.inspector = Inspector(
            front.dock_area,
            canvas,
            self.open_document,
            self.writing,
            self.companion,
            bridge,
            player,
            dialogs,
            theme,
            status.tell,
            self.files.folder,
        )
        folder = data or settings.path.parent
        self.hand_in_use = HandInUse(Hands(folder / HANDS_FOLDER, own_hands), self._pages_of_hand, settings, self)
        self.tour = Tour(front.dock_area, settings)
        self.reading = Reading(
            read_bridge, folder, self.open_document, self.writing, canvas, status, theme, actions, self
        )
        self._export = Export(self.open_document, self.reading.pages, dialogs, settings, status, self.files.folder)
        others: dict[str, Callable[[], QWidget]] = {
            HANDS.name: partial(self._make_hands_panel, dialogs),
            READ.name: self.reading.make_panel,
        }
        self.inspector.set_actions(actions, others)
        self._export.set_actions(actions)
        self.text_tool = TextTool(
            canvas,
            self.open_document,
            self.typing,
            self.writing,
            self.hand_in_use,
            actions[HANDS.action],
            settings,
            status,
            actions["text"].setChecked,
            self,
        )
        self._ghost_controls = GhostControls(
            self.companion,
            self.open_document,
            self.writing,
            settings,
            front,
            lambda: self.text_tool.hint,
            self,
        )
        for bar in (self.text_tool.bar, self.reading.search.bar):
            front.add_bar(bar)
        self.handlers = {**own, **self._action_handlers()}
        self._connect()
        self.follow_settings()
        self.writing.show()

    def follow_settings(self) -> None:
        """All settings, as they are now, and the theme."""
        settings, theme = self._settings, self._theme()
        self.inspector.set_theme(theme)
        self.text_tool.bar.set_theme(theme)
        self.reading.search.bar.set_theme(theme)
        self.typing.set_ghost_pace(0.0 if settings.reduced_motion else 1.0)
        self.typing.set_speed(settings.text.speed.value)
        self._ghost_controls.follow_settings()

    def close(self) -> None:
        """Ends all of them, and the networks' threads."""
        self.inspector.keep(self._settings)
        self.inspector.close()
        self.text_tool.close()  # what is in its field is kept
        self.typing.close()
        self.reading.close()
        self.companion.close()
        self.files.close()

    def _make_hands_panel(self, dialogs: Dialogs) -> HandsPanel:
        """For its dock; its module, like other panels', is imported when it is first opened."""
        from inkapp.ui.hands.panel import HandsPanel

        status = self._front.status
        return HandsPanel(self.hand_in_use, dialogs, status, self._theme, self.files.folder)

    def _action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each action of the table that is not the window's own, by its name."""
        canvas, bar = self._front.canvas, self._front.bar
        return {
            "accept_shown": self._accept_shown,
            "dismiss": self._dismiss,
            **self._ghost_controls.action_handlers(),
            "pen": lambda: self.text_tool.set_tool(Tool.PEN),
            "eraser": lambda: self.text_tool.set_tool(Tool.ERASER),
            "text": self.text_tool.open,
            "edit_text": self.text_tool.texts.edit,
            "again_word": self.text_tool.texts.again_word,
            "again_line": self.text_tool.texts.again_line,
            **self.reading.action_handlers(),
            "undo": self.writing.undo,
            "redo": self.writing.redo,
            "new": self.files.new,
            "open": self.files.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            **self._export.action_handlers(),
            "recover": self.files.recover,
            **self._page_controls.action_handlers(),
            "zoom_in": canvas.zoom_in,
            "zoom_out": canvas.zoom_out,
            "zoom_fit": canvas.zoom_fit,
            "zoom_actual": canvas.zoom_actual,
            "preferences": self._preferences,
            "menu": bar.show_menu,
            "shortcuts": lambda: Shortcuts(self._window).exec(),
            "tour": self.tour.toggle,
            "close_panels": self._close_panels,
            **self.inspector.action_handlers(),
        }

    def _connect(self) -> None:
        canvas, status, actions = self._front.canvas, self._front.status, self._front.actions
        self.writing.shown.connect(self._shown)
        self.writing.shown.connect(self.hand_in_use.look)
        self.writing.told.connect(status.tell)
        canvas.pen_tool.stroke_begun.connect(status.hush)
        canvas.pen_tool.stroke_begun.connect(lambda: actions["undo"].setEnabled(True))  # the stroke itself is a step
        canvas.pen_tool.pressure_seen.connect(self._show_pressure)
        self.companion.words_accepted.connect(self.reading.keep_words)
        self.reading.person_known.connect(self._bridge.renew_words)
        self.text_tool.hint_changed.connect(self._ghost_controls.hint)
        self.typing.writing_changed.connect(self._ghost_controls.set_text_due)
        self._front.recent.aboutToShow.connect(self._fill_recent)
        self.tour.panel_wanted.connect(self.inspector.docks.lend)
        self.tour.ended.connect(self.inspector.docks.take_back)
        self.tour.ink_wanted.connect(self._example)
        self.tour.shown.connect(actions["tour"].setChecked)
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

    @Slot()
    def _shown(self) -> None:
        """Another revision, page or document is in sight."""
        self._front.status.hush()  # news were of the page as it was
        actions, open_document = self._front.actions, self.open_document
        actions["undo"].setEnabled(open_document.can_undo)
        actions["redo"].setEnabled(open_document.can_redo)
        self._page_controls.follow(actions)
        self.tour.set_empty(open_document.is_empty)
        self._entitle()
        self._ghost_controls.hint()

    @Slot()
    def _entitle(self) -> None:
        self._window.setWindowTitle(f"{self.open_document.title}[*] – Inkapp")
        self._window.setWindowModified(not self.open_document.is_saved)

    @Slot()
    def _fill_recent(self) -> None:
        fill_recent(self._front.recent, self._settings.recent, self.files.open_path)

    @Slot(object)
    def _show_pressure(self, pressure: float | None) -> None:
        self._front.status.set_pen("pressure: none" if pressure is None else f"pressure: {pressure:.2f}")

    @Slot()
    def _replaced(self) -> None:
        self._fill_recent()
        self.writing.show()
        self._front.canvas.zoom_fit()
        self._front.canvas.show_top()

    @Slot()
    def _example(self) -> None:
        """Ink for who has none yet, as one step of undo, and what the network makes of it."""
        strokes = self.files.example()
        if strokes:
            self.open_document.add(strokes)
            self.writing.show()
            self.companion.continue_now()

    def _pages_of_hand(self) -> tuple[Sequence[Page], int]:
        """What the person's own hand is learnt from."""
        return self.open_document.document.pages, self.open_document.page

    def _accept_shown(self) -> None:
        if self.typing.is_writing:
            self.typing.show_rest()
        elif not self._front.canvas.bring_ghost_into_view():  # nothing becomes ink that nobody sees
            self.companion.ghost.take_shown()

    def _close_panels(self) -> None:
        self.tour.leave()
        self.inspector.docks.close_all()
        self._front.canvas.setFocus()

    def _dismiss(self) -> None:
        self._front.status.hush()
        self._front.bar.seed.give_up()
        if not self.reading.dismiss() and not self.text_tool.dismiss():
            self.companion.dismiss()
            self._front.canvas.setFocus()  # Esc also leads out of the bar

    def _preferences(self) -> None:
        dialog = Preferences(self._settings, self.reading.own_words, self._window)
        dialog.changed.connect(self.settings_changed)
        dialog.words_changed.connect(self.reading.forget_words)
        dialog.exec()
