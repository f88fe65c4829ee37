"""The sampling thread's events as Qt signals: from its thread into the window's, nothing stale let through.

A Bridge must be made in the GUI thread. The worker drops its events into a box and rings one queued signal, so a
busy window finds them together and is told only the newest ghost; what belongs to a ticket that has since been
cancelled or replaced is thrown away here, in the GUI thread, where that is known for certain.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from inkapp.ink.document import Document
from inkapp.live.continuation import Choice
from inkapp.live.encoder import encode_for
from inkapp.live.events import Event, Failed, Grown, Nothing, Ready, Steps
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.prime_reader import Encode
from inkapp.live.sampling_thread import DEFAULT_LIMIT, LayOut, SamplingThread
from model.network_protocol import Writer
from model.trace import Controls


class Bridge(QObject):
    """The sampling thread for the window. All methods are to be called in the GUI thread, and none of them waits.

    Signals: ``ready`` (weights' name), ``failed`` (one line), ``grown`` (Grown), ``nothing`` (Nothing), ``steps``
    (Steps, before the Grown that shows them).
    """

    ready = Signal(str)
    failed = Signal(str)
    grown = Signal(object)
    nothing = Signal(object)
    steps = Signal(object)
    _rung = Signal()

    def __init__(
        self,
        load: Callable[[], Writer],
        parent: QObject | None = None,
        *,
        encode: Encode = encode_for,
        lay_out: LayOut = PageLayout,
    ) -> None:
        super().__init__(parent)
        self._box: deque[Event] = deque()
        self._ticket = 0
        self._rung.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._session = SamplingThread(load, self._drop_in, encode=encode, lay_out=lay_out)

    @property
    def writer(self) -> Writer | None:
        """See ``SamplingThread.writer``; there from ``ready`` on."""
        return self._session.writer

    def observe(self, document: Document, page: int = 0) -> None:
        """See ``SamplingThread.observe``."""
        self._session.observe(document, page)

    def request(
        self,
        document: Document,
        page: int = 0,
        seed: int = 0,
        controls: Controls | None = None,
        limit: int = DEFAULT_LIMIT,
        insists: bool = True,
    ) -> int:
        """See ``SamplingThread.request``; from now on nothing is emitted for earlier tickets."""
        self._ticket = self._session.request(document, page, seed, controls, limit, insists)
        return self._ticket

    def retune(self, ticket: int, controls: Controls, from_step: int) -> None:
        """See ``SamplingThread.retune``."""
        self._session.retune(ticket, controls, from_step)

    def choose(self, ticket: int, choice: Choice, controls: Controls) -> None:
        """See ``SamplingThread.choose``."""
        self._session.choose(ticket, choice, controls)

    def cancel(self) -> None:
        """See ``SamplingThread.cancel``; from now on nothing is emitted for any ticket given so far."""
        self._ticket = 0
        self._session.cancel()

    def close(self, timeout: float = 2.0) -> bool:
        """See ``SamplingThread.close``; nothing is emitted afterwards."""
        self._ticket = 0
        ended = self._session.close(timeout)
        self._box.clear()
        return ended

    def _drop_in(self, event: Event) -> None:
        """In the worker's thread."""
        self._box.append(event)
        self._rung.emit()

    @Slot()
    def _deliver(self) -> None:
        """In the GUI thread: all that lies in the box, of several ghosts only the last."""
        events: list[Event] = []
        while self._box:
            events.append(self._box.popleft())
        ghosts = [event for event in events if isinstance(event, Grown)]
        for event in events:
            match event:
                case Ready(name):
                    self.ready.emit(name)
                case Failed(message):
                    self.failed.emit(message)
                case Nothing() if event.ticket == self._ticket:
                    self.nothing.emit(event)
                case Steps() if event.ticket == self._ticket:
                    self.steps.emit(event)
                case Grown() if event.ticket == self._ticket and event is ghosts[-1]:
                    self.grown.emit(event)
