"""Ctrl and a click on ink: to the word that it was read as.

A click alone writes a dot, and a pen's second button is pressed by chance; Ctrl and a click is what leads from a printed page
to its source in readers of documents, too (SyncTeX). What lies beside the ink of a word is written on as ever.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QTabletEvent

from inkapp.ink.document import Stroke
from inkapp.ink.touched_strokes import strokes_touched
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.handlers import guard_handlers

NEAR_PX = 6.0  # so far from a stroke's middle the pointer still means it
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress)
RELEASES = (QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease)


@guard_handlers
class InkClick(QObject):
    """Listens to a canvas, while wanted. ``go``: goes to the word of a stroke; whether there is one."""

    def __init__(self, canvas: Canvas, go: Callable[[Stroke], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._go = canvas, go
        self._is_taken = False  # the button that is down: nothing of it becomes ink

    def set_wanted(self, wanted: bool) -> None:
        """Whether the canvas's events are filtered."""
        self._is_taken = False
        if wanted:
            self._canvas.installEventFilter(self)
        else:
            self._canvas.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallows such a click, from its press to its release."""
        kind = event.type()
        if not isinstance(event, QMouseEvent | QTabletEvent):
            return False
        if self._is_taken and kind not in PRESSES:  # a press more: the driver lost the release
            self._is_taken = kind not in RELEASES
        elif kind in PRESSES:
            stroke = self._under(event) if self._is_asked(event) else None
            self._is_taken = stroke is not None and self._go(stroke)
            if not self._is_taken:
                return False
        else:
            return False
        event.accept()
        return True

    def _is_asked(self, event: QMouseEvent | QTabletEvent) -> bool:
        held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return held and event.button() == Qt.MouseButton.LeftButton and not self._canvas.is_held

    def _under(self, event: QMouseEvent | QTabletEvent) -> Stroke | None:
        """The nearest of the strokes under the pointer."""
        view, page = self._canvas.view, self._canvas.page
        x, y = view.to_page(event.position().x(), event.position().y())
        near = [page.strokes[number] for number in strokes_touched(page, x, y, x, y, NEAR_PX / view.scale)]
        return min(near, key=lambda stroke: float(np.hypot(stroke.x - x, stroke.y - y).min()), default=None)
