"""Reading real ink along its text, and going on with it."""

from __future__ import annotations

import numpy as np
import pytest

from model.input_rows import FIRST_INK, on_new_line
from model.lstm_state import LstmState
from model.text_writer import TextState
from model.told_writer import ToldWriter, ToldWriters
from model.trace import Controls, Step
from tests.model import nets, texts

TEXT = "some text, and more"
CALM = Controls(0.4)


def rows_of(steps: list[tuple[Step, TextState]]) -> np.ndarray:
    """The rows of steps, as ink that begins on a new line."""
    rows = np.array([(step.dx, step.dy, float(step.lift), 0.0) for step, _ in steps])
    rows[:, 3] = np.cumsum(rows[:, 1])
    return rows.astype(np.float32)


def test_reading_along_what_it_wrote_leads_to_where_it_stood() -> None:
    writer = texts.writer()
    hand = writer.feed(writer.start(), nets.ink(40, 4))
    steps = list(writer.write(writer.begin_line(hand, TEXT), TEXT, 3, CALM, limit=40))
    read = writer.read_along(hand, rows_of(steps), TEXT)
    stood = steps[-1][1]
    for name in ("hidden", "cell", "place", "seen", "style"):
        assert np.allclose(getattr(read, name), getattr(stood, name), atol=1e-4), name
    assert read.lifted == stood.lifted and read.height == pytest.approx(stood.height, abs=1e-4)


def test_it_goes_on_from_any_step_as_it_would_have() -> None:
    told = ToldWriters(texts.writer())
    ink = nets.ink(30, 4)
    writer, state = told.begin(told.trunk.feed(told.trunk.start(), ink), ink, on_new_line(ink[:12]), TEXT)
    whole = list(writer.continue_ink(state, 5, CALM, limit=20))
    rest = list(writer.continue_ink(whole[8][1], 5, CALM, 9, limit=11))
    assert [step.dx for step, _ in rest] == [step.dx for step, _ in whole[9:]]
    assert all(0 <= step.character < len(TEXT) for step, _ in whole)
    assert whole[-1][0].character >= whole[0][0].character


def test_a_chosen_point_is_taken_and_the_text_goes_on_from_there() -> None:
    told = ToldWriters(texts.writer())
    ink = nets.ink(30, 4)
    writer, state = told.begin(told.trunk.start(), ink, on_new_line(ink[:12]), TEXT)
    (first, after), *_ = writer.continue_ink(state, 5, CALM, limit=1)
    chosen, then = writer.choose(state, 0, CALM, first.dx, first.dy, first.lift)
    assert chosen.nats == pytest.approx(first.nats, abs=1e-3)
    assert np.allclose(then.hidden, after.hidden, atol=1e-5) and np.allclose(then.place, after.place, atol=1e-5)
    with pytest.raises(ValueError, match="cannot be at"):
        writer.choose(state, 0, CALM, float("nan"), 0.0, False)


def test_the_style_is_that_of_all_ink() -> None:
    told = ToldWriters(texts.writer())
    ink = nets.ink(30, 4)
    styles = [told.begin(told.trunk.start(), hand, on_new_line(ink[:5]), TEXT)[1].style for hand in (ink, ink[:20])]
    assert not np.array_equal(styles[0], styles[1])


def test_a_state_in_no_text_is_refused() -> None:
    network = texts.writer()
    writer = ToldWriter(network, TEXT)
    start = writer.start()
    assert isinstance(start, LstmState) and writer.at_rest(start, 2.0) is start
    with pytest.raises(TypeError, match="in no text"):
        writer.continue_ink(writer.start(), 1, CALM)
    with pytest.raises(ValueError, match="rows of this network"):
        network.read_along(network.start(), nets.ink(4, 3), TEXT)
    with pytest.raises(ValueError):
        network.read_along(network.start(), nets.ink(4, 4), "日本")


def test_a_new_lines_first_ink_is_where_it_was_in_training() -> None:
    ink = nets.ink(6, 4)
    own = on_new_line(ink)
    assert own[0, 0] == np.float32(FIRST_INK) and own[0, 1] == ink[0, 3] and np.array_equal(own[1:], ink[1:])
    assert np.array_equal(on_new_line(ink[:0]), ink[:0])
