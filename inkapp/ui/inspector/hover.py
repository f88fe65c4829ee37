"""The pointer on the page: selects the point of the ink under it, pins it by the right button, and passes clicks to a panel.

One panel at a time may ask for the left button's clicks at points of its own (``Taker``): there the cursor is a cross and
the selection stays, and on the way there it moves to none but the points that the taker has something to offer at. With a
button down events go to the canvas as always; while no panel is seen nothing is filtered.
"""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTabletEvent

from inkapp.inspect.page import PageReading
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.inspector.selection import Selection, Spot

NEAR_PX = 14.0  # so far from a point the pointer still means it
BESIDE_PX = 10.0  # and so far from what a taker shows
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress)
RELEASES = (QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease)


class Taker(Protocol):
    """A panel that wants some clicks of the left button before they become ink. Coordinates are page mm."""

    def takes(self, x: float, y: float, reach: float) -> bool:
        """Whether a click there is its own; ``reach``: how far beside what it shows a click may still mean it, mm."""

    def take(self, x: float, y: float) -> None:
        """Handles such a click."""

    def wants(self, spot: Spot) -> bool:
        """Whether a click could be taken with that point selected."""


@guard_handlers
class Hover(QObject):
    """Listens to a canvas, while wanted, and moves the selection."""

    def __init__(self, canvas: Canvas, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._selection = canvas, selection
        self._wanted = False
        self._points = np.zeros((0, 2))  # page mm
        self._spots: list[tuple[int, int]] = []  # first point on the page and number of each line
        self._taker: Taker | None = None
        self._is_cross = False  # the cursor, as over what the taker takes
        self._is_taken = False  # the button that is down: nothing of it becomes ink

    def set_wanted(self, wanted: bool) -> None:
        """Whether the canvas's events are filtered."""
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
        points = [np.stack((line.x, line.y), axis=1) for line in lines]
        self._points = np.concatenate([np.zeros((0, 2)), *points])
        counts = [len(line) for line in lines]
        self._spots = [(sum(counts[:number]), number) for number in range(len(lines))]

    def set_taker(self, taker: Taker | None) -> None:
        """The panel that takes clicks, or None."""
        self._taker = taker
        self._show_cross(False)

    def nearest(self, x: float, y: float, reach: float) -> Spot | None:
        """The ink's point nearest to (x, y), at most ``reach`` away; all in page mm."""
        if not len(self._points):
            return None
        away = ((self._points - (x, y)) ** 2).sum(axis=1)
        flat = int(away.argmin())
        if math.sqrt(float(away[flat])) > reach:
            return None
        first, number = next(pair for pair in reversed(self._spots) if pair[0] <= flat)
        return Spot(number, flat - first)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallows nothing but a move without a button, the right button, and clicks that the taker takes."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._selection.hover(None)
        elif isinstance(event, QMouseEvent | QTabletEvent):
            if kind in (QEvent.Type.MouseMove, QEvent.Type.TabletMove) and not event.buttons():
                self._is_taken = False
                return self._move(event)
            if event.button() == Qt.MouseButton.RightButton and isinstance(event, QMouseEvent):
                if kind == QEvent.Type.MouseButtonPress:
                    self._selection.pin(self._under(event.position()))
                return kind in PRESSES or kind in RELEASES
            if self._is_taken:  # a tablet's press may come as a mouse's, too
                self._is_taken = kind not in RELEASES
                event.accept()
                return True
            if kind in PRESSES:
                return self._press(event)
        return False

    def _move(self, event: QMouseEvent | QTabletEvent) -> bool:
        """Moved without a button."""
        taken = self._canvas.grip is None and self._takes(event.position())
        self._show_cross(taken)
        if not taken:
            spot = self._under(event.position())
            wanted = spot is None or self._taker is None or self._taker.wants(spot)
            self._selection.hover(spot if wanted else None)
        return event.type() == QEvent.Type.MouseMove and self._canvas.grip is None

    def _press(self, event: QMouseEvent | QTabletEvent) -> bool:
        left = event.button() == Qt.MouseButton.LeftButton and self._canvas.grip is None
        if left and self._taker is not None and self._takes(event.position()):
            self._is_taken = True
            self._taker.take(*self._canvas.view.to_page(event.position().x(), event.position().y()))
            event.accept()
            return True
        self._selection.hover(None)  # it writes now
        return False

    def _takes(self, at: QPointF) -> bool:
        view = self._canvas.view
        return self._taker is not None and self._taker.takes(*view.to_page(at.x(), at.y()), BESIDE_PX / view.scale)

    def _show_cross(self, cross: bool) -> None:
        if cross != self._is_cross:
            self._is_cross = cross
            if cross:
                self._canvas.setCursor(Qt.CursorShape.CrossCursor)
            else:
                self._canvas.grip_changed()

    def _under(self, at: QPointF) -> Spot | None:
        view = self._canvas.view
        return self.nearest(*view.to_page(at.x(), at.y()), NEAR_PX / view.scale)
