"""From ink to its word, by Ctrl and a click, and from a word to its ink, by a click; all other clicks write as ever."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from inkapp.ui.canvas.canvas import Tool
from inkapp.ui.reading.text_view import TextView
from tests.ui.reading_users import ReadingUser
from tests.ui.users import CTRL, KEY, SHIFT

NO_KEY = Qt.KeyboardModifier.NoModifier


def click_ink(
    reader: ReadingUser, word: tuple[int, int], held: Qt.KeyboardModifier = CTRL, beside: float = 0.0, page: int = 0
) -> None:
    """A click at a word's first stroke, by the numbers of its line and of itself, or so many mm above it."""
    strokes = reader.window.reading.pages.text(page).lines[word[0]].words[word[1]].strokes
    canvas = reader.window.canvas
    at = QPointF(*canvas.view.to_widget(float(strokes[0].x[0]), float(strokes[0].y[0]) - beside))
    for kind, buttons in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        place = canvas.mapToGlobal(at)
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, place, Qt.MouseButton.LeftButton, buttons, held))


def click_word(view: TextView, line: int, column: int) -> None:
    """A click into the panel's text."""
    cursor = QTextCursor(view.document().findBlockByNumber(line))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, column)
    at = view.cursorRect(cursor).center() + QPoint(2, 0)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, QPointF(at), QPointF(view.viewport().mapToGlobal(at)), left, left, NO_KEY)
        QApplication.sendEvent(view.viewport(), event)


def strokes(reader: ReadingUser) -> int:
    return sum(len(page.strokes) for page in reader.document.pages)


@pytest.mark.parametrize("tool", [Tool.PEN, Tool.ERASER, Tool.TEXT])
def test_ctrl_and_a_click_on_ink_selects_its_word_and_does_nothing_else(reader: ReadingUser, tool: Tool):
    reader.write(["the quick fox", "jumps"])
    panel = reader.open()
    reader.window.text_tool.set_tool(tool)
    before = reader.document
    click_ink(reader, (0, 2))
    assert panel.view.textCursor().selectedText() == "fox" and panel.view.hasFocus()
    assert reader.document is before and reader.marked == (0, 1) and not reader.window.canvas.pen_tool.is_down
    click_ink(reader, (1, 0))
    assert panel.view.textCursor().selectedText() == "jumps"
    reader.qtbot.keyClicks(panel.view, "ran")
    reader.key(KEY.Key_Return)
    assert reader.document.pages[0].corrections[0].text == "ran"


@pytest.mark.parametrize(("held", "beside"), [(NO_KEY, 0.0), (SHIFT, 0.0), (CTRL | SHIFT, 0.0), (CTRL, 15.0)])
def test_any_other_click_writes(reader: ReadingUser, held: Qt.KeyboardModifier, beside: float):
    reader.write(["the quick fox"])
    panel = reader.open()
    before = strokes(reader)
    click_ink(reader, (0, 1), held, beside)
    assert strokes(reader) == before + 1 and panel.view.textCursor().selectedText() == ""


def test_where_the_panel_is_closed_it_writes(reader: ReadingUser):
    reader.write(["the quick fox"])
    panel = reader.open()
    reader.key(KEY.Key_R, CTRL)
    reader.until(lambda: not panel.is_live)
    before = strokes(reader)
    click_ink(reader, (0, 1))
    assert strokes(reader) == before + 1


def test_a_stroke_under_way_is_not_broken(reader: ReadingUser):
    reader.write(["the quick fox"])
    reader.open()
    before = strokes(reader)
    reader.mouse(QEvent.Type.MouseButtonPress, 30, 200)
    click_ink(reader, (0, 1))
    reader.mouse(QEvent.Type.MouseButtonRelease, 40, 200)
    assert strokes(reader) > before


def test_a_click_on_a_word_turns_to_its_page_and_shows_its_ink(reader: ReadingUser):
    reader.write(["the fox"], ["jumps"], ["over"])
    panel = reader.open()
    panel.all_pages.setChecked(True)
    reader.read()
    assert reader.lines == ["Page 1", "the fox", "Page 2", "jumps", "Page 3", "over"]
    click_word(panel.view, 5, 1)
    assert reader.window.open_document.page == 2 and reader.marked == (0, 1)
    reader.window.canvas.zoom_actual()
    reader.window.canvas.scroll_by(0, 1e5)
    click_word(panel.view, 1, 5)
    assert reader.window.open_document.page == 0 and reader.marked == (0, 1)
    left, top, _, bottom = reader.window.reading.pages.text(0).lines[0].words[1].bounds
    view, canvas = reader.window.canvas.view, reader.window.canvas
    assert 0 <= view.to_widget(left, top)[1] < view.to_widget(left, bottom)[1] <= canvas.height()
    click_word(panel.view, 0, 1)  # a heading
    assert reader.window.open_document.page == 0


def test_a_word_of_a_page_that_is_gone_adds_none(reader: ReadingUser):
    reader.write(["the fox"], ["jumps"])
    panel = reader.open()
    panel.all_pages.setChecked(True)
    reader.read()
    word = panel.view.shown[3].line.words[0]
    reader.window.writing.turn_to(1)
    reader.window.writing.delete_page()
    panel.view.chosen.emit(1, word)
    assert len(reader.document.pages) == 1


def test_the_next_unsure_word_shows_its_ink(reader: ReadingUser):
    reader.reads.reader.seen = 1.0
    reader.write(["the fox"], ["jumps"], sure=0.4)
    panel = reader.open()
    panel.all_pages.setChecked(True)
    reader.read()
    for word, page in (("the", 0), ("fox", 0), ("jumps", 1), ("the", 0)):
        panel.unsure.click()
        assert panel.view.textCursor().selectedText() == word and reader.window.open_document.page == page


def test_what_is_marked_is_not_marked_on_another_page(reader: ReadingUser):
    reader.write(["the fox"], [])
    reader.open()
    click_ink(reader, (0, 1))
    assert reader.marked == (0, 1)
    reader.window.writing.turn(1)
    reader.read()
    assert reader.marked == (0, 0)
    reader.window.writing.turn(-1)
    reader.read()
    assert reader.marked == (0, 1)
