"""A ghost keeps off ink that is there, its lines off each other, and says where no room is left."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from inkapp.ink.document import Background, Page, Stroke
from inkapp.ink.ghost import GhostStroke
from inkapp.live.encoder import WORD_GAP
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.line_pitch import REACH
from model.strokes import Frame
from tests.live.made_layouts import (
    SIZE,
    WORDS,
    crosses,
    ghost,
    ink,
    placed,
    prime,
    steps,
    tall,
    word,
)


def test_it_ends_before_ink_to_its_right_and_goes_on_below() -> None:
    world = ink(100, 130)
    there = ghost(prime(60), *WORDS, there=[world])
    assert not crosses(there, world) and len(there) == len(WORDS)
    first = [stroke for stroke in there if stroke.y.max() < 48]
    assert len(first) == 2 and 80 < max(stroke.x.max() for stroke in first) < 98
    below = there[len(first) :]
    assert all(stroke.y.min() > 48 for stroke in below) and below[0].x.min() == pytest.approx(20.0, abs=0.1)


def test_it_ends_a_words_gap_before_ink_to_its_right() -> None:
    for left in np.arange(84.0, 100.0, 1.0):
        first = [stroke for stroke in ghost(prime(60), *WORDS, there=[ink(left, 130)]) if stroke.y.max() < 48]
        assert first and max(stroke.x.max() for stroke in first) <= left - WORD_GAP * SIZE + 1e-6


def test_a_line_with_ink_on_it_is_passed_over() -> None:
    taken = [ink(25, 60, y=54), ink(20, 190, y=66), ink(100, 130)]
    there = ghost(prime(60), *WORDS, there=taken)
    assert not any(crosses(there, other) for other in taken)
    assert len(there) == len(WORDS) and {round(float(s.y.mean()) / 12 - 0.5) for s in there} == {3, 6}


def test_a_line_is_used_as_far_as_it_is_free() -> None:
    taken = [ink(100, 130), ink(90, 150, y=54)]
    there = ghost(prime(60), *WORDS, *[word(58.5 + 7 * n) for n in range(3)], there=taken)
    assert not any(crosses(there, other) for other in taken)
    assert {round(float(s.y.mean()) / 12 - 0.5) for s in there} == {3, 4, 5}


def test_where_no_line_is_free_there_is_no_room() -> None:
    full = [ink(20, 190, y=42 + 12 * n) for n in range(1, 22)]
    layout = placed(prime(60), *WORDS, there=[ink(100, 130), *full])
    assert layout.done and len(layout.ghost(True).strokes) == 2
    assert not placed(prime(60), *WORDS, there=[ink(64, 130), *full]).ghost(True).strokes


def test_tails_of_the_line_above_are_no_ink_on_the_line() -> None:
    tail = Stroke(np.full(9, 80.0), np.linspace(28, 39.5, 9), np.linspace(0, 1, 9), np.full(9, 0.5))
    alone, below_tails = ghost(prime(60), *WORDS), ghost(prime(60), *WORDS, there=[tail])
    for one, other in zip(alone, below_tails, strict=True):
        assert np.array_equal(one.x, other.x) and np.array_equal(one.y, other.y)


def test_a_word_that_is_shown_is_cut_rather_than_moved() -> None:
    wall = ink(110, 120)
    long = [(2.5 + 0.5 * n, 0.3 * (n % 2)) for n in range(80)]  # 80 mm and more, without a lift
    layout = placed(prime(60), there=[wall])
    seen: list[GhostStroke] = []
    for step in steps(long):
        layout.add(step)
        now = layout.ghost(False).strokes
        if seen and len(seen[0]) > 5:
            assert np.allclose(now[0].x[: len(seen[0]) - 5], seen[0].x[:-5])
        seen = list(now)
    there = layout.ghost(True).strokes
    assert layout.done and len(there) == 1 and 100 < there[0].x.max() < 110


def test_ink_that_the_line_crosses_uphill_counts_where_it_crosses() -> None:
    of = prime(60, y=100, angle=-0.4)
    wall = Stroke(np.full(20, 110.0), np.linspace(20, 120, 20), np.linspace(0, 1, 20), np.full(20, 0.5))
    there = ghost(of, *WORDS, there=[wall])
    first = [s for s in there if s.y.min() < 98]
    assert first and max(s.x.max() for s in first) < 110


@pytest.mark.parametrize("at", range(1, 40))
def test_other_ink_moves_nothing_that_stands_when_the_rest_is_written_anew(at: int) -> None:
    taken = [ink(100, 130), ink(20, 190, y=54)]
    whole = placed(prime(60), *WORDS, there=taken)
    again = whole.cut(at)
    for step in whole.steps[at:]:
        again.add(step)
    for one, other in zip(whole.ghost(True).strokes, again.ghost(True).strokes, strict=True):
        assert np.array_equal(one.x, other.x) and np.array_equal(one.y, other.y)


@pytest.mark.parametrize("size", [1.0, 1.6, 2.0, 2.4, 2.5, 3.0, 3.6, 4.5, 6.0, 8.0])
def test_lines_of_a_hand_of_any_size_do_not_touch_and_stand_on_rules(size: float) -> None:
    of = replace(prime(60), frame=Frame((60.0, 42.0), size, 0.0))
    there = ghost(of, *[tall(2.5 + 7 * n) for n in range(40)])
    rows: dict[float, list[GhostStroke]] = {}
    for stroke in there:
        rows.setdefault(float(stroke.y[0]), []).append(stroke)
    heights = sorted(rows)
    assert len(heights) > 1
    for above, below in pairwise(heights):
        assert (below - above) / 12 == pytest.approx(round((below - above) / 12))
        assert max(s.y.max() for s in rows[above]) < min(s.y.min() for s in rows[below])  # no tail reaches so low


def test_lines_stand_as_far_apart_as_the_hands_own_do() -> None:
    before = [ink(20, 190, y=42 - 24), ink(20, 190, y=42 - 48)]
    *_, moved = ghost(prime(180), word(2.5), word(9), there=before)
    assert abs(moved.y - 66.0).max() < 2.0


def test_on_plain_paper_the_next_line_is_as_far_down_as_the_hand_is_tall() -> None:
    page = Page(background=Background.PLAIN, rule_spacing=40.0)
    layout = PageLayout(prime(180), page, "made", 7)
    for step in steps(word(2.5), word(9)):
        layout.add(step)
    *_, moved = layout.ghost(True).strokes
    assert float(moved.y.mean()) - 42.0 == pytest.approx(REACH * SIZE, abs=1.5)


def test_a_word_whose_tail_would_touch_a_tall_letter_below_stands_beside_it() -> None:
    letter = Stroke(np.full(9, 71.0), np.linspace(46.5, 56, 9), np.linspace(0, 1, 9), np.full(9, 0.5))
    alone, beside = ghost(prime(60), tall(2.5)), ghost(prime(60), tall(2.5), there=[letter])
    assert 0.5 < beside[0].x.min() - alone[0].x.min() < 7 and np.allclose(beside[0].y[0], alone[0].y[0])
    away = np.hypot(beside[0].x[:, None] - letter.x, beside[0].y[:, None] - letter.y)
    assert away.min() > 0.5


def test_a_ghost_that_ends_for_want_of_room_is_full_and_another_is_not() -> None:
    full = [ink(20, 190, y=42 + 12 * n) for n in range(1, 22)]
    some = placed(prime(60), *WORDS, there=[ink(100, 130), *full])
    assert some.full and some.ghost(True).strokes
    none = placed(prime(60), *WORDS, there=[ink(64, 130), *full])
    assert none.full and not none.ghost(True).strokes
    at_the_foot = placed(prime(180, y=288), word(2.5), word(9), word(16))
    assert at_the_foot.full and at_the_foot.ghost(True).strokes
    enough = placed(prime(60), *WORDS, limit=8)
    assert enough.done and not enough.full and not placed(prime(60), *WORDS).full


def test_a_dot_that_would_fall_on_other_ink_is_left_out() -> None:
    there = ghost(prime(60), word(2.5), [(-3.0, -4.0), (-2.9, -4.0)], word(9), there=[ink(50, 58, y=34)])
    assert len(there) == 2 and all(stroke.x.min() > 60 for stroke in there)
