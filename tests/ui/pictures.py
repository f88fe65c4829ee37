"""Pictures as arrays, and strokes to look at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from inkapp.ink.document import Author, Origin, Stroke

Picture = npt.NDArray[np.uint8]


def blank(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def pixels(image: QImage) -> Picture:
    """(height, width, 4): blue, green, red, alpha."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def grabbed(widget: QWidget) -> Picture:
    return pixels(widget.grab().toImage())


def filled(path: QPainterPath, scale: float, width: int = 200, height: int = 200) -> Picture:
    """The coverage of a path, (height, width) in 0 … 255."""
    image = blank(width, height)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.fillPath(path, QColor("black"))
    painter.end()
    return pixels(image)[..., 3]


def wave(left: float, top: float, width: float, n: int = 40, *, model: bool = False, height: float = 4.0) -> Stroke:
    """A stroke that goes up and down, with changing pressure."""
    s = np.linspace(0, 1, n)
    return Stroke(
        left + width * s,
        top + height / 2 * (1 + np.sin(9 * s)),
        s,
        0.5 + 0.4 * np.cos(7 * s),
        author=Author.MODEL if model else Author.PERSON,
        origin=Origin("live", 1, 0.5) if model else None,
    )
