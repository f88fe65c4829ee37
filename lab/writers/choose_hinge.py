"""``python -m lab.writers.choose_hinge --data DIR``: how well hinges of several settings tell unseen writers apart.

All lines are of the training list: each quarter of its writers is judged, 24 at a time as in the validation list, by a hinge
fitted to the other three.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lab.tell_figures import tell
from lab.writers.__main__ import figures
from lab.writers.hinge import HingeSettings, fit, histograms
from lab.writers.lines import CACHE, WrittenLines, read_written
from model.arrays import Float32Array
from training.command import run_command
from training.data.splits import TRAIN_LIST
from training.data.writers import LEARN_LISTS

PARTS = 4  # of the writers
AT_ONCE = 24  # writers, as many as the validation list has
BEST = HingeSettings()
CHOICES = {
    "chosen": BEST,
    **{f"leg {leg}": replace(BEST, legs=(leg,)) for leg in BEST.legs},
    "legs but the longest": replace(BEST, legs=BEST.legs[:-1]),
    "12 directions": replace(BEST, directions=12),
    **{f"shrinkage {share}": replace(BEST, shrinkage=share) for share in (0.03, 0.1, 0.6)},
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.writers.choose_hinge", description="How settings of the hinge tell unseen writers apart."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of prepared lines")
    parser.add_argument("--choice", nargs="+", choices=CHOICES, default=list(CHOICES), help="which (default: all)")
    parser.add_argument("--json", type=Path, help="writes the figures there, too")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises DataError, OSError."""
    lines = read_written(options.data, TRAIN_LIST, LEARN_LISTS, options.cache)
    told: dict[str, object] = {"lines": len(lines.rows), "writers": len(np.unique(lines.writers))}
    tables: dict[int, Float32Array] = {}
    for name in options.choice:
        settings = CHOICES[name]
        count = settings.directions
        if count not in tables:
            tables[count] = histograms(lines.rows, replace(BEST, directions=count))
        legs = tables[count].reshape(len(lines.rows), len(BEST.legs), -1)
        table = legs[:, [BEST.legs.index(leg) for leg in settings.legs]].reshape(len(lines.rows), -1)
        told |= {f"{name}: {key}": value for key, value in judged(lines, table, settings).items()}
    tell(told, options.json)


def judged(lines: WrittenLines, table: Float32Array, settings: HingeSettings) -> dict[str, float]:
    """The means over parts of the writers of what ``lab.writers`` tells. ``table``: the lines' histograms."""
    writers = np.unique(lines.writers)
    mixed = np.random.default_rng(0).permutation(writers)
    seen: list[dict[str, float]] = []
    for part in np.array_split(mixed, min(PARTS, len(mixed))):
        unseen = np.isin(lines.writers, part)
        hinge = fit(table[~unseen], lines.writers[~unseen], settings)
        for some in np.array_split(part, -(-len(part) // AT_ONCE)):
            chosen = np.flatnonzero(np.isin(lines.writers, some))
            seen.append(figures(hinge.project(table[chosen]), _some(lines, chosen)))
    return {key: float(np.mean([one[key] for one in seen])) for key in seen[0]}


def _some(lines: WrittenLines, chosen: npt.NDArray[np.intp]) -> WrittenLines:
    return WrittenLines([lines.rows[k] for k in chosen], lines.writers[chosen], lines.forms[chosen])


if __name__ == "__main__":
    raise SystemExit(main())
