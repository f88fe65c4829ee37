"""Whether ink has the same loss however it was recorded: one line of writing at many rates, speeds, sizes and slopes.

    python -m lab.measure.robustness --data DIR [--split LIST] [--lines N] [--weights FILE] [--json]

The baseline is the line's own points at their own times, at 3.2 mm or 12 pixels to the spread of y (the median line's
x-height is 1.2 spreads); what the variants are is ``device``'s.

The cost. The network's nats are a density over offsets, so they depend on the unit of length, may be negative (then "2 %
more" means nothing) and would reward more and shorter rows for nothing but their number. Here all densities are taken
over one unit, the spread of y of the line as it was recorded, whatever frame the encoder measured; then each row is
coded as a message: its offset said to within the representation's tolerance, in a cell of (tolerance × spread)². That
number is positive, does not depend on the unit, and more rows cost more. It is divided by the length of the path as
recorded, in spreads: the same for every variant. A variant's rise is that of the sum over all lines; its interval is the
2.5th to 97.5th percentile over ``RESAMPLES`` bootstrap samples of forms (the lines of one form are by one person). The table
also gives the plain density, in nats per spread of path and as a rise of the baseline's magnitude, for whoever prefers that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from inkapp.ink.document import Document, Page, Stroke
from inkapp.live.encoder import NothingToContinue, encode_for
from lab.measure.device import SPREAD_MM, Variant, simulate
from model.arrays import Float64Array
from model.checkpoint import LIVE
from model.errors import ModelError
from model.sampler import Sampler
from model.strokes import measure_frame
from training.command import run_command
from training.data.iam import Line, read_lines, read_list
from training.data.splits import VALIDATION_LIST, even

PAGE = Page(width=4000.0, height=600.0)  # so that three times the size is still a line on a page
RESAMPLES = 2000


class RobustnessError(ModelError):
    """The table cannot be made; the message is one line."""


BASELINE = Variant("as recorded, usual size", rate=0.0)
VARIANTS = (
    BASELINE,
    Variant("as recorded, not smoothed", rate=0.0, smoothing=0.0),
    *(Variant(f"{rate:,} Hz", rate) for rate in (60, 125, 1000)),
    *(Variant(f"{rate:,} Hz, a quarter of the speed", rate, slowness=4.0) for rate in (60, 125, 1000)),
    *(Variant(f"{size} × the size", size=size) for size in (0.3, 0.5, 2, 3)),
    *(Variant(f"slope of {slope:+}°", slope=slope) for slope in (5, -5)),
    *(Variant(f"whole pixels, {rate:,} Hz, smoothed", rate, pixels=True) for rate in (60, 125, 1000)),
    *(Variant(f"whole pixels, {rate:,} Hz, as they are", rate, pixels=True, smoothing=0.0) for rate in (60, 125, 1000)),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a line came to. ``message``: nats at the tolerance; ``density``: nats over spreads of the recorded line."""

    message: float
    density: float
    rows: int
    whole: bool


def cost_of(strokes: Sequence[Stroke], sampler: Sampler, spread: float) -> Cost:
    """Scores a page that holds nothing else; ``spread``: page mm of the recorded line's spread of y.

    ``whole`` is false where the encoder took only part of the strokes for the line. Raises NothingToContinue.
    """
    prime = encode_for(Document((PAGE.with_strokes(strokes),)), 0, sampler)
    count = len(prime.rows) - 1
    nats = float(sampler.score(prime.rows).sum())
    unit = float(np.prod(sampler.input_scale)) * (prime.frame.size / spread) ** 2
    density = nats + count * float(np.log(unit))
    tolerance = float(sampler.config["representation"]["tolerance"])
    return Cost(density - 2 * count * float(np.log(tolerance)), density, count, len(prime.strokes) == len(strokes))


def length_of(line: Line) -> float:
    """The path's length in spreads of y."""
    strokes = [stroke[:, :2].astype(np.float64) for stroke in line.strokes()]
    return sum(float(np.hypot(*np.diff(s, axis=0).T).sum()) for s in strokes) / measure_frame(strokes).size


def rise(costs: Float64Array, baseline: Float64Array, forms: npt.NDArray[np.intp]) -> tuple[float, float, float]:
    """Σ costs / Σ baseline − 1 in per cent, and its bootstrap interval over forms (``forms``: each line's number)."""
    count = int(forms.max()) + 1
    ours, theirs = np.bincount(forms, costs, count), np.bincount(forms, baseline, count)
    picks = np.random.default_rng(0).integers(0, count, (RESAMPLES, count))
    rises = 100 * (ours[picks].sum(axis=1) / theirs[picks].sum(axis=1) - 1)
    low, high = np.percentile(rises, (2.5, 97.5))
    return 100 * (float(costs.sum() / baseline.sum()) - 1), float(low), float(high)


def whole_cost(line: Line, variant: Variant, seed: int, sampler: Sampler) -> Cost | None:
    """The cost of a line written in one way; None where the encoder does not take all its strokes for one line."""
    try:
        found = cost_of(simulate(line, variant, seed), sampler, SPREAD_MM * variant.size)
    except (NothingToContinue, ValueError):
        return None
    return found if found.whole else None


def measure(lines: Sequence[Line], sampler: Sampler, variants: Sequence[Variant] = VARIANTS) -> dict[str, Any]:
    """The table; the first variant is the baseline. Raises RobustnessError where no line is left to compare.

    A line that falls apart as recorded is left out everywhere (``left_out``); one that does only in a variant is left
    out of that variant and of its baseline (``apart``).
    """
    kept: list[tuple[Line, Cost, list[Cost | None]]] = []
    for index, line in enumerate(lines):
        first = whole_cost(line, variants[0], index, sampler)
        if first is not None:
            others = [whole_cost(line, variant, index, sampler) for variant in variants[1:]]
            kept.append((line, first, [first, *others]))
    left_out = len(lines) - len(kept)
    if not kept:
        raise RobustnessError("no line is read whole as it was recorded")
    table = []
    for k, variant in enumerate(variants):
        pairs = [(line, first, now) for line, first, costs_of_line in kept if (now := costs_of_line[k]) is not None]
        if not pairs:
            raise RobustnessError(f"no line is read whole: {variant.name}")
        length = sum(length_of(line) for line, _, _ in pairs)
        density, plain = sum(now.density for _, _, now in pairs), sum(first.density for _, first, _ in pairs)
        _, forms = np.unique([line.form for line, _, _ in pairs], return_inverse=True)
        costs = np.array([now.message for _, _, now in pairs])
        percent, low, high = rise(costs, np.array([first.message for _, first, _ in pairs]), forms)
        table.append(
            {
                "variant": variant.name,
                "nats_per_spread": float(costs.sum()) / length,
                "rise_percent": percent,
                "interval": [low, high],
                "density_nats_per_spread": density / length,
                "density_rise_percent": 100 * (density - plain) / abs(plain),
                "rows_per_line": float(np.mean([now.rows for _, _, now in pairs])),
                "lines": len(pairs),
                "apart": len(kept) - len(pairs),
            }
        )
    return {"weights": sampler.name, "lines": len(kept), "left_out": left_out, "variants": table}


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people, as a table in Markdown."""
    rows = [
        f"{figures['weights']}: {figures['lines']} lines, {figures['left_out']} more fall apart as recorded\n",
        "| recorded | nats per spread of path | rise | rows a line | density, nats per spread | its rise | lines apart |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for v in figures["variants"]:
        low, high = v["interval"]
        rows.append(
            f"| {v['variant']} | {v['nats_per_spread']:.3f} | {v['rise_percent']:+.1f} % [{low:+.1f}, {high:+.1f}]"
            f" | {v['rows_per_line']:.0f} | {v['density_nats_per_spread']:.3f} | {v['density_rise_percent']:+.1f} %"
            f" | {v['apart']} |"
        )
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr where nothing can be measured."""
    summary = (__doc__ or "").split("\n", 1)[0]
    parser = argparse.ArgumentParser(prog="python -m lab.measure.robustness", description=summary)
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--split", type=Path, help=f"file of line names (default: {VALIDATION_LIST} in DIR)")
    parser.add_argument("--lines", type=int, default=0, help="take so many, evenly from the list (default: all)")
    parser.add_argument("--weights", type=Path, default=LIVE, help="weights to score with (default: the shipped ones)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return run_command(parser, arguments, print_table)


def print_table(options: argparse.Namespace) -> None:
    """Measures what the command asks for. Raises RobustnessError, DataError, CheckpointError."""
    names = read_list(options.split or options.data / VALIDATION_LIST)
    if not 0 <= options.lines <= len(names):
        raise RobustnessError(f"the list names {len(names)} lines, so --lines cannot be {options.lines}")
    sampler = Sampler.load(options.weights)
    if sampler.config.get("representation", {}).get("kind") != "space":
        raise RobustnessError(f"{options.weights}: not weights of the live network, which reads ink in space")
    lines, report = read_lines(options.data, even(names, options.lines or None))
    print(report, file=sys.stderr)
    with threadpool_limits(limits=1):
        figures = measure(lines, sampler)
    print(json.dumps(figures, indent=2) if options.json else table_of(figures))


if __name__ == "__main__":
    raise SystemExit(main())
