"""Figures of a study as SVG, the same bytes each time: lines differ by dash and marker, so that none depends on colour."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from lab.findings.results import Results
from lab.findings.spread import Spread

PANEL = (5.0, 3.6)  # inches
LOOKS: tuple[dict[str, Any], ...] = (
    {"color": "#000000", "linestyle": "-", "marker": "o"},
    {"color": "#1f4e9c", "linestyle": "--", "marker": "s"},
    {"color": "#b3471d", "linestyle": "-.", "marker": "^"},
    {"color": "#3c7a3a", "linestyle": ":", "marker": "D"},
    {"color": "#7a4a86", "linestyle": (0, (6, 1, 1, 1, 1, 1)), "marker": "v"},
    {"color": "#7a6a1f", "linestyle": (0, (3, 3)), "marker": "x"},
    {"color": "#666666", "linestyle": (0, (8, 2)), "marker": "P"},
    {"color": "#2b8a8a", "linestyle": (0, (1, 3)), "marker": "*"},
    {"color": "#a03060", "linestyle": (0, (5, 1)), "marker": "<"},
    {"color": "#444444", "linestyle": (0, (2, 1)), "marker": ">"},
)
HASHED = re.compile(r'(?<=id=")[a-z][0-9a-f]{10}(?=")|(?<=#)[a-z][0-9a-f]{10}(?=[")])')
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "inkapp",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.size": 9.0,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
}


def panels(count: int, across: int = 2) -> tuple[Figure, list[Axes]]:
    """An empty figure of ``count`` axes, at most ``across`` beside each other."""
    down = -(-count // across)
    beside = min(count, across)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(PANEL[0] * beside, PANEL[1] * down), layout="constrained", facecolor="white")
        FigureCanvasSVG(figure)
        axes = [figure.add_subplot(down, beside, k + 1) for k in range(count)]
    return figure, axes


def curve(
    axes: Axes,
    x: Sequence[float],
    spreads: Sequence[Spread],
    label: str,
    look: int,
    within: tuple[float, float] = (-math.inf, math.inf),
) -> None:
    """A line through the means with a marker at a few points, and a band of one spread above and below.

    ``look``: the number of the variant, so that it looks the same in every panel. Points that nobody measured are left out.
    ``within``: what lies beyond is drawn at that height and without its band, since not every viewer can draw what is a billion
    panels away.
    """
    least = 0.0 if axes.get_yscale() == "log" else -math.inf  # where a logarithm has no place
    seen = [(place, spread) for place, spread in zip(x, spreads, strict=True) if spread.values and spread.mean > least]
    if not seen:
        return
    places, found = [place for place, _ in seen], [spread for _, spread in seen]
    means = [spread.mean for spread in found]
    widths = [spread.deviation if len(spread.values) > 1 else 0.0 for spread in found]
    style = LOOKS[look % len(LOOKS)]
    low, high = ([m + sign * w for m, w in zip(means, widths, strict=True)] for sign in (-1, 1))
    if axes.get_yscale() == "log":  # a band that reaches zero has no place there
        low = [max(value, 0.3 * mean) for value, mean in zip(low, means, strict=True)]
    inside = [
        within[0] <= a and b <= within[1] for a, b in zip(low, high, strict=True)
    ]  # a wider band hides all others
    means, low, high = ([min(max(value, within[0]), within[1]) for value in line] for line in (means, low, high))
    axes.plot(places, means, label=label, markersize=4, markevery=max(1, len(places) // 9), linewidth=1.4, **style)
    axes.fill_between(places, low, high, where=inside, color=style["color"], alpha=0.15, linewidth=0)


def bars(axes: Axes, names: Sequence[str], spreads: Sequence[Spread], looks: Sequence[int] | None = None) -> None:
    """A row for each name, the first on top: every seed a small ring, the mean its variant's marker, the spread a bar."""
    for row, (spread, look) in enumerate(zip(spreads, looks or range(len(names)), strict=True)):
        style = LOOKS[look % len(LOOKS)]
        if not spread.values:
            axes.annotate("diverged", (0.02, row), xycoords=("axes fraction", "data"), va="center")
            continue
        width = spread.deviation if len(spread.values) > 1 else 0.0
        axes.errorbar(
            [spread.mean], [row], xerr=[width], color=style["color"], marker=style["marker"], capsize=4, markersize=6
        )
        axes.plot(spread.values, [row + 0.22] * len(spread.values), "o", mfc="none", color=style["color"], markersize=3)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)


def learning(axes: Axes, results: Results, over: int = 10, looks: Sequence[int] | None = None) -> None:
    """A panel of learning curves, cut off at the loss of the very first batches, so that a burst does not flatten the rest."""
    curves = learning_curves(results, over)
    means = [spread.mean for _, spreads in curves.values() for spread in spreads if spread.values]
    starts = [result.curve[0] for runs in results.values() for result in runs if result.curve]
    within = (-math.inf, math.inf)
    if means and starts:
        margin = 0.05 * (max(starts) - min(means)) or 0.1
        axes.set_ylim(min(means) - margin, max(starts) + margin)
        within = (min(means) - 3 * margin, max(starts) + 3 * margin)  # beyond the panel, and not far
    for look, name in zip(looks or range(len(curves)), curves, strict=True):
        curve(axes, *curves[name], name, look, within)


def learning_curves(results: Results, over: int = 10) -> dict[str, tuple[list[int], list[Spread]]]:
    """Of every variant: steps, and at each the mean of the ``over`` training batches up to it, over the seeds.

    A run that diverged counts as far as it came.
    """
    curves = {}
    for name, runs in results.items():
        ends = list(range(over, max(len(result.curve) for result in runs) + 1, over))
        means = [Spread.of(sum(r.curve[end - over : end]) / over for r in runs if len(r.curve) >= end) for end in ends]
        curves[name] = (ends, means)
    return curves


def label(axes: Axes, title: str, x: str, y: str = "", *, legend: bool = False) -> None:
    """Title and labels with their units; a legend where there are several lines."""
    axes.set_title(title, fontsize=10, loc="left")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if legend and axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False, fontsize=8, handlelength=3.4)


def svg(figure: Figure) -> bytes:
    """The figure's file: the same bytes for the same figure, without a date."""
    stream = BytesIO()
    with matplotlib.rc_context(STYLE):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    lines = "\n".join(line.rstrip() for line in stream.getvalue().decode().splitlines())
    return (_renumbered(lines) + "\n").encode()


def _renumbered(text: str) -> str:
    """Names that are hashes become numbers in the order of their first use.

    Matplotlib hashes a clip's corners to the last bit, and where its layout puts them differs there from run to run.
    """
    order = {name: k for k, name in enumerate(dict.fromkeys(HASHED.findall(text)))}
    return HASHED.sub(lambda found: f"{found[0][0]}{order[found[0]]}", text)
