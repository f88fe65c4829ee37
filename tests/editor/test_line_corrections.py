"""A line that was changed in words becomes corrections of the ink of those words, and of no other."""

from __future__ import annotations

import pytest

from inkapp.editor.line_corrections import as_edits, corrections
from inkapp.ink.document import Page
from inkapp.ink.edits import CorrectText
from inkapp.live.reading.page_text import ReadLine, ReadWord
from tests.live.reading.readers import dot


def line(*texts: str) -> ReadLine:
    """Each word a stroke, which stands at its number."""
    words = tuple(ReadWord(text, 0.5, (dot(k, 0),)) for k, text in enumerate(texts))
    return ReadLine(words, tuple(stroke for word in words for stroke in word.strokes), bool(words))


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("the fox ran", "the fox ran", []),
        ("the fox ran", "  the fox   ran ", []),
        ("the fax ran", "the fox ran", [("1", "fox")]),
        ("tha fax ran", "the fox ran", [("0", "the"), ("1", "fox")]),
        ("to day is", "today is", [("01", "today")]),
        ("today is", "to day is", [("0", "to day")]),
        ("the ran", "the fox ran", [("0", "the fox")]),
        ("fox ran", "the fox ran", [("0", "the fox")]),
        ("the fox ran", "the ran", [("1", "")]),
        ("the fox ran", "", [("0", ""), ("1", ""), ("2", "")]),
        ("a b c d", "x c y", [("01", "x"), ("3", "y")]),
        ("of_it was", "of_it is", [("1", "is")]),
        ("of_it was", "on_it was", [("0", "on it")]),
        ("of_it was", "of was", [("0", "of")]),
        ("a of_it b", "a with b", [("1", "with")]),
    ],
)
def test_changes(before: str, after: str, wanted: list[tuple[str, str]]):
    read = line(*(word.replace("_", " ") for word in before.split()))
    found = corrections(read, after.replace("_", " "))
    assert [("".join(f"{s.x[0]:.0f}" for s in strokes), text) for strokes, text in found] == wanted


def test_a_line_without_words_is_corrected_as_a_whole():
    drawing = ReadLine((), (dot(0, 0), dot(1, 1)), is_writing=False)
    assert corrections(drawing, " a box ") == [(drawing.strokes, "a box")] and corrections(drawing, " ") == []


def test_words_that_say_nothing_keep_out_of_it():
    assert [text for _, text in corrections(line("a", "", "c"), "a d")] == ["d"]


def test_edits_name_strokes_by_their_places_on_the_page():
    read = line("tha", "fax")
    page = Page((dot(9, 9), *reversed(read.strokes)))
    assert as_edits(page, 3, corrections(read, "the fox")) == [CorrectText((2,), "the", 3), CorrectText((1,), "fox", 3)]
    assert as_edits(page.with_strokes(page.strokes[:2]), 3, corrections(read, "the fox")) is None
