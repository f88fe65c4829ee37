"""Whatever stops a text while it is written: what is shown stays, nothing more comes, and one undo takes it back."""

from __future__ import annotations

import pytest

from inkapp.ink.document import Author, Page
from inkapp.ui.canvas.canvas import Tool
from inkapp.ui.chrome.dialogs import Answer
from tests.ui.flow.conftest import words
from tests.ui.users import CTRL, KEY, SHIFT, User, begun


def test_esc_stops_and_what_is_begun_stays_to_its_end(typist: User):
    texts = typist.texts
    texts.tell(texts.place(0), texts.place(1), texts.place(2), total=3)
    typist.pass_time(2.1)  # the second word is under the pen
    typist.key(KEY.Key_Escape)
    assert words(typist) == [0, 0, 1, 1] and texts.cancelled and not typist.window.typing.is_writing
    assert typist.status.startswith("2 of 3 words are written")
    texts.tell(texts.place(2), ticket=1)  # what was under way
    assert words(typist) == [0, 0, 1, 1]
    typist.key(KEY.Key_Z, CTRL)
    assert typist.authors == [Author.PERSON]


@pytest.mark.parametrize("how", ["pen", "erase", "undo", "page", "paper", "new page"])
def test_whatever_changes_the_document_stops_the_writing(typist: User, how: str):
    window, texts = typist.window, typist.texts
    texts.tell(texts.place(0), texts.place(1), texts.place(2), total=9)
    typist.pass_time(1.0)
    match how:
        case "pen":
            begun(typist)
        case "erase":
            window.canvas.set_tool(Tool.ERASER)
            begun(typist)
        case "undo":
            typist.key(KEY.Key_Z, CTRL)
        case "page" | "new page":
            typist.key(*(KEY.Key_PageDown, CTRL) if how == "page" else (KEY.Key_N, CTRL | SHIFT))
        case "paper":
            window.writing.change_paper(Page(width=100.0), all_pages=True)
    assert not window.typing.is_writing and texts.cancelled
    assert words(typist) == ([] if how == "undo" else [0, 0])
    texts.tell(texts.place(1), ticket=1)
    assert words(typist) == ([] if how == "undo" else [0, 0])


def test_a_page_that_is_deleted_takes_its_words_along(typist: User):
    texts, window = typist.texts, typist.window
    texts.tell(texts.place(0), texts.place(1, page=1), texts.place(2, page=1), total=9)
    typist.pass_time(1.0)
    typist.pass_time(2.0)
    assert window.open_document.page == 1 and words(typist, 1) == [1, 1]
    typist.key(KEY.Key_Delete, CTRL | SHIFT)
    assert not window.typing.is_writing and len(window.open_document.document.pages) == 1
    assert words(typist) == [0, 0]
    typist.key(KEY.Key_Z, CTRL)
    assert words(typist, 1) == [1, 1]
    typist.key(KEY.Key_Z, CTRL)
    assert len(window.open_document.document.pages) == 1 and typist.authors == [Author.PERSON]


def test_a_change_without_a_word_stops_it_too(typist: User):
    texts, window = typist.texts, typist.window
    texts.tell(texts.place(0), texts.place(1), total=2)
    typist.pass_time(1.0)
    window.open_document.add_page()
    window.writing.show()
    assert not window.typing.is_writing and texts.cancelled and words(typist) == [0, 0]


def test_closing_while_it_writes_ends_the_thread_and_asks_about_the_ink(typist: User):
    texts = typist.texts
    texts.tell(texts.place(0), texts.place(1), total=2)
    typist.pass_time(1.0)
    typist.person.answer = Answer.CANCEL
    asked = typist.person.asked
    typist.window.close()
    assert typist.window.isVisible() and typist.person.asked == asked + 1
    assert not typist.window.typing.is_writing and words(typist) == [0, 0]
    typist.person.answer = Answer.DISCARD
    typist.window.close()
    assert texts.closed and not typist.window.isVisible()


def test_another_document_meanwhile_stops_it(typist: User):
    texts = typist.texts
    texts.tell(texts.place(0), texts.place(1), total=2)
    typist.pass_time(1.0)
    typist.person.answer = Answer.DISCARD
    typist.key(KEY.Key_N, CTRL)
    assert not typist.window.typing.is_writing
    texts.tell(texts.place(1), ticket=1)
    assert typist.authors == []
