"""Pages to one plain thread that reads them; the latest request wins. The network is loaded when it is first needed.

Any thread may call the methods; none of them waits for the network. Events are told in the worker's thread.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from threadpoolctl import threadpool_limits

from inkapp.ink.document import Document, Page
from inkapp.ink.typed_text import TypedText
from inkapp.live.reading.page_reader import PageReader
from inkapp.live.reading.page_text import PageText
from inkapp.live.worker import Worker, one_line
from model.line_reading import InkReader

_log = logging.getLogger(__name__)

KEPT = 200  # pages that stay read as a whole, so that their strokes are not parted into lines again


@dataclass(frozen=True, eq=False, slots=True)
class PageRead:
    """What ``page`` says, of the document that was asked about. ``number``: its index; ``left``: how many pages are still to be
    read for this ticket."""

    ticket: int
    number: int
    page: Page
    text: PageText
    left: int


@dataclass(frozen=True, slots=True)
class ReadFailed:
    """No page of this ticket will be read any more; ``message`` is one line."""

    ticket: int
    message: str


ReadEvent = PageRead | ReadFailed


@dataclass(frozen=True, eq=False, slots=True)
class _Request:
    ticket: int
    document: Document
    pages: tuple[int, ...]


class ReadThread(Worker[_Request, ReadEvent]):
    """``load`` is called in the thread when a page is first to be read, and again at the next request where it failed;
    ``tell``: see ``Worker``."""

    def __init__(self, load: Callable[[], InkReader], tell: Callable[[ReadEvent], None]) -> None:
        super().__init__("read-session", tell)
        self._load = load
        self._tickets = 0
        self._is_old = False
        # the worker's own
        self._reader: PageReader | None = None
        self._read: OrderedDict[int, tuple[Page, tuple[TypedText, ...], PageText]] = OrderedDict()
        self._start()

    def read(self, document: Document, pages: Sequence[int]) -> int:
        """Reads the pages of these indices, in this order; whatever was asked before is dropped. Returns the ticket."""
        with self._wake:
            self._tickets += 1
            self._post(_Request(self._tickets, document, tuple(pages)))
            return self._tickets

    def load_anew(self) -> None:
        """The network is to be loaded again before the next page is read: all that was read may read otherwise."""
        with self._wake:
            self._is_old = True

    def _work(self) -> None:
        # Small products get slower with more threads, and the window wants the other cores.
        with threadpool_limits(limits=1, user_api="blas"):
            while not self._closing.is_set():
                with self._wake:
                    self._wake.wait_for(lambda: self._closing.is_set() or self._asked)
                    asked, generation = self._asked, self._generation
                    self._asked = None
                if asked is not None and not self._closing.is_set():
                    self._answer(asked, generation)

    def _answer(self, asked: _Request, generation: int) -> None:
        overtaken = partial(self._is_over, generation)
        with self._wake:
            is_old, self._is_old = self._is_old, False
        if is_old:
            self._reader = None
            self._read.clear()
        try:
            for done, number in enumerate(asked.pages, 1):
                page = asked.document.pages[number]
                text = self._text(page, asked.document.texts, overtaken)
                if text is None:
                    return
                self._tell(PageRead(asked.ticket, number, page, text, len(asked.pages) - done), generation)
        except Exception as error:
            _log.exception("a page could not be read")
            self._tell(ReadFailed(asked.ticket, one_line(error)), generation)

    def _text(self, page: Page, texts: tuple[TypedText, ...], overtaken: Callable[[], bool]) -> PageText | None:
        kept = self._read.get(id(page))
        if kept is not None and kept[0] is page and kept[1] == texts:
            self._read.move_to_end(id(page))
            return kept[2]
        if self._reader is None:
            self._reader = PageReader(self._load())
        text = self._reader.read(page, texts, overtaken)
        if text is not None:
            self._read[id(page)] = page, texts, text  # while the page is here, no other has its identity
            while len(self._read) > KEPT:
                self._read.popitem(last=False)
        return text

    def _is_over(self, generation: int) -> bool:
        """Whether something else was asked for since, or nothing is wanted any more."""
        return self._generation != generation
