"""What stands on the screen after many small repaints is what one whole repaint would show."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Document, Origin, Page, Stroke
from inkapp.ink.ghost import Ghost, GhostStroke
from inkapp.ui.canvas.canvas import Canvas, Tool
from inkapp.ui.canvas.ghost_player import GhostPlayer
from tests.ui.pens import MOUSE_MOVE, MOUSE_PRESS, MOUSE_RELEASE, MOVE, PRESS, RELEASE, Mouse, Pen
from tests.ui.pictures import grabbed, pixels, wave


class Screen:
    """A canvas on a screen whose pixels can be read without painting it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.now = 0.0
        self.player = GhostPlayer(clock=lambda: self.now)
        self.canvas = Canvas(self.player)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(800, 600)
        self.strokes: list[Stroke] = [wave(40, 30 + 12 * row, 60) for row in range(4)]
        self.canvas.set_document(Document((Page(tuple(self.strokes)),)))
        self.canvas.pen_tool.stroke_ended.connect(self._add)
        self.canvas.pen_tool.strokes_erased.connect(self._erase)
        self.canvas.show()
        qtbot.waitExposed(self.canvas)
        self.canvas.settle()
        QApplication.processEvents()

    def check(self) -> None:
        """Paints what was marked, and compares."""
        QApplication.processEvents()
        seen = pixels(self.canvas.screen().grabWindow(self.canvas.winId()).toImage())[..., :3]
        assert np.array_equal(seen, grabbed(self.canvas)[..., :3])

    def _add(self, stroke: Stroke) -> None:
        self.strokes.append(stroke)
        self._show()

    def _erase(self, numbers: tuple[int, ...]) -> None:
        self.strokes = [stroke for number, stroke in enumerate(self.strokes) if number not in numbers]
        self._show()

    def _show(self) -> None:
        self.canvas.set_document(Document((Page(tuple(self.strokes)),)))


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    return Screen(qtbot)


def test_the_screen_can_be_read(screen: Screen) -> None:
    screen.check()


@pytest.mark.parametrize(
    "place",
    [
        lambda i: (200 + round(2.3 * i), 300 + round(40 * math.sin(i / 9))),  # a mouse's whole pixels
        lambda i: (200 + 0.7 * i + 20 * math.sin(i / 3), 300 + 25 * math.cos(i / 3)),  # loops
        lambda i: (200 + 40 * (i % 7), 300 + 60 * ((i * 3) % 4)),  # long jumps and corners
    ],
)
def test_while_a_line_grows_and_when_it_ends(screen: Screen, place: Callable[[int], tuple[float, float]]) -> None:
    mouse = Mouse(screen.canvas)
    mouse.send(MOUSE_PRESS, *place(0))
    for i in range(1, 120):
        mouse.send(MOUSE_MOVE, *place(i))
        QApplication.processEvents()  # every move a repaint of its own
        if i % 9 == 0:
            screen.check()
    mouse.send(MOUSE_RELEASE, *place(119))
    screen.check()


def test_when_a_pen_takes_over_from_its_duplicate(screen: Screen) -> None:
    mouse, pen = Mouse(screen.canvas), Pen(screen.canvas)
    mouse.send(MOUSE_PRESS, 220, 330)
    mouse.send(MOUSE_MOVE, 250, 360)
    QApplication.processEvents()
    pen.send(PRESS, 230.5, 330.5, 0.9)
    screen.check()
    for i in range(40):
        pen.send(MOVE, 230.5 + 3 * i, 330.5 + 12 * math.sin(i / 3), 0.1 + i / 50)
        QApplication.processEvents()
    screen.check()
    pen.send(RELEASE, 350, 330, 0.0)
    screen.check()


def test_while_strokes_are_erased(screen: Screen) -> None:
    screen.canvas.set_tool(Tool.ERASER)
    mouse = Mouse(screen.canvas)
    view = screen.canvas.view
    mouse.send(MOUSE_PRESS, *view.to_widget(60, 26))
    for y in range(26, 60, 4):
        mouse.send(MOUSE_MOVE, *view.to_widget(60, y))
        screen.canvas.settle()
        screen.check()
    mouse.send(MOUSE_RELEASE, *view.to_widget(60, 60))
    screen.canvas.settle()
    screen.check()


def test_while_a_ghost_grows_is_replaced_and_goes(screen: Screen) -> None:
    def ghost(height: float) -> Ghost:
        made = []
        for number in range(3):
            ink = wave(60 + 35 * number, 90, 30, 30, height=height)
            step = np.arange(len(ink))
            made.append(
                GhostStroke(ink.x, ink.y, ink.t + 1.2 * number, ink.pressure, step, True, Origin("live", 1, 0.5))
            )
        return Ghost(0, tuple(made), False, 1)

    screen.player.show(ghost(4))
    for _ in range(25):
        screen.now += 0.1
        screen.player.show(ghost(4))
        screen.check()
    screen.player.show(ghost(9))
    screen.check()
    screen.player.clear()
    screen.check()


def test_after_scrolling_and_zooming(screen: Screen) -> None:
    for change in (
        screen.canvas.zoom_in,
        lambda: screen.canvas.scroll_by(40, 70),
        screen.canvas.zoom_out,
        screen.canvas.zoom_fit,
    ):
        change()
        screen.canvas.settle()
        screen.check()
    place = QPointF(*screen.canvas.view.to_widget(60, 100))
    Mouse(screen.canvas).line([(place.x(), place.y()), (place.x() + 30, place.y() + 9)])
    screen.check()
