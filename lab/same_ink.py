"""``python -m lab.same_ink --data DIR``: whether judges of hands mind how real ink was sampled and smoothed.

The real lines that ``lab.similarity`` compares written ones with, changed in ways that leave the hand as it is. Each ``share``
ought to be 1: what it lacks there, written ink would lack for no fault of its hand.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from inkapp.live.ghost_curve import curve
from inkapp.live.ghost_words import CURVE_STEP
from lab.similarity import Nearness, asked_comparisons
from lab.tell_figures import tell
from lab.typed.tasks import read_validation
from lab.typed.written import Ink, ink_of_line
from lab.writers.embedding import rows_of
from lab.writers.judges import add_judge_options
from model.arrays import Float64Array
from model.strokes import measure_frame, smooth, to_strokes
from training.command import run_command
from training.data.splits import even


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.same_ink", description="Whether judges of hands mind how ink is sampled."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of IAM-OnDB")
    parser.add_argument("--forms", type=int, default=None, help="of the validation list, evenly (default: all)")
    parser.add_argument("--json", type=Path, help="writes the figures there, too")
    add_judge_options(parser)
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises DataError, OSError."""
    comparisons = asked_comparisons(options)
    near = {name: Nearness(comparisons) for name in CHANGES}
    forms = {ink.form: ink for ink in read_validation(options.data).forms}
    for form in even(list(forms), options.forms):
        for line in forms[form].others:
            ink = ink_of_line(line)
            for name, change in CHANGES.items():
                near[name].add(forms[form], [change(ink)])
    told: dict[str, object] = {"lines": near["real"].lines}
    for name, own in near.items():
        told |= own.figures(name, near["real"])
    tell(told, options.json)


def with_middles(stroke: Float64Array) -> Float64Array:
    """A stroke (n, 2) sampled twice as often: (2n − 1, 2)."""
    points = np.repeat(stroke, 2, axis=0)[:-1]
    points[1::2] = (stroke[:-1] + stroke[1:]) / 2
    return points


def every_other(stroke: Float64Array) -> Float64Array:
    """A stroke (n, 2) sampled half as often, up to its last point."""
    return np.concatenate((stroke[:-1:2], stroke[-1:]))


def smoothed(ink: Ink, sigma: float) -> Ink:
    """Ink smoothed by a Gaussian of so many spreads of y over its length."""
    size = measure_frame(ink).size
    return [smooth(stroke, sigma * size) for stroke in ink]


def as_written(ink: Ink) -> Ink:
    """The ink as if a network had written it: curves through the few points that it reads and writes."""
    return [curve(stroke, CURVE_STEP)[0] for stroke in to_strokes(rows_of(ink))]


CHANGES: dict[str, Callable[[Ink], Ink]] = {
    "real": lambda ink: ink,
    "sampled_twice_as_often": lambda ink: [with_middles(stroke) for stroke in ink],
    "sampled_half_as_often": lambda ink: [every_other(stroke) for stroke in ink],
    "smoothed_by_0.05": lambda ink: smoothed(ink, 0.05),
    "smoothed_by_0.1": lambda ink: smoothed(ink, 0.1),
    "as_written": as_written,
}


if __name__ == "__main__":
    raise SystemExit(main())
