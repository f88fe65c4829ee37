"""Drafts in a window: what was typed and not written comes again with the next field, in this window or after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.chrome.settings import Settings
from tests.ui.fakes import Clock, FakeBridge
from tests.ui.hands.conftest import line
from tests.ui.text.conftest import Typist
from tests.ui.users import CTRL, KEY, SHIFT, User


def test_esc_keeps_a_draft_for_the_next_field(typist: Typist):
    typist.open()
    typist.type("not yet")
    typist.key(KEY.Key_Escape)
    assert not typist.field.isVisible() and typist.window.canvas.hasFocus()
    typist.open()
    assert typist.field.text == "not yet"
    typist.key(KEY.Key_A, CTRL)
    typist.key(KEY.Key_Delete)
    typist.key(KEY.Key_Escape)
    typist.open()
    assert typist.field.text == ""


@pytest.mark.parametrize("how", ["closed", "killed"])
def test_a_draft_outlives_its_window(typist: Typist, how: str, qtbot: QtBot, tmp_path: Path):
    typist.open()
    typist.type("not yet, ")
    typist.key(KEY.Key_Return, SHIFT)
    typist.type("ß")
    if how == "closed":
        typist.person.answer = Answer.DISCARD
        typist.window.close()
    else:
        typist.until(
            lambda: (
                Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)).text.draft
                == "not yet, \nß"
            )
        )
    again = User(qtbot, tmp_path, FakeBridge(), Clock())
    again.key(KEY.Key_T, CTRL)
    assert again.window.text_tool.field.text == "not yet, \nß"


def test_a_text_is_a_draft_until_it_is_ink(typist: Typist):
    typist.ask("two words")
    assert typist.settings.text.draft == "two words"  # a crash now would lose it
    typist.texts.tell(typist.texts.place(0), typist.texts.place(1))
    typist.texts.end()
    assert typist.settings.text.draft == ""
    typist.open()
    assert typist.field.text == ""


def test_a_text_that_is_changed_leaves_the_draft_of_another_alone(typist: Typist):
    typist.write()
    typist.open()
    typist.type("later")
    typist.key(KEY.Key_Escape)
    typist.edit()
    typist.type("x")
    typist.key(KEY.Key_Backspace)
    typist.key(KEY.Key_Escape)
    assert typist.settings.text.draft == "later"
    typist.edit()
    typist.type(" more")
    typist.key(KEY.Key_Return)
    typist.texts.end()
    assert typist.settings.text.draft == "later"


def test_the_pen_tool_closes_the_field_and_keeps_the_draft(typist: Typist):
    typist.open()
    typist.type("later")
    typist.window._actions["pen"].trigger()
    assert not typist.field.isVisible() and not typist.bar.isVisible()
    typist.draw(shift=60.0)
    assert len(typist.authors) == len(line()) + 1
    typist.open()
    assert typist.field.text == "later"


def test_a_stopped_text_of_which_nothing_was_shown_is_a_draft(typist: Typist):
    typist.ask("wait")
    typist.key(KEY.Key_Escape)
    assert typist.window.open_document.document.texts == ()
    typist.open()
    assert typist.field.text == "wait"
