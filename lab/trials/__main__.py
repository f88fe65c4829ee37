"""Trials for the record: ``python -m lab.trials --data DIR [--series NAME] [--only NAME …] [--quick]``.

Outcomes are kept in a folder, so that a killed series goes on. docs/lab/record.md says what follows from them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from statistics import fmean

import torch

from lab.engine.progress import Progress
from lab.findings import store
from lab.trials.training import Outcome, train
from lab.trials.trial import SEEDS, SERIES, Trial
from model.strokes import Representation
from training.command import run_command
from training.network import Config
from training.prepare import read_halves
from training.provenance import checksum
from training.recipe import Recipe

INK = Recipe("trials", network=Config(inputs=3), representation=Representation("time"))  # what is read, and how
QUICK_POINTS = 2000


def path_of(folder: Path, trial: Trial, seed: int, data: str) -> Path:
    """Where an outcome is kept: named by all that decides it, so that a changed trial is not taken for an old one."""
    return folder / f"{store.key_of([trial.to_json(), seed, data], 16)}.json"


def recall(path: Path) -> Outcome | None:
    """A kept outcome, or None. Raises LabError, naming the file, where it is damaged."""
    values = store.recall(path)
    if values is None:
        return None
    try:
        found = values["outcome"]
        return Outcome(
            dev=float(found["dev"]),
            moving=float(found["moving"]),
            train=float(found["train"]),
            parameters=int(found["parameters"]),
            points_per_s=float(found["points_per_s"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise store.damaged(path, error) from None


def table(outcomes: Mapping[str, list[Outcome]]) -> str:
    """The log's table: each trial's nats per point beside the plain network's, and its speed."""

    def mean(name: str, field: str) -> float:
        return fmean(getattr(outcome, field) for outcome in outcomes[name])

    first = next(iter(outcomes))

    def beside(name: str, field: str) -> str:
        return minus(f"{mean(name, field) - mean(first, field):+.3f}")

    rows = [
        f"| trial | nats per point | beside {first} | of moving points | training | parameters | speed |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name in outcomes:
        losses = [minus(f"{mean(name, field):.3f}") for field in ("dev", "train")]
        speed = mean(name, "points_per_s") / mean(first, "points_per_s")
        rows.append(
            f"| {name} | {losses[0]} | {beside(name, 'dev')} | {beside(name, 'moving')} | {losses[1]}"
            f" | {mean(name, 'parameters'):,.0f} | {speed:.2f} |"
        )
    devs = [o.dev for o in outcomes[first]]
    spread = minus(f"; {first} over {len(devs)} seeds: {min(devs):.3f} to {max(devs):.3f}") if len(devs) > 1 else ""
    return "\n".join((*rows, "", f"Speed: of {first}'s{spread}."))


def minus(text: str) -> str:
    """Numbers with a true minus sign."""
    return text.replace("-", "−")


def main(argv: list[str] | None = None) -> int:
    """The command line; a wrong name, list, archive or kept outcome gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(prog="python -m lab.trials", description="Trials for the record.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--series", choices=SERIES, default="once", help="lines seen once, or often")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these trials, beside the first")
    parser.add_argument("--out", type=Path, default=Path("runs/trials"), help="where outcomes are kept")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_POINTS} points a trial: whether it runs at all")
    torch.set_num_threads(1)
    try:
        return run_command(parser, argv, run_series)
    except KeyboardInterrupt:
        print("stopped; what was tried is kept", file=sys.stderr)
        return 130


def run_series(options: argparse.Namespace) -> None:
    """Runs the trials that the command names and prints their table. Raises ModelError, ValueError, FloatingPointError."""
    trials = SERIES[options.series]
    unknown = sorted(set(options.only or ()) - set(trials))
    if unknown:
        raise ValueError(f"there is no trial {unknown[0]!r} (known: {', '.join(trials)})")
    learn, dev = read_halves(options.data, INK)
    data = checksum(learn.digests, dev.digests)
    options.out.mkdir(parents=True, exist_ok=True)
    chosen = list(dict.fromkeys([next(iter(trials)), *(options.only or trials)]))
    plan = [
        (name, replace(trials[name], points=QUICK_POINTS, batch=500) if options.quick else trials[name], seed)
        for name in chosen
        for seed in SEEDS.get(name, (1,))
    ]
    progress = Progress("trials", len(plan))
    outcomes: dict[str, list[Outcome]] = {name: [] for name in chosen}
    for number, (name, trial, seed) in enumerate(plan, 1):
        path = path_of(options.out, trial, seed, data)
        found = recall(path)
        if found is None:
            progress.begin(number, f"{name}, seed {seed}", trial.points, "point")
            began = time.monotonic()
            found = train(trial, seed, learn, dev, progress.tell)
            progress.costs.append(time.monotonic() - began)
            store.keep(path, {"trial": trial.to_json(), "seed": seed, "data": data, "outcome": asdict(found)})
        outcomes[name].append(found)
        print(f"{name}, seed {seed}: {found.dev:.4f} nats per point", flush=True)
    print(table(outcomes))


if __name__ == "__main__":
    raise SystemExit(main())
