"""The page's ink as tiles of 256 × 256 device pixels, painted when they come into sight and kept.

Coordinates are device pixels from the page's corner. After a zoom the earlier tiles are shown scaled until the new ones are
painted; a tile that is out of date is shown until it has been painted again. So a frame costs a few blits whatever the page
holds, and no slice of work takes much more than its time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap, QRegion

from inkapp.ink.document import Author, Stroke
from inkapp.ui.canvas.ink_index import Box, InkIndex
from inkapp.ui.canvas.tile_layer import TILE, Key, TileLayer, blank_tile, keys_in, tile_rect

BATCH = 4000  # points of strokes that are painted before the clock is read again: some 3 ms
SHAPING = 4  # a stroke that has to be shaped as well takes as long as one of so many times its points
FEW = 4  # strokes at most that were written on an empty page, not opened with it


@dataclass
class _Job:
    """A tile that is being painted: its strokes from ``at`` on are still to come."""

    key: Key
    pixmap: QPixmap
    numbers: list[int]
    at: int = 0


class Tiles:
    """The ink of one page."""

    def __init__(self, colours: dict[Author, QColor], clock: Callable[[], float] = time.perf_counter) -> None:
        self._index = InkIndex()
        self._colours = colours
        self._clock = clock
        self._layer = TileLayer(1.0)
        self._behind: TileLayer | None = None  # tiles of an earlier scale, shown where new ones are missing
        self._visible = QRect()
        self._wanted: list[Key] = []
        self._job: _Job | None = None
        self._added: tuple[Stroke, ...] = ()  # written since all was painted: shown also where tiles are missing

    @property
    def is_sharp(self) -> bool:
        """Whether all that is in sight is painted and up to date."""
        following = self._wanted[-1:] if self._job is None else [self._job.key]
        return not any(tile_rect(key).intersects(self._visible) for key in following)

    @property
    def is_complete(self) -> bool:
        """Whether that, and what is beside it, is painted and up to date."""
        return not self._wanted and self._job is None

    @property
    def has_work(self) -> bool:
        """Whether there is anything left for ``work`` to do."""
        return not (self.is_complete and self._index.is_all_shaped)

    def strokes_within(self, box: Box) -> list[Stroke]:
        """The strokes whose boxes touch ``box``, in painting order."""
        return [self._index.strokes[number] for number in self._index.within(box)]

    def set_colours(self, colours: dict[Author, QColor]) -> None:
        """Other ink colours: all is painted anew."""
        self._colours = colours
        self._drop_all()

    def set_scale(self, scale: float) -> None:
        """Device pixels a mm. ``set_visible`` must follow: the visible rectangle is of the new scale."""
        if scale == self._layer.scale:
            return
        old, self._job = self._layer, None
        if self._behind is not None and self._behind.scale == scale:
            self._layer, self._behind = self._behind, old
            return
        if old.tiles and (self._behind is None or self.is_complete):
            self._behind = old
        self._layer = TileLayer(scale)

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> list[Box]:
        """The page's strokes as they are now. Returns boxes, in mm, of what looks different at once.

        Where no stroke is left of those before, this is another page: its tiles begin empty, so that the two pages are never
        seen together.
        """
        is_another = _share_none(self._index.strokes, strokes)
        repaint, added = self._index.show(strokes)
        if is_another:
            self._added = ()
            self._drop_all()
            return [_union(repaint)] if repaint else []
        if repaint and self._added:
            left = {stroke.id for stroke in strokes}
            self._added = tuple(stroke for stroke in self._added if stroke.id in left)
        self._added += strokes[added:]
        boxes = [self._index.box(number) for number in range(added, len(strokes))]
        for layer in filter(None, (self._layer, self._behind)):
            for box in repaint:
                layer.stale.update(key for key in layer.keys(box) if key in layer.tiles)
            for number, box in enumerate(boxes, added):
                self._add(layer, number, box)
        if self._behind is not None:  # these are never painted again
            for key in self._behind.stale:
                del self._behind.tiles[key]
            self._behind.stale.clear()
        if repaint or (boxes and self._job is not None):
            self._job = None  # its numbers may not be right any more
        self.set_visible(self._visible)
        return boxes

    def set_visible(self, rect: QRect) -> None:
        """What is in sight of the page now: these tiles are wanted first, those beside them next."""
        self._visible = rect
        layer = self._layer
        seen = [key for key in keys_in(rect) if key not in layer.tiles or key in layer.stale]
        beside = (
            []
            if rect.isEmpty()
            else [k for k in keys_in(rect.adjusted(-TILE, -TILE, TILE, TILE)) if k not in layer.tiles]
        )
        wanted = dict.fromkeys((*seen, *beside))
        centre = rect.center()
        first = set(seen)
        self._wanted = sorted(
            wanted,
            key=lambda k: (
                k in first,
                -abs(k[0] * TILE + TILE / 2 - centre.x()) - abs(k[1] * TILE + TILE / 2 - centre.y()),
            ),
        )
        if self._job is not None:
            if self._job.key in wanted:
                self._wanted.remove(self._job.key)
            else:
                self._job = None

    def shape(self, stroke: Stroke) -> QPainterPath:
        """The shape of a stroke that is about to be on the page, in page mm."""
        return self._index.shapes([stroke])[0]

    def work(self, seconds: float) -> list[QRect]:
        """Paints wanted tiles for about so long, and where none are left makes shapes for what may come into sight. Returns
        the rectangles that look different now."""
        until = self._clock() + seconds
        painted: list[QRect] = []
        if self.is_complete:
            while not self._index.is_all_shaped:
                self._index.shape_ahead(BATCH // SHAPING)
                if self._clock() >= until:
                    break
        while not self.is_complete:
            if self._job is None:
                self._job = self._begin(self._wanted.pop())
            job = self._job
            if job.numbers:
                self._continue(job, until)
            if job.at < len(job.numbers):
                break
            self._job = None
            self._layer.tiles[job.key] = job.pixmap if job.numbers else None
            self._layer.stale.discard(job.key)
            painted.append(tile_rect(job.key))
            if self._clock() >= until:
                break
        if self.is_complete:
            self._forget()
        return painted

    def paint(self, painter: QPainter, origin: QPoint, exposed: QRect) -> None:
        """Paints what there is in ``exposed``; ``painter`` counts device pixels, and the page's corner is at ``origin``."""
        missing = QRegion()
        for key in keys_in(exposed.translated(-origin)):
            if key not in self._layer.tiles:
                missing += tile_rect(key).translated(origin)
            elif (pixmap := self._layer.tiles[key]) is not None:
                painter.drawPixmap(tile_rect(key).topLeft() + origin, pixmap)
        if missing.isEmpty():
            return
        painter.save()
        painter.setClipRegion(missing.intersected(exposed), Qt.ClipOperation.IntersectClip)
        painter.translate(origin)
        if self._behind is not None:
            painter.save()
            self._paint_behind(painter, self._behind, missing.boundingRect().translated(-origin))
            painter.restore()
        _count_mm(painter, self._layer.scale)
        self._draw(painter, self._added)  # the tiles to come have them, too
        painter.restore()

    def _paint_behind(self, painter: QPainter, behind: TileLayer, lost: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        grown = self._layer.scale / behind.scale
        painter.scale(grown, grown)
        around = QRectF(lost.x() / grown, lost.y() / grown, lost.width() / grown, lost.height() / grown).toAlignedRect()
        for key in keys_in(around):
            if (pixmap := behind.tiles.get(key)) is not None:
                painter.drawPixmap(tile_rect(key).topLeft(), pixmap)

    def _drop_all(self) -> None:
        self._layer, self._behind, self._job = TileLayer(self._layer.scale), None, None
        self.set_visible(self._visible)

    def _begin(self, key: Key) -> _Job:
        # a margin, because what is anti-aliased reaches a pixel farther
        margin, scale = 1.0, self._layer.scale
        left, top = (edge * TILE - margin for edge in key)
        right, bottom = left + TILE + 2 * margin, top + TILE + 2 * margin
        numbers = self._index.within((left / scale, top / scale, right / scale, bottom / scale))
        pixmap = blank_tile() if numbers else QPixmap()
        return _Job(key, pixmap, numbers)

    def _continue(self, job: _Job, until: float) -> None:
        painter = self._painter(job.pixmap, job.key, self._layer.scale)
        while job.at < len(job.numbers):
            work, batch = 0, []
            while job.at < len(job.numbers) and work < BATCH:
                stroke = self._index.strokes[job.numbers[job.at]]
                work += len(stroke) * (1 if self._index.is_shaped(stroke) else SHAPING)
                batch.append(stroke)
                job.at += 1
            self._draw(painter, batch)
            if self._clock() >= until:
                break
        painter.end()

    def _draw(self, painter: QPainter, strokes: Sequence[Stroke]) -> None:
        for stroke, shape in zip(strokes, self._index.shapes(strokes), strict=True):
            painter.setBrush(self._colours[stroke.author])
            painter.drawPath(shape)

    def _add(self, layer: TileLayer, number: int, box: Box) -> None:
        """Paints one stroke on top of tiles that are there already."""
        for key in layer.keys(box):
            if key not in layer.tiles:
                continue
            pixmap = layer.tiles[key] or blank_tile()
            painter = self._painter(pixmap, key, layer.scale)
            self._draw(painter, self._index.strokes[number : number + 1])
            painter.end()
            layer.tiles[key] = pixmap

    @staticmethod
    def _painter(pixmap: QPixmap, key: Key, scale: float) -> QPainter:
        painter = QPainter(pixmap)
        painter.translate(-key[0] * TILE, -key[1] * TILE)
        _count_mm(painter, scale)
        return painter

    def _forget(self) -> None:
        """Drops what lies far from the visible rectangle, and the tiles of other scales: all that is in sight is there."""
        self._behind, self._added = None, ()
        rect = self._visible
        near = rect.adjusted(-rect.width() // 2, -rect.height(), rect.width() // 2, rect.height())
        near = near.united(rect.adjusted(-TILE, -TILE, TILE, TILE))
        for key in [key for key in self._layer.tiles if not tile_rect(key).intersects(near)]:
            del self._layer.tiles[key]
            self._layer.stale.discard(key)


def _count_mm(painter: QPainter, scale: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.scale(scale, scale)


def _share_none(old: tuple[Stroke, ...], new: tuple[Stroke, ...]) -> bool:
    """Whether the strokes are another page's. A few on an empty page are not: they were just written there."""
    if not old:
        return len(new) > FEW
    if new and old[0] is new[0]:  # as after nearly every change
        return False
    return {stroke.id for stroke in old}.isdisjoint(stroke.id for stroke in new)


def _union(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
