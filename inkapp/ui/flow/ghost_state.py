"""How the ghost stands, for those who show it: each fact is told when it changes, and only then."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class GhostState(QObject):
    """``has_ghost``: there is ghost ink to take. ``is_due``: there is some, or some is about to come. ``is_busy``: the
    network works on a request. ``message``: a line for the status line, or "".

    Signals: ``ghost_changed``, ``due_changed``, ``busy_changed``, ``message_changed``, each with what it is now.
    """

    ghost_changed = Signal(bool)
    due_changed = Signal(bool)
    busy_changed = Signal(bool)
    message_changed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.has_ghost = self.is_due = self.is_busy = False
        self.message = ""

    def set_ghost(self, stands: bool) -> None:
        if stands != self.has_ghost:
            self.has_ghost = stands
            self.ghost_changed.emit(stands)

    def set_due(self, due: bool) -> None:
        if due != self.is_due:
            self.is_due = due
            self.due_changed.emit(due)

    def set_busy(self, busy: bool) -> None:
        if busy != self.is_busy:
            self.is_busy = busy
            self.busy_changed.emit(busy)

    def say(self, message: str) -> None:
        if message != self.message:
            self.message = message
            self.message_changed.emit(message)
