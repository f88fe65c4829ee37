"""A widget through which a page is seen: wheel, keys, touchpad and drag change the view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.canvas.navigation import WHEEL_PX, Navigation
from inkapp.ui.canvas.view import View
from inkapp.ui.handlers import guard_handlers

AROUND_PX = 24.0  # of what is brought into view

_PAGE_KEYS: dict[int, float] = {  # in heights of what is seen
    Qt.Key.Key_PageDown: 0.9,
    Qt.Key.Key_PageUp: -0.9,
    Qt.Key.Key_Home: -1e6,
    Qt.Key.Key_End: 1e6,
}
_ARROWS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Down: (0, WHEEL_PX),
    Qt.Key.Key_Up: (0, -WHEEL_PX),
    Qt.Key.Key_Right: (WHEEL_PX, 0),
    Qt.Key.Key_Left: (-WHEEL_PX, 0),
}
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress)
_RELEASES = (QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease)


@guard_handlers
class Viewport(QWidget):
    """A widget with a view; a subclass paints, and overrides ``view_changed`` and ``grip_changed``.

    Signals: ``zoom_changed`` (1.0 is 100 %).
    """

    zoom_changed = Signal(float)

    def __init__(self, page_width: float, page_height: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigation = Navigation(page_width, page_height)
        self._space = False

    @property
    def view(self) -> View:
        """Where the page lies in the widget."""
        return self._navigation.view

    @property
    def grip(self) -> Qt.CursorShape | None:
        """The cursor of who drags the page, or could; None where the pen writes."""
        if self._navigation.is_panning:
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if self._space else None

    def view_changed(self, *, zoomed: bool) -> None:
        """Called when another part of the page is seen, or at another zoom."""

    def grip_changed(self) -> None:
        """Called when the ``grip`` may have changed."""

    def set_page_size(self, width: float, height: float) -> None:
        """Sets the page's size in mm."""
        self._navigate(lambda: self._navigation.set_page(width, height))

    def zoom_in(self) -> None:
        """Zooms in by a step, around the middle."""
        self._navigate(self._navigation.zoom_in)

    def zoom_out(self) -> None:
        """Zooms out by a step, around the middle."""
        self._navigate(self._navigation.zoom_out)

    def zoom_fit(self) -> None:
        """Shows the page as wide as the widget, also when the widget changes."""
        self._navigate(self._navigation.fit)

    def show_top(self) -> None:
        """Shows the page's top, at the zoom that there is."""
        self._navigate(self._navigation.to_top)

    def zoom_actual(self) -> None:
        """Zooms to 100 %, which is real size on a screen of 96 dots an inch."""
        self._navigate(lambda: self._navigation.zoom_to(1.0))

    def scroll_by(self, dx_px: float, dy_px: float) -> None:
        """Shows what is so many widget pixels farther right and down."""
        self._navigate(lambda: self._navigation.scroll(dx_px, dy_px))

    def bring_into_view(self, box: Box) -> None:
        """Scrolls to a part of the page (mm) where some of it is out of sight, as little as may be."""
        left, top = self.view.to_widget(*box[:2])
        right, bottom = self.view.to_widget(*box[2:])
        dx, dy = (
            min(low - AROUND_PX, max(high + AROUND_PX - room, 0.0))
            if low < AROUND_PX or high + AROUND_PX > room
            else 0.0
            for low, high, room in ((left, right, self.width()), (top, bottom, self.height()))
        )
        if dx or dy:
            self.scroll_by(dx, dy)

    def pans(self, kind: QEvent.Type, at: QPointF, *, grips: bool = False) -> bool:
        """Whether an event of mouse or tablet drags the page, and so is no pen's. Drags it, if it does.

        ``grips``: a press takes hold of the page also where Space is not held.
        """
        if kind in _PRESSES and (grips or self._space):
            self._navigation.begin_pan(at)
        elif not self._navigation.is_panning:
            return False
        else:
            self._navigate(lambda: self._navigation.pan(at))
            if kind in _RELEASES:
                self._navigation.end_pan()
        self.grip_changed()
        return True

    def end_pan(self) -> None:
        """Ends a drag."""
        self._navigation.end_pan()
        self.grip_changed()

    def let_go(self) -> None:
        """Ends a drag, and forgets that Space is held: the release may go to another window."""
        self._space = False
        self.end_pan()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls; with Ctrl, zooms at the cursor."""
        event.accept()
        self._navigate(lambda: self._navigation.wheel(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes hold of the page; arrows and Page keys scroll."""
        key = event.key()
        if key == Qt.Key.Key_Space and not event.modifiers():
            self._space = True
            self.grip_changed()
        elif key in _PAGE_KEYS:
            self.scroll_by(0, _PAGE_KEYS[key] * self.height())
        elif key in _ARROWS:
            self.scroll_by(*_ARROWS[key])
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space lets go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.grip_changed()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key's release would not be heard any more."""
        self._space = False
        self.grip_changed()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Goes on fitting the page's width until the person has zoomed."""
        self._navigate(lambda: self._navigation.resize(self.width(), self.height()))
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Two fingers zoom."""
        if isinstance(event, QNativeGestureEvent):
            handled: list[bool] = []
            self._navigate(lambda: handled.append(self._navigation.pinch(event)))
            if handled[0]:
                return True
        return super().event(event)

    def _navigate(self, change: Callable[[], object]) -> None:
        """Makes a change, and tells where it was one of the view."""
        before = self.view
        change()
        if self.view != before:
            zoomed = self.view.zoom != before.zoom
            self.view_changed(zoomed=zoomed)
            if zoomed:
                self.zoom_changed.emit(self.view.zoom)
