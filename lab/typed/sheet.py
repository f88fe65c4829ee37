"""A sheet of lines of ink with a few words at each, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from lab.typed.written import Ink
from model.strokes import measure_frame

REAL, WRITTEN, FAULTY = "#1a1a1a", "#2a62c4", "#c4342a"
ROOM = 6.5  # spreads of y for a line
WIDTH = 110.0  # spreads


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """A line of ink in its ``colour``, under its ``label``."""

    ink: Ink
    label: str = ""
    colour: str = WRITTEN


def draw_sheet(rows: Sequence[Row], path: Path, width: float = WIDTH) -> None:
    """Writes a .png or .svg; every line is levelled and brought to one size, what is beyond ``width`` spreads is not shown.

    Raises OSError, ValueError.
    """
    figure = Figure(figsize=(11, 0.1 * 11 / WIDTH * 10 * ROOM * max(len(rows), 1) * WIDTH / width), dpi=100)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(-2, width)
    axes.set_ylim(ROOM * max(len(rows), 1), 0)
    for number, row in enumerate(rows):
        middle = ROOM * (number + 0.55)
        if row.label:
            axes.text(-1, middle - 2.6, row.label, fontsize=7, color="#777777", va="center")
        try:
            frame = measure_frame(row.ink)
        except ValueError:
            continue
        local = [frame.to_local(stroke) for stroke in row.ink]
        left = min(float(stroke[:, 0].min()) for stroke in local)
        for stroke in local:
            points = np.repeat(stroke, 2, axis=0) if len(stroke) == 1 else stroke
            axes.plot(points[:, 0] - left, points[:, 1] + middle, color=row.colour, linewidth=1.1, solid_capstyle="round",
                      solid_joinstyle="round")  # fmt: skip
    figure.savefig(path)
