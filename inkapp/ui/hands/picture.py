"""A picture of a hand: the words of one of its lines, painted as ink is on the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from inkapp.ink.document import Author, Page, Stroke
from inkapp.ink.outline import WIDEST_MM
from inkapp.live.hand_ink import hand_ink, prime
from inkapp.ui.canvas.outline_path import outline_path
from inkapp.ui.chrome.theme import Theme

MOST_PX_PER_MM = 4.5  # of widget pixels: a hand of small letters is not blown up into a brush's
MOST_STROKES = 100
Bounds = tuple[float, float, float, float]


def hand_picture(page: Page, theme: Theme, width: int, height: int, ratio: float) -> QPixmap:
    """Of width × height widget pixels with ``ratio`` device pixels each, on nothing."""
    picture = QPixmap(max(round(width * ratio), 1), max(round(height * ratio), 1))
    picture.fill(Qt.GlobalColor.transparent)
    strokes = _line(page, width / height)
    left, top, right, bottom = _bounds(strokes)
    scale = min(picture.width() / (right - left), picture.height() / (bottom - top), MOST_PX_PER_MM * ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.translate(0, (picture.height() - scale * (bottom - top)) / 2)
    painter.scale(scale, scale)
    painter.translate(-left, -top)
    for stroke in strokes:
        painter.setBrush(theme.model if stroke.author is Author.MODEL else theme.ink)
        painter.drawPath(outline_path(stroke.x, stroke.y, stroke.pressure))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def _line(page: Page, shape: float) -> tuple[Stroke, ...]:
    """The longest of the newest lines: its first words, as many as a picture of that width by height has room for."""
    ink = hand_ink(page, own=False)
    newest = {stroke.id for line in prime(ink) for stroke in line}
    lines = [line for line in ink.lines if any(stroke.id in newest for stroke in line.strokes)]
    if not lines:
        return page.strokes[:MOST_STROKES]  # from elsewhere, and no writing: what there is
    words = max(lines, key=lambda line: line.letters).words()
    taken = words[0]
    for word in words[1:]:
        left, top, right, bottom = _bounds((*taken, *word))
        if right - left > shape * (bottom - top):
            break
        taken += word
    return taken


def _bounds(strokes: tuple[Stroke, ...]) -> Bounds:
    """What the strokes cover, mm, with the pen's width: never nothing."""
    lefts, tops, rights, bottoms = zip(*(stroke.bounds for stroke in strokes), strict=True)
    reach = WIDEST_MM
    return min(lefts) - reach, min(tops) - reach, max(rights) + reach, max(bottoms) + reach
