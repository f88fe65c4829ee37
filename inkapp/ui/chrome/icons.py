"""Line icons from ``assets/icons`` in whatever colour the theme asks for (``currentColor``), drawn when they are first seen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from assets import ICONS

FAINT = 0.35  # opacity of what is disabled


def icon(name: str, colour: QColor, chosen: QColor | None = None) -> QIcon:
    """The icon in a colour, fainter where it is disabled and in ``chosen`` where it is switched on.

    A file that is missing gives an empty icon: a button then shows its text.
    """
    try:
        drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    except OSError:
        return QIcon()
    return QIcon(_Drawing(drawing, colour, chosen or colour))


class _Drawing(QIconEngine):
    """Renders an SVG sharp at whatever size Qt asks for, once for each size and colour.

    It has no ``clone``, which Qt calls for icons that are changed alone: PySide 6.11 frees what that returns under Qt's hands.
    """

    def __init__(self, drawing: str, colour: QColor, chosen: QColor) -> None:
        super().__init__()
        self._drawing, self._colour, self._chosen = drawing, colour, chosen
        self._pixmaps: dict[tuple[int, int, QIcon.Mode, QIcon.State], QPixmap] = {}

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """``size``: in pixels of the device."""
        key = size.width(), size.height(), mode, state
        if key not in self._pixmaps:
            pixmap = self._pixmaps[key] = QPixmap(size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            self.paint(painter, pixmap.rect(), mode, state)
            painter.end()
        return self._pixmaps[key]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """See Qt."""
        colour = self._chosen if state is QIcon.State.On and mode is not QIcon.Mode.Disabled else self._colour
        renderer = QSvgRenderer(QByteArray(self._drawing.replace("currentColor", colour.name()).encode()))
        painter.setOpacity(colour.alphaF() * (FAINT if mode is QIcon.Mode.Disabled else 1.0))
        renderer.render(painter, QRectF(rect))
