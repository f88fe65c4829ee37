"""The boxes of a card as they are printed on the sheet: a frame, baseline and x-height, and the sign small in a corner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from inkapp.ui.canvas.projection import Projection
from inkapp.ui.chrome.theme import Theme

if TYPE_CHECKING:
    from inkapp.ink.card import Box

SIGN = 0.85  # height of the sign's font, in heights of an x
INDENT_MM = 1.0  # of the sign from its corner, and of the two lines from the frame


def paint_boxes(painter: QPainter, boxes: Iterable[Box], theme: Theme, here: Projection, exposed: QRect) -> None:
    """Paints the boxes in ``exposed``; the painter counts device pixels. Signs are to be read and the
    baseline to be written on: they are stronger than the rest."""
    thick = max(round(here.ratio), 1)
    font = QFont(painter.font())
    for box in boxes:
        frame = _device(here, box.left, box.top, box.width, box.height)
        if not frame.intersects(exposed):
            continue
        right, bottom = frame.right() - thick + 1, frame.bottom() - thick + 1
        for x, y, width, height in (
            (frame.left(), frame.top(), frame.width(), thick),
            (frame.left(), bottom, frame.width(), thick),
            (frame.left(), frame.top(), thick, frame.height()),
            (right, frame.top(), thick, frame.height()),
        ):
            painter.fillRect(x, y, width, height, theme.edge)
        for y_mm, colour in ((box.baseline, theme.ghost), (box.baseline - box.x_height, theme.rule)):
            line = _device(here, box.left + INDENT_MM, y_mm, box.width - 2 * INDENT_MM, 0.0)
            painter.fillRect(line.left(), line.top(), line.width(), thick, colour)
        font.setPixelSize(max(round(SIGN * box.x_height * here.scale), 1))
        painter.setFont(font)
        painter.setPen(theme.muted)
        room = QRectF(frame).adjusted(INDENT_MM * here.scale, 0.3 * INDENT_MM * here.scale, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, box.sign)


def _device(here: Projection, left: float, top: float, width: float, height: float) -> QRect:
    """A rectangle of page mm in whole device pixels, so that lines are sharp."""
    x, y = here.origin.x() + round(left * here.scale), here.origin.y() + round(top * here.scale)
    return QRect(x, y, round(width * here.scale), round(height * here.scale))
