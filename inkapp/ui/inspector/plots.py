"""pyqtgraph plots in the theme's colours that report the pointer. No other module imports pyqtgraph, which loads slowly."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from inkapp.inspect.draw.axes import power_of_ten
from inkapp.inspect.draw.scale import Scale
from inkapp.ui.chrome.theme import Theme
from inkapp.ui.handlers import guard_handlers

pg.setConfigOptions(imageAxisOrder="row-major", antialias=True)  # curves of 1 px are drawn far faster than wider ones

SHADES = 256
AXIS, BARE, TALL = 37, 6, 10_000  # pixels high: an x axis with and without words, and a plot that has all it wants
LEAST, KEY = 120, 50  # pixels high: a plot with its axes, at least, and about its curves' names
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Axis(pg.AxisItem):  # type: ignore[misc]
    """Numbers with a real minus; ``counts``: of things that are counted, so that none stands between two of them."""

    def __init__(self, side: str, *, counts: bool = False) -> None:
        super().__init__(side)
        self._counts = counts

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """See pyqtgraph."""
        levels = super().tickSpacing(low, high, size)
        whole = [level for level in levels if level[0] >= 1]
        return (whole or [(1, 0)]) if self._counts else levels

    def logTickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Powers of ten all along, where pyqtgraph has 0.01 beside 10⁻⁶."""
        return [power_of_ten(round(value)) if abs(value - round(value)) < 1e-6 else "" for value in values]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """See pyqtgraph."""
        return [words.replace("-", "−") for words in super().tickStrings(values, scale, spacing)]


@guard_handlers
class Plots(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """Plots one under another.

    Signals: ``pointed`` (number of the plot, x, y in its own terms), ``left`` (the pointer points nowhere any more),
    ``clicked`` (as ``pointed``), ``arrow`` (columns and rows that an arrow key goes).
    """

    pointed = Signal(int, float, float)
    left = Signal()
    clicked = Signal(int, float, float)
    arrow = Signal(int, int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots: list[Any] = []
        self.setAccessibleName(name)
        self.setMinimumSize(120, 80)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAccessibleName(name)
        self.ci.layout.setContentsMargins(0, 8, 8, 0)
        self.ci.layout.setSpacing(4)
        self.scene().sigMouseMoved.connect(self._moved)
        self.scene().sigMouseClicked.connect(self._clicked)

    def sizeHint(self) -> QSize:
        return QSize(400, 300)

    def add(self, x_words: str, y_words: str) -> Any:
        """A plot under those that are there, its axes named; without ``x_words`` it shares the x axis of the next. Along x
        lies what is counted."""
        axes = {"bottom": Axis("bottom", counts=True), "left": Axis("left")}
        plot = self.addPlot(row=2 * len(self.plots) + 1, col=0, axisItems=axes)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setLabel("bottom", x_words or None)
        plot.setLabel("left", y_words)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=-4)
        plot.getAxis("left").setWidth(52)
        self.plots.append(plot)
        self.setMinimumHeight(LEAST * len(self.plots))
        bottom, high = plot.getAxis("bottom"), TALL
        if not x_words:
            bottom.setStyle(showValues=False)
            bottom.setHeight(BARE)
            high -= AXIS - BARE
        self.ci.layout.setRowPreferredHeight(2 * len(self.plots) - 1, high)  # more than there is: all get alike
        return plot

    def key(self, plot: Any, columns: int) -> Any:
        """Names of a plot's curves, above it, in so many columns."""
        made = pg.LegendItem(labelTextSize="8pt", verSpacing=-8, horSpacing=10, colCount=columns, pen=None, brush=None)
        plot.legend = made  # so that it hears of the plot's curves
        self.setMinimumHeight(self.minimumHeight() + KEY)
        self.addItem(made, row=2 * self.plots.index(plot), col=0)
        return made

    def dress(self, theme: Theme) -> None:
        """The theme's colours for the ground and all axes."""
        self.setBackground(theme.surface)
        for plot in self.plots:
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(pg.mkPen(theme.border))
                axis.setTextPen(pg.mkPen(theme.muted))
                axis.labelStyle = {"color": theme.muted.name()}
                axis.setLabel(axis.labelText)

    def event(self, event: QEvent) -> bool:
        """Arrow keys are its own, although a ghost would have one of them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_arrow(event):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys step."""
        if _is_arrow(event):
            self.arrow.emit(*_ARROWS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        super().leaveEvent(event)
        self.left.emit()

    def _at(self, scene: QPointF) -> tuple[int, float, float] | None:
        for number, plot in enumerate(self.plots):
            if plot.vb.sceneBoundingRect().contains(scene):
                there = plot.vb.mapSceneToView(scene)
                return number, there.x(), there.y()
        return None

    def _moved(self, scene: QPointF) -> None:
        at = self._at(scene)
        if at is None:
            self.left.emit()
        else:
            self.pointed.emit(*at)

    def _clicked(self, event: Any) -> None:
        at = self._at(event.scenePos())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(*at)


def lut(scale: Scale) -> npt.NDArray[np.uint8]:
    """A scale as a table of colours, (SHADES, 3)."""
    return np.array(scale.colours(SHADES), dtype=np.uint8)


def image(scale: Scale) -> Any:
    """An image item that shows numbers in a scale's colours."""
    made = pg.ImageItem()
    made.setAutoDownsample(True)
    made.setLookupTable(lut(scale))
    return made


def recolour(shown: Any, scale: Scale) -> None:
    """Other colours for the same numbers."""
    shown.setLookupTable(lut(scale))


def rule(vertical: bool = True) -> Any:
    """A line from edge to edge."""
    made = pg.InfiniteLine(angle=90 if vertical else 0, movable=False)
    made.setZValue(10)
    return made


def pen(colour: Any, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> Any:
    """A pen of so many pixels."""
    return pg.mkPen(color=colour, width=width, style=style)


def curve(name: str | None = None) -> Any:
    """A line through points."""
    return pg.PlotCurveItem(name=name)


def bars() -> Any:
    """Upright bars."""
    return pg.BarGraphItem(x=[], height=[], width=0.8)


def _is_arrow(event: QKeyEvent) -> bool:
    return event.key() in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
