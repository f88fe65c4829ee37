"""The panel ``futures``: continuations from one point, coloured by their loss, the likeliest on top."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from inkapp.inspect.draw.figure import INK, MUTED, Figure, paths_of
from inkapp.inspect.draw.numbers import npz_of
from inkapp.inspect.draw.page_view import box_of, fitted
from inkapp.inspect.draw.scale import LOSS, bar, ends
from inkapp.inspect.futures import Hairs, futures
from inkapp.inspect.page import InkLine
from inkapp.inspect.panel_input import PanelInput

WIDTH, TALLEST = 820.0, 620.0
LEFT, TOP = 20.0, 74.0
BESIDE = 2.5  # of the hairs' reach: how much of the ink before them is shown


def draw(hairs: Hairs, line: InkLine) -> bytes:
    """The panel as SVG. ``line``: that they go on from."""
    count, points = hairs.nats.shape
    view = fitted(box_of([(hairs.x, hairs.y), *_ink_beside(hairs, line)], 3.0), LEFT, TOP, WIDTH, TALLEST)
    tall = max(view.height, 130.0)
    figure = Figure(LEFT + WIDTH + 92, TOP + tall + 34, "Futures")
    figure.text(20, 32, "Futures", size=18, bold=True)
    seeds = f"seeds {hairs.seeds[0]} to {hairs.seeds[-1]}, temperature {hairs.controls.temperature:g}"
    words = f"{count} continuations of {points} points from point {hairs.row} of the line; {seeds}."
    figure.text(20, 52, words, colour=MUTED)
    cost = hairs.cost
    low, high = float(cost.min()), float(cost.max())
    scale = LOSS.over(low, high if high > low else low + 1.0)
    names, level = scale.names(), scale.levels(cost)
    for hair in np.argsort(-cost, kind="stable"):
        pieces = [view.at(*piece.T) for piece in hairs.pieces(int(hair))]
        words = f"seed {hairs.seeds[hair]}: {cost[hair]:.2f} nats per point"
        figure.path(paths_of(pieces), line=names[level[hair]], width=1.0, label=words)
    view.ink(figure, line, INK, until=hairs.row + 1)
    view.mark(figure, float(hairs.x[0, 0]), float(hairs.y[0, 0]), INK, 4.0, "#ffffff")
    view.frame(figure)
    bar(figure, LEFT + WIDTH + 16, TOP, min(tall, 220.0), scale, "nats per point", ends(scale))
    return figure.svg()


def files(given: PanelInput) -> dict[str, bytes]:
    """The panel's files by extension: see ``inkapp.inspect.panel_list``."""
    hairs = futures(given.line, given.row, given.seed, given.controls)
    numbers: dict[str, npt.ArrayLike] = {
        "x_mm": hairs.x,
        "y_mm": hairs.y,
        "lift": hairs.lift,
        "nats": hairs.nats,
        "seeds": hairs.seeds,
        "temperature": hairs.controls.temperature,
    }
    return {".svg": draw(hairs, given.line), ".npz": npz_of(numbers)}


def _ink_beside(hairs: Hairs, line: InkLine) -> list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    """The ink up to the point, as far away as ``BESIDE`` times the hairs go: beside a long line they would be a blot."""
    x, y = line.x[: hairs.row + 1], line.y[: hairs.row + 1]
    tip = hairs.x[0, 0], hairs.y[0, 0]
    reach = BESIDE * float(np.quantile(np.hypot(hairs.x - tip[0], hairs.y - tip[1]).max(axis=1), 0.9))
    near = np.hypot(x - tip[0], y - tip[1]) <= reach
    return [(x[near], y[near])]
