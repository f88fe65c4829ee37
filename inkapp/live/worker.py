"""One plain thread with a letter box for one request, of which the latest wins: what the networks' threads begin with."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_log = logging.getLogger(__name__)

Asked = TypeVar("Asked")
Told = TypeVar("Told")


class Worker(Generic[Asked, Told]):
    """The thread runs ``_work``, which ends when ``_closing`` is set. Who subclasses it calls ``_start`` once all is there.

    ``tell`` is called for every event, in the thread, and must not wait for anything, for while it runs no other thread can ask
    or cancel. ``_generation`` rises with all that is asked or cancelled.
    """

    def __init__(self, name: str, tell: Callable[[Told], None]) -> None:
        self._tell_outside = tell
        self._wake = threading.Condition()  # guards the letter box
        self._asked: Asked | None = None
        self._generation = 0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def cancel(self) -> None:
        """Stops soon; nothing of what was asked so far is told after this returns."""
        with self._wake:
            self._post(None)

    def close(self, timeout: float = 2.0) -> bool:
        """Stops the thread; True once it has ended. Nothing is told after this, and later calls are harmless."""
        self._closing.set()
        self.cancel()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _start(self) -> None:
        self._thread.start()

    def _post(self, asked: Asked | None) -> None:
        """Puts a request, or none, in place of what is there. Under the lock."""
        self._asked = asked
        self._generation += 1
        self._wake.notify()

    def _work(self) -> None:
        raise NotImplementedError

    def _tell(self, event: Told, generation: int | None = None) -> None:
        """Tells, unless ``generation`` is no longer the latest. Under the lock, so that no cancel falls between."""
        with self._wake:
            if self._closing.is_set() or (generation is not None and generation != self._generation):
                return
            try:
                self._tell_outside(event)
            except Exception:
                _log.exception("a listener of %s failed", self._thread.name)


def one_line(error: BaseException) -> str:
    """What an error says, in one line."""
    return " ".join(str(error).split()) or type(error).__name__
