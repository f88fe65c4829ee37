"""``keeper``: a person at a window with the Hands panel open, and ways to write enough for a hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inkapp.editor.hands import Hands
from inkapp.ink.document import Stroke
from inkapp.ui.hands.panel import HandsPanel
from tests.ui.fakes import Clock, FakeBridge
from tests.ui.users import KEY, User
from tools.synthetic.words import write_words

ALT = Qt.KeyboardModifier.AltModifier


def line(text: str = "pack my box with five jugs", baseline: float = 54.0) -> list[Stroke]:
    """Made-up writing."""
    return write_words(text.split(), 20.0, baseline, 3.4, 4.0)


def panel_of(user: User) -> HandsPanel:
    """The Hands panel, once it was opened."""
    panel = user.window.inspector.docks.dock("hands").widget()
    assert isinstance(panel, HandsPanel)
    return panel


class Keeper(User):
    """A person who keeps hands."""

    def __init__(self, qtbot: QtBot, folder: Path, own_hands: Path | None = None) -> None:
        bridge = FakeBridge()
        super().__init__(qtbot, folder, bridge, Clock(), own_hands=own_hands)
        bridge.ready.emit("fake")
        self.key(KEY.Key_9, ALT)
        self.panel = panel_of(self)
        self.until(lambda: self.panel.is_live)

    @property
    def hands(self) -> Hands:
        return self.panel._hands

    @property
    def names(self) -> list[str]:
        """What stands in the list."""
        return [self.panel.list.item(n).text() for n in range(self.panel.list.count())]

    def write(self, text: str = "pack my box with five jugs", baseline: float = 54.0) -> None:
        self.window.open_document.add(line(text, baseline))
        self.window.writing.show()
        self.until(lambda: not self.panel._calm.isActive())

    def press(self, button: QPushButton) -> None:
        """With the keyboard."""
        button.setFocus()
        self.qtbot.keyClick(button, KEY.Key_Space)

    def keep(self, name: str) -> None:
        """Keeps the page and types its name."""
        self.press(self.panel.keep)
        editor = self.window.focusWidget()
        self.qtbot.keyClicks(editor, name)
        self.qtbot.keyClick(editor, KEY.Key_Return)
        self.until(lambda: not self.panel._calm.isActive())


@pytest.fixture
def keeper(qtbot: QtBot, tmp_path: Path) -> Keeper:
    return Keeper(qtbot, tmp_path)
