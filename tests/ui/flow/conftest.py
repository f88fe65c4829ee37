"""``typist``: a person who watches a text being written; and what tells which of its words are ink."""

from __future__ import annotations

import pytest

from inkapp.ink.hand import new_hand
from inkapp.ink.typed_text import TypedText
from tests.ui.users import User

TEXT = TypedText("0123456789abcdef", "some words", 40.0, 60.0, 7)


@pytest.fixture
def typist(user: User) -> User:
    """A stroke is on the page; ``TEXT`` is asked for at a pen's pace."""
    user.draw()
    user.window.typing.set_speed(1.0)
    write_text(user)
    return user


def write_text(user: User) -> None:
    """Asks for ``TEXT`` on the page in sight."""
    page = user.window.open_document.page
    hand = new_hand("A hand", user.window.open_document.document.pages[page])
    user.window.typing.write(TEXT, hand, page)


def words(user: User, page: int = 0) -> list[int]:
    """The numbers of the text's words on a page, one for each stroke."""
    strokes = user.window.open_document.document.pages[page].strokes
    return [stroke.origin.word for stroke in strokes if stroke.origin is not None and stroke.origin.text == TEXT.id]
