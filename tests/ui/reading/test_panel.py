"""The text panel: what the ink says, put right in place, and kept with the ink."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget

from inkapp.ink.document import Page
from inkapp.ink.edits import CorrectText
from inkapp.ink.file import dumps, load, loads
from inkapp.ui.reading.shown_lines import NO_WRITING
from inkapp.ui.reading.text_view import TextView
from tests.live.reading.readers import drawn_line
from tests.ui.reading_users import ReadingUser
from tests.ui.users import CTRL, KEY, SHIFT

BOX = drawn_line(np.array([(20, 120), (60, 120), (60, 150), (20, 150), (20, 120)]))


def put(view: TextView, line: int, column: int, to: int | None = None) -> None:
    """The cursor in a line, or a selection there."""
    view.setFocus()
    view._put(line, column, to)


def said(reader: ReadingUser, page: int = 0) -> list[tuple[int, str]]:
    """How many strokes are corrected to say what."""
    return [(len(one.strokes), one.text) for one in reader.document.pages[page].corrections]


def test_the_page_is_read_when_the_panel_opens_and_not_before(reader: ReadingUser):
    reader.write(["the quick fox", "jumps"])
    assert not reader.reads.asked
    panel = reader.open()
    assert reader.lines == ["the quick fox", "jumps"]
    assert panel.note.text() == "4 words, none of them unsure."
    assert not panel.unsure.isEnabled()
    reader.key(KEY.Key_R, CTRL)
    reader.until(lambda: not panel.is_live)
    reader.write(["something else"])
    assert len(reader.reads.asked) == 1


def test_it_says_what_it_does(reader: ReadingUser):
    reader.write(["one"])
    reader.key(KEY.Key_R, CTRL)
    reader.until(lambda: reader.panel.is_live)
    assert reader.panel.note.text() == "Reading…"
    reader.reads.fail("no weights")
    assert reader.panel.note.text() == "The ink cannot be read: no weights"
    reader.draw()
    assert reader.panel.note.text() == "Waiting for the pen to rest…" or reader.window.reading.pages.trouble


@pytest.mark.parametrize(
    ("page", "says"),
    [(Page(), "There is no ink on this page yet."), (Page((BOX,)), "Nothing on this page looks like writing")],
)
def test_a_page_without_words_says_so(reader: ReadingUser, page: Page, says: str):
    reader.show(page)
    panel = reader.open()
    assert panel.note.text().startswith(says) and not panel.copy.isEnabled()


def test_it_follows_what_is_written_after_a_pause(reader: ReadingUser):
    reader.write(["one"])
    reader.open()
    reader.window.open_document.add(reader.reads.reader.line("two", y=54))
    reader.window.writing.show()
    assert reader.window.reading.pages.is_due and reader.lines == ["one"]
    reader.until(lambda: not reader.window.reading.pages.is_due)
    assert len(reader.reads.asked) == 2
    reader.reads.tell()
    assert reader.lines == ["one", "two"]


def test_a_word_put_right_is_kept_with_its_ink(reader: ReadingUser):
    reader.write(["the qvick fox", "jumps"])
    panel = reader.open()
    put(panel.view, 0, 5)
    reader.key(KEY.Key_Delete)
    reader.qtbot.keyClicks(panel.view, "u")
    assert said(reader) == []
    reader.key(KEY.Key_Return)
    assert said(reader) == [(1, "quick")] and "Put right" in reader.status
    assert panel.view.textCursor().blockNumber() == 1
    reader.read()
    assert reader.lines == ["the quick fox", "jumps"]
    assert loads(dumps(reader.document), "x").pages[0].corrections[0].text == "quick"
    reader.key(KEY.Key_Z, CTRL)  # the keys are still the panel's
    assert said(reader) == []
    reader.read()
    assert reader.lines == ["the qvick fox", "jumps"]
    reader.key(KEY.Key_Z, CTRL | SHIFT)
    assert said(reader) == [(1, "quick")]


@pytest.mark.parametrize("leave", ["line", "focus", "pen", "close"])
def test_a_change_is_kept_when_it_is_left(reader: ReadingUser, leave: str):
    reader.write(["the fax", "jumps"])
    panel = reader.open()
    put(panel.view, 0, 5, 6)
    reader.qtbot.keyClicks(panel.view, "o")
    if leave == "line":
        reader.key(KEY.Key_Down)
    elif leave == "focus":
        reader.window.canvas.setFocus()
    elif leave == "pen":
        reader.draw()
    else:
        panel.set_live(False)
    assert said(reader) == [(1, "fox")]


def test_a_file_has_what_is_being_put_right(reader: ReadingUser, tmp_path: Path):
    reader.write(["the fax"], ["unread"])
    panel = reader.open()
    put(panel.view, 0, 5, 6)
    reader.qtbot.keyClicks(panel.view, "o")
    reader.person.path = tmp_path / "notes.ink"
    reader.key(KEY.Key_S, CTRL)
    assert load(tmp_path / "notes.ink").pages[0].corrections[0].text == "fox"


def test_esc_takes_a_change_back_and_then_leads_out(reader: ReadingUser):
    reader.write(["the fax", "jumps"])
    panel = reader.open()
    put(panel.view, 0, 5, 6)
    reader.qtbot.keyClicks(panel.view, "o")
    reader.key(KEY.Key_Escape)
    assert reader.lines == ["the fax", "jumps"] and said(reader) == [] and panel.view.hasFocus()
    reader.key(KEY.Key_Escape)
    assert reader.window.canvas.hasFocus()


def test_several_words_are_one_step(reader: ReadingUser):
    reader.write(["tha fax ran"])
    panel = reader.open()
    put(panel.view, 0, 0, 7)
    reader.qtbot.keyClicks(panel.view, "the fox")
    reader.key(KEY.Key_Return)
    assert said(reader) == [(1, "the"), (1, "fox")]
    reader.window.writing.undo()
    assert said(reader) == []


def test_a_drawing_can_be_given_a_name(reader: ReadingUser):
    reader.show(Page((*reader.reads.reader.line("a word"), BOX)))
    panel = reader.open()
    assert reader.lines == ["a word", NO_WRITING] and panel.note.text().startswith("2 words")
    put(panel.view, 1, 0, len(NO_WRITING))
    reader.qtbot.keyClicks(panel.view, "a box")
    reader.key(KEY.Key_Return)
    assert said(reader) == [(1, "a box")]
    reader.read()
    assert reader.lines == ["a word", "a box"]


def test_lines_are_neither_joined_nor_parted(reader: ReadingUser):
    reader.write(["one two", "three"])
    view = reader.open().view
    before = reader.lines

    def settle() -> None:
        QApplication.processEvents()
        QApplication.processEvents()

    put(view, 1, 0)
    reader.key(KEY.Key_Backspace)
    settle()
    assert reader.lines == before
    put(view, 0, 7)
    reader.key(KEY.Key_Delete)
    settle()
    assert reader.lines == before
    view.selectAll()
    reader.qtbot.keyClicks(view, "x")
    settle()
    assert reader.lines == before
    put(view, 0, 0, 3)
    data = QMimeData()
    data.setText("first\nand\tlast ")
    view.insertFromMimeData(data)
    assert reader.lines == ["first and last two", "three"] and said(reader) == []
    view.commit()
    assert said(reader) == [(1, "first and last")]


def test_what_is_read_meanwhile_waits_for_a_change_under_way(reader: ReadingUser):
    reader.write(["the fax"])
    panel = reader.open()
    put(panel.view, 0, 5, 6)
    reader.qtbot.keyClicks(panel.view, "o")
    reader.window.open_document.add(reader.reads.reader.line("below", y=54))
    reader.window.reading.pages._follow()
    reader.read()
    assert reader.lines == ["the fox"]
    panel.view.commit()
    reader.read()
    assert reader.lines == ["the fox", "below"] and said(reader) == [(1, "fox")]


def test_ink_that_is_gone_is_not_put_right(reader: ReadingUser):
    reader.write(["the fax"])
    panel = reader.open()
    put(panel.view, 0, 5, 6)
    reader.qtbot.keyClicks(panel.view, "o")
    reader.window.open_document.erase([1])
    panel.view.commit()
    assert said(reader) == [] and "not there any more" in reader.status


def test_unsure_words_are_underlined_counted_and_found(reader: ReadingUser):
    reader.reads.reader.seen = 1.0
    strokes = [
        reader.reads.reader.word("sure", 20, 42),
        reader.reads.reader.word("doubt", 31, 42, sure=0.1),
        reader.reads.reader.word("again", 20, 54, sure=0.1),
    ]
    reader.show(Page(tuple(strokes)))
    panel = reader.open()
    assert panel.note.text() == "3 words, 2 of them unsure."

    def underlined(line: int, column: int) -> bool:
        cursor = QTextCursor(panel.view.document().findBlockByNumber(line))
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, column)
        return cursor.charFormat().underlineStyle() != QTextCharFormat.UnderlineStyle.NoUnderline

    assert [underlined(0, 2), underlined(0, 7), underlined(1, 2)] == [False, True, True]
    panel.view.setFocus()
    seen = []
    for _ in range(3):
        panel.unsure.click()
        seen.append(panel.view.textCursor().selectedText())
    assert seen == ["doubt", "again", "doubt"] and panel.view.hasFocus()


def test_the_word_at_the_cursor_or_the_pointer_is_framed_on_the_page(reader: ReadingUser):
    reader.write(["one two"], ["three"])
    panel = reader.open()
    assert reader.marked == (0, 0)
    put(panel.view, 0, 1)
    assert reader.marked == (0, 1)
    (one,) = reader.window.canvas._layers.highlights._framed
    assert one == reader.document.pages[0].strokes[0].bounds
    put(panel.view, 0, 6)
    assert reader.window.canvas._layers.highlights._framed == (reader.document.pages[0].strokes[1].bounds,)
    place = panel.view.cursorRect(QTextCursor(panel.view.document())).center()
    reader.qtbot.mouseMove(panel.view.viewport(), place + QPoint(4, 0))
    reader.until(lambda: reader.window.canvas._layers.highlights._framed == (one,))
    assert panel.view.viewport().toolTip() == "100 % sure"
    reader.window.canvas.setFocus()
    panel.view._point(None)
    assert reader.marked == (0, 0)


def test_all_pages_under_headings_that_stay(reader: ReadingUser):
    reader.write(["one"], ["two"])
    panel = reader.open()
    panel.all_pages.setChecked(True)
    assert reader.reads.asked[-1][1] == (1,)
    assert panel.note.text() == "Reading…"
    reader.read()
    assert reader.lines == ["Page 1", "one", "Page 2", "two"]
    put(panel.view, 2, 0)
    reader.qtbot.keyClicks(panel.view, "x")
    QApplication.processEvents()
    assert reader.lines == ["Page 1", "one", "Page 2", "two"]
    put(panel.view, 3, 0, 3)
    assert reader.marked == (0, 0)  # it is on a page that is not in sight
    reader.qtbot.keyClicks(panel.view, "too")
    reader.key(KEY.Key_Return)
    assert said(reader, 1) == [(1, "too")]
    panel.all_pages.setChecked(False)
    reader.key(KEY.Key_PageDown, CTRL)
    reader.read()
    assert reader.lines == ["too"]


def test_text_is_copied_without_headings_and_drawings(reader: ReadingUser):
    first, second = reader.reads.reader.page("one two"), reader.reads.reader.page("three")
    reader.show(first.with_strokes((*first.strokes, BOX)), second)
    panel = reader.open()
    panel.copy.click()
    assert QGuiApplication.clipboard().text() == "one two\n"
    panel.all_pages.setChecked(True)
    reader.read()
    panel.copy.click()
    assert QGuiApplication.clipboard().text() == "one two\nthree\n" and "2 lines of text copied" in reader.status


def test_a_screen_reader_finds_text_and_names(reader: ReadingUser):
    reader.write(["the quick fox"])
    panel = reader.open()
    interface = QAccessible.queryAccessibleInterface(panel.view)
    assert interface is not None and interface.role() == QAccessible.Role.EditableText
    assert interface.text(QAccessible.Text.Value) == "the quick fox"
    reach = [w for w in panel.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    names = [QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name) for widget in reach]
    assert len(reach) >= 3 and all(names)
    panel.view.setFocus()
    reader.key(KEY.Key_Tab)
    assert not panel.view.hasFocus() and reader.lines == ["the quick fox"]


def test_keys_in_the_text_are_the_texts(reader: ReadingUser):
    reader.write(["a b"])
    panel = reader.open()
    put(panel.view, 0, 3)
    for key in (KEY.Key_R, KEY.Key_B, KEY.Key_BracketLeft):
        reader.key(key)
    reader.key(KEY.Key_Left)
    reader.key(KEY.Key_Right)
    assert reader.lines == ["a brb["] and panel.view.textCursor().positionInBlock() == 6


def test_it_wears_the_theme(reader: ReadingUser):
    reader.write(["one"])
    reader.show(Page((BOX,)))
    panel = reader.open()
    light = QTextCursor(panel.view.document()).block().begin().fragment().charFormat().foreground().color()
    reader.key(KEY.Key_D, CTRL)
    dark = QTextCursor(panel.view.document()).block().begin().fragment().charFormat().foreground().color()
    assert light != dark
    reader.key(KEY.Key_D, CTRL)


def test_a_recovered_correction_is_there(reader: ReadingUser):
    page = CorrectText((0,), "won", 0).apply(reader.document.add_strokes(reader.reads.reader.line("one"))).pages[0]
    reader.show(page)
    reader.window.open_document.apply(CorrectText((0,), "won", 0))
    reader.window.writing.show()
    reader.open()
    assert reader.lines == ["won"]


def test_another_documents_text_is_not_shown_for_a_moment(reader: ReadingUser):
    reader.write(["one"], ["two"])
    panel = reader.open()
    panel.all_pages.setChecked(True)
    reader.read()
    reader.write(["three"], ["four"])
    assert reader.lines == [""]
    reader.until(lambda: not reader.window.reading.pages.is_due)
    reader.reads.tell()
    assert reader.lines == ["Page 1", "three", "Page 2", "four"]


def test_pages_that_move_keep_their_text(reader: ReadingUser):
    reader.write(["one"], ["two"])
    panel = reader.open()
    panel.all_pages.setChecked(True)
    reader.read()
    asked = len(reader.reads.asked)
    reader.window.writing.move_page(1)
    reader.window.writing.add_page()
    assert reader.lines == ["Page 1", "two", "Page 2", "one"]
    reader.until(lambda: not reader.window.reading.pages.is_due)
    assert [pages for _, pages in reader.reads.asked[asked:]] == [(2,)]
