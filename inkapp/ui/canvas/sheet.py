"""The desk and the sheet of paper on it, under all ink.

Knows: how paper looks: its edge, its shadow, its ruling.
Refuses to know: strokes, views and widgets. The painter counts device pixels.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from inkapp.ink.document import Background, Page
from inkapp.ui.chrome.theme import Theme

SHADOW = 14  # device-independent pixels over which the shadow fades
DROP = 3  # … and by which it lies lower than the paper


def paper_rect(page: Page, scale: float, origin: QPoint) -> QRect:
    """The sheet in device pixels; ``scale`` device pixels a mm."""
    return QRect(origin.x(), origin.y(), round(page.width * scale), round(page.height * scale))


def paint_paper(
    painter: QPainter, page: Page, theme: Theme, scale: float, origin: QPoint, exposed: QRect, ratio: float
) -> None:
    """Covers all of ``exposed``; ``ratio`` is device pixels a device-independent one."""
    paper = paper_rect(page, scale, origin)
    if not paper.contains(exposed):
        painter.fillRect(exposed, theme.surround)
        _paint_shadow(painter, paper, theme.shadow, ratio)
        rim = max(round(ratio), 1)
        painter.fillRect(paper.adjusted(-rim, -rim, rim, rim), theme.edge)
    painter.fillRect(paper.intersected(exposed), theme.sheet)
    if page.background is Background.RULED:
        _paint_ruling(painter, page, theme, scale, paper, exposed, max(round(ratio), 1))


def _paint_shadow(painter: QPainter, paper: QRect, colour: QColor, ratio: float) -> None:
    """Rounded frames one around the other, each thinner than the last, add up to a soft edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    low = QRectF(paper).translated(0, DROP * ratio)
    # under the paper nobody sees it, and to mix it there would cost as much as all the rest
    hidden = QRectF(paper).adjusted(0, DROP * ratio, 0, 0)
    left = 1.0
    for step in range(SHADOW, 0, -1):
        reach = step * ratio
        # the alpha that, painted over what lies below, makes the fade a quadratic one
        wanted = 1 - (1 - step / (SHADOW + 1)) ** 2 * colour.alphaF() * 0.55
        alpha = 1 - wanted / left
        left = wanted
        painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), round(alpha * 255)))
        frame = QPainterPath()
        frame.addRoundedRect(low.adjusted(-reach, -reach, reach, reach), reach, reach)
        frame.addRect(hidden)
        painter.drawPath(frame)
    painter.restore()


def _paint_ruling(
    painter: QPainter, page: Page, theme: Theme, scale: float, paper: QRect, exposed: QRect, thick: int
) -> None:
    seen = paper.intersected(exposed)
    if seen.isEmpty():
        return
    line = QRect(paper.left() + round(page.margin * scale), paper.top(), thick, paper.height())
    painter.fillRect(line.intersected(seen), theme.margin_line)
    if page.rule_spacing * scale < 3 * thick:  # a far view would only turn grey
        return
    first = max(int(((seen.top() - paper.top()) / scale - page.rule_top) / page.rule_spacing) - 1, 0)
    number = first
    while (y := page.rule_top + number * page.rule_spacing) < page.height:
        top = paper.top() + round(y * scale)
        if top > seen.bottom():
            break
        painter.fillRect(QRect(paper.left(), top, paper.width(), thick).intersected(seen), theme.rule)
        number += 1
