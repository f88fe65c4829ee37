"""A viewport that is written on: what tablet, mouse and fingers do is the pen tool's, or drags the page.

A handler takes a sample and marks what is to be painted, no more.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QMouseEvent, QTabletEvent
from PySide6.QtWidgets import QWidget

from inkapp.ui.canvas.layers import Layers
from inkapp.ui.canvas.pen_tool import PenTool
from inkapp.ui.canvas.tablet import PenInput, Touch
from inkapp.ui.canvas.viewport import Viewport
from inkapp.ui.handlers import guard_handlers

ERASER_PX = 9.0  # radius of the eraser, widget pixels
SILENCE_MS = 500  # between two checks whether a pen has gone without a release


@guard_handlers
class PenViewport(Viewport):
    """``pen_tool`` tells by its signals what the pen did; a subclass paints the layers that it draws into."""

    def __init__(self, page_width: float, page_height: float, layers: Layers, parent: QWidget | None = None) -> None:
        super().__init__(page_width, page_height, parent)
        self._input = PenInput()
        self._finger_drags = False  # the page was last taken hold of by a finger or a palm
        self.pen_tool = PenTool(layers, self)
        self._silence = QTimer(self)
        self._silence.setInterval(SILENCE_MS)
        self._silence.timeout.connect(self._end_silent_pen)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def is_held(self) -> bool:
        """Whether the pen is down, or the page taken hold of."""
        return self.pen_tool.is_down or self._navigation.is_panning

    def let_go(self) -> None:
        """Ends what the pen is doing, and a drag."""
        super().let_go()
        self._take(self._input.finish())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Accepted always: what is not accepted comes again as a mouse."""
        event.accept()
        if event.type() == QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # Qt does this for the mouse only
            if self._finger_drags:  # a palm lay there before the pen came
                self._finger_drags = False
                self.end_pan()
        if self.pen_tool.is_down or not self.pans(event.type(), event.position()):
            self._take(self._input.tablet(event, self.view))
            if self.pen_tool.is_down != self._silence.isActive():
                self._silence.start() if self.pen_tool.is_down else self._silence.stop()

    def hear_tablet(self, event: QTabletEvent) -> None:
        """A widget over this one took an event of the tablet's: a mouse event that doubles it is not to write here."""
        self._input.hear(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button writes; the middle one, the left with Space, or a finger beside a pen, drags the page."""
        self._finger_drags = self._input.is_lone_finger(event)
        grips = self._finger_drags or event.button() == Qt.MouseButton.MiddleButton
        if self.pen_tool.is_down or not self.pans(event.type(), event.position(), grips=grips):
            self._take(self._input.mouse(event, self.view))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick dots are two dots."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the pen, or the page."""
        if self.pen_tool.is_down or not self.pans(event.type(), event.position()):
            self._take(self._input.mouse(event, self.view))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends either."""
        self.mouseMoveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Lets go where another window comes to the front: the pen's release may go there."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self.let_go()
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Lets go: a hidden page is not written on."""
        self.let_go()
        super().hideEvent(event)

    def _take(self, touches: Iterable[Touch]) -> None:
        self.pen_tool.take(touches, ERASER_PX / self.view.scale)

    @Slot()
    def _end_silent_pen(self) -> None:
        if self._input.is_silent():
            self._take(self._input.finish())
            self._silence.stop()
