"""What no code caught: it is logged, told in one line, and the app goes on.

Knows: Python's hooks for exceptions that reach the top, which is where those of slots and paint events end.
Refuses to know: where the line is shown.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Signal

_log = logging.getLogger(__name__)


class Trouble(QObject):
    """``happened`` tells each one in the GUI thread, whatever thread it happened in."""

    happened = Signal(str)

    def install(self) -> None:
        """From now on exceptions that nobody caught come here."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, /) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        _log.critical("an exception was not caught", exc_info=(kind, error or kind(), trace))
        said = " ".join(str(error or "").split())[:160]
        self.happened.emit(f"Something went wrong, and your ink is still here: {said or kind.__name__}")
