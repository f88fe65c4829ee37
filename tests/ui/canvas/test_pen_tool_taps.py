"""The text tool on the canvas: a tap is told and nothing is drawn, whatever device it comes from; the tail still erases."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inkapp.ui.canvas.canvas import Tool
from tests.ui.canvas.host import Host, at, rows
from tests.ui.pens import Mouse, Pen


class Taps(Host):
    """With the text tool in hand."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot, rows())
        self.taps: list[tuple[float, float]] = []
        self.presses: list[None] = []
        self.canvas.pen_tool.tapped.connect(lambda x, y: self.taps.append((round(x, 1), round(y, 1))))
        self.canvas.pen_tool.pressed.connect(lambda: self.presses.append(None))
        self.canvas.set_tool(Tool.TEXT)


@pytest.mark.parametrize("device", [Mouse, Pen])
def test_a_tap_is_told_where_it_began_and_draws_nothing(qtbot: QtBot, device: type[Mouse] | type[Pen]) -> None:
    host = Taps(qtbot)
    picture = host.picture()
    device(host.canvas).line([at(host.canvas, 60, 80), at(host.canvas, 62, 81), at(host.canvas, 61, 80)])
    assert host.taps == [pytest.approx((60.0, 80.0), abs=0.3)] and host.told == [] and host.presses == []
    assert not host.canvas.pen_tool.is_down and (host.picture() == picture).all()
    assert host.canvas.cursor().shape() is Qt.CursorShape.IBeamCursor


def test_the_tail_erases_with_the_text_tool_too(qtbot: QtBot) -> None:
    host = Taps(qtbot)
    Pen(host.canvas, tail=True).line([at(host.canvas, 60, 28), at(host.canvas, 60, 36)])
    assert host.told == ["erased 1"] and host.taps == [] and len(host.presses) == 1


def test_the_menu_is_the_text_tools(qtbot: QtBot) -> None:
    host = Taps(qtbot)
    asked: list[QPoint] = []
    host.canvas.menu_wanted.connect(asked.append)
    for tool in (Tool.TEXT, Tool.PEN):
        host.canvas.set_tool(tool)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 6), QPoint(50, 60))
        QApplication.sendEvent(host.canvas, event)
    assert asked == [QPoint(50, 60)]
