"""Lines of ink as a text widget shows them: unsure words underlined, and which word stands where the cursor or pointer is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from inkapp.ink.document import Stroke
from inkapp.live.reading.page_text import ReadWord, Source
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.reading.shown_lines import ShownLine


@guard_handlers
class LinesView(QPlainTextEdit):
    """Signals: ``pointed`` (index of a page and the ReadWord that the cursor or the pointer is at, or None), ``chosen`` (index
    of a page and the ReadWord that was clicked at or gone to)."""

    pointed = Signal(int, object)
    chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._lines: list[ShownLine] = []
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.viewport().setMouseTracking(True)

    @property
    def shown(self) -> list[ShownLine]:
        """The lines that are shown."""
        return self._lines

    def put_lines(self, lines: Sequence[ShownLine]) -> None:
        """Shows lines; the cursor, and what is in sight, stay as far as may be."""
        self._lines = list(lines)
        text = "\n".join(line.text for line in lines)
        if self.toPlainText() != text:
            cursor = self.textCursor()
            row, column, scrolled = cursor.blockNumber(), cursor.positionInBlock(), self.verticalScrollBar().value()
            with QSignalBlocker(self):
                self.setPlainText(text)
                block = self.document().findBlockByNumber(min(row, self.blockCount() - 1))
                cursor = self.textCursor()
                cursor.setPosition(block.position() + min(column, block.length() - 1))
                self.setTextCursor(cursor)
            self.verticalScrollBar().setValue(scrolled)
        self.dress(self.theme)

    def dress(self, theme: Theme) -> None:
        """Other colours; and each word in its look."""
        self.theme = theme
        with QSignalBlocker(self):
            for number, line in enumerate(self._lines):
                block = self.document().findBlockByNumber(number)
                if block.text() == line.text:
                    self._dress(block, line)

    def go_to(self, ink: Stroke) -> bool:
        """Selects the word that was read from a stroke; False where it is not shown."""
        for number, line in enumerate(self._lines):
            for begin, end, word in line.words:
                if any(stroke.id == ink.id for stroke in word.strokes):
                    self._select(number, begin, end)
                    return True
        return False

    def go_to_unsure(self) -> bool:
        """Selects the next unsure word after the cursor, going round; False where there is none."""
        cursor = self.textCursor()
        here = cursor.blockNumber(), max(cursor.position(), cursor.anchor()) - cursor.block().position()
        places = [
            (number, begin, end)
            for number, line in enumerate(self._lines)
            for begin, end, word in line.words
            if word.is_unsure
        ]
        if not places:
            return False
        number, begin, end = next((place for place in places if place[:2] > here), places[0])
        self._select(number, begin, end)
        return True

    def _select(self, number: int, begin: int, end: int) -> None:
        """Selects a word, to be typed over."""
        self._put(number, begin, end)
        self.setFocus()
        self._choose()

    def _put(self, number: int, begin: int, end: int | None = None) -> None:
        block = self.document().findBlockByNumber(number)
        cursor = QTextCursor(block)
        most = block.length() - 1  # of a line that is being changed there may be less
        cursor.setPosition(block.position() + min(begin, most))
        cursor.setPosition(block.position() + min(begin if end is None else end, most), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _dress(self, block: QTextBlock, line: ShownLine) -> None:
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        plain = QTextCharFormat()
        if line.line is None or not line.words:
            plain.setForeground(self.theme.muted)
            plain.setFontItalic(line.line is not None)
        cursor.setCharFormat(plain)
        for begin, end, word in line.words:
            cursor.setPosition(block.position() + begin)
            cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(self._look(word))

    def _look(self, word: ReadWord) -> QTextCharFormat:
        look = QTextCharFormat()
        if word.is_unsure:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            look.setUnderlineColor(self.theme.accent)
        return look

    def point_anew(self) -> None:
        """Tells which word the cursor is at, where it has the keys."""
        self._point(self.textCursor() if self.hasFocus() else None)

    def _point(self, cursor: QTextCursor | None) -> None:
        self.pointed.emit(*self._at(cursor))

    def _choose(self) -> None:
        page, word = self._at(self.textCursor())
        if word is not None:
            self.chosen.emit(page, word)

    def _at(self, cursor: QTextCursor | None) -> tuple[int, ReadWord | None]:
        """The page and the word at a place; 0 and None where there is none."""
        number = -1 if cursor is None else cursor.blockNumber()
        if cursor is None or not 0 <= number < len(self._lines):
            return 0, None
        line = self._lines[number]
        return line.page, line.word_at(cursor.positionInBlock())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Points at the word under the pointer."""
        super().mouseMoveEvent(event)
        if not event.buttons():
            cursor = self.cursorForPosition(event.position().toPoint())
            self._point(cursor)
            self.viewport().setToolTip(tip(self._at(cursor)[1]))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click shows the word's ink."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the cursor's word."""
        super().leaveEvent(event)
        self.point_anew()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Points at the cursor's word."""
        super().focusInEvent(event)
        self._point(self.textCursor())


def tip(word: ReadWord | None) -> str:
    """What is known of a word, for who points at it."""
    if word is None:
        return ""
    if word.source is Source.READ:
        return f"{round(100 * word.confidence)} % sure"
    return "You have put this right" if word.source is Source.CORRECTED else "It was typed"
