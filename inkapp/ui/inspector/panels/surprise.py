"""The surprise panel: the loss of every point, on the ink, along the line and stroke by stroke."""

from __future__ import annotations

from functools import partial
from typing import cast

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from inkapp.inspect.draw.scale import LOSS, sign
from inkapp.inspect.draw.surprise import HIGH, LOW
from inkapp.inspect.page import GHOST, InkLine, PageReading
from inkapp.inspect.surprise import StrokeNats, Surprise, surprise
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.coloured_ink import ColouredInk, ColouredLine, coloured
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.legend import ScaleLegend, note
from inkapp.ui.inspector.nats_scale import nats_scale
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.plots import Plots, bars, curve, pen, rule
from inkapp.ui.inspector.selection import Spot
from inkapp.ui.inspector.worker import Stale

SCALE = LOSS.over(LOW, HIGH)
Losses = tuple[Surprise, tuple[StrokeNats, ...], tuple[ColouredLine, ...]]
TICKS = ((LOW, f"≤ {sign(LOW)}"), (0.0, "0"), (HIGH, f"≥ {sign(HIGH)}"))


class SurprisePanel(Panel):
    """The loss, point by point and stroke by stroke."""

    name = "surprise"
    about = (
        "Strong where the network did not expect the ink: each point's loss, −log of its predicted density, in nats."
    )
    fills = "the loss of each point is drawn here, and on the ink."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._ink = ColouredInk(SCALE, cased=False)
        self._found: Surprise | None = None
        self._strokes: tuple[StrokeNats, ...] = ()
        self.total = note()
        self.tools.addWidget(self.total, 1)
        self.plots = Plots("Loss along the line and by stroke")
        points = self.plots.add("point of the line", "nats")
        strokes = self.plots.add("stroke of the page", "nats per point")
        self._curve, self._rule, self._bars, self._mark = curve(), rule(), bars(), rule()
        points.addItem(self._curve)
        points.addItem(self._rule, ignoreBounds=True)
        strokes.addItem(self._bars)
        strokes.addItem(self._mark, ignoreBounds=True)
        self.legend = ScaleLegend(SCALE, "loss, nats")
        self.caption = note()
        self.column.addWidget(self.plots, 1)
        self.column.addWidget(self.legend)
        self.column.addWidget(self.caption)
        self.plots.pointed.connect(self._pointed)
        self.plots.left.connect(lambda: context.selection.hover(None))
        self.plots.clicked.connect(self._clicked)
        self.plots.arrow.connect(lambda columns, _: context.selection.step(columns))

    def follow(self, reading: PageReading) -> None:
        """See ``Panel``."""
        self.context.worker.ask(self.name, partial(_losses, reading, self._ink.lines))

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        self._curve.setData(np.arange(1, len(line)), line.nats[1:])
        self._rule.setValue(spot.row)
        stroke, nats = int(line.stroke[spot.row]), float(line.nats[spot.row])
        self._mark.setVisible(stroke != GHOST)
        words = f"has a loss of {sign(round(nats, 2))} nats" if nats == nats else "is its line's first and has no loss"
        said = f"Point {spot.row} {words}"
        of = next((one for one in self._strokes if one.stroke == stroke and one.points), None)
        if stroke == GHOST:
            said += "; it belongs to the ghost, which is not counted"
        elif of is not None:
            self._mark.setValue(stroke)
            said += f"; its stroke, number {stroke}, {sign(round(of.nats, 1))} nats over {of.points} points"
        self.caption.setText(f"{said}.")

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.plots.dress(theme)
        self.legend.set_theme(theme)
        self._ink.set_scale(nats_scale(theme))
        self.legend.set_scale(nats_scale(theme).over(LOW, HIGH), "loss, nats", TICKS)
        self._curve.setPen(pen(theme.text))
        self._bars.setOpts(pen=pen(theme.muted), brush=theme.muted)
        for line in (self._rule, self._mark):
            line.setPen(pen(theme.accent, 2.0))

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        found, strokes, self._ink.lines = cast(Losses, result)
        self._found, self._strokes = found, strokes
        self.context.marks.set_ink(self.name, self._ink)
        counted = [one for one in strokes if one.points]
        heights = [one.nats / one.points for one in counted]
        self._bars.setOpts(x=[one.stroke for one in counted], height=heights, width=0.8)
        if found.points:
            each = sign(round(found.nats_per_point, 2))
            self.total.setText(f"{sign(round(found.total, 1))} nats over {found.points} points: {each} per point")
        else:
            self.total.setText("No point has a loss yet")
        self._visit(self.context.selection.spot)

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.surprise import draw

        reading = self.context.reading
        return draw(surprise(reading), reading) if reading is not None and reading.lines else None

    @Slot(int, float, float)
    def _pointed(self, plot: int, x: float, y: float) -> None:
        spot = self.context.selection.spot
        if plot == 0 and spot is not None:
            self.context.selection.hover(Spot(spot.line, round(max(x, 0.0))))

    @Slot(int, float, float)
    def _clicked(self, plot: int, x: float, y: float) -> None:
        """A point, or the first of a stroke."""
        spot, reading = self.context.selection.spot, self.context.reading
        if spot is None or reading is None:
            return
        if plot == 0:
            self.context.selection.pin(Spot(spot.line, round(max(x, 0.0))))
            return
        for number, line in enumerate(reading.lines):
            rows = np.flatnonzero(line.stroke == round(x))
            if len(rows):
                self.context.selection.pin(Spot(number, int(rows[0])))
                return


def _losses(reading: PageReading, before: tuple[ColouredLine, ...], stale: Stale) -> Losses:
    found = surprise(reading)
    parts = [(line, SCALE.levels(np.where(np.isnan(line.nats), LOW, line.nats))) for line in reading.lines]
    return found, tuple(found.strokes), coloured(parts, before)
