"""What a person does with texts that stand on the page: opens one, writes a word or a line of it again, by keys or a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from inkapp.editor.open_document import OpenDocument
from inkapp.editor.text_writing import page_of
from inkapp.editor.typed_words import WordBox, line_of, word_at
from inkapp.ink.typed_text import TypedText
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.chrome.status import Status
from inkapp.ui.flow.typing import Typing
from inkapp.ui.flow.writing import Writing
from inkapp.ui.text.look import Look

NO_WORD = "Point at a word of a typed text first"
NO_TEXT = "There is no typed text on this page"
UNKNOWN = "What was typed there is not known: its file was made without it"
WAIT = "A text is being written: Esc stops it, Tab shows the rest at once"


class WrittenTexts(QObject):
    """``edit`` opens the field with a text, given its page; ``close`` closes the field."""

    def __init__(
        self,
        canvas: Canvas,
        open_document: OpenDocument,
        typing: Typing,
        writing: Writing,
        look: Look,
        status: Status,
        edit: Callable[[TypedText], object],
        close: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._open_document, self._typing, self._writing = canvas, open_document, typing, writing
        self._look, self._status, self._edit, self._close = look, status, edit, close
        canvas.menu_wanted.connect(self._menu)

    def edit(self) -> None:
        """Opens the text under the pointer, or else the one written last on the page."""
        box = self._word_at(QCursor.pos())
        named = {stroke.origin.text for stroke in self._canvas.page.strokes if stroke.origin is not None}
        here = [text.id for text in self._open_document.document.texts if text.id in named]
        if box is not None or here:
            self.edit_text(box.text if box is not None else here[-1])
        else:
            self._status.tell(NO_TEXT)

    def edit_text(self, identity: str) -> None:
        """Opens a text, on the page on which it begins."""
        if (text := self._come_to(identity)) is not None:
            self._edit(text)

    def again_word(self) -> None:
        """Writes the word under the pointer once more."""
        if (box := self._pointed()) is not None:
            self._again(box.text, (box.number,))

    def again_line(self) -> None:
        """Writes all words of the line under the pointer once more."""
        if (box := self._pointed()) is not None:
            self._again(box.text, line_of(self._canvas.page, box))

    def _come_to(self, identity: str) -> TypedText | None:
        """A text, the page on which it begins being in sight then; None, and a line of why, where it cannot be changed now."""
        text, page = self._open_document.document.text(identity), page_of(self._open_document, identity)
        if self._typing.is_writing:
            self._status.tell(WAIT)
        elif text is None or page is None:
            self._status.warn(UNKNOWN)
        else:
            self._close()
            self._writing.turn_to(page)
            return text
        return None

    def _again(self, identity: str, words: Iterable[int]) -> None:
        """Writes words of a text once more, each under another seed."""
        if (text := self._come_to(identity)) is None:
            return
        hand = self._look.hand_of(text)
        if hand is None:
            self._status.warn(self._look.trouble)
            return
        times = dict(text.again)
        times.update({word: times.get(word, 0) + 1 for word in words})
        again = replace(text, hand=self._look.key_of(hand), again=tuple(sorted(times.items())))
        self._typing.write(again, hand, self._open_document.page)

    @Slot(QPoint)
    def _menu(self, at: QPoint) -> None:
        """What can be done with the typed word under the pointer."""
        box = self._word_at(at)
        if box is None:
            return
        line = line_of(self._canvas.page, box)
        menu = QMenu(self._canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Typed text")
        menu.addAction("&Edit the text").triggered.connect(lambda: self.edit_text(box.text))
        menu.addAction("Write the &word again").triggered.connect(lambda: self._again(box.text, (box.number,)))
        menu.addAction("Write the &line again").triggered.connect(lambda: self._again(box.text, line))
        menu.popup(at)

    def _pointed(self) -> WordBox | None:
        box = self._word_at(QCursor.pos())
        if box is None:
            self._status.tell(NO_WORD)
        return box

    def _word_at(self, on_screen: QPoint) -> WordBox | None:
        at = self._canvas.mapFromGlobal(on_screen)
        if not self._canvas.rect().contains(at):
            return None
        return word_at(self._canvas.page, *self._canvas.view.to_page(at.x(), at.y()))
