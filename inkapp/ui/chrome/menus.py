"""The menus, made from the table of actions: one for each group, the button's menu of them all, and macOS's menu bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from inkapp.ui.chrome.actions import ACTIONS, DOCUMENT, GROUPS, HELP

BUTTON = "menu"  # the action that opens the button's menu, and so stands in none


def menu_of(title: str, actions: list[QAction], parent: QWidget) -> QMenu:
    menu = QMenu(f"&{title}", parent)
    menu.setAccessibleName(title)
    menu.addActions(actions)
    return menu


def group_menus(actions: dict[str, QAction], recent: QMenu, parent: QWidget) -> dict[str, QMenu]:
    """A menu for each group of the table, by the group's name; ``recent`` stands before Save."""
    menus = {}
    for group in GROUPS:
        names = [entry.name for entry in ACTIONS if entry.group == group and entry.name != BUTTON]
        menus[group] = menu_of(group, [actions[name] for name in names], parent)
    menus[DOCUMENT].insertMenu(actions["save"], recent)
    return menus


def fill_recent(menu: QMenu, paths: Sequence[Path], open_path: Callable[[Path], object]) -> None:
    """Lists recent files, whether they are still there or not: one that is gone says so when it is picked."""
    menu.clear()
    for number, path in enumerate(paths, 1):
        action = menu.addAction(f"&{number}  {path.name.replace('&', '&&')}")
        action.setToolTip(str(path))
        action.triggered.connect(partial(_open, open_path, path))
    menu.setEnabled(not menu.isEmpty())


def _open(open_path: Callable[[Path], object], path: Path, checked: bool = False) -> None:
    open_path(path)


def whole_menu(menus: dict[str, QMenu], parent: QWidget) -> QMenu:
    """All actions: a submenu for each group, the app's own below them."""
    whole = QMenu(parent)
    whole.setAccessibleName("Menu")
    for group, menu in menus.items():
        if group == HELP:
            whole.addSeparator()
            whole.addActions(menu.actions())
        else:
            whole.addMenu(menu)
    return whole


def menu_bar(menus: dict[str, QMenu]) -> QMenuBar | None:
    """The bar at the top of the screen where the system has one (macOS); None elsewhere."""
    if sys.platform != "darwin":
        return None
    bar = QMenuBar()
    for menu in menus.values():
        bar.addMenu(menu)
    return bar
