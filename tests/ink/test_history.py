"""Undo is exact, and a revision never comes back."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from inkapp.ink.document import Background, Document, Page
from inkapp.ink.edits import (
    AddPage,
    AddStrokes,
    ChangePaper,
    CorrectText,
    DeletePage,
    Edit,
    EraseStrokes,
    MovePage,
    WriteText,
)
from inkapp.ink.file import dumps
from inkapp.ink.history import History
from inkapp.ink.touched_strokes import strokes_touched
from inkapp.ink.typed_text import TypedText
from tests.ink.documents import stroke, text_stroke


def drawn(x: float) -> AddStrokes:
    return AddStrokes((stroke([(x, 1), (x + 1, 2)]),))


def test_erasing_three_and_drawing_one_is_undone_exactly():
    document = Document().add_strokes([stroke([(x, 20), (x + 5, 25)]) for x in (10, 30, 50, 70)])
    before = dumps(document)
    history = History(document)
    page = history.current.pages[0]
    gone = strokes_touched(page, 28, 22, 80, 22, 0.5)
    assert gone == (1, 2, 3)
    history.apply(EraseStrokes(gone))
    history.apply(drawn(90))
    history.undo()
    undone = history.undo()
    assert dumps(undone) == before
    assert all(a is b for a, b in zip(undone.pages[0].strokes, document.pages[0].strokes, strict=True))


def test_revisions_only_rise():
    history = History(Document())
    seen = [history.current.revision]
    for x in range(3):
        seen.append(history.apply(drawn(x)).revision)
    seen.append(history.undo().revision)
    seen.append(history.undo().revision)
    seen.append(history.redo().revision)
    seen.append(history.undo().revision)
    # from an earlier state: the next number of that one has been given already
    seen.append(history.apply(drawn(5)).revision)
    assert seen == sorted(set(seen))
    assert history.current.revision == seen[-1]


def test_the_ends_of_history_change_nothing():
    history = History(Document())
    assert not history.can_undo and not history.can_redo
    assert history.undo() is history.current
    assert history.redo() is history.current
    history.apply(drawn(1))
    assert history.can_undo and not history.can_redo
    history.undo()
    assert history.can_redo and not history.can_undo
    history.apply(drawn(2))
    assert not history.can_redo


def test_saved_follows_the_pages_through_undo():
    history = History(Document())
    assert history.is_saved
    history.apply(drawn(1))
    assert not history.is_saved
    history.mark_saved()
    history.apply(drawn(2))
    assert not history.is_saved
    history.undo()
    assert history.is_saved
    history.undo()
    assert not history.is_saved
    history.mark_unsaved()
    history.redo()
    assert not history.is_saved


def test_a_new_end_that_looks_like_the_saved_one_is_not_saved():
    history = History(Document())
    history.apply(drawn(1))
    history.mark_saved()
    history.undo()
    history.apply(drawn(2))
    assert not history.is_saved


def test_the_oldest_states_go_when_there_are_too_many():
    history = History(Document(), references=500)
    for x in range(50):
        history.apply(drawn(x))
    newest, kept = dumps(history.current), len(history.edits)
    steps = 0
    while history.can_undo:
        history.undo()
        steps += 1
    assert 0 < steps < 50 and steps == kept and history.edits == ()
    for _ in range(steps):
        history.redo()
    assert dumps(history.current) == newest


def test_undoing_all_and_redoing_all_gives_the_same_bytes():
    choice = random.Random(11)
    history = History(Document())
    empty = dumps(history.current)
    for _ in range(2000):
        action = choice.random()
        pages = len(history.current.pages)
        at = choice.randrange(pages)
        page = history.current.pages[at]
        if action < 0.05:
            history.apply(AddPage(Page(width=choice.uniform(50, 300)), choice.randint(0, pages)))
        elif action < 0.08 and pages > 1:
            history.apply(DeletePage(at))
        elif action < 0.11:
            history.apply(MovePage(at, choice.randrange(pages)))
        elif action < 0.14:
            history.apply(ChangePaper((at,), Page(background=choice.choice(list(Background)))))
        elif action < 0.45:
            points = [(choice.uniform(0, 210), choice.uniform(0, 297)) for _ in range(choice.randint(1, 6))]
            history.apply(AddStrokes((stroke(points, model=action < 0.2),), at))
        elif action < 0.6:
            ends = [choice.uniform(0, 200) for _ in range(4)]
            if gone := strokes_touched(page, *ends, 3.0):  # type: ignore[call-arg]
                history.apply(EraseStrokes(gone, at))
        elif action < 0.8:
            history.undo()
        else:
            history.redo()
    while history.can_redo:
        history.redo()
    last = dumps(history.current)
    replayed = Document()
    for edit in history.edits:
        replayed = edit.apply(replayed)
    assert dumps(replayed) == last
    states = [last]
    while history.can_undo:
        states.append(dumps(history.undo()))
    assert len(states) > 100
    assert states[-1] == empty
    for state in reversed(states[:-1]):
        assert dumps(history.redo()) == state


@pytest.mark.parametrize(
    "edit",
    [
        EraseStrokes((0, 3)),
        EraseStrokes((-1,)),
        EraseStrokes((0,), 1),
        AddStrokes((), 1),
        AddPage(Page(), 2),
        AddPage(Page(), -1),
        DeletePage(0),
        DeletePage(1),
        MovePage(0, 1),
        MovePage(-1, 0),
        ChangePaper((0, 1), Page()),
        ChangePaper((-1,), Page()),
        CorrectText((), "x"),
        CorrectText((1,), "x"),
        CorrectText((-1,), "x"),
        CorrectText((0,), "x", 1),
    ],
    ids=str,
)
def test_an_edit_that_does_not_fit_changes_nothing(edit: Edit):
    history = History(Document().add_strokes([stroke([(1, 1)])]))
    before = history.current
    with pytest.raises(IndexError):
        history.apply(edit)
    assert history.current is before and not history.can_undo and history.edits == ()


def test_an_extended_step_is_undone_and_done_again_as_one():
    history = History(Document())
    before = dumps(history.apply(drawn(1)))
    text = TypedText("0123456789abcdef", "two words", 30.0, 42.0, 7)
    seen = [history.apply(WriteText(text)).revision]
    for word in range(2):
        seen.append(history.extend(AddStrokes((text_stroke(text.id, word),))).revision)
    history.extend(AddPage(Page(), 1))
    assert seen == sorted(set(seen)) and len(history.edits) == 5
    after = dumps(history.current)
    assert dumps(history.undo()) == before and history.current.texts == ()
    assert dumps(history.redo()) == after and history.current.texts == (text,)
    document = Document()
    for edit in history.edits:
        document = edit.apply(document)
    assert dumps(document) == after


def test_only_the_last_step_is_extended():
    history = History(Document())
    with pytest.raises(IndexError, match="no step"):
        history.extend(drawn(1))
    history.apply(drawn(1))
    history.apply(drawn(2))
    history.undo()
    before = history.current
    with pytest.raises(IndexError, match="no step"):
        history.extend(drawn(3))
    with pytest.raises(IndexError):
        History(Document()).extend(AddStrokes((), 4))
    assert history.current is before and history.can_redo


def test_a_step_whose_beginning_is_too_long_ago_is_extended_all_the_same():
    history = History(Document(), references=3)
    history.apply(drawn(0))
    for x in range(1, 6):
        history.extend(drawn(x))
    assert len(history.current.pages[0].strokes) == 6 and not history.can_undo


def test_an_extended_step_is_unsaved_again():
    history = History(Document())
    history.apply(drawn(1))
    history.mark_saved()
    history.extend(drawn(2))
    assert not history.is_saved


def test_a_text_takes_the_place_of_the_one_of_its_id():
    text, other = TypedText("0123456789abcdef", "two words", 30.0, 42.0, 7), TypedText("f" * 16, "x", 0.0, 0.0, 1)
    document = Document((Page((text_stroke(text.id, 0),)),), texts=(text, other))
    again = replace(text, text="one")
    written = WriteText(again).apply(document)
    assert written.texts == (other, again) and written.pages == document.pages
    assert written.text(text.id) == again and written.text("0" * 16) is None
