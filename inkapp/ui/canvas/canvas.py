"""The canvas: the widget that shows a page and a ghost, and is written on.

It changes no document: it tells what the pen did and shows what ``set_document`` brings. Shapes are made when they are
painted, and tiles in slices between events.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from inkapp.ink.document import Document, Page, Stroke
from inkapp.ui.canvas.cursors import eraser_cursor, pen_cursor
from inkapp.ui.canvas.edges import paint_ghost_below, paint_scroll_bars
from inkapp.ui.canvas.ghost_follower import GhostFollower
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.canvas.layers import Layers
from inkapp.ui.canvas.overlays import Mark, Overlay
from inkapp.ui.canvas.pen_tool import Tool
from inkapp.ui.canvas.pen_viewport import ERASER_PX, PenViewport
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers

if TYPE_CHECKING:
    from inkapp.ink.card import Box as CardBox

__all__ = ["Canvas", "Tool"]

SLICE_S = 0.006  # of painting tiles before events are handled again
ZOOM_REST_MS = 40  # after a zoom, before tiles are painted at the new scale: another step may follow


@guard_handlers
class Canvas(PenViewport):
    """A page to write on.

    What the pen does there is told by the signals of ``pen_tool``; a stroke that has ended is shown until
    ``set_document`` brings it. Signals: ``view_moved`` (another part of the page is seen, or at another zoom),
    ``menu_wanted`` (QPoint on the screen).
    """

    view_moved = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, player: GhostPlayer, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        page = Page()
        layers = Layers(page, theme)
        super().__init__(page.width, page.height, layers, parent)
        self._page, self._layers = page, layers
        self.pen_tool.stroke_begun.connect(self._begin_stroke)
        self.pen_tool.marked.connect(self._update_boxes)
        self.pen_tool.hidden.connect(self._show_strokes)
        self._ratio = self.devicePixelRatioF()
        self._player = player
        player.setParent(self)
        player.changed.connect(self._show_ghost)
        self._follower = GhostFollower(self, player, self)
        self._follower.below_changed.connect(self.update)
        self._slices = QTimer(self)
        self._slices.setSingleShot(True)
        self._slices.timeout.connect(self.paint_slice)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._ghost_says = ""
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Page")
        self._describe()
        self.grip_changed()

    # What the window sets and asks

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._page

    def set_document(self, document: Document, page: int = 0) -> None:
        """Shows a page; paints only what differs from the one shown before."""
        old, was_blank = self._page, self._layers.is_blank
        self._page = self._layers.page = document.pages[page]
        self.pen_tool.set_page(self._page)
        waited = self._layers.release()
        self.set_page_size(self._page.width, self._page.height)
        self._show_strokes()
        self._update_boxes(waited)
        if was_blank != self._layers.is_blank or old.with_strokes(()) != self._page.with_strokes(()):
            self.update()
        self._describe()

    def set_tool(self, tool: Tool) -> None:
        """What the tip does from its next touch on."""
        self.pen_tool.tool = tool
        self.grip_changed()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._layers.set_theme(theme)
        self.grip_changed()
        self.paint_slice()
        self.update()

    def set_hint(self, text: str) -> None:
        """One quiet line on the empty page; "" for none."""
        if text != self._layers.hint:  # told after every stroke
            self._layers.hint = text
            self.update()

    def tell_ghost(self, text: str) -> None:
        """What the ghost says, for who does not see it."""
        if text != self._ghost_says:
            self._ghost_says = text
            self._describe()

    def strokes_within(self, box: Box) -> list[Stroke]:
        """The page's strokes whose boxes touch a part of it (mm)."""
        return self._layers.strokes_within(box)

    def set_boxes(self, boxes: Iterable[CardBox]) -> None:
        """What is printed on the sheet of a card, under all ink."""
        self._layers.boxes = tuple(boxes)
        self.update()

    def set_overlays(
        self, overlays: Iterable[Overlay], marks: Iterable[Mark] = (), changed: Iterable[Box] = ()
    ) -> None:
        """What is painted over the ink from now on, and marks of a few lines above it. ``changed``: boxes (mm) where the
        overlays are others than before; where marks are, ``mark_boxes`` is to be told."""
        self._update_boxes(self._layers.set_overlays(tuple(overlays), tuple(marks), changed))

    def set_highlights(self, marked: Iterable[Box], framed: Iterable[Box] = ()) -> None:
        """Which ink is marked from now on, as with a highlighter, and which with a frame as well; boxes in mm."""
        self._update_boxes(self._layers.highlights.show(marked, framed))

    def mark_boxes(self, boxes: Iterable[Box]) -> None:
        """These parts of the page (left, top, right, bottom in mm) look different."""
        self._update_boxes(boxes)

    @property
    def is_sharp(self) -> bool:
        """Whether all ink in sight is painted and up to date."""
        return self._layers.is_sharp

    @property
    def is_settled(self) -> bool:
        """Whether the ink beside it is, too, so that nothing is left to paint until the view or the page changes."""
        return self._layers.is_complete

    @property
    def has_work(self) -> bool:
        """Whether ``paint_slice`` has anything left to do, be it only to prepare what may come into sight."""
        return self._layers.has_work

    def settle(self) -> None:
        """Paints at once all ink in sight and beside it, as for a picture of the widget."""
        self._project()
        while not self._layers.is_complete:
            self._layers.work(1.0)
        self._slices.stop()
        self.update()

    # The widget

    def view_changed(self, *, zoomed: bool) -> None:
        """Paints what comes into sight; after a zoom only when no other follows."""
        self._project()
        self._follower.view_changed()
        self.view_moved.emit()
        if zoomed:
            self._slices.start(ZOOM_REST_MS)
        else:
            self.paint_slice()
        self.update()

    def grip_changed(self) -> None:
        """Shows the cursor of what the pen would do: a cross to write, a ring to erase, the grip to drag."""
        theme = self._layers.theme
        if self.grip is not None:
            self.setCursor(self.grip)
        elif self.pen_tool.tool is Tool.ERASER:
            self.setCursor(eraser_cursor(theme, ERASER_PX, self._ratio))
        elif self.pen_tool.tool is Tool.TEXT:
            self.setCursor(Qt.CursorShape.IBeamCursor)
        else:
            self.setCursor(pen_cursor(theme, self._ratio))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paints what comes into sight."""
        super().resizeEvent(event)
        self._project()
        self.paint_slice()
        self.view_moved.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes ink, so that one too many must not lead to the tools; Shift+Tab does."""
        return forward or super().focusNextPrevChild(forward)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Only with the text tool; a pen's second button is pressed by chance."""
        if self.pen_tool.tool is Tool.TEXT:
            self.menu_wanted.emit(event.globalPos())

    def bring_ghost_into_view(self) -> bool:
        """Scrolls to the ghost where none of it is in sight; whether it had to."""
        return self._follower.bring_into_view()

    @property
    def follower(self) -> GhostFollower:
        """What keeps in sight what is written by itself."""
        return self._follower

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints what was marked, and first makes the shape of the live stroke, which the pen's events only recorded."""
        if self.devicePixelRatioF() != self._ratio:
            self._project()
            self._slices.start(0)
            self.grip_changed()
        self.pen_tool.make_shapes()
        painter = QPainter(self)
        painter.save()
        self._layers.paint(painter, event.rect())
        painter.restore()
        size, page, theme = QSizeF(self.size()), self._page, self._layers.theme
        paint_scroll_bars(painter, size, *self.view.seen(size.width(), size.height(), page.width, page.height), theme)
        if self._follower.is_below:
            paint_ghost_below(painter, size, theme)
        painter.end()

    def _project(self) -> None:
        self._ratio = self.devicePixelRatioF()
        self._layers.set_view(self.view, self._ratio, self.rect())

    @Slot()
    def _begin_stroke(self) -> None:
        if self._layers.hint and self._layers.is_blank:
            self.update()

    @Slot()
    def _show_strokes(self) -> None:
        self._update_boxes(self._layers.set_strokes(self.pen_tool.strokes_left()))
        self.paint_slice()

    @Slot()
    def paint_slice(self) -> None:
        """Paints missing tiles for a few milliseconds, or prepares others; goes on by itself between events."""
        for rect in self._layers.work(SLICE_S):
            self.update(rect)
        if self._layers.has_work:
            self._slices.start(0)

    @Slot()
    def _show_ghost(self) -> None:
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

    def _describe(self) -> None:
        count = len(self._page.strokes)
        ink = "empty" if count == 0 else "1 stroke" if count == 1 else f"{count} strokes"
        self.setAccessibleDescription(
            f"The page you write on: {ink}. Write with a pen or a mouse; Tab takes what is shown of a ghost;"
            f" Shift+Tab leads to the tools. {self._ghost_says}".rstrip()
        )
