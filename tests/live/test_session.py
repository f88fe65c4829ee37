"""The session's promises: the latest wins, cancel is obeyed within a step, states are reused, turning is exact."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from inkapp.ink.document import Document, Page
from inkapp.ink.ghost import Ghost
from inkapp.live.encoder import Prime
from inkapp.live.events import Event, Failed, Grown, Nothing, Ready, Steps
from inkapp.live.layout import Placer
from inkapp.live.session import Session, encode_for
from model.sampler import Sampler
from model.trace import Controls
from tests.live import fakes
from tests.live.fakes import PATIENCE, Ear, Row, WatchedSampler, page_of

Start = Callable[..., tuple[Session, Ear]]


@pytest.fixture
def start() -> Iterator[Start]:
    opened: list[tuple[Session, object]] = []

    def begin(load: Sampler | Callable[[], Sampler], **roads: object) -> tuple[Session, Ear]:
        ear = Ear()
        loader = (lambda: load) if isinstance(load, Sampler) else load
        roads = {"encode": fakes.encode, "place": Row, **roads}
        session = Session(loader, ear.tell, **roads)  # type: ignore[arg-type]
        opened.append((session, load))
        return session, ear

    yield begin
    for session, load in opened:
        if isinstance(load, WatchedSampler):
            load.let(10_000)
        assert session.close(PATIENCE)


def points(ghost: Ghost) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for s in ghost.strokes for x, y in zip(s.x, s.y, strict=True)]


def at_the_gate(sampler: WatchedSampler, times: int = 1) -> None:
    for _ in range(times):
        assert sampler.reached.acquire(timeout=PATIENCE)


def reading(sampler: WatchedSampler, times: int) -> threading.Event:
    """Set once the network has read so many times."""
    done = threading.Event()
    read = sampler.feed

    def feed(state: object, rows: object) -> object:
        after = read(state, rows)  # type: ignore[arg-type]
        if len(sampler.read) == times:
            done.set()
        return after

    sampler.feed = feed  # type: ignore[method-assign, assignment]
    return done


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

    session, ear = start(WatchedSampler(), place=Full)
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
    sampler.let(5 + 1)  # those of the new one, and the one that its placer refuses
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

    session = Session(WatchedSampler, tell, encode=fakes.encode, place=Row)
    assert ear.ghost(session.request(page_of(20), 0, 1, Controls(), 5))
    assert session.close(PATIENCE)


def test_equal_seeds_give_equal_ghosts(start: Start) -> None:
    session, ear = start(WatchedSampler())
    one, other, different = (
        points(ear.ghost(session.request(page_of(20, 30), 0, seed, Controls(0.7), 40))) for seed in (8, 8, 9)
    )
    assert one == other != different


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


@pytest.mark.parametrize("at", [0, 1, 17, 39, 40, 400])
def test_turning_keeps_the_steps_before_and_the_noise_after(start: Start, at: int) -> None:
    sampler = WatchedSampler()
    session, ear = start(sampler)
    document, warm, cool = page_of(20, 30), Controls(0.9), Controls(0.2)
    plain = points(ear.ghost(session.request(document, 0, 5, warm, 40)))

    ticket = session.request(document, 0, 5, warm, 40)
    ear.ghost(ticket)
    told = len(ear.events)
    session.retune(ticket, cool, at)

    def turned(event: Grown) -> bool:
        return event in ear.events[told:] and event.ticket == ticket and event.ghost.complete

    ghost = ear.wait(Grown, turned).ghost
    kept = min(at, 40)
    assert points(ghost)[:kept] == plain[:kept] and len(points(ghost)) == 40
    assert (points(ghost) == plain) is (kept == 40)

    # what came after is what the network writes there with the same noise and the new controls
    state = sampler.feed(sampler.start(), fakes.encode(document, 0, sampler).rows)
    steps = []
    for index in range(40):
        now = warm if index < kept else cool
        step, state = next(iter(Sampler.continue_ink(sampler, state, 5, now, index)))
        steps.append((step.dx, step.dy))
    assert np.array(points(ghost)) == pytest.approx(np.cumsum(steps, axis=0), abs=1e-3)

    # and turning back brings back the ink that was
    told = len(ear.events)
    session.retune(ticket, warm, at)
    assert points(ear.wait(Grown, turned).ghost) == plain


def test_turning_while_it_grows_goes_on_from_the_step_asked_for(start: Start) -> None:
    sampler = WatchedSampler(gated=True)
    session, ear = start(sampler)
    ticket = session.request(page_of(20), 0, 5, Controls(0.9), 30)
    sampler.let(10)
    at_the_gate(sampler, 11)
    session.retune(ticket, Controls(0.3), 4)
    sampler.let(1 + 200)
    ghost = ear.ghost(ticket)
    assert len(points(ghost)) == 30
    assert sampler.begun[1][0] == 5 and sampler.begun[1][1] <= 4 and sampler.begun[1][2] == 0.3
    assert ghost.strokes[0].origin.temperature == 0.3


def test_turning_before_the_first_point_starts_with_the_new_controls(start: Start) -> None:
    loaded = threading.Event()
    sampler = WatchedSampler()

    def load() -> Sampler:
        assert loaded.wait(PATIENCE)
        return sampler

    session, ear = start(load)
    ticket = session.request(page_of(20), 0, 5, Controls(0.9), 10)
    session.retune(ticket, Controls(0.3), 0)
    loaded.set()
    ear.ghost(ticket)
    assert sampler.begun == [(5, 0, 0.3)]


def test_turning_a_request_that_is_still_being_read_does_not_lose_it(start: Start) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def slow(document: Document, page: int, sampler: Sampler) -> Prime:
        reading.set()
        assert go_on.wait(PATIENCE)
        return fakes.encode(document, page, sampler)

    sampler = WatchedSampler()
    session, ear = start(sampler, encode=slow)
    ticket = session.request(page_of(20), 0, 5, Controls(0.9), 10)
    assert reading.wait(PATIENCE)
    session.retune(ticket, Controls(0.3), 0)
    go_on.set()
    assert ear.ghost(ticket).strokes[0].origin.temperature == 0.3
    assert sampler.begun[-1] == (5, 0, 0.3)


def test_a_network_that_never_lets_the_placer_end_is_stopped(start: Start) -> None:
    class Endless(Row):
        def __init__(self, prime: Prime, page: Page, weights: str, seed: int, limit: int) -> None:
            super().__init__(prime, page, weights, seed, 10**9)

    session, ear = start(WatchedSampler(), place=Endless)
    ghost = ear.ghost(session.request(page_of(20), 0, 1, Controls(), 20))
    assert len(points(ghost)) == 130


def test_a_limit_below_one_is_refused(start: Start) -> None:
    session, _ = start(WatchedSampler())
    with pytest.raises(ValueError, match="at least one point"):
        session.request(page_of(20), 0, 1, Controls(), 0)


def test_the_real_roads_between_page_and_rows(start: Start) -> None:
    """With the real encoder and placer: ink comes to stand to the right of what is written, on the page."""
    session, ear = start(WatchedSampler(), encode=encode_for, place=Placer)
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
