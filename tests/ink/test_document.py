"""Strokes are equal when their ink is, and yet each is itself; what is no stroke is none; a sheet has edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inkapp.ink.document import Author, Document, Page
from inkapp.ink.edits import EraseStrokes
from inkapp.ink.file import dumps, loads
from inkapp.ink.history import History
from tests.ink.documents import stroke

POINTS = [(10.0, 20.0), (30.0, 40.0)]


def test_a_copy_is_equal_and_has_an_id_of_its_own():
    one = stroke(POINTS)
    copies = [one, replace(one), stroke(POINTS), *loads(dumps(Document().add_strokes([one])), "a").pages[0].strokes]
    assert all(copy == one for copy in copies)
    assert len({copy.id for copy in copies}) == len(copies)


def test_its_points_are_in_the_order_in_which_they_were_written():
    assert stroke(POINTS).points.tolist() == [list(point) for point in POINTS]


def test_undo_brings_the_same_stroke_back():
    one = stroke(POINTS)
    history = History(Document().add_strokes([one]))
    history.apply(EraseStrokes((0,)))
    (back,) = history.undo().pages[0].strokes
    assert back.id == one.id


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"x": np.zeros(0)}, "at least one point"),
        ({"t": np.zeros(3)}, r"t has shape \(3,\), expected \(2,\)"),
        ({"y": np.array([1.0, np.nan])}, "y holds a value that is not finite"),
        ({"author": Author.MODEL}, "an origin belongs to model strokes"),
    ],
    ids=["empty", "shape", "nan", "origin"],
)
def test_what_is_no_stroke_cannot_be_made(change: dict[str, object], says: str):
    with pytest.raises(ValueError, match=says):
        replace(stroke(POINTS), **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("points", "cuts", "shows"),
    [
        ([(0, 0), (210, 297)], False, True),
        ([(200, 10), (211, 10)], True, True),
        ([(10, -1), (20, -1)], True, False),
        ([(211, 10), (220, 10)], True, False),
        ([(10, 298)], True, False),
    ],
)
def test_a_sheet_cuts_what_reaches_beyond_it_and_shows_what_touches_it(
    points: list[tuple[float, float]], cuts: bool, shows: bool
):
    page = Page()
    assert (page.cuts(stroke(points)), page.shows(stroke(points))) == (cuts, shows)
