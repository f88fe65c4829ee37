"""The sampling thread: the latest request wins, cancel is obeyed within a step, a fault is told and ends nothing."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from inkapp.ink.document import Document, Page
from inkapp.ink.ghost import Ghost
from inkapp.live.encoder import Prime, encode_for
from inkapp.live.events import Event, Failed, Grown, Nothing, Ready, Steps
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.sampling_thread import SamplingThread
from model.sampler import Sampler
from model.trace import Controls
from tests.live import fakes
from tests.live.fakes import PATIENCE, Ear, Row, WatchedSampler, page_of
from tests.live.sampling_threads import Start, at_the_gate, points


def test_it_says_ready_and_grows_a_ghost(start: Start) -> None:
    session, ear = start(WatchedSampler())
    ear.wait(Ready, lambda event: event.name == "tiny")
    document = page_of(20, 26)
    ticket = session.request(document, 0, seed=3, controls=Controls(0.6), limit=50)
    ghost = ear.ghost(ticket)
    assert len(points(ghost)) == 50 and ghost.seed == 3 and ghost.revision == document.revision
    grown = [event for event in ear.of(ticket) if isinstance(event, Grown)]
    assert all(event.revision == document.revision for event in grown)
    assert points(grown[0].ghost) == points(ghost)[:1], "the first ghost comes after the first point"
    steps = [step for event in ear.events if isinstance(event, Steps) for step in event.steps]
    assert [step.index for step in steps] == list(range(50))


def test_what_is_asked_before_the_network_is_there_is_answered_when_it_is(start: Start) -> None:
    loaded = threading.Event()

    def load() -> Sampler:
        assert loaded.wait(PATIENCE)
        return WatchedSampler()

    session, ear = start(load)
    session.observe(page_of(20), 0)
    early = session.request(page_of(20), 0, 1, Controls(), 10)
    ticket = session.request(page_of(20, 30), 0, 2, Controls(), 10)
    assert ear.events == []
    loaded.set()
    assert ear.ghost(ticket).seed == 2
    assert ear.of(early) == [] and isinstance(ear.events[0], Ready)


def test_a_network_that_does_not_load_is_told_and_all_else_is_harmless(start: Start) -> None:
    def load() -> Sampler:
        raise OSError("no such\nfile")

    session, ear = start(load)
    assert ear.wait(Failed).message == "no such file"
    session.observe(page_of(20), 0)
    ticket = session.request(page_of(20), 0, 1, Controls(), 10)
    assert ear.wait(Nothing).message == "no such file"
    session.retune(ticket, Controls(1.0), 3)
    session.cancel()
    again = session.request(page_of(20), 0, 1, Controls(), 10)
    ear.wait(Nothing, lambda event: event.ticket == again)
    assert sum(isinstance(event, Failed) for event in ear.events) == 1


def test_an_empty_page_says_what_is_missing(start: Start) -> None:
    session, ear = start(WatchedSampler())
    session.observe(Document(), 0)
    ticket = session.request(Document(), 0, 1, Controls(), 10)
    told = ear.wait(Nothing)
    assert (told.ticket, told.message) == (ticket, "nothing is written here")
    assert not any(isinstance(event, Failed) for event in ear.events)


def test_a_full_page_says_so(start: Start) -> None:
    class Full(Row):
        def __init__(self, prime: Prime, page: Page, weights: str, seed: int, limit: int) -> None:
            super().__init__(prime, page, weights, seed, 0)

    session, ear = start(WatchedSampler(), lay_out=Full)
    session.request(page_of(20), 0, 1, Controls(), 10)
    assert "room" in ear.wait(Nothing).message


def test_the_latest_request_wins_and_the_old_one_takes_no_further_step(start: Start) -> None:
    sampler = WatchedSampler(gated=True)
    session, ear = start(sampler)
    old = session.request(page_of(20), 0, 1, Controls(), 50)
    sampler.let(3)
    at_the_gate(sampler, 4)  # the fourth step of the old one waits
    skipped = session.request(page_of(20), 0, 2, Controls(), 50)
    new = session.request(page_of(20, 28), 0, 3, Controls(), 5)
    told_before = len(ear.of(old))
    sampler.let(1)
    sampler.let(5 + 1)  # those of the new one, and the one that its layout refuses
    assert ear.ghost(new).seed == 3
    assert len(ear.of(old)) == told_before and ear.of(skipped) == []
    assert [seed for seed, *_ in sampler.begun] == [1, 3]
    assert sampler.taken == 4 + 6


def test_cancel_is_obeyed_within_a_step_and_nothing_is_told_after_it(start: Start) -> None:
    sampler = WatchedSampler(gated=True)
    session, ear = start(sampler)
    ticket = session.request(page_of(20), 0, 1, Controls(), 50)
    sampler.let(2)
    at_the_gate(sampler, 3)
    session.cancel()
    told = len(ear.events)
    sampler.let(20)
    session.retune(ticket, Controls(1.0), 1)  # of a cancelled ticket: ignored
    after = session.request(page_of(20), 0, 2, Controls(), 5)
    ear.ghost(after)
    assert all(getattr(event, "ticket", after) == after for event in ear.events[told:])
    assert [seed for seed, *_ in sampler.begun] == [1, 2]
    assert sampler.taken == 3 + 6, "the step under way was the cancelled ticket's last"


def test_closing_while_it_samples_ends_the_thread_and_the_telling(start: Start) -> None:
    sampler = WatchedSampler(gated=True)
    session, ear = start(sampler)
    session.request(page_of(20), 0, 1, Controls(), 50)
    sampler.let(2)
    at_the_gate(sampler, 3)
    assert not session.close(0.0)
    told = list(ear.events)
    sampler.let(1)
    assert session.close(PATIENCE) and session.close(0.0)
    session.observe(page_of(20), 0)
    session.request(page_of(20), 0, 1, Controls(), 5)
    session.cancel()
    assert ear.events == told and sampler.taken == 3


def test_a_fault_in_the_network_is_told_and_the_thread_goes_on(start: Start) -> None:
    sampler = WatchedSampler(breaks_at=4)
    session, ear = start(sampler)
    session.request(page_of(20), 0, 1, Controls(), 50)
    assert ear.wait(Failed).message == "the network broke"
    sampler.breaks_at = None
    ticket = session.request(page_of(20), 0, 1, Controls(), 50)
    assert len(points(ear.ghost(ticket))) == 50


def test_a_fault_in_the_encoder_is_told_and_reading_ahead_goes_on(start: Start) -> None:
    def fragile(document: Document, page: int, sampler: Sampler) -> Prime:
        if len(document.pages[page].strokes) == 1:
            raise RuntimeError("cannot read this")
        return fakes.encode(document, page, sampler)

    session, ear = start(WatchedSampler(), encode=fragile)
    session.observe(page_of(20), 0)
    assert ear.wait(Failed).message == "cannot read this"
    assert ear.ghost(session.request(page_of(20, 30), 0, 1, Controls(), 5))


def test_a_fault_in_the_listener_does_not_end_the_thread() -> None:
    ear = Ear()

    def tell(event: Event) -> None:
        ear.tell(event)
        raise RuntimeError("deaf")

    session = SamplingThread(WatchedSampler, tell, encode=fakes.encode, lay_out=Row)
    assert ear.ghost(session.request(page_of(20), 0, 1, Controls(), 5))
    assert session.close(PATIENCE)


def test_equal_seeds_give_equal_ghosts(start: Start) -> None:
    session, ear = start(WatchedSampler())
    one, other, different = (
        points(ear.ghost(session.request(page_of(20, 30), 0, seed, Controls(0.7), 40))) for seed in (8, 8, 9)
    )
    assert one == other != different


def test_a_network_that_never_lets_the_layout_end_is_stopped(start: Start) -> None:
    class Endless(Row):
        def __init__(self, prime: Prime, page: Page, weights: str, seed: int, limit: int) -> None:
            super().__init__(prime, page, weights, seed, 10**9)

    session, ear = start(WatchedSampler(), lay_out=Endless)
    ghost = ear.ghost(session.request(page_of(20), 0, 1, Controls(), 20))
    assert len(points(ghost)) == 130


def test_a_limit_below_one_is_refused(start: Start) -> None:
    session, _ = start(WatchedSampler())
    with pytest.raises(ValueError, match="at least one point"):
        session.request(page_of(20), 0, 1, Controls(), 0)


def test_the_real_roads_between_page_and_rows(start: Start) -> None:
    """With the real encoder and layout: ink comes to stand to the right of what is written, on the page."""
    session, ear = start(WatchedSampler(), encode=encode_for, lay_out=PageLayout)
    document = page_of(20, 25, 32, 37)
    ticket = session.request(document, 0, 4, Controls(0.3), 60)
    ghost = ear.ghost(ticket)
    assert ghost.revision == document.revision and np.isfinite(points(ghost)).all()
    told = len(ear.events)
    session.retune(ticket, Controls(1.2), 20)
    again = ear.wait(Grown, lambda event: event in ear.events[told:] and event.ghost.complete).ghost

    def before(one: Ghost) -> list[int]:
        return [int(step) for s in one.strokes for step in s.step if step < 20]

    assert before(again)[:1] == before(ghost)[:1]
    assert points(again) != points(ghost)
