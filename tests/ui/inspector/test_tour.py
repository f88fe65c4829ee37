"""The tour: every chapter is reached by key, opens its panel, and is taken up again where it was left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from inkapp.inspect.panel_list import PANELS
from inkapp.inspect.story import STORY
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.inspector.tour import Tour
from tests.ui.inspector.conftest import Looker
from tests.ui.users import KEY


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "inkapp.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def dock_area(qtbot: QtBot) -> Iterator[QMainWindow]:
    dock_area = QMainWindow()
    dock_area.setCentralWidget(QWidget())
    qtbot.addWidget(dock_area)
    dock_area.resize(900, 600)
    dock_area.show()
    yield dock_area


def test_it_is_walked_by_key_and_each_chapter_opens_its_panel(dock_area: QMainWindow, settings: Settings, qtbot: QtBot):
    tour = Tour(dock_area, settings)
    opened: list[str] = []
    tour.panel_wanted.connect(opened.append)
    tour.toggle()
    page = tour.page
    assert page is not None and tour.is_open and tour.number == 0 and not page.back.isEnabled()
    for number in range(1, len(STORY)):
        qtbot.keyClick(page, Qt.Key.Key_PageDown)
        assert tour.number == number
    assert opened == [chapter.panel for chapter in STORY if chapter.panel]
    assert page.on.text() == "&Done"
    ended: list[int] = []
    tour.ended.connect(lambda: ended.append(1))
    qtbot.keyClick(page, Qt.Key.Key_PageUp)
    assert tour.number == len(STORY) - 2
    for _ in range(2):
        page.on.click()
    assert not tour.is_open and tour.number == 0 and ended == [1]  # over: it begins anew


def test_return_presses_the_button_that_has_the_focus(dock_area: QMainWindow, settings: Settings, qtbot: QtBot):
    tour = Tour(dock_area, settings)
    dock_area.activateWindow()
    qtbot.waitUntil(dock_area.isActiveWindow)
    tour.toggle()
    page = tour.page
    assert page is not None and page.on.hasFocus()
    for number, key in enumerate((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space), 1):
        qtbot.keyClick(page.on, key)
        assert tour.number == number
    page.back.setFocus()
    qtbot.keyClick(page.back, Qt.Key.Key_Return)
    assert tour.number == 2


def test_the_first_chapter_names_keys_that_step_along_the_line(looker: Looker):
    looker.write("ink")
    looker.window.tour.toggle()
    looker.settle()
    page, selection = looker.window.tour.page, looker.selection
    assert page is not None and selection.spot is not None
    last = selection.spot.row
    for name, key in (("inspect_back", KEY.Key_Left), ("inspect_forward", KEY.Key_Right)):
        assert BY_NAME[name].shown_keys in page._task.text()
        looker.key(key, Qt.KeyboardModifier.AltModifier)
        assert selection.spot.row == last - (key is KEY.Key_Left)


@pytest.mark.parametrize("way", ["key", "again", "cross"])
def test_left_and_taken_up_again(way: str, dock_area: QMainWindow, settings: Settings, qtbot: QtBot):
    tour = Tour(dock_area, settings)
    told: list[bool] = []
    tour.shown.connect(told.append)
    left: list[int] = []
    tour.left.connect(lambda: left.append(1))
    tour.toggle()
    tour.turn(3)
    assert tour.page is not None
    if way == "key":
        qtbot.keyClick(tour.page, Qt.Key.Key_Escape)
    elif way == "again":
        tour.toggle()
    else:
        tour.page.parentWidget().close()
    assert not tour.is_open and told == [True, False] and left == [1]
    again = Tour(QMainWindow(dock_area), settings)
    again.toggle()
    assert again.number == 3


def test_an_empty_page_is_offered_ink(dock_area: QMainWindow, settings: Settings, qtbot: QtBot):
    tour = Tour(dock_area, settings)
    wanted: list[int] = []
    tour.ink_wanted.connect(lambda: wanted.append(1))
    tour.toggle()
    page = tour.page
    assert page is not None and page.offer.isVisible()
    page.offer.click()
    assert wanted == [1]
    tour.set_empty(False)
    assert not page.offer.isVisible()


@pytest.mark.parametrize("kept", ["-4", "99", "x", "nan"])
def test_a_place_that_is_none_is_brought_into_the_story(
    kept: str, dock_area: QMainWindow, tmp_path: Path, qtbot: QtBot
):
    store = QSettings(str(tmp_path / "inkapp.ini"), QSettings.Format.IniFormat)
    store.setValue("help/tour", kept)
    tour = Tour(dock_area, Settings(store))
    tour.toggle()
    assert 0 <= tour.number < len(STORY)
    tour.turn(-100)
    tour.turn(1)
    assert 0 <= tour.number < len(STORY)


def test_in_the_window_it_walks_through_the_panels_on_the_example(looker: Looker, qtbot: QtBot):
    window = looker.window
    window._actions["tour"].trigger()
    page = window.tour.page
    assert page is not None and page.offer.isVisible()
    page.offer.click()
    assert (
        window.open_document.document.pages[0].strokes and not page.offer.isVisible() and window.open_document.can_undo
    )
    for number in range(1, len(STORY)):
        qtbot.keyClick(page.on, Qt.Key.Key_PageDown)
        assert window.tour.number == number
        if STORY[number].panel:
            assert window.inspector.docks.open == (STORY[number].panel,)
    looker.settle()
    assert window._actions["tour"].isChecked()
    qtbot.keyClick(page.on, Qt.Key.Key_Escape)
    assert not window.tour.is_open and not window._actions["tour"].isChecked()
    assert window.open_document.document.pages[0].strokes  # Esc left the tour, not the ink
    looker.key(KEY.Key_0, Qt.KeyboardModifier.AltModifier)
    assert window.inspector.docks.open == () and window.canvas.hasFocus()


def test_done_closes_what_the_tour_opened_and_alt_0_closes_all(looker: Looker):
    window, docks = looker.window, looker.window.inspector.docks
    looker.write("ink")
    looker.open("cells")
    window._actions["tour"].trigger()
    page = window.tour.page
    assert page is not None
    for _ in range(len(STORY) - 1):
        page.on.click()
    docks.toggle("gradient")  # is in front, so it closes …
    docks.toggle("gradient")  # … and is the person's own from here on
    docks.lend("step")
    page.on.click()
    assert set(docks.open) == {"cells", "gradient"} and window.canvas.hasFocus()
    window._actions["tour"].trigger()
    assert set(docks.open) == {"cells", "gradient", "timeline"}
    window._actions["close_panels"].trigger()
    assert docks.open == () and not window.tour.is_open and not window._actions["tour"].isChecked()
    assert not any(window._actions[f"inspect_{name}"].isChecked() for name in PANELS)
