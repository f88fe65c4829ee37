"""``typist``: a person who types texts in a window whose page has enough ink for a hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inkapp.ink.typed_text import TypedText
from inkapp.ui.text.bar import TextBar
from inkapp.ui.text.field import TextField
from tests.ui.fakes import Clock, FakeBridge
from tests.ui.hands.conftest import line
from tests.ui.users import CTRL, KEY, SHIFT, User


class Typist(User):
    """Texts are shown at once, until a test says otherwise."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        bridge = FakeBridge()
        super().__init__(qtbot, folder, bridge, Clock())
        bridge.ready.emit("fake")
        self.window.open_document.add(line())
        self.window.writing.show()
        self.window.typing.set_speed(0.0)

    @property
    def field(self) -> TextField:
        return self.window.text_tool.field

    @property
    def bar(self) -> TextBar:
        return self.window.text_tool.bar

    def open(self) -> None:
        """The field for a new text."""
        self.key(KEY.Key_T, CTRL)

    def edit(self) -> None:
        """The field for the text that is there."""
        self.key(KEY.Key_T, CTRL | SHIFT)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def ask(self, text: str) -> None:
        """Types a text and presses Enter."""
        self.open()
        self.type(text)
        self.key(KEY.Key_Return)

    def write(self, text: str = "two words", words: int = 2) -> TypedText:
        """Types a text, of which so many words are told; then it ends."""
        self.ask(text)
        self.texts.tell(*(self.texts.place(n) for n in range(words)))
        self.texts.end()
        assert not self.window.typing.is_writing
        return self.window.open_document.document.texts[-1]

    def ink(self, text: str) -> list[tuple[int, float]]:
        """A text's strokes on the page in sight: the word of each, and its left end."""
        return [
            (s.origin.word, s.bounds[0])
            for s in self.window.canvas.page.strokes
            if s.origin is not None and s.origin.text == text
        ]

    def on_screen(self, x: float, y: float) -> QPoint:
        """Where a point of the page is, mm."""
        canvas = self.window.canvas
        return canvas.mapToGlobal(QPoint(*map(round, canvas.view.to_widget(x, y))))

    def point_at(self, monkeypatch: pytest.MonkeyPatch, x: float, y: float) -> None:
        """The mouse's pointer is there, page mm."""
        at = self.on_screen(x, y)
        monkeypatch.setattr(QCursor, "pos", lambda: at)


@pytest.fixture
def typist(qtbot: QtBot, tmp_path: Path) -> Typist:
    return Typist(qtbot, tmp_path)
