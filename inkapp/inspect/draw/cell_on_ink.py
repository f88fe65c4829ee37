"""The panel ``cell-on-ink``: a page's ink in the colours of one cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inkapp.inspect.cells import SIGNALS, Signal, cell_values
from inkapp.inspect.draw.figure import MUTED, Figure
from inkapp.inspect.draw.numbers import csv_of
from inkapp.inspect.draw.page_view import box_of, fitted
from inkapp.inspect.draw.scale import SIGNED, Scale, bar, ends, reach
from inkapp.inspect.page import InkLine
from inkapp.inspect.panel_input import PanelInput

WIDTH, TALLEST = 820.0, 900.0
LEFT, TOP = 20.0, 90.0


def draw(
    lines: Sequence[InkLine],
    values: Sequence[npt.ArrayLike],
    signal: Signal,
    layer: int,
    cell: int,
    known: str = "",
    colours: Scale = SIGNED,
) -> bytes:
    """The panel as SVG. ``values``: of each line (n,), the cell's signal after each point. ``known``: what the table of cells
    says of it, one short sentence or nothing. ``colours``: of low and high values."""
    box = box_of([(line.x, line.y) for line in lines], 3.0)
    view = fitted(box, LEFT, TOP, WIDTH, TALLEST)
    tall = max(view.height, 110.0)
    figure = Figure(LEFT + WIDTH + 92, TOP + tall + 30, f"Cell {layer},{cell} on the ink")
    figure.text(20, 32, f"Cell {layer},{cell} on the ink", size=18, bold=True)
    most = max(reach(of_line) for of_line in values)
    scale = colours.over(0.0, 1.0) if signal.low == 0 else colours.over(-most, most)
    said = f"Layer {layer}, cell {cell} (both from 0): its {signal.name} after each point."
    figure.text(20, 52, said, colour=MUTED)
    figure.text(20, 69, known, colour=MUTED)
    for line, of_line in zip(lines, values, strict=True):
        view.coloured(figure, line.x, line.y, line.lift, np.asarray(of_line), scale)
    view.frame(figure)
    bar(figure, LEFT + WIDTH + 16, TOP, min(tall, 240.0), scale, signal.name, ends(scale))
    return figure.svg()


def files(given: PanelInput) -> dict[str, bytes]:
    """The panel's files by extension: see ``inkapp.inspect.panel_list``."""
    chosen = given.cell
    values = [cell_values(line, chosen.layer, chosen.signal, chosen.cell) for line in given.page.lines]
    svg = draw(given.page.lines, values, SIGNALS[chosen.signal], chosen.layer, chosen.cell, chosen.words)
    rows = (
        (
            number,
            point,
            int(line.stroke[point]),
            float(line.x[point]),
            float(line.y[point]),
            int(line.lift[point]),
            value,
        )
        for number, (line, of_line) in enumerate(zip(given.page.lines, values, strict=True))
        for point, value in enumerate(of_line.tolist())
    )
    return {".svg": svg, ".csv": csv_of(("line", "point", "stroke", "x_mm", "y_mm", "lift", "value"), rows)}
