"""What a window does with the text of its ink: one reading of the pages, the panel that shows it, the search over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from assets import LANGUAGE
from inkapp.editor.open_document import OpenDocument
from inkapp.live.qt_bridge import ReadBridge
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.chrome.status import Status
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.flow.writing import Writing
from inkapp.ui.reading.page_marks import PageMarks
from inkapp.ui.reading.page_search import PageSearch
from inkapp.ui.reading.panel import TextPanel
from inkapp.ui.reading.read_pages import ReadPages
from model.checkpoint import CAPTIONER_FILE
from model.word_reader import WordReader


class Reading(QObject):
    """One for a window. ``bridge``: to the network that reads; by default the shipped one's. All of it sleeps until the panel
    is seen or something is looked for."""

    def __init__(
        self,
        bridge: ReadBridge | None,
        open_document: OpenDocument,
        writing: Writing,
        canvas: Canvas,
        status: Status,
        theme: Callable[[], Theme],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._open_document, self._writing, self._canvas = open_document, writing, canvas
        self._status, self._theme = status, theme
        bridge = bridge or ReadBridge(lambda: WordReader.load(CAPTIONER_FILE, LANGUAGE), self)
        self.pages = ReadPages(bridge, open_document, writing, self)
        self._marks = PageMarks(canvas)
        self._search: PageSearch | None = None

    @property
    def search(self) -> PageSearch:
        """The search; there once ``set_actions`` was called."""
        assert self._search is not None
        return self._search

    def action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each action of the search, by its name."""
        return {
            "find": lambda: self.search.open(),
            "find_next": lambda: self.search.go(1),
            "find_previous": lambda: self.search.go(-1),
        }

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Makes the search, for the window's actions."""
        self._search = PageSearch(
            self.pages,
            self._open_document,
            self._writing,
            self._canvas,
            self._marks,
            actions["find_next"],
            actions["find_previous"],
            self,
        )

    def make_panel(self) -> TextPanel:
        """The text panel, for its dock."""
        return TextPanel(
            self.pages, self._open_document, self._writing, self._canvas, self._marks, self._status, self._theme
        )

    def dismiss(self) -> bool:
        """Esc in the search bar closes it; whether it did."""
        if not (self.search.is_open and self.search.bar.field.hasFocus()):
            return False
        self.search.close()
        return True

    def close(self) -> None:
        """Ends the thread."""
        self.pages.close()
