"""The sheet under all ink: its edge, shadow and ruling, and what surrounds it. Painters count device pixels here."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from inkapp.ink.document import Background, Page
from inkapp.ui.chrome.theme import Theme

SHADOW = 14  # device-independent pixels over which the shadow fades
DROP = 3  # … and by which it lies lower than the sheet


def sheet_rect(page: Page, scale: float, origin: QPoint) -> QRect:
    """The sheet in device pixels; ``scale`` device pixels a mm."""
    return QRect(origin.x(), origin.y(), round(page.width * scale), round(page.height * scale))


def paint_sheet(
    painter: QPainter, page: Page, theme: Theme, scale: float, origin: QPoint, exposed: QRect, ratio: float
) -> None:
    """Covers all of ``exposed``; ``ratio`` is device pixels a device-independent one."""
    sheet = sheet_rect(page, scale, origin)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    if not sheet.contains(exposed):
        _fill(painter, exposed, theme.surround)
        _paint_shadow(painter, sheet, theme.shadow, ratio)
        rim = max(round(ratio), 1)
        _fill(painter, sheet.adjusted(-rim, -rim, rim, rim), theme.edge)
    _fill(painter, sheet.intersected(exposed), theme.sheet)
    if page.background is Background.RULED:
        _paint_ruling(painter, page, theme, scale, sheet, exposed, max(round(ratio), 1))
    painter.restore()


def _fill(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """``fillRect``, which may also be given one of Qt's 180 gradients: their names would be made for the first frame."""
    painter.setBrush(colour)
    painter.drawRect(rect)


def _paint_shadow(painter: QPainter, sheet: QRect, colour: QColor, ratio: float) -> None:
    """Rounded frames one around the other, each thinner than the last, add up to a soft edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    low = QRectF(sheet).translated(0, DROP * ratio)
    # under the sheet nobody sees it, and to mix it there would cost as much as all the rest
    hidden = QRectF(sheet).adjusted(0, DROP * ratio, 0, 0)
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
    painter: QPainter, page: Page, theme: Theme, scale: float, sheet: QRect, exposed: QRect, thick: int
) -> None:
    seen = sheet.intersected(exposed)
    if seen.isEmpty():
        return
    line = QRect(sheet.left() + round(page.margin * scale), sheet.top(), thick, sheet.height())
    _fill(painter, line.intersected(seen), theme.margin_line)
    if page.rule_spacing * scale < 3 * thick:  # a far view would only turn grey
        return
    first = max(int(((seen.top() - sheet.top()) / scale - page.rule_top) / page.rule_spacing) - 1, 0)
    number = first
    while (y := page.rule_top + number * page.rule_spacing) < page.height:
        top = sheet.top() + round(y * scale)
        if top > seen.bottom():
            break
        _fill(painter, QRect(sheet.left(), top, sheet.width(), thick).intersected(seen), theme.rule)
        number += 1
