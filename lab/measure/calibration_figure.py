"""The figure of ``lab.measure.calibrate``: regions of highest density, and the reliability of the pen's probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from lab.findings.figure import LOOKS, label, panels, svg

REGIONS = ("as trained", "fitted", "T = 0.5")
LEAST, MOST = 2e-5, 0.9995  # a chance or share beyond stands at the edge of the diagram
TICKS = (1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)


def reliability_diagram(figures: Mapping[str, Any]) -> bytes:
    """The SVG of ``lab.measure.calibrate.measure``'s figures: the same bytes for the same figures."""
    figure, (left, right) = panels(2)
    for look, name in enumerate(REGIONS):
        _coverage(left, figures["regions"][name]["ranks"], name, look)
    _diagonal(left, (0.0, 100.0))
    label(
        left,
        f"{figures['weights']}: points that moved, {figures['lines']:,} lines",
        "predicted share in the region of highest density (%)",
        "points in it (%)",
        legend=True,
    )
    for look, (name, key, shown) in enumerate(
        (
            ("as trained", "bins", "as trained, bins of as many points"),
            ("as trained", "event_bins", "as trained, bins of as many lifts"),
            ("fitted", "event_bins", "fitted, bins of as many lifts"),
        )
    ):
        _bins(right, figures["lift"][name][key], shown, look)
    _log_odds(right)
    label(right, "the pen's lift", "predicted probability (%)", "share that lifted (%); bars: 95 %", legend=True)
    return svg(figure)


def _coverage(axes: Axes, ranks: Sequence[int], name: str, look: int) -> None:
    """From the counts of all ranks: the share of points in the region of each chance, 0 to 100 %."""
    inside = np.concatenate(([0.0], np.cumsum(ranks))) / max(sum(ranks), 1)
    levels = np.linspace(0.0, 100.0, len(inside))
    axes.plot(levels, 100 * inside, label=name, markevery=10, markersize=4, linewidth=1.4, **LOOKS[look])


def _bins(axes: Axes, bins: Sequence[Mapping[str, float]], name: str, look: int) -> None:
    """Marks at the bins with bars for their intervals; hollow but for the first, so that none hides another."""
    chance, share, low, high = (np.array([one[key] for one in bins]) for key in ("chance", "share", "low", "high"))
    chance, share, low, high = (values.clip(LEAST, MOST) for values in (chance, share, low, high))
    style = {**LOOKS[look], "linestyle": "none", "markerfacecolor": LOOKS[look]["color"] if look == 0 else "white"}
    axes.errorbar(
        chance,
        share,
        yerr=(np.maximum(share - low, 0), np.maximum(high - share, 0)),
        label=name,
        markersize=4.5,
        capsize=2,
        linewidth=1,
        **style,
    )


def _log_odds(axes: Axes) -> None:
    """Both axes in log odds, for most chances of a lift are far below 1 %; ticks in per cent."""
    axes.set_xscale("logit")
    axes.set_yscale("logit")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(FixedLocator(TICKS))
        axis.set_major_formatter(FixedFormatter([f"{100 * tick:g}" for tick in TICKS]))
        axis.set_minor_locator(NullLocator())
    _diagonal(axes, (LEAST, MOST))
    axes.set_xlim(LEAST, MOST)
    axes.set_ylim(LEAST, MOST)


def _diagonal(axes: Axes, ends: tuple[float, float]) -> None:
    axes.plot(ends, ends, color="#888888", linewidth=0.8, zorder=0)
