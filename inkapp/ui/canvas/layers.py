"""What is painted over one another: the sheet, tiles of ink, strokes not yet in the document, the ghost, a hint, overlays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath

from inkapp.ink.document import Author, Background, Page, Stroke
from inkapp.ui.canvas.ghost_ink import GhostInk
from inkapp.ui.canvas.highlights import Highlights
from inkapp.ui.canvas.ink_index import Box, box_of
from inkapp.ui.canvas.live_ink import LiveInk
from inkapp.ui.canvas.overlays import Mark, Overlay, OverlayPicture, paint_over
from inkapp.ui.canvas.printed_boxes import paint_boxes
from inkapp.ui.canvas.projection import Projection
from inkapp.ui.canvas.sheet import paint_sheet, sheet_rect
from inkapp.ui.canvas.tiles import Tiles
from inkapp.ui.canvas.view import View
from inkapp.ui.chrome.theme import Theme

if TYPE_CHECKING:
    from inkapp.ink.card import Box as CardBox
    from inkapp.ink.ghost import GhostStroke

TIP_MM = 0.62  # radius of the dot at the ghost's pen
HINT_MM = 4.4  # height of the hint's letters, which grows with the page; less on paper too narrow for them
HINT_INDENT_MM = 3.0  # from the margin


class Layers:
    """The picture of a page. Boxes are page mm."""

    def __init__(self, page: Page, theme: Theme) -> None:
        self.page = page
        self.theme = theme
        self.hint = ""
        self.boxes: tuple[CardBox, ...] = ()  # printed on the sheet
        self.highlights = Highlights()  # under all ink
        self.live = LiveInk()
        self.overlays: tuple[Overlay, ...] = ()  # above all ink, in order
        self.marks: tuple[Mark, ...] = ()  # above them
        self._picture = OverlayPicture()
        self._waiting: list[tuple[QPainterPath, Box]] = []  # strokes that have ended, but are not yet in the document
        self._ghost = GhostInk()
        self._tiles = Tiles(_inks(theme))
        self._projection = Projection()

    @property
    def is_sharp(self) -> bool:
        """Whether all ink in sight is painted and up to date."""
        return self._tiles.is_sharp

    @property
    def is_complete(self) -> bool:
        """Whether that, and the ink beside it, is painted and up to date."""
        return self._tiles.is_complete

    @property
    def has_work(self) -> bool:
        """Whether there is anything left for ``work`` to do."""
        return self._tiles.has_work

    @property
    def is_blank(self) -> bool:
        """Whether there is no ink at all, in which case the hint shows."""
        return not self.page.strokes and not self._waiting and self.live.is_empty and self._ghost.is_empty

    def set_view(self, view: View, ratio: float, room: QRect) -> None:
        """Where the page lies in a widget of ``room``; ``ratio`` device pixels a widget pixel."""
        self._projection = Projection.of(view, ratio, room)
        self._picture.forget()
        self._tiles.set_scale(self._projection.scale)
        self._tiles.set_visible(self._projection.room.translated(-self._projection.origin))

    def set_theme(self, theme: Theme) -> None:
        """Other colours for everything."""
        self._picture.forget()
        self.theme = theme
        self._tiles.set_colours(_inks(theme))

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> list[Box]:
        """The ink of the page, without what an eraser has touched. Returns what looks different at once."""
        return self._tiles.set_strokes(strokes)

    def keep(self, stroke: Stroke) -> Box:
        """The live stroke has ended as this one; it is shown until ``release``."""
        self.live.clear()
        box = box_of(stroke)
        self._waiting.append((self._tiles.shape(stroke), box))
        return box

    def release(self) -> list[Box]:
        """The document has the strokes that waited. Returns where they were shown."""
        boxes = [box for _, box in self._waiting]
        self._waiting = []
        return boxes

    def show_ghost(self, strokes: Sequence[GhostStroke], *, grows: bool) -> list[Box]:
        """What is visible of the ghost. Returns what looks different."""
        return self._ghost.show(strokes, grows=grows)

    def touches_ghost(self, x: float, y: float, reach: float) -> bool:
        """Whether what is visible of the ghost comes so near to a point."""
        return self._ghost.touches(x, y, reach)

    def strokes_within(self, box: Box) -> list[Stroke]:
        """The page's strokes whose boxes touch ``box``, in painting order."""
        return self._tiles.strokes_within(box)

    def work(self, seconds: float) -> list[QRect]:
        """Paints tiles for about so long, or prepares others. Returns widget rectangles that look different now."""
        here = self._projection
        return [here.to_widget(rect.translated(here.origin)) for rect in self._tiles.work(seconds)]

    def paint(self, painter: QPainter, exposed: QRect) -> None:
        """Paints all of ``exposed``, in widget pixels."""
        here = self._projection
        here.count_device_pixels(painter)
        pixels = painter.transform()
        device = here.to_device(exposed).adjusted(
            -1, -1, 1, 1
        )  # the pixels of its edges may be shared with a neighbour
        paint_sheet(painter, self.page, self.theme, here.scale, here.origin, device, here.ratio)
        painter.setClipRect(sheet_rect(self.page, here.scale, here.origin) & device)  # as viewers cut an exported page
        if self.boxes:
            paint_boxes(painter, self.boxes, self.theme, here, device)
        if self.hint and self.is_blank:
            self._paint_hint(painter)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here.count_mm(painter)
        self.highlights.paint(painter, here.to_page(device), self.theme, here.scale)
        painter.restore()
        self._tiles.paint(painter, here.origin, device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here.count_mm(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        seen = here.to_page(device)
        _fill(painter, self._ghost.shapes(), self.theme.ghost, seen)
        if self._ghost.tip is not None:
            painter.setBrush(self.theme.accent)
            painter.drawEllipse(QPointF(*self._ghost.tip), TIP_MM, TIP_MM)
        _fill(painter, (shape for shape, _ in self._waiting), self.theme.ink, seen)
        _fill(painter, self.live.shapes(), self.theme.ink, seen)
        painter.setClipping(False)
        if self.overlays:
            painter.setTransform(pixels)
            painter.drawPixmap(here.room, self._picture.paint(self.overlays, here, self.theme))
            here.count_mm(painter)
        paint_over(painter, self.marks, seen, self.theme, here.scale)

    def set_overlays(self, overlays: tuple[Overlay, ...], marks: tuple[Mark, ...], changed: Iterable[Box]) -> list[Box]:
        """What is painted above the ink from now on, and marks above that; ``changed``: where overlays differ from before,
        as their ``box`` says. Returns what looks different."""
        self.overlays, self.marks = overlays, marks
        if not overlays:
            self._picture.forget()
        return self._picture.mark(changed, self._projection)

    def _paint_hint(self, painter: QPainter) -> None:
        page, here = self.page, self._projection
        baseline = page.rule_top + page.rule_spacing if page.background is Background.RULED else page.height / 8
        font = QFont(painter.font())
        font.setPixelSize(max(round(HINT_MM * here.scale), 1))
        font.setItalic(True)
        left = here.origin.x() + (page.margin + HINT_INDENT_MM) * here.scale
        height = page.rule_spacing * here.scale
        bottom = here.origin.y() + baseline * here.scale - 0.2 * height
        width = (page.width - 2 * page.margin - HINT_INDENT_MM) * here.scale
        wanted = QFontMetricsF(font).horizontalAdvance(self.hint)
        if wanted > width > 0:
            font.setPixelSize(max(int(font.pixelSize() * width / wanted), 1))
        painter.setFont(font)
        painter.setPen(self.theme.muted)
        room = QRectF(left, bottom - 2 * height, width, 2 * height)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.hint)


def _inks(theme: Theme) -> dict[Author, QColor]:
    return {Author.PERSON: theme.ink, Author.MODEL: theme.model}


def _fill(painter: QPainter, shapes: Iterable[QPainterPath], colour: QColor, seen: QRectF) -> None:
    painter.setBrush(colour)
    for shape in shapes:
        if shape.controlPointRect().intersects(seen):
            painter.drawPath(shape)
