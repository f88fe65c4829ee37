"""A text as it is written: words become ink as they are shown, in one step of undo."""

from __future__ import annotations

import pytest

from inkapp.ink.document import Author
from inkapp.ui.chrome.text_settings import Speed
from tests.ui.fakes import ghost
from tests.ui.flow.conftest import TEXT, words, write_text
from tests.ui.users import CTRL, KEY, User


def test_words_become_ink_when_they_are_shown_and_one_undo_takes_all(typist: User):
    texts, document = typist.texts, typist.window.open_document
    assert texts.asked[0][0] is TEXT and texts.asked[0][2] == document.document.pages[0]
    texts.tell(texts.place(0), texts.place(1), total=2)
    assert words(typist) == [] and document.document.texts == ()
    typist.pass_time(0.5)
    assert words(typist) == [] and len(typist.window.player.visible()) == 2
    typist.pass_time(0.5)
    assert words(typist) == [0, 0] and document.document.texts == (TEXT,)
    assert "Writing: 1 of 2 words" in typist.status and "Esc stops" in typist.status
    texts.end()
    typist.pass_time(5.0)
    assert words(typist) == [0, 0, 1, 1] and not typist.window.typing.is_writing
    assert typist.window.player.ghost is None and typist.window.player.pace == 1.0
    typist.key(KEY.Key_Z, CTRL)
    assert typist.authors == [Author.PERSON] and document.document.texts == ()
    typist.key(KEY.Key_Y, CTRL)
    assert words(typist) == [0, 0, 1, 1] and document.document.texts == (TEXT,)


def test_a_network_that_is_slow_is_waited_for(typist: User):
    typist.texts.tell(typist.texts.place(0), total=2)
    typist.pass_time(100.0)
    typist.texts.tell(typist.texts.place(1), total=2)
    typist.pass_time(0.5)
    assert words(typist) == [0, 0]  # the second is not there at once
    typist.pass_time(5.0)
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
    write_text(user)
    user.texts.tell(user.texts.place(0), total=2)
    assert words(user) == [0, 0]


def test_no_ghost_is_asked_for_while_a_text_is_written(typist: User):
    window, bridge = typist.window, typist.bridge
    asked = len(bridge.asked)
    typist.texts.tell(typist.texts.place(0), total=2)
    typist.pass_time(1.0)
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
    write_text(user)
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
    typist.pass_time(1.0)
    assert words(typist) == [0, 0] and typist.status == "There is no room" and not typist.window.typing.is_writing
    assert not typist.window.text_tool.field.isVisible()


def test_a_speed_is_times_a_pens(typist: User):
    typist.window.typing.set_speed(10.0)
    typist.texts.tell(typist.texts.place(0), total=2)
    typist.pass_time(0.1)
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
