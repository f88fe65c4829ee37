"""How long the canvas takes per pen event, stroke and zoom on a page of 10,000 strokes, beside a full redraw of the same run.

    python -m bench.canvas [--json] [--strokes N] [--rounds N]

A canvas of 1920 × 1080 pixels, painted off screen; neither network nor window. Each round opens the page on a new canvas,
and all is measured again beside a process that streams memory (``bench.neighbour``). Medians are over rounds; percentiles
and the worst are of all rounds together.

``redraw``: all strokes' shapes painted once, shapes made before. ``open_sharp``: from the page's being set until all in sight
is drawn, which comes first. ``open``: until what is beside it is drawn, too. ``open_rest``: from then until the rest of the
page is shaped and no slice has work left. ``frame``: one event of the pen and the painting of what it marked. ``append``: a
finished stroke, from the pen's release to its tiles. ``zoom_first_frame``: the first frame after a zoom. ``zoom_sharp``:
slices of work until all in sight is sharp; ``zoom``: until what is beside it is, too; of each round's slowest zoom the
median. ``slice``: for how long no event is handled.
"""

from __future__ import annotations

import argparse
import math
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
from bench.neighbour import Neighbour
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ui.canvas.canvas import SLICE_S, Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.canvas.outline_path import outline_paths

WIDTH, HEIGHT = 1920, 1080
POINTS = 40  # of a stroke
EVENTS = 400
STROKES_DRAWN = 8
ZOOMS = 6  # out and in by turns
MEDIANS = "redraw", "open_sharp", "open", "open_rest", "zoom_sharp", "zoom"

Seconds = dict[str, list[float]]


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


def measure(strokes: int, rounds: int) -> dict[str, Any]:
    """All figures in ms and as shares of a full redraw, by themselves and beside a neighbour that streams memory."""
    page = crowded_page(strokes)
    warm = _figures([_round(page) for _ in range(rounds)])
    with Neighbour():
        beside = _figures([_round(page) for _ in range(rounds)])
    return {
        "strokes": strokes,
        "points_a_stroke": POINTS,
        "pixels": [WIDTH, HEIGHT],
        "rounds": rounds,
        "warm": warm,
        "beside": beside,
    }


def _round(page: Page) -> Seconds:
    """What was measured on one canvas."""
    app = QApplication.instance() or QApplication(["bench"])
    document = Document((page,))
    canvas = Canvas(GhostPlayer())
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()
    app.processEvents()
    slices = [_timed(lambda: canvas.set_document(document))]
    sharp, whole = _settle(canvas, slices)
    opened = slices[0] + sharp, slices[0] + whole
    while canvas.has_work:
        slices.append(_timed(canvas.paint_slice))
    rest = sum(slices) - opened[1]
    redraws = _redraws(canvas, page)
    frames, appends = _draw(canvas, app, document)
    firsts, zooms = [], []
    for step in range(ZOOMS):
        canvas.settle()
        canvas.repaint()
        (canvas.zoom_in if step % 2 else canvas.zoom_out)()
        firsts.append(_timed(canvas.repaint))
        zooms.append(_settle(canvas, slices))
    canvas.close()
    canvas.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # or every round's tiles would be kept
    return {
        "redraw": redraws,
        "open_sharp": [opened[0]],
        "open": [opened[1]],
        "open_rest": [rest],
        "frame": frames,
        "append": appends,
        "zoom_first_frame": firsts,
        "zoom_sharp": [max(sharp for sharp, _ in zooms)],
        "zoom": [max(whole for _, whole in zooms)],
        "slice": slices,
    }


def _figures(rounds: list[Seconds]) -> dict[str, dict[str, float]]:
    """The rounds' figures, as ``ms`` and ``of_a_redraw``."""
    seconds = {name: np.concatenate([one[name] for one in rounds]) for name in rounds[0]}
    figures = {name: float(np.median(seconds[name])) for name in MEDIANS}
    for name, share in (("frame", 50), ("frame", 95), ("append", 50), ("append", 95), ("slice", 99)):
        figures[f"{name}_p{share}"] = float(np.percentile(seconds[name], share))
    for name in ("frame", "zoom_first_frame", "slice"):
        figures[f"{name}_worst"] = float(seconds[name].max())
    return {
        "ms": {name: round(1000 * value, 2) for name, value in figures.items()},
        "of_a_redraw": {name: round(value / figures["redraw"], 4) for name, value in figures.items()},
    }


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _settle(canvas: Canvas, slices: list[float]) -> tuple[float, float]:
    """Seconds of slices until everything in sight is drawn, and until what is beside it is, too."""
    sharp = total = 0.0
    while not canvas.is_settled:
        was_sharp = canvas.is_sharp
        slices.append(_timed(canvas.paint_slice))
        total += slices[-1]
        if not was_sharp:
            sharp = total
    return sharp, total


def _redraws(canvas: Canvas, page: Page) -> list[float]:
    shapes = outline_paths(page.strokes)
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
    kinds = [figures[where][unit] for where in ("warm", "beside") for unit in ("ms", "of_a_redraw")]
    rows = [f"{name.replace('_', ' '):24}" + "".join(f"{kind[name]:>16}" for kind in kinds) for name in kinds[0]]
    title = (
        f"{figures['strokes']:,} strokes of {POINTS} points, {WIDTH} × {HEIGHT}; slices of {SLICE_S * 1000:.0f} ms; "
        f"{figures['rounds']} rounds"
    )
    heads = (f"{'':24}{'warm':>16}{'':16}{'beside':>16}", f"{'':24}" + 2 * f"{'ms':>16}{'of a redraw':>16}")
    return "\n".join((title, *heads, *rows))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("canvas", __doc__)
    parser.add_argument("--strokes", type=int, default=10_000, help="strokes on the page (default 10,000)")
    parser.add_argument("--rounds", type=int, default=5, help="canvases, and as many beside a neighbour (default 5)")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        if not 1 <= options.strokes <= 100_000:
            raise BenchError("strokes must be in 1 … 100,000")
        if not 1 <= options.rounds <= 100:
            raise BenchError("rounds must be in 1 … 100")
        return measure(options.strokes, options.rounds)

    return run_bench(parser, arguments, measured, words_of)


if __name__ == "__main__":
    sys.exit(main())
