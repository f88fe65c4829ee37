"""A picture file as grey: PNG or JPEG of any kind, upright, of bounded size. The one module of the formats that uses Qt.

Import it where it is needed and not before: QtGui takes a while to load, and needs libraries that a server may lack.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader

from inkapp.formats.picture.whole_file import size_in
from inkapp.ink.atomic_files import read_bytes
from inkapp.ink.errors import FileError, FileRefused

MOST_BYTES = 192 << 20  # of a file: 50 megapixels of photograph are some 100 MB as PNG
MOST_PIXELS = 64_000_000  # of a picture
MOST_MEGABYTES = 512  # decoded: so many pixels of 16 bits a colour; Qt's own limit, 256, is for four bytes a pixel
KEPT_PIXELS = 6_000_000  # a larger picture is made smaller while it is decoded: a page of A4 keeps 250 pixels an inch
SMOOTH = 75  # of Qt's qualities: from 50 on a JPEG is made smaller by averaging

GreyArray = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class GreyPicture:
    """``grey``: (height, width), 0 black … 1 white, as it is looked at. ``shrunk``: pixels of the file, a pixel."""

    grey: GreyArray
    shrunk: float


def read_grey(path: Path) -> GreyPicture:
    """The picture of a file; of an animation the first one. What is transparent is paper. Raises FileError."""
    data = read_bytes(path, MOST_BYTES)
    width, height = size_in(data, str(path))
    del data
    if width * height > MOST_PIXELS:
        raise FileRefused(
            f"{path}: {width} × {height} pixels are more than are read ({MOST_PIXELS // 1_000_000} megapixels)"
        )
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    reader.setQuality(SMOOTH)
    shrunk = max((width * height / KEPT_PIXELS) ** 0.5, 1.0)
    if shrunk > 1:
        reader.setScaledSize(QSize(max(round(width / shrunk), 1), max(round(height / shrunk), 1)))
    image = reader.read()
    if image.isNull():
        raise FileError(f"{path}: a damaged picture ({reader.errorString()})")
    return GreyPicture(_grey(image), shrunk)


def _grey(image: QImage) -> GreyArray:
    if not image.hasAlphaChannel():
        return _numbers(image.convertToFormat(QImage.Format.Format_Grayscale8))
    opaque = _numbers(image.convertToFormat(QImage.Format.Format_Alpha8))
    ink = _numbers(image.convertToFormat(QImage.Format.Format_RGB32).convertToFormat(QImage.Format.Format_Grayscale8))
    total = float(opaque.sum(dtype=np.float64))
    light = float(np.vdot(opaque, ink)) / total if total else 0.0
    paper = np.float32(
        0.0 if light > 0.5 and total < 0.5 * opaque.size else 1.0
    )  # light ink alone was on something dark
    return paper + opaque * (ink - paper)


def _numbers(image: QImage) -> GreyArray:
    """The bytes of an image of one byte a pixel, 0 … 1."""
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(np.float32) / np.float32(255)
