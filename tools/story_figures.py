"""Two figures of the story that a panel of the inspector would not explain: a few cells' memory, and futures of two points."""

from __future__ import annotations

import numpy as np

from inkapp.inspect.cells import cell_image
from inkapp.inspect.draw.axes import Axes, Span
from inkapp.inspect.draw.figure import ACCENT, INK, MUTED, Figure, paths_of
from inkapp.inspect.draw.page_view import box_of, fitted
from inkapp.inspect.draw.png import indexed
from inkapp.inspect.draw.scale import SIGNED, bar, ends
from inkapp.inspect.futures import futures
from inkapp.inspect.page import InkLine

WIDTH, LEFT = 820.0, 64.0
CELLS = 40
ROW = 11.0  # px of a cell's row
POINTS = 8  # of each future: more of them and all cross


def memory(line: InkLine) -> bytes:
    """``CELLS`` cells of the top layer as SVG: c over the line, from those that change least to those that change most.

    Each row is divided by its own largest |c|, or the many cells that stay small would all look alike.
    """
    values = cell_image(line, line.reading.sampler.layers - 1, "c").values
    shown = values / np.abs(values).max(axis=1, keepdims=True)
    slowest = np.argsort(np.abs(np.diff(shown, axis=1)).mean(axis=1), kind="stable")
    rows = slowest[np.linspace(0, len(slowest) - 1, CELLS).round().astype(int)]
    top, height = 176.0, CELLS * ROW
    figure = Figure(LEFT + WIDTH + 92, top + height + 44, "Forty cells over a line")
    figure.text(20, 32, "Forty cells over a line", size=18, bold=True)
    words = (
        "Memory c of 40 of the 512 cells of the second layer, each over its own largest value; the steadiest on top."
    )
    figure.text(20, 52, words, colour=MUTED)
    view = fitted(box_of([(line.x, line.y)], 1.0), LEFT, 66, WIDTH, 76)
    view.ink(figure, line)
    figure.text(LEFT, top - 14, "Marks: the pen lifts.", size=11, colour=MUTED)
    scale = SIGNED.over(-1.0, 1.0)
    figure.image(LEFT, top, WIDTH, height, indexed(scale.levels(shown[rows]), scale.colours()))
    axes = Axes(LEFT, top, WIDTH, height, Span(0, len(line), whole=True), Span(CELLS, 0, whole=True))
    axes.frame(figure, "point of the line", "cell, the steadiest first", grid=False)
    for end in np.flatnonzero(line.lift):
        x = float(axes.at(end + 0.5, 0)[0])
        figure.line(x, top - 8, x, top - 1, INK, 1.5)
    bar(figure, LEFT + WIDTH + 16, top, 220.0, scale, "of its largest value", ends(scale))
    return figure.svg()


def two_futures(line: InkLine, inside: int, after: int) -> bytes:
    """Fifty short futures from point ``inside`` of a letter and from point ``after`` one, at one scale, as SVG."""
    drawn = [
        (futures(line, row, points=POINTS), words)
        for row, words in ((inside, "Inside a letter"), (after, "At its end"))
    ]
    far = max(float(np.quantile(np.hypot(h.x - h.x[0, 0], h.y - h.y[0, 0]).max(axis=1), 0.9)) for h, _ in drawn)
    wide, high = (WIDTH - 30) / 2, 250.0
    figure = Figure(WIDTH + 40, 96 + high + 36, "Fifty futures from two points")
    figure.text(20, 32, "Fifty futures from two points", size=18, bold=True)
    words = f"The next {POINTS} points, fifty times; seeds 0 to 49, temperature 0.5, both at one scale."
    figure.text(20, 52, words, colour=MUTED)
    for k, (hairs, words) in enumerate(drawn):
        x, y = float(hairs.x[0, 0]), float(hairs.y[0, 0])
        half = 0.55 * far
        view = fitted((x - 0.55 * far, y - half, x + 1.25 * far, y + half), 20 + k * (wide + 30), 96, wide, high)
        figure.text(view.left, 84, f"{words} (point {hairs.row})", bold=True)
        for hair in range(len(hairs.seeds)):
            pieces = [cut for piece in hairs.pieces(hair) for cut in view.inside(view.at(*piece.T))]
            figure.path(paths_of(pieces), line=ACCENT, width=1.2, opacity=0.5)
        view.ink(figure, line, INK, until=hairs.row + 1)
        view.mark(figure, x, y, INK, 4.5, "#ffffff")
        view.frame(figure)
    return figure.svg()
