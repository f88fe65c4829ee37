"""The workers' events as Qt signals: from their threads into the window's, nothing stale let through.

A bridge must be made in the GUI thread. The worker drops its events into a box and rings one queued signal, so a busy window
finds them together; what belongs to a ticket that has since been cancelled or replaced is thrown away here, in the GUI thread,
where that is known for certain.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot

if TYPE_CHECKING:
    from inkapp.ink.document import Document, Page
    from inkapp.ink.typed_text import TypedText
    from inkapp.live.compose.read_hand import HandSource
    from inkapp.live.continuation import Choice, WordsWanted
    from inkapp.live.events import Event
    from inkapp.live.prime_reader import Encode
    from inkapp.live.reading.read_thread import ReadThread
    from inkapp.live.sampling_thread import LayOut, SamplingThread
    from inkapp.live.text_thread import TextThread
    from inkapp.live.words.words_road import WordsRoad
    from inkapp.live.worker import Worker
    from model.line_reading import InkReader
    from model.network_protocol import Writer
    from model.text_protocol import TextNetwork
    from model.trace import Controls


class WorkerBridge(QObject):
    """What all bridges have. All methods are to be called in the GUI thread, and none of them waits.

    The worker begins when it is first asked for something. Who subclasses it says in ``_begin`` how, with ``_drop_in`` as its
    listener; it imports the worker there, which is half a network, and many windows never ask. ``_signals`` has the signal of
    each kind of event, which has a ticket; or ``_emit`` says what becomes of them.
    """

    _rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box: deque[Any] = deque()
        self._ticket = 0
        self._signals: Mapping[type, SignalInstance] = {}
        self._rung.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _begin(self) -> Worker[Any, Any]:
        raise NotImplementedError

    @cached_property
    def _session(self) -> Any:
        return self._begin()

    @property
    def _has_begun(self) -> bool:
        return "_session" in vars(self)

    def cancel(self) -> None:
        """See the worker's; from now on nothing is emitted for any ticket given so far."""
        self._ticket = 0
        if self._has_begun:
            self._session.cancel()

    def close(self, timeout: float = 2.0) -> bool:
        """See the worker's; nothing is emitted afterwards."""
        self._ticket = 0
        ended = self._session.close(timeout) if self._has_begun else True
        self._box.clear()
        return ended

    def _drop_in(self, event: Any) -> None:
        """In the worker's thread."""
        self._box.append(event)
        self._rung.emit()

    @Slot()
    def _deliver(self) -> None:
        """In the GUI thread: all that lies in the box."""
        events = []
        while self._box:
            events.append(self._box.popleft())
        self._emit(events)

    def _emit(self, events: list[Any]) -> None:
        for event in events:
            if event.ticket == self._ticket:  # asked anew each time: a listener may have cancelled
                self._signals[type(event)].emit(event)


class Bridge(WorkerBridge):
    """The sampling thread for the window; of several ghosts in the box only the last is told.

    Signals: ``ready`` (weights' name), ``failed`` (one line), ``guessed`` (Guessed, before the first Grown or Nothing),
    ``grown`` (Grown), ``nothing`` (Nothing), ``steps`` (Steps, before the Grown that shows them).
    """

    ready = Signal(str)
    failed = Signal(str)
    guessed = Signal(object)
    grown = Signal(object)
    nothing = Signal(object)
    steps = Signal(object)
    _session: SamplingThread

    def __init__(
        self,
        load: Callable[[], Writer],
        parent: QObject | None = None,
        *,
        encode: Encode | None = None,
        lay_out: LayOut | None = None,
        load_words: Callable[[], WordsRoad] | None = None,
    ) -> None:
        """``encode``, ``lay_out``: others than the thread's own; ``load_words``: see ``SamplingThread``."""
        super().__init__(parent)
        self._load = load
        self._roads = {"encode": encode, "lay_out": lay_out, "load_words": load_words}

    def _begin(self) -> SamplingThread:
        from inkapp.live.sampling_thread import SamplingThread

        roads = {name: road for name, road in self._roads.items() if road is not None}
        return SamplingThread(self._load, self._drop_in, **roads)  # type: ignore[arg-type]

    @property
    def writer(self) -> Writer | None:
        """See ``SamplingThread.writer``; there from ``ready`` on."""
        return self._session.writer

    def observe(self, document: Document, page: int = 0, *, words: bool = False) -> None:
        """See ``SamplingThread.observe``."""
        self._session.observe(document, page, words=words)

    def pen_down(self) -> None:
        """See ``SamplingThread.pen_down``."""
        self._session.pen_down()

    def request(
        self,
        document: Document,
        page: int = 0,
        seed: int = 0,
        controls: Controls | None = None,
        limit: int | None = None,
        insists: bool = True,
        words: WordsWanted | None = None,
    ) -> int:
        """See ``SamplingThread.request``; from now on nothing is emitted for earlier tickets."""
        self._ticket = self._session.request(document, page, seed, controls, limit, insists, words)
        return self._ticket

    def retune(self, ticket: int, controls: Controls, from_step: int) -> None:
        """See ``SamplingThread.retune``."""
        self._session.retune(ticket, controls, from_step)

    def choose(self, ticket: int, choice: Choice, controls: Controls) -> None:
        """See ``SamplingThread.choose``."""
        self._session.choose(ticket, choice, controls)

    def renew_words(self) -> None:
        """See ``SamplingThread.renew_words``."""
        if self._has_begun:
            self._session.renew_words()

    def _emit(self, events: list[Event]) -> None:
        from inkapp.live.events import Failed, Grown, Guessed, Nothing, Ready, Steps  # there since the worker began

        ghosts = [event for event in events if isinstance(event, Grown)]
        for event in events:
            match event:
                case Ready(name):
                    self.ready.emit(name)
                case Failed(message):
                    self.failed.emit(message)
                case Guessed() if event.ticket == self._ticket:
                    self.guessed.emit(event)
                case Nothing() if event.ticket == self._ticket:
                    self.nothing.emit(event)
                case Steps() if event.ticket == self._ticket:
                    self.steps.emit(event)
                case Grown() if event.ticket == self._ticket and event is ghosts[-1]:
                    self.grown.emit(event)


class TextBridge(WorkerBridge):
    """The text thread for the window.

    Signals: ``words`` (WordsPlaced), ``ended`` (TextEnded), ``failed`` (TextFailed), of the latest ticket alone.
    """

    words = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    _session: TextThread

    def __init__(self, load: Callable[[], TextNetwork], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load

    def _begin(self) -> TextThread:
        from inkapp.live.text_events import TextEnded, TextFailed, WordsPlaced
        from inkapp.live.text_thread import TextThread

        self._signals = {WordsPlaced: self.words, TextEnded: self.ended, TextFailed: self.failed}
        return TextThread(self._load, self._drop_in)

    def prepare(self, source: HandSource, text: TypedText | None = None) -> None:
        """See ``TextThread.prepare``."""
        self._session.prepare(source, text)

    def write(self, text: TypedText, source: HandSource, page: Page) -> int:
        """See ``TextThread.write``; from now on nothing is emitted for earlier tickets."""
        self._ticket = self._session.write(text, source, page)
        return self._ticket


class ReadBridge(WorkerBridge):
    """The reading thread for the window.

    Signals: ``page_read`` (PageRead), ``failed`` (ReadFailed), of the latest ticket alone.
    """

    page_read = Signal(object)
    failed = Signal(object)
    _session: ReadThread

    def __init__(self, load: Callable[[], InkReader], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load

    def _begin(self) -> ReadThread:
        from inkapp.live.reading.read_thread import PageRead, ReadFailed, ReadThread

        self._signals = {PageRead: self.page_read, ReadFailed: self.failed}
        return ReadThread(self._load, self._drop_in)

    def read(self, document: Document, pages: Sequence[int]) -> int:
        """See ``ReadThread.read``; from now on nothing is emitted for earlier tickets."""
        self._ticket = self._session.read(document, pages)
        return self._ticket

    def load_anew(self) -> None:
        """See ``ReadThread.load_anew``."""
        if self._has_begun:
            self._session.load_anew()
