"""The card: every sign has its box, and a stroke is of the box that holds most of it."""

from __future__ import annotations

import itertools
import string

import numpy as np
import pytest

from inkapp.ink.card import GROUPS, LARGEST_X_MM, SMALLEST_X_MM, Box, card, place_sign, sort_strokes, take_sign
from inkapp.ink.document import Stroke
from inkapp.ink.hand import is_sign
from tests.ink.documents import stroke
from tests.ink.hands import sign

BOXES = card(4.0)[0].boxes
FIRST, SECOND = BOXES[:2]


def in_box(box: Box, *points: tuple[float, float]) -> Stroke:
    """A stroke through points given as shares of a box."""
    return stroke([(box.left + x * box.width, box.top + y * box.height) for x, y in points])


def test_every_printable_character_of_ascii_is_asked_for_and_none_twice():
    asked = "".join(GROUPS.values())
    assert set(string.printable) - set(string.whitespace) <= set(asked)
    assert set("€£§°–“”‘’…✓ÄäßéñçΑωΩ±≤√") <= set(asked)
    assert len(set(asked)) == len(asked) and all(map(is_sign, asked))


@pytest.mark.parametrize("x_height", [0.01, 2.0, 4.0, 5.3, 1e6])
def test_boxes_lie_on_their_page_apart_and_have_room_above_and_below(x_height: float):
    for page in card(x_height):
        assert page.page.strokes == ()
        for box in page.boxes:
            assert box.left >= 7.9 and box.top >= 7.9
            assert box.left + box.width <= page.page.width - 7.9 and box.top + box.height <= page.page.height - 7.9
            assert SMALLEST_X_MM <= box.x_height <= LARGEST_X_MM
            assert box.top + 2 * box.x_height < box.baseline < box.top + box.height - box.x_height
        for one, other in itertools.combinations(page.boxes, 2):
            apart = abs(one.left - other.left) > one.width or abs(one.top - other.top) > one.height
            assert apart, (one.sign, other.sign)


def test_a_stroke_is_of_the_box_that_holds_most_of_it():
    inside = in_box(FIRST, (0.3, 0.3), (0.6, 0.6))
    leans = in_box(FIRST, (0.5, 0.5), (1.2, 0.5))
    tail = in_box(FIRST, (0.5, 0.3), (0.5, 1.3))
    dot = in_box(SECOND, (0.5, 0.5))
    found, outside = sort_strokes(BOXES, [inside, dot, leans, tail])
    assert found == {FIRST.sign: (inside, leans, tail), SECOND.sign: (dot,)} and outside == 0


def test_strokes_that_no_box_holds_are_counted():
    across = in_box(FIRST, (0.5, 0.5), (3.5, 0.5))
    beside = in_box(FIRST, (-0.4, 0.5), (-0.2, 0.6))
    gap = in_box(FIRST, (1.02, 0.5))
    huge = stroke([(-1e6, -1e6), (1e6, 1e6)])
    assert sort_strokes(BOXES, [across, beside, gap, huge]) == ({}, 4)
    assert sort_strokes(BOXES, []) == ({}, 0)


def test_most_is_by_length_not_by_samples():
    slow = np.linspace(0.4, 0.5, 200)  # many samples on a short way
    mostly_right = in_box(FIRST, *((float(x), 0.5) for x in slow), (2.0, 0.5))
    assert list(sort_strokes(BOXES, [mostly_right])[0]) == [SECOND.sign]


def test_a_sign_stands_on_the_baseline_at_its_left_edge_and_comes_back_the_same():
    (box,) = (box for box in BOXES if box.sign == "@")
    given = sign(box.x_height)
    placed = place_sign(given, box)
    assert take_sign(placed, box) == given
    assert max(one.bounds[3] for one in placed) == pytest.approx(box.baseline)
    left, right = min(one.bounds[0] for one in placed), max(one.bounds[2] for one in placed)
    assert left - box.left == pytest.approx(box.left + box.width - right)
    assert sort_strokes(BOXES, placed) == ({"@": placed}, 0)


def test_a_sign_from_a_smaller_card_is_brought_to_the_size_of_this_one():
    placed = place_sign(sign(2.0), FIRST)  # two heights of an x tall
    assert FIRST.baseline - placed[0].bounds[1] == pytest.approx(2 * FIRST.x_height)
    assert take_sign(placed, FIRST).x_height == FIRST.x_height
