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
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from inkapp.ui.chrome.actions import native
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.reading.lines_view import LinesView
from inkapp.ui.reading.shown_lines import ShownLine

HOW = (
    "Words that are underlined are unsure. Type to put a word right; Enter or another line keeps it, Esc does not."
    f" {native('Ctrl+')}click on ink goes to its word."
)


@guard_handlers
class TextView(LinesView):
    """Signals: ``corrected`` (ShownLine, what it is to say)."""

    corrected = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: list[str] = []  # what each line says where nobody has changed it
        self._waiting: list[ShownLine] | None = None  # until a line is not being changed any more
        self._line = 0  # that the cursor was in
        self.setUndoRedoEnabled(False)  # undo is the document's
        self.setTabChangesFocus(True)
        self.setAccessibleName("Text of the ink")
        self.setAccessibleDescription(HOW)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.textChanged.connect(self._changed)

    @property
    def line(self) -> ShownLine | None:
        """The line that the cursor is in."""
        number = self.textCursor().blockNumber()
        return self._lines[number] if number < len(self._lines) else None

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
        self._said = [line.text for line in lines]
        self.setReadOnly(not lines)
        self.put_lines(lines)
        self._line = self.textCursor().blockNumber()

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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keeps what was changed; a menu, or another window, leaves a change under way."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()
            self._point(None)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped comes as one line."""
        self.insertPlainText(" ".join(source.text().split()))
