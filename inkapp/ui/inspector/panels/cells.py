"""The cells panel: a heat map of cells by points for each layer, of the chosen signal, and the cell under the pointer."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from inkapp.inspect.cells import SIGNALS, CellImage, cell_image
from inkapp.inspect.draw.scale import sign
from inkapp.inspect.page import InkLine, PageReading
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.cell_maps import CellMaps
from inkapp.ui.inspector.colours import SignedLegend
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.legend import note
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.selection import Cell, Spot
from inkapp.ui.inspector.worker import Stale

POINT = "Point at a row to learn which cell it is; a click follows it in other panels. The wheel zooms, a drag moves."


class CellsPanel(Panel):
    """A map a layer."""

    name = "cells"
    about = "Each row is a cell, each column a point: what the network remembers, and what its gates let through."
    fills = "what every cell held after each point is painted here."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
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
        self.plots = CellMaps()
        self.legend = SignedLegend(context.colours)
        self.caption = note()
        self.caption.setMinimumHeight(2 * self.caption.fontMetrics().height() + 2)
        self.column.addWidget(self.plots, 1)
        self.column.addWidget(self.legend)
        self.column.addWidget(self.caption)
        self.plots.pointed.connect(self._pointed)
        self.plots.left.connect(self._left)
        self.plots.clicked.connect(self._clicked)
        self.plots.arrow.connect(self._arrow)
        context.colours.changed.connect(self._recolour)

    def follow(self, reading: PageReading) -> None:
        """See ``Panel``."""
        self._line = None  # asked for again, for the line has grown

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        self.plots.set_point(spot.row)
        if line is not self._line:
            self._line = line
            self._ask()
        elif self._shown is line:
            self.plots.scroll_to(spot.row)
        self._describe()

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.plots.dress(theme)
        self.legend.set_theme(theme)

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        line, images = cast("tuple[InkLine, list[CellImage]]", result)
        fresh = self._shown is None
        self._shown = line
        self.plots.show_images(images, self.context.colours.signed, fresh=fresh)
        self._label()
        spot = self.context.selection.spot
        if spot is not None:
            self.plots.scroll_to(spot.row)
        self._describe()

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.cells import draw

        alike = self.context.meanings.table(self.context.feed.sampler) is not None
        images = self.plots.images
        return draw(images, alike, self.context.colours.signed) if images else None

    # -- inside -------------------------------------------------------------------------------------------------

    @Slot()
    def _ask(self) -> None:
        line, sampler = self._line, self.context.feed.sampler
        if line is None or sampler is None or not self.is_live:
            return
        orders = [self.context.meanings.order(sampler, layer) for layer in range(sampler.layers)]
        self.context.worker.ask(self.name, partial(_images, line, self.signals.currentData(), orders))

    def _label(self) -> None:
        """Says which colour is which value; where layers have scales of their own, the ends of each."""
        signals = [image.signal for image in self.plots.images]
        scale = self.context.colours.signed.over(signals[0].low, signals[0].high)
        if len(set(signals)) == 1:
            self.legend.set_scale(scale, signals[0].name)
            return
        low, high = (" / ".join(map(sign, ends)) for ends in zip(*((s.low, s.high) for s in signals), strict=True))
        layers = " / ".join(str(image.layer) for image in self.plots.images)
        self.legend.set_scale(
            scale, f"{signals[0].name} of layer {layers}", ((scale.low, low), (0.0, "0"), (scale.high, high))
        )

    @Slot()
    def _recolour(self) -> None:
        self.plots.recolour(self.context.colours.signed)
        if self.plots.images:
            self._label()

    @Slot(int, float, float)
    def _pointed(self, layer: int, x: float, y: float) -> None:
        at = self.plots.cell_at(layer, x, y)
        if at is None:
            self._left()
            return
        spot = self.context.selection.spot
        if spot is not None:
            self.context.selection.hover(Spot(spot.line, at[0]))
        self.plots.mark((layer, at[1]))
        self._describe()

    @Slot()
    def _left(self) -> None:
        self.plots.mark(None)
        self.context.selection.hover(None)
        self._describe()

    @Slot(int, float, float)
    def _clicked(self, layer: int, x: float, y: float) -> None:
        at, spot = self.plots.cell_at(layer, x, y), self.context.selection.spot
        if at is not None and spot is not None:
            self.context.selection.pin(Spot(spot.line, at[0]))
            self.context.selection.choose(self._cell(layer, at[1]))

    @Slot(int, int)
    def _arrow(self, columns: int, rows: int) -> None:
        if columns:
            self.context.selection.step(columns)
        else:
            self.plots.mark_by(rows)
            self._describe()

    def _cell(self, layer: int, row: int) -> Cell:
        """The cell in a row of a layer's map."""
        found = self.plots.images[layer]
        return Cell(found.signal.letter, layer, int(found.order[row]))

    def _describe(self) -> None:
        """Says which cell is marked, its value at the selected point, and what it predicts."""
        spot, sampler = self.context.selection.spot, self.context.feed.sampler
        if self.plots.marked is None or self.plots.marked[0] >= len(self.plots.images) or spot is None:
            self.caption.setText(self.context.meanings.lack(sampler) or POINT)
            return
        layer, row = self.plots.marked
        found, cell = self.plots.images[layer], self._cell(layer, row)
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
