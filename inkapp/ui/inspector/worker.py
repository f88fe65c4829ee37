"""The inspector's worker thread: runs named requests, of each name only the latest, and delivers results in the GUI thread.

The work gets a function that says whether it is stale; where it is, it may raise Overtaken. The thread begins with the
first request and sleeps between them, so that an inspector without a panel costs nothing.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from threadpoolctl import threadpool_limits

from inkapp.inspect.page import Overtaken

REST = 8.0  # times as long as the work took, while the network writes: it writes a ghost in some tenths of a second
LONGEST_REST_S = 1.5
USUAL_SWITCH_S = sys.getswitchinterval()
SWITCH_S = 0.001  # a thread that wants the interpreter waits so long for it; Python's own 5 ms are a third of a frame

Stale = Callable[[], bool]
Work = Callable[[Stale], object]

_log = logging.getLogger(__name__)


class Worker(QObject):
    """Must be made in the GUI thread, where all methods are to be called; none of them but ``close`` waits.

    Signals: ``done`` (name, result), ``failed`` (name, one line); only of the latest request of that name, never after
    its ``drop``.
    """

    done = Signal(str, object)
    failed = Signal(str, str)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wake = threading.Condition()  # guards the requests, their numbers and ``_closing``
        self._asked: dict[str, tuple[int, Work]] = {}  # in the order asked
        self._latest: dict[str, int] = {}
        self._count = 0
        self._closing = False
        self._results: deque[tuple[str, int, object, str]] = deque()
        self._thread: threading.Thread | None = None
        self.is_gentle = False  # rests after work: another thread wants the interpreter and the core
        self.worked = 0  # requests begun, for tests and benches
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether the thread has begun and not ended."""
        return self._thread is not None and self._thread.is_alive()

    def ask(self, name: str, work: Work, *, first: bool = False) -> None:
        """Has ``work`` done, in place of what was asked under that name before; ``first``: before all others that wait."""
        with self._wake:
            if self._closing:
                return
            self._count += 1
            self._latest[name] = self._count
            self._asked[name] = (self._count, work)
            if first:
                self._asked = {name: self._asked.pop(name), **self._asked}
            self._wake.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="ink-inspector", daemon=True)
            self._thread.start()

    @staticmethod
    def set_watched(watched: bool) -> None:
        """Whether a panel is seen: threads then hand the interpreter over sooner, which slows the network a little."""
        sys.setswitchinterval(SWITCH_S if watched else USUAL_SWITCH_S)

    def is_waiting(self, name: str) -> bool:
        """Whether a request of that name has not been answered yet."""
        return name in self._latest

    @property
    def is_idle(self) -> bool:
        """Whether all requests have been answered or dropped."""
        return not self._latest

    def drop(self, name: str) -> None:
        """Drops a request: its result will not be delivered."""
        with self._wake:
            self._asked.pop(name, None)
            self._latest.pop(name, None)

    def close(self, timeout: float = 1.0) -> bool:
        """Stops; True where the thread has ended. Work that never asks whether it is stale ends with the process."""
        with self._wake:
            self._closing = True
            self._asked.clear()
            self._latest.clear()
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(timeout)
        self._results.clear()
        return not self.is_running

    # -- in the thread ------------------------------------------------------------------------------------------

    def _work(self) -> None:
        with threadpool_limits(limits=1, user_api="blas"):
            while True:
                with self._wake:
                    self._wake.wait_for(lambda: self._closing or self._asked)
                    if self._closing:
                        return
                    name = next(iter(self._asked))
                    number, work = self._asked.pop(name)
                    self.worked += 1
                began = time.perf_counter()
                try:
                    result, trouble = work(lambda name=name, number=number: self._latest.get(name) != number), ""  # type: ignore[misc]
                except Overtaken:
                    continue
                except Exception as error:
                    _log.debug("the inspector failed at %s", name, exc_info=True)
                    result, trouble = None, " ".join(str(error).split()) or type(error).__name__
                self._results.append((name, number, result, trouble))
                if not self._closing:
                    self._arrived.emit()
                if self.is_gentle:
                    with self._wake:
                        self._wake.wait_for(
                            lambda: self._closing, min(REST * (time.perf_counter() - began), LONGEST_REST_S)
                        )

    # -- in the window's ----------------------------------------------------------------------------------------

    @Slot()
    def _deliver(self) -> None:
        while self._results:
            name, number, result, trouble = self._results.popleft()
            if self._latest.get(name) != number:
                continue
            del self._latest[name]
            if trouble:
                self.failed.emit(name, trouble)
            else:
                self.done.emit(name, result)
