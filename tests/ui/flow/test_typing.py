"""A text as it is written: words become ink as they are shown, in one step of undo; whatever stops it loses nothing."""

from __future__ import annotations

import pytest

from inkapp.ink.document import Author, Page
from inkapp.ink.hand import new_hand
from inkapp.ink.typed_text import TypedText
from inkapp.live.text_events import PlacedWord
from inkapp.ui.canvas.canvas import Tool
from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.chrome.text_settings import Speed
from tests.ui.fakes import ghost
from tests.ui.users import CTRL, KEY, SHIFT, User, begun

TEXT = TypedText("0123456789abcdef", "some words", 40.0, 60.0, 7)


@pytest.fixture
def typist(user: User) -> User:
    """A stroke is on the page; the text is asked for at a pen's pace."""
    user.draw()
    user.window.typing.set_speed(1.0)
    write(user)
    return user


def write(user: User, text: TypedText = TEXT) -> None:
    page = user.window.open_document.page
    hand = new_hand("A hand", user.window.open_document.document.pages[page])
    user.window.typing.write(text, hand, page)


def at(user: User, seconds: float) -> None:
    """The clock goes on, and a frame is shown."""
    user.bridge_clock.now += seconds
    user.window.player.set_pace(user.window.player.pace)


def words(user: User, page: int = 0) -> list[int]:
    """The numbers of the text's words on a page, one for each stroke."""
    strokes = user.window.open_document.document.pages[page].strokes
    return [stroke.origin.word for stroke in strokes if stroke.origin is not None and stroke.origin.text == TEXT.id]


def test_words_become_ink_when_they_are_shown_and_one_undo_takes_all(typist: User):
    texts, document = typist.texts, typist.window.open_document
    assert texts.asked[0][0] is TEXT and texts.asked[0][2] == document.document.pages[0]
    texts.tell(texts.place(0), texts.place(1), total=2)
    assert words(typist) == [] and document.document.texts == ()
    at(typist, 0.5)
    assert words(typist) == [] and len(typist.window.player.visible()) == 2
    at(typist, 0.5)
    assert words(typist) == [0, 0] and document.document.texts == (TEXT,)
    assert "Writing: 1 of 2 words" in typist.status and "Esc stops" in typist.status
    texts.end()
    at(typist, 5.0)
    assert words(typist) == [0, 0, 1, 1] and not typist.window.typing.is_writing
    assert typist.window.player.ghost is None and typist.window.player.pace == 1.0
    typist.key(KEY.Key_Z, CTRL)
    assert typist.authors == [Author.PERSON] and document.document.texts == ()
    typist.key(KEY.Key_Y, CTRL)
    assert words(typist) == [0, 0, 1, 1] and document.document.texts == (TEXT,)


def test_a_network_that_is_slow_is_waited_for(typist: User):
    typist.texts.tell(typist.texts.place(0), total=2)
    at(typist, 100.0)
    typist.texts.tell(typist.texts.place(1), total=2)
    at(typist, 0.5)
    assert words(typist) == [0, 0]  # the second is not there at once
    at(typist, 5.0)
    assert words(typist) == [0, 0, 1, 1]


def test_tab_shows_the_rest_at_once(typist: User):
    texts = typist.texts
    texts.tell(texts.place(0), texts.place(1), total=4)
    typist.key(KEY.Key_Tab)
    assert words(typist) == [0, 0, 1, 1]
    texts.tell(texts.place(2), texts.place(3), total=4)
    assert words(typist) == [0, 0, 1, 1, 2, 2, 3, 3] and typist.window.typing.is_writing
    texts.end("'ß' is written as 'ss'")
    assert not typist.window.typing.is_writing and typist.status == "'ß' is written as 'ss'"
    assert not typist.window._actions["accept_shown"].isEnabled()


@pytest.mark.parametrize("reduced", [True, False])
def test_at_once_and_with_reduced_motion_nothing_is_animated(user: User, reduced: bool):
    if reduced:
        user.settings.reduced_motion = True
        user.window._follow_settings()
    else:
        user.window.typing.set_speed(Speed.AT_ONCE.value)
    write(user)
    user.texts.tell(user.texts.place(0), total=2)
    assert words(user) == [0, 0]


def test_esc_stops_and_what_is_begun_stays_to_its_end(typist: User):
    texts = typist.texts
    texts.tell(texts.place(0), texts.place(1), texts.place(2), total=3)
    at(typist, 2.1)  # the second word is under the pen
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
    at(typist, 1.0)
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
    at(typist, 1.0)
    at(typist, 2.0)
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
    at(typist, 1.0)
    window.open_document.add_page()
    window.writing.show()
    assert not window.typing.is_writing and texts.cancelled and words(typist) == [0, 0]


def test_the_text_goes_on_to_a_new_page_which_comes_into_sight(typist: User):
    texts, document = typist.texts, typist.window.open_document
    texts.tell(texts.place(0), texts.place(1, page=1), texts.place(2, page=2), total=3)
    at(typist, 1.0)
    assert len(document.document.pages) == 2 and document.page == 1
    texts.end()
    at(typist, 2.0)
    at(typist, 2.0)
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


def test_no_ghost_is_asked_for_while_a_text_is_written(typist: User):
    window, bridge = typist.window, typist.bridge
    asked = len(bridge.asked)
    typist.texts.tell(typist.texts.place(0), total=2)
    at(typist, 1.0)
    typist.key(KEY.Key_Space, CTRL)
    typist.key(KEY.Key_R)
    window.companion.choose(0, 1.0, 1.0, False)
    assert len(bridge.asked) == asked and window.typing.is_writing
    typist.texts.end()
    assert not window.typing.is_writing and bridge.observed[-1] is window.open_document.document
    typist.key(KEY.Key_Space, CTRL)
    assert len(bridge.asked) == asked + 1


def test_a_ghost_goes_when_a_text_begins(user: User):
    user.draw()
    user.until(lambda: user.bridge.asked)
    user.bridge.grow(ghost(3, shift=8.0))
    write(user)
    assert not user.window.companion.state.has_ghost and user.window.player.ghost is None


def test_a_text_that_cannot_be_written_says_why(typist: User):
    typist.texts.fail("The text holds nothing that can be seen")
    assert not typist.window.typing.is_writing and typist.status == "The text holds nothing that can be seen"
    assert typist.authors == [Author.PERSON] and typist.window.text_tool.field.isVisible()
    assert typist.window.text_tool.field.text == TEXT.text


def test_a_text_that_goes_no_further_keeps_what_was_told(typist: User):
    texts = typist.texts
    texts.tell(texts.place(0), total=5)
    texts.fail("There is no room")
    assert typist.window.typing.is_writing  # the word is still to be shown
    at(typist, 1.0)
    assert words(typist) == [0, 0] and typist.status == "There is no room" and not typist.window.typing.is_writing
    assert not typist.window.text_tool.field.isVisible()


def test_a_speed_is_times_a_pens(typist: User):
    typist.window.typing.set_speed(10.0)
    typist.texts.tell(typist.texts.place(0), total=2)
    at(typist, 0.1)
    assert words(typist) == [0, 0]
    typist.texts.end()
    assert typist.window.player.pace == 1.0


def test_two_thousand_words_at_once_are_one_step(typist: User):
    texts = typist.texts
    typist.key(KEY.Key_Tab)
    for first in range(0, 2000, 100):
        texts.tell(
            *(texts.place(n, page=n // 300, x=20.0 + n % 10, y=40.0) for n in range(first, first + 100)), total=2000
        )
        assert typist.window.typing.is_writing
    assert "2,000 of 2,000" in typist.status
    texts.end()
    assert [len(words(typist, page)) for page in range(7)] == [600] * 6 + [400]
    typist.key(KEY.Key_Z, CTRL)
    assert typist.authors == [Author.PERSON] and len(typist.window.open_document.document.pages) == 1


def test_closing_while_it_writes_ends_the_thread_and_asks_about_the_ink(typist: User):
    texts = typist.texts
    texts.tell(texts.place(0), texts.place(1), total=2)
    at(typist, 1.0)
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
    at(typist, 1.0)
    typist.person.answer = Answer.DISCARD
    typist.key(KEY.Key_N, CTRL)
    assert not typist.window.typing.is_writing
    texts.tell(texts.place(1), ticket=1)
    assert typist.authors == []
