"""A point that a person chose: what came before stays, it costs what it costs, and the noise after it is what it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.live.continuation import Choice, Continuation, Request
from inkapp.live.events import Steps
from inkapp.live.sampling_thread import SamplingThread
from model.sampler import Sampler
from model.trace import Controls, Step
from tests.live import fakes
from tests.live.fakes import Ear, Row, WatchedSampler, page_of, tiny_network

CALM = Controls(0.4)


def told(run: Continuation, **how: object) -> list[Step]:
    steps: list[Step] = []
    for event in run.write(CALM, **how):  # type: ignore[arg-type]
        if isinstance(event, Steps):
            steps += event.steps
    return steps


@pytest.fixture
def run() -> Continuation:
    sampler = Sampler(*tiny_network())
    document = page_of(20.0, 26.0)
    prime = fakes.encode(document, 0, sampler)
    request = Request(1, document, 0, 7, CALM, 30)
    start = replace(sampler.feed(sampler.start(), prime.rows), gap=prime.gap)
    return Continuation(sampler, request, start, Row(prime, document.pages[0], "tiny", 7, 30))


def test_what_came_before_stays_and_the_rest_goes_on_with_the_same_noise(run: Continuation) -> None:
    before = told(run)
    choice = Choice(5, 0.4, -0.2, True)
    after = told(run, from_step=5, choice=choice)
    assert after[0].index == 5 and (after[0].dx, after[0].dy, after[0].lift) == (0.4, -0.2, True)
    state = run._trail[5][1]
    wanted = run._writer.continue_ink(state, 7, CALM, 6, len(after) - 1)
    for step, (expected, _) in zip(after[1:], wanted, strict=True):
        assert (step.index, step.dx, step.dy, step.lift) == (expected.index, expected.dx, expected.dy, expected.lift)
    assert [one[0] for one in run._trail[:5]] == before[:5]
    assert after[6].dx != before[11].dx


def test_it_costs_what_the_network_says_and_is_read_like_ink(run: Continuation) -> None:
    told(run)
    sampler, (_, state) = run._writer, run._trail[3]
    step, after = sampler.choose(state, 4, CALM, 0.3, 0.1, False)
    row = np.array([[0.3, 0.1, 0.0, state.height + 0.1]], dtype=np.float32)
    read = sampler.feed(state, row)
    np.testing.assert_array_equal(after.hidden, read.hidden)
    wanted = sampler.score(np.concatenate((np.zeros((1, 4), dtype=np.float32), row)), None)
    assert step.nats != wanted[0]  # from another state
    head = sampler.expected(state.hidden[None])
    from model import mdn

    sx, sy = sampler.input_scale
    assert step.nats == pytest.approx(
        float(mdn.nats(head, np.array([0.3 / sx]), np.array([0.1 / sy]), np.array([0]))[0])
    )
    assert step.new_stroke is state.lifted and not after.lifted


def test_a_drawn_point_taken_by_hand_leaves_the_same_state(run: Continuation) -> None:
    told(run)
    for (_, state), (drawn, after) in zip(run._trail[4:20], run._trail[5:21], strict=True):
        step, mine = run._writer.choose(state, drawn.index, CALM, drawn.dx, drawn.dy, drawn.lift)
        assert step.nats == pytest.approx(drawn.nats, abs=1e-4)
        np.testing.assert_allclose(mine.hidden, after.hidden, atol=1e-5)
        assert mine.lifted == after.lifted and mine.height == pytest.approx(after.height)


@pytest.mark.parametrize("step", [12, 400])
def test_a_choice_that_is_not_next_is_ignored(run: Continuation, step: int) -> None:
    before = told(run)
    after = told(run, from_step=5, choice=Choice(step, 0.4, -0.2, True))
    assert [one.dx for one in after] == [one.dx for one in before[5:]]


@pytest.mark.parametrize("place", [(np.nan, 0.0), (0.0, np.inf)])
def test_no_point_lies_nowhere(run: Continuation, place: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        run._writer.choose(run._start, 0, CALM, *place, False)


def test_the_session_takes_it_also_before_it_has_begun() -> None:
    ear, sampler = Ear(), WatchedSampler()
    session = SamplingThread(lambda: sampler, ear.tell, encode=fakes.encode, lay_out=Row)
    try:
        ticket = session.request(page_of(20.0), 0, 3, CALM, 20)
        session.choose(ticket, Choice(0, 0.25, 0.5, False), CALM)
        first = ear.wait(Steps, lambda event: event.ticket == ticket and event.steps[0].dx == 0.25).steps[0]
        assert (first.index, first.dy) == (0, 0.5)
        ear.ghost(ticket)
        session.choose(ticket, Choice(7, -0.5, 0.125, True), CALM)
        seventh = ear.wait(Steps, lambda event: event.steps[0].index == 7 and event.steps[0].dx == -0.5).steps[0]
        assert seventh.lift
        session.choose(ticket + 5, Choice(0, 9.0, 9.0, False), CALM)  # of no ticket
        with pytest.raises(ValueError, match="cannot be"):
            session.choose(ticket, Choice(0, np.nan, 0.0, False), CALM)
    finally:
        assert session.close(fakes.PATIENCE)
