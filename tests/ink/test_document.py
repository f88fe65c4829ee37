"""Strokes are equal when their ink is, and yet each is itself."""

from __future__ import annotations

from dataclasses import replace

from inkapp.ink.document import Document
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


def test_undo_brings_the_same_stroke_back():
    one = stroke(POINTS)
    history = History(Document().add_strokes([one]))
    history.apply(EraseStrokes((0,)))
    (back,) = history.undo().pages[0].strokes
    assert back.id == one.id
