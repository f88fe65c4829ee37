"""Where a ghost stands: lines, margins, left edges and the paper, by strokes made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.ink.document import Page
from inkapp.live.ghost_layout import PageLayout
from inkapp.live.word_places import HOLD
from inkapp.live.words.ghost_text import GhostText
from model.guess import Guess
from model.trace import Controls, Step
from tests.live.made_layouts import (
    MIXTURE,
    NONE,
    SIZE,
    Points,
    ghost,
    ink,
    placed,
    prime,
    steps,
    word,
)


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


THAT_THE = GhostText.of(Guess("", "that", 3, " the", 0.5), "", (ink(20.0, 30.0),))
WHOLE = GhostText.of(Guess("", "that", 4, " the end", 0.5), "", (ink(20.0, 30.0),))


def said(text: GhostText, *strokes: tuple[int, Points]) -> list[tuple[int, float, bool]]:
    """Of strokes, each with the character that is read while it is drawn: their words, left edges and whether they open a
    piece."""
    of = prime(30.0)
    layout = PageLayout(of, Page().with_strokes(of.strokes), "made", 7, text=text)
    read = [character for character, points in strokes for _ in points]
    for step, character in zip(steps(*(points for _, points in strokes)), read, strict=True):
        layout.add(replace(step, character=character))
    left = of.strokes[0].bounds[2]
    return [(one.word, (one.x.min() - left) / SIZE, one.opens_piece) for one in layout.ghost(True).strokes]


def test_what_finishes_a_word_is_of_it_though_the_space_behind_it_is_read():
    stem, bar, t = [(0.4, -2.0), (0.5, 0.0)], [(0.1, -1.2), (0.9, -1.2)], [(4.0, -2.0), (4.2, 0.0)]
    found = said(THAT_THE, (4, stem), (4, bar), (5, t))
    assert [word for word, _, _ in found] == [0, 0, 1] and [opens for _, _, opens in found] == [True, False, True]
    assert found[0][1] == pytest.approx(0.4, abs=0.05), "a letter that finishes a word is not moved off it"


def test_a_word_that_stands_whole_has_no_more_ink_after_a_wide_hop():
    found = said(THAT_THE, (4, [(3.5, -2.0), (3.6, 0.0)]), (6, [(4.4, -2.0), (4.6, 0.0)]))
    assert [word for word, _, _ in found] == [1, 1]


def test_a_new_word_keeps_off_the_one_before():
    near, next_word = [(0.6, -1.0), (1.6, 0.0)], [(6.0, -1.0), (7.0, 0.0)]
    found = said(WHOLE, (5, near), (9, next_word))
    assert [word for word, _, _ in found] == [0, 1] and found[0][1] > 2.0


def test_a_mark_on_a_word_that_stands_is_of_none_and_stays_there():
    dot, t = [(-1.0, -3.0), (-0.9, -3.0)], [(3.0, -2.0), (3.2, 0.0)]
    found = said(WHOLE, (2, dot), (5, t))
    assert [word for word, _, _ in found] == [-1, 0] and found[0][1] == pytest.approx(-1.0, abs=0.05)
