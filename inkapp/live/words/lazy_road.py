"""The road of words, loaded when it is first needed, and again once what it is made with has changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from inkapp.live.words.pen_line import NoWords
from inkapp.live.words.words_road import WordsRoad
from inkapp.live.worker import one_line

_log = logging.getLogger(__name__)


class LazyRoad:
    """One thread asks for it, any may have it renewed."""

    def __init__(self, load: Callable[[], WordsRoad]) -> None:
        self._load = load
        self._old = threading.Event()
        self._road: WordsRoad | None = None
        self._trouble = ""

    def renew(self) -> None:
        """It is loaded again before it is next wanted."""
        self._old.set()

    def get(self) -> WordsRoad:
        """Raises NoWords where it cannot be loaded, each time; that is tried once."""
        if self._old.is_set():
            self._old.clear()
            self._road, self._trouble = None, ""
        if self._road is None and not self._trouble:
            try:
                self._road = self._load()
            except Exception as error:
                self._trouble = one_line(error)
                _log.info("the ghost cannot say words: %s", self._trouble)
        if self._road is None:
            raise NoWords(self._trouble)
        return self._road
