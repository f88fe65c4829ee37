"""The futures panel: continuations sampled from the selected point, on the page, and how fast they part."""

from __future__ import annotations

from functools import partial
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from inkapp.inspect.draw.scale import LEVELS, LOSS, Scale, sign
from inkapp.inspect.futures import HAIRS, POINTS, Hairs, futures
from inkapp.inspect.page import InkLine
from inkapp.ui.canvas.ink_index import Box
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.inspector.context import Context
from inkapp.ui.inspector.legend import ScaleLegend, note
from inkapp.ui.inspector.nats_scale import nats_scale
from inkapp.ui.inspector.panel import Panel
from inkapp.ui.inspector.plots import Plots, curve, pen
from inkapp.ui.inspector.selection import Spot
from inkapp.ui.inspector.worker import Stale
from model.trace import Controls

MOST = 200  # hairs, and points of each
SHADES = 12
ASIDE_PX = 0.5  # between a hair's lines, device pixels


class HairInk:
    """An overlay: the likeliest hair lies on top."""

    def __init__(self, hairs: Hairs) -> None:
        cost = hairs.cost
        low, high = float(cost.min()), float(cost.max())
        self.span = (low, high if high > low else low + 1.0)
        levels = LOSS.over(*self.span).levels(cost, SHADES).astype(int) * (LEVELS - 1) // (SHADES - 1)
        # of one shade each: every call to paint may have to wait for the interpreter
        self._paths: dict[int, QPainterPath] = {}
        for hair in np.argsort(-cost, kind="stable").tolist():
            path = self._paths.setdefault(int(levels[hair]), QPainterPath())
            for piece in hairs.pieces(hair):
                points = piece.tolist()
                path.moveTo(*points[0])
                for point in points[1:] or points:
                    path.lineTo(*point)
        self._box = QRectF(QPointF(hairs.x.min(), hairs.y.min()), QPointF(hairs.x.max(), hairs.y.max()))

    def box(self) -> Box:
        """See ``Overlay``."""
        return self._box.left(), self._box.top(), self._box.right(), self._box.bottom()

    def paint(self, painter: QPainter, seen: QRectF, theme: Theme, scale: float) -> None:
        """See ``Overlay``."""
        ratio = painter.device().devicePixelRatioF()
        colours = [QColor(*colour) for colour in nats_scale(theme).colours()]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # lines of one device pixel are painted twenty times as fast as any thicker ones; side by side they are as thick
        for _ in range(max(round(1.4 * ratio), 1)):
            for level, path in self._paths.items():
                painter.setPen(QPen(colours[level], 0))
                painter.drawPath(path)
            painter.translate(ASIDE_PX / scale, ASIDE_PX / scale)


class FuturesPanel(Panel):
    """Continuations as thin lines on the page, and their distance from one another as they go on."""

    name = "futures"
    about = (
        "What may come after the selected point: sampled continuations. Where they stay together the network is sure."
    )
    fills = "ways to go on from it appear on the page, and here how fast they part."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._hairs: Hairs | None = None
        self._line: InkLine | None = None
        self.hairs, self.points = QSpinBox(), QSpinBox()
        for field, words, value, least in ((self.hairs, "&Samples", HAIRS, 1), (self.points, "&Points", POINTS, 1)):
            field.setRange(least, MOST)
            field.setSingleStep(10)
            field.setValue(value)
            field.setAccessibleName(words.replace("&", ""))
            field.lineEdit().setAccessibleName(words.replace("&", ""))
            label = QLabel(words)
            label.setBuddy(field)
            self.tools.addWidget(label)
            self.tools.addWidget(field)
            field.valueChanged.connect(self._again)
        self.tools.addStretch(1)
        self.plots = Plots("How far apart the continuations are")
        plot = self.plots.add("points ahead", "apart, mm")
        self._curve = curve()
        plot.addItem(self._curve)
        plot.setLimits(yMin=0, xMin=0)
        self.legend = ScaleLegend(LOSS, "nats per point")
        self.caption = note()
        self.column.addWidget(self.plots, 1)
        self.column.addWidget(self.legend)
        self.column.addWidget(self.caption)
        self.plots.arrow.connect(lambda columns, _: context.selection.step(columns))
        context.companion.controls_changed.connect(self._again)

    def visit(self, line: InkLine, spot: Spot) -> None:
        """See ``Panel``."""
        context = self.context
        seed, controls = context.companion.seeds.seed, context.controls
        size = self.hairs.value(), self.points.value()
        if self._hairs is None:
            self.caption.setText("Sampling…")
        context.worker.ask(self.name, partial(_hairs, line, spot.row, seed, controls, *size), first=True)

    def dress(self, theme: Theme) -> None:
        """See ``Panel``."""
        self.plots.dress(theme)
        self.legend.set_theme(theme)
        self._curve.setPen(pen(theme.text, 1.6))
        self._key(theme)

    def done(self, name: str, result: object) -> None:
        """See ``Panel``."""
        self._line, self._hairs, ink, apart = cast("tuple[InkLine, Hairs, HairInk, np.ndarray]", result)
        self._span = ink.span
        self.context.marks.set_shape(self.name, ink)
        self._curve.setData(np.arange(len(apart)), apart)
        self._key(self.context.theme())
        best = int(self._hairs.cost.argmin())
        temperature = f"{self._hairs.controls.temperature:.2f}"
        said = f"{len(self._hairs.seeds)} continuations from point {self._hairs.row}, at temperature {temperature}. "
        said += (
            f"The most likely has seed {int(self._hairs.seeds[best])}: {sign(round(float(self._hairs.cost[best]), 2))}"
        )
        self.caption.setText(f"{said} nats per point. After {len(apart) - 1} points they are {apart[-1]:.1f} mm apart.")

    def picture(self) -> bytes | None:
        """See ``Panel``."""
        from inkapp.inspect.draw.futures import draw

        return draw(self._hairs, self._line) if self._hairs is not None and self._line is not None else None

    _span: tuple[float, float] = (0.0, 1.0)

    def _key(self, theme: Theme) -> None:
        scale: Scale = nats_scale(theme).over(*self._span)
        low, high = self._span
        ticks = [(value, sign(round(value, 2))) for value in (low, (low + high) / 2, high)]
        self.legend.set_scale(scale, "nats per point; faint: likely", ticks)

    @Slot()
    def _again(self, *_: object) -> None:
        if self.is_live:
            self._visit(self.context.selection.spot)


def _hairs(
    line: InkLine, row: int, seed: int, controls: Controls, hairs: int, points: int, stale: Stale
) -> tuple[InkLine, Hairs, HairInk, np.ndarray]:
    """Hairs, their shapes, and (points + 1,) how far they stand from their middle, mm, root mean square."""
    found = futures(line, row, seed, controls, hairs, points)
    apart = np.sqrt(found.x.var(axis=0) + found.y.var(axis=0))
    return line, found, HairInk(found), apart
