"""A text keeps off ink: lines that ink crosses are skipped, or end before it."""

from __future__ import annotations

import pytest

from inkapp.ink.document import Stroke
from inkapp.live.compose.free_lines import keep_off
from inkapp.live.compose.wrapping import TextArea
from tests.ink.documents import stroke

AREA = TextArea(20.0, 190.0, 210.0, (50.0, 62.0, 74.0), (30.0, 42.0))


def kept(*strokes: Stroke, area: TextArea = AREA) -> list[tuple[float, float]]:
    found = keep_off(area, strokes, 3.0, 2.0, above=7.0, below=3.0)
    return list(zip(found.first_page, found.first_ends or [area.right] * len(found.first_page), strict=True))


def test_a_page_without_ink_is_all_free():
    assert kept() == [(50.0, 190.0), (62.0, 190.0), (74.0, 190.0)]


def test_a_line_with_ink_at_its_beginning_is_skipped():
    assert kept(stroke([(30.0, 60.0), (40.0, 61.0)])) == [(50.0, 190.0), (74.0, 190.0)]


def test_a_line_ends_before_ink():
    (first, end), *others = kept(stroke([(120.0, 48.0), (140.0, 49.0)]))
    assert first == 50.0 and 110.0 < end < 120.0 and others == [(62.0, 190.0), (74.0, 190.0)]


def test_ink_to_the_left_of_the_text_is_no_matter():
    assert kept(stroke([(2.0, 48.0), (12.0, 49.0)])) == kept()


@pytest.mark.parametrize(("y", "free"), [(42.5, 3), (43.5, 2), (52.5, 2), (53.5, 3)])
def test_what_letters_need_over_and_under_the_line_is_kept_free(y: float, free: int):
    assert len(kept(stroke([(30.0, y), (40.0, y)]))) == free


def test_no_line_may_be_left():
    assert kept(*(stroke([(30.0, y), (40.0, y)]) for y in (48.0, 60.0, 72.0))) == []
