"""Texts written, stopped, changed, undone and drawn over by chance: undoing all and doing all again give the same files."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from inkapp.ink.file import dumps, loads
from inkapp.ink.hand import new_hand
from inkapp.ink.typed_text import TypedText
from tests.ui.users import CTRL, KEY, SHIFT, User

STEPS = 200
IDLE = (*3 * ("write",), "key", "draw", "page", "tell", "end")
BUSY = (*8 * ("tell", "time"), "write", "end", "fail", "key", "key", "draw", "page")


class Chance:
    """Does what people do, in no order."""

    def __init__(self, user: User, seed: int) -> None:
        self.user, self.window, self.choice = user, user.window, random.Random(seed)
        self.told = 0  # words of the text under way

    def act(self) -> None:
        user, window, choice = self.user, self.window, self.choice
        match choice.choice(BUSY if window.typing.is_writing else IDLE):
            case "write":
                self.write()
            case "tell" if user.texts.asked:
                places = range(self.told, self.told + choice.randrange(1, 4))
                user.texts.tell(
                    *(
                        user.texts.place(n, page=n // 6, shape=choice.randrange(3), x=20.0 + 12 * (n % 6))
                        for n in places
                    ),
                    total=99,
                )
                self.told = places.stop
            case "time":
                user.pass_time(choice.choice((0.1, 1.0, 4.0)))
            case "end" if user.texts.asked:
                user.texts.end()
            case "fail" if user.texts.asked:
                user.texts.fail("no more")
                window.text_tool.close()
            case "key":
                window.canvas.setFocus()
                key = choice.choice((KEY.Key_Escape, KEY.Key_Tab, KEY.Key_Z, KEY.Key_Z, KEY.Key_Y))
                user.key(key, CTRL if key in (KEY.Key_Z, KEY.Key_Y) else KEY_NONE)
            case "draw":
                user.draw(shift=choice.uniform(0, 60))
            case "page":
                window.canvas.setFocus()
                user.key(choice.choice((KEY.Key_N, KEY.Key_Delete, KEY.Key_PageDown)), CTRL | SHIFT)

    def write(self) -> None:
        document, page = self.window.open_document.document, self.window.open_document.page
        text = TypedText(f"{self.choice.randrange(3):016x}", str(self.choice.random()), 20.0, 60.0, 1)
        if (there := document.text(text.id)) is not None:
            text = replace(there, text=text.text)
        self.window.typing.write(text, new_hand("A hand", document.pages[page]), page)
        self.told = 0


KEY_NONE = Qt.KeyboardModifier.NoModifier


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_is_undone_and_done_again(user: User, seed: int):
    window, chance = user.window, Chance(user, seed)
    user.draw()
    window.text_tool.set_tool(window.canvas.pen_tool.tool)
    seen: set[TypedText] = set()
    for _ in range(STEPS):
        chance.act()
        document = window.open_document.document
        seen |= {*document.texts}
        assert window.open_document.page < len(document.pages)
        named = {s.origin.text for page in document.pages for s in page.strokes if s.origin is not None}
        assert named <= {text.id for text in document.texts}
        if not window.typing.is_writing:
            assert (not window.companion._held and window.player.ghost is None) or window.companion.state.has_ghost
    window.typing.stop()
    assert len(seen) > 3
    while window.open_document.can_redo:
        window.writing.redo()
    final = dumps(window.open_document.document)
    assert dumps(loads(final, "x")) == final
    while window.open_document.can_undo:
        window.writing.undo()
    first = window.open_document.document
    assert first.texts == () and len(first.pages) == 1 and first.pages[0].strokes == ()
    while window.open_document.can_redo:
        window.writing.redo()
    assert dumps(window.open_document.document) == final
