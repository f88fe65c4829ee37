"""Requests to one plain thread that reads the page's ink and writes on; the latest wins.

Knows: tickets, what is stale, when to stop, and the states kept at every stroke's end, so that a pen lift leaves only
the last stroke to be read and undo, accept and re-roll start from a copy.
Refuses to know: Qt, widgets, how ink becomes rows (``encoder``) and where steps stand on the page (``place``).

The road of a request: encode the line → find the longest beginning of it that has been read before → read the rest →
sample, far faster than a pen, to the end → tell the ghost so far at once after its first point and every 16 ms then.
Every step's state is kept until the next request, so that turning a control goes on from any of them exactly.

Any thread may call the methods; none of them waits for the network. Events are told in the worker's thread.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Protocol

import numpy as np
from threadpoolctl import threadpool_limits

from inkapp.ink.document import Document, Page
from inkapp.ink.ghost import Ghost
from inkapp.live.encoder import NothingToContinue, Prime, encode
from inkapp.live.place import Placer
from model.sampler import Sampler, State
from model.strokes import Representation
from model.trace import Controls, Step

BATCH_SECONDS = 0.016  # between two Grown: a frame of a screen
DEFAULT_LIMIT = 400  # points, after which a sensible end is looked for
KEPT_STATES = 512  # stroke ends; 8 KB each at the shipped size

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """The network has loaded; ``name`` is the weights'."""

    name: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Something broke; the message is one line. The session goes on where it can."""

    message: str


@dataclass(frozen=True, slots=True)
class Grown:
    """The ghost of ``ticket`` so far, whole: it replaces what was told before."""

    ticket: int
    revision: int
    ghost: Ghost


@dataclass(frozen=True, slots=True)
class Nothing:
    """``ticket`` has no answer, and why, in words for the status line."""

    ticket: int
    revision: int
    message: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps behind the ghost since the last such event; those with these indices or above are replaced."""

    ticket: int
    steps: tuple[Step, ...]


Event = Ready | Failed | Grown | Nothing | Steps


class Placing(Protocol):
    """What the session needs of ``place.Placer``."""

    @property
    def done(self) -> bool:
        """No further step will be placed."""

    def add(self, step: Step) -> None:
        """Places one step."""

    def ghost(self, complete: bool) -> Ghost:
        """A frozen picture of what stands."""

    def cut(self, step: int) -> Placing:
        """Another one, as this was before ``step``."""


Encode = Callable[[Document, int, Sampler], Prime]
Place = Callable[[Prime, Page, str, int, int], Placing]


def encode_for(document: Document, page: int, sampler: Sampler) -> Prime:
    """The prime in the representation that the weights were trained on. Raises NothingToContinue."""
    representation = Representation(**sampler.config["representation"])
    return encode(document, page, representation, height=sampler.inputs == 4)


@dataclass(frozen=True, slots=True)
class _Request:
    ticket: int
    document: Document
    page: int
    seed: int
    controls: Controls
    limit: int


@dataclass(frozen=True, slots=True)
class _Retune:
    ticket: int
    controls: Controls
    from_step: int


@dataclass(slots=True)
class _Run:
    """One continuation: where it began, and each step told with the state after it."""

    request: _Request
    start: State
    placer: Placing
    trail: list[tuple[Step, State]] = field(default_factory=list)


class _Memory:
    """States at stroke ends by the rows that led there; the least used go first."""

    def __init__(self, size: int = KEPT_STATES) -> None:
        self._size = size
        self._states: OrderedDict[bytes, State] = OrderedDict()

    def find(self, key: bytes) -> State | None:
        state = self._states.get(key)
        if state is not None:
            self._states.move_to_end(key)
        return state

    def keep(self, key: bytes, state: State) -> None:
        self._states[key] = state
        self._states.move_to_end(key)
        while len(self._states) > self._size:
            self._states.popitem(last=False)


class Session:
    """The worker thread and its one-place letter box.

    ``load`` is called once, in the thread; ``tell`` for every event, in the thread, and must not wait for anything,
    for while it runs no other thread can ask or cancel.
    ``encode`` and ``place`` are the two roads between page and rows.
    """

    def __init__(
        self,
        load: Callable[[], Sampler],
        tell: Callable[[Event], None],
        *,
        encode: Encode = encode_for,
        place: Place = Placer,
    ) -> None:
        self._load, self._tell_outside, self._encode, self._place = load, tell, encode, place
        self._wake = threading.Condition()  # guards the letter box: all fields up to ``_closing``
        self._asked: _Request | _Retune | None = None
        self._seen: tuple[Document, int] | None = None
        self._generation = 0
        self._tickets = 0
        self._live_ticket = 0  # 0: none
        self._closing = threading.Event()
        # the worker's own
        self._sampler: Sampler | None = None
        self._trouble = ""
        self._memory = _Memory()
        self._prime: tuple[Document, int, Prime] | None = None
        self._request: _Request | None = None
        self._run: _Run | None = None
        self._thread = threading.Thread(target=self._work, name="ink-session", daemon=True)
        self._thread.start()

    # -- called from any thread ---------------------------------------------------------------------------------

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
    ) -> int:
        """Asks for ink after the last stroke of ``page``; whatever was asked before is dropped. Returns its ticket.

        Asked before the network has loaded, it is answered when that is ready. Raises ValueError for a limit < 1.
        """
        if limit < 1:
            raise ValueError(f"a continuation has at least one point, not {limit}")
        with self._wake:
            self._tickets += 1
            ticket = self._live_ticket = self._tickets
            self._post(_Request(ticket, document, page, seed, controls or Controls(), limit))
        return ticket

    def retune(self, ticket: int, controls: Controls, from_step: int) -> None:
        """Keeps the steps of ``ticket`` before ``from_step`` and goes on from there with other controls, same noise.

        A ticket that is no longer the latest is ignored.
        """
        with self._wake:
            if ticket != self._live_ticket:
                return
            if isinstance(self._asked, _Request):
                self._asked = replace(self._asked, controls=controls)
            else:
                self._post(_Retune(ticket, controls, max(from_step, 0)))

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

    def _post(self, asked: _Request | _Retune | None) -> None:
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
                except Exception as error:  # one bad page or step must not end the thread
                    _log.exception("the ink session failed at a request")
                    self._tell(Failed(_one_line(error)))

    def _open(self) -> None:
        try:
            self._sampler = self._load()
        except Exception as error:  # told to the window, which goes on without ghost ink
            self._trouble = _one_line(error)
            _log.info("the network could not be loaded: %s", self._trouble)
            self._tell(Failed(self._trouble))
        else:
            self._tell(Ready(self._sampler.name))

    def _answer(self, asked: _Request | _Retune, generation: int) -> None:
        if isinstance(asked, _Retune):
            if self._run is not None and self._run.request.ticket == asked.ticket:
                self._turn(self._run, asked, generation)
                return
            if self._request is None or self._request.ticket != asked.ticket:
                return
            asked = replace(self._request, controls=asked.controls)  # overtaken before its first point
        self._request, self._run = asked, None
        sampler = self._sampler
        if sampler is None:
            self._tell(Nothing(asked.ticket, asked.document.revision, self._trouble), generation)
            return
        try:
            prime = self._prime_of(sampler, asked.document, asked.page)
        except NothingToContinue as reason:
            self._tell(Nothing(asked.ticket, asked.document.revision, str(reason)), generation)
            return
        start = self._read(sampler, prime, lambda: self._generation != generation)
        if start is None:
            return
        placer = self._place(prime, asked.document.pages[asked.page], sampler.name, asked.seed, asked.limit)
        self._run = _Run(asked, start, placer)
        self._grow(sampler, self._run, [], placer, asked.controls, generation)

    def _turn(self, run: _Run, asked: _Retune, generation: int) -> None:
        """Other controls from a step on; where that step is not yet written, from the next one."""
        assert self._sampler is not None
        kept = run.trail[: asked.from_step]
        self._grow(self._sampler, run, kept, run.placer.cut(len(kept)), asked.controls, generation)

    def _grow(
        self,
        sampler: Sampler,
        run: _Run,
        trail: list[tuple[Step, State]],
        placer: Placing,
        controls: Controls,
        generation: int,
    ) -> None:
        """Samples on after ``trail`` to the end, telling as it goes.

        ``run`` takes over trail and placer when the first of it is told, so that a retune which is itself overtaken
        leaves no trace.
        """
        request = run.request
        # The placer knows sensible ends; this only bounds a network that never lifts the pen.
        most = request.limit + request.limit // 2 + 100
        state = trail[-1][1] if trail else run.start
        begun = len(trail)
        told = begun
        due = 0.0  # the first ghost at once
        for step, after in sampler.continue_ink(state, request.seed, controls, begun, max(most - begun, 0)):
            if self._generation != generation:
                return
            placer.add(step)
            if placer.done:
                break
            trail.append((step, after))
            if time.monotonic() >= due:
                ghost = placer.ghost(False)
                if ghost.strokes:
                    run.trail, run.placer = trail, placer
                    self._tell_grown(request, ghost, trail[told:], generation)
                    told = len(trail)
                    due = time.monotonic() + BATCH_SECONDS
        if self._generation != generation:
            return
        run.trail, run.placer = trail, placer
        ghost = placer.ghost(True)
        if ghost.strokes:
            self._tell_grown(request, ghost, trail[told:], generation)
        else:
            self._tell(
                Nothing(request.ticket, request.document.revision, "There is no room left to write on"), generation
            )

    def _tell_grown(self, request: _Request, ghost: Ghost, fresh: list[tuple[Step, State]], generation: int) -> None:
        if fresh:
            self._tell(Steps(request.ticket, tuple(step for step, _ in fresh)), generation)
        self._tell(Grown(request.ticket, request.document.revision, ghost), generation)

    def _read_ahead(self, document: Document, page: int) -> None:
        if self._sampler is None:
            return
        try:
            prime = self._prime_of(self._sampler, document, page)
        except NothingToContinue:
            return  # said when ink is asked for
        unread = self._read(self._sampler, prime, lambda: bool(self._asked or self._seen or self._closing.is_set()))
        if unread is None:
            with self._wake:
                # overtaken: what was read is kept, the rest is read after that unless newer ink has come
                self._seen = self._seen or (document, page)

    def _prime_of(self, sampler: Sampler, document: Document, page: int) -> Prime:
        """The page's prime, encoded once: the pen's lift and the request after it show the same document."""
        last = self._prime
        if last is not None and last[0] is document and last[1] == page:
            return last[2]
        prime = self._encode(document, page, sampler)
        self._prime = (document, page, prime)
        return prime

    def _read(self, sampler: Sampler, prime: Prime, overtaken: Callable[[], bool]) -> State | None:
        """The state after the prime, read stroke by stroke from the longest beginning known; None if overtaken."""
        ends = prime.stroke_rows
        keys = _beginnings(prime)
        state, row = sampler.start(), 0
        first = 0
        for index in range(len(ends) - 1, -1, -1):
            known = self._memory.find(keys[index])
            if known is not None:
                state, row, first = known, ends[index], index + 1
                break
        for key, end in zip(keys[first:], ends[first:], strict=True):
            if overtaken():
                return None
            state, row = sampler.feed(state, prime.rows[row:end]), end
            self._memory.keep(key, state)
        return state

    def _tell(self, event: Event, generation: int | None = None) -> None:
        """Tells, unless ``generation`` is no longer the latest. Under the lock, so that no cancel falls between."""
        with self._wake:
            if self._closing.is_set() or (generation is not None and generation != self._generation):
                return
            try:
                self._tell_outside(event)
            except Exception:  # a listener's fault is not the session's
                _log.exception("a listener of the ink session failed")


def _beginnings(prime: Prime) -> list[bytes]:
    """A name for what has been read at each stroke's end: the digest of all rows up to it."""
    rows = np.ascontiguousarray(prime.rows)
    digest = blake2b(digest_size=16)
    names, begin = [], 0
    for end in prime.stroke_rows:
        digest.update(rows[begin:end].tobytes())
        names.append(digest.digest())
        begin = end
    return names


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
