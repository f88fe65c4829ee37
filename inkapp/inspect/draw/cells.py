"""The panel ``cells``: a heat map of cells × points for every layer and signal.

At most ``MOST_COLUMNS`` columns are drawn; of a longer line each stands for the mean of a few points, and the panel says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from inkapp.inspect.cells import SIGNALS, CellImage, cell_image
from inkapp.inspect.draw.axes import Axes, Span
from inkapp.inspect.draw.figure import MUTED, Figure
from inkapp.inspect.draw.numbers import npz_of
from inkapp.inspect.draw.png import indexed
from inkapp.inspect.draw.scale import SIGNED, Scale, bar, ends, sign
from inkapp.inspect.panel_input import PanelInput
from model.arrays import Float32Array

MOST_COLUMNS = 250
WIDTH, HEIGHT = 430.0, 230.0  # of a map, px
LEFT, TOP = 64.0, 92.0
ACROSS, DOWN = WIDTH + 62.0, HEIGHT + 40.0


def draw(images: Sequence[CellImage], alike: bool, colours: Scale = SIGNED) -> bytes:
    """The panel as SVG. ``images``: those of one line, a layer a column and a signal a row; ``alike``: like cells stand
    side by side, else as they are numbered. ``colours``: of low and high values."""
    layers = sorted({image.layer for image in images})
    signals = list(dict.fromkeys(image.signal.letter for image in images))
    n = images[0].values.shape[1]
    figure = Figure(LEFT + ACROSS * len(layers) + 52, TOP + DOWN * len(signals) + 34, "Cells over time")
    figure.text(20, 32, "Cells over time", size=18, bold=True)
    order = "like cells side by side" if alike else "in the order of their numbers (there is no table of cells)"
    thinned = -(-n // MOST_COLUMNS)
    more = f" Each column is the mean of {thinned} points." if thinned > 1 else ""
    figure.text(20, 52, f"The line last written, {n} points. A row is a cell, {order}.", colour=MUTED)
    figure.text(20, 68, f"Marks on top are lifts of the pen.{more}", colour=MUTED)
    for image in images:
        left = LEFT + ACROSS * layers.index(image.layer)
        row = signals.index(image.signal.letter)
        labels = (
            "point of the line" if row == len(signals) - 1 else "",
            ("row" if alike else "cell") if left == LEFT else "",
        )
        _map(figure, image, left, TOP + DOWN * row, thinned, labels, colours)
    for row, letter in enumerate(signals):
        signal = next(image.signal for image in images if image.signal.letter == letter)
        corner = LEFT + ACROSS * len(layers) - 44, TOP + DOWN * row
        words = "cut off there" if letter == "c" else "0 shut, 1 open" if letter in "ifo" else "as far as it can go"
        scale = colours.over(signal.low, signal.high)
        # c has a scale for each layer, named above its map
        ticks = [(scale.low, "low"), (0.0, "0"), (scale.high, "high")] if letter == "c" else ends(scale)
        bar(figure, *corner, HEIGHT, scale, words, ticks)
    return figure.svg()


def files(given: PanelInput) -> dict[str, bytes]:
    """The panel's files by extension: see ``inkapp.inspect.panel_list``."""
    sampler = given.line.reading.sampler
    layers = range(sampler.layers)
    orders: Sequence[Sequence[int] | None] = given.order or [None] * sampler.layers
    images = [cell_image(given.line, k, letter, orders[k]) for letter in SIGNALS for k in layers]
    numbers: dict[str, npt.ArrayLike] = {
        letter: np.stack([cell_image(given.line, k, letter).values for k in layers]) for letter in SIGNALS
    }
    shown = np.stack([image.order for image in images[: sampler.layers]])
    return {
        ".svg": draw(images, given.order is not None),
        ".npz": npz_of(numbers | {"order": shown, "lift": given.line.lift}),
    }


def _map(
    figure: Figure, image: CellImage, left: float, top: float, thinned: int, labels: tuple[str, str], colours: Scale
) -> None:
    units, n = image.values.shape
    scale = colours.over(image.signal.low, image.signal.high)
    pixels = scale.levels(_thin(image.shown, thinned))
    figure.image(left, top, WIDTH, HEIGHT, indexed(pixels, scale.colours()))
    axes = Axes(left, top, WIDTH, HEIGHT, Span(0, n), Span(units, 0))
    axes.frame(figure, *labels, grid=False)
    for end in np.flatnonzero(image.lift):
        x = float(axes.at(end + 0.5, 0)[0])
        figure.line(x, top - 6, x, top - 1, MUTED)
    name, low, high = image.signal.name, sign(image.signal.low), sign(image.signal.high)
    figure.text(left, top - 10, f"Layer {image.layer}, {name}, from {low} to {high}", bold=True)


def _thin(values: Float32Array, by: int) -> Float32Array:
    """(units, ⌈n / by⌉): means over ``by`` columns, the last over what is left."""
    if by == 1:
        return values
    starts = np.arange(0, values.shape[1], by)
    counts = np.diff(np.append(starts, values.shape[1]))
    return np.asarray(np.add.reduceat(values, starts, axis=1) / counts, dtype=np.float32)
