"""What the network wrote becomes ink in x-heights: on its baseline, from x = 0, in the pen's time."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.live.compose.network_run import hop_seconds, ink_of
from inkapp.live.compose.read_hand import ReadHand, read_lines
from model.attention import Faults
from model.text_protocol import Try
from model.trace import Controls
from tests.live.compose.networks import BASELINE, X_HEIGHT, MadeUpNetwork, page_of, write_run


def hand_of(network: MadeUpNetwork) -> ReadHand:
    hand = read_lines(network, [page_of().strokes], {})
    return ReadHand(hand.state, hand.measures, BASELINE, X_HEIGHT, None, {})


def test_ink_is_where_the_hand_would_have_it():
    network = MadeUpNetwork()
    made = network.write_texts(network.start(), ["minimum"], [3], Controls())[0]
    word = ink_of(made, "minimum", hand_of(network))
    drawn = write_run("minimum", 0.1, 1)
    assert len(word.strokes) == len(drawn.strokes)
    assert word.bounds[0] == pytest.approx(0.0, abs=0.02) and word.advance == pytest.approx(word.bounds[2])
    expected = (drawn.bounds[1], drawn.bounds[2] - drawn.bounds[0], drawn.bounds[3])
    assert word.bounds[1:] == pytest.approx(expected, rel=0.12, abs=0.15)
    for number in range(len("minimum")):
        assert len(word.ink(number))


def test_strokes_take_time_and_have_the_hands_pressure():
    network = MadeUpNetwork()
    hand = hand_of(network)
    word = ink_of(network.write_texts(network.start(), ["jugs"], [1], Controls())[0], "jugs", hand)
    for stroke in word.strokes:
        assert stroke.t[0] == 0.0 and (len(stroke.t) == 1 or stroke.t[-1] > 0)
        assert np.allclose(stroke.pressure, hand.measures.pressure[0])
    assert hop_seconds(2.0) > hop_seconds(1.0) > 0


def test_a_lone_dot_is_ink():
    dot = Try(np.array(((0.5, 0.3),)), np.array([True]), np.zeros(1, dtype=np.int64), Faults(early=True), 10.0)
    word = ink_of(dot, "i", hand_of(MadeUpNetwork()))
    assert len(word.strokes) == 1 and word.advance == 0.0
