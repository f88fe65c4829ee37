"""What a window does with the text of its ink: one reading of the pages, the panel that shows it, the search over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction

from assets import LANGUAGE
from inkapp.editor.open_document import OpenDocument
from inkapp.editor.own_hand import FOLDER, OwnHand
from inkapp.editor.own_words import OwnWords
from inkapp.ink.errors import FileError
from inkapp.live.qt_bridge import ReadBridge
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.chrome.status import Status
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.flow.writing import Writing
from inkapp.ui.reading.page_marks import PageMarks
from inkapp.ui.reading.page_search import PageSearch
from inkapp.ui.reading.read_pages import ReadPages
from inkapp.ui.reading.teaching import Teaching
from model.checkpoint import CAPTIONER_FILE

if TYPE_CHECKING:
    from inkapp.ui.reading.panel import TextPanel
    from model.line_reading import InkReader


class Reading(QObject):
    """One for a window. ``bridge``: to the network that reads; by default the shipped one's, as it was adapted to the person's
    hand. ``data``: the folder in which that is kept. ``actions``: the window's.

    All of it sleeps until the panel is seen or something is looked for. ``own_words``: those that the person accepted.

    Signals: ``person_known`` (what is known of the person's words, or of their hand, is another).
    """

    person_known = Signal()

    def __init__(
        self,
        bridge: ReadBridge | None,
        data: Path,
        open_document: OpenDocument,
        writing: Writing,
        canvas: Canvas,
        status: Status,
        theme: Callable[[], Theme],
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._open_document, self._writing, self._canvas = open_document, writing, canvas
        self._status, self._theme = status, theme
        self._hand = OwnHand(data / FOLDER, CAPTIONER_FILE)
        self.pages = ReadPages(bridge or ReadBridge(self._load, self), open_document, writing, self)
        self.teaching = Teaching(self._hand, self.pages, open_document, self)
        self._has_complained = False
        for known in (self.teaching.adapted, self.teaching.words_known):
            known.connect(self.person_known)
        self.teaching.adapted.connect(self._read_anew)
        self.teaching.words_known.connect(self.pages.read_anew)
        self.own_words = OwnWords(data / FOLDER, self.teaching.trouble.emit)
        self.teaching.trouble.connect(status.warn, Qt.ConnectionType.QueuedConnection)  # also out of the reading thread
        self._marks = PageMarks(canvas)
        self.search = PageSearch(
            self.pages,
            open_document,
            writing,
            canvas,
            self._marks,
            actions["find_next"],
            actions["find_previous"],
            self,
        )

    def action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each action of the search, by its name."""
        return {
            "find": self.search.open,
            "find_next": lambda: self.search.go(1),
            "find_previous": lambda: self.search.go(-1),
        }

    def make_panel(self) -> TextPanel:
        """The text panel, for its dock; its module, like other panels', is imported when it is first opened."""
        from inkapp.ui.reading.panel import TextPanel

        return TextPanel(
            self.pages,
            self._open_document,
            self._writing,
            self.teaching,
            self._canvas,
            self._marks,
            self._status,
            self._theme,
        )

    @Slot(str)
    def keep_words(self, text: str) -> None:
        """Words that a person accepted weigh more from now on; that they cannot be kept is told once."""
        try:
            self.own_words.add(text)
        except FileError as error:
            if not self._has_complained:
                self._has_complained = True
                self._status.warn(str(error))
        self.person_known.emit()

    @Slot()
    def forget_words(self) -> None:
        """Own words were forgotten, or brought back."""
        self.pages.read_anew()
        self.person_known.emit()

    def dismiss(self) -> bool:
        """Esc in the search bar closes it; whether it did."""
        if not (self.search.is_open and self.search.bar.field.hasFocus()):
            return False
        self.search.close()
        return True

    def close(self) -> None:
        """Ends the thread, and what is being learnt."""
        self.teaching.close()
        self.pages.close()

    def _load(self) -> InkReader:
        """In the reading thread, which needs its modules first."""
        from model.language import Language
        from model.own_words import with_own
        from model.text_model import TextModel
        from model.word_reader import WordReader
        from model.word_table import load

        texts = (*self._hand.texts(), *self.own_words.texts())
        captioner = self._hand.reader(self.teaching.trouble.emit)
        return WordReader(captioner, TextModel(Language(with_own(load(LANGUAGE), texts))))

    @Slot()
    def _read_anew(self) -> None:
        self.pages.read_anew()
        if self._hand.is_adapted:
            self._status.tell("The reader has learnt your hand")
