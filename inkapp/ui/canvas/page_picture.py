"""A small picture of a page where it was written on last: its paper, and its ink as lines of one width."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from inkapp.ink.document import Author, Page
from inkapp.ink.pen import PEN_MM
from inkapp.ui.canvas.sheet import paint_sheet
from inkapp.ui.chrome.theme import Theme

BELOW_MM = 12.0  # of paper shown below the last stroke
THINNEST = 0.9  # widget pixels: true to scale, ink would be too thin to be seen


def page_picture(page: Page, theme: Theme, width: int, height: int, ratio: float) -> QPixmap:
    """The page's whole width, and of its height what ends with the last stroke, in width × height widget pixels.

    ``ratio``: device pixels each. The whole page would be too small for its writing to be known again.
    """
    scale = width * ratio / page.width
    picture = QPixmap(max(round(width * ratio), 1), max(min(round(height * ratio), round(page.height * scale)), 1))
    end = page.strokes[-1].bounds[3] + BELOW_MM if page.strokes else 0.0
    top = round(min(max(end * scale - picture.height(), 0.0), max(page.height * scale - picture.height(), 0.0)))
    painter = QPainter(picture)
    paint_sheet(painter, page, theme, scale, QPoint(0, -top), picture.rect(), ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(0, -top)
    painter.scale(scale, scale)
    for stroke in page.strokes:
        colour = theme.model if stroke.author is Author.MODEL else theme.ink
        thick = max(PEN_MM, THINNEST * ratio / scale)
        painter.setPen(QPen(colour, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        points = list(map(QPointF, stroke.x.tolist(), stroke.y.tolist()))
        painter.drawPolyline(points if len(points) > 1 else points * 2)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
