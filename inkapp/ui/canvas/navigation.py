"""Zoom and pan: the view that gestures of wheel, touchpad and drag ask for."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent

from inkapp.ui.canvas.view import STEP, View, is_near

WHEEL_PX = 60.0  # scrolled by one notch of a wheel
NOTCH = 120.0  # Qt's eighths of a degree of one notch
WHEEL_ZOOM = 1.15  # a notch with Ctrl
MOST_NOTCHES = 100.0  # of one event: from the least zoom to the most takes 28


class Navigation:
    """The view, and how it changes. All lengths in widget pixels, but for the page's in mm."""

    def __init__(self, page_width: float, page_height: float) -> None:
        self.view = View()
        self._page = page_width, page_height
        self._room = 0.0, 0.0
        self._fits = True  # until the person zooms
        self._fresh = True  # nothing was scrolled yet: the top is shown
        self._drag: QPointF | None = None

    @property
    def is_panning(self) -> bool:
        """Whether the page is being dragged."""
        return self._drag is not None

    def set_page(self, width: float, height: float) -> None:
        """The page's size in mm."""
        if (width, height) != self._page:
            self._page = width, height
            self._keep()

    def resize(self, width: float, height: float) -> None:
        """The widget's size; a view that fits goes on fitting."""
        self._room = width, height
        self._keep()

    def fit(self) -> None:
        """As wide as the widget, from now on; what was at the top stays there."""
        self._fits = True
        self._keep()

    def to_top(self) -> None:
        """The page's top in sight, at the zoom that there is."""
        self._fresh = True
        if self._fits:
            self._keep()
        else:
            self.view = replace(self.view, y=math.inf).within(*self._room, *self._page)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Larger by ``factor`` around a point, or around the middle, as where a driver's point is no number."""
        if not (math.isfinite(factor) and factor > 0):
            return
        self._fits = False
        x, y = (
            (at.x(), at.y()) if at is not None and is_near(at.x(), at.y()) else (self._room[0] / 2, self._room[1] / 2)
        )
        self._set(self.view.zoomed(factor, x, y))

    def zoom_in(self) -> None:
        """A step larger."""
        self.zoom(STEP)

    def zoom_out(self) -> None:
        """A step smaller."""
        self.zoom(1 / STEP)

    def zoom_to(self, zoom: float) -> None:
        """A zoom by number; 1 is 100 %."""
        self.zoom(zoom / self.view.zoom)
        self.view = replace(self.view, zoom=zoom)  # exactly, for the label

    def scroll(self, dx: float, dy: float) -> None:
        """Shows what is (dx, dy) pixels to the right and below."""
        self._set(self.view.moved(-dx, -dy))

    def wheel(self, event: QWheelEvent) -> None:
        """Ctrl zooms at the cursor, Shift turns the wheel sideways; touchpads tell pixels."""
        angle, pixels = event.angleDelta(), event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = min(max(angle.y() / NOTCH, -MOST_NOTCHES), MOST_NOTCHES)
            self.zoom(WHEEL_ZOOM**notches, event.position())
            return
        step = QPointF(pixels) if not pixels.isNull() else QPointF(angle) * (WHEEL_PX / NOTCH)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not step.x():
            step = step.transposed()
        self.scroll(-step.x(), -step.y())

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Whether it was a gesture that zooms."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.zoom(1 + event.value(), event.position())
        return True

    def begin_pan(self, at: QPointF) -> None:
        """Takes hold of the page."""
        self._drag = at

    def pan(self, at: QPointF) -> None:
        """Drags the page along; a driver's point that is no number, or too far away for one, is passed over."""
        if self._drag is None or not is_near(at.x(), at.y()):
            return
        if not is_near(at.x() - self._drag.x(), at.y() - self._drag.y()):
            self._drag = at
            return
        # by whole pixels, and the rest next time: the view stands on whole pixels
        dx, dy = math.floor(at.x() - self._drag.x() + 0.5), math.floor(at.y() - self._drag.y() + 0.5)
        self._drag += QPointF(dx, dy)
        self.scroll(-dx, -dy)

    def end_pan(self) -> None:
        """Lets go of the page."""
        self._drag = None

    def _set(self, view: View) -> None:
        self._fresh = False
        self.view = view.within(*self._room, *self._page)

    def _keep(self) -> None:
        """After a change of sizes."""
        if min(self._room) <= 0:
            return
        if not self._fits:
            self.view = self.view.within(*self._room, *self._page)
            return
        top = self.view.to_page(0.0, 0.0)[1]
        view = View.fit_width(*self._room, *self._page)
        if top > 0 and not self._fresh:
            view = replace(view, y=-top * view.scale).within(*self._room, *self._page)
        self.view = view
