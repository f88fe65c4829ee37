"""The sheet of keys fits the screen that it is on, and has all keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from inkapp.ui.chrome.actions import ACTIONS
from inkapp.ui.chrome.shortcuts import Shortcuts


class Screen:
    """A screen of a size."""

    def __init__(self, size: QSize) -> None:
        self._size = size

    def availableSize(self) -> QSize:
        return self._size


@pytest.mark.parametrize(("wide", "high"), [(2560, 1440), (1600, 1000), (1000, 600), (800, 500), (520, 300)])
def test_it_fits_the_screen_and_has_every_key(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, wide: int, high: int):
    monkeypatch.setattr(Shortcuts, "screen", lambda _: Screen(QSize(wide, high)))
    sheet = Shortcuts()
    qtbot.addWidget(sheet)
    sheet.show()
    assert sheet.width() <= wide and sheet.height() <= high
    scrolls = sheet.findChild(QScrollArea)
    assert scrolls is not None and scrolls.horizontalScrollBar().maximum() == 0  # nothing is cut at the right
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    assert shown >= {text for entry in ACTIONS for text in (entry.plain, entry.shown_keys)}
    before = scrolls.verticalScrollBar().value()
    qtbot.keyClick(scrolls, Qt.Key.Key_Down)
    assert (scrolls.verticalScrollBar().value() > before) == (scrolls.verticalScrollBar().maximum() > 0)
