"""Cells over time: a heat map of cells by points for each layer, of the signal that is chosen.

Knows: how maps lie under one another, follow the ink as it grows, and name the cell under the pointer.
Refuses to know: how a signal is had from a reading (``inspect.cells``) and where meanings come from.
"""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from inkapp.inspect.cells import SIGNALS, CellImage, cell_image
from inkapp.inspect.page import InkLine, PageReading
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.colours import SignedLegend
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.legend import note
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.plots import Plots, image, pen, recolour, rule
from inkapp.ui.inspector.selection import Cell, Spot
from inkapp.ui.inspector.worker import Stale

SEEN = 200  # points in sight before anybody zooms
POINT = "Point at a row to learn which cell it is; a click follows it in other panels. The wheel zooms, a drag moves."


class CellsPanel(Panel):
    """A map a layer."""

    name = "cells"
    about = "Each row is a cell, each column a point: what the network remembers, and what its gates let through."
    fills = "what every cell held after each point is painted here."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._images: list[CellImage] = []
        self._line: InkLine | None = None
        self._shown: InkLine | None = None
        self.signals = QComboBox()
        for signal in SIGNALS.values():
            self.signals.addItem(signal.name[:1].upper() + signal.name[1:], signal.letter)
        self.signals.setCurrentIndex(list(SIGNALS).index("c"))
        self.signals.setAccessibleName("Signal")
        self.signals.currentIndexChanged.connect(self._ask)
        words = QLabel("&Signal")
        words.setBuddy(self.signals)
        self.tools.addWidget(words)
        self.tools.addWidget(self.signals)
        self.tools.addStretch(1)
        self.tools.addWidget(self.export)
        self.plots = Plots("Heat maps of cells by points")
        self.legend = SignedLegend(context.colours)
        self.caption = note()
        self.caption.setMinimumHeight(2 * self.caption.fontMetrics().height() + 2)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.plots, 1)
        column.addWidget(self.legend)
        column.addWidget(self.caption)
        self._maps: list[object] = []
        self._points: list[object] = []
        self._rows: list[object] = []
        self.plots.pointed.connect(self._pointed)
        self.plots.left.connect(self._left)
        self.plots.clicked.connect(self._clicked)
        self.plots.arrow.connect(self._arrow)
        self._under: tuple[int, int] | None = None  # layer and row under the pointer
        context.colours.changed.connect(self._recolour)

    def follow(self, reading: PageReading) -> None:
        """See ``Panel``."""
        self._line = None  # asked for again, for the line has grown

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        for point in self._points:
            point.setValue(spot.row + 0.5)  # type: ignore[attr-defined]
        if line is not self._line:
            self._line = line
            self._ask()
        elif self._shown is line:
            self._look_at(spot.row)
        self._tell()

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.plots.dress(theme)
        self.legend.set_theme(theme)
        for line in (*self._points, *self._rows):
            line.setPen(pen(theme.accent, 2.0))  # type: ignore[attr-defined]

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        line, images = cast("tuple[InkLine, list[CellImage]]", result)
        fresh = self._shown is None
        self._shown, self._images = line, list(images)
        self._make(len(images))
        signal = images[0].signal
        for item, found in zip(self._maps, images, strict=True):
            item.setImage(found.values, levels=(signal.low, signal.high), autoLevels=False)  # type: ignore[attr-defined]
        self._name()
        units, n = images[0].values.shape
        for plot in self.plots.plots:
            plot.setLimits(xMin=-1, xMax=max(n, SEEN) + 1, yMin=0, yMax=units, minXRange=8, minYRange=4)
        if fresh:
            for plot in self.plots.plots:
                plot.setYRange(0, units, padding=0)
            self.plots.plots[0].setXRange(max(n - SEEN, 0), max(n, SEEN), padding=0)
        spot = self.context.selection.spot
        if spot is not None:
            self._look_at(spot.row)
        self._tell()

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.cells import draw

        alike = self.context.meanings.table(self.context.feed.sampler) is not None
        return draw(self._images, alike, self.context.colours.signed) if self._images else None

    # -- inside -------------------------------------------------------------------------------------------------

    @Slot()
    def _ask(self) -> None:
        line, sampler = self._line, self.context.feed.sampler
        if line is None or sampler is None or not self.is_live:
            return
        orders = [self.context.meanings.order(sampler, layer) for layer in range(sampler.layers)]
        self.context.worker.ask(self.name, partial(_images, line, self.signals.currentData(), orders))

    def _make(self, layers: int) -> None:
        """As many plots as the network has layers."""
        if len(self._maps) == layers:
            return
        self.plots.clear()
        self.plots.plots.clear()
        self._maps, self._points, self._rows = [], [], []
        for layer in range(layers):
            last = layer == layers - 1
            plot = self.plots.add("point of the line" if last else "", f"cells of layer {layer}")
            plot.invertY(True)
            if layer:
                plot.setXLink(self.plots.plots[0])
            shown, point, row = image(self.context.colours.signed), rule(), rule(vertical=False)
            row.hide()
            for item in (shown, point, row):
                plot.addItem(item, ignoreBounds=True)
            self._maps.append(shown)
            self._points.append(point)
            self._rows.append(row)
        self.dress(self.context.theme())

    def _name(self) -> None:
        """Says which colour is which."""
        signal = self._images[0].signal
        cut = ", cut off at ±3" if signal.letter == "c" else ""
        self.legend.set_scale(self.context.colours.signed.over(signal.low, signal.high), f"{signal.name}{cut}")

    @Slot()
    def _recolour(self) -> None:
        for shown in self._maps:
            recolour(shown, self.context.colours.signed)
        if self._images:
            self._name()

    def _look_at(self, row: int) -> None:
        """Scrolls so far that a point is in sight."""
        if not self.plots.plots:
            return
        low, high = self.plots.plots[0].viewRange()[0]
        if not low <= row + 0.5 <= high - 1:
            shift = row + 2 - high if row + 1 > high - 1 else row - 1 - low
            self.plots.plots[0].setXRange(low + shift, high + shift, padding=0)
        for point in self._points:
            point.setValue(row + 0.5)  # type: ignore[attr-defined]

    @Slot(int, float, float)
    def _pointed(self, layer: int, x: float, y: float) -> None:
        at = self._cell(layer, x, y)
        if at is None:
            self._left()
            return
        self._under = (layer, at[1])
        spot = self.context.selection.spot
        if spot is not None:
            self.context.selection.hover(Spot(spot.line, at[0]))
        self._mark_row()
        self._tell()

    @Slot()
    def _left(self) -> None:
        self._under = None
        self._mark_row()
        self.context.selection.hover(None)
        self._tell()

    @Slot(int, float, float)
    def _clicked(self, layer: int, x: float, y: float) -> None:
        at, spot = self._cell(layer, x, y), self.context.selection.spot
        if at is not None and spot is not None:
            self.context.selection.pin(Spot(spot.line, at[0]))
            self.context.selection.choose(self._named(layer, at[1]))

    @Slot(int, int)
    def _arrow(self, columns: int, rows: int) -> None:
        if columns:
            self.context.selection.step(columns)
        elif self._images:
            layer, row = self._under or (0, -rows if rows > 0 else 1)
            flat = layer * len(self._images[0].order) + row + rows
            flat = min(max(flat, 0), len(self._images) * len(self._images[0].order) - 1)
            self._under = divmod(flat, len(self._images[0].order))
            self._mark_row()
            self._tell()

    def _mark_row(self) -> None:
        """A line through the row that is meant, in its layer's map."""
        for number, row in enumerate(self._rows):
            row.setVisible(self._under is not None and number == self._under[0])  # type: ignore[attr-defined]
            if self._under is not None:
                row.setValue(self._under[1] + 0.5)  # type: ignore[attr-defined]

    def _cell(self, layer: int, x: float, y: float) -> tuple[int, int] | None:
        """Point and row of a place in a map."""
        if layer >= len(self._images):
            return None
        units, n = self._images[layer].values.shape
        return (int(x), int(y)) if 0 <= x < n and 0 <= y < units else None

    def _named(self, layer: int, row: int) -> Cell:
        found = self._images[layer]
        return Cell(found.signal.letter, layer, int(found.order[row]))

    def _tell(self) -> None:
        """Says what cell the pointer is on, what it is known for, and its value at the selected point."""
        spot, sampler = self.context.selection.spot, self.context.feed.sampler
        if self._under is None or self._under[0] >= len(self._images) or spot is None:
            self.caption.setText(self.context.meanings.lack(sampler) or POINT)
            return
        layer, row = self._under
        found, cell = self._images[layer], self._named(layer, row)
        column = min(spot.row, found.values.shape[1] - 1)
        value = f"{float(found.values[row, column]):+.2f}".replace("-", "−")
        meaning = self.context.meanings.said(sampler, cell.signal, layer, cell.unit)
        self.caption.setText(
            f"Cell {cell.unit} of layer {layer}: {found.signal.name} is {value} at point {column}. {meaning}"
        )


def _images(
    line: InkLine, signal: str, orders: list[tuple[int, ...] | None], stale: Stale
) -> tuple[InkLine, list[CellImage]]:
    """A map of every layer, in the worker's thread."""
    return line, [cell_image(line, layer, signal, order) for layer, order in enumerate(orders)]
