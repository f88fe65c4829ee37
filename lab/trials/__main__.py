"""Cheap trials for the record: ``python -m lab.trials --data DIR [--series NAME] [--only NAME …] [--quick]``.

Knows: the command, what was tried before (kept in a folder, so that a killed series goes on), and the table it prints.
Refuses to know: what a trial is, and what follows from it: docs/lab/record.md says that.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import torch

from lab.trials.training import Outcome, carry_out
from lab.trials.trial import SEEDS, SERIES, Trial
from model.checkpoint import CheckpointError, swap_in
from model.strokes import Representation
from training.data.iam import DataError
from training.network import Config
from training.prepare import read_halves
from training.provenance import checksum
from training.recipe import Recipe

INK = Recipe("trials", network=Config(inputs=3), representation=Representation("time"))  # what is read, and how
EVERY = 10.0  # seconds between two words of progress
QUICK_POINTS = 2000


def kept_at(folder: Path, trial: Trial, seed: int, data: str) -> Path:
    """Where an outcome is kept: named by all that decides it, so that a changed trial is not taken for an old one."""
    told = json.dumps([trial.to_json(), seed, data], sort_keys=True)
    return folder / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.json"


def recall(path: Path) -> Outcome | None:
    """A kept outcome, or None. Raises ValueError, naming the file, where it is damaged."""
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        found = told["outcome"]
        return Outcome(
            dev=float(found["dev"]),
            moving=float(found["moving"]),
            train=float(found["train"]),
            parameters=int(found["parameters"]),
            points_per_s=float(found["points_per_s"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{path}: not a kept outcome ({error}); remove it to try again") from None


def table(outcomes: Mapping[str, list[Outcome]]) -> str:
    """The log's table: each trial's nats a point beside the plain network's, and its pace."""

    def mean(name: str, field: str) -> float:
        return sum(float(getattr(o, field)) for o in outcomes[name]) / len(outcomes[name])

    first = next(iter(outcomes))

    def beside(name: str, field: str) -> str:
        return minus(f"{mean(name, field) - mean(first, field):+.3f}")

    rows = [
        f"| trial | nats a point | beside {first} | of moving points | training | parameters | pace |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name in outcomes:
        prices = [minus(f"{mean(name, field):.3f}") for field in ("dev", "train")]
        pace = mean(name, "points_per_s") / mean(first, "points_per_s")
        rows.append(
            f"| {name} | {prices[0]} | {beside(name, 'dev')} | {beside(name, 'moving')} | {prices[1]}"
            f" | {mean(name, 'parameters'):,.0f} | {pace:.2f} |"
        )
    devs = [o.dev for o in outcomes[first]]
    spread = minus(f"; {first} over {len(devs)} seeds: {min(devs):.3f} to {max(devs):.3f}") if len(devs) > 1 else ""
    return "\n".join((*rows, "", f"Pace: of {first}'s{spread}."))


def minus(text: str) -> str:
    """Numbers with a true minus sign."""
    return text.replace("-", "−")


def teller(what: str) -> Callable[[float, float], None]:
    """Says now and then how far ``what`` is: hears the share done and the nats a point."""
    said = time.monotonic()

    def tell(share: float, nats: float) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            print(f"  {what}: {share:.0%}, {nats:.3f} nats a point", flush=True)

    return tell


def main(argv: list[str] | None = None) -> int:
    """The command line; a wrong name, list, archive or kept outcome gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(prog="python -m lab.trials", description="Cheap trials for the record.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--series", choices=SERIES, default="once", help="lines looked at once, or often")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these trials, beside the first")
    parser.add_argument("--out", type=Path, default=Path("runs/trials"), help="where outcomes are kept")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_POINTS} points a trial: whether it runs at all")
    options = parser.parse_args(argv)
    torch.set_num_threads(1)
    try:
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
        outcomes: dict[str, list[Outcome]] = {name: [] for name in chosen}
        for number, (name, trial, seed) in enumerate(plan, 1):
            path = kept_at(options.out, trial, seed, data)
            found = recall(path)
            if found is None:
                found = carry_out(trial, seed, learn, dev, teller(f"{number} of {len(plan)}, {name}"))
                told = {"trial": trial.to_json(), "seed": seed, "data": data, "outcome": asdict(found)}
                swap_in({path: json.dumps(told, indent=1).encode()})
            outcomes[name].append(found)
            print(f"{name}, seed {seed}: {found.dev:.4f} nats a point", flush=True)
    except (DataError, CheckpointError, ValueError, OSError, FloatingPointError) as error:
        print(f"lab.trials: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; what was tried is kept", file=sys.stderr)
        return 130
    print(table(outcomes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
