"""The style vector of a hand: what it is made of, and what of a network it moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.style import StyleReader, likeness
from model.text_futures import write_batch
from model.trace import Controls
from tests.model import nets, texts

SCALE = (0.75, 0.5)


def reader(seed: int = 0) -> StyleReader:
    return StyleReader(texts.make(seed=seed)[0], SCALE)


def test_equal_ink_has_equal_style_and_other_ink_another() -> None:
    one, same, other = (reader().read(nets.ink(60, 4, seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, same) and one.shape == (5,) and np.abs(one - other).max() > 1e-3


def test_of_no_ink_it_is_nobodys() -> None:
    assert not reader().read(np.zeros((0, 4), dtype=np.float32)).any() and not reader().nobody.any()


def test_it_hardly_depends_on_how_often_the_same_is_written() -> None:
    """A mean and a deviation over rows: but for where copies meet they are those of one copy."""
    ink = nets.ink(200, 4, 3)
    once, thrice = reader().read(ink), reader().read(np.concatenate((ink, ink, ink)))
    assert once == pytest.approx(thrice, abs=0.02 * float(np.abs(once).max()))


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_row_or_two_have_one(rows: int) -> None:
    assert np.isfinite(reader().read(nets.ink(rows, 4))).all()


def test_after_the_same_state_another_style_writes_other_ink_and_the_trunk_the_same() -> None:
    writer = texts.writer(end=-2.0)
    state = writer.feed(writer.start(), nets.ink(40, 4))
    other = replace(state, style=state.style + np.float32(1.0))
    one, two = (write_batch(writer, at, ["word"], [3], Controls(temperature=0.5), 20)[0] for at in (state, other))
    assert not np.array_equal(one.dx, two.dx)
    begun, elsewhere = (writer.begin_line(at, "word") for at in (state, other))
    assert not np.array_equal(begun.hidden, elsewhere.hidden) and np.array_equal(elsewhere.style, other.style)
    assert np.array_equal(writer.feed(state, nets.ink(9, 4)).hidden, writer.feed(other, nets.ink(9, 4)).hidden)


def test_ink_that_is_read_is_what_its_style_is_of() -> None:
    writer = texts.writer()
    ink = nets.ink(40, 4)
    assert np.array_equal(writer.feed(writer.start(), ink).style, StyleReader(texts.make()[0], SCALE).read(ink))
    assert not writer.style_of(writer.start()).any()


def test_what_is_written_is_compared_with_the_hand_as_if_it_were_read() -> None:
    writer = texts.writer(end=-2.0)
    state = writer.feed(writer.start(), nets.ink(40, 4))
    for one in write_batch(writer, state, ["word", "b"], [3, 4], Controls(temperature=0.5)):
        rows = np.stack((one.dx, one.dy, one.lift, np.cumsum(one.dy)), axis=1)[1:]
        own = writer.feed(writer.start(), rows).style
        cosine = own @ state.style / (np.linalg.norm(own) * np.linalg.norm(state.style))
        assert one.likeness == pytest.approx(float(cosine), abs=1e-6)
    (nobodys,) = write_batch(writer, writer.start(), ["word"], [3], Controls(temperature=0.5))
    assert nobodys.likeness == 0.0


def test_a_vector_is_like_itself_and_nothing_is_like_nobodys() -> None:
    one = reader().read(nets.ink(60, 4, 1))
    assert likeness(one, 3 * one) == pytest.approx(1.0) and likeness(one, -one) == pytest.approx(-1.0)
    assert likeness(one, reader().nobody) == 0.0
