"""The panel ``gradient``: how much a point's loss depends on what came before, on the ink and as a curve over distance."""

from __future__ import annotations

import math

import numpy as np

from inkapp.inspect.draw.axes import Axes, Span, power_of_ten
from inkapp.inspect.draw.figure import INK, MUTED, Figure, text_width
from inkapp.inspect.draw.numbers import csv_of
from inkapp.inspect.draw.page_view import box_of, fitted
from inkapp.inspect.draw.scale import LOSS, bar, sign
from inkapp.inspect.gradient import FlowBack, how_far_back, lab_networks
from inkapp.inspect.page import InkLine
from inkapp.inspect.panel_input import PanelInput

WIDTH, TALLEST = 820.0, 420.0
LEFT, TOP = 20.0, 92.0
CURVES = 260.0
COLOURS = ("#1f4e79", "#c8791b", "#3d1466", "#5fa37c")  # of layers: dark and light in turn; dashes tell signals apart
WIDTHS = (1.5, 2.5)  # of layers, too, so that nothing hangs on colour
DECADES = 4.0  # of the colours on the ink
DASHES = ("", "1.5 4", "7 4", "10 3 2 3")  # of networks, beside the colours
LAB_NAMES = {"lab-rnn": "tanh network", "lab-lstm": "LSTM", "lab-gru": "GRU"}


def draw(flow: FlowBack, line: InkLine) -> bytes:
    """The panel as SVG. ``line``: whose points were gone back over."""
    shown = slice(None, flow.row + 1)
    view = fitted(box_of([(line.x[shown], line.y[shown])], 3.0), LEFT, TOP, WIDTH, TALLEST)
    tall = max(view.height, 110.0)
    layers = flow.hidden.shape[1]
    states = TOP + tall + 74 + CURVES + 60 + 20 * layers
    figure = Figure(LEFT + WIDTH + 92, states + (CURVES + 132 if flow.lab else 0), "How far back")
    figure.text(20, 32, "How far back", size=18, bold=True)
    half = flow.half()
    points = "point" if half == 1 else f"{half} points"
    reach = f" Half of it lies in the last {points}." if half else ""
    words = f"What the density of point {flow.row} of the line depends on (ring; its loss is {sign(round(flow.nats, 2))} nats)."
    figure.text(20, 52, words, colour=MUTED)
    words = f"On the ink: how fast log p changes when the way to a point is moved, nats per mm.{reach}"
    figure.text(20, 69, words, colour=MUTED)
    top = math.ceil(math.log10(max(float(flow.moved.max()), 1e-12)))
    moved = np.log10(np.maximum(flow.moved[::-1], 1e-300))
    scale = LOSS.over(top - DECADES, top)
    lift = line.lift[: flow.row]
    view.coloured(figure, line.x[: flow.row], line.y[: flow.row], lift, moved, scale, cased=False)
    view.mark(figure, float(line.x[flow.row]), float(line.y[flow.row]), INK, 4.5, "#ffffff")
    view.frame(figure)
    ticks = [(top - DECADES + k, f"{'≤ ' if k == 0 else ''}{power_of_ten(int(top - DECADES + k))}") for k in range(5)]
    bar(figure, LEFT + WIDTH + 16, TOP, min(tall, 220.0), scale, "nats per mm", ticks)
    _curves(figure, flow, TOP + tall + 66)
    if flow.lab:
        _beside(figure, flow, states + 44)
    return figure.svg()


def files(given: PanelInput) -> dict[str, bytes]:
    """The panel's files by extension: see ``inkapp.inspect.panel_list``."""
    flow = how_far_back(given.line, given.row, lab_networks())
    layers = range(flow.hidden.shape[1])
    names = [f"{part}{k}_nats" for part in ("h", "c", "direct") for k in layers]
    norms = np.concatenate((flow.hidden, flow.cell, flow.direct), axis=1)
    # at distance 0 stands the state just before the point; a point stands at 1, with the state before it
    points = zip(flow.x.tolist(), flow.y.tolist(), flow.moved.tolist(), strict=True)
    others = [moved.tolist() for _, moved in flow.lab]
    rows = [(0, "", "", "", *norms[0].tolist(), *("" for _ in others))]
    rows += [(k, *point, *norms[k].tolist(), *(o[k - 1] for o in others)) for k, point in enumerate(points, start=1)]
    names += [f"{name}_nats_per_mm" for name, _ in flow.lab]
    return {
        ".svg": draw(flow, given.line),
        ".csv": csv_of(("distance", "x_mm", "y_mm", "nats_per_mm", *names), rows),
    }


def _curves(figure: Figure, flow: FlowBack, top: float) -> None:
    figure.text(LEFT, top - 14, "Length of the gradient of log p, by the distance", size=13, bold=True)
    most = max(float(part.max()) for part in (flow.hidden, flow.cell))
    high = 10.0 ** math.ceil(math.log10(max(most, 1e-12)))
    least = min(float(part[part > 0].min(initial=high)) for part in (flow.hidden, flow.cell, flow.direct))
    low = 10.0 ** max(math.floor(math.log10(least)), math.log10(high) - 8)
    n = len(flow.hidden) - 1
    axes = Axes(
        LEFT + 54, top, WIDTH - 54, CURVES, Span(0, max(n, 1), whole=True), Span(min(low, high / 10), high, log=True)
    )
    axes.frame(figure, "points back from the point (0: the state just before it)", "nats per unit of h or c")
    distance = np.arange(n + 1)
    foot = top + CURVES + 56
    for k in range(flow.hidden.shape[1]):
        colour = COLOURS[k % len(COLOURS)]
        x = LEFT + 54.0
        figure.text(x, foot + 20 * k, f"Layer {k}", size=11, bold=True)
        x += 66
        width = WIDTHS[k % len(WIDTHS)]
        for part, dashes, name in (
            (flow.hidden, "", "h"),
            (flow.cell, "7 4", "c"),
            (flow.direct, "1.5 4", "c through forget gates alone (the error carousel)"),
        ):
            axes.curve(figure, distance, part[:, k], colour, width, dashes)
            y = foot + 20 * k - 4
            figure.path(f"M{x},{y}h34", line=colour, width=width, dashes=dashes)
            figure.text(x + 42, foot + 20 * k, name, size=11)
            x += 62 + text_width(name, 11)


def _beside(figure: Figure, flow: FlowBack, top: float) -> None:
    """The same length for the lab's networks, over the points that all of them read."""
    figure.text(LEFT, top - 14, "The same line read by other networks: log p by the way to a point", size=13, bold=True)
    curves = [("the network that writes", flow.moved), *flow.lab]
    most = max(float(moved.max()) for _, moved in curves)
    high = 10.0 ** math.ceil(math.log10(max(most, 1e-12)))
    axes = Axes(
        LEFT + 54, top, WIDTH - 54, CURVES, Span(0, max(flow.row, 1), whole=True), Span(high * 1e-6, high, log=True)
    )
    axes.frame(figure, "points back", "nats per mm")
    x, foot = LEFT + 54.0, top + CURVES + 56
    for (name, moved), (colour, dashes) in zip(curves, zip(COLOURS, DASHES, strict=True), strict=False):
        axes.curve(figure, flow.distance, moved, colour, 1.8, dashes)
        figure.path(f"M{x},{foot - 4}h34", line=colour, width=1.8, dashes=dashes)
        figure.text(x + 42, foot, LAB_NAMES.get(name, name), size=11)
        x += 62 + text_width(LAB_NAMES.get(name, name), 11)
    words = "The small ones have one layer of some 80,000 parameters; each gradient is of its own prediction."
    figure.text(LEFT + 54, foot + 20, words, size=11, colour=MUTED)
