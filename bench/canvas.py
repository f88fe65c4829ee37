"""How long the canvas takes per pen event, stroke and zoom on a page of 10,000 strokes, beside a full redraw of the same run.

    python -m bench.canvas [--json] [--strokes N]

A canvas of 1920 × 1080 pixels, painted off screen; neither network nor window. ``redraw``: all strokes' shapes painted
once, shapes made before. ``frame``: one event of the pen and the painting of what it marked. ``append``: a finished stroke,
from the pen's release to its tiles. ``zoom``: the first frame after a zoom. ``sharp``: slices of work until that zoom is
sharp everywhere. ``open``: from the page's being set until it is whole.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from bench.command_line import parser_of, run_bench
from bench.errors import BenchError
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ui.canvas.canvas import SLICE_S, Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.canvas.outline_path import outline_path

WIDTH, HEIGHT = 1920, 1080
POINTS = 40  # of a stroke
EVENTS = 400
STROKES_DRAWN = 8


def crowded_page(strokes: int) -> Page:
    """Loops of a letter's size, evenly over the sheet."""
    page = Page()
    columns = max(round(math.sqrt(strokes * page.width / page.height)), 1)
    s = np.linspace(0, 2 * np.pi, POINTS)
    made = []
    for number in range(strokes):
        row, column = divmod(number, columns)
        left = 5 + (page.width - 10) * column / columns
        top = 5 + (page.height - 10) * row * columns / strokes
        x = left + 2.2 * s / 6 + 0.8 * np.sin(s + number)
        y = top + 1.2 * np.sin(1.5 * s + 0.3 * number)
        made.append(Stroke(x, y, s / 10, 0.5 + 0.3 * np.sin(s)))
    return page.with_strokes(made)


def measure(strokes: int) -> dict[str, Any]:
    """All figures, in ms and as shares of a full redraw."""
    app = QApplication.instance() or QApplication(["bench"])
    page = crowded_page(strokes)
    document = Document((page,))
    canvas = Canvas(GhostPlayer())
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()
    app.processEvents()
    slices: list[float] = []
    opened = _timed(lambda: canvas.set_document(document)) + _settle(canvas, slices)
    redraw = min(_redraws(canvas, page))
    frames, appends = _draw(canvas, app, document)
    zooms, sharp = [], []
    for step in range(6):
        canvas.settle()
        canvas.repaint()
        (canvas.zoom_in if step % 2 else canvas.zoom_out)()
        zooms.append(_timed(canvas.repaint))
        sharp.append(_settle(canvas, slices))
    canvas.close()
    figures = {
        "redraw": redraw,
        "frame_p50": float(np.percentile(frames, 50)),
        "frame_p95": float(np.percentile(frames, 95)),
        "frame_worst": max(frames),
        "append_p95": float(np.percentile(appends, 95)),
        "zoom_first_frame_worst": max(zooms),
        "zoom_sharp_worst": max(sharp),
        "slice_p99": float(np.percentile(slices, 99)),
        "open": opened,
    }
    return {
        "strokes": strokes,
        "points_a_stroke": POINTS,
        "pixels": [WIDTH, HEIGHT],
        "ms": {name: round(1000 * value, 2) for name, value in figures.items()},
        "of_a_redraw": {name: round(value / redraw, 4) for name, value in figures.items()},
    }


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _settle(canvas: Canvas, slices: list[float]) -> float:
    """Seconds of slices until everything in sight, and beside it, is drawn."""
    total = 0.0
    while not canvas.is_settled:
        slices.append(_timed(canvas.paint_slice))
        total += slices[-1]
    return total


def _redraws(canvas: Canvas, page: Page) -> list[float]:
    shapes = [outline_path(stroke.x, stroke.y, stroke.pressure) for stroke in page.strokes]
    pixmap = QPixmap(WIDTH, HEIGHT)

    def redraw() -> None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        painter.translate(canvas.view.x, canvas.view.y)
        painter.scale(canvas.view.scale, canvas.view.scale)
        for shape in shapes:
            painter.drawPath(shape)
        painter.end()

    return [_timed(redraw) for _ in range(3)]


def _draw(canvas: Canvas, app: Any, document: Document) -> tuple[list[float], list[float]]:
    frames: list[float] = []
    appends: list[float] = []
    shown = [document]

    def take(stroke: Stroke) -> None:
        shown[0] = shown[0].add_strokes([stroke])
        canvas.set_document(shown[0])

    canvas.pen_tool.stroke_ended.connect(take)
    kinds = QEvent.Type
    for number in range(STROKES_DRAWN):
        for step in range(EVENTS // STROKES_DRAWN):
            kind = kinds.MouseMove if step else kinds.MouseButtonPress
            frames.append(_timed(partial(_send, canvas, app, kind, number, step)))
        last = EVENTS // STROKES_DRAWN
        appends.append(_timed(partial(_send, canvas, app, kinds.MouseButtonRelease, number, last)))
    return frames, appends


def _send(canvas: Canvas, app: Any, kind: QEvent.Type, number: int, step: int) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    point = QPointF(300 + 8.3 * step, 200 + 80 * number + 50 * math.sin(step / 4))
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(kind, point, point, point, button, held, Qt.KeyboardModifier.NoModifier)
    app.sendEvent(canvas, event)
    app.processEvents()


def words_of(figures: dict[str, Any]) -> str:
    """The figures for people, as a table."""
    rows = [
        f"{name.replace('_', ' '):24}{value:>10}{figures['of_a_redraw'][name]:>14}"
        for name, value in figures["ms"].items()
    ]
    title = f"{figures['strokes']:,} strokes of {POINTS} points, {WIDTH} × {HEIGHT}; slices of {SLICE_S * 1000:.0f} ms"
    return "\n".join((title, f"{'':24}{'ms':>10}{'of a redraw':>14}", *rows))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("canvas", __doc__)
    parser.add_argument("--strokes", type=int, default=10_000, help="strokes on the page (default 10,000)")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not 1 <= options.strokes <= 100_000:
            raise BenchError("strokes must be in 1 … 100,000")
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return measure(options.strokes)

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())
