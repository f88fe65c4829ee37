"""Exceptions that no code caught: each is logged and shown in one line, and the app goes on."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Signal

_log = logging.getLogger(__name__)


class UncaughtExceptions(QObject):
    """Python's hooks for uncaught exceptions, where those of slots and paint events end, too.

    Signals: ``happened`` (one line), delivered in the GUI thread whatever thread the exception was raised in.
    """

    happened = Signal(str)

    def install(self) -> None:
        """Installs the hooks, for this thread and all others."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, /) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        _log.critical("an exception was not caught", exc_info=(kind, error or kind(), trace))
        said = " ".join(str(error or "").split())[:160]
        self.happened.emit(f"Something went wrong, and your ink is still here: {said or kind.__name__}")
