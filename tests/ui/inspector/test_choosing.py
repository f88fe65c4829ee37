"""The next point, chosen by hand: a click into the hills, and the ghost goes there and on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from inkapp.ui.inspector.selection import Spot
from tests.ui.inspector.conftest import Looker
from tests.ui.users import KEY


def click(panel, x: float, y: float) -> tuple[float, float]:
    """Clicks at a page's place, and says where that was exactly."""
    at = panel.lens.to_widget(x, y).toPoint()
    QTest.mouseClick(panel.lens, Qt.MouseButton.LeftButton, pos=at)
    return panel.lens.to_page(at.toPointF())


@pytest.mark.parametrize("ahead", [0, 6])
def test_a_click_in_the_ghost_bends_it(looker: Looker, ahead: int) -> None:
    panel = looker.open("density")
    looker.write("hello", "you")
    looker.ghost(1.0)
    line = looker.selection.line
    row = line.written - 1 + ahead
    looker.selection.pin(Spot(0, row))
    looker.settle()
    left, top, right, bottom = panel._hills.view
    place = click(panel, (left + right) / 2, (top + bottom) / 2)
    looker.until_complete()
    looker.ghost(1.0)
    bent = looker.selection.line
    assert list(bent.x[: row + 1]) == list(line.x[: row + 1])
    assert bent.x[row + 1] == pytest.approx(place[0], abs=0.3) and bent.y[row + 1] == pytest.approx(place[1], abs=0.3)
    assert bent.x[row + 1] != line.x[row + 1]


def test_without_a_ghost_one_begins_at_the_point(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello", "you")
    left, top, right, bottom = panel._hills.view
    panel.lift.setChecked(True)
    click(panel, (left + right) / 2, (top + bottom) / 2)
    looker.until_complete()
    looker.ghost(1.0)
    line = looker.selection.line
    assert line.steps[0].lift and line.lift[line.written]


def test_one_may_not_choose_in_the_midst_of_ones_own_ink(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello", "you")
    looker.selection.pin(Spot(0, 5))
    looker.settle()
    assert not panel.lens.can_choose
    QTest.mouseClick(panel.lens, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert not looker.window.companion.has_ghost


def test_keys_move_a_cross_and_enter_chooses(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello", "you")
    panel.lens.setFocus()
    for key in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Up, KEY.Key_Left, KEY.Key_Right):
        looker.key(key)
    looker.key(KEY.Key_Return)
    looker.until_complete()
    assert looker.window.companion.has_ghost


def test_the_temperature_acts_at_once(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello")
    before = panel._hills.density
    looker.window.companion.set_temperature(1.2)
    looker.settle()
    after = panel._hills.density
    assert after.controls.temperature == 1.2 != before.controls.temperature
    assert list(after.before.weights) == list(before.before.weights)
