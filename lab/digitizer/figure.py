"""The digitizer's figure: the factor, the folded coordinates, the rings' waves, and what the lattice is worth."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.digitizer.search import Rings
from lab.findings.figure import LOOKS, label, panels
from model.arrays import Float64Array
from training.lattice.nats_saved import STEP, Worth


def draw(
    factor: float,
    forbidden: tuple[Float64Array, Float64Array],
    folded: tuple[Float64Array, Float64Array],
    rings: Rings | None,
    worth: Worth,
    bound: float,
) -> Figure:
    """``forbidden``: factors, and the share of points that each forbids. ``folded``: of x and y, the density over the phase."""
    figure, (first, second, third, fourth) = panels(4)
    factors, shares = forbidden
    first.plot((factors - factor) * 1e6, 100 * shares, color="#000000", linewidth=1.2, marker="o", markersize=3)
    label(first, "A  Points that the lattice forbids", f"factor of the lattice − {factor:g}, millionths", "% of points")
    first.set_ylim(bottom=-0.5)
    _folded(second, factor, folded)
    _waves(third, rings)
    places = (np.arange(len(worth.by_position)) + 0.5) * STEP
    style = LOOKS[0]
    fourth.plot(places, worth.by_position, color=style["color"], linewidth=1.4, label="held-out forms")
    fourth.axhline(bound, linestyle="--", color="#1f4e9c", linewidth=1.0, label="the most it can be worth")
    fourth.set_ylim(bottom=0)
    label(
        fourth,
        "D  What knowing it takes off the loss",
        "points from the line's beginning",
        "nats per point",
        legend=True,
    )
    return figure


def _folded(axes: Axes, factor: float, folded: tuple[Float64Array, Float64Array]) -> None:
    for density, name, style in zip(folded, "xy", LOOKS, strict=False):
        edges = np.linspace(0, 1, len(density) + 1)
        axes.stairs(density, edges, color=style["color"], linestyle=style["linestyle"], label=name, linewidth=1.4)
    for level in (factor, 2 * factor):
        axes.axhline(level, color="#666666", linestyle=":", linewidth=1.0)
    axes.set_ylim(0, 1.25 * 2 * factor)
    label(
        axes,
        "B  One digitizer's step, or two, to a unit",
        f"coordinate / {factor:g}, its fraction",
        "density",
        legend=True,
    )


def _waves(axes: Axes, rings: Rings | None) -> None:
    label(axes, "C  Rings around the receiver: each window's wave", "cycles a unit along u", "cycles a unit along v")
    if rings is None:
        axes.annotate("no window has points enough", (0.5, 0.5), xycoords="axes fraction", ha="center")
        return
    # a wave and its opposite are the same: shown as pointing away from the receiver
    away = np.sign((rings.waves * (rings.places - rings.receiver)).sum(axis=1))[:, None]
    different = np.unique(rings.waves * away, axis=0)  # thousands of windows share some hundred waves
    axes.plot(*different.T, linestyle="", marker=".", markersize=3, color="#000000")
    turn = np.linspace(-np.pi, np.pi, 181)
    radius = 1 / rings.pitch
    axes.plot(
        radius * np.cos(turn),
        radius * np.sin(turn),
        color="#1f4e9c",
        linestyle="--",
        linewidth=0.8,
        label=f"{radius:.3f} cycles a unit",
    )
    axes.set_xlim(-0.45, 0.45)
    axes.set_ylim(-0.32, 0.32)
    axes.set_aspect("equal")
    axes.legend(frameon=False, fontsize=8, loc="upper left")
