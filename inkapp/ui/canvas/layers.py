"""What is painted over one another: paper, tiles of ink, strokes not yet in the document, the ghost, a hint.

Knows: how each layer looks, and which part of the page each change concerns.
Refuses to know: widgets, events and timers. Boxes are page mm; device pixels exist only while painting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPixmap

from inkapp.ink.document import Author, Background, Page, Stroke
from inkapp.ink.ghost import GhostStroke
from inkapp.ui.canvas.ghost_ink import GhostInk
from inkapp.ui.canvas.ink_index import Box, box_of
from inkapp.ui.canvas.live_ink import LiveInk
from inkapp.ui.canvas.outline import outline
from inkapp.ui.canvas.sheet import paint_paper
from inkapp.ui.canvas.tiles import Tiles
from inkapp.ui.canvas.view import View
from inkapp.ui.chrome.theme import Theme

TIP_MM = 0.62  # radius of the dot at the ghost's pen
HINT_MM = 4.4  # height of the hint's letters, which grows with the page
ENDS = (min, min, max, max)  # of boxes, that of all


REACH_PX = 10.0  # how far from its box an overlay's lines and marks go, in widget pixels whatever the zoom


class Mark(Protocol):
    """What others draw over the page's ink, in page mm."""

    def paint(self, painter: QPainter, seen: QRectF, theme: Theme, scale: float) -> None:
        """Paints what touches ``seen`` (mm); ``scale`` is device pixels a mm."""


class Overlay(Mark, Protocol):
    """A mark that knows where it is, so that a picture of it can be kept."""

    def box(self) -> Box:
        """Where it draws: left, top, right, bottom, but for what is so many pixels wide at any zoom (``REACH_PX``)."""


class Layers:
    """The picture of a page."""

    def __init__(self, page: Page, theme: Theme) -> None:
        self.page = page
        self.theme = theme
        self.hint = ""
        self.live = LiveInk()
        self.overlays: tuple[Overlay, ...] = ()  # above all ink, in order; kept as a picture until something changes
        self.marks: tuple[Mark, ...] = ()  # above them: few lines, drawn at each painting
        self._picture: QPixmap | None = None
        self._stale: list[Box] = []  # parts of the picture that look different now
        self._room = QRect()
        self._waiting: list[tuple[QPainterPath, Box]] = []  # strokes told, but not yet in the document
        self._ghost = GhostInk()
        self._tiles = Tiles(_inks(theme))
        self._scale = 1.0
        self._origin = QPoint()
        self._ratio = 1.0

    @property
    def is_complete(self) -> bool:
        """Whether all ink in sight is drawn and up to date."""
        return self._tiles.is_complete

    @property
    def is_blank(self) -> bool:
        """Whether there is no ink at all, in which case the hint shows."""
        return not self.page.strokes and not self._waiting and self.live.is_empty and self._ghost.is_empty

    def look(self, view: View, ratio: float, room: QRect) -> None:
        """Where the page lies in a widget of ``room``; ``ratio`` device pixels a widget pixel."""
        self._ratio = ratio
        self._scale = view.scale * ratio
        self._room, self._picture = _scaled(room, ratio), None
        self._origin = QPoint(round(view.x * ratio), round(view.y * ratio))
        self._tiles.set_scale(self._scale)
        self._tiles.look_at(_scaled(room, ratio).translated(-self._origin))

    def set_theme(self, theme: Theme) -> None:
        """Other colours for everything."""
        self._picture = None
        self.theme = theme
        self._tiles.set_colours(_inks(theme))

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> list[Box]:
        """The ink of the page, without what an eraser has touched. Returns what looks different at once."""
        return self._tiles.set_strokes(strokes)

    def keep(self, stroke: Stroke) -> Box:
        """The live stroke has ended as this one; it is shown until ``release``."""
        self.live.clear()
        box = box_of(stroke)
        self._waiting.append((outline(stroke.x, stroke.y, stroke.pressure), box))
        return box

    def release(self) -> list[Box]:
        """The document has what it was told."""
        boxes = [box for _, box in self._waiting]
        self._waiting = []
        return boxes

    def show_ghost(self, strokes: Sequence[GhostStroke], *, grows: bool) -> list[Box]:
        """What is visible of the ghost. Returns what looks different."""
        return self._ghost.show(strokes, grows=grows)

    def touches_ghost(self, x: float, y: float, reach: float) -> bool:
        """Whether what is visible of the ghost comes so near to a place."""
        return self._ghost.touches(x, y, reach)

    def draw_some(self, seconds: float) -> list[QRect]:
        """Draws tiles for about so long. Returns widget rectangles to paint."""
        return [self.widget_rect(rect.translated(self._origin)) for rect in self._tiles.draw_some(seconds)]

    def widget_rect(self, rect: QRect) -> QRect:
        """The widget pixels that cover a rectangle of device pixels."""
        r = self._ratio
        return QRectF(rect.x() / r, rect.y() / r, rect.width() / r, rect.height() / r).toAlignedRect()

    def paint(self, painter: QPainter, exposed: QRect) -> None:
        """Paints all of ``exposed``, in widget pixels."""
        painter.scale(1 / self._ratio, 1 / self._ratio)
        device = _scaled(exposed, self._ratio)
        paint_paper(painter, self.page, self.theme, self._scale, self._origin, device, self._ratio)
        if self.hint and self.is_blank:
            self._paint_hint(painter)
        self._tiles.paint(painter, self._origin, device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._origin)
        painter.scale(self._scale, self._scale)
        painter.setPen(Qt.PenStyle.NoPen)
        seen = QRectF(device.translated(-self._origin))
        seen = QRectF(seen.topLeft() / self._scale, seen.size() / self._scale)
        _fill(painter, self._ghost.shapes(), self.theme.ghost, seen)
        if self._ghost.tip is not None:
            painter.setBrush(self.theme.accent)
            painter.drawEllipse(QPointF(*self._ghost.tip), TIP_MM, TIP_MM)
        _fill(painter, (shape for shape, _ in self._waiting), self.theme.ink, seen)
        _fill(painter, self.live.shapes(), self.theme.ink, seen)
        if self.overlays:
            painter.resetTransform()
            painter.drawPixmap(QPointF(0, 0), self._drawn())
            painter.scale(1 / self._ratio, 1 / self._ratio)
            painter.translate(self._origin)
            painter.scale(self._scale, self._scale)
        self._paint_over(painter, self.marks, seen)

    def set_overlays(self, overlays: tuple[Overlay, ...], marks: tuple[Mark, ...], changed: Iterable[Box]) -> list[Box]:
        """What others draw above the ink from now on, and above that; ``changed``: where overlays differ from before, as
        their ``box`` says. Returns what looks different."""
        self.overlays, self.marks = overlays, marks
        if not overlays:
            self._picture = None
        reach = REACH_PX * self._ratio / self._scale
        boxes = [(left - reach, top - reach, right + reach, bottom + reach) for left, top, right, bottom in changed]
        if self._picture is not None:
            self._stale += boxes
        return boxes

    def _drawn(self) -> QPixmap:
        """All overlays in sight, drawn once for a view; where something has changed since, drawn again."""
        seen = QRectF(self._room.translated(-self._origin))
        seen = QRectF(seen.topLeft() / self._scale, seen.size() / self._scale)
        if self._picture is None:
            self._picture = QPixmap(self._room.size())
            self._picture.setDevicePixelRatio(self._ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            self._stale = []
        elif not self._stale:
            return self._picture
        painter = QPainter(self._picture)
        if self._stale:
            left, top, right, bottom = (
                end(part) for end, part in zip(ENDS, zip(*self._stale, strict=True), strict=True)
            )
            self._stale = []
            corner = QPointF(left, top) * self._scale + QPointF(self._origin)
            room = QRectF(corner, QSizeF(right - left, bottom - top) * self._scale).toAlignedRect() & self._room
            painter.scale(1 / self._ratio, 1 / self._ratio)
            painter.setClipRect(room)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(room, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.resetTransform()
            seen &= QRectF(QPointF(left, top), QPointF(right, bottom))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(1 / self._ratio, 1 / self._ratio)
        painter.translate(self._origin)
        painter.scale(self._scale, self._scale)
        self._paint_over(painter, self.overlays, seen)
        painter.end()
        return self._picture

    def _paint_over(self, painter: QPainter, overlays: Iterable[Mark], seen: QRectF) -> None:
        for overlay in overlays:
            painter.save()
            overlay.paint(painter, seen, self.theme, self._scale)
            painter.restore()

    def _paint_hint(self, painter: QPainter) -> None:
        page = self.page
        baseline = page.rule_top + page.rule_spacing if page.background is Background.RULED else page.height / 8
        font = QFont(painter.font())
        font.setPixelSize(max(round(HINT_MM * self._scale), 1))
        font.setItalic(True)
        painter.setFont(font)
        painter.setPen(self.theme.muted)
        left = self._origin.x() + (page.margin + 3) * self._scale
        height = page.rule_spacing * self._scale
        bottom = self._origin.y() + baseline * self._scale - 0.2 * height
        width = (page.width - 2 * page.margin) * self._scale
        room = QRectF(left, bottom - 2 * height, width, 2 * height)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.hint)


def _inks(theme: Theme) -> dict[Author, QColor]:
    return {Author.HAND: theme.ink, Author.MODEL: theme.model}


def _fill(painter: QPainter, shapes: Iterable[QPainterPath], colour: QColor, seen: QRectF) -> None:
    painter.setBrush(colour)
    for shape in shapes:
        if shape.controlPointRect().intersects(seen):
            painter.drawPath(shape)


def _scaled(rect: QRect, ratio: float) -> QRect:
    return QRectF(rect.x() * ratio, rect.y() * ratio, rect.width() * ratio, rect.height() * ratio).toAlignedRect()
