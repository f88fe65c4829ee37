"""Reading back: how unlikely a reader takes ink to say a text, by the frames that it has of it."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from model.attention import Faults
from model.ctc import log_likelihood
from model.line_reading import LineReader
from model.read_back import ReadBack
from model.strokes import Frame
from model.text_protocol import Try
from tests.model import nets

OFFSETS = np.random.default_rng(2).normal(0.3, 0.5, (40, 2))
LIFTS = np.isin(np.arange(40), (12, 25, 39))


def tried(offsets: np.ndarray = OFFSETS, lifts: np.ndarray = LIFTS) -> Try:
    return Try(offsets, lifts, np.zeros(len(offsets), dtype=np.int64), Faults(), 0.0)


@pytest.mark.parametrize("reader", [nets.reader(), nets.captioner()], ids=["rows", "picture"])
def test_it_is_what_the_frames_say_of_the_ink_as_large_as_it_was_written(reader: LineReader) -> None:
    points = np.cumsum(OFFSETS, axis=0)
    frames = reader.frames([points[:13], points[13:26], points[26:]], Frame((0.0, 0.0), 1.0, 0.0))
    labels = [reader.alphabet.index(character) + 1 for character in "ab"]
    assert ReadBack(reader).doubt(tried(), "ab") == pytest.approx(-log_likelihood(frames, labels) / 2)
    assert ReadBack(reader).doubt(tried(), "aéb") == ReadBack(reader).doubt(tried(), "ab")


def test_twice_the_size_is_other_ink() -> None:
    back = ReadBack(nets.captioner())
    assert back.doubt(tried(2 * OFFSETS), "ab") != pytest.approx(back.doubt(tried(), "ab"))


def test_too_little_ink_is_doubted_most_and_nothing_to_ask_not_at_all() -> None:
    back = ReadBack(nets.captioner())
    dot = tried(np.array([[0.5, 0.1]]), np.ones(1, dtype=np.bool_))
    assert back.doubt(dot, "abc d" * 9) == inf
    assert back.doubt(dot, "é") == 0.0 and back.doubt(tried(OFFSETS[:0], LIFTS[:0]), "ab") == 0.0
