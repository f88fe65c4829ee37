"""The pen tool: writes a stroke or erases, from a press to its release.

It changes no document: it tells what was done.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from enum import Enum

import numpy as np
from PySide6.QtCore import QObject, Signal

from inkapp.editor.eraser import Eraser
from inkapp.ink.document import Page, Stroke
from inkapp.ink.outline import WIDEST_MM
from inkapp.ink.pen import PEN_MM, PenSample, Phase
from inkapp.ink.recorder import Recorder
from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.canvas.layers import Layers
from inkapp.ui.canvas.paper_edge import PaperEdge
from inkapp.ui.canvas.tablet import Touch

TAIL = 30  # points at the live line's end that may still move, as when the grid of its first 24 shows …
MOVED_MM = 0.35  # … so far at most


class Tool(Enum):
    """What the pen's tip does. Its tail erases whatever the tool."""

    PEN = "pen"
    ERASER = "eraser"
    TEXT = "text"


class PenTool(QObject):
    """Takes the touches of one pen, in order.

    Signals: ``pressed`` (it is about to write or erase), ``tapped`` (x, y in mm: the text tool was set down there and lifted),
    ``stroke_begun`` (the pen is on the sheet, which it may come onto from beside it), ``stroke_ended`` (Stroke),
    ``strokes_erased`` (tuple of indices in the page, once at the end of a drag), ``ghost_rubbed`` (the eraser is on what is
    visible of a ghost),
    ``pressure_seen`` (0 … 1, or None where the device measures none). For the canvas: ``marked`` (a list of boxes that
    look different), ``hidden`` (``strokes_left`` has changed).
    """

    pressed = Signal()
    tapped = Signal(float, float)
    stroke_begun = Signal()
    stroke_ended = Signal(object)
    strokes_erased = Signal(object)
    pressure_seen = Signal(object)
    ghost_rubbed = Signal()
    marked = Signal(object)
    hidden = Signal()

    def __init__(self, layers: Layers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = Tool.PEN
        self._page = Page()
        self._layers = layers
        self._doing: Tool | None = None
        self._edge = PaperEdge()
        self._recorder = Recorder()
        self._is_writing = False  # a stroke has begun: the pen is on the sheet
        self._eraser = Eraser()
        self._tap = (0.0, 0.0)  # where the text tool was set down
        self._grew = False  # the live stroke has points that no shape was made of
        self._trail: deque[tuple[float, float]] = deque(maxlen=TAIL)
        self._pressure: float | None = math.nan  # the last that was told

    @property
    def is_down(self) -> bool:
        """Whether it writes or erases, or would, once it comes onto the sheet."""
        return self._doing is not None

    def live_stroke(self) -> Stroke | None:
        """What is being written, as far as it goes; None where nothing is."""
        if not self._is_writing:
            return None
        x, y, pressure = self._recorder.preview()
        return Stroke(x, y, np.zeros(len(x)), pressure) if len(x) else None

    def set_page(self, page: Page) -> None:
        """Another page; what the eraser has touched on the one before is forgotten."""
        self._page = page
        self._eraser.forget()

    def strokes_left(self) -> tuple[Stroke, ...]:
        """The page's strokes without those that the eraser has touched so far."""
        return self._eraser.rest_of(self._page)

    def make_shapes(self) -> None:
        """Makes the shapes of what was written since; to be called before painting."""
        if self._grew:
            self._grew = False
            self._layers.live.grow(*self._recorder.preview())

    def take(self, touches: Iterable[Touch], eraser_mm: float) -> None:
        """Takes the pen's next samples; ``eraser_mm`` is how far from its path the eraser reaches."""
        for touch in touches:
            self._tell_pressure(touch.sample)
            if touch.sample.phase is Phase.DOWN:
                self._begin(touch, eraser_mm)
            elif self._doing is Tool.PEN:
                self._write(touch.sample)
            elif self._doing is Tool.ERASER:
                self._erase(touch.sample, eraser_mm)
            elif self._doing is Tool.TEXT and touch.sample.phase is Phase.UP:
                self._doing = None
                self.tapped.emit(*self._tap)

    def _begin(self, touch: Touch, eraser_mm: float) -> None:
        if touch.again and self._is_writing:  # the same touch, told by another device: only its beginning is forgotten
            self._recorder.finish()
            self._end_live()
        elif touch.again and self._doing is Tool.ERASER:
            self._eraser.lift()
            self.hidden.emit()
        self._doing = Tool.ERASER if touch.erases else self.tool
        if self._doing is Tool.TEXT:
            self._is_writing, self._tap = False, (touch.sample.x, touch.sample.y)
            return
        self.pressed.emit()
        if self._doing is Tool.ERASER:
            self._is_writing = False
            self._erase(touch.sample, eraser_mm)
        else:
            self._write(touch.sample)
            self._is_writing = self._edge.is_on_sheet

    def _write(self, sample: PenSample) -> None:
        if sample.phase is Phase.UP:
            self._doing = None
        for part in self._edge.cut(sample, self._page):
            self._record(part)

    def _record(self, sample: PenSample) -> None:
        if not self._is_writing:
            self._is_writing = True
            self.stroke_begun.emit()
        stroke = self._recorder.feed(sample)
        self._grew = True
        self._trail.append((sample.x, sample.y))
        self.marked.emit([_around(self._trail, WIDEST_MM + MOVED_MM)])
        if sample.phase is not Phase.UP:
            return
        self._is_writing = False
        self._end_live()
        if stroke is not None and self._page.shows(stroke):  # beside the sheet nobody would see it
            self.marked.emit([self._layers.keep(stroke)])
            self.stroke_ended.emit(stroke)

    def _erase(self, sample: PenSample, reach: float) -> None:
        if self._eraser.move(self._page, sample.x, sample.y, reach + PEN_MM / 2):
            self.hidden.emit()
        if self._layers.touches_ghost(sample.x, sample.y, reach + PEN_MM / 2):
            self.ghost_rubbed.emit()
        if sample.phase is not Phase.UP:
            return
        self._doing = None
        if erased := self._eraser.lift():
            self.strokes_erased.emit(erased)

    def _end_live(self) -> None:
        """Forgets the live stroke: what it covered is to be painted again."""
        self._grew = False
        self._trail.clear()
        rects = [shape.controlPointRect() for shape in self._layers.live.shapes()]
        self._layers.live.clear()
        self.marked.emit([(r.left() - 1, r.top() - 1, r.right() + 1, r.bottom() + 1) for r in rects])

    def _tell_pressure(self, sample: PenSample) -> None:
        value = sample.pressure
        if value is not None:
            value = min(max(value, 0.0), 1.0) if math.isfinite(value) else None
        if value != self._pressure and sample.phase is not Phase.UP:
            self._pressure = value
            self.pressure_seen.emit(value)


def _around(points: Iterable[tuple[float, float]], reach: float) -> Box:
    x, y = zip(*points, strict=True)
    return min(x) - reach, min(y) - reach, max(x) + reach, max(y) + reach
