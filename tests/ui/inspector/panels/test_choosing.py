"""The next point, chosen by hand: a click into the hills, and the ghost goes there and on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from inkapp.ui.inspector.selection import Spot
from tests.ui.inspector.conftest import Looker
from tests.ui.users import KEY


def click(panel, x: float, y: float) -> tuple[float, float]:
    """Clicks at a page's place, and says where that was exactly."""
    at = panel.lens.to_widget(x, y).toPoint()
    QTest.mouseClick(panel.lens, Qt.MouseButton.LeftButton, pos=at)
    return panel.lens.to_page(at.toPointF())


def press(looker: Looker, x: float, y: float, kind=QTest.mouseClick) -> tuple[float, float]:
    """Clicks on the page at a place, and says where that was exactly."""
    canvas = looker.window.canvas
    at = QPointF(*canvas.view.to_widget(x, y)).toPoint()
    QTest.mouseMove(canvas, at)
    kind(canvas, Qt.MouseButton.LeftButton, pos=at)
    return canvas.view.to_page(at.x(), at.y())


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
    place = looker.until_another(lambda: click(panel, (left + right) / 2, (top + bottom) / 2))
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
    assert not looker.window.companion.state.has_ghost


def test_keys_move_a_cross_and_enter_chooses(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello", "you")
    panel.lens.setFocus()
    for key in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Up, KEY.Key_Left, KEY.Key_Right):
        looker.key(key)
    looker.key(KEY.Key_Return)
    looker.until_complete()
    assert looker.window.companion.state.has_ghost


def test_the_temperature_acts_at_once(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello")
    before = panel._hills.density
    looker.window.companion.set_temperature(1.2)
    looker.settle()
    after = panel._hills.density
    assert after.controls.temperature == 1.2 != before.controls.temperature
    assert list(after.before.weights) == list(before.before.weights)


def middle(panel) -> tuple[float, float]:
    """A place among the hills, mm."""
    parts = panel._hills.parts
    heaviest = int(parts.weights.argmax())
    return float(parts.x[heaviest]), float(parts.y[heaviest])


@pytest.mark.parametrize("ahead", [None, 6])
def test_with_the_tool_on_a_click_on_the_page_chooses(looker: Looker, ahead: int | None) -> None:
    panel = looker.open("density")
    looker.write("hello", "you")
    if ahead is not None:
        looker.ghost(1.0)
        looker.selection.pin(Spot(0, looker.selection.line.written - 1 + ahead))
        looker.settle()
    before, row, strokes = looker.selection.line, looker.selection.spot.row, len(looker.authors)
    assert panel.on_page.isEnabled() and not panel.on_page.isChecked()
    QTest.mouseClick(panel.on_page, Qt.MouseButton.LeftButton)
    assert panel.on_page.isChecked()
    at = middle(panel)
    place = looker.until_another(lambda: press(looker, *at))
    looker.ghost(1.0)
    bent = looker.selection.line
    assert bent.x[row + 1] == pytest.approx(place[0], abs=0.3) and bent.y[row + 1] == pytest.approx(place[1], abs=0.3)
    assert list(bent.x[: row + 1]) == list(before.x[: row + 1])
    assert len(looker.authors) == strokes and not looker.window.canvas.pen_tool.is_down


def test_a_cross_shows_where_a_click_would_choose(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello")
    panel.on_page.setChecked(True)
    press(looker, *middle(panel))
    assert looker.window.canvas.cursor().shape() == Qt.CursorShape.CrossCursor


def test_a_quick_second_click_is_no_dot(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello")
    strokes = len(looker.authors)
    panel.on_page.setChecked(True)
    at = middle(panel)
    press(looker, *at)
    press(looker, *at, kind=QTest.mouseDClick)
    looker.until_complete()
    assert len(looker.authors) == strokes and not looker.window.canvas.pen_tool.is_down


def test_beside_the_hills_one_writes_as_ever(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello")
    strokes = len(looker.authors)
    panel.on_page.setChecked(True)
    press(looker, 40.0, 200.0)
    looker.settle()
    assert len(looker.authors) == strokes + 1
    assert looker.window.canvas.cursor().shape() != Qt.CursorShape.CrossCursor


def test_with_the_tool_off_a_click_among_the_hills_writes(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello")
    strokes = len(looker.authors)
    press(looker, *middle(panel))
    looker.settle()
    assert len(looker.authors) == strokes + 1


def test_with_the_tool_on_pointing_passes_over_ink_that_is_written(looker: Looker) -> None:
    panel = looker.open("density")
    looker.write("hello", "you")
    last, line, canvas = looker.selection.spot, looker.selection.line, looker.window.canvas
    at = QPointF(*canvas.view.to_widget(float(line.x[5]), float(line.y[5]))).toPoint()
    panel.on_page.setChecked(True)
    QTest.mouseMove(canvas, at)
    looker.settle()
    assert looker.selection.spot == last
    panel.on_page.setChecked(False)
    QTest.mouseMove(canvas, at + QPoint(1, 0))
    looker.settle()
    assert looker.selection.spot != last


def test_the_tool_goes_off_with_its_panel(looker: Looker) -> None:
    panel = looker.open("density")
    looker.open("timeline")
    looker.write("hello")
    panel.on_page.setChecked(True)
    at = middle(panel)
    looker.inspector.docks.dock("density").close()
    assert not panel.on_page.isChecked()
    strokes = len(looker.authors)
    press(looker, *at)
    looker.settle()
    assert len(looker.authors) == strokes + 1


def test_the_tool_is_off_where_one_may_not_choose(looker: Looker) -> None:
    panel = looker.open("density")
    assert not panel.on_page.isEnabled()
    looker.write("hello", "you")
    assert panel.on_page.isEnabled()
    looker.selection.pin(Spot(0, 5))
    looker.settle()
    assert not panel.on_page.isEnabled()
