"""A line that was changed in words becomes corrections of the ink of those words, and of no other."""

from __future__ import annotations

import pytest

from inkapp.editor.line_corrections import as_edits, as_said, corrections
from inkapp.ink.corrections import corrected
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


INK = tuple(dot(k, 0) for k in range(5))


@pytest.mark.parametrize(
    ("told", "edits"),
    [
        ((), [CorrectText((1, 2), "support", 3), CorrectText((3,), "of", 3)]),
        (("1", "sup"), [CorrectText((1, 2), "support", 3), CorrectText((3,), "of", 3)]),
        (("01", "in sup"), [CorrectText((0, 1, 2), "in support", 3), CorrectText((3,), "of", 3)]),
        (("1", "sap"), [CorrectText((3,), "of", 3)]),
        (("01", "in sap"), [CorrectText((3,), "of", 3)]),
        (("01", ""), [CorrectText((3,), "of", 3)]),
        (("04", "x"), [CorrectText((1, 2), "support", 3), CorrectText((3,), "of", 3)]),
    ],
)
def test_accepted_words_are_said_and_a_persons_own_corrections_stay(
    told: tuple[str, str] | tuple[()], edits: list[CorrectText]
):
    page = Page(INK)
    if told:
        page = corrected(page, map(int, told[0]), told[1])
    words = [(INK[1:3], "support"), ((dot(9, 9),), "gone"), (INK[3:4], "of")]
    assert as_said(page, 3, words) == edits


def test_of_two_corrections_in_one_word_both_stay():
    page = corrected(corrected(Page(INK), [1], "s"), [2], "u")
    assert as_said(page, 0, [(INK[1:4], "sup")]) == []
