"""A canvas in a process of its own, for what cannot be tried in the tests': ``python -m tests.ui.canvas.drive WHAT``.

``endure``: 200,000 calls that return nothing, and strokes, erasing and zooms. ``places``: one script of events, and the
points that it wrote, as JSON. ``lift``: a stroke as it waits for the document and as it is in it, somewhere in a window:
the device pixel ratio, how far the two pictures are apart, how far what was painted part by part is from the second, and
how dark the ink is. ``leave``: a page that is being drawn when its window closes, twice; whether any of it was left to
draw, each time. ``slow``: a window whose handler takes
10 ms a move; says "ready", and after one stroke how many points it has.
"""

from __future__ import annotations

import json
import math
import sys
import time

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from inkapp.ink.document import Document, Page, Stroke
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.canvas.tablet import DOUBLE_S, keep_every_event
from tests.ui.pens import Mouse, Pen
from tests.ui.pictures import grabbed, pixels, wave

WIDTH, HEIGHT = 700, 500


class SlowCanvas(Canvas):
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        time.sleep(0.01)
        super().mouseMoveEvent(event)


def shown(canvas: Canvas, strokes: list[Stroke]) -> Canvas:
    def take(stroke: Stroke) -> None:
        strokes.append(stroke)
        canvas.set_document(Document().add_strokes(strokes))

    canvas.pen_tool.stroke_ended.connect(take)
    canvas.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    canvas.setGeometry(0, 0, WIDTH, HEIGHT)
    canvas.show()
    return canvas


def endure(app: QApplication, strokes: list[Stroke]) -> None:
    canvas = shown(Canvas(GhostPlayer()), strokes)
    for round_ in range(20):
        for _ in range(10_000):
            canvas.update(0, 0, 1, 1)
        pen = Pen(canvas, tail=round_ % 5 == 4, stamp=1000 + 10_000 * round_)
        pen.line([(100 + 2 * i, 60 + 20 * round_ + 30 * math.sin(i / 7)) for i in range(200)])
        (canvas.zoom_in if round_ % 3 else canvas.zoom_fit)()
        canvas.scroll_by(3, 11)
        app.processEvents()
    canvas.settle()
    canvas.grab()
    canvas.close()
    print(len(strokes))


def places(app: QApplication, strokes: list[Stroke]) -> None:
    canvas = shown(Canvas(GhostPlayer()), strokes)
    app.processEvents()
    Pen(canvas).line([(100 + 1.23 * i, 120 + 30.7 * math.sin(i / 7)) for i in range(150)])
    for _ in range(3):
        canvas.zoom_in()
    canvas.scroll_by(33, 57)
    time.sleep(2 * DOUBLE_S)  # or the mouse would be taken for the pen once more
    Mouse(canvas, stamp=9000).line([(100 + 2 * i, 120 + round(30 * math.sin(i / 7))) for i in range(150)])
    print(json.dumps([canvas.devicePixelRatioF(), [(stroke.x.tolist(), stroke.y.tolist()) for stroke in strokes]]))


def lift(app: QApplication, strokes: list[Stroke]) -> None:
    window = QWidget()
    window.setGeometry(0, 0, WIDTH, HEIGHT)
    canvas = Canvas(GhostPlayer(), parent=window)
    canvas.setGeometry(13, 41, WIDTH - 30, HEIGHT - 60)
    canvas.pen_tool.stroke_ended.connect(strokes.append)
    window.show()
    app.processEvents()
    canvas.settle()
    blank = grabbed(window).astype(int)
    Pen(canvas).line([(100 + 3.1 * i, 120 + 40.7 * math.sin(i / 9)) for i in range(100)])
    waiting = grabbed(window).astype(int)
    canvas.set_document(Document().add_strokes(strokes))
    canvas.settle()
    app.processEvents()
    drawn = grabbed(window).astype(int)
    screen = pixels(window.screen().grabWindow(window.winId()).toImage())  # offscreen it is cut off at so many pixels
    stale = np.abs(drawn[: screen.shape[0], : screen.shape[1]] - screen).max()
    told = np.abs(drawn - waiting).max(), stale, np.abs(waiting - blank).max()
    print(json.dumps([canvas.devicePixelRatioF(), *map(int, told)]))


def leave(app: QApplication, strokes: list[Stroke]) -> None:
    page = Page(tuple(wave(x, y, 9) for y in range(4, 290, 3) for x in range(4, 200, 10)))
    left = []
    for forgets in (False, True):
        canvas = shown(Canvas(GhostPlayer()), strokes)
        canvas.set_document(Document((page,)))
        for _ in range(3):
            app.processEvents()
        left.append(canvas.has_work and not canvas.is_settled)
        canvas.close()
        if forgets:
            canvas.deleteLater()
            del canvas
    QTimer.singleShot(0, app.quit)
    app.exec()
    print(json.dumps(left))


def slow(app: QApplication, strokes: list[Stroke]) -> None:
    canvas = shown(SlowCanvas(GhostPlayer()), strokes)
    canvas.pen_tool.stroke_ended.connect(lambda stroke: (print(len(stroke), flush=True), app.quit()))
    QTimer.singleShot(0, lambda: print("ready", *map(round, to_screen(canvas)), flush=True))
    QTimer.singleShot(60_000, app.quit)
    app.exec()


def to_screen(canvas: Canvas) -> tuple[float, float]:
    place = canvas.mapToGlobal(QPointF(100, 100))
    return place.x(), place.y()


if __name__ == "__main__":
    application = QApplication(sys.argv)
    keep_every_event(application)
    {"endure": endure, "places": places, "lift": lift, "leave": leave, "slow": slow}[sys.argv[1]](application, [])
