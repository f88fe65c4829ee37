"""Texts that stand on the page: opened, changed, and written again by the word or the line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from inkapp.ui.text.text_tool import FIELD_HINT
from inkapp.ui.text.written_texts import NO_WORD
from tests.ink.documents import stroke
from tests.ui.hands.conftest import line
from tests.ui.text.conftest import Typist
from tests.ui.users import CTRL, KEY, SHIFT


def test_a_click_on_a_text_opens_it_and_enter_writes_it_anew(typist: Typist):
    first = typist.write()
    typist.click(43.0, 58.0)
    assert typist.field.text == "two words" and typist.field.place == (first.x, first.y)
    typist.key(KEY.Key_End)
    typist.type(" more")
    typist.key(KEY.Key_Return)
    again, _, page = typist.texts.asked[-1]
    assert (again.id, again.seed, again.text) == (first.id, first.seed, "two words more")
    assert page.strokes == tuple(line())  # without its own
    before = typist.window.canvas.page.strokes
    texts = typist.texts
    texts.tell(texts.place(0), texts.place(1), texts.place(2))
    texts.end()
    now = typist.window.canvas.page.strokes
    assert [w for w, _ in typist.ink(first.id)] == [0, 0, 1, 1, 2, 2]
    assert all(a is b for a, b in zip(before, now, strict=False))  # what came out the same was left alone
    assert typist.window.open_document.document.texts == (again,)
    typist.key(KEY.Key_Z, CTRL)
    assert typist.window.canvas.page.strokes == before and typist.window.open_document.document.texts == (first,)


def test_a_text_made_shorter_loses_its_last_words_in_one_step(typist: Typist):
    first = typist.write("one two three", 3)
    typist.edit()
    assert typist.field.text == "one two three"
    typist.field.setPlainText("one")
    typist.key(KEY.Key_Return)
    typist.texts.tell(typist.texts.place(0))
    typist.texts.end()
    assert [w for w, _ in typist.ink(first.id)] == [0, 0]
    typist.key(KEY.Key_Z, CTRL)
    assert len(typist.ink(first.id)) == 6


def test_only_a_word_that_is_another_is_shown_as_it_is_written(typist: Typist):
    first = typist.write("one two three", 3)
    typist.window.typing.set_speed(1.0)
    typist.edit()
    typist.field.setPlainText("one 2 three")
    typist.key(KEY.Key_Return)
    texts = typist.texts
    texts.tell(texts.place(0), texts.place(1, shape=1), texts.place(2, x=70.0))  # the last one only goes elsewhere
    texts.end()
    assert [w for w, _ in typist.ink(first.id)] == [0, 0, 2, 2]  # the word that is shown has made room
    typist.pass_time(1.0)
    assert not typist.window.typing.is_writing
    assert typist.ink(first.id)[-2:] == [(2, 70.0), (2, 75.0)]


def test_esc_leaves_a_text_as_it_was(typist: Typist):
    typist.write()
    before = typist.window.open_document.document
    typist.edit()
    typist.type("changed")
    typist.click(100.0, 200.0)
    assert typist.field.text == "two wordschanged" and "Esc leaves it" in typist.status
    typist.key(KEY.Key_Escape)
    assert typist.window.open_document.document is before and not typist.field.isVisible()
    typist.open()
    assert typist.field.text == "two wordschanged"  # nothing is lost
    assert typist.status == FIELD_HINT


def test_a_word_is_written_again_under_another_seed(typist: Typist, monkeypatch: pytest.MonkeyPatch):
    first = typist.write()
    canvas = typist.window.canvas
    canvas.setFocus()
    typist.point_at(monkeypatch, 100.0, 200.0)
    typist.key(KEY.Key_A)
    assert typist.status == NO_WORD
    typist.point_at(monkeypatch, 54.0, 58.0)
    for times in (1, 2):
        typist.key(KEY.Key_A)
        text = typist.texts.asked[-1][0]
        assert text.again == ((1, times),) and text.seed == first.seed and text.id == first.id
        typist.texts.tell(typist.texts.place(0), typist.texts.place(1, shape=times))
        typist.texts.end()
    assert typist.window.open_document.document.texts == (text,) and len(typist.ink(first.id)) == 4
    typist.key(KEY.Key_Z, CTRL)
    assert typist.window.open_document.document.texts[0].again == ((1, 1),)
    typist.key(KEY.Key_A, SHIFT)  # the line
    assert typist.texts.asked[-1][0].again == ((0, 1), (1, 2))


def test_the_menu_over_a_word_has_what_can_be_done_with_it(typist: Typist, monkeypatch: pytest.MonkeyPatch):
    typist.write()
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: shown.append(menu))
    canvas = typist.window.canvas
    canvas.menu_wanted.emit(typist.on_screen(43.0, 58.0))
    names = [action.text().replace("&", "") for action in shown[0].actions()]
    assert names == ["Edit the text", "Write the word again", "Write the line again"]
    shown[0].actions()[1].trigger()
    assert typist.texts.asked[-1][0].again == ((0, 1),)
    canvas.menu_wanted.emit(canvas.mapToGlobal(QPoint(5, 5)))
    assert len(shown) == 1


def test_a_text_is_saved_and_can_be_edited_after_it_is_opened(typist: Typist, tmp_path: Path):
    first = typist.write()
    typist.person.path = tmp_path / "page.ink"
    typist.key(KEY.Key_S, CTRL)
    typist.key(KEY.Key_N, CTRL)
    assert typist.window.open_document.document.texts == ()
    assert typist.window.files.open_path(tmp_path / "page.ink")
    typist.edit()
    assert typist.field.text == "two words" and typist.window.open_document.document.texts == (first,)


@pytest.mark.parametrize("change", [lambda u: u.key(KEY.Key_Z, CTRL), lambda u: u.key(KEY.Key_PageDown, CTRL)])
def test_the_field_of_a_text_that_is_out_of_sight_closes(typist: Typist, change: Callable[[Typist], None]):
    typist.write()
    typist.edit()
    typist.window.canvas.setFocus()
    change(typist)
    assert not typist.field.isVisible()


def test_ink_that_names_a_text_that_is_not_known_is_not_edited(typist: Typist):
    first = typist.write()
    document = typist.window.open_document
    document.add([stroke([(1, 1)])])
    unknown = [s for s in typist.window.canvas.page.strokes if s.origin is not None]
    document.new()
    document.add(unknown)
    typist.window.writing.show()
    typist.click(43.0, 58.0)
    assert not typist.field.isVisible() and "not known" in typist.status and typist.ink(first.id)
