"""Search in the window: hits of all pages, marked, gone to one after the other."""

from __future__ import annotations

import pytest

from inkapp.ui.chrome.theme import DARK, LIGHT
from tests.ui.chrome.test_theme import contrast
from tests.ui.reading_users import ReadingUser
from tests.ui.users import CTRL, KEY, SHIFT


def look_for(reader: ReadingUser, text: str) -> None:
    reader.key(KEY.Key_F, CTRL)
    bar = reader.window.reading.search.bar
    assert bar.isVisible() and bar.field.hasFocus()
    reader.qtbot.keyClicks(bar.field, text)
    reader.read()


def count(reader: ReadingUser) -> str:
    return reader.window.reading.search.bar.count.text()


def test_hits_are_counted_marked_and_gone_through(reader: ReadingUser):
    reader.write(["the fox", "a fox and foxes"], ["no"], ["fox again"])
    look_for(reader, "Fox")
    assert reader.reads.asked[-1][1] == (0, 1, 2)
    assert count(reader) == "1 of 4" and reader.marked == (2, 1)
    reader.key(KEY.Key_Return)
    assert count(reader) == "2 of 4"
    reader.key(KEY.Key_F3)
    assert count(reader) == "3 of 4" and reader.window.open_document.page == 0
    reader.key(KEY.Key_Return)
    assert count(reader) == "4 of 4" and reader.window.open_document.page == 2 and reader.marked == (0, 1)
    reader.key(KEY.Key_Return)
    assert count(reader) == "1 of 4" and reader.window.open_document.page == 0
    reader.key(KEY.Key_Return, SHIFT)
    assert count(reader) == "4 of 4"
    reader.key(KEY.Key_F3, SHIFT)
    assert count(reader) == "3 of 4"


def test_one_wrong_letter_still_finds_it(reader: ReadingUser):
    reader.write(["the quick fox"])
    look_for(reader, "quack")
    assert count(reader) == "1 of 1"


def test_nothing_found_and_nothing_asked(reader: ReadingUser):
    reader.write(["the quick fox"])
    look_for(reader, "")
    assert count(reader) == "" and reader.marked == (0, 0)
    reader.qtbot.keyClicks(reader.window.reading.search.bar.field, "zebra")
    assert count(reader) == "Not found" and reader.marked == (0, 0)
    reader.key(KEY.Key_Return)
    assert count(reader) == "Not found"


def test_esc_closes_it_and_nothing_is_read_any_more(reader: ReadingUser):
    reader.write(["the fox"])
    look_for(reader, "fox")
    reader.key(KEY.Key_Escape)
    assert not reader.window.reading.search.is_open and reader.window.canvas.hasFocus() and reader.marked == (0, 0)
    asked = len(reader.reads.asked)
    reader.write(["another fox"])
    assert len(reader.reads.asked) == asked
    reader.key(KEY.Key_F3)
    assert reader.window.reading.search.is_open and reader.window.reading.search.bar.field.text() == "fox"
    reader.read()
    assert count(reader) == "1 of 1"


def test_hits_come_as_pages_are_read(reader: ReadingUser):
    reader.write(["nothing here"], ["a fox"], ["a fox"])
    reader.key(KEY.Key_F, CTRL)
    reader.qtbot.keyClicks(reader.window.reading.search.bar.field, "fox")
    assert count(reader) == "Reading… 3 pages are left"
    reader.reads.tell(2)
    assert count(reader) == "1 found  ·  Reading…" and reader.window.open_document.page == 0
    reader.reads.tell()
    assert count(reader) == "1 of 2" and reader.window.open_document.page == 1


def test_the_nearest_page_comes_first(reader: ReadingUser):
    reader.write(["a fox"], ["nothing"], ["a fox"])
    reader.key(KEY.Key_PageDown, CTRL)
    look_for(reader, "fox")
    assert reader.reads.asked[-1][1] == (1, 2, 0)
    assert count(reader) == "2 of 2" and reader.window.open_document.page == 2


def test_marks_follow_the_ink_and_the_hit_stays(reader: ReadingUser):
    reader.write(["a fox", "a fox"])
    look_for(reader, "fox")
    reader.key(KEY.Key_Return)
    assert count(reader) == "2 of 2"
    reader.window.open_document.add(reader.reads.reader.line("fox", y=42, x=60))
    reader.window.writing.show()
    reader.read()
    assert count(reader) == "3 of 3"  # the same ink, now the third
    reader.window.open_document.erase(range(5))
    reader.window.writing.show()
    reader.read()
    assert count(reader) == "Not found" and reader.marked == (0, 0)


def test_a_correction_is_found_and_the_misreading_not(reader: ReadingUser):
    reader.write(["a fax"])
    reader.open()
    look_for(reader, "fox")
    assert count(reader) == "Not found"  # three letters must be right
    reader.window.writing.correct(0, [(reader.document.pages[0].strokes[1:], "fox")])
    reader.read()
    assert count(reader) == "1 found"


def test_a_hit_out_of_sight_is_scrolled_to(reader: ReadingUser):
    reader.write(["one"])
    reader.window.open_document.add(reader.reads.reader.line("lowest", y=280))
    reader.window.writing.show()
    look_for(reader, "lowest")
    canvas = reader.window.canvas
    _, y = canvas.view.to_widget(0, 280)
    assert 0 < y < canvas.height()


def test_marks_are_painted_under_the_ink(reader: ReadingUser):
    reader.write(["the fox"])
    canvas = reader.window.canvas
    look_for(reader, "fox")
    canvas.settle()
    marked = canvas.grab().toImage()
    left, top, _, _ = reader.document.pages[0].strokes[1].bounds
    ratio = canvas.devicePixelRatioF()

    def colour(image, x: float, y: float):
        px, py = canvas.view.to_widget(x, y)
        return image.pixelColor(round(px * ratio), round(py * ratio))

    assert colour(marked, left, top) == LIGHT.highlight
    reader.key(KEY.Key_Escape)
    canvas.settle()
    assert colour(canvas.grab().toImage(), left, top) == LIGHT.sheet


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_marks_can_be_told_from_the_sheet_and_ink_from_the_marks(theme):
    assert contrast(theme.ink, theme.highlight) >= 7 and contrast(theme.model, theme.highlight) >= 5
    assert contrast(theme.accent, theme.highlight) >= 3  # the frame of the one that is shown
    assert theme.highlight != theme.sheet and contrast(theme.highlight, theme.sheet) >= 1.2


def test_closing_the_window_ends_the_reading(reader: ReadingUser):
    reader.write(["the fox"])
    look_for(reader, "fox")
    reader.person.answer = type(reader.person.answer).DISCARD
    reader.window.close()
    assert reader.reads.closed
