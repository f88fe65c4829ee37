"""A written word's value, and parts of a word set side by side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.live.compose.hand import Hand
from inkapp.live.compose.in_hand import in_hand
from inkapp.live.compose.written_word import WrittenStroke, WrittenWord, side_by_side


def line(*points: tuple[float, float], unit: int = 0) -> WrittenStroke:
    n = len(points)
    return WrittenStroke(np.array(points), np.full(n, unit), np.arange(n) / 100, np.full(n, 0.5))


def test_the_arrays_are_checked_and_frozen():
    stroke = line((0, 0), (1, -1))
    assert not any(getattr(stroke, name).flags.writeable for name in ("points", "units", "t", "pressure"))
    with pytest.raises(ValueError, match="at least one point"):
        line()
    with pytest.raises(ValueError, match="pressure has shape"):
        WrittenStroke(stroke.points, stroke.units, stroke.t, np.zeros(3))
    with pytest.raises(ValueError, match="not finite"):
        line((0, np.nan))
    with pytest.raises(ValueError, match="goes back"):
        WrittenStroke(stroke.points, stroke.units, stroke.t[::-1], stroke.pressure)


def test_its_ink_by_units_and_its_bounds():
    word = WrittenWord((line((0, 0), (1, -1)), line((2, 0.5), unit=1)), 2.0)
    assert word.bounds == (0.0, -1.0, 2.0, 0.5)
    assert word.ink().tolist() == [[0, 0], [1, -1], [2, 0.5]] and word.ink(1).tolist() == [[2, 0.5]]
    with pytest.raises(ValueError, match="without ink"):
        _ = WrittenWord((), 1.0).bounds


def test_moving_it_moves_all_of_it_and_counts_units_on():
    word = WrittenWord((line((0, 0), (1, -1)), line((2, 0.5), unit=-1)), 2.0).moved(3.0, 1.0, first_unit=4)
    assert word.bounds == (3.0, 0.0, 5.0, 1.5) and word.advance == 5.0
    assert [stroke.units.tolist() for stroke in word.strokes] == [[4, 4], [-1]]


def test_a_part_stands_under_what_leans_over_it_but_not_in_it():
    slash, dot = WrittenWord((line((0, 0), (0.9, -1.8)),), 0.9), WrittenWord((line((0, 0), (0.05, 0)),), 0.05)
    beside = side_by_side([(slash, 1), (dot, 1)], 0.3, slant=0.5)
    assert beside.strokes[1].points[0].tolist() == pytest.approx([0.3, 0.0])
    upright = side_by_side([(slash, 1), (dot, 1)], 0.3)
    assert 0.3 < upright.strokes[1].points[0, 0] <= 1.2


def test_parts_of_few_points_keep_their_distance():
    bar, dash = WrittenWord((line((0, -2), (0, 1)),), 0.0), WrittenWord((line((0, -0.4), (1, -0.4)),), 1.0)
    assert side_by_side([(bar, 1), (dash, 1)], 0.3).strokes[1].points[0, 0] == pytest.approx(0.3)


@given(st.lists(st.sampled_from("7%@αΩ+.“☑§"), min_size=1, max_size=5), st.floats(0.1, 0.6), st.floats(-0.2, 0.5))
def test_parts_keep_their_order_and_their_distance(names: list[str], gap: float, slant: float):
    hand = Hand(slant=slant)
    parts = [in_hand(name, hand, k) for k, name in enumerate(names)]
    word = side_by_side([(part, 1) for part in parts], gap, slant)
    assert [int(stroke.units[0]) for stroke in word.strokes] == [
        k for k, part in enumerate(parts) for _ in part.strokes
    ]
    assert word.advance == pytest.approx(max(stroke.points[:, 0].max() for stroke in word.strokes), abs=1e-9)
    for k in range(1, len(parts)):
        near = word.ink(k)[:, None] - word.ink(k - 1)[None]
        beside = near[np.abs(near[:, :, 1]) < 0.05]
        assert (beside[:, 0] + slant * beside[:, 1]).min(initial=np.inf) >= gap - 0.02
