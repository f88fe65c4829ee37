"""Draws the record's loss by stage, with and without the points at rest: ``python -m lab.measure.record_chart docs``.

The numbers are those of the first table in DOCS/lab/record.md, so that the figure cannot say anything else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from inkapp.ink.atomic_files import replace_bytes
from lab.findings.figure import LOOKS, label, panels, svg

ALL, MOVING = "validation, nats per line", "**of it moving**"
PUBLISHED = {"Graves 2013": -1041.0, "Graves 2013, weight noise": -1057.7}


def stages(record: str) -> tuple[list[float], list[float]]:
    """The loss of each stage, over all points and over those that move. Raises ValueError where the table is not there."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in record.splitlines() if line[:1] == "|"]
    heads = [row for row in rows if MOVING in row]
    if not heads:
        raise ValueError("no table of stages")
    whole, moving = heads[0].index(ALL), heads[0].index(MOVING)
    found = [row for row in rows if len(row) == len(heads[0]) and re.match(r"\W*\d", row[0])]
    return [number(row[whole]) for row in found], [number(row[moving]) for row in found]


def number(cell: str) -> float:
    """The number in a table's cell, bold or not, with a true minus sign."""
    return float(cell.strip("*").replace("−", "-").replace(",", ""))


def figure(record: str) -> bytes:
    """The SVG: two curves, and the published figures as level lines."""
    whole, moving = stages(record)
    drawn, (axes,) = panels(1)
    steps = range(1, len(whole) + 1)
    axes.plot(steps, whole, label="all points", **LOOKS[0])
    axes.plot(steps, moving, label="points that move", **LOOKS[1])
    for name, level in PUBLISHED.items():
        axes.axhline(level, color="#888888", linewidth=0.8, linestyle=":")
        axes.annotate(name, (len(whole), level), ha="right", va="bottom", fontsize=8, color="#555555")
    axes.set_xticks(list(steps))
    axes.set_ylim(-1125.0, -975.0)  # room for the legend
    label(axes, "graves, 1,438 validation lines", "stage", "nats per line, lower is better", legend=True)
    return svg(drawn)


def main(arguments: Sequence[str]) -> int:
    """Writes DOCS/lab/record.svg; 2 with one line where it cannot."""
    if len(arguments) != 1:
        print("usage: python -m lab.measure.record_chart DOCS", file=sys.stderr)
        return 2
    folder = Path(arguments[0]) / "lab"
    try:
        replace_bytes(folder / "record.svg", figure((folder / "record.md").read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        print(f"lab.measure.record_chart: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    print(folder / "record.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
