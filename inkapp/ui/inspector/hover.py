"""The pointer on the page: which point of the ink it is at, and what a click there means to the inspector.

Knows: the canvas's events of a pointer that does not draw, and which point is nearest to it.
Refuses to know: writing. With a button down events go where they always went; while no panel is open it hears none.

To point is to look; the right button pins the point, and pins none beside the ink. One panel at a time may ask for the
left button's clicks at places of its own (``Taker``): there the cursor is a cross and the selected point stays as it is, and
on the way there it goes to none but those that are of use to the taker.
"""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTabletEvent

from inkapp.inspect.page import PageReading
from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.inspector.selection import Selection, Spot

NEAR_PX = 14.0  # so far from a point the pointer still means it
BESIDE_PX = 10.0  # and so far from what a taker shows
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress)
RELEASES = (QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease)


class Taker(Protocol):
    """Who wants some clicks of the left button before they become ink. Places are on the page, in mm."""

    def takes(self, x: float, y: float, reach: float) -> bool:
        """Whether a click there is its own; ``reach``: so far beside what it shows a click may still mean it, mm."""

    def take(self, x: float, y: float) -> None:
        """There was one."""

    def wants(self, spot: Spot) -> bool:
        """Whether it has something to offer at a point."""


class Hover(QObject):
    """Listens to a canvas, while wanted, and moves the selection."""

    def __init__(self, canvas: Canvas, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._selection = canvas, selection
        self._wanted = False
        self._places = np.zeros((0, 2))
        self._spots: list[tuple[int, int]] = []  # first point on the page and number of each line
        self._taker: Taker | None = None
        self._is_cross = False  # the cursor, as over what the taker takes
        self._is_taken = False  # the button that is down: nothing of it becomes ink

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

    def set_taker(self, taker: Taker | None) -> None:
        """Who takes clicks; None: nobody."""
        self._taker = taker
        self._show_cross(False)

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
        """Swallows nothing but a move without a button, the right button, and clicks that somebody takes."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._selection.hover(None)
        elif isinstance(event, QMouseEvent | QTabletEvent):
            if kind in (QEvent.Type.MouseMove, QEvent.Type.TabletMove) and not event.buttons():
                self._is_taken = False
                return self._look(event)
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

    def _look(self, event: QMouseEvent | QTabletEvent) -> bool:
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
