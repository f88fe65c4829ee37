"""Line icons from ``assets/icons``, all 20 × 20 pixels, in whatever colour the theme asks for (``currentColor``)."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from assets import ICONS

SIZE = 20
RATIOS = (1, 2, 3)  # device pixels a pixel, for each of which an icon is drawn sharp
FAINT = 0.35  # opacity of what is disabled


def icon(name: str, colour: QColor, chosen: QColor | None = None) -> QIcon:
    """The icon in a colour, fainter where it is disabled and in ``chosen`` where it is switched on.

    A file that is missing gives an empty icon: a button then shows its text.
    """
    made = QIcon()
    try:
        drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    except OSError:
        return made
    faint = QColor(colour)
    faint.setAlphaF(colour.alphaF() * FAINT)
    for ratio in RATIOS:
        made.addPixmap(_render(drawing, colour, ratio), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(_render(drawing, chosen or colour, ratio), QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(_render(drawing, faint, ratio), QIcon.Mode.Disabled, QIcon.State.Off)
    return made


def _render(drawing: str, colour: QColor, ratio: int) -> QPixmap:
    pixmap = QPixmap(SIZE * ratio, SIZE * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
    painter = QPainter(pixmap)
    painter.setOpacity(colour.alphaF())
    renderer.render(painter, QRectF(0, 0, SIZE * ratio, SIZE * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
