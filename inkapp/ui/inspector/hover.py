"""The pointer on the page: which point of the ink it is at, and what a click there means to the inspector.

Knows: the canvas's events of a pointer that does not draw, and which point is nearest to it.
Refuses to know: writing. With a button down events go where they always went; while no panel is open it hears none.

To point is to look; the right button pins the point, and pins none beside the ink.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTabletEvent

from inkapp.inspect.page import PageReading
from inkapp.ui.canvas import Canvas
from inkapp.ui.inspector.selection import Selection, Spot

NEAR_PX = 14.0  # so far from a point the pointer still means it
Choice = Callable[[float, float], bool]


class Hover(QObject):
    """Listens to a canvas, while wanted, and moves the selection."""

    def __init__(self, canvas: Canvas, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._selection = canvas, selection
        self._wanted = False
        self._places = np.zeros((0, 2))
        self._spots: list[tuple[int, int]] = []  # first point on the page and number of each line
        self._takers: dict[str, Choice] = {}

    def set_wanted(self, wanted: bool) -> None:
        """Whether the pointer's moves are listened to."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._canvas.setMouseTracking(wanted)
        if wanted:
            self._canvas.installEventFilter(self)
        else:
            self._canvas.removeEventFilter(self)
            self._selection.hover(None)

    def set_reading(self, reading: PageReading | None) -> None:
        """Other points to point at."""
        lines = [line for line in reading.lines if len(line)] if reading is not None else []
        places = [np.stack((line.x, line.y), axis=1) for line in lines]
        self._places = np.concatenate([np.zeros((0, 2)), *places])
        counts = [len(line) for line in lines]
        self._spots = [(sum(counts[:number]), number) for number in range(len(lines))]

    def set_taker(self, name: str, choose: Choice | None) -> None:
        """Who takes clicks of the left button (page mm) before they become ink, where it returns True; None: nobody."""
        if choose is None:
            self._takers.pop(name, None)
        else:
            self._takers[name] = choose

    def nearest(self, x: float, y: float, reach: float) -> Spot | None:
        """The point nearest to a place on the page, at most ``reach`` away; all in mm."""
        if not len(self._places):
            return None
        away = ((self._places - (x, y)) ** 2).sum(axis=1)
        flat = int(away.argmin())
        if math.sqrt(float(away[flat])) > reach:
            return None
        first, number = next(pair for pair in reversed(self._spots) if pair[0] <= flat)
        return Spot(number, flat - first)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallows nothing but a move without a button, the right button, and clicks that somebody took."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._selection.hover(None)
        elif isinstance(event, QMouseEvent | QTabletEvent):
            if kind in (QEvent.Type.MouseMove, QEvent.Type.TabletMove) and not event.buttons():
                self._selection.hover(self._under(event.position()))
                return kind == QEvent.Type.MouseMove and self._canvas.grip is None
            if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.RightButton:
                self._selection.pin(self._under(event.position()))
                return True
            if kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.RightButton:
                return True
            if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TabletPress):
                if event.button() == Qt.MouseButton.LeftButton and self._canvas.grip is None:
                    place = self._canvas.view.to_page(event.position().x(), event.position().y())
                    if any(choose(*place) for choose in tuple(self._takers.values())):
                        event.accept()
                        return True
                self._selection.hover(None)  # it writes now
        return False

    def _under(self, at: QPointF) -> Spot | None:
        view = self._canvas.view
        return self.nearest(*view.to_page(at.x(), at.y()), NEAR_PX / view.scale)
