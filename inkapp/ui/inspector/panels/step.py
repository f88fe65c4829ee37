"""The panel of one step: the network as it read the selected point, one cell of each layer written out.

That cell is the chosen one, else the one whose c changed most.
"""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from inkapp.inspect.page import InkLine
from inkapp.inspect.step import OneStep, one_step
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.selection import Cell, Spot
from inkapp.ui.inspector.step_diagram import StepDiagram
from inkapp.ui.inspector.worker import Stale
from model.trace import Controls


class StepPanel(Panel):
    """A diagram to scroll in."""

    name = "step"
    about = "From the row that came in to the density of the next point, with this step's numbers."
    fills = "the network is drawn here as it read the last point, with all its numbers."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._step: OneStep | None = None
        self.diagram = StepDiagram()
        self.area = QScrollArea()
        self.area.setWidget(self.diagram)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("The network at this step")
        self.area.viewport().setAccessibleName("The network at this step")
        self.column.addWidget(self.area)
        context.selection.cell_chosen.connect(self._follow_cell)

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        controls, seed = self.context.controls, self.context.companion.seeds.seed
        self.context.worker.ask(self.name, partial(_step, line, spot.row, controls, seed))

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.diagram.set_theme(theme)

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        self._step = cast(OneStep, result)
        self._show()

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.step import draw

        return draw(self._step) if self._step is not None else None

    @Slot(object)
    def _follow_cell(self, cell: Cell) -> None:
        if self.is_live:
            self._show()

    def _show(self) -> None:
        if self._step is None:
            return
        chosen, sampler = self.context.selection.cell, self.context.feed.sampler
        cells, words = [], []
        for number, layer in enumerate(self._step.layers):
            mine = chosen is not None and chosen.layer == number and chosen.unit < len(layer.input)
            cells.append(chosen.unit if mine and chosen is not None else int(layer.largest(1)[0]))
            predicted = self.context.meanings.of_cell(sampler, "c", number, cells[-1])
            why = "chosen" if mine else "its c changed most"
            words.append(f"{why}; predicts {predicted}" if predicted else why)
        self.diagram.show_step(self._step, cells, words)


def _step(line: InkLine, row: int, controls: Controls, seed: int, stale: Stale) -> OneStep:
    return one_step(line, row, controls, seed)
