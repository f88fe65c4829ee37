"""A view that has keys of its own while it has the keyboard, although the window's actions would have some of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inkapp.ui.handlers import guard_handlers

STEPS = {
    Qt.Key.Key_Left: ("step", -1),
    Qt.Key.Key_Right: ("step", 1),
    Qt.Key.Key_Home: ("end", -1),
    Qt.Key.Key_End: ("end", 1),
    Qt.Key.Key_Space: ("play", 0),
}


@guard_handlers
class OwnKeys(QWidget):
    """A subclass names its ``OWN_KEYS`` and says in ``press`` what they do."""

    OWN_KEYS: ClassVar[Collection[Qt.Key]] = ()

    def press(self, key: Qt.Key) -> None:
        """One of its keys is pressed, without Shift and the like."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Keeps its keys from becoming shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Does what its keys do."""
        if self._is_own(event):
            self.press(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        return event.key() in self.OWN_KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
