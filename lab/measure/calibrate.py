"""Are the predicted probabilities calibrated? ``python -m lab.measure.calibrate --data DIR [--split LIST] [--out DIR]``.

Listed lines are read whole, each from the zero state; three temperatures are fitted on the held-out forms alone, and every
figure is given without and with them, and at the temperatures that a person may set (``calibration`` has the arithmetic).

A point at rest, whose offset is exactly (0, 0), is counted by itself: it lies at the very peak of the component that is
pinned there, so no region of highest density misses it, and what can be right or wrong is only that component's weight.
The regions are over the points that moved, and are those of the mixture without the pinned component.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from lab.findings.store import LabError
from lab.measure.calibration import (
    SAMPLES,
    Heat,
    expected_error,
    fit,
    heated,
    mixtures,
    pinned,
    ranks,
    reliability,
    share_of,
    tempered,
)
from model.atomic_write import swap_in
from model.checkpoint import GRAVES
from model.trace import Controls
from training.command import run_command
from training.data.batch import collate
from training.data.dataset import Sequences
from training.data.iam import DataError, read_lines
from training.data.splits import even, held_out, listed
from training.evaluate import BATCH_POINTS, read_network
from training.network import Network, mixture_nats

LEVELS = (50, 90, 99)  # per cent, of SAMPLES + 1 equally likely ranks
TEMPERATURES = (0.3, 0.5, 0.7, 1.0)
BINS = 20  # of as many points each
EVENT_BINS = 12  # of as many expected lifts each
TRAINED, FITTED = "as trained", "fitted"
FIGURE = "calibration.svg"


def points_of(network: Network, data: Sequences, scale: tuple[float, float]) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Batches of predictions without padding: heads (n, 1 + 6M), what came (n, 3), and the number of each one's line."""
    with torch.no_grad():
        for indices in data.plan(0, 0, BATCH_POINTS):
            batch = collate([data.plain[int(i)] for i in indices], scale)
            real = batch.mask > 0
            line = torch.from_numpy(indices).expand(real.shape)
            yield network(batch.rows)[0][real], batch.target[real], line[real]


def measure(weights: Path, data: Path, split: Path | None, count: int | None) -> dict[str, Any]:
    """All figures, as printed by ``--json``. Raises CheckpointError, DataError.

    ``count``: so many lines of the split, and of the held-out ones; None for all.
    """
    network, representation, scale, name = read_network(weights)
    wanted = listed(data, split, count)
    kept = even(held_out(data, wanted), count)
    lines, report = read_lines(data, [*wanted, *kept])
    asked = set(wanted)
    halves = [
        Sequences(
            [line for line in lines if (line.name in asked) is ours], representation, inputs=network.config.inputs
        )
        for ours in (True, False)
    ]
    if not all(map(len, halves)):
        raise DataError(f"{'none of the lines' if not len(halves[0]) else 'no held-out line'} can be used ({report})")
    heads, targets, _ = map(torch.cat, zip(*points_of(network, halves[1], scale), strict=True))
    heat = fit(heads, targets)
    held = pinned(heads)
    found = ask(network, halves[0], scale, heat, held)
    return {
        "weights": name,
        "lines": len(halves[0]),
        "missing": len(asked.intersection(report.missing)),
        "fitted_on": {"lines": len(halves[1]), "points": len(heads)},
        "temperatures": asdict(heat),
        **found,
    }


def ask(network: Network, data: Sequences, scale: tuple[float, float], heat: Heat, held: Tensor) -> dict[str, Any]:
    """The figures of ``data``. ``held``: (M,), the components that stand for a pen at rest."""
    random = torch.Generator().manual_seed(0)
    heats = {TRAINED: Heat(), FITTED: heat}
    columns: dict[str, list[Tensor]] = defaultdict(list)
    nats = dict.fromkeys(heats, 0.0)
    for head, target, line in points_of(network, data, scale):
        rest = (target[:, :2] == 0).all(-1)
        x, y, _ = target[~rest].unbind(-1)
        for name, one in heats.items():
            warm = heated(head, one.weights, one.sigma, one.pen)
            nats[name] += float(mixture_nats(warm, target).double().sum())
            columns[f"lift {name}"].append(warm[:, 0].sigmoid())
            columns[f"rest {name}"].append(mixtures(warm).log_weights[:, held].exp().sum(-1))
            columns[name].append(ranks(mixtures(warm[~rest], held), x, y, random))
        plain = mixtures(head[~rest], held)
        for temperature in TEMPERATURES:
            columns[f"T = {temperature}"].append(ranks(tempered(plain, Controls(temperature)), x, y, random))
        columns["lifted"].append(target[:, 2] > 0.5)
        columns["rested"].append(rest)
        columns["line"].append(line)
    whole = {name: torch.cat(parts) for name, parts in columns.items()}
    rest, line = whole["rested"], whole["line"]
    sets = [*heats, *(f"T = {temperature}" for temperature in TEMPERATURES)]
    figures: dict[str, Any] = {
        "points": len(rest),
        "at_rest": int(rest.sum()),
        "nats_per_line": {name: total / len(data) for name, total in nats.items()},
        "regions": {name: regions(whole[name], line[~rest]) for name in sets},
        "lift": {name: bit(whole[f"lift {name}"], whole["lifted"], line) for name in heats},
    }
    if held.any():
        figures["rest"] = {name: bit(whole[f"rest {name}"], rest, line) for name in heats}
    return figures


def regions(rank: Tensor, line: Tensor) -> dict[str, Any]:
    """Shares of points in the regions of ``LEVELS``, each with its error over lines; and the counts of all ranks."""
    inside = {str(level): share_of(rank * 100 < level * (SAMPLES + 1), line) for level in LEVELS}
    counts = torch.bincount(rank, minlength=SAMPLES + 1).tolist()
    return {**{level: {"share": value, "error": error} for level, (value, error) in inside.items()}, "ranks": counts}


def bit(chance: Tensor, happened: Tensor, line: Tensor) -> dict[str, Any]:
    """What a chance (n,) says of a bit (n,) and what came: both means, the expected calibration error, and the bins."""
    bins = reliability(chance, happened, BINS)
    value, error = share_of(happened, line)
    return {
        "chance": float(chance.double().mean()),
        "share": value,
        "share_error": error,
        "expected_calibration_error": expected_error(bins),
        "bins": [asdict(one) for one in bins],
        "event_bins": [asdict(one) for one in reliability(chance, happened, EVENT_BINS, by_chance=True)],
    }


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people, as Markdown tables."""
    heat, fitted = figures["temperatures"], figures["fitted_on"]
    lines = [
        f"{figures['weights']}: {figures['lines']:,} lines, {figures['points']:,} points, {figures['at_rest']:,} of them"
        f" at rest; {figures['missing']} listed lines missing",
        f"temperatures fitted on {fitted['lines']} held-out lines, {fitted['points']:,} points:"
        f" weights {heat['weights']:.3f}, σ {heat['sigma']:.3f}, pen {heat['pen']:.3f}",
        "",
        f"| points that moved, in the region of | {' | '.join(f'{level} %' for level in LEVELS)} |",
        f"| --- |{' --- |' * len(LEVELS)}",
    ]
    for name, row in figures["regions"].items():
        cells = (f"{100 * row[str(lv)]['share']:.2f} ± {100 * row[str(lv)]['error']:.2f}" for lv in LEVELS)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", f"| | {TRAINED} | {FITTED} |", "| --- | --- | --- |"]
    lines.append(f"| nats per line | {' | '.join(f'{v:.2f}' for v in figures['nats_per_line'].values())} |")
    for key, what in (("lift", "the pen lifts"), ("rest", "the pen rests")):
        if key in figures:
            rows = figures[key].values()
            means = (
                f"{100 * row['chance']:.2f} %; {100 * row['share']:.2f} ± {100 * row['share_error']:.2f} %"
                for row in rows
            )
            errors = (f"{100 * row['expected_calibration_error']:.3f} %" for row in rows)
            lines.append(f"| {what}: mean prediction; share of points | {' | '.join(means)} |")
            lines.append(f"| expected calibration error, {BINS} bins of like counts | {' | '.join(errors)} |")
    lines += ["", "| predicted | lifted | 95 % | fitted: predicted | lifted | 95 % |", "| --- |" + " --- |" * 5]
    both = (figures["lift"][name]["event_bins"] for name in (TRAINED, FITTED))
    for pair in zip(*both, strict=False):
        cells = (
            f"{100 * b['chance']:.1f} % | {100 * b['share']:.1f} % | {100 * b['low']:.1f} … {100 * b['high']:.1f}"
            for b in pair
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr and nothing written."""
    parser = argparse.ArgumentParser(
        prog="python -m lab.measure.calibrate", description="Are the predicted probabilities calibrated?"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--split", type=Path, help="file of line names, one a line (default: Graves' validation list)")
    parser.add_argument("--weights", type=Path, default=GRAVES, help="default: the shipped weights of Graves' form")
    parser.add_argument("--lines", type=int, help="so many lines of each list, evenly (default: all)")
    parser.add_argument("--out", type=Path, help=f"folder for the reliability diagram, {FIGURE}")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    return run_command(parser, arguments, print_figures)


def print_figures(options: argparse.Namespace) -> None:
    """Measures what the command asks for. Raises LabError, DataError, CheckpointError, OSError."""
    if options.out is not None and not options.out.is_dir():
        raise DataError(f"{options.out}: there is no such folder to write to")
    try:
        if options.out is not None:  # only the figure needs matplotlib; what is missing is said before the measuring
            from lab.measure.calibration_figure import reliability_diagram
    except ImportError as error:
        raise LabError(f"{error.name} is not installed: `make setup` installs it") from None
    figures = measure(options.weights, options.data, options.split, options.lines)
    if options.out is not None:
        swap_in({options.out / FIGURE: reliability_diagram(figures)})
    print(json.dumps(figures, indent=2) if options.json else table_of(figures))


if __name__ == "__main__":
    raise SystemExit(main())
