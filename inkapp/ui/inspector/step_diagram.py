"""The network as a diagram: input row, layers with their gates, mixture; each box with the numbers of one step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inkapp.inspect.draw.scale import sign
from inkapp.inspect.step import LayerStep, OneStep
from inkapp.ui.chrome.theme import LIGHT, Theme
from inkapp.ui.handlers import guard_handlers
from model.arrays import Float32Array
from model.input_rows import COLUMNS

ROW, LAYER, MIXTURE = 78.0, 236.0, 124.0  # pixels high
GAP, EDGE = 22.0, 4.0  # between boxes, and beside them
BINS = 21
GATES = (("i", "input gate", 0.0), ("f", "forget gate", 0.0), ("o", "output gate", 0.0), ("g", "candidate", -1.0))


@guard_handlers
class StepDiagram(QWidget):
    """Paints one step as wide as there is room; one cell of each layer has its equations written out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._step: OneStep | None = None
        self._cells: Sequence[int] = ()
        self._words: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(260)

    def sizeHint(self) -> QSize:
        layers = len(self._step.layers) if self._step is not None else 2
        return QSize(400, round(ROW + layers * (LAYER + GAP) + MIXTURE + GAP + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self.sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_step(self, step: OneStep, cells: Sequence[int], words: Sequence[str]) -> None:
        """A step; ``cells``: the cell of each layer whose equations are written out, ``words``: what is said of each."""
        grows = self._step is None or len(self._step.layers) != len(step.layers)
        self._step, self._cells, self._words = step, cells, words
        if grows:
            self.updateGeometry()
        self.setAccessibleDescription(f"Point {step.row}; {'; '.join(self._equations())}")
        self.update()

    def _equations(self) -> list[str]:
        step = self._step
        return [line for k, n in zip(step.layers, self._cells, strict=True) for line in _filled(k, n)] if step else []

    def paintEvent(self, event: QPaintEvent) -> None:
        """From top to bottom."""
        step, painter = self._step, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if step is None:
            return
        self._small = QFont(self.font())
        self._small.setPointSizeF(max(self.font().pointSizeF() * 0.85, 6.0))
        wide = self.width() - 2 * EDGE
        box = QRectF(EDGE, 2.0, wide, ROW)
        self._row(painter, box, step)
        for number, layer in enumerate(step.layers):
            below = QRectF(EDGE, box.bottom() + GAP, wide, LAYER)
            self._arrow(painter, box, below, "x" if number == 0 else f"h′ of layer {number - 1}, and x")
            self._layer(painter, below, layer, number)
            box = below
        below = QRectF(EDGE, box.bottom() + GAP, wide, MIXTURE)
        self._arrow(painter, box, below, "h′ of all layers")
        self._mixture(painter, below, step)

    def _frame(self, painter: QPainter, box: QRectF, title: str, beside: str = "") -> None:
        theme = self._theme
        painter.setPen(QPen(theme.border, 1))
        painter.setBrush(theme.field)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(theme.text)
        painter.drawText(box.topLeft() + QPointF(10, 18), title)
        x = 10 + painter.fontMetrics().horizontalAdvance(title) + 10
        self._text(painter, box.topLeft() + QPointF(x, 18), beside, theme.muted, box.width() - x - 8)

    def _text(self, painter: QPainter, at: QPointF, words: str, colour: QColor, room: float) -> None:
        painter.setFont(self._small)
        painter.setPen(colour)
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(round(room), 10))
        painter.drawText(at, cut)

    def _arrow(self, painter: QPainter, above: QRectF, below: QRectF, words: str) -> None:
        theme, x = self._theme, above.center().x()
        painter.setPen(QPen(theme.muted, 1.5))
        painter.drawLine(QPointF(x, above.bottom() + 2), QPointF(x, below.top() - 5))
        painter.setBrush(theme.muted)
        painter.setPen(Qt.PenStyle.NoPen)
        tip = QPointF(x, below.top() - 1)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-4, -7), tip + QPointF(4, -7)]))
        self._text(painter, QPointF(x + 12, above.bottom() + GAP / 2 + 4), words, theme.muted, above.right() - x - 16)

    def _row(self, painter: QPainter, box: QRectF, step: OneStep) -> None:
        loss = f"loss {sign(round(step.nats, 2))} nats" if step.nats == step.nats else "its line's first: no loss"
        self._frame(painter, box, f"The row of point {step.row}", loss)
        columns = len(step.given)
        first = 84.0
        each = (box.width() - first - 8) / columns
        for k in range(columns):
            x = box.left() + first + k * each
            self._text(painter, QPointF(x, box.top() + 36), COLUMNS[k], self._theme.muted, each)
            for y, values in ((52, step.given), (68, step.scaled)):
                self._text(painter, QPointF(x, box.top() + y), _two(float(values[k])), self._theme.text, each)
        for y, words in ((52, "in spreads"), (68, "x, scaled")):
            self._text(painter, QPointF(box.left() + 10, box.top() + y), words, self._theme.muted, first - 12)

    def _layer(self, painter: QPainter, box: QRectF, layer: LayerStep, number: int) -> None:
        cell = self._cells[number]
        self._frame(painter, box, f"Layer {number}", f"{len(layer.input)} cells; histograms of their values")
        gates = (layer.input, layer.forget, layer.output, layer.candidate)
        each = (box.width() - 16) / 4
        for k, ((letter, words, low), values) in enumerate(zip(GATES, gates, strict=True)):
            area = QRectF(box.left() + 10 + k * each, box.top() + 28, each - 8, 66)
            self._bars(painter, area, f"{letter}  {words}", values, low, 1.0, cell)
        each = (box.width() - 16) / 2
        states = (("c′  memory", layer.cell_after, layer.reach), ("h′  output", layer.hidden_after, 1.0))
        for k, (words, values, reach) in enumerate(states):
            area = QRectF(box.left() + 10 + k * each, box.top() + 104, each - 8, 62)
            self._bars(painter, area, words, values, -reach, reach, cell)
        room = box.width() - 20
        said = f"Cell {cell}: {self._words[number]}"
        self._text(painter, QPointF(box.left() + 10, box.top() + 186), said, self._theme.accent, room)
        for k, line in enumerate(_filled(layer, cell)):
            at = QPointF(box.left() + 10, box.top() + 206 + 18 * k)
            self._text(painter, at, line, self._theme.text, room)

    def _bars(
        self, painter: QPainter, box: QRectF, title: str, values: Float32Array, low: float, high: float, cell: int
    ) -> None:
        """A histogram of all cells' values, (cells,), and a mark at the followed one's."""
        theme = self._theme
        self._text(painter, box.topLeft() + QPointF(0, 10), title, theme.text, box.width())
        counts, _ = np.histogram(np.clip(values, low, high), bins=BINS, range=(low, high))
        top, foot = box.top() + 16, box.bottom() - 14
        each = box.width() / BINS
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ghost)
        for k, share in enumerate(np.sqrt(counts / counts.max()).tolist()):  # roots, so that few are seen beside many
            high_px = share * (foot - top)
            painter.drawRect(QRectF(box.left() + k * each, foot - high_px, max(each - 0.7, 0.7), high_px))
        painter.setPen(QPen(theme.border, 1))
        painter.drawLine(QPointF(box.left(), foot), QPointF(box.right(), foot))
        x = box.left() + (min(max(float(values[cell]), low), high) - low) / (high - low) * box.width()
        painter.setPen(QPen(theme.accent, 2))
        painter.drawLine(QPointF(x, top), QPointF(x, foot + 2))
        ends = painter.fontMetrics()
        self._text(painter, QPointF(box.left(), foot + 12), sign(low), theme.muted, box.width())
        self._text(
            painter, QPointF(box.right() - ends.horizontalAdvance(sign(high)), foot + 12), sign(high), theme.muted, 40
        )

    def _mixture(self, painter: QPainter, box: QRectF, step: OneStep) -> None:
        found, theme = step.next, self._theme
        self._frame(painter, box, "The mixture it predicts", "p(x, y) = Σ π N(x, y; μ, σ, ρ)")
        heavy = np.argsort(-found.before.weights, kind="stable")[:4]
        weights = ",  ".join(f"π{_low(int(m))} = {found.before.weights[m]:.2f}" for m in heavy)
        drawn = found.sampled
        m, mix = drawn.component, found.before
        lines = (
            f"heaviest:  {weights}",
            f"the pen lifts after it:  σ(e) = {found.lift:.3f}",
            f"sampled at temperature {found.controls.temperature:.2f}:  component {m}, π = {mix.weights[m]:.2f}",
            f"μ = ({_two(mix.mean_x[m])}, {_two(mix.mean_y[m])}),  σ = ({_two(mix.std_x[m])}, {_two(mix.std_y[m])}),"
            f"  ρ = {_two(mix.correlation[m])}",
            f"dx = {_two(drawn.dx)}, dy = {_two(drawn.dy)} spreads, pen {'up' if drawn.lift else 'down'}:"
            f"  {sign(round(drawn.nats, 2))} nats",
        )
        for k, words in enumerate(lines):
            at = QPointF(box.left() + 10, box.top() + 38 + 18 * k)
            self._text(painter, at, words, theme.text, box.width() - 20)


def _filled(layer: LayerStep, n: int) -> tuple[str, str]:
    """A cell's two equations with its values."""
    f, c, i, g = (_in(float(part[n])) for part in (layer.forget, layer.cell, layer.input, layer.candidate))
    o, new, out = _in(float(layer.output[n])), float(layer.cell_after[n]), float(layer.hidden_after[n])
    return (
        f"c′ = f·c + i·g = {f}·{c} + {i}·{g} = {_two(new)}",
        f"h′ = o·tanh c′ = {o}·tanh({_two(new)}) = {_two(out)}",
    )


def _two(value: float) -> str:
    """Two digits and a real minus; no minus before nothing."""
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "−")


def _in(value: float) -> str:
    """A factor: in brackets where it is below 0."""
    return f"({_two(value)})" if round(value, 2) < 0 else _two(value)


def _low(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
