"""What a session reads: strokes as they end, once each, and the frame to come before it is needed."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np

from inkapp.ink.document import Document
from inkapp.live.encoder import Prime
from inkapp.live.events import Ready
from model.sampler import Sampler
from model.trace import Controls
from tests.live import fakes
from tests.live.fakes import PATIENCE, WatchedSampler, page_of
from tests.live.sampling_threads import Start, at_the_gate, points, reading


def test_only_what_is_new_is_read(start: Start) -> None:
    sampler = WatchedSampler()
    session, ear = start(sampler)
    document = page_of(20, 30, 40)
    ear.ghost(session.request(document, 0, 1, Controls(), 3))
    assert sampler.read == [6, 6, 6]
    for seed in (1, 2, 3):  # re-roll
        ear.ghost(session.request(document, 0, seed, Controls(), 3))
    assert sampler.read == [6, 6, 6]
    ear.ghost(session.request(page_of(20, 30), 0, 1, Controls(), 3))  # undo
    assert sampler.read == [6, 6, 6]
    ear.ghost(session.request(page_of(20, 30, 40, 50), 0, 1, Controls(), 3))  # redo and on
    assert sampler.read == [6, 6, 6, 6]
    ear.ghost(session.request(page_of(20, 30, 41), 0, 1, Controls(), 3))  # another third stroke is other ink
    assert sampler.read == [6, 6, 6, 6, 6]


def test_strokes_are_read_as_they_end(start: Start) -> None:
    sampler = WatchedSampler(gated=True)
    session, _ = start(sampler)
    seen = reading(sampler, 2)
    session.observe(page_of(20), 0)
    session.observe(page_of(20, 30), 0)
    assert seen.wait(PATIENCE)
    session.request(page_of(20, 30, 40), 0, 1, Controls(), 3)
    at_the_gate(sampler)
    assert sampler.read == [6, 6, 6]


def test_what_the_next_stroke_will_bring_is_read_before_it_comes(start: Start) -> None:
    """The line measured anew is read in the new frame while the next stroke is written, not when it ends."""
    sampler = WatchedSampler()
    frames = reading(sampler, 4)

    def encode(document: Document, page: int, sampler: Sampler) -> Prime:
        """Plain rows for one and two strokes; for three those of another frame, which two say is coming."""
        prime = fakes.encode(document, page, sampler)
        other = replace(prime, rows=prime.rows * np.float32(2.0))
        if len(prime.stroke_rows) == 2:
            return replace(prime, coming=lambda: other)
        return other if len(prime.stroke_rows) == 3 else prime

    session, ear = start(sampler, encode=encode)
    session.observe(page_of(20, 30), 0)
    assert frames.wait(PATIENCE)
    assert sampler.read == [6, 6, 6, 6]  # two strokes as they are, and both again in the frame to come
    ear.ghost(session.request(page_of(20, 30, 40), 0, 1, Controls(), 3))
    assert sampler.read == [6, 6, 6, 6, 6]


def test_ink_seen_while_a_ghost_grows_is_read_after_it(start: Start) -> None:
    sampler = WatchedSampler(gated=True)
    session, ear = start(sampler)
    ticket = session.request(page_of(20), 0, 1, Controls(), 3)
    at_the_gate(sampler)
    session.observe(page_of(20, 30), 0)
    sampler.let(4)
    assert len(points(ear.ghost(ticket))) == 3
    later = session.request(page_of(20, 30), 0, 1, Controls(), 3)
    sampler.let(4)
    ear.ghost(later)
    assert sampler.read == [6, 6]


def test_read_ahead_gives_way_to_a_request_and_loses_nothing(start: Start) -> None:
    sampler = WatchedSampler()
    session, ear = start(sampler)
    ear.wait(Ready)
    at_first, go_on = threading.Event(), threading.Event()
    read = sampler.feed

    def feed(state: object, rows: object) -> object:
        if not sampler.read:
            at_first.set()
            assert go_on.wait(PATIENCE)
        return read(state, rows)  # type: ignore[arg-type]

    sampler.feed = feed  # type: ignore[method-assign, assignment]
    session.observe(page_of(20, 30, 40), 0)
    assert at_first.wait(PATIENCE)
    ticket = session.request(page_of(20, 35), 0, 1, Controls(), 3)
    go_on.set()
    ear.ghost(ticket)
    ear.ghost(session.request(page_of(20, 30, 40), 0, 1, Controls(), 3))
    # the shared first stroke once, the request's second, then the two that were put off
    assert sampler.read == [6, 6, 6, 6]
