"""Typed texts to one plain thread that writes them in a hand; the latest wins.

The network is loaded when it is first needed. A hand can be made ready before its text is typed, and the first word while the
others are, so that ink comes at once when they are. A text is written far faster than a pen would, and told word by word.

Any thread may call the methods; none of them waits for the network. Events are told in the worker's thread.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from threadpoolctl import threadpool_limits

from inkapp.ink.document import Page
from inkapp.ink.errors import InkError
from inkapp.ink.typed_text import TypedText
from inkapp.live.compose.read_hand import HandReader, HandSource
from inkapp.live.compose.write_text import first_word, write_ahead, write_text
from inkapp.live.compose.written_runs import WrittenRuns
from inkapp.live.text_events import TextEnded, TextEvent, TextFailed, WordsPlaced
from inkapp.live.worker import Worker, one_line
from model.text_protocol import TextNetwork, WritingStopped

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Request:
    ticket: int
    text: TypedText
    source: HandSource
    page: Page


@dataclass(frozen=True, slots=True)
class _Coming:
    source: HandSource
    text: TypedText | None

    def begins(self, other: _Coming | _Request) -> bool:
        """Whether the other's first word is the one that is written ahead for this."""
        own, text = self.text, other.text
        return (
            own is not None
            and text is not None
            and self.source.is_same(other.source)
            and (own.seed, own.style, own.again) == (text.seed, text.style, text.again)
            and first_word(own.text) == first_word(text.text)
        )


class TextThread(Worker[_Request, TextEvent]):
    """``load`` is called in the thread when a network is first needed, and again at the next request where it failed; ``tell``:
    see ``Worker``."""

    def __init__(self, load: Callable[[], TextNetwork], tell: Callable[[TextEvent], None]) -> None:
        super().__init__("text-session", tell)
        self._load = load
        # in the letter box, too
        self._coming: _Coming | None = None
        self._tickets = 0
        # the worker's own
        self._network: TextNetwork | None = None
        self._hands: HandReader | None = None
        self._written = WrittenRuns()
        self._start()

    # -- called from any thread ---------------------------------------------------------------------------------

    def prepare(self, source: HandSource, text: TypedText | None = None) -> None:
        """A text may soon be typed in this hand: loads the network and reads the hand, unless a text is being written.

        ``text``: as far as it is typed; its first word is written ahead. It is of use where ``write`` is then given the same
        seed and style; place and id do not count.
        """
        with self._wake:
            self._coming = _Coming(source, text)
            self._wake.notify()

    def write(self, text: TypedText, source: HandSource, page: Page) -> int:
        """Writes ``text`` in the hand of ``source`` on ``page``, and on new pages like it; whatever was asked before is
        dropped. Returns its ticket."""
        with self._wake:
            self._tickets += 1
            self._post(_Request(self._tickets, text, source, page))
            return self._tickets

    def cancel(self) -> None:
        """Stops within a word; nothing of any ticket given so far is told after this returns."""
        with self._wake:
            self._coming = None
            super().cancel()

    # -- the worker's thread ------------------------------------------------------------------------------------

    def _work(self) -> None:
        # Small products get slower with more threads, and the window wants the other cores.
        with threadpool_limits(limits=1, user_api="blas"):
            while not self._closing.is_set():
                with self._wake:
                    self._wake.wait_for(lambda: self._closing.is_set() or self._asked or self._coming)
                    asked, generation = self._asked, self._generation
                    coming = None if asked else self._coming
                    self._asked = self._coming = None
                if self._closing.is_set():
                    return
                if asked is not None:
                    self._answer(asked, generation)
                elif coming is not None:
                    self._make_ready(coming, generation)

    def _answer(self, asked: _Request, generation: int) -> None:
        try:
            self._write(asked, generation)
        except WritingStopped:
            return
        except Exception as error:
            if not isinstance(error, InkError):
                _log.exception("a typed text could not be written")
            self._tell(TextFailed(asked.ticket, one_line(error)), generation)

    def _write(self, asked: _Request, generation: int) -> None:
        network, hands = self._open()
        hand = hands.read(asked.source)
        begun, note = time.monotonic(), ""
        stop = partial(self._is_over, generation)
        for progress in write_text(asked.text, hand, asked.page, network, stop, self._written):
            took = time.monotonic() - begun
            left = took / progress.done * (progress.total - progress.done)
            self._tell(WordsPlaced(asked.ticket, progress.words, progress.done, progress.total, left), generation)
            note = progress.note
        self._tell(TextEnded(asked.ticket, note), generation)

    def _make_ready(self, coming: _Coming, generation: int) -> None:
        try:
            network, hands = self._open()
            hand = hands.read(coming.source)
            if coming.text is not None and first_word(coming.text.text):
                write_ahead(coming.text, hand, network, self._written, partial(self._is_needless, coming, generation))
        except (InkError, WritingStopped):
            return  # what is wrong is said when the text is to be written
        except Exception as error:  # said then, too
            _log.info("a text could not be made ready: %s", one_line(error))

    def _is_over(self, generation: int) -> bool:
        """Whether something else was asked for since, or nothing is wanted any more."""
        return self._generation != generation

    def _is_needless(self, coming: _Coming, generation: int) -> bool:
        """Whether what was asked for since begins otherwise, or nothing is wanted any more. Who has typed on, or wants the text
        now, waits for the word that is under way."""
        latest = self._asked or self._coming
        if latest is None:
            return self._is_over(generation)
        return self._closing.is_set() or not coming.begins(latest)

    def _open(self) -> tuple[TextNetwork, HandReader]:
        if self._network is None or self._hands is None:
            self._network = self._load()
            self._hands = HandReader(self._network)
        return self._network, self._hands
