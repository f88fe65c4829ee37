"""The paper: shows a page and a ghost, and turns the pen's movements into strokes and erasures.

Knows: one page of a frozen document, the tool in hand, and where the person looks.
Refuses to know: history, files, the network. It never changes the document: it tells what the person did, and shows
what ``set_document`` brings.

Handlers of the pen's events take a sample and mark what is to be painted, no more; shapes are made when they are
painted, and tiles in slices between events.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from inkapp.ink.document import Document, Page
from inkapp.ui.cursors import eraser_cursor, pen_cursor
from inkapp.ui.ghost_item import GhostPlayer
from inkapp.ui.hand import Hand, Tool
from inkapp.ui.ink_index import Box
from inkapp.ui.layers import Layers
from inkapp.ui.navigation import WHEEL_PX, Navigation
from inkapp.ui.tablet import PenInput, Touch
from inkapp.ui.theme import LIGHT, Theme
from inkapp.ui.view import View

__all__ = ["Canvas", "Tool"]

ERASER_PX = 9.0  # its radius
SLICE_S = 0.006  # of drawing tiles between two looks at the events
ZOOM_REST_MS = 40  # after a zoom, before tiles are drawn at the new scale: another step may follow
SILENCE_MS = 500  # between two looks at whether a pen has gone without saying so

_SCROLL_KEYS: dict[int, tuple[float, float]] = {  # in widths and heights of what is seen, or notches of a wheel
    Qt.Key.Key_PageDown: (0, 0.9),
    Qt.Key.Key_PageUp: (0, -0.9),
    Qt.Key.Key_Home: (0, -1e6),
    Qt.Key.Key_End: (0, 1e6),
}
_ARROWS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Left: (-1, 0),
}


class Canvas(QWidget):
    """A page to write on.

    Signals: ``stroke_begun`` (pen on paper), ``stroke_ended`` (Stroke; shown until ``set_document`` brings it),
    ``strokes_erased`` (tuple of numbers in the page, once at the end of a drag), ``zoom_changed`` (1.0 is real size),
    ``pressure_seen`` (0 … 1, or None where the device measures none).
    """

    stroke_begun = Signal()
    stroke_ended = Signal(object)
    strokes_erased = Signal(object)
    zoom_changed = Signal(float)
    pressure_seen = Signal(object)

    def __init__(self, player: GhostPlayer, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = Page()
        self._space = False
        self._navigation = Navigation(self._page.width, self._page.height)
        self._input = PenInput()
        self._layers = Layers(self._page, theme)
        self._hand = Hand(self._layers, self)
        self._hand.stroke_begun.connect(self._begin_stroke)
        self._hand.stroke_ended.connect(self.stroke_ended)
        self._hand.strokes_erased.connect(self.strokes_erased)
        self._hand.pressure_seen.connect(self.pressure_seen)
        self._hand.marked.connect(self._update_boxes)
        self._hand.hidden.connect(self._show_strokes)
        self._ratio = self.devicePixelRatioF()
        self._player = player
        player.changed.connect(self._follow_ghost)
        self._slices = QTimer(self)
        self._slices.setSingleShot(True)
        self._slices.timeout.connect(self.draw_slice)
        self._silence = QTimer(self)
        self._silence.setInterval(SILENCE_MS)
        self._silence.timeout.connect(self._end_silent_pen)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Page")
        self._describe()
        self._set_cursor()

    # What the window says

    @property
    def view(self) -> View:
        """Where the page lies in the widget."""
        return self._navigation.view

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is down, writing or erasing."""
        return self._hand.is_down

    def set_document(self, document: Document, page: int = 0) -> None:
        """Shows a page; redraws only what differs from the one shown before."""
        old, was_blank = self._page, self._layers.is_blank
        self._page = self._layers.page = document.pages[page]
        self._hand.set_page(self._page)
        waited = self._layers.release()
        self._navigate(lambda: self._navigation.set_page(self._page.width, self._page.height))
        self._show_strokes()
        self._update_boxes(waited)
        if was_blank != self._layers.is_blank or old.with_strokes(()) != self._page.with_strokes(()):
            self.update()
        self._describe()

    def set_tool(self, tool: Tool) -> None:
        """What the tip does from its next touch on."""
        self._hand.tool = tool
        self._set_cursor()

    def set_theme(self, theme: Theme) -> None:
        """Other colours; the document stays as it is."""
        self._layers.set_theme(theme)
        self._set_cursor()
        self.draw_slice()
        self.update()

    def set_hint(self, text: str) -> None:
        """One quiet line on the empty page; "" for none."""
        self._layers.hint = text
        self.update()

    def zoom_in(self) -> None:
        """A step larger, around the middle."""
        self._navigate(self._navigation.zoom_in)

    def zoom_out(self) -> None:
        """A step smaller, around the middle."""
        self._navigate(self._navigation.zoom_out)

    def zoom_fit(self) -> None:
        """The page as wide as the widget, also when the widget changes."""
        self._navigate(self._navigation.fit)

    def zoom_actual(self) -> None:
        """Real size on a 96 dpi screen."""
        self._navigate(lambda: self._navigation.zoom_to(1.0))

    def scroll_by(self, dx_px: float, dy_px: float) -> None:
        """Looks farther right and down by so many widget pixels."""
        self._navigate(lambda: self._navigation.scroll(dx_px, dy_px))

    @property
    def is_settled(self) -> bool:
        """Whether all tiles in sight are drawn and up to date."""
        return self._layers.is_complete

    def settle(self) -> None:
        """Draws at once all tiles in sight, as for a picture of the widget."""
        self._look()
        while not self._layers.is_complete:
            self._layers.draw_some(1.0)
        self._slices.stop()
        self.update()

    # The pen

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Accepted always: what is not accepted comes again as a mouse."""
        event.accept()
        if event.type() == QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # Qt does this for the mouse only
        if self._space or self._navigation.is_panning:
            self._pan(event.type(), event.position())
        else:
            self._take(self._input.tablet(event, self.view))
            if self.is_drawing != self._silence.isActive():
                self._silence.start() if self.is_drawing else self._silence.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button writes; the middle one, or the left with Space, drags the page."""
        middle = event.button() == Qt.MouseButton.MiddleButton
        left = event.button() == Qt.MouseButton.LeftButton
        if not self.is_drawing and (middle or (left and self._space)):
            self._pan(event.type(), event.position())
        elif not self._navigation.is_panning:
            self._take(self._input.mouse(event, self.view))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick dots are two dots."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the page, or the pen."""
        if self._navigation.is_panning:
            self._pan(event.type(), event.position())
        else:
            self._take(self._input.mouse(event, self.view))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends either."""
        if self._navigation.is_panning:
            self._pan(event.type(), event.position())
        else:
            self._take(self._input.mouse(event, self.view))

    def _take(self, touches: Iterable[Touch]) -> None:
        self._hand.take(touches, ERASER_PX / self.view.scale)

    @Slot()
    def _end_silent_pen(self) -> None:
        if self._input.is_silent():
            self._take(self._input.finish())
            self._silence.stop()

    # Looking

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls; with Ctrl, zooms at the cursor."""
        event.accept()
        self._navigate(lambda: self._navigation.wheel(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space takes hold of the page; arrows and Page keys scroll."""
        key = event.key()
        if key == Qt.Key.Key_Space and not event.modifiers():
            self._space = True
            self._set_cursor()
        elif key in _SCROLL_KEYS:
            dx, dy = _SCROLL_KEYS[key]
            self.scroll_by(dx * self.width(), dy * self.height())
        elif key in _ARROWS:
            dx, dy = _ARROWS[key]
            self.scroll_by(dx * WHEEL_PX, dy * WHEEL_PX)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space lets go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._set_cursor()
        else:
            super().keyReleaseEvent(event)

    def _pan(self, kind: QEvent.Type, at: QPointF) -> None:
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress):
            self._navigation.begin_pan(at)
        else:
            self._navigate(lambda: self._navigation.pan(at))
            if kind in (QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease):
                self._navigation.end_pan()
        self._set_cursor()

    def _navigate(self, change: Callable[[], object]) -> None:
        """Looks elsewhere, if ``change`` says so."""
        before = self.view
        change()
        if self.view == before:
            return
        self._look()
        if self.view.zoom == before.zoom:
            self.draw_slice()  # what comes into sight is not seen blank first
        else:
            self._slices.start(ZOOM_REST_MS)
            self.zoom_changed.emit(self.view.zoom)
            self._set_cursor()
        self.update()

    # The widget

    def event(self, event: QEvent) -> bool:
        """What has no handler of its own."""
        if isinstance(event, QNativeGestureEvent):
            handled: list[bool] = []
            self._navigate(lambda: handled.append(self._navigation.pinch(event)))
            if handled[0]:
                return True
        if event.type() == QEvent.Type.WindowDeactivate:
            self._let_go()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Goes on fitting the page's width until the person has zoomed."""
        self._navigate(lambda: self._navigation.resize(self.width(), self.height()))
        self._look()
        self.draw_slice()
        super().resizeEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key's release would not be heard any more."""
        self._space = False
        self._set_cursor()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden page is not written on."""
        self._let_go()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints what was marked; makes the live stroke's shape, which the pen's events only recorded."""
        if self.devicePixelRatioF() != self._ratio:
            self._look()
            self._slices.start(0)
            self._set_cursor()
        self._hand.make_shapes()
        painter = QPainter(self)
        self._layers.paint(painter, event.rect())
        painter.end()

    def _let_go(self) -> None:
        """Ends what the pen is doing: its release may go elsewhere."""
        self._space = False
        self._navigation.end_pan()
        self._take(self._input.finish())
        self._set_cursor()

    def _look(self) -> None:
        self._ratio = self.devicePixelRatioF()
        self._layers.look(self.view, self._ratio, self.rect())

    @Slot()
    def _begin_stroke(self) -> None:
        if self._layers.hint and self._layers.is_blank:
            self.update()
        self.stroke_begun.emit()

    @Slot()
    def _show_strokes(self) -> None:
        self._update_boxes(self._layers.set_strokes(self._hand.strokes_left()))
        self.draw_slice()

    @Slot()
    def draw_slice(self) -> None:
        """Draws tiles that are missing for a few milliseconds; goes on by itself between events."""
        for rect in self._layers.draw_some(SLICE_S):
            self.update(rect)
        if not self._layers.is_complete:
            self._slices.start(0)

    @Slot()
    def _follow_ghost(self) -> None:
        ghost, blank = self._player.ghost, self._layers.is_blank
        grows = ghost is not None and not (ghost.complete and self._player.elapsed >= ghost.duration)
        self._update_boxes(self._layers.show_ghost(self._player.visible(), grows=grows))
        if blank != self._layers.is_blank:
            self.update()

    @Slot(object)
    def _update_boxes(self, boxes: Iterable[Box]) -> None:
        for left, top, right, bottom in boxes:
            x0, y0 = self.view.to_widget(left, top)
            x1, y1 = self.view.to_widget(right, bottom)
            if math.isfinite(x0 + y0 + x1 + y1):
                seen = QRectF(x0 - 2, y0 - 2, x1 - x0 + 4, y1 - y0 + 4) & QRectF(self.rect())
                if not seen.isEmpty():
                    self.update(seen.toAlignedRect())

    def _set_cursor(self) -> None:
        if self._navigation.is_panning:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._hand.tool is Tool.ERASER:
            self.setCursor(eraser_cursor(self._layers.theme, ERASER_PX, self._ratio))
        else:
            self.setCursor(pen_cursor(self._layers.theme, self._ratio))

    def _describe(self) -> None:
        count = len(self._page.strokes)
        ink = "empty" if count == 0 else "1 stroke" if count == 1 else f"{count} strokes"
        self.setAccessibleDescription(
            f"The page you write on: {ink}. Write with a pen or a mouse; Tab takes the ghost."
        )
