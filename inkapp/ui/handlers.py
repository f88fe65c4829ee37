"""An exception in a handler of Qt's events ends there, and is told.

PySide passes an exception that leaves a Python override on through C++, and there it can end the process: a segmentation
fault under Python 3.11 where C code raised it (``math.floor(nan)``) and another override stands above (PySide 6.11.3).
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractItemDelegate

Widget = TypeVar("Widget", bound=type)

FAILED = {"event": True, "eventFilter": False}  # what a handler that failed returns; the others return nothing
DELEGATES = {"paint": None, "sizeHint": QSize(), "createEditor": None, "updateEditorGeometry": None}  # theirs, alike


def guard_handlers(cls: Widget) -> Widget:
    """Class decorator for all that overrides ``event``, ``eventFilter`` or a ``…Event``, and for delegates of lists:
    exceptions go to ``sys.excepthook``.

    An ``event`` that failed counts as handled, a filter that failed lets its event pass, and a row that failed has no size.
    """
    failed = FAILED | DELEGATES if issubclass(cls, QAbstractItemDelegate) else FAILED
    for name, method in list(vars(cls).items()):
        if name in failed or name.endswith("Event"):
            setattr(cls, name, _guarded(method, failed.get(name)))
    return cls


def _guarded(method: Callable[..., Any], failed: object) -> Callable[..., Any]:
    @functools.wraps(method)
    def guarded(*arguments: Any) -> Any:
        try:
            return method(*arguments)
        except Exception:
            sys.excepthook(*sys.exc_info())
            return failed

    return guarded
