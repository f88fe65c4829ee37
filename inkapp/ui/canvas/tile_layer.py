"""Tiles of one scale: a grid of pixmaps over the page, 256 × 256 device pixels each, counted from the page's corner."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPixmap

from inkapp.ui.canvas.ink_index import Box

TILE = 256

Key = tuple[int, int]  # column, row


@dataclass
class TileLayer:
    """Tiles of one scale (device pixels a mm). ``None`` is a tile without ink."""

    scale: float
    tiles: dict[Key, QPixmap | None] = field(default_factory=dict)
    stale: set[Key] = field(default_factory=set)

    def keys(self, box: Box) -> Iterable[Key]:
        """The tiles that a box in mm touches; one pixel more each way, for anti-aliasing."""
        left, top, right, bottom = (edge * self.scale for edge in box)
        return keys_in(QRectF(left - 1, top - 1, right - left + 2, bottom - top + 2).toAlignedRect())


def keys_in(rect: QRect) -> Iterable[Key]:
    """The tiles that a rectangle of device pixels touches."""
    if rect.isEmpty():
        return
    for row in range(math.floor(rect.top() / TILE), math.floor(rect.bottom() / TILE) + 1):
        for column in range(math.floor(rect.left() / TILE), math.floor(rect.right() / TILE) + 1):
            yield column, row


def tile_rect(key: Key) -> QRect:
    """Where a tile lies, in device pixels."""
    return QRect(key[0] * TILE, key[1] * TILE, TILE, TILE)


def blank_tile() -> QPixmap:
    """A tile to paint ink on."""
    pixmap = QPixmap(TILE, TILE)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
