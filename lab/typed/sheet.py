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
ROOM = 7.5  # spreads of y for a line, with its label over it
LEAST_WIDTH, MARGIN = 80.0, 2.0  # spreads
INCHES = 11.0


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """A line of ink in its ``colour``, under its ``label``."""

    ink: Ink
    label: str = ""
    colour: str = WRITTEN


def draw_sheet(rows: Sequence[Row], path: Path) -> None:
    """Writes a .png or .svg as wide as the widest line; every line is levelled and brought to one size.

    Raises OSError, ValueError.
    """
    lines = [_levelled(row.ink) for row in rows]
    width = max([LEAST_WIDTH, *(float(stroke[:, 0].max()) for line in lines for stroke in line)]) + 2 * MARGIN
    height = ROOM * max(len(rows), 1)
    figure = Figure(figsize=(INCHES, INCHES * height / width), dpi=100)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(-MARGIN, width - MARGIN)
    axes.set_ylim(height, 0)
    for number, (row, line) in enumerate(zip(rows, lines, strict=True)):
        middle = ROOM * (number + 0.6)
        if row.label:
            axes.text(0, ROOM * number + 0.8, row.label, fontsize=7, color="#777777", va="center", parse_math=False)
        for stroke in line:
            points = np.repeat(stroke, 2, axis=0) if len(stroke) == 1 else stroke
            axes.plot(points[:, 0], points[:, 1] + middle, color=row.colour, linewidth=1.1, solid_capstyle="round",
                      solid_joinstyle="round")  # fmt: skip
    figure.savefig(path)


def _levelled(ink: Ink) -> Ink:
    """Ink in its own frame, its left edge at 0; none where it has no extent."""
    try:
        frame = measure_frame(ink)
    except ValueError:
        return []
    local = [frame.to_local(stroke) for stroke in ink]
    left = min(float(stroke[:, 0].min()) for stroke in local)
    return [stroke - (left, 0.0) for stroke in local]
