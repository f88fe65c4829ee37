"""Zooming, scrolling and dragging the page under the pen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inkapp.ink.edits import AddStrokes
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.tablet import DOUBLE_S
from inkapp.ui.canvas.view import View
from tests.ui.canvas.host import Host
from tests.ui.pens import (
    MIDDLE,
    MOUSE_MOVE,
    MOUSE_PRESS,
    MOUSE_RELEASE,
    MOVE,
    NONE,
    PRESS,
    RELEASE,
    Mouse,
    Pen,
    finger_event,
)
from tests.ui.pictures import wave


def wheel(canvas: Canvas, at_px: QPointF, notches: float, *, ctrl: bool = False) -> None:
    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at_px, at_px, QPoint(), QPoint(0, round(120 * notches)), NONE, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(canvas, event)


def test_the_first_view_fits_and_goes_on_fitting_until_the_person_zooms(host: Host, qtbot: QtBot) -> None:
    canvas = host.canvas
    assert canvas.view == View.fit_width(800, 600, 210, 297)
    canvas.resize(1000, 500)
    assert canvas.view == View.fit_width(1000, 500, 210, 297)
    with qtbot.waitSignal(canvas.zoom_changed) as seen:
        canvas.zoom_actual()
    assert seen.args == [1.0] and canvas.view.zoom == 1.0
    canvas.resize(700, 500)
    assert canvas.view.zoom == 1.0
    canvas.zoom_fit()
    assert canvas.view.zoom == View.fit_width(700, 500, 210, 297).zoom


def test_ctrl_and_the_wheel_zoom_at_the_cursor(host: Host) -> None:
    cursor = QPointF(420, 260)
    for notches in (2, 3, -1):
        under = host.canvas.view.to_page(cursor.x(), cursor.y())
        zoom = host.canvas.view.zoom
        wheel(host.canvas, cursor, notches, ctrl=True)
        assert (host.canvas.view.zoom > zoom) == (notches > 0)
        assert host.canvas.view.to_widget(*under) == pytest.approx((cursor.x(), cursor.y()), abs=0.51)


def test_the_wheel_scrolls_and_the_page_cannot_be_lost(host: Host) -> None:
    top = host.canvas.view.y
    wheel(host.canvas, QPointF(300, 300), -2)
    assert host.canvas.view.y < top
    wheel(host.canvas, QPointF(300, 300), 50)
    assert host.canvas.view.y == top
    host.canvas.scroll_by(0, 100)
    assert host.canvas.view.y == top - 100


@pytest.mark.parametrize("space", [True, False])
def test_space_or_the_middle_button_drag_the_page(host: Host, space: bool) -> None:
    canvas = host.canvas
    before = canvas.view
    button = Qt.MouseButton.LeftButton if space else MIDDLE
    none = Qt.KeyboardModifier.NoModifier
    if space:
        QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none, " "))
    mouse = Mouse(canvas)
    mouse.send(MOUSE_PRESS, 300, 300, button)
    mouse.send(MOUSE_MOVE, 300, 250, button)
    mouse.send(MOUSE_RELEASE, 300, 250, button)
    if space:
        QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, none, " "))
    assert canvas.view == before.moved(0, -50)
    assert host.told == []
    mouse.line([(300, 300), (320, 310)])
    assert host.told == ["begun", "ended"]


def test_a_stroke_goes_on_while_the_page_is_scrolled(host: Host) -> None:
    mouse = Mouse(host.canvas)
    mouse.send(MOUSE_PRESS, 300, 300)
    mouse.send(MOUSE_MOVE, 320, 300)
    wheel(host.canvas, QPointF(320, 300), -1)
    mouse.send(MOUSE_MOVE, 321, 300)
    mouse.send(MOUSE_RELEASE, 321, 300)
    (stroke,) = host.strokes
    assert stroke.y[-1] - stroke.y[0] == pytest.approx(60 / host.canvas.view.scale, abs=0.1)


@pytest.mark.parametrize("tablet", [True, False])
def test_a_stroke_under_way_goes_on_whatever_is_held_or_arrives(host: Host, tablet: bool) -> None:
    device, (press, move, release) = (
        (Pen(host.canvas), (PRESS, MOVE, RELEASE))
        if tablet
        else (Mouse(host.canvas), (MOUSE_PRESS, MOUSE_MOVE, MOUSE_RELEASE))
    )
    none = Qt.KeyboardModifier.NoModifier
    device.send(press, 200, 200)
    device.send(move, 220, 200)
    QApplication.sendEvent(host.canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, none, " "))
    device.send(move, 240, 220)
    host.show(host.history.apply(AddStrokes((wave(60, 60, 30, model=True),))))
    assert host.canvas.pen_tool.is_down
    device.send(move, 260, 200)
    device.send(release, 260, 200)
    QApplication.sendEvent(host.canvas, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, none, " "))
    assert not host.canvas.pen_tool.is_down
    assert len(host.strokes) == 2 and len(host.strokes[1]) == 4


@pytest.mark.parametrize("by_system", [True, False])
def test_fingers_drag_the_page_once_a_pen_was_seen_and_the_pen_writes_through_a_palm(
    host: Host, by_system: bool
) -> None:
    canvas, pen = host.canvas, Pen(host.canvas)

    def finger(kind: QEvent.Type, x: float, y: float, wait: float = 5) -> None:
        pen.stamp += round(wait)
        QApplication.sendEvent(canvas, finger_event(kind, x, y, pen.stamp, by_system=by_system))

    finger(MOUSE_PRESS, 300, 300)
    finger(MOUSE_MOVE, 340, 300)
    finger(MOUSE_RELEASE, 340, 300)
    assert host.told == ["begun", "ended"]  # without a pen a finger writes
    canvas._input._clock = lambda: pen.stamp / 1000
    pen.stamp += 60_000
    pen.line([(300, 200), (320, 200)])
    before = canvas.view
    assert host.told == ["begun", "ended"] * 2
    finger(MOUSE_PRESS, 300, 300, 3000 * DOUBLE_S)
    finger(MOUSE_MOVE, 300, 260)
    assert canvas.view == before.moved(0, -40) and host.told == ["begun", "ended"] * 2
    pen.stamp += round(3000 * DOUBLE_S)
    pen.send(PRESS, 400, 200)  # the palm still lies there
    finger(MOUSE_MOVE, 300, 100)
    pen.send(MOVE, 420, 200)
    pen.send(RELEASE, 420, 200)
    finger(MOUSE_MOVE, 300, 90)
    finger(MOUSE_RELEASE, 300, 90)
    assert canvas.view == before.moved(0, -40) and host.told == ["begun", "ended"] * 3
    assert len(host.strokes[-1]) >= 2
