"""A canvas with a history in place of the window, and strokes to put on it."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.edits import AddStrokes, EraseStrokes
from inkapp.ink.history import History
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ghost_player import GhostPlayer
from tests.ui.pictures import grabbed, wave


class Host:
    """A canvas and, in place of the window, a history that follows it; ``told``: what it said, in order."""

    def __init__(self, qtbot: QtBot, strokes: tuple[Stroke, ...] = ()) -> None:
        self.player = GhostPlayer()
        self.canvas = Canvas(self.player)
        qtbot.addWidget(self.canvas)
        self.canvas.resize(800, 600)
        self.canvas.show()
        self.history = History(Document((Page(strokes),)))
        self.canvas.set_document(self.history.current)
        self.told: list[str] = []
        self.pressures: list[float | None] = []
        self.canvas.pen_tool.stroke_begun.connect(lambda: self.told.append("begun"))
        self.canvas.pen_tool.stroke_ended.connect(self._add)
        self.canvas.pen_tool.strokes_erased.connect(self._erase)
        self.canvas.pen_tool.pressure_seen.connect(self.pressures.append)

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        return self.history.current.pages[0].strokes

    def show(self, document: Document) -> None:
        self.canvas.set_document(document)

    def picture(self) -> np.ndarray:
        self.canvas.settle()
        return grabbed(self.canvas)

    def _add(self, stroke: Stroke) -> None:
        self.told.append("ended")
        self.show(self.history.apply(AddStrokes((stroke,))))

    def _erase(self, numbers: tuple[int, ...]) -> None:
        self.told.append(f"erased {len(numbers)}")
        self.show(self.history.apply(EraseStrokes(numbers)))


def rows() -> tuple[Stroke, ...]:
    """Four waves, one below another."""
    return tuple(wave(40, 30 + 12 * row, 60) for row in range(4))


def at(canvas: Canvas, x: float, y: float) -> tuple[float, float]:
    """The widget's point (px) for a point of the page (mm)."""
    return canvas.view.to_widget(x, y)
