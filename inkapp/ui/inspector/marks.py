"""What panels draw on the page: at most one colouring of the ink, shapes of their own, and a ring at the selected point.

Without any of them the canvas has no overlays to paint.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen

from inkapp.ui.canvas.canvas import Canvas
from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.canvas.overlays import Overlay
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.selection import Selection

RING_PX = 7.0  # its radius, in widget pixels whatever the zoom
FRAME_MS = 16


class Ring:
    """The selected point: a ring in the accent's colour between two of the sheet's, so that it shows on any ink."""

    def __init__(self) -> None:
        self.centre: tuple[float, float] | None = None  # page mm
        self.is_pinned = False

    def paint(self, painter: QPainter, seen: QRectF, theme: Theme, scale: float) -> None:
        """See ``Mark``."""
        if self.centre is None:
            return
        pixel = painter.device().devicePixelRatioF() / scale  # a widget's pixel in mm
        centre, radius = QPointF(*self.centre), RING_PX * pixel
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((4.5, theme.sheet), (2.0, theme.accent)):
            painter.setPen(QPen(colour, width * pixel))
            painter.drawEllipse(centre, radius, radius)
        if self.is_pinned:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(centre, 2.2 * pixel, 2.2 * pixel)


class Marks(QObject):
    """Overlays by the name of the panel that made them; all in the GUI thread."""

    def __init__(self, canvas: Canvas, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._selection = canvas, selection
        self._inks: dict[str, Overlay] = {}  # the last one shows
        self._shapes: dict[str, Overlay] = {}
        self._ring = Ring()
        self._boxes: dict[str, Box] = {}  # where each of them was painted last
        self._changed: list[Box] = []  # where another picture is wanted
        self._wanted = False
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._show)
        selection.moved.connect(self.refresh)
        selection.pinned.connect(self.refresh)

    def set_wanted(self, wanted: bool) -> None:
        """Whether anything is painted at all."""
        self._wanted = wanted
        self._touch(*self._inks, *self._shapes)
        self._show()

    def set_ink(self, name: str, overlay: Overlay) -> None:
        """Colours the ink; the panel that began to do so last is seen."""
        self._inks[name] = overlay
        self._touch(*self._inks)  # it may cover another one
        self.refresh()

    def set_shape(self, name: str, overlay: Overlay) -> None:
        """Paints a shape above the ink."""
        self._shapes[name] = overlay
        self._touch(name)
        self.refresh()

    def remove(self, name: str) -> None:
        """Removes all overlays of a panel."""
        was = self._inks.pop(name, None), self._shapes.pop(name, None)
        if any(was):
            self._touch(name, *self._inks)  # it may have covered another one
            self.refresh()

    def _touch(self, *names: str) -> None:
        """Has painted anew where these panels' overlays were and where they are now."""
        for name in names:
            self._changed += [self._boxes.pop(name)] if name in self._boxes else []
            for kind in (self._inks, self._shapes):
                if name in kind:
                    self._boxes[name] = kind[name].box()
                    self._changed.append(self._boxes[name])

    @property
    def is_due(self) -> bool:
        """Whether it is about to be painted anew."""
        return self._frame.isActive()

    @property
    def colours(self) -> str:
        """The panel that colours the ink now; "" for none."""
        return next(reversed(self._inks), "")

    def refresh(self, *_: object) -> None:
        """Has the ring, at least, painted anew, once a frame."""
        if self._wanted and not self._frame.isActive():
            self._frame.start()

    def _show(self) -> None:
        changed, self._changed = self._changed, []
        spot, line = self._selection.spot, self._selection.line
        was = self._ring.centre
        self._ring.centre = (float(line.x[spot.row]), float(line.y[spot.row])) if spot and line is not None else None
        self._ring.is_pinned = self._selection.is_pinned
        ink = list(self._inks.values())[-1:]
        if self._wanted:
            self._canvas.set_overlays((*ink, *self._shapes.values()), (self._ring,), changed)
        else:
            self._canvas.set_overlays((), (), changed)
        reach = (RING_PX + 4.0) / self._canvas.view.scale
        centres = [centre for centre in (was, self._ring.centre) if centre is not None]
        self._canvas.mark_boxes([(x - reach, y - reach, x + reach, y + reach) for x, y in centres])
