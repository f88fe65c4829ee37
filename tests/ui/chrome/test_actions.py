"""The table of actions: complete, without collisions, and wired."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QKeySequence
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome.actions import ACTIONS, GROUPS, make_actions
from inkapp.ui.chrome.icons import FOLDER, icon


def test_every_action_is_named_told_and_has_a_key(qtbot: QtBot):
    for entry in ACTIONS:
        assert entry.text and entry.tip and entry.keys and entry.group in GROUPS
        assert all(QKeySequence(key).toString() for key in entry.keys), entry.name
    keys = [QKeySequence(key).toString() for entry in ACTIONS for key in entry.keys]
    assert len(keys) == len(set(keys)) and len({entry.name for entry in ACTIONS}) == len(ACTIONS)


def test_each_does_its_own_deed_once(qtbot: QtBot):
    owner, done = QObject(), []
    actions = make_actions(owner, {entry.name: (lambda n=entry.name: done.append(n)) for entry in ACTIONS})
    for action in actions.values():
        action.trigger()
    assert done == [entry.name for entry in ACTIONS]


def test_a_deed_that_is_missing_is_found_at_once(qtbot: QtBot):
    with pytest.raises(KeyError):
        make_actions(QObject(), {})


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.svg")), ids=lambda file: file.stem)
def test_icons_are_drawn_in_the_colour_asked_for(qtbot: QtBot, file: Path):
    made = icon(file.stem, QColor("#ff0000"))
    image = made.pixmap(20, 20).toImage()
    inked = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    strong = [colour for colour in inked if colour.alpha() > 128]
    assert len(strong) > 15 and all(colour.red() > 240 and colour.green() < 16 for colour in strong)


def test_every_icon_named_in_the_table_is_there(qtbot: QtBot):
    assert {entry.icon for entry in ACTIONS if entry.icon} <= {file.stem for file in FOLDER.glob("*.svg")}
    assert icon("none", QColor("red")).isNull()
