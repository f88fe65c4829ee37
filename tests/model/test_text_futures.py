"""A text written side by side is each of its seeds' by itself."""

from __future__ import annotations

import numpy as np
import pytest

from model.text_futures import write_batch
from model.trace import Controls
from tests.model import nets, texts

TEXT = "side by side"


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_each_future_is_what_its_seed_writes_by_itself(layers: int) -> None:
    writer = texts.writer(layers=layers, end=-2.0)
    state = writer.begin_line(writer.feed(writer.start(), nets.ink(40, 4)), TEXT)
    seeds, controls = (3, 1, 8, 5), Controls(0.4, shake=0.3, pen=1.2)
    futures = write_batch(writer, state, TEXT, seeds, controls, 50)
    for i, seed in enumerate(seeds):
        steps = list(writer.write(state, TEXT, seed, controls, limit=50))
        count = min(len(steps), 12)  # after so many steps of a network by chance a last bit has grown
        alone = np.array([(step.dx, step.dy, step.lift) for step, _ in steps[:count]])
        beside = np.stack((futures.dx[:count, i], futures.dy[:count, i], futures.lift[:count, i]), axis=1)
        assert alone == pytest.approx(beside, abs=1e-3)
        if len(steps) <= 12:
            assert futures.steps[i] == len(steps) and futures.written[i] == steps[-1][1].written
    assert len(futures.dx) == futures.steps.max()


def test_it_stops_when_all_are_written() -> None:
    writer = texts.writer(end=50.0)
    state = writer.begin_line(writer.start(), TEXT)
    futures = write_batch(writer, state, TEXT, range(6), Controls(), 500)
    assert futures.written.all() and len(futures.dx) < 500
    first_lifts = futures.lift.argmax(axis=0) + 1
    assert futures.steps.tolist() == first_lifts.tolist()
    never = write_batch(texts.writer(end=-500.0), state, TEXT, range(3), Controls(), 20)
    assert not never.written.any() and never.steps.tolist() == [20] * 3
    none = write_batch(writer, state, TEXT, (), Controls(), 20)
    assert none.dx.shape == (0, 0)
