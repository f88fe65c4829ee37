"""A page, read: every point stands where the ink is, costs what the network says, and a ghost goes on from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assets import EXAMPLES
from inkapp.formats.registry import read_any
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.ghost import Ghost
from inkapp.inspect.page import GHOST, read_page, with_ghost
from inkapp.live.continuation import Continuation, Request
from inkapp.live.encoder import encode_for
from inkapp.live.events import Grown, Steps
from inkapp.live.ghost_layout import PageLayout
from model.checkpoint import LIVE
from model.sampler import Sampler
from model.trace import Controls, Step

EXAMPLE = EXAMPLES / "quick.ink"


@pytest.fixture(scope="module")
def sampler() -> Sampler:
    return Sampler.load(LIVE)


@pytest.fixture(scope="module")
def example() -> Document:
    return read_any(EXAMPLE)


def test_points_stand_on_the_ink_of_their_stroke(sampler: Sampler, example: Document) -> None:
    page = example.pages[0]
    found = read_page(example, 0, sampler)
    assert found.revision == example.revision and found.points == sum(map(len, found.lines)) > 50
    read = {int(i) for line in found.lines for i in line.stroke}
    assert read | set(found.unread) == set(range(len(page.strokes))) and not read & set(found.unread)
    for line in found.lines:
        for x, y, i in zip(line.x, line.y, line.stroke, strict=True):
            ink = page.strokes[i]
            assert np.hypot(ink.x - x, ink.y - y).min() < 0.6 * line.frame.size + 1.3 * line.frame.size
        ends = np.flatnonzero(line.lift)
        for end in ends:
            ink = page.strokes[line.stroke[end]]
            np.testing.assert_allclose((line.x[end], line.y[end]), (ink.x[-1], ink.y[-1]), atol=0.02)


def test_a_stroke_and_its_copy_keep_their_own_numbers(sampler: Sampler, example: Document) -> None:
    page = example.pages[0]
    twice = Document((page.with_strokes((*page.strokes, *(replace(stroke) for stroke in page.strokes))),))
    found = read_page(twice, 0, sampler)
    read = [i for line in found.lines for i in dict.fromkeys(line.stroke.tolist())]
    assert sorted([*read, *found.unread]) == list(range(2 * len(page.strokes)))


# As it runs a network rounds states to steps of 1/8192 in its products; the inspector reads them as they are
@pytest.mark.parametrize(("narrow", "apart"), [(False, 1e-4), (True, 1e-2)])
def test_prices_are_the_samplers(narrow: bool, apart: float, example: Document) -> None:
    sampler = Sampler.load(LIVE, narrow=narrow)
    for line in read_page(example, 0, sampler).lines:
        wanted = sampler.score(line.reading.rows, line.reading.first)
        np.testing.assert_allclose(line.nats[1:], wanted, atol=apart)
        assert np.isnan(line.nats[0])


def test_known_lines_are_not_read_again(sampler: Sampler, example: Document) -> None:
    first = read_page(example, 0, sampler)
    again = read_page(example, 0, sampler, first)
    assert [line.reading for line in again.lines] == [line.reading for line in first.lines]


def test_what_was_written_last_can_be_had_soon_and_the_rest_after_it(sampler: Sampler, example: Document) -> None:
    ink = example.pages[0].strokes
    for fewer, down in ((1, 24.0), (2, 48.0)):  # lines of the same rows would be one reading
        example = example.add_strokes(tuple(replace(stroke, y=stroke.y + down) for stroke in ink[:-fewer]))
    whole = read_page(example, 0, sampler)
    last = max(whole.lines, key=lambda line: int(line.stroke.max()))
    assert len(whole.lines) == 3 and whole.is_whole
    first = read_page(example, 0, sampler, soon=True)
    assert not first.is_whole and first.unread == () and len(first.lines) == 1
    np.testing.assert_array_equal(first.lines[0].stroke, last.stroke)
    rest = read_page(example, 0, sampler, first)
    assert rest.is_whole and [len(line) for line in rest.lines] == [len(line) for line in whole.lines]
    assert any(line.reading is first.lines[0].reading for line in rest.lines)


def test_a_page_of_one_line_is_whole_at_once(sampler: Sampler, example: Document) -> None:
    assert read_page(example, 0, sampler, soon=True).is_whole


@pytest.mark.parametrize("strokes", [(), (Stroke(*np.array([[5.0], [5.0], [0.0], [0.5]])),)], ids=["empty", "a dot"])
def test_what_no_network_can_judge_is_unread(sampler: Sampler, strokes: tuple[Stroke, ...]) -> None:
    found = read_page(Document((Page(strokes),)), 0, sampler)
    assert found.lines == () and found.unread == tuple(range(len(strokes))) and found.points == 0


def continuation(sampler: Sampler, document: Document, limit: int = 60) -> tuple[tuple[Step, ...], Ghost]:
    prime = encode_for(document, 0, sampler)
    layout = PageLayout(prime, document.pages[0], sampler.name, 3, limit)
    state = replace(sampler.feed(sampler.start(), prime.rows), gap=prime.gap)
    steps: dict[int, Step] = {}
    ghost = None
    for event in Continuation(sampler, Request(0, document, 0, 3, Controls(), limit), state, layout).write(Controls()):
        if isinstance(event, Steps):
            steps |= {step.index: step for step in event.steps}
        elif isinstance(event, Grown):
            ghost = event.ghost
    assert ghost is not None
    return tuple(steps[i] for i in sorted(steps)), ghost


@pytest.mark.parametrize(("narrow", "apart"), [(False, 2e-3), (True, 2e-2)])
def test_a_ghost_goes_on_from_the_line_as_it_was_sampled(narrow: bool, apart: float, example: Document) -> None:
    sampler = Sampler.load(LIVE, narrow=narrow)
    steps, ghost = continuation(sampler, example)
    page = read_page(example, 0, sampler)
    line = next(line for line in page.lines if len(example.pages[0].strokes) - 1 in line.stroke)
    both = with_ghost(line, steps, ghost)
    n = both.written
    assert n == len(line) and len(both) == n + len(both.steps) and len(both.steps) > 40
    assert (both.stroke[n:] == GHOST).all() and (both.stroke[:n] == line.stroke).all()
    np.testing.assert_allclose(both.nats[n:], [step.nats for step in both.steps], atol=apart)
    hidden = [step.hidden for step in both.steps]
    np.testing.assert_allclose(both.reading.hidden[n : len(both)], hidden, atol=apart / 20)
    read_on = sampler.heads(both.reading.rows, line.reading.first)
    np.testing.assert_allclose(both.reading.heads, read_on, atol=2e-2)
    last = next(s for s in ghost.strokes if both.steps[-1].index in s.step)
    place = np.flatnonzero(last.step == both.steps[-1].index)[-1]
    assert (both.x[-1], both.y[-1]) == (last.x[place], last.y[place])
    again = with_ghost(both, steps[:10], ghost)
    assert len(again) == n + 10
    # BLAS may sum a product of fewer rows in another order: with OpenBLAS' Haswell kernels 2e-5 nats apart, measured
    np.testing.assert_allclose(again.nats, both.nats[: n + 10], atol=2e-4)
    assert with_ghost(both, (), ghost).steps == () and len(with_ghost(both, (), ghost)) == n


def test_steps_that_were_cut_off_in_the_midst_of_a_ghost_stay_in_its_line(sampler: Sampler, example: Document) -> None:
    steps, ghost = continuation(sampler, example)
    line = next(
        line for line in read_page(example, 0, sampler).lines if len(example.pages[0].strokes) - 1 in line.stroke
    )
    whole = with_ghost(line, steps, ghost)
    parted = replace(ghost, strokes=ghost.strokes[:2] + ghost.strokes[3:])
    cut = with_ghost(line, steps, parted)
    assert len(cut) == len(whole) and cut.steps == whole.steps
    gone = np.isin([step.index for step in cut.steps], ghost.strokes[2].step)
    before = line.written + int(np.flatnonzero(gone)[0]) - 1
    n = line.written
    assert (cut.x[n:][gone] == cut.x[before]).all() and (cut.x[n:][~gone] == whole.x[n:][~gone]).all()
