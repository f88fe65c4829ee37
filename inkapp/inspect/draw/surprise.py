"""The panel ``surprise``: a page's ink coloured by each point's loss, on one scale for all pages, and bars for strokes."""

from __future__ import annotations

import numpy as np

from inkapp.inspect.draw.axes import Axes, Span
from inkapp.inspect.draw.figure import MUTED, Figure
from inkapp.inspect.draw.numbers import csv_of
from inkapp.inspect.draw.page_view import box_of, fitted
from inkapp.inspect.draw.scale import LOSS, bar, sign
from inkapp.inspect.page import PageReading
from inkapp.inspect.panel_input import PanelInput
from inkapp.inspect.surprise import Surprise, surprise

WIDTH, TALLEST = 820.0, 700.0
LEFT, TOP = 20.0, 74.0
LOW, HIGH = -3.0, 3.0  # nats: the same colours on every page, so that pages can be compared; beyond, the ends'
BARS = 120.0  # px


def draw(found: Surprise, page: PageReading) -> bytes:
    """The panel as SVG. ``page``: whose lines were read."""
    view = fitted(box_of([(line.x, line.y) for line in page.lines], 3.0), LEFT, TOP, WIDTH, TALLEST)
    tall = max(view.height, 110.0)
    figure = Figure(LEFT + WIDTH + 92, TOP + tall + 70 + BARS + 50, "Where the network did not expect the ink")
    figure.text(20, 32, "Where the network did not expect the ink", size=18, bold=True)
    total = f"{sign(round(found.total, 2))} nats over {found.points} points, {sign(round(found.nats_per_point, 3))} per point"
    words = f"{total}; the density is over scaled offsets, so a loss may be negative. A line's first point has none."
    figure.text(20, 52, words, colour=MUTED)
    scale = LOSS.over(LOW, HIGH)
    for line in page.lines:
        loss = np.where(np.isnan(line.nats), LOW, line.nats)
        view.coloured(figure, line.x, line.y, line.lift, loss, scale, cased=False)
    view.frame(figure)
    ticks = [(LOW, f"≤ {sign(LOW)}"), (0.0, "0"), (HIGH, f"≥ {sign(HIGH)}")]
    bar(figure, LEFT + WIDTH + 16, TOP, min(tall, 220.0), scale, "nats of the point", ticks)
    _strokes(figure, found, TOP + tall + 62)
    return figure.svg()


def files(given: PanelInput) -> dict[str, bytes]:
    """The panel's files by extension: see ``inkapp.inspect.panel_list``."""
    found = surprise(given.page)
    rows = zip(
        found.line.tolist(),
        found.point.tolist(),
        found.stroke.tolist(),
        found.x.tolist(),
        found.y.tolist(),
        found.lift.astype(int).tolist(),
        found.nats.tolist(),
        strict=True,
    )
    table = csv_of(("line", "point", "stroke", "x_mm", "y_mm", "lift", "nats"), rows)
    return {".svg": draw(found, given.page), ".csv": table}


def _strokes(figure: Figure, found: Surprise, top: float) -> None:
    """A bar a stroke: its nats a point, as long to the right as it has points."""
    scored = [one for one in found.strokes if one.points]
    if not scored:
        return
    each = np.array([one.nats / one.points for one in scored])
    counts = np.array([one.points for one in scored])
    low, high = min(float(each.min()), 0.0), max(float(each.max()), 0.0)
    room = 0.08 * max(high - low, 0.1)
    axes = Axes(LEFT + 54, top, WIDTH - 54, BARS, Span(0, int(counts.sum()), whole=True), Span(low - room, high + room))
    figure.text(LEFT, top - 14, "Stroke by stroke, as wide as it has points", size=13, bold=True)
    axes.frame(figure, "points of the page with a loss", "nats per point")
    scale = LOSS.over(LOW, HIGH)
    names, level = scale.names(), scale.levels(each)
    ends_at = np.cumsum(counts)
    for one, value, shade, end in zip(scored, each, level, ends_at, strict=True):
        (x0, y0), (x1, y1) = axes.at([end - one.points, end], [0.0, value]).tolist()
        box = f"M{x0:.2f},{y0:.2f}V{y1:.2f}H{max(x1 - 1, x0 + 0.5):.2f}V{y0:.2f}Z"
        figure.path(box, fill=names[shade], label=f"stroke {one.stroke}: {one.nats:.2f} nats, {one.points} points")
    zero = float(axes.at(0, 0.0)[1])
    figure.line(axes.left, zero, axes.left + axes.width, zero, MUTED)
