"""A line that is read along its text leaves the state that the network has after writing it."""

from __future__ import annotations

import numpy as np
import pytest

from lab.typed.primed import on_new_line, read_line
from model.text_writer import HandState, TextWriter
from model.trace import Controls
from tests.model import nets, texts


def test_reading_along_a_text_is_as_writing_it() -> None:
    writer = TextWriter(*texts.make())
    begun = writer.feed(writer.start(), nets.ink(20, 4))
    written = list(writer.write(writer.begin_line(begun, "some"), "some", 3, Controls(0.5), limit=9))
    rows = np.array([(step.dx, step.dy, step.lift, state.height) for step, state in written], dtype=np.float32)
    read = read_line(writer, begun, begun, rows, "some")
    after = written[-1][1]
    assert np.allclose(read.hidden, after.hidden, atol=1e-5) and np.allclose(read.cell, after.cell, atol=1e-5)
    other = read_line(writer, begun, begun, rows, "mess")
    hidden = read_line(writer, begun, begun, rows, "")
    assert isinstance(read, HandState) and np.array_equal(read.style, begun.style)
    assert not np.allclose(other.hidden, read.hidden) and not np.allclose(hidden.hidden, read.hidden)


def test_a_line_begins_where_a_pen_is_set_down() -> None:
    stroke = np.array([[3.0, -0.5], [4.0, 0.5], [5.0, 0.0]])
    rows = on_new_line([stroke])
    assert rows[0, 0] == pytest.approx(0.55) and rows[0, 1] == rows[0, 3] == pytest.approx(-0.5)
    assert np.allclose(np.cumsum(rows[:, 1]), rows[:, 3]), "the height is the sum of the way there"
