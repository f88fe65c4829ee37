"""Heat maps of cells by points, one for each layer under one another, with the selected point and one row marked."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from inkapp.inspect.cells import CellImage
from inkapp.inspect.draw.scale import Scale
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.inspector.plots import Plots, image, pen, recolour, rule

SEEN = 200  # points in sight before anybody zooms


class CellMaps(Plots):
    """Plots, number of the layer first, that share their x axis; y counts rows of the map from the top.

    ``images``: what is shown, one for each layer. ``marked``: layer and row of the cell that is marked, or None.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Heat maps of cells by points", parent)
        self.images: list[CellImage] = []
        self.marked: tuple[int, int] | None = None
        self._maps: list[Any] = []
        self._points: list[Any] = []  # the rule at the selected point, in each map
        self._rows: list[Any] = []  # and that through the marked row
        self._theme = LIGHT

    def dress(self, theme: Theme) -> None:
        """See ``Plots``."""
        super().dress(theme)
        self._theme = theme
        for line in (*self._points, *self._rows):
            line.setPen(pen(theme.accent, 2.0))

    def show_images(self, images: list[CellImage], scale: Scale, *, fresh: bool) -> None:
        """Other values, at least one layer's; ``fresh``: of another page, so that the view begins at its end."""
        self.images = images
        self._make(len(images), scale)
        for item, found in zip(self._maps, images, strict=True):
            item.setImage(found.values, levels=(found.signal.low, found.signal.high), autoLevels=False)
        units, n = images[0].values.shape
        for plot in self.plots:
            plot.setLimits(xMin=-1, xMax=max(n, SEEN) + 1, yMin=0, yMax=units, minXRange=8, minYRange=4)
        if fresh:
            for plot in self.plots:
                plot.setYRange(0, units, padding=0)
            self.plots[0].setXRange(max(n - SEEN, 0), max(n, SEEN), padding=0)

    def recolour(self, scale: Scale) -> None:
        """Other colours for the same values."""
        for shown in self._maps:
            recolour(shown, scale)

    def set_point(self, point: int) -> None:
        """Another point is selected."""
        for line in self._points:
            line.setValue(point + 0.5)

    def scroll_to(self, point: int) -> None:
        """Selects a point, and scrolls so far that it is in sight."""
        if not self.plots:
            return
        low, high = self.plots[0].viewRange()[0]
        if not low <= point + 0.5 <= high - 1:
            shift = point + 2 - high if point + 1 > high - 1 else point - 1 - low
            self.plots[0].setXRange(low + shift, high + shift, padding=0)
        self.set_point(point)

    def mark(self, marked: tuple[int, int] | None) -> None:
        """Marks the row of a cell, by layer and row, or none."""
        self.marked = marked
        for layer, line in enumerate(self._rows):
            line.setVisible(marked is not None and layer == marked[0])
            if marked is not None:
                line.setValue(marked[1] + 0.5)

    def mark_by(self, rows: int) -> None:
        """Marks the cell so many rows further down, on into the next layer; from none, the first or the second."""
        if self.images:
            units = len(self.images[0].order)
            layer, row = self.marked or (0, -rows if rows > 0 else 1)
            self.mark(divmod(min(max(layer * units + row + rows, 0), len(self.images) * units - 1), units))

    def cell_at(self, layer: int, x: float, y: float) -> tuple[int, int] | None:
        """Point and row at a position in a layer's map; None beside it."""
        if layer >= len(self.images):
            return None
        units, n = self.images[layer].values.shape
        return (int(x), int(y)) if 0 <= x < n and 0 <= y < units else None

    def _make(self, layers: int, scale: Scale) -> None:
        """As many plots as the network has layers."""
        if len(self._maps) == layers:
            return
        self.clear()
        self.plots.clear()
        self._maps, self._points, self._rows = [], [], []
        for layer in range(layers):
            last = layer == layers - 1
            plot = self.add("point of the line" if last else "", f"cells of layer {layer}")
            plot.invertY(True)
            if layer:
                plot.setXLink(self.plots[0])
            shown, point, row = image(scale), rule(), rule(vertical=False)
            row.hide()
            for item in (shown, point, row):
                plot.addItem(item, ignoreBounds=True)
            self._maps.append(shown)
            self._points.append(point)
            self._rows.append(row)
        self.dress(self._theme)
