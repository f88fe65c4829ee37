"""Pages and the view follow a text that is written, unless the person looks elsewhere."""

from __future__ import annotations

import pytest

from inkapp.ink.document import Author
from inkapp.live.text_events import PlacedWord
from tests.ui.flow.conftest import words
from tests.ui.users import CTRL, KEY, User


def test_the_text_goes_on_to_a_new_page_which_comes_into_sight(typist: User):
    texts, document = typist.texts, typist.window.open_document
    texts.tell(texts.place(0), texts.place(1, page=1), texts.place(2, page=2), total=3)
    typist.pass_time(1.0)
    assert len(document.document.pages) == 2 and document.page == 1
    texts.end()
    typist.pass_time(2.0)
    typist.pass_time(2.0)
    assert [words(typist, page) for page in range(3)] == [[0, 0], [1, 1], [2, 2]] and document.page == 2
    paper = document.document.pages[0].with_strokes(())
    assert all(page.with_strokes(()) == paper for page in document.document.pages)
    typist.key(KEY.Key_Z, CTRL)
    assert len(document.document.pages) == 1 and typist.authors == [Author.PERSON]


def low(user: User, number: int, page: int = 0) -> PlacedWord:
    return user.texts.place(number, page=page, y=280.0)


@pytest.mark.parametrize("reduced", [True, False])
def test_at_once_the_view_follows_to_the_last_word(typist: User, reduced: bool):
    canvas, texts = typist.window.canvas, typist.texts
    if reduced:
        typist.window.typing.set_ghost_pace(0.0)
    typist.key(KEY.Key_Tab)
    before = canvas.view.y
    texts.tell(texts.place(0), low(typist, 1))
    texts.end()  # the view goes on when no text is written any more
    assert not typist.window.typing.is_writing
    typist.until(lambda: canvas.view.to_widget(0.0, 280.0)[1] < canvas.height())
    assert canvas.view.y < before  # of the page, in the widget


def test_at_once_the_text_is_followed_to_its_last_page(typist: User):
    canvas, texts, document = typist.window.canvas, typist.texts, typist.window.open_document
    typist.key(KEY.Key_Tab)
    texts.tell(low(typist, 0))
    texts.tell(texts.place(1, page=1), low(typist, 2, page=1))
    texts.tell(low(typist, 3, page=2))
    texts.end()
    assert document.page == 2 and [words(typist, page) for page in range(3)] == [[0, 0], [1, 1, 2, 2], [3, 3]]
    typist.until(lambda: canvas.view.to_widget(0.0, 280.0)[1] < canvas.height())


def test_whoever_scrolls_away_meanwhile_is_left_there(typist: User):
    canvas, texts = typist.window.canvas, typist.texts
    typist.key(KEY.Key_Tab)
    texts.tell(texts.place(0))
    canvas.scroll_by(0, 10)
    view = canvas.view
    texts.tell(low(typist, 1), low(typist, 2, page=1))
    canvas.follower.follow()
    texts.end()
    canvas.follower.follow()
    assert canvas.view == view and typist.window.open_document.page == 0 and words(typist, 1) == [2, 2]


def test_what_the_person_does_ends_the_view_s_way(typist: User):
    canvas, texts = typist.window.canvas, typist.texts
    typist.key(KEY.Key_Tab)
    texts.tell(low(typist, 0))
    texts.end()
    typist.key(KEY.Key_Z, CTRL)
    view = canvas.view
    canvas.follower.follow()
    assert canvas.view == view
