"""The text of ink as an editable text widget: a line of ink a line, unsure words underlined; what is changed is a correction.

Lines are neither joined nor parted. A changed line is told when the cursor leaves it, at Enter, or when the keys go elsewhere;
Esc takes the change back.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from inkapp.ink.document import Stroke
from inkapp.live.reading.page_text import ReadWord, Source
from inkapp.ui.chrome.actions import native
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.reading.shown_lines import ShownLine

HOW = (
    "Words that are underlined are unsure. Type to put a word right; Enter or another line keeps it, Esc does not."
    f" {native('Ctrl+')}click on ink goes to its word."
)


@guard_handlers
class TextView(QPlainTextEdit):
    """Signals: ``corrected`` (ShownLine, what it is to say), ``pointed`` (index of a page and the ReadWord that the cursor or
    the pointer is at, or None), ``chosen`` (index of a page and the ReadWord that was clicked at or gone to)."""

    corrected = Signal(object, str)
    pointed = Signal(int, object)
    chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self._lines: list[ShownLine] = []
        self._said: list[str] = []  # what each line says where nobody has changed it
        self._waiting: list[ShownLine] | None = None  # until a line is not being changed any more
        self._line = 0  # that the cursor was in
        self.setUndoRedoEnabled(False)  # undo is the document's
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setAccessibleName("Text of the ink")
        self.setAccessibleDescription(HOW)
        self.viewport().setMouseTracking(True)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.textChanged.connect(self._changed)

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def shown(self) -> list[ShownLine]:
        """The lines that are shown."""
        return self._lines

    @property
    def is_changed(self) -> bool:
        """Whether a line is being changed."""
        return bool(self._changes())

    def set_lines(self, lines: Sequence[ShownLine]) -> None:
        """Shows lines; while one is being changed, not yet."""
        if self.is_changed:
            self._waiting = list(lines)
            return
        self._waiting = None
        self._lines = list(lines)
        self._said = [line.text for line in lines]
        self.setReadOnly(not lines)
        if self.toPlainText() != "\n".join(self._said):
            cursor = self.textCursor()
            row, column, scrolled = cursor.blockNumber(), cursor.positionInBlock(), self.verticalScrollBar().value()
            with QSignalBlocker(self):
                self.setPlainText("\n".join(self._said))
                block = self.document().findBlockByNumber(min(row, self.blockCount() - 1))
                cursor = self.textCursor()
                cursor.setPosition(block.position() + min(column, block.length() - 1))
                self.setTextCursor(cursor)
            self.verticalScrollBar().setValue(scrolled)
            self._line = cursor.blockNumber()
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

    # -- what is changed ----------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Tells what was changed, if anything."""
        for number, text in self._changes():
            self._said[number] = text
            self.corrected.emit(self._lines[number], text)
        self._show_waiting()

    def revert(self) -> None:
        """Takes back what was changed and not yet told."""
        cursor = self.textCursor()
        number, column = cursor.blockNumber(), cursor.positionInBlock()
        with QSignalBlocker(self):
            self.setPlainText("\n".join(self._said))
        self._put(min(number, max(len(self._said) - 1, 0)), 0)
        block = self.textCursor().block()
        self._put(block.blockNumber(), min(column, block.length() - 1))
        self.dress(self.theme)
        self._show_waiting()

    @property
    def _is_broken(self) -> bool:
        """Whether lines were joined or parted, or a heading changed."""
        document = self.document()
        headings = (number for number, line in enumerate(self._lines) if line.line is None)
        return self.blockCount() != max(len(self._said), 1) or any(
            document.findBlockByNumber(number).text() != self._said[number] for number in headings
        )

    def _changes(self) -> list[tuple[int, str]]:
        """The lines that say something else than they did, by their numbers; none while lines are joined or parted."""
        if self._is_broken:
            return []
        blocks = (self.document().findBlockByNumber(number).text() for number in range(len(self._said)))
        return [(number, text) for number, text in enumerate(blocks) if text != self._said[number]]

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self.set_lines(self._waiting)

    @Slot()
    def _changed(self) -> None:
        """Whatever joined or parted lines, or changed a heading, is undone: a key, the clipboard or an input method."""
        if self._is_broken:
            QTimer.singleShot(0, self, self._mend)  # what has changed it is not done yet

    @Slot()
    def _mend(self) -> None:
        if self._is_broken:
            self.revert()

    @Slot()
    def _cursor_moved(self) -> None:
        cursor = self.textCursor()
        if cursor.blockNumber() != self._line:
            self._line = cursor.blockNumber()
            self.commit()
        if self.hasFocus():
            self._point(cursor)

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

    # -- Qt's own events ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's, once no line is being changed; Esc is this widget's while one is."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return False
            if event.key() == Qt.Key.Key_Escape and self.is_changed:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps a change, Esc takes it back; a selection of several lines is not typed over."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            self.moveCursor(QTextCursor.MoveOperation.NextBlock)
        elif event.key() == Qt.Key.Key_Escape and self.is_changed:
            self.revert()
        else:
            super().keyPressEvent(event)

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
        self._point(self.textCursor() if self.hasFocus() else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Points at the cursor's word."""
        super().focusInEvent(event)
        self._point(self.textCursor())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keeps what was changed; a menu, or another window, leaves a change under way."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()
            self._point(None)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped comes as one line."""
        self.insertPlainText(" ".join(source.text().split()))


def tip(word: ReadWord | None) -> str:
    """What is known of a word, for who points at it."""
    if word is None:
        return ""
    if word.source is Source.READ:
        return f"{round(100 * word.confidence)} % sure"
    return "You have put this right" if word.source is Source.CORRECTED else "It was typed"
