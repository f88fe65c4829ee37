"""The Hands panel in its window: its pictures, its size, how keys reach it, and what it does while nobody sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome.dialogs import Answer
from inkapp.ui.hands.hand_list import PICTURE_PX
from tests.ui.fakes import Clock, FakeBridge
from tests.ui.hands.conftest import ALT, Keeper, panel_of
from tests.ui.users import CTRL, KEY, User


def test_pictures_wear_the_theme_and_are_not_made_twice(keeper: Keeper):
    keeper.write()
    keeper.keep("Anna")
    shown = keeper.panel.list
    row = shown.row_at(1)
    light = shown.picture(row, 200)
    assert shown.picture(row, 200) is light and (light.width(), light.height()) == (200, PICTURE_PX)
    keeper.key(KEY.Key_D, CTRL)
    dark = shown.picture(shown.row_at(1), 200)
    assert dark is not light and dark.toImage() != light.toImage()
    assert shown.picture(shown.row_at(1), 150) is not dark
    keeper.key(KEY.Key_D, CTRL)


def test_all_of_it_has_names_and_can_be_reached_by_keys(keeper: Keeper):
    keeper.write()
    keeper.keep("Anna")
    panel = keeper.panel
    reach = [w for w in panel.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert all(widget.accessibleName() for widget in reach)
    panel.list.setFocus()
    seen = set()
    for _ in range(len(reach) + 1):
        seen.add(QApplication.focusWidget())
        keeper.key(KEY.Key_Tab)
    assert seen >= {panel.list, panel.keep, panel.card, panel.rename, panel.delete, panel.take_in, panel.export}


@pytest.mark.parametrize("size", [(800, 460), (1280, 800)])
def test_nothing_is_cut_in_a_small_window(keeper: Keeper, size: tuple[int, int]):
    keeper.window.resize(*size)
    keeper.write()
    keeper.keep("n" * 60)
    QApplication.processEvents()
    panel = keeper.panel
    for button in (panel.keep, panel.card, panel.rename, panel.delete, panel.take_in, panel.export):
        inside = panel.rect().contains(button.mapTo(panel, QPoint(0, 0))) and button.height() >= 20
        assert inside and button.width() >= button.minimumSizeHint().width()
    assert panel.list.height() >= PICTURE_PX
    keeper.window.grab()


def test_unseen_it_does_nothing_and_at_the_next_start_it_is_open_again(keeper: Keeper, qtbot: QtBot, tmp_path: Path):
    assert keeper.window._actions["hands"].isChecked()
    keeper.key(KEY.Key_9, ALT)
    assert not keeper.panel.is_live and not keeper.panel._watcher.directories()
    keeper.write()
    assert not keeper.panel._calm.isActive()
    keeper.key(KEY.Key_9, ALT)
    keeper.person.answer = Answer.DISCARD
    assert keeper.window.close()
    again = User(qtbot, tmp_path, FakeBridge(), Clock())
    again.until(lambda: again.window.inspector.docks.open == ("hands",))
    panel = panel_of(again)
    again.until(lambda: panel.is_live)


def test_it_wakes_no_inspector(keeper: Keeper):
    keeper.write()
    inspector = keeper.window.inspector
    assert inspector.docks.panels == {} and not inspector._steps[0].isEnabled()
