"""What was typed and not written, kept on the disk for the next field, in this window or after it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from inkapp.ui.chrome.text_settings import TextSettings

KEPT_MS = 1_000  # after a key, at the most


class Draft(QObject):
    """One text for all windows: of what is typed in two, the last is kept."""

    def __init__(self, settings: TextSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._text = self._on_disk = settings.draft
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.settle)

    @property
    def text(self) -> str:
        """What the next field begins with."""
        return self._text

    def keep(self, text: str) -> None:
        """This was typed and not written, or "": all was."""
        self._text = text
        self._put(text)

    def hand_over(self, text: str, rest: str) -> None:
        """A text is being written: it is on the disk until ``settle``, but the next field begins with ``rest``."""
        self._text = rest
        self._put(text)

    @Slot()
    def settle(self) -> None:
        """What was handed over is ink, or was given back by ``keep``."""
        self._put(self._text)

    def keep_soon(self, text: str) -> None:
        """This is being typed: it is on the disk in a moment."""
        self._text = text
        if not self._timer.isActive():
            self._timer.start(KEPT_MS)

    def _put(self, text: str) -> None:
        self._timer.stop()
        if text != self._on_disk:
            self._settings.draft = self._on_disk = text
