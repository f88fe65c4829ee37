"""Gestures become views."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.canvas.navigation import WHEEL_PX, Navigation
from inkapp.ui.canvas.view import ZOOM_LEAST, ZOOM_MOST, View


@pytest.fixture
def navigation() -> Navigation:
    made = Navigation(210, 297)
    made.resize(800, 600)
    return made


def wheel(pixels: QPoint, angle: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QWheelEvent:
    at = QPointF(300, 300)
    none = Qt.MouseButton.NoButton
    return QWheelEvent(at, at, pixels, angle, none, keys, Qt.ScrollPhase.NoScrollPhase, False)


def test_a_touchpad_scrolls_by_its_pixels_and_a_wheel_by_notches(navigation: Navigation) -> None:
    before = navigation.view
    navigation.wheel(wheel(QPoint(0, -17), QPoint(0, -30)))
    assert navigation.view == before.moved(0, -17)
    navigation.wheel(wheel(QPoint(), QPoint(0, -120)))
    assert navigation.view == before.moved(0, -17 - WHEEL_PX)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_where_a_position_is_no_number_the_wheel_zooms_around_the_middle(navigation: Navigation, bad: float) -> None:
    around = navigation.view.zoomed(1.15, 400, 300).within(800, 600, 210, 297)
    at, none = QPointF(bad, 300), Qt.MouseButton.NoButton
    keys, phase = Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase
    navigation.wheel(QWheelEvent(at, at, QPoint(), QPoint(0, 120), none, keys, phase, False))
    assert navigation.view == around


def test_a_wheel_beyond_all_reason_zooms_to_the_limit(navigation: Navigation) -> None:
    navigation.wheel(wheel(QPoint(), QPoint(0, 2**31 - 1), Qt.KeyboardModifier.ControlModifier))
    assert navigation.view.zoom == ZOOM_MOST
    navigation.wheel(wheel(QPoint(), QPoint(0, -(2**31)), Qt.KeyboardModifier.ControlModifier))
    assert navigation.view.zoom == ZOOM_LEAST


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_drag_passes_over_what_is_no_number(navigation: Navigation, bad: float) -> None:
    before = navigation.view
    navigation.begin_pan(QPointF(bad, 300))
    navigation.pan(QPointF(300, 300))
    navigation.pan(QPointF(300, bad))
    navigation.pan(QPointF(300, 290))
    assert navigation.view == before.moved(0, -10)


def test_shift_turns_the_wheel_sideways(navigation: Navigation) -> None:
    navigation.zoom(3)
    before = navigation.view
    navigation.wheel(wheel(QPoint(), QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier))
    assert navigation.view == before.moved(-WHEEL_PX, 0)


def test_a_slow_drag_is_not_lost_in_rounding(navigation: Navigation) -> None:
    before = navigation.view
    navigation.begin_pan(QPointF(300, 300))
    for step in range(1, 101):
        navigation.pan(QPointF(300, 300 - 0.4 * step))
    navigation.end_pan()
    assert navigation.view == before.moved(0, -40)


def test_fitting_again_keeps_what_is_read_at_the_top(navigation: Navigation) -> None:
    navigation.scroll(0, 300)
    top = navigation.view.to_page(0, 0)[1]
    navigation.resize(700, 650)
    assert navigation.view.to_page(0, 0)[1] == pytest.approx(top, abs=0.3)
    assert navigation.view.zoom == View.fit_width(700, 650, 210, 297).zoom


@pytest.mark.parametrize("factor", [0.0, -1.0, math.nan, math.inf])
def test_a_factor_that_is_none_is_passed_over(navigation: Navigation, factor: float) -> None:
    before = navigation.view
    navigation.zoom(factor)
    assert navigation.view == before


def test_two_fingers_zoom_at_their_middle(qtbot: QtBot) -> None:
    canvas = Canvas(GhostPlayer())
    qtbot.addWidget(canvas)
    canvas.resize(800, 600)
    canvas.show()
    at = QPointF(400, 300)
    under, zoom = canvas.view.to_page(400, 300), canvas.view.zoom
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2, at, at, at, 0.5, QPointF()
    )
    QApplication.sendEvent(canvas, pinch)
    assert canvas.view.zoom == pytest.approx(1.5 * zoom)
    assert canvas.view.to_widget(*under) == pytest.approx((400, 300), abs=0.51)


def test_the_page_can_be_read_with_keys_alone(qtbot: QtBot) -> None:
    canvas = Canvas(GhostPlayer())
    qtbot.addWidget(canvas)
    canvas.resize(800, 400)
    canvas.show()
    first = canvas.view.y
    seen = [first]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End):
        QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
        seen.append(canvas.view.y)
    assert seen == sorted(seen, reverse=True) and len(set(seen)) == 4
    QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier))
    assert canvas.view.y == first
