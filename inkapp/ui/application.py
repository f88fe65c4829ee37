"""The QApplication, which also hears of files that the system asks it to open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from inkapp.ui.handlers import guard_handlers


@guard_handlers
class Application(QApplication):
    """Signals: ``file_opened`` (Path): macOS opens a file by an event, not by an argument.

    Overriding ``event`` sees only what is sent to the application itself; an event filter would run for every pen event.
    """

    file_opened = Signal(object)

    def __init__(self, arguments: Sequence[str]) -> None:
        """In Fusion from the beginning: to ask Qt which style it has taken is dear while the app starts."""
        super().__init__([*arguments, "-style", "Fusion"])

    def event(self, event: QEvent) -> bool:
        """See Qt."""
        if isinstance(event, QFileOpenEvent) and event.url().isLocalFile():
            self.file_opened.emit(Path(event.url().toLocalFile()))
            return True
        return super().event(event)
