"""A continuation without a thread: the same ink for the same seed, and words where there is none."""

from dataclasses import replace
from itertools import takewhile

import numpy as np
import pytest

from bench.sampler import random_network
from inkapp.ink.document import Document, Stroke
from inkapp.live.continuation import Continuation, Request
from inkapp.live.encoder import NothingToContinue, encode_for
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.whole_ghost import continue_page
from model.checkpoint import LIVE
from model.sampler import Sampler
from model.trace import Controls
from tools.synthetic.words import write


@pytest.fixture(scope="module")
def sampler() -> Sampler:
    weights, config = random_network("1x16x4")
    config["representation"] = {"kind": "space"}
    return Sampler(weights, config)


def page() -> Document:
    return Document().add_strokes(write("hello", 20.0, 54.0, 4.0))


def test_equal_seed_equal_ink(sampler: Sampler) -> None:
    one, two, other = (
        continue_page(page(), 0, sampler, seed=seed, controls=Controls(0.5), points=60) for seed in (3, 3, 4)
    )
    assert one.complete and one.seed == 3 and one.to_strokes() == two.to_strokes() != other.to_strokes()
    assert all(stroke.origin is not None and stroke.origin.seed == 3 for stroke in one.to_strokes())


def test_temperature_matters(sampler: Sampler) -> None:
    cool, wild = (continue_page(page(), 0, sampler, seed=1, controls=Controls(t), points=60) for t in (0.2, 1.5))
    assert cool.to_strokes() != wild.to_strokes()


def test_a_page_without_writing_says_so(sampler: Sampler) -> None:
    dot = Stroke(np.array([20.0]), np.array([20.0]), np.zeros(1), np.ones(1))
    for document in (Document(), Document().add_strokes([dot])):
        with pytest.raises(NothingToContinue, match="Write"):
            continue_page(document, 0, sampler, seed=0, controls=Controls(), points=10)


def test_a_ghost_leaves_the_pages_ink_alone() -> None:
    live = Sampler.load(LIVE)
    hello, world = write("hello", 20.0, 54.0, 4.0), write("minimum", 75.0, 54.0, 4.0)
    below = write("light", 40.0, 66.0, 4.0)
    document = Document().add_strokes([*world, *below, *hello])
    for seed in range(4):
        ghost = continue_page(document, 0, live, seed=seed, controls=Controls(0.5), points=150)
        points = np.concatenate([np.stack((stroke.x, stroke.y), axis=1) for stroke in ghost.strokes])
        for other, baseline in (
            (world, 54.0),
            (below, 66.0),
        ):  # tails and tall letters may reach into each other's lines
            left, right = min(s.bounds[0] for s in other), max(s.bounds[2] for s in other)
            assert not ((points > (left, baseline - 3.5)) & (points < (right, baseline))).all(axis=1).any()


def first_shown(strokes: list[Stroke], seed: int) -> int:
    """Steps of the network before ink is told."""
    live, document = Sampler.load(LIVE), Document().add_strokes(strokes)
    prime, page = encode_for(document, 0, live), document.pages[0]
    start = live.at_rest(live.feed(live.start(), prime.rows), prime.gap)
    layout = PageLayout(prime, page, live.name, seed, 100)
    events = Continuation(live, Request(0, document, 0, seed, Controls(0.5), 100), start, layout).write(Controls(0.5))
    return sum(1 for _ in takewhile(lambda event: event is None, events)) + 1


@pytest.mark.parametrize("seed", range(3))
def test_ink_is_shown_from_the_first_step_where_nothing_is_near(seed: int) -> None:
    hello = write("hello", 20.0, 54.0, 4.0, seed=seed)
    assert first_shown(hello, seed) == 1
    assert first_shown([*write("minimum", 20.0, 126.0, 4.0), *write("light", 130.0, 54.0, 4.0), *hello], seed) == 1
    assert first_shown([*write("light", 60.0, 54.0, 4.0), *hello], seed) > 1  # a word waits until it is known to fit


def test_a_picture_is_not_written_on() -> None:
    tall = [
        replace(stroke, x=10 + 12 * (stroke.x - 20), y=12 * (stroke.y - 40)) for stroke in write("hello", 20, 54, 4)
    ]
    with pytest.raises(NothingToContinue, match="picture"):
        continue_page(Document().add_strokes(tall), 0, Sampler.load(LIVE), seed=0, controls=Controls(), points=10)
