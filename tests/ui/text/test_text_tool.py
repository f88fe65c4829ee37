"""The text tool in a window: the field, what Enter does, and how a typed text is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QSettings
from PySide6.QtGui import QCursor, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from inkapp.editor.typed_words import free_place
from inkapp.ink.document import Author
from inkapp.ink.typed_text import Alignment, TypedText
from inkapp.live.hand_ink import NOTHING
from inkapp.ui.canvas.canvas import Tool
from inkapp.ui.chrome import status
from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.chrome.settings import Appearance, Settings
from inkapp.ui.chrome.text_settings import Speed
from inkapp.ui.flow.writing import HINT
from inkapp.ui.text.text_tool import FIELD_HINT, TOOL_HINT, TextTool
from inkapp.ui.text.written_texts import NO_WORD, WAIT
from tests.ink.documents import stroke
from tests.ui.fakes import Clock, FakeBridge
from tests.ui.hands.conftest import line
from tests.ui.users import CTRL, KEY, SHIFT, User


@pytest.fixture
def tool(user: User) -> TextTool:
    """In a window whose page has enough ink for a hand; texts are shown at once."""
    user.window.open_document.add(line())
    user.window.writing.show()
    user.window.typing.set_speed(0.0)
    return user.window.text_tool


def typed(user: User, text: str) -> None:
    user.qtbot.keyClicks(QApplication.focusWidget(), text)


def click(user: User, x: float, y: float) -> None:
    user.mouse(QEvent.Type.MouseButtonPress, x, y)
    user.mouse(QEvent.Type.MouseButtonRelease, x, y)


def write(user: User, text: str = "two words", words: int = 2) -> TypedText:
    """Types and writes a text; its words are told and the text ends."""
    user.key(KEY.Key_T, CTRL)
    typed(user, text)
    user.key(KEY.Key_Return)
    user.texts.tell(*(user.texts.place(n) for n in range(words)))
    user.texts.end()
    assert not user.window.typing.is_writing
    return user.window.open_document.document.texts[-1]


def ink(user: User, text: str) -> list[tuple[int, float]]:
    """A text's strokes on the page in sight: the word of each, and its left end."""
    return [
        (s.origin.word, s.bounds[0])
        for s in user.window.canvas.page.strokes
        if s.origin is not None and s.origin.text == text
    ]


def point_at(user: User, monkeypatch: pytest.MonkeyPatch, x: float, y: float) -> None:
    """The mouse's pointer is there, page mm."""
    canvas = user.window.canvas
    at = canvas.mapToGlobal(QPoint(*map(round, canvas.view.to_widget(x, y))))
    monkeypatch.setattr(QCursor, "pos", lambda: at)


def test_ctrl_t_opens_a_field_and_enter_writes(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    field, window = tool.field, user.window
    assert field.isVisible() and field.hasFocus() and window.text_tool.bar.isVisible()
    assert window.canvas.pen_tool.tool is Tool.TEXT and window._actions["text"].isChecked()
    assert user.status == FIELD_HINT and [source.name for source, _ in user.texts.prepared] == [
        window.hand_in_use.mine.id
    ]
    assert field.place == free_place(window.canvas.page)
    typed(user, "Tab be E R [ here")  # letters that are keys of the window elsewhere
    user.key(KEY.Key_Return, SHIFT)
    typed(user, "two")
    assert field.text == "Tab be E R [ here\ntwo"
    user.key(KEY.Key_Return)
    text, hand, page = user.texts.asked[0]
    assert not field.isVisible() and text.text == "Tab be E R [ here\ntwo" and (text.x, text.y) == free_place(page)
    assert hand.name == window.hand_in_use.mine.id and text.hand == "" and page == window.canvas.page
    assert window.canvas.hasFocus() and window.typing.is_writing


def test_what_is_typed_can_be_written_ahead(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    typed(user, "so far")
    told = [text for _, text in user.texts.prepared if text is not None]
    assert told[0].text == "" and told[-1].text == "so far" and len({text.seed for text in told}) == 1
    tool.bar.style_changed.emit(replace(told[-1].style, temperature=0.25))
    assert user.texts.prepared[-1][1].style.temperature == 0.25
    user.key(KEY.Key_Return)
    (text, source, _), (ahead, last) = user.texts.asked[0], user.texts.prepared[-1]
    assert source.is_same(ahead) and (text.text, text.seed, text.style) == (last.text, last.seed, last.style)
    count = len(user.texts.prepared)
    tool.field.setPlainText("nobody sees this")
    assert len(user.texts.prepared) == count


def test_a_click_with_the_tool_says_where(user: User, tool: TextTool):
    user.window._actions["text"].trigger()
    user.key(KEY.Key_Escape)
    assert not tool.field.isVisible() and user.status == TOOL_HINT
    click(user, 70.0, 154.0)
    assert tool.field.place == (70.0, 162.0)  # the ruled line under it: 30 + 11 · 12
    typed(user, "here")
    click(user, 50.0, 200.0)  # elsewhere: the field goes there with what was typed
    assert tool.field.place == (50.0, 210.0) and tool.field.text == "here"
    click(user, 400.0, 10.0)  # beside the paper
    assert tool.field.place == (50.0, 210.0)
    assert user.authors == [Author.PERSON] * len(user.authors)  # nothing was drawn


def test_esc_keeps_a_draft_for_the_next_field(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    typed(user, "not yet")
    user.key(KEY.Key_Escape)
    assert not tool.field.isVisible() and user.window.canvas.hasFocus()
    user.key(KEY.Key_T, CTRL)
    assert tool.field.text == "not yet"
    user.key(KEY.Key_A, CTRL)
    user.key(KEY.Key_Delete)
    user.key(KEY.Key_Escape)
    user.key(KEY.Key_T, CTRL)
    assert tool.field.text == ""


@pytest.mark.parametrize("how", ["closed", "killed"])
def test_a_draft_outlives_its_window(user: User, tool: TextTool, how: str, qtbot: QtBot, tmp_path: Path):
    user.key(KEY.Key_T, CTRL)
    typed(user, "not yet, ")
    user.key(KEY.Key_Return, SHIFT)
    typed(user, "ß")
    if how == "closed":
        user.person.answer = Answer.DISCARD
        user.window.close()
    else:
        user.until(
            lambda: (
                Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)).text.draft
                == "not yet, \nß"
            )
        )
    again = User(qtbot, tmp_path, FakeBridge(), Clock())
    again.key(KEY.Key_T, CTRL)
    assert again.window.text_tool.field.text == "not yet, \nß"


def test_a_text_is_a_draft_until_it_is_ink(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    typed(user, "two words")
    user.key(KEY.Key_Return)
    assert user.settings.text.draft == "two words"  # a crash now would lose it
    user.texts.tell(user.texts.place(0), user.texts.place(1))
    user.texts.end()
    assert user.settings.text.draft == ""
    user.key(KEY.Key_T, CTRL)
    assert tool.field.text == ""


def test_a_text_that_is_changed_leaves_the_draft_of_another_alone(user: User, tool: TextTool):
    write(user)
    user.key(KEY.Key_T, CTRL)
    typed(user, "later")
    user.key(KEY.Key_Escape)
    user.key(KEY.Key_T, CTRL | SHIFT)
    typed(user, "x")
    user.key(KEY.Key_Backspace)
    user.key(KEY.Key_Escape)
    assert user.settings.text.draft == "later"
    user.key(KEY.Key_T, CTRL | SHIFT)
    typed(user, " more")
    user.key(KEY.Key_Return)
    user.texts.end()
    assert user.settings.text.draft == "later"


def test_what_is_written_otherwise_is_told_until_something_is_done_and_when_the_text_is_opened(
    user: User, tool: TextTool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(status, "NEWS_MS", 1)
    user.key(KEY.Key_T, CTRL)
    typed(user, "Maß")
    user.key(KEY.Key_Return)
    user.texts.tell(user.texts.place(0))
    user.texts.end("'ß' is written as 'ss'")
    user.qtbot.wait(50)  # longer than news stand
    assert user.status == "'ß' is written as 'ss'"
    user.window._actions["pen"].trigger()
    user.draw(shift=60.0)
    assert "ss" not in user.status
    user.key(KEY.Key_T, CTRL | SHIFT)
    assert tool.field.text == "Maß" and user.status == "'ß' is written as 'ss'"
    user.key(KEY.Key_Escape)
    assert user.status == TOOL_HINT


def test_the_pen_tool_closes_the_field_and_keeps_the_draft(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    typed(user, "later")
    user.window._actions["pen"].trigger()
    assert not tool.field.isVisible() and not user.window.text_tool.bar.isVisible()
    user.draw(shift=60.0)
    assert len(user.authors) == len(line()) + 1
    user.key(KEY.Key_T, CTRL)
    assert tool.field.text == "later"


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "There is no text to write"), ("  \n ", "nothing that can be seen"), ("שלום", "from right to left")],
)
def test_what_cannot_be_written_stays_in_the_field(user: User, tool: TextTool, text: str, why: str):
    user.key(KEY.Key_T, CTRL)
    tool.field.setPlainText(text)
    user.key(KEY.Key_Return)
    assert tool.field.isVisible() and tool.field.text == text and why in user.status
    assert user.texts.asked == []


def test_without_a_hand_the_reason_is_told_and_the_text_stays(user: User):
    user.key(KEY.Key_T, CTRL)
    assert user.status == NOTHING
    typed(user, "words")
    user.key(KEY.Key_Return)
    assert user.window.text_tool.field.text == "words" and user.status == NOTHING and user.texts.asked == []
    assert user.window.text_tool.bar.hand.text() == "no hand yet"


def test_a_paste_keeps_its_lines_and_is_cut_where_it_is_too_long(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    source = QMimeData()
    source.setText("one\r\ntwo\u00a0three\n")
    tool.field.insertFromMimeData(source)
    assert tool.field.text == "one\ntwo\u00a0three\n"
    source.setText("x" * 100_000)
    tool.field.insertFromMimeData(source)
    assert len(tool.field.text) == 30_000 and "70,0" in user.status
    user.key(KEY.Key_Return)
    assert user.window.typing.is_writing and "70,0" not in user.status  # how far it has come is to be seen


def test_an_input_method_composes_in_the_field(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    event = QInputMethodEvent()
    event.setCommitString("ñandú")
    QApplication.sendEvent(tool.field, event)
    assert tool.field.text == "ñandú"


def test_the_field_follows_its_place(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    canvas, field = user.window.canvas, tool.field
    assert field.viewport().font().pixelSize() == field.font().pixelSize()  # the placeholder's
    for move in (
        canvas.zoom_in,
        lambda: canvas.scroll_by(0, 40),
        canvas.zoom_actual,
        lambda: user.window.resize(820, 500),
    ):
        move()
        x, y = canvas.view.to_widget(*field.place)
        assert abs(field.x() + 8 - x) <= 1 and field.y() < y < field.y() + field.height()
    height = field.height()
    user.key(KEY.Key_Return, SHIFT)
    user.key(KEY.Key_Return, SHIFT)
    assert field.height() > height
    tool.field.setPlainText("line\n" * 500)
    assert field.height() <= canvas.height() and canvas.rect().contains(field.geometry())


def test_a_click_on_a_text_opens_it_and_enter_writes_it_anew(user: User, tool: TextTool):
    first = write(user)
    click(user, 43.0, 58.0)
    assert tool.field.text == "two words" and tool.field.place == (first.x, first.y)
    user.key(KEY.Key_End)
    typed(user, " more")
    user.key(KEY.Key_Return)
    again, _, page = user.texts.asked[-1]
    assert (again.id, again.seed, again.text) == (first.id, first.seed, "two words more")
    assert page.strokes == tuple(line())  # without its own
    before = user.window.canvas.page.strokes
    texts = user.texts
    texts.tell(texts.place(0), texts.place(1), texts.place(2))
    texts.end()
    now = user.window.canvas.page.strokes
    assert [w for w, _ in ink(user, first.id)] == [0, 0, 1, 1, 2, 2]
    assert all(a is b for a, b in zip(before, now, strict=False))  # what came out the same was left alone
    assert user.window.open_document.document.texts == (again,)
    user.key(KEY.Key_Z, CTRL)
    assert user.window.canvas.page.strokes == before and user.window.open_document.document.texts == (first,)


def test_enter_brings_the_place_into_view(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    typed(user, "far up")
    canvas, field = user.window.canvas, tool.field
    canvas.scroll_by(0, 10_000)
    assert not canvas.rect().intersects(field.geometry())
    user.key(KEY.Key_Return)
    assert user.texts.asked and 0 < canvas.view.to_widget(*field.place)[1] < canvas.height()


def test_the_pens_hint_makes_room_for_the_field(user: User):
    canvas = user.window.canvas
    hints = []
    for action in ("text", "pen"):
        user.window._actions[action].trigger()
        hints.append(canvas._layers.hint)
    assert hints == ["", HINT]


def test_on_an_empty_page_the_hand_is_that_of_the_page_before(user: User, tool: TextTool):
    user.window.writing.turn(1)
    user.key(KEY.Key_T, CTRL)
    typed(user, "on")
    user.key(KEY.Key_Return)
    text, hand, page = user.texts.asked[0]
    assert hand.name == user.window.hand_in_use.mine.id and text.hand == "" and not page.strokes


def test_a_text_made_shorter_loses_its_last_words_in_one_step(user: User, tool: TextTool):
    first = write(user, "one two three", 3)
    user.key(KEY.Key_T, CTRL | SHIFT)
    assert tool.field.text == "one two three"
    tool.field.setPlainText("one")
    user.key(KEY.Key_Return)
    user.texts.tell(user.texts.place(0))
    user.texts.end()
    assert [w for w, _ in ink(user, first.id)] == [0, 0]
    user.key(KEY.Key_Z, CTRL)
    assert len(ink(user, first.id)) == 6


def test_only_a_word_that_is_another_is_shown_as_it_is_written(user: User, tool: TextTool):
    first = write(user, "one two three", 3)
    user.window.typing.set_speed(1.0)
    user.key(KEY.Key_T, CTRL | SHIFT)
    tool.field.setPlainText("one 2 three")
    user.key(KEY.Key_Return)
    texts = user.texts
    texts.tell(texts.place(0), texts.place(1, shape=1), texts.place(2, x=70.0))  # the last one only goes elsewhere
    texts.end()
    assert [w for w, _ in ink(user, first.id)] == [0, 0, 2, 2]  # the word that is shown has made room
    user.bridge_clock.now += 1.0
    user.window.player.set_pace(1.0)
    assert not user.window.typing.is_writing
    assert ink(user, first.id)[-2:] == [(2, 70.0), (2, 75.0)]


def test_esc_leaves_a_text_as_it_was(user: User, tool: TextTool):
    write(user)
    before = user.window.open_document.document
    user.key(KEY.Key_T, CTRL | SHIFT)
    typed(user, "changed")
    click(user, 100.0, 200.0)
    assert tool.field.text == "two wordschanged" and "Esc leaves it" in user.status
    user.key(KEY.Key_Escape)
    assert user.window.open_document.document is before and not tool.field.isVisible()
    user.key(KEY.Key_T, CTRL)
    assert tool.field.text == "two wordschanged"  # nothing is lost
    assert user.status == FIELD_HINT


def test_a_word_is_written_again_under_another_seed(user: User, tool: TextTool, monkeypatch: pytest.MonkeyPatch):
    first = write(user)
    canvas = user.window.canvas
    canvas.setFocus()
    point_at(user, monkeypatch, 100.0, 200.0)
    user.key(KEY.Key_A)
    assert user.status == NO_WORD
    point_at(user, monkeypatch, 54.0, 58.0)
    for times in (1, 2):
        user.key(KEY.Key_A)
        text = user.texts.asked[-1][0]
        assert text.again == ((1, times),) and text.seed == first.seed and text.id == first.id
        user.texts.tell(user.texts.place(0), user.texts.place(1, shape=times))
        user.texts.end()
    assert user.window.open_document.document.texts == (text,) and len(ink(user, first.id)) == 4
    user.key(KEY.Key_Z, CTRL)
    assert user.window.open_document.document.texts[0].again == ((1, 1),)
    user.key(KEY.Key_A, SHIFT)  # the line
    assert user.texts.asked[-1][0].again == ((0, 1), (1, 2))


def test_the_menu_over_a_word_has_what_can_be_done_with_it(user: User, tool: TextTool, monkeypatch: pytest.MonkeyPatch):
    write(user)
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: shown.append(menu))
    canvas = user.window.canvas
    where = QPoint(*map(round, canvas.view.to_widget(43.0, 58.0)))
    canvas.menu_wanted.emit(canvas.mapToGlobal(where))
    names = [action.text().replace("&", "") for action in shown[0].actions()]
    assert names == ["Edit the text", "Write the word again", "Write the line again"]
    shown[0].actions()[1].trigger()
    assert user.texts.asked[-1][0].again == ((0, 1),)
    canvas.menu_wanted.emit(canvas.mapToGlobal(QPoint(5, 5)))
    assert len(shown) == 1


def test_a_second_text_waits_for_the_first(user: User, tool: TextTool):
    user.window.typing.set_speed(1.0)
    user.key(KEY.Key_T, CTRL)
    typed(user, "first")
    user.key(KEY.Key_Return)
    user.key(KEY.Key_T, CTRL)
    typed(user, "second")
    user.key(KEY.Key_Return)
    assert tool.field.text == "second" and user.status == WAIT and len(user.texts.asked) == 1
    user.key(KEY.Key_Escape)
    user.key(KEY.Key_Escape)  # stops the first
    assert not user.window.typing.is_writing


def test_a_stopped_text_of_which_nothing_was_shown_is_a_draft(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    typed(user, "wait")
    user.key(KEY.Key_Return)
    user.key(KEY.Key_Escape)
    assert user.window.open_document.document.texts == ()
    user.key(KEY.Key_T, CTRL)
    assert tool.field.text == "wait"


def test_the_bar_says_how_the_next_text_is_to_look_and_is_remembered(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    bar = user.window.text_tool.bar
    bar.percent.setValue(150)
    bar.slant.setValue(10)
    bar._alignments[Alignment.RIGHT].trigger()
    bar.more.shake.setValue(0.8)
    bar.more.indent.setValue(12.0)
    bar.more.seed.setValue(77)
    bar.speed.setCurrentIndex(3)
    tool.field.setFocus()
    typed(user, "words")
    user.key(KEY.Key_Return)
    text = user.texts.asked[0][0]
    style = text.style
    assert (style.size, style.alignment, style.shake, style.pen, style.indent) == (
        1.5,
        Alignment.RIGHT,
        0.8,
        None,
        12.0,
    )
    assert style.slant == pytest.approx(0.1763, abs=1e-3) and text.seed == 77
    assert user.settings.text.style == style and user.settings.text.speed is Speed.AT_ONCE
    bar.more.usual.click()
    assert user.settings.text.style == type(style)() and bar.percent.value() == 100


def test_an_edited_text_has_its_own_style_in_the_bar(user: User, tool: TextTool):
    first = write(user)
    bar = user.window.text_tool.bar
    bar.percent.setValue(200)
    user.key(KEY.Key_T, CTRL | SHIFT)
    assert bar.percent.value() == 100 and bar.more.seed_value == first.seed
    bar.percent.setValue(120)
    user.key(KEY.Key_Return)
    assert user.texts.asked[-1][0].style.size == 1.2 and user.texts.asked[-1][0].seed == first.seed
    assert user.settings.text.style.size == 2.0 and bar.percent.value() == 200


def test_tab_leads_from_the_field_through_the_bar_and_esc_back(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    bar, seen = user.window.text_tool.bar, []
    for _ in range(8):
        user.key(KEY.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen[:3] == [bar.hand, bar.percent, bar.slant] and bar.speed in seen and bar.more_button in seen
    assert all(widget.accessibleName() for widget in seen)
    for widget in (bar.more_button, bar.percent, bar.speed, bar.hand):
        for key in (KEY.Key_Escape, KEY.Key_Return):
            widget.setFocus()
            user.key(key)
            assert tool.field.hasFocus() and user.texts.asked == []


def test_esc_in_the_small_window_leads_back_to_the_field(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    more = user.window.text_tool.bar.more
    user.window.text_tool.bar.more_button.click()
    assert more.isVisible() and more.shape.hasFocus()
    assert all(
        field.accessibleName() for field in (more.shape, more.shake, more.pen, more.words, more.lines, more.seed)
    )
    user.qtbot.keyClick(more, KEY.Key_Escape)
    assert not more.isVisible() and tool.field.hasFocus()


def test_a_hand_is_chosen_in_the_bar(user: User, tool: TextTool):
    hands = user.window.hand_in_use.hands
    mine = user.window.hand_in_use.mine
    assert mine is not None
    kept = hands.keep(mine)
    user.key(KEY.Key_T, CTRL)
    bar = user.window.text_tool.bar
    bar.hands.aboutToShow.emit()
    names = [action.text() for action in bar.hands.actions()]
    assert (
        names[:2] == ["Mine on this page", kept.hand.name] and bar.hands.actions()[-1] is user.window._actions["hands"]
    )
    bar.hands.actions()[1].trigger()
    user.until(lambda: bar.hand.text() == kept.hand.name)
    typed(user, "words")
    user.key(KEY.Key_Return)
    assert user.texts.asked[0][0].hand == kept.hand.id and user.texts.asked[0][1].name == kept.hand.id


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_bar_fits_a_small_window(user: User, tool: TextTool, appearance: Appearance):
    user.settings.appearance = appearance
    user.window._follow_settings()
    user.window.resize(800, 450)
    user.key(KEY.Key_T, CTRL)
    bar = user.window.text_tool.bar
    assert user.window.width() == 800
    user.until(lambda: bar.hand.width() >= bar.hand.minimumSizeHint().width())
    for widget in (bar.hand, bar.percent, bar.slant, bar.speed, bar.more_button):
        assert bar.rect().contains(widget.geometry()) and widget.width() >= widget.minimumSizeHint().width()


def test_the_bar_keeps_no_window_from_being_narrow(user: User, tool: TextTool):
    user.key(KEY.Key_T, CTRL)
    user.window.resize(100, 400)
    QApplication.processEvents()
    assert user.window.width() <= 640


def test_a_text_is_saved_and_can_be_edited_after_it_is_opened(user: User, tool: TextTool, tmp_path, qtbot: QtBot):
    first = write(user)
    user.person.path = tmp_path / "page.ink"
    user.key(KEY.Key_S, CTRL)
    user.key(KEY.Key_N, CTRL)
    assert user.window.open_document.document.texts == ()
    assert user.window.files.open_path(tmp_path / "page.ink")
    user.key(KEY.Key_T, CTRL | SHIFT)
    assert tool.field.text == "two words" and user.window.open_document.document.texts == (first,)


@pytest.mark.parametrize("change", [lambda u: u.key(KEY.Key_Z, CTRL), lambda u: u.key(KEY.Key_PageDown, CTRL)])
def test_the_field_of_a_text_that_is_out_of_sight_closes(user: User, tool: TextTool, change: Callable[[User], None]):
    write(user)
    user.key(KEY.Key_T, CTRL | SHIFT)
    user.window.canvas.setFocus()
    change(user)
    assert not tool.field.isVisible()


def test_ink_that_names_a_text_that_is_not_known_is_not_edited(user: User, tool: TextTool):
    first = write(user)
    document = user.window.open_document
    document.add([stroke([(1, 1)])])
    unknown = [s for s in user.window.canvas.page.strokes if s.origin is not None]
    document.new()
    document.add(unknown)
    user.window.writing.show()
    click(user, 43.0, 58.0)
    assert not tool.field.isVisible() and "not known" in user.status and ink(user, first.id)
