"""The gradient panel: what the selected point's loss depends on, on the ink and by distance, beside three small networks."""

from __future__ import annotations

import math
from functools import partial
from typing import cast

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from inkapp.inspect.draw.axes import power_of_ten
from inkapp.inspect.draw.gradient import DECADES, LAB_NAMES
from inkapp.inspect.draw.scale import LEVELS, LOSS, Scale, sign
from inkapp.inspect.gradient import FlowBack, how_far_back, lab_networks
from inkapp.inspect.page import InkLine
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.coloured_ink import ColouredInk, coloured
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.legend import ScaleLegend, note
from inkapp.ui.inspector.nats_scale import nats_scale
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.plots import Plots, curve, pen
from inkapp.ui.inspector.selection import Spot
from inkapp.ui.inspector.worker import Stale

FIRST = "A line's first point has none before it: step on."
LEAST = 1e-30  # what is nothing has no logarithm
SEEN = 1e-8  # of the largest: what lies below is not shown
OURS = "the network that writes"
BESIDE = (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine)
STYLES = (
    ("h", Qt.PenStyle.SolidLine),
    ("c", Qt.PenStyle.DashLine),
    ("c, gates alone", Qt.PenStyle.DotLine),
)


class GradientPanel(Panel):
    """The gradient."""

    name = "gradient"
    about = (
        "How much the loss of the selected point depends on earlier states, by distance; below, on earlier points, in this"
        " network and three small ones."
    )
    fills = "what the loss of the last point depends on is drawn here, and on the ink."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._ink = ColouredInk(LOSS, cased=False)
        self._flow: FlowBack | None = None
        self._line: InkLine | None = None
        self._exponent = 0
        self.plots = Plots("Norm of the gradient by distance, above in this network, below beside three others")
        plot = self.plots.add("points back", "nats per unit")
        plot.getAxis("left").setWidth(64)
        plot.getAxis("left").setLogMode(True)  # the curves are logarithms already
        self._curves: list[tuple[int, int, object]] = []  # layer, which of STYLES, and the curve
        other = self.plots.add("points back", "nats per mm")
        other.getAxis("left").setWidth(64)
        other.getAxis("left").setLogMode(True)
        self._beside: list[object] = []  # the same line in the app's network and in the lab's
        self._names = [self.plots.key(plot, len(STYLES)), self.plots.key(other, 2)]
        self.legend = ScaleLegend(LOSS, "nats per mm")
        self.caption = note()
        self.column.addWidget(self.plots, 1)
        self.column.addWidget(self.legend)
        self.column.addWidget(self.caption)
        self.plots.clicked.connect(self._clicked)
        self.plots.arrow.connect(lambda columns, _: context.selection.step(columns))

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        if spot.row == 0:
            self.context.worker.drop(self.name)
            self.context.marks.remove(self.name)
            self._flow = None
            for one in (*(curve for _, _, curve in self._curves), *self._beside):
                one.setData([], [])  # type: ignore[attr-defined]
            self.caption.setText(FIRST)
            self.export.setEnabled(False)
        else:
            self.export.setEnabled(True)
            self.context.worker.ask(self.name, partial(_flow, line, spot.row))

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.plots.dress(theme)
        self.legend.set_theme(theme)
        self._ink.set_scale(nats_scale(theme))
        for names in self._names:
            names.setLabelTextColor(theme.text)
        colours = (theme.accent, theme.text, theme.ghost)
        for number, one in enumerate(self._beside):
            colour = theme.accent if number == 0 else theme.text
            one.setPen(pen(colour, 1.0, BESIDE[number % len(BESIDE)]))  # type: ignore[attr-defined]
        for layer, style, one in self._curves:
            one.setPen(pen(colours[layer % len(colours)], 1.0, STYLES[style][1]))  # type: ignore[attr-defined]
        self._key(theme)

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        line, flow = cast("tuple[InkLine, FlowBack]", result)
        self._line, self._flow = line, flow
        self._exponent = math.ceil(math.log10(max(float(flow.moved.max()), 1e-12)))
        levels = self._scale.levels(np.log10(np.maximum(flow.moved[::-1], LEAST)), LEVELS)
        self._ink.lines = coloured([(line, levels)])
        self.context.marks.set_ink(self.name, self._ink)
        self._make(flow.hidden.shape[1])
        distance = np.arange(len(flow.hidden))
        for layer, style, one in self._curves:
            part = (flow.hidden, flow.cell, flow.direct)[style][:, layer]
            seen = part > max(SEEN * float(part.max()), LEAST)
            one.setData(distance[seen], np.log10(part[seen]))  # type: ignore[attr-defined]
        networks = ((OURS, flow.moved), *flow.lab)
        self._make_beside([name for name, _ in networks])
        for one, (_, moved) in zip(self._beside, networks, strict=True):
            seen = moved > max(SEEN * float(moved.max()), LEAST)
            one.setData(flow.distance[seen], np.log10(moved[seen]))  # type: ignore[attr-defined]
        self._key(self.context.theme())
        half = flow.half()
        last = "the last point alone" if half == 1 else f"the last {half} points"
        reach = f" Half of the gradient lies in {last}." if half else ""
        self.caption.setText(
            f"Point {flow.row} has a loss of {sign(round(flow.nats, 2))} nats; the ink shows what it depends on.{reach}"
        )

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.gradient import draw

        return draw(self._flow, self._line) if self._flow is not None and self._line is not None else None

    @property
    def _scale(self) -> Scale:
        return nats_scale(self.context.theme()).over(self._exponent - DECADES, self._exponent)

    def _key(self, theme: Theme) -> None:
        top = self._exponent
        ticks = [(float(e), power_of_ten(e)) for e in range(top - int(DECADES), top + 1, 2)]
        self.legend.set_scale(self._scale, "nats per mm", ticks)

    def _make(self, layers: int) -> None:
        """Curves for as many layers as the network has."""
        if len(self._curves) == layers * len(STYLES):
            return
        plot = self.plots.plots[0]
        for _, _, one in self._curves:
            plot.removeItem(one)
        self._curves = []
        for layer in range(layers):
            for style, (words, _) in enumerate(STYLES):
                one = curve(f"layer {layer}, {words}")
                plot.addItem(one)
                self._curves.append((layer, style, one))
        self.dress(self.context.theme())

    def _make_beside(self, names: list[str]) -> None:
        if len(self._beside) == len(names):
            return
        plot = self.plots.plots[1]
        for name in names:
            one = curve(LAB_NAMES.get(name, name))
            plot.addItem(one)
            self._beside.append(one)
        self.dress(self.context.theme())

    @Slot(int, float, float)
    def _clicked(self, plot: int, x: float, y: float) -> None:
        """Goes to the point that lies so far back."""
        spot = self.context.selection.spot
        if spot is not None and self._flow is not None:
            self.context.selection.pin(Spot(spot.line, max(self._flow.row - round(max(x, 0.0)), 0)))


def _flow(line: InkLine, row: int, stale: Stale) -> tuple[InkLine, FlowBack]:
    return line, how_far_back(line, row, lab_networks())
