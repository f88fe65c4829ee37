"""Corrections stay with their ink, in files and journals, and go with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink.corrections import plain
from inkapp.ink.document import Document, Page
from inkapp.ink.edits import AddStrokes, ChangePaper, CorrectText, EraseStrokes, MovePage
from inkapp.ink.errors import FileError
from inkapp.ink.file import dumps, loads
from inkapp.ink.history import History
from tests.ink.documents import corrected_documents, stroke


def with_correction() -> Document:
    document = Document((Page(), Page())).add_strokes([stroke([(x, 1), (x + 1, 2)]) for x in range(4)], 1)
    return CorrectText((1, 2), "of it", 1).apply(document)


def said(document: Document, page: int = 1) -> list[tuple[list[float], str]]:
    return [([float(s.x[0]) for s in one.strokes], one.text) for one in document.pages[page].corrections]


@given(corrected_documents())
def test_corrections_come_back_exactly(document: Document):
    data = dumps(document)
    again = loads(data, "x")
    assert again.pages == document.pages and dumps(again) == data


def test_a_page_without_corrections_is_written_as_before():
    document = with_correction()
    bare = CorrectText((2,), None, 1).apply(document)
    assert said(bare) == [] and b"corrections" not in dumps(bare)
    assert json.loads(dumps(document))["pages"][1]["corrections"] == [{"strokes": [1, 2], "text": "of it"}]


def test_a_later_correction_takes_the_place_of_those_it_touches():
    document = CorrectText((0,), "a", 1).apply(with_correction())
    assert said(document) == [([0.0], "a"), ([1.0, 2.0], "of it")]
    document = CorrectText((3, 2, 2), " two\n words ", 1).apply(document)
    assert said(document) == [([0.0], "a"), ([2.0, 3.0], "two words")]


def test_it_goes_with_any_of_its_strokes_and_undo_brings_it_back():
    history = History(with_correction())
    history.apply(EraseStrokes((0,), 1))
    assert said(history.current) == [([1.0, 2.0], "of it")]
    history.apply(EraseStrokes((1,), 1))
    assert said(history.current) == []
    history.undo()
    assert said(history.current) == [([1.0, 2.0], "of it")]


def test_it_stays_through_other_edits_and_is_unsaved_by_itself():
    history = History(with_correction())
    history.apply(CorrectText((3,), "x", 1))
    assert not history.is_saved
    history.undo()
    assert history.is_saved
    history.apply(AddStrokes((stroke([(9, 9)]),), 1))
    history.apply(ChangePaper((0, 1), Page(width=100)))
    history.apply(MovePage(1, 0))
    assert said(history.current, 0) == [([1.0, 2.0], "of it")]


def test_a_copy_of_its_ink_has_none():
    page = with_correction().pages[1]
    assert page.with_strokes(map(replace, page.strokes)).corrections == ()


@given(st.text(max_size=1100))
def test_any_text_can_be_put_right(text: str):
    document = CorrectText((0,), text, 1).apply(with_correction())
    assert loads(dumps(document), "x").pages[1].corrections[0].text == plain(text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda r: r.update(corrections={}), "page 2: its corrections are not a list"),
        (lambda r: r["corrections"].append(3), "page 2, correction 2: not an object"),
        (lambda r: r["corrections"].append(r["corrections"][0]), "two corrections have the same stroke"),
        (lambda r: r["corrections"][0].update(strokes=[]), "page 2, correction 1: its strokes must be a list"),
        (lambda r: r["corrections"][0].update(strokes=[True]), "its strokes must be a list of whole numbers"),
        (lambda r: r["corrections"][0].update(strokes="12"), "its strokes must be a list of whole numbers"),
        (lambda r: r["corrections"][0].update(strokes=[2, 1]), "must be ascending indices of the page's 4"),
        (lambda r: r["corrections"][0].update(strokes=[1, 1]), "must be ascending indices of the page's 4"),
        (lambda r: r["corrections"][0].update(strokes=[-1]), "must be ascending indices of the page's 4"),
        (lambda r: r["corrections"][0].update(strokes=[4]), "must be ascending indices of the page's 4"),
        (lambda r: r["corrections"][0].update(strokes=[10**400]), "must be ascending indices of the page's 4"),
        (lambda r: r["corrections"][0].pop("text"), "its text is missing or longer than 1000"),
        (lambda r: r["corrections"][0].update(text="a" * 1001), "its text is missing or longer than 1000"),
        (lambda r: r["corrections"][0].update(text="a\nb"), "a character that cannot be printed"),
        (lambda r: r["corrections"][0].update(text="\ud800"), "a character that cannot be printed"),
        (lambda r: r["corrections"][0].update(text="a  b"), "spaces that part no words"),
    ],
)
def test_a_hostile_correction_is_refused_in_one_line(change: Callable[[dict[str, Any]], object], message: str):
    root = json.loads(dumps(with_correction()))
    change(root["pages"][1])
    with pytest.raises(FileError) as refused:
        loads(json.dumps(root).encode(), "page.ink")
    assert (
        message in str(refused.value) and str(refused.value).startswith("page.ink") and "\n" not in str(refused.value)
    )
