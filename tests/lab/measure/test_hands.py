"""The table of real hands' measures, over made-up lines."""

from __future__ import annotations

import numpy as np

from inkapp.live.compose.hand import Hand
from lab.measure.hands import MEASURES, hand_of, table
from tools.synthetic.lines import made_up_line
from training.data.iam import Line


def test_a_lines_hand_is_what_its_ink_says():
    hands = [hand for writer in range(4) if (hand := hand_of(made_up_line("x", writer, 0))) is not None]
    assert len(hands) == 4 and len({hand.slant for hand in hands}) == 4
    assert all(50 < hand.x_height < 400 for hand in hands)  # the data set's units


def test_a_line_without_an_extent_has_none():
    dots = Line("x", np.array([[1, 1, 0], [1, 1, 0]], dtype=np.float32), np.array([True, True]))
    assert hand_of(dots) is None


def test_the_table_has_a_row_a_measure():
    lines = table([Hand(slant=slant) for slant in (0.1, 0.2, 0.3)])
    assert len(lines) == 2 + len(MEASURES)
    row = next(line for line in lines if line.startswith("slant")).split()
    assert row[3] == "0.2000" and len(row) == 6
