"""The table of actions: complete, without collisions, and wired."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QColor, QKeySequence
from pytestqt.qtbot import QtBot

from assets import ICONS
from inkapp.ui.chrome import actions as table
from inkapp.ui.chrome.actions import ACTIONS, BY_NAME, GROUPS, MACOS_RESERVED, make_actions, native
from inkapp.ui.chrome.icons import icon


def test_every_action_is_named_told_and_has_a_key(qtbot: QtBot):
    for entry in ACTIONS:
        assert entry.text and entry.tip and entry.keys and entry.group in GROUPS
        assert all(QKeySequence(key).toString() for key in entry.keys), entry.name
    keys = [QKeySequence(key).toString() for entry in ACTIONS for key in entry.keys]
    assert len(keys) == len(set(keys)) and len({entry.name for entry in ACTIONS}) == len(ACTIONS)


def test_on_macos_no_action_hangs_on_a_key_that_the_system_keeps(qtbot: QtBot):
    for entry in ACTIONS:
        keys = entry.keys_on("darwin")
        assert keys and not MACOS_RESERVED & set(keys), entry.name
    kept = {entry.name for entry in ACTIONS if MACOS_RESERVED & set(entry.keys)}
    assert kept >= {"continue_now", "inspect_play", "full_screen", "menu", "shortcuts"}  # the test has teeth


def test_the_reserved_keys_are_written_as_qt_writes_them(qtbot: QtBot):
    assert all(QKeySequence(key).toString() == key for key in MACOS_RESERVED)


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_keys_act_as_they_are_shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, platform: str):
    monkeypatch.setattr(table.sys, "platform", platform)
    owner = QObject()
    made = make_actions(owner, {entry.name: (lambda: None) for entry in ACTIONS})
    bound = [QKeySequence(key) for entry in ACTIONS for key in entry.keys_on(platform)]
    assert len(bound) == len(set(bound))  # with the standard keys, too, none means two things
    for entry in ACTIONS:
        acting = {native(key.toString()) for key in made[entry.name].shortcuts()}
        assert set(entry.shown_keys.split(" or ")) <= acting and entry.shown_keys in made[entry.name].toolTip()


def test_a_menu_writes_keys_as_the_sheet_of_keys_does(qtbot: QtBot):
    owner = QObject()
    made = make_actions(owner, {entry.name: (lambda: None) for entry in ACTIONS})
    written = {}
    for name, action in made.items():  # as Qt does it
        _, tab, keys = action.text().partition("\t")
        written[name] = keys if tab else action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    assert written == {entry.name: entry.shown_keys.split(" or ")[0] for entry in ACTIONS}
    assert (written["inspect_back"], written["accept_piece"]) == ("Alt+←", "→")
    assert not any("\t" in action.iconText() for action in made.values())


def test_full_screen_has_the_systems_own_key(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table.QKeySequence, "keyBindings", lambda _: [QKeySequence("Ctrl+Meta+F")])
    assert BY_NAME["full_screen"].keys_on("linux") == ("F11", "Meta+Ctrl+F")
    assert BY_NAME["full_screen"].keys_on("darwin") == ("Meta+Ctrl+F",)


def test_arrows_and_modifiers_are_shown_as_the_system_writes_them(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    assert (native("Alt+Left"), native("Right"), native("Ctrl+"), native("Ctrl++")) == ("Alt+←", "→", "Ctrl+", "Ctrl++")

    class Mac(QKeySequence):
        def toString(self, form: QKeySequence.SequenceFormat = QKeySequence.SequenceFormat.PortableText) -> str:
            text = super().toString()
            return text.replace("Alt+", "⌥").replace("Ctrl+", "⌘").replace("Left", "←")

    monkeypatch.setattr(table, "QKeySequence", Mac)
    assert (native("Alt+Left"), native("Ctrl+")) == ("⌥←", "⌘")


def test_on_macos_preferences_and_quit_stand_in_the_apps_own_menu(qtbot: QtBot):
    owner = QObject()
    made = make_actions(owner, {entry.name: (lambda: None) for entry in ACTIONS})
    roles = {name: action.menuRole() for name, action in made.items() if action.menuRole() != QAction.MenuRole.NoRole}
    assert roles == {"preferences": QAction.MenuRole.PreferencesRole, "quit": QAction.MenuRole.QuitRole}


def test_each_runs_its_own_handler_once(qtbot: QtBot):
    owner = QObject()
    done: list[str] = []
    actions = make_actions(owner, {entry.name: partial(done.append, entry.name) for entry in ACTIONS})
    for action in actions.values():
        action.trigger()
    assert done == [entry.name for entry in ACTIONS]


def test_a_handler_that_is_missing_is_found_at_once(qtbot: QtBot):
    with pytest.raises(KeyError):
        make_actions(QObject(), {})


@pytest.mark.parametrize("file", sorted(ICONS.glob("*.svg")), ids=lambda file: file.stem)
def test_icons_are_drawn_in_the_colour_asked_for(qtbot: QtBot, file: Path):
    made = icon(file.stem, QColor("#ff0000"))
    image = made.pixmap(20, 20).toImage()
    inked = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    strong = [colour for colour in inked if colour.alpha() > 128]
    assert len(strong) > 15 and all(colour.red() > 240 and colour.green() < 16 for colour in strong)


def test_every_icon_named_in_the_table_is_there(qtbot: QtBot):
    assert {entry.icon for entry in ACTIONS if entry.icon} <= {file.stem for file in ICONS.glob("*.svg")}
    assert icon("none", QColor("red")).isNull()
