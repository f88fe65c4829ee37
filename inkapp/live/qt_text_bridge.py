"""The text thread's events as Qt signals: from its thread into the window's, nothing stale let through.

As ``qt_bridge`` does it for the sampling thread. A TextBridge must be made in the GUI thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from inkapp.ink.document import Page
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.read_hand import HandSource
from inkapp.live.text_events import TextEnded, TextEvent, TextFailed, WordsPlaced
from inkapp.live.text_thread import TextThread
from model.text_protocol import TextNetwork


class TextBridge(QObject):
    """The text thread for the window. All methods are to be called in the GUI thread, and none of them waits.

    Signals: ``words`` (WordsPlaced), ``ended`` (TextEnded), ``failed`` (TextFailed), of the latest ticket alone.
    """

    words = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    _rung = Signal()

    def __init__(self, load: Callable[[], TextNetwork], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box: deque[TextEvent] = deque()
        self._ticket = 0
        self._rung.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._session = TextThread(load, self._drop_in)

    def prepare(self, source: HandSource, text: TypedText | None = None) -> None:
        """See ``TextThread.prepare``."""
        self._session.prepare(source, text)

    def write(self, text: TypedText, source: HandSource, page: Page) -> int:
        """See ``TextThread.write``; from now on nothing is emitted for earlier tickets."""
        self._ticket = self._session.write(text, source, page)
        return self._ticket

    def cancel(self) -> None:
        """See ``TextThread.cancel``; from now on nothing is emitted for any ticket given so far."""
        self._ticket = 0
        self._session.cancel()

    def close(self, timeout: float = 2.0) -> bool:
        """See ``TextThread.close``; nothing is emitted afterwards."""
        self._ticket = 0
        ended = self._session.close(timeout)
        self._box.clear()
        return ended

    def _drop_in(self, event: TextEvent) -> None:
        """In the worker's thread."""
        self._box.append(event)
        self._rung.emit()

    @Slot()
    def _deliver(self) -> None:
        """In the GUI thread: all that lies in the box."""
        while self._box:
            event = self._box.popleft()
            if event.ticket != self._ticket:
                continue
            match event:
                case WordsPlaced():
                    self.words.emit(event)
                case TextEnded():
                    self.ended.emit(event)
                case TextFailed():
                    self.failed.emit(event)
