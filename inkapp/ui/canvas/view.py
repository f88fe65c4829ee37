"""Where the page lies in a widget: millimetres ↔ widget pixels, zoom and pan.

The page's corner stands on whole widget pixels, so that equal input is equal ink on every screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

PX_PER_MM = 96 / 25.4  # at 100 %, where a millimetre on paper is one on a 96 dpi screen
ZOOM_LEAST, ZOOM_MOST = 0.2, 10.0
STEP = 1.25  # of zoom in and zoom out
FARTHEST_PX = 1e6  # a position farther out is a driver's fault
EDGE_PX = 24.0  # the least strip of surround beside the page
EDGE_SHARE = 0.04  # … and as a share of the widget's smaller side
HAIR_PX = 0.5  # a page that is larger than its room by less has nothing to scroll: it stands on whole pixels


class Extent(NamedTuple):
    """What is seen along an axis, as shares of the page and what may show beside it; 0 and 1: all of it."""

    start: float
    share: float


@dataclass(frozen=True, slots=True)
class View:
    """``zoom``: 1.0 is 100 %. ``x``, ``y``: widget pixels of the page's upper left corner, whole numbers."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @property
    def scale(self) -> float:
        """Widget pixels a millimetre."""
        return self.zoom * PX_PER_MM

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """Widget pixels → page mm."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """Page mm → widget pixels."""
        return x * self.scale + self.x, y * self.scale + self.y

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Larger by ``factor``, within limits; what lies under the widget's point (x, y) stays there."""
        zoom = min(max(self.zoom * factor, ZOOM_LEAST), ZOOM_MOST)
        grown = zoom / self.zoom
        return View(zoom, x + (self.x - x) * grown, y + (self.y - y) * grown)._settled()

    def moved(self, dx: float, dy: float) -> View:
        """The page moved by (dx, dy) widget pixels."""
        return replace(self, x=self.x + dx, y=self.y + dy)._settled()

    def within(self, width: float, height: float, page_width: float, page_height: float) -> View:
        """The nearest view that keeps the page in a widget of width × height pixels. Page sizes in mm.

        An axis on which the page is smaller than the widget is centred; on the other no more than a strip beside it shows.
        """
        edge = _edge(width, height)
        return replace(
            self,
            x=_kept(self.x, width, page_width * self.scale, edge),
            y=_kept(self.y, height, page_height * self.scale, edge),
        )._settled()

    def seen(self, width: float, height: float, page_width: float, page_height: float) -> tuple[Extent, Extent]:
        """What is seen of a page, mm, in a widget of width × height pixels: across, and down."""
        edge = _edge(width, height)
        return (
            _extent(self.x, width, page_width * self.scale, edge),
            _extent(self.y, height, page_height * self.scale, edge),
        )

    @classmethod
    def fit_width(cls, width: float, height: float, page_width: float, page_height: float) -> View:
        """The page as wide as the widget, but for a strip on each side; its top in sight."""
        edge = _edge(width, height)
        zoom = max(width - 2 * edge, 1.0) / (page_width * PX_PER_MM)
        view = cls(min(max(zoom, ZOOM_LEAST), ZOOM_MOST), 0.0, edge)
        return view.within(width, height, page_width, page_height)

    def _settled(self) -> View:
        # floor(x + ½), not round(): halves must not alternate while panning
        return replace(self, x=float(math.floor(self.x + 0.5)), y=float(math.floor(self.y + 0.5)))


def is_near(x: float, y: float) -> bool:
    """Whether widget pixels are a place that a screen can have; False also where they are no numbers."""
    return abs(x) <= FARTHEST_PX and abs(y) <= FARTHEST_PX


def _edge(width: float, height: float) -> float:
    return max(EDGE_PX, EDGE_SHARE * min(width, height))


def _extent(at: float, room: float, length: float, edge: float) -> Extent:
    whole = length + 2 * edge
    if whole <= room + HAIR_PX:
        return Extent(0.0, 1.0)
    share = room / whole
    return Extent(min(max((edge - at) / whole, 0.0), 1.0 - share), share)


def _kept(at: float, room: float, length: float, edge: float) -> float:
    if length + 2 * edge <= room + HAIR_PX:
        return (room - length) / 2
    return min(max(at, room - length - edge), edge)
