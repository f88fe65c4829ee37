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
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from threadpoolctl import threadpool_limits

from inkapp.ink.document import Document, Page
from inkapp.live.continuation import Choice, Continuation, Layout, Request, Retune, WordsWanted
from inkapp.live.encoder import DRAWING, NothingToContinue, Prime, encode_for
from inkapp.live.events import Event, Failed, Grown, Guessed, Nothing, Ready, Steps
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.prime_reader import Encode, PrimeReader
from inkapp.live.words.lazy_road import LazyRoad
from inkapp.live.words.pen_line import NoWords
from inkapp.live.words.words_road import WordsRoad
from inkapp.live.worker import Worker, one_line
from model.network_protocol import Writer
from model.trace import Controls

DEFAULT_LIMIT = 400  # points, after which a sensible end is looked for
PAUSE = 0.05  # seconds without a stroke, after which a line is read for its words; a pen that comes down ends that
BY_FREE_HAND = ": the ink goes on by free hand"

__all__ = ["DEFAULT_LIMIT", "Event", "Failed", "Grown", "Nothing", "Ready", "SamplingThread", "Steps"]

_log = logging.getLogger(__name__)


LayOut = Callable[[Prime, Page, str, int, int], Layout]


class SamplingThread(Worker[Request | Retune, Event]):
    """``load`` is called once, in the thread; ``tell``: see ``Worker``.

    ``encode`` and ``lay_out`` are the two roads between page and rows. ``load_words`` is called in the thread, too, when words
    are first wanted; without it there are none.
    """

    def __init__(
        self,
        load: Callable[[], Writer],
        tell: Callable[[Event], None],
        *,
        encode: Encode = encode_for,
        lay_out: LayOut = PageLayout,
        load_words: Callable[[], WordsRoad] | None = None,
    ) -> None:
        super().__init__("ink-session", tell)
        self._load, self._encode, self._lay_out = load, encode, lay_out
        self._words = LazyRoad(load_words) if load_words is not None else None
        # in the letter box, too
        self._seen: tuple[Document, int, bool] | None = None
        self._is_down = False
        self._tickets = 0
        self._live_ticket = 0  # 0: none
        # the worker's own
        self._writer: Writer | None = None
        self._trouble = ""
        self._primes: PrimeReader | None = None
        self._request: Request | None = None
        self._run: Continuation | None = None
        self._start()

    # -- called from any thread ---------------------------------------------------------------------------------

    @property
    def writer(self) -> Writer | None:
        """The network, once it has loaded. It is frozen: whoever wants to read with it may share it."""
        return self._writer

    def observe(self, document: Document, page: int = 0, *, words: bool = False) -> None:
        """A stroke has ended (or was undone): reads the line as far as it is new, when nothing more urgent waits.

        ``words``: a ghost of words is to be expected, which is made ready, too, when the pen pauses.
        """
        with self._wake:
            self._seen = (document, page, words and self._words is not None)
            self._is_down = False
            self._wake.notify()

    def pen_down(self) -> None:
        """A stroke has begun: nothing is made ready for words until it has ended."""
        with self._wake:
            self._is_down = True
            self._wake.notify()

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
        """Asks for ink after the last stroke of ``page``; whatever was asked before is dropped. Returns its ticket.

        ``limit``: points, by default ``DEFAULT_LIMIT``. Where nobody ``insists`` a drawing is left alone. ``words``: where
        they are wanted.

        Asked before the network has loaded, it is answered when that is ready. Raises ValueError for a limit < 1.
        """
        limit = DEFAULT_LIMIT if limit is None else limit
        if limit < 1:
            raise ValueError(f"a continuation has at least one point, not {limit}")
        with self._wake:
            self._tickets += 1
            self._is_down = False
            ticket = self._live_ticket = self._tickets
            self._post(
                Request(ticket, document, page, seed, controls or Controls(), limit, insists=insists, words=words)
            )
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

    def renew_words(self) -> None:
        """What words are made with has changed: it is loaded again before they are next wanted."""
        if self._words is not None:
            self._words.renew()

    def cancel(self) -> None:
        """Stops within one step; nothing of any ticket given so far is told after this returns."""
        with self._wake:
            self._live_ticket = 0
            super().cancel()

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
                    self._tell(Failed(one_line(error)))

    def _open(self) -> None:
        try:
            self._writer = self._load()
            self._primes = PrimeReader(self._writer, self._encode)
        except Exception as error:
            self._trouble = one_line(error)
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
        if asked.words is not None and self._answer_in_words(asked, asked.words, generation):
            return
        read = primes.read(prime, lambda: self._generation != generation)
        if read is None:
            return
        start = writer.at_rest(read, prime.gap)  # ink is asked for when the pen rests
        layout = self._lay_out(prime, page, writer.name, asked.seed, asked.limit)
        self._run = Continuation(writer, asked, start, layout)
        self._follow(self._run.write(asked.controls, 0, asked.first), generation)

    def _answer_in_words(self, asked: Request, words: WordsWanted, generation: int) -> bool:
        """Whether all is answered; else it is free hand's turn."""
        if self._words is None:
            return False
        revision = asked.document.revision
        try:
            found = self._words.get().continuation(asked, lambda: self._generation != generation)
        except NothingToContinue as reason:
            self._tell(Nothing(asked.ticket, revision, str(reason)), generation)
            return True
        except NoWords as reason:
            told = f"{reason}{BY_FREE_HAND if words.or_free else ''}"
            self._tell(Guessed(asked.ticket, revision, (), 0, told), generation)
            if not words.or_free:
                self._tell(Nothing(asked.ticket, revision, str(reason)), generation)
            return not words.or_free
        if found is not None:
            guessed, self._run = found
            self._tell(guessed, generation)
            self._follow(self._run.write(asked.controls, 0, asked.first), generation)
        return True

    def _follow(self, events: Iterator[Grown | Nothing | Steps | None], generation: int) -> None:
        """Tells what a continuation says, and leaves it at the first step after something newer was asked."""
        for event in events:
            if event is not None:
                self._tell(event, generation)
            if self._generation != generation:
                return

    def _read_ahead(self, document: Document, page: int, words: bool) -> None:
        primes = self._primes
        if primes is None:
            return
        try:
            prime = primes.encode(document, page)
        except NothingToContinue:
            return  # said when ink is asked for

        def overtaken() -> bool:
            return bool(self._asked or self._seen or self._closing.is_set())

        def writing() -> bool:
            return self._is_down or overtaken()

        read = primes.read(prime, overtaken)
        if read is not None and words and self._words is not None:
            # the next stroke may follow at once: then the line is read after that
            with self._wake:
                self._wake.wait_for(writing, PAUSE)
            if not writing():
                with suppress(NothingToContinue, NoWords):
                    self._words.get().read_ahead(document, page, writing)
        if read is not None and prime.coming is not None:  # in the frame of some strokes later
            read = primes.read(prime.coming(), overtaken)
        if read is None:
            with self._wake:
                # overtaken: what was read is kept, the rest is read after that unless newer ink has come
                self._seen = self._seen or (document, page, words)
