"""Turning a control keeps the steps before it and the noise after it, whenever it is turned."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from inkapp.ink.document import Document
from inkapp.live.encoder import Prime
from inkapp.live.events import Grown
from model.sampler import Sampler
from model.trace import Controls
from tests.live import fakes
from tests.live.fakes import PATIENCE, WatchedSampler, page_of
from tests.live.sampling_threads import Start, at_the_gate, points


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
