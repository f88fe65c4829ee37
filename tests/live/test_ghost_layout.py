"""Where a ghost stands: lines, margins, left edges and the paper, by strokes made by hand.

Units are the frame's: 2 mm each. The person's line stands on the rule at 42 mm and ends at the pen, which is at 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from inkapp.ink.document import Background, Page, Stroke
from inkapp.ink.ghost import GhostStroke
from inkapp.live.encoder import Prime
from inkapp.live.ghost_layout import HOLD, PageLayout
from inkapp.live.line_pitch import REACH
from model.strokes import Frame
from model.trace import Controls, Mixture, Step

SIZE = 2.0
Points = list[tuple[float, float]]
NONE = np.zeros(1, np.float32)
MIXTURE = Mixture(NONE, NONE, NONE, NONE, NONE, NONE, 0.0)


def prime(pen_x: float, left: float = 20.0, y: float = 42.0, angle: float = 0.0) -> Prime:
    """A straight line of ink from ``left`` to the pen, page mm."""
    x = np.linspace(left, pen_x, 10)
    stroke = Stroke(x, y + (x - pen_x) * np.tan(angle), np.linspace(0, 1, 10), np.full(10, 0.5))
    return Prime(np.zeros((1, 4), np.float32), Frame((pen_x, y), SIZE, angle), (0.0, 0.0), 0, (1,), (stroke,), 1)


def steps(*strokes: Points) -> list[Step]:
    """Steps of a network that draws these strokes, the pen being at (0, 0) before."""
    made: list[Step] = []
    x = y = 0.0
    for points in strokes:
        for number, (to_x, to_y) in enumerate(points):
            lift = number == len(points) - 1
            step = Step(len(made), to_x - x, to_y - y, lift, number == 0, 0.0, Controls(), MIXTURE, 0, NONE, NONE)
            made.append(step)
            x, y = to_x, to_y
    return made


def placed(of: Prime, *strokes: Points, limit: int = 400, there: Sequence[Stroke] = ()) -> PageLayout:
    """``there``: what stands on the page besides."""
    layout = PageLayout(of, Page().with_strokes((*there, *of.strokes)), "made", 7, limit)
    for step in steps(*strokes):
        layout.add(step)
    return layout


def ghost(of: Prime, *strokes: Points, there: Sequence[Stroke] = ()) -> tuple[GhostStroke, ...]:
    return placed(of, *strokes, there=there).ghost(True).strokes


def ink(left: float, right: float, y: float = 42.0, height: float = 1.5) -> Stroke:
    """A zigzag as a written word is one, page mm."""
    x = np.linspace(left, right, 40)
    return Stroke(x, y + height * np.where(np.arange(40) % 2, 1.0, -1.0), np.linspace(0, 1, 40), np.full(40, 0.5))


def word(at: float, width: float = 4.0) -> Points:
    """A stroke as wide as a word that begins a little to the right of its leftmost ink, as an a does."""
    return [(at + 0.8, -0.5), (at, 0.0), (at + 0.8, 0.5), *((at + n, 0.2) for n in range(1, round(width) + 1))]


def test_the_first_stroke_is_drawn_at_once_and_the_next_after_its_way() -> None:
    first, second = ghost(prime(60), word(2.5), word(9))
    assert first.t[0] == 0.0
    assert second.t[0] > first.t[-1]


def test_a_word_with_room_stays_on_its_line() -> None:
    (stroke,) = ghost(prime(60), word(2.5))
    assert stroke.x.min() == pytest.approx(65.0, abs=0.1)
    assert abs(stroke.y - 42.0).max() < 2.0


def test_a_word_across_the_margin_stands_with_its_leftmost_ink_at_the_left_edge_one_rule_below() -> None:
    of = prime(180)
    shown, moved = ghost(of, word(2.5), word(9))
    assert shown.x.max() <= 195
    assert moved.opens_piece
    assert moved.x.min() == pytest.approx(of.left, abs=0.1)
    assert abs(moved.y - 54.0).max() < 2.0


def test_where_the_pen_is_beyond_the_margin_the_first_word_is_measured_too() -> None:
    of = prime(196)
    (moved,) = ghost(of, word(2.5))
    assert moved.x.min() == pytest.approx(of.left, abs=0.1)


def test_a_stroke_of_several_letters_counts_as_one_with_its_word() -> None:
    of = prime(180)
    *_, first, second = ghost(of, word(2.5), word(9, 1.0), word(10.5, 4.0))
    assert (first.y - 54).max() < 2 and second.x.min() - first.x.min() == pytest.approx(3.0, abs=0.1)


def test_a_dot_of_the_last_word_stays_above_it_when_the_next_word_has_gone_down() -> None:
    dot = [(4.0, -2.0), (4.1, -2.0)]
    *_, moved, dotted = ghost(prime(180), word(2.5), word(9), dot)
    assert moved.y.min() > 50
    assert dotted.x[0] == pytest.approx(188.0, abs=0.1) and dotted.y[0] == pytest.approx(38.0, abs=0.1)


def test_a_dot_of_the_persons_own_last_word_stays_above_it() -> None:
    dotted, moved = ghost(prime(190), [(-2.0, -2.0), (-1.9, -2.0)], word(2.5))
    assert dotted.x[0] == pytest.approx(186.0, abs=0.1) and dotted.y[0] == pytest.approx(38.0, abs=0.1)
    assert moved.y.min() > 50


def test_what_is_too_long_for_the_line_is_parted_at_a_lift() -> None:
    of = prime(60, left=58)
    strokes = [word(2.5 + 5 * n, 4.0) for n in range(20)]  # no gap that is a word's
    there = ghost(of, *strokes)
    assert max(stroke.x.max() for stroke in there) <= 195
    assert sum(stroke.opens_piece for stroke in there) == 2
    below = [stroke for stroke in there if stroke.y.min() > 50]
    assert min(stroke.x.min() for stroke in below) == pytest.approx(of.left, abs=0.1)


def test_nothing_is_written_beside_the_paper() -> None:
    endless = [(2.5 + n, 0.0) for n in range(200)]
    layout = placed(prime(60), word(2.5), endless)
    assert layout.done and len(layout.ghost(True).strokes) == 1
    steep = placed(prime(60, y=60, angle=-1.2), word(2.5), [(8.0 + n, 0.0) for n in range(40)], word(60))
    there = steep.ghost(True).strokes
    assert steep.done and len(there) == 1 and there[0].y.min() > 0


def test_under_the_last_line_there_is_none() -> None:
    layout = placed(prime(180, y=288), word(2.5), word(9), word(16))
    assert layout.done and [stroke.x.max() <= 195 for stroke in layout.ghost(True).strokes] == [True]


def test_a_word_at_the_margin_is_not_shown_before_its_place_is_known() -> None:
    layout = placed(prime(180), word(2.5))
    assert not layout.ghost(False).strokes
    assert len(layout.ghost(True).strokes) == 1


def test_a_line_that_slopes_goes_on_under_its_own_beginning() -> None:
    of = prime(180, left=20, y=60, angle=-0.1)
    *_, moved = ghost(of, word(2.5), word(9))
    assert moved.x.min() == pytest.approx(20.0, abs=0.5)
    assert moved.y.mean() == pytest.approx(60 + 160 * np.tan(0.1) + 12, abs=1.5)


WORDS = [word(2.5 + 7 * n) for n in range(8)]  # each 8 mm wide, a gap of 6 mm between


def crosses(strokes: Sequence[GhostStroke], other: Stroke) -> bool:
    left, top, right, bottom = other.bounds
    return any(bool(((s.x > left) & (s.x < right) & (s.y > top) & (s.y < bottom)).any()) for s in strokes)


def test_it_ends_before_ink_to_its_right_and_goes_on_below() -> None:
    world = ink(100, 130)
    there = ghost(prime(60), *WORDS, there=[world])
    assert not crosses(there, world) and len(there) == len(WORDS)
    first = [stroke for stroke in there if stroke.y.max() < 48]
    assert len(first) == 2 and 80 < max(stroke.x.max() for stroke in first) < 98
    below = there[len(first) :]
    assert all(stroke.y.min() > 48 for stroke in below) and below[0].x.min() == pytest.approx(20.0, abs=0.1)


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


@pytest.mark.parametrize("at", range(1, 21))
def test_what_stands_stays_when_the_rest_is_written_anew(at: int) -> None:
    """Other steps from ``at`` on, as wild as they may be, move nothing that was there."""
    of, told = prime(180), steps(word(2.5), word(9), word(16))
    layout = PageLayout(of, Page(), "made", 7)
    for step in told:
        layout.add(step)
    whole = layout.ghost(True)
    again = layout.cut(at)
    first = told[at]
    wild = [(first.dx + 40.0 * (n == 3), first.dy, n == 6) for n in range(7)]
    for n, (dx, dy, lift) in enumerate(wild):
        new = first.new_stroke and n == 0
        again.add(Step(at + n, dx, dy, lift, new, 0.0, Controls(1.5), MIXTURE, 0, NONE, NONE))
    for before, after in zip(whole.strokes, again.ghost(True).strokes, strict=False):
        kept = (before.step < at - 1).sum()  # the curve's last piece bends to where it goes on
        same = min(int(kept), len(after))
        np.testing.assert_allclose(after.x[:same], before.x[:same], atol=0.3)
        np.testing.assert_allclose(after.y[:same], before.y[:same], atol=0.3)


def test_a_word_is_held_no_longer_than_it_takes_to_know() -> None:
    layout = placed(prime(170), word(2.5, HOLD + 3))
    assert layout.ghost(False).strokes


def tall(at: float, above: float = 2.9, below: float = 3.0) -> Points:
    """A word with a tall letter and a tail, 4 spreads wide."""
    return [(at, 0.0), (at + 1, -above), (at + 2, 0.0), (at + 3, below), (at + 4, 0.0)]


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
