"""The panel of one cell: all strokes of the page, and a ghost's as it grows, in the colours of its values."""

from __future__ import annotations

from functools import partial
from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from inkapp.inspect.cells import SIGNALS, cell_values
from inkapp.inspect.draw.scale import SIGNED, Scale, reach
from inkapp.inspect.page import InkLine, Overtaken, PageReading
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.handlers import guard_handlers
from inkapp.ui.inspector.coloured_ink import ColouredInk, coloured
from inkapp.ui.inspector.colours import SignedLegend
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.legend import note
from inkapp.ui.inspector.panel import Panel, stack_if_narrow
from inkapp.ui.inspector.plots import Plots, curve, pen, rule
from inkapp.ui.inspector.selection import Cell, Spot
from inkapp.ui.inspector.worker import Stale

Values = npt.NDArray[np.float32]
Found = list[tuple[InkLine, Values]]


@guard_handlers
class CellOnInkPanel(Panel):
    """One cell."""

    name = "cell-on-ink"
    about = "The ink on the page, yours and the ghost's, in the colours of one cell; write on and it takes them, too."
    fills = "the ink takes the colours of one cell, and its curve is drawn here."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._ink = ColouredInk(SIGNED, cased=True)
        self._cell = Cell("c", 0, 0)
        self._found: Found = []
        self._reach = 0.01
        self.proposals = QComboBox()
        self.proposals.setAccessibleName("Interpretable cells")
        self.proposals.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.proposals.setMinimumContentsLength(24)
        self.proposals.setPlaceholderText("Interpretable cells")
        self.proposals.setEnabled(False)
        self.proposals.activated.connect(self._proposed)
        self.signals = QComboBox()
        for signal in SIGNALS.values():
            self.signals.addItem(signal.name[:1].upper() + signal.name[1:], signal.letter)
        self.signals.setAccessibleName("Signal")
        self.layer, self.unit = QSpinBox(), QSpinBox()
        self.layer.setAccessibleName("Layer")
        self.unit.setAccessibleName("Cell")
        self.unit.setWrapping(True)
        self.layer.setToolTip("From 0, the layer that reads the pen's points")
        self.unit.setToolTip("From 0")
        self.layer.lineEdit().setAccessibleName("Layer")
        self.unit.lineEdit().setAccessibleName("Cell")
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._fields.setSpacing(6)
        for group in ((("La&yer", self.layer), ("&Cell", self.unit)), (("&Signal", self.signals),)):
            row = QHBoxLayout()
            row.setSpacing(6)
            for words, field in group:
                label = QLabel(words)
                label.setBuddy(field)
                row.addWidget(label)
                row.addWidget(field)
            row.addStretch(1)
            self._fields.addLayout(row)
        self._fields.setStretch(1, 1)
        self.proposals.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.proposals.setMinimumContentsLength(12)
        self.tools.addWidget(self.proposals, 1)
        self.plots = Plots("The cell's curve along the line")
        plot = self.plots.add("point of the line", "value")
        self._curve, self._rule = curve(), rule()
        plot.addItem(self._curve)
        plot.addItem(self._rule, ignoreBounds=True)
        self.legend = SignedLegend(context.colours)
        self.caption = note()
        self.column.addLayout(self._fields)
        self.column.addWidget(self.plots, 1)
        self.column.addWidget(self.legend)
        self.column.addWidget(self.caption)
        self.layer.valueChanged.connect(self._by_number)
        self.unit.valueChanged.connect(self._by_number)
        self.signals.currentIndexChanged.connect(self._by_number)
        context.selection.cell_chosen.connect(self._choose)
        context.colours.changed.connect(self._recolour)
        self.plots.pointed.connect(self._pointed)
        self.plots.left.connect(lambda: context.selection.hover(None))
        self.plots.clicked.connect(self._clicked)
        self.plots.arrow.connect(lambda columns, _: context.selection.step(columns))
        self._of: object = None  # the network that the fields were filled for

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See ``Panel``."""
        super().resizeEvent(event)
        stack_if_narrow(self._fields, self.room)

    def follow(self, reading: PageReading) -> None:
        """See ``Panel``."""
        self._fill()
        self._ask()

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        values = next((values for one, values in self._found if one is line), None)
        if values is None:
            return
        self._curve.setData(np.arange(len(values)), values)
        self._rule.setValue(spot.row)
        signal = SIGNALS[self._cell.signal]
        value = f"{float(values[spot.row]):+.2f}".replace("-", "−")
        cell, sampler = self._cell, self.context.feed.sampler
        more = self.context.meanings.said(sampler, cell.signal, cell.layer, cell.unit)
        self.caption.setText(f"{signal.name[:1].upper()}{signal.name[1:]} is {value} at point {spot.row}. {more}")

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.plots.dress(theme)
        self.legend.set_theme(theme)
        self._curve.setPen(pen(theme.text))
        self._rule.setPen(pen(theme.accent, 2.0))

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        cell, found = cast("tuple[Cell, Found]", result)
        if cell != self._cell:
            return
        self._found = list(found)
        self._reach = max(self._reach, *(reach(values) for _, values in self._found))
        signal = SIGNALS[cell.signal]
        scale = self.scale
        self._ink.lines = coloured(((line, scale.levels(values)) for line, values in self._found), self._ink.lines)
        self._recolour()
        self.plots.plots[0].setLabel("left", signal.name)
        self._visit(self.context.selection.spot)

    @property
    def scale(self) -> Scale:
        """The colours and what they stand for: as far as the cell goes on this page."""
        signed = self.context.colours.signed
        return (
            signed.over(0.0, 1.0) if SIGNALS[self._cell.signal].low == 0.0 else signed.over(-self._reach, self._reach)
        )

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.cell_on_ink import draw

        if not self._found:
            return None
        cell, sampler = self._cell, self.context.feed.sampler
        predicts = self.context.meanings.of_cell(sampler, cell.signal, cell.layer, cell.unit)
        lines, values = zip(*self._found, strict=True)
        return draw(lines, values, SIGNALS[cell.signal], cell.layer, cell.unit, predicts, self.context.colours.signed)

    # -- inside -------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """The fields, for a network that is another one."""
        sampler = self.context.feed.sampler
        if sampler is None or sampler is self._of:
            return
        self._of = sampler
        meanings = self.context.meanings.proposals(sampler)
        with QSignalBlocker(self.proposals), QSignalBlocker(self.layer), QSignalBlocker(self.unit):
            self.proposals.clear()
            for meaning in meanings:
                self.proposals.addItem(meaning.text, Cell(meaning.kind, meaning.layer, meaning.unit))
            self.proposals.setPlaceholderText(
                "A cell by its number" if meanings else "No cell is labelled: choose by number"
            )
            self.proposals.setEnabled(bool(meanings))
            self.proposals.setCurrentIndex(-1)
            self.layer.setRange(0, sampler.layers - 1)
            self.unit.setRange(0, sampler.hidden - 1)
        chosen = self.context.selection.cell
        if chosen is not None and chosen.layer < sampler.layers and chosen.unit < sampler.hidden:
            self._choose(chosen)
        elif meanings:
            self._choose(Cell(meanings[0].kind, meanings[0].layer, meanings[0].unit))
        else:
            self._choose(Cell("c", sampler.layers - 1, 0))

    @Slot(int)
    def _proposed(self, index: int) -> None:
        self._choose(self.proposals.itemData(index))

    @Slot()
    def _by_number(self) -> None:
        self._choose(Cell(self.signals.currentData(), self.layer.value(), self.unit.value()))

    @Slot(object)
    def _choose(self, cell: Cell) -> None:
        with QSignalBlocker(self.layer), QSignalBlocker(self.unit), QSignalBlocker(self.signals):
            self.layer.setValue(cell.layer)
            self.unit.setValue(cell.unit)
            self.signals.setCurrentIndex(self.signals.findData(cell.signal))
        with QSignalBlocker(self.proposals):
            of = [self.proposals.itemData(i) == cell for i in range(self.proposals.count())]
            self.proposals.setCurrentIndex(of.index(True) if True in of else -1)
        if cell != self._cell:
            self._cell, self._found, self._reach = cell, [], 0.01
            self._ask()

    @Slot()
    def _recolour(self) -> None:
        """The colours that were chosen, on the ink and in the key."""
        self._ink.set_scale(self.scale)
        self.legend.set_scale(self.scale, SIGNALS[self._cell.signal].name)
        if self._found and self.is_live:
            self.context.marks.set_ink(self.name, self._ink)

    def _ask(self) -> None:
        reading = self.context.reading
        if reading is not None and self.is_live and not self.lacks:
            self.context.worker.ask(self.name, partial(_values, reading, self._cell, self._found))

    @Slot(int, float, float)
    def _pointed(self, plot: int, x: float, y: float) -> None:
        spot = self.context.selection.spot
        if spot is not None:
            self.context.selection.hover(Spot(spot.line, round(max(x, 0.0))))

    @Slot(int, float, float)
    def _clicked(self, plot: int, x: float, y: float) -> None:
        spot = self.context.selection.spot
        if spot is not None:
            self.context.selection.pin(Spot(spot.line, round(max(x, 0.0))))


def _values(reading: PageReading, cell: Cell, before: Found, stale: Stale) -> tuple[Cell, Found]:
    """The cell's values along all lines; those of lines in ``before`` are reused."""
    have = {id(line): values for line, values in before}
    found = []
    for line in reading.lines:
        if stale():
            raise Overtaken
        values = have.get(id(line))
        if values is None:
            values = cell_values(line, cell.layer, cell.signal, cell.unit)
        found.append((line, values))
    return cell, found
