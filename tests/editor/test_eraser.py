"""A drag of the eraser touches strokes until it is lifted, and begins anew then."""

from __future__ import annotations

from inkapp.editor.eraser import Eraser
from inkapp.ink.document import Page
from tests.ink.documents import stroke

PAGE = Page(tuple(stroke([(x, 0), (x, 20)]) for x in (10, 20, 30, 40)))


def test_a_drag_touches_what_lies_between_its_positions_once():
    eraser = Eraser()
    assert not eraser.move(PAGE, 5, 10, 1.0)
    assert eraser.move(PAGE, 25, 10, 1.0) and eraser.touched == {0, 1}
    assert not eraser.move(PAGE, 15, 10, 1.0)
    assert eraser.rest_of(PAGE) == PAGE.strokes[2:]
    assert eraser.lift() == (0, 1) and eraser.rest_of(PAGE) == PAGE.strokes


def test_after_a_lift_the_way_between_two_drags_touches_nothing():
    eraser = Eraser()
    eraser.move(PAGE, 15, 10, 1.0)
    eraser.lift()
    assert not eraser.move(PAGE, 35, 10, 1.0) and eraser.lift() == ()


def test_on_another_page_nothing_is_touched_and_the_drag_goes_on():
    eraser = Eraser()
    eraser.move(PAGE, 20, 10, 1.0)
    eraser.forget()
    assert eraser.touched == set()
    assert eraser.move(PAGE, 30, 10, 1.0) and eraser.lift() == (1, 2)
