"""The survey's figures: each feature's best cell beside its rivals, and single cells over ink that the network wrote.

The data set's ink is never drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from lab.cells import conclusions, scores, shapes
from lab.cells.features import COLUMN, FEATURES, measure
from lab.cells.ranking import Ranked
from lab.cells.survey import Survey
from lab.findings.figure import STYLE
from model.activations import read_line
from model.arrays import Float64Array
from model.sampler import Sampler
from model.strokes import RowArray
from model.trace import Controls

SHADES = (("#c4c4c4", 0.9), ("#8f8f8f", 1.3), ("#505050", 1.8), ("#000000", 2.4))  # from low to high
MARKS = {  # sign, shade and size of each rival; the bar is taller than a cell's dot, to be seen where both say the same
    "projections": ("x", "#555555", 7),
    "untrained": ("^", "#888888", 7),
    "rows": ("|", "#000000", 15),
}
SEED, SKIP, SHOWN = 7, 60, 170  # of the ink in the figures: rows left out, while a style is found, and rows shown
RARE = ("ascender", "descender")
TRIED = 20
A_PAGE = 6  # cells in one file


def sample(sampler: Sampler) -> RowArray:
    """Ink that the network wrote from nothing, (SKIP + SHOWN, inputs); the same for the same weights.

    Of ``TRIED`` seeds that whose ink shows the rarer of ``RARE`` at the most points, or there would be nothing to check.
    """

    def shown(ink: RowArray) -> int:
        return min(int((measure(ink)[SKIP:, COLUMN[name]] > 0.5).sum()) for name in RARE)

    return max((_written(sampler, seed) for seed in range(SEED, SEED + TRIED)), key=shown)


def _written(sampler: Sampler, seed: int) -> RowArray:
    steps = sampler.continue_ink(sampler.start(), seed, Controls(), limit=SKIP + SHOWN)
    rows = np.array([(step.dx, step.dy, step.lift, 0.0) for step, _ in steps])
    rows[:, 3] = rows[:, 1].cumsum()
    return rows.astype(np.float32)[:, : sampler.inputs]


def overview(found: Survey) -> Figure:
    """A row for each feature that was scored, the greatest lead on top: the best cell with its interval, and its rivals.

    A cell that does not tell its feature beyond all three is hollow.
    """
    (lead, _, _), yes = found.feature_leads(), conclusions.tells(found)
    rows = [k for k in np.argsort(-np.nan_to_num(lead, nan=-np.inf)).tolist() if found.scored[k]]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(8.0, 1.0 + 0.3 * len(rows)), layout="constrained", facecolor="white")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        for at, k in enumerate(rows):
            replicates = scores.strength(found.cells.replicates[k][:, None], found.binary[k : k + 1])[:, 0]
            axes.plot(
                scores.interval(replicates), [at, at], color="#000000", linewidth=3, solid_capstyle="butt", alpha=0.4
            )
        own = scores.strength(found.cells.held, found.binary)
        for tells, label in ((True, "best cell: tells it"), (False, "best cell: does not")):
            heights = [at for at, k in enumerate(rows) if yes[k] is tells]
            dots = axes.plot(own[rows][heights], heights, "o", color="#000000", markersize=7, zorder=3, label=label)
            dots[0].set_markerfacecolor("#000000" if tells else "none")
        for name, (marker, color, size) in MARKS.items():
            values = scores.strength(found.rivals[name].held, found.binary)[rows]
            axes.plot(values, range(len(rows)), marker, color=color, markersize=size, label=_LABELS[name])
        axes.set_yticks(range(len(rows)), [FEATURES[k].name for k in rows])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlabel("strength on held-out forms: 2·AUC − 1, or √R²")
        figure.legend(frameon=False, fontsize=8, loc="outside lower center", ncols=5)
    return figure


_LABELS = {
    "projections": "best projection",
    "untrained": "best of an untrained network",
    "rows": "best of the rows",
}


def pages(ranked: Sequence[Ranked]) -> list[list[tuple[int, Ranked]]]:
    """The cells whose feature shows in the network's ink, with their numbers in the ranking, shared out to files."""
    shown = [(number, one) for number, one in enumerate(ranked, start=1) if FEATURES[one.feature].ink]
    return [shown[at : at + A_PAGE] for at in range(0, len(shown), A_PAGE)]


def cells(sampler: Sampler, numbered: Sequence[tuple[int, Ranked]], ink: RowArray) -> Figure:
    """A strip for each cell: the ink, darker and wider where the cell says more, and below it the cell's value over time.

    ``numbered``: the cells with their numbers in the ranking. Below the curve bars mark the points at which a yes or no is yes.
    """
    reading = read_line(sampler, ink)
    values = measure(ink)[SKIP:]
    line = shapes.LineGeometry.of(ink)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(9.0, 1.9 * len(numbered)), layout="constrained", facecolor="white")
        FigureCanvasSVG(figure)
        grid = figure.add_gridspec(2 * len(numbered), 1, height_ratios=[1.0, 0.6] * len(numbered), hspace=0.0)
        for row, (number, one) in enumerate(numbered):
            kept = reading.hidden if one.cell.kind == "h" else reading.cell
            signal = kept[1 + SKIP :, one.cell.layer, one.cell.unit]
            above = figure.add_subplot(grid[2 * row])
            _ink(above, line, signal * one.sign)
            above.set_title(f"{number}. {one.cell}: {_title(one)}", fontsize=9, loc="left")
            below = figure.add_subplot(grid[2 * row + 1])
            below.plot(np.round(signal, 3), color="#000000", linewidth=0.8)
            below.set_xlim(0, len(signal))
            below.tick_params(labelsize=6)
            below.set_xticks(range(0, len(signal), 20))
            if row == len(numbered) - 1:
                below.set_xlabel("point", fontsize=8)
            if FEATURES[one.feature].kind == "yes/no":
                yes = np.flatnonzero(values[:, one.feature] > 0.5)
                floor = float(signal.min()) - 0.12 * float(np.ptp(signal) or 1.0)
                below.plot(yes, np.full(len(yes), floor), linestyle="", marker="|", color="#555555", markersize=4)
    return figure


def _title(one: Ranked) -> str:
    way = "high" if one.sign > 0 else "low"
    means = "means yes" if FEATURES[one.feature].kind == "yes/no" else "means much"
    return f"{FEATURES[one.feature].name} ({way} {means})"


def _ink(axes: matplotlib.axes.Axes, line: shapes.LineGeometry, value: npt.NDArray[np.floating]) -> None:
    """Strokes in the shades, a path a shade; a piece has the shade of the point where it ends."""
    level = np.searchsorted(np.quantile(value, np.linspace(0, 1, len(SHADES) + 1)[1:-1]), value, side="right")
    x, y = line.x[SKIP:] - line.x[SKIP], -line.y[SKIP:]
    for shade, (color, width) in enumerate(SHADES):
        path: list[tuple[float, float]] = []
        for i in range(1, len(x)):
            if line.begins[SKIP + i] or level[i] != shade:
                continue
            if not path or path[-1] != (x[i - 1], y[i - 1]):
                path += [(np.nan, np.nan), (x[i - 1], y[i - 1])]
            path.append((x[i], y[i]))
        if path:
            both: Float64Array = np.array(path[1:])
            axes.plot(both[:, 0], both[:, 1], color=color, linewidth=width, solid_capstyle="round")
    axes.set_aspect("equal")
    axes.axis("off")
