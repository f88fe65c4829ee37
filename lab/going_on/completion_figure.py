"""The figure of ``lab.going_on.completion``: how often a shown guess is wrong along the threshold, and calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from inkapp.live.words.words_road import FINISH, FOLLOW
from lab.findings.figure import LOOKS, label, panels, svg

LEAST = 10  # guesses, of which a share says something
KINDS = {"finishing": ("that finish the word under the pen", FINISH), "following": ("of the next word", FOLLOW)}


def draw(thresholds: Sequence[Mapping[str, Any]], calibrated: Sequence[Mapping[str, Any]]) -> bytes:
    """The SVG of the rows of ``answers.along_threshold`` and ``answers.calibration``: the same bytes for the same rows."""
    figure, (wrong, shown, right) = panels(3, across=3)
    for look, (kind, (said, chosen)) in enumerate(KINDS.items(), 1):
        enough = [row for row in thresholds if row[f"{kind}_count"] >= LEAST]
        _curve(wrong, enough, f"{kind}_wrong", f"guesses {said}", look)
        _curve(shown, thresholds, f"{kind}_shown", f"guesses {said}", look)
        for axes in (wrong, shown):
            axes.axvline(chosen, color=LOOKS[look]["color"], linewidth=0.8)
    for axes, name in ((wrong, "of those shown, wrong (%)"), (shown, "of the likeliest guesses, shown (%)")):
        axes.set_xlim(0.0, 1.0)
        axes.set_ylim(0.0, 100.0)
        label(axes, "by ink; upright: the app's thresholds", "shown from this chance on", name, legend=True)
    right.plot([0.0, 1.0], [0.0, 100.0], color="#999999", linewidth=0.8)
    calibrated = [row for row in calibrated if row["guesses"] >= LEAST]
    low, high = _edges(calibrated, "right_95")
    chance, share = (
        np.array([row["chance"] for row in calibrated]),
        np.array([100 * row["right"] for row in calibrated]),
    )
    bars = np.maximum(share - low, 0.0), np.maximum(high - share, 0.0)
    right.errorbar(
        chance, share, yerr=bars, linestyle="none", marker="o", markersize=4.5, capsize=2, color=LOOKS[0]["color"]
    )
    right.set_xlim(0.0, 1.0)
    right.set_ylim(0.0, 100.0)
    label(right, "calibration of all guesses; bars: 95 %", "chance that is told", "right (%)")
    return svg(figure)


def _curve(axes: Axes, rows: Sequence[Mapping[str, Any]], key: str, name: str, look: int) -> None:
    """One share along the thresholds with a band where 95 % of its bootstrap lie; left out where there is none."""
    there = [row for row in rows if row[key] is not None]
    places = [row["threshold"] for row in there]
    style = LOOKS[look]
    axes.plot(places, [100 * row[key] for row in there], label=name, markersize=4, linewidth=1.4, **style)
    axes.fill_between(places, *_edges(there, f"{key}_95"), color=style["color"], alpha=0.15, linewidth=0)


def _edges(rows: Sequence[Mapping[str, Any]], key: str) -> tuple[np.ndarray, np.ndarray]:
    """The lower and the upper edges of intervals, per cent."""
    edges = 100 * np.array([row[key] for row in rows]).reshape(-1, 2)
    return edges[:, 0], edges[:, 1]
