"""The text tool in a window: where a text begins, what Enter asks for, and what the status line says of it."""

from __future__ import annotations

import pytest

from inkapp.editor.typed_words import free_place
from inkapp.ink.document import Author
from inkapp.live.hand_ink import NOTHING
from inkapp.ui.canvas.canvas import Tool
from inkapp.ui.chrome import status
from inkapp.ui.flow.writing import HINT
from inkapp.ui.text.text_tool import FIELD_HINT, TOOL_HINT
from inkapp.ui.text.written_texts import WAIT
from tests.ui.text.conftest import Typist
from tests.ui.users import CTRL, KEY, SHIFT, User


def test_ctrl_t_opens_a_field_and_enter_writes(typist: Typist):
    typist.open()
    field, window = typist.field, typist.window
    assert field.isVisible() and field.hasFocus() and typist.bar.isVisible()
    assert window.canvas.pen_tool.tool is Tool.TEXT and window._actions["text"].isChecked()
    assert typist.status == FIELD_HINT and [source.name for source, _ in typist.texts.prepared] == [
        window.hand_in_use.mine.id
    ]
    assert field.place == free_place(window.canvas.page)
    typist.type("Tab be E R [ here")  # letters that are keys of the window elsewhere
    typist.key(KEY.Key_Return, SHIFT)
    typist.type("two")
    assert field.text == "Tab be E R [ here\ntwo"
    typist.key(KEY.Key_Return)
    text, hand, page = typist.texts.asked[0]
    assert not field.isVisible() and text.text == "Tab be E R [ here\ntwo" and (text.x, text.y) == free_place(page)
    assert hand.name == window.hand_in_use.mine.id and text.hand == "" and page == window.canvas.page
    assert window.canvas.hasFocus() and window.typing.is_writing


def test_a_click_with_the_tool_says_where(typist: Typist):
    typist.window._actions["text"].trigger()
    typist.key(KEY.Key_Escape)
    assert not typist.field.isVisible() and typist.status == TOOL_HINT
    typist.click(70.0, 154.0)
    assert typist.field.place == (70.0, 162.0)  # the ruled line under it: 30 + 11 · 12
    typist.type("here")
    typist.click(50.0, 200.0)  # elsewhere: the field goes there with what was typed
    assert typist.field.place == (50.0, 210.0) and typist.field.text == "here"
    typist.click(400.0, 10.0)  # beside the paper
    assert typist.field.place == (50.0, 210.0)
    assert typist.authors == [Author.PERSON] * len(typist.authors)  # nothing was drawn


def test_what_is_written_otherwise_is_told_until_something_is_done_and_when_the_text_is_opened(
    typist: Typist, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(status, "NEWS_MS", 1)
    typist.ask("Maß")
    typist.texts.tell(typist.texts.place(0))
    typist.texts.end("'ß' is written as 'ss'")
    typist.qtbot.wait(50)  # longer than news stand
    assert typist.status == "'ß' is written as 'ss'"
    typist.window._actions["pen"].trigger()
    typist.draw(shift=60.0)
    assert "ss" not in typist.status
    typist.edit()
    assert typist.field.text == "Maß" and typist.status == "'ß' is written as 'ss'"
    typist.key(KEY.Key_Escape)
    assert typist.status == TOOL_HINT


def test_without_a_hand_the_reason_is_told_and_the_text_stays(user: User):
    user.key(KEY.Key_T, CTRL)
    assert user.status == NOTHING
    user.qtbot.keyClicks(user.window.text_tool.field, "words")
    user.key(KEY.Key_Return)
    assert user.window.text_tool.field.text == "words" and user.status == NOTHING and user.texts.asked == []
    assert user.window.text_tool.bar.hand.text() == "no hand yet"


def test_the_pens_hint_makes_room_for_the_field(user: User):
    canvas = user.window.canvas
    hints = []
    for action in ("text", "pen"):
        user.window._actions[action].trigger()
        hints.append(canvas._layers.hint)
    assert hints == ["", HINT]


def test_on_an_empty_page_the_hand_is_that_of_the_page_before(typist: Typist):
    typist.window.writing.turn(1)
    typist.ask("on")
    text, hand, page = typist.texts.asked[0]
    assert hand.name == typist.window.hand_in_use.mine.id and text.hand == "" and not page.strokes


def test_a_second_text_waits_for_the_first(typist: Typist):
    typist.window.typing.set_speed(1.0)
    typist.ask("first")
    typist.ask("second")
    assert typist.field.text == "second" and typist.status == WAIT and len(typist.texts.asked) == 1
    typist.key(KEY.Key_Escape)
    typist.key(KEY.Key_Escape)  # stops the first
    assert not typist.window.typing.is_writing
