"""Requests to one plain thread that reads the page's ink and writes on; the latest wins.

A request is encoded, the longest beginning of its line that was read before is looked up, and the rest is read, so that a pen
lift leaves only the last stroke. Then a ``Continuation`` writes to the end, far faster than a pen, and says what it wrote. It
is kept until the next request: undo, accept and re-roll start from a kept state, and turning a control goes on from any of its
steps exactly.

Any thread may call the methods; none of them waits for the network. Events are told in the worker's thread.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

from threadpoolctl import threadpool_limits

from inkapp.ink.document import Document, Page
from inkapp.live.continuation import Choice, Continuation, Layout, Request, Retune
from inkapp.live.encoder import DRAWING, NothingToContinue, Prime, encode_for
from inkapp.live.events import Event, Failed, Grown, Nothing, Ready, Steps
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.prime_reader import Encode, PrimeReader
from model.network_protocol import Writer
from model.trace import Controls

DEFAULT_LIMIT = 400  # points, after which a sensible end is looked for

__all__ = ["DEFAULT_LIMIT", "Event", "Failed", "Grown", "Nothing", "Ready", "SamplingThread", "Steps"]

_log = logging.getLogger(__name__)


LayOut = Callable[[Prime, Page, str, int, int], Layout]


class SamplingThread:
    """The worker thread and its letter box for one request.

    ``load`` is called once, in the thread; ``tell`` for every event, in the thread, and must not wait for anything,
    for while it runs no other thread can ask or cancel.
    ``encode`` and ``lay_out`` are the two roads between page and rows.
    """

    def __init__(
        self,
        load: Callable[[], Writer],
        tell: Callable[[Event], None],
        *,
        encode: Encode = encode_for,
        lay_out: LayOut = PageLayout,
    ) -> None:
        self._load, self._tell_outside, self._encode, self._lay_out = load, tell, encode, lay_out
        self._wake = threading.Condition()  # guards the letter box: all fields up to ``_closing``
        self._asked: Request | Retune | None = None
        self._seen: tuple[Document, int] | None = None
        self._generation = 0
        self._tickets = 0
        self._live_ticket = 0  # 0: none
        self._closing = threading.Event()
        # the worker's own
        self._writer: Writer | None = None
        self._trouble = ""
        self._primes: PrimeReader | None = None
        self._request: Request | None = None
        self._run: Continuation | None = None
        self._thread = threading.Thread(target=self._work, name="ink-session", daemon=True)
        self._thread.start()

    # -- called from any thread ---------------------------------------------------------------------------------

    @property
    def writer(self) -> Writer | None:
        """The network, once it has loaded. It is frozen: whoever wants to read with it may share it."""
        return self._writer

    def observe(self, document: Document, page: int = 0) -> None:
        """A stroke has ended (or was undone): reads the line as far as it is new, when nothing more urgent waits."""
        with self._wake:
            self._seen = (document, page)
            self._wake.notify()

    def request(
        self,
        document: Document,
        page: int = 0,
        seed: int = 0,
        controls: Controls | None = None,
        limit: int = DEFAULT_LIMIT,
        insists: bool = True,
    ) -> int:
        """Asks for ink after the last stroke of ``page``; whatever was asked before is dropped. Returns its ticket.

        Where nobody ``insists`` a drawing is left alone.

        Asked before the network has loaded, it is answered when that is ready. Raises ValueError for a limit < 1.
        """
        if limit < 1:
            raise ValueError(f"a continuation has at least one point, not {limit}")
        with self._wake:
            self._tickets += 1
            ticket = self._live_ticket = self._tickets
            self._post(Request(ticket, document, page, seed, controls or Controls(), limit, insists=insists))
        return ticket

    def retune(self, ticket: int, controls: Controls, from_step: int) -> None:
        """Keeps the steps of ``ticket`` before ``from_step`` and goes on from there with other controls, same noise.

        A ticket that is no longer the latest is ignored.
        """
        with self._wake:
            if ticket != self._live_ticket:
                return
            if isinstance(self._asked, Request):
                self._asked = replace(self._asked, controls=controls)
            else:
                self._post(Retune(ticket, controls, max(from_step, 0)))

    def choose(self, ticket: int, choice: Choice, controls: Controls) -> None:
        """Keeps the steps of ``ticket`` before ``choice.step``, takes that point as it, and goes on with the same noise.

        A ticket that is no longer the latest is ignored, and a step to which nothing leads yet. Raises ValueError for a
        point that is not finite.
        """
        if not (math.isfinite(choice.dx) and math.isfinite(choice.dy)):
            raise ValueError(f"a point cannot be at ({choice.dx}, {choice.dy})")
        with self._wake:
            if ticket != self._live_ticket or choice.step < 0:
                return
            if isinstance(self._asked, Request):
                self._asked = replace(self._asked, controls=controls, first=choice if choice.step == 0 else None)
            else:
                self._post(Retune(ticket, controls, choice.step, choice))

    def cancel(self) -> None:
        """Stops within one step; nothing of any ticket given so far is told after this returns."""
        with self._wake:
            self._live_ticket = 0
            self._post(None)

    def close(self, timeout: float = 2.0) -> bool:
        """Stops the thread; True once it has ended. Nothing is told after this, and later calls are harmless."""
        self._closing.set()
        self.cancel()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _post(self, asked: Request | Retune | None) -> None:
        self._asked = asked
        self._generation += 1
        self._wake.notify()

    # -- the worker's thread ------------------------------------------------------------------------------------

    def _work(self) -> None:
        # Small products get slower with more threads, and the window wants the other cores.
        with threadpool_limits(limits=1, user_api="blas"):
            self._open()
            while not self._closing.is_set():
                with self._wake:
                    self._wake.wait_for(lambda: self._closing.is_set() or self._asked or self._seen)
                    asked, generation = self._asked, self._generation
                    seen = None if asked else self._seen
                    if asked:
                        self._asked = None
                    else:
                        self._seen = None
                if self._closing.is_set():
                    return
                try:
                    if asked is not None:
                        self._answer(asked, generation)
                    elif seen is not None:
                        self._read_ahead(*seen)
                except Exception as error:
                    _log.exception("the ink session failed at a request")
                    self._tell(Failed(_one_line(error)))

    def _open(self) -> None:
        try:
            self._writer = self._load()
            self._primes = PrimeReader(self._writer, self._encode)
        except Exception as error:
            self._trouble = _one_line(error)
            _log.info("the network could not be loaded: %s", self._trouble)
            self._tell(Failed(self._trouble))
        else:
            self._tell(Ready(self._writer.name))

    def _answer(self, asked: Request | Retune, generation: int) -> None:
        if isinstance(asked, Retune):
            if self._run is not None and self._run.request.ticket == asked.ticket:
                self._follow(self._run.write(asked.controls, asked.from_step, asked.choice), generation)
                return
            if self._request is None or self._request.ticket != asked.ticket:
                return
            first = asked.choice if asked.choice is not None else self._request.first
            asked = replace(self._request, controls=asked.controls, first=first)  # overtaken before its first point
        self._request, self._run = asked, None
        writer, primes = self._writer, self._primes
        if writer is None or primes is None:
            self._tell(Nothing(asked.ticket, asked.document.revision, self._trouble), generation)
            return
        try:
            prime = primes.encode(asked.document, asked.page)
        except NothingToContinue as reason:
            self._tell(Nothing(asked.ticket, asked.document.revision, str(reason)), generation)
            return
        page = asked.document.pages[asked.page]
        if not asked.insists and prime.is_drawing(page):
            self._tell(Nothing(asked.ticket, asked.document.revision, DRAWING), generation)
            return
        read = primes.read(prime, lambda: self._generation != generation)
        if read is None:
            return
        start = writer.at_rest(read, prime.gap)  # ink is asked for when the pen rests
        layout = self._lay_out(prime, page, writer.name, asked.seed, asked.limit)
        self._run = Continuation(writer, asked, start, layout)
        self._follow(self._run.write(asked.controls, 0, asked.first), generation)

    def _follow(self, events: Iterator[Grown | Nothing | Steps | None], generation: int) -> None:
        """Tells what a continuation says, and leaves it at the first step after something newer was asked."""
        for event in events:
            if event is not None:
                self._tell(event, generation)
            if self._generation != generation:
                return

    def _read_ahead(self, document: Document, page: int) -> None:
        primes = self._primes
        if primes is None:
            return
        try:
            prime = primes.encode(document, page)
        except NothingToContinue:
            return  # said when ink is asked for

        def overtaken() -> bool:
            return bool(self._asked or self._seen or self._closing.is_set())

        read = primes.read(prime, overtaken)
        if read is not None and prime.coming is not None:  # in the frame that the next stroke will bring
            read = primes.read(prime.coming(), overtaken)
        if read is None:
            with self._wake:
                # overtaken: what was read is kept, the rest is read after that unless newer ink has come
                self._seen = self._seen or (document, page)

    def _tell(self, event: Event, generation: int | None = None) -> None:
        """Tells, unless ``generation`` is no longer the latest. Under the lock, so that no cancel falls between."""
        with self._wake:
            if self._closing.is_set() or (generation is not None and generation != self._generation):
                return
            try:
                self._tell_outside(event)
            except Exception:
                _log.exception("a listener of the ink session failed")


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
