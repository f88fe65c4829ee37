"""How fast the network is trained: ours beside the plainest loop, and several processes beside one, in one run.

A training of several processes, one of a single process, and ``nn.LSTM`` with Adam in float32 as one would write it down
(``bench.contestant``) take turns.

    python -m bench.training [--json] [--shape 2x512x3] [--processes N] [--most POINTS] [--seconds S]

Each contestant stands ready in processes of its own and works while the others wait: on N cores, ours has N processes of
one thread, the plain loop one process of N threads. Ours trains as ``training.train`` does, dropout and all, in batches of
like length, of at most 10,000 points with padding for each process, 20,000 for two: a recipe's 10,000 are for all of
them, which is ``--most 10000``. The plain loop takes as many lines as they come, padded to the longest.
Real points are counted; padded ones too, which shows what is not owed to the batches. Ratios are medians of the rounds' own
ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np

from bench.contestant import ALONE, OURS, PLAIN, Contestant
from bench.errors import BenchError

# a process: what a recipe gives a training of one. To two, a recipe gives 5,000 each, its batch_points being the whole
# batch's; with so few, reading the weights at each time step costs more
BATCH_POINTS = 10_000
TURN = 1  # steps
SECONDS = 40.0


def measure_training(
    layers: int, hidden: int, processes: int, seconds: float, *, most: int = 0, threads: int = 0
) -> dict[str, Any]:
    """All figures of training, as printed by ``--json``; at least one round, and no new one after ``seconds``.

    ``most``: padded points a batch, whoever works it, 0 for ``BATCH_POINTS`` times ``processes``, which for several is more
    than the recipes' batches have; ``threads``: of the plain loop, 0 for as many as ours has processes.
    Raises BenchError.
    """
    from training.precision import choose

    precision = choose()  # once, for all contestants
    shape, most = (layers, hidden), most or BATCH_POINTS * processes
    rates: dict[str, list[float]] = {OURS: [], ALONE: [], PLAIN: []}
    rows: dict[str, list[float]] = {name: [] for name in rates}
    had: dict[str, list[float]] = {name: [] for name in rates}
    memory: dict[str, float] = {}
    shares, sums = [], []
    with ExitStack() as open_ones:
        ready = {
            OURS: Contestant(OURS, shape, most, processes, 1, precision),
            ALONE: Contestant(ALONE, shape, most, 1, 1, precision),
            PLAIN: Contestant(PLAIN, shape, most, 1, threads or processes, precision),
        }
        for contestant in ready.values():
            open_ones.callback(contestant.close)
        for contestant in ready.values():
            contestant.turn(1)  # warms up
        begun = time.monotonic()
        while not rates[PLAIN] or time.monotonic() - begun < seconds:
            for name, contestant in ready.items():
                answers = contestant.turn(TURN)
                took = max(each["seconds"] for each in answers)
                rates[name].append(answers[0]["points"] / took)
                rows[name].append(answers[0]["padded"] / took)
                had[name].append(sum(each["cpu"] for each in answers) / took)
                memory[name] = sum(each["memory_mb"] for each in answers)
                if name == OURS and processes > 1:
                    shares.append(sum(each["summing"] for each in answers) / processes / took)
                    sums.append(max(each["sum"] for each in answers) * TURN / took)
    table = {name: np.array(values) for name, values in rates.items()}
    return {
        "training_points_per_s": round(float(np.median(table[OURS])), 1),
        "plain_training_points_per_s": round(float(np.median(table[PLAIN])), 1),
        "training_ratio": round(float(np.median(table[OURS] / table[PLAIN])), 2),
        "training_ratio_padded": round(float(np.median(np.array(rows[OURS]) / np.array(rows[PLAIN]))), 2),
        "training_peak_memory_mb": round(memory[OURS], 1),
        "plain_training_peak_memory_mb": round(memory[PLAIN], 1),
        "one_process_training_points_per_s": round(float(np.median(table[ALONE])), 1),
        "one_process_training_peak_memory_mb": round(memory[ALONE], 1),
        "training_over_one_process": round(float(np.median(table[OURS] / table[ALONE])), 2),
        # of a step of several processes: waiting for the last included, and by itself
        "all_reduce_share": round(float(np.median(shares)), 3) if shares else 0.0,
        "all_reduce_share_alone": round(float(np.median(sums)), 3) if sums else 0.0,
        # of the cores, what each had: on a machine with other work less than all
        "training_cores_had": round(float(np.median(had[OURS])), 2),
        "one_process_training_cores_had": round(float(np.median(had[ALONE])), 2),
        "plain_training_cores_had": round(float(np.median(had[PLAIN])), 2),
        "training_batch_points": most,
        "training_processes": processes,
        "training_precision": precision,
        "training_shape": f"{layers}x{hidden}x3",
        "training_rounds": len(table[OURS]),
    }


def training_table(figures: dict[str, Any]) -> str:
    """The figures for people."""
    n = figures["training_processes"]
    rows = [
        (
            f"ours, {n} of 1 thread",
            "training",
            f"{figures['training_ratio']:.2f} times the plain loop"
            f" ({figures['training_ratio_padded']:.2f} with padding counted)",
        ),
        ("ours, 1 of 1 thread", "one_process_training", f"{n} are {figures['training_over_one_process']:.2f} times it"),
        (f"plain, 1 of {n} threads", "plain_training", "nn.LSTM and Adam in float32"),
    ]
    title = (
        f"training {figures['training_shape']} on {n} cores, ours in {figures['training_precision']},"
        f" batches of {figures['training_batch_points']:,} padded points,"
        f" medians of {figures['training_rounds']} rounds in turns;"
        " peak memory of all processes, and the cores they had"
    )
    last = (
        f"  the sum of gradients takes {figures['all_reduce_share_alone']:.1%} of a step,"
        f" {figures['all_reduce_share']:.1%} with waiting"
    )
    table = [
        f"  {name:<22}{figures[f'{key}_points_per_s']:>10,.0f} points/s"
        f"{figures[f'{key}_peak_memory_mb']:>8,.0f} MB{figures[f'{key}_cores_had']:>6.2f} cores   {note}"
        for name, key, note in rows
    ]
    return "\n".join((title, *table, last))


def cores() -> int:
    """Those that this process may use, two at most: what the figures are stated for."""
    return min(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr where nothing can be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.training", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--shape", default="2x512x3", help="LAYERSxHIDDENx3 (default 2x512x3)")
    parser.add_argument("--processes", type=int, default=cores(), help="ours; the plain loop gets as many threads")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help=f"no new round after so long (default {SECONDS:g})"
    )
    parser.add_argument("--most", type=int, default=0, help="padded points a batch (default: 10,000 for each process)")
    options = parser.parse_args(arguments)
    try:
        layers, hidden, inputs = map(int, options.shape.split("x"))
        if not (1 <= layers <= 8 and 1 <= hidden <= 4096 and inputs == 3 and 1 <= options.processes <= 64):
            raise ValueError
    except ValueError:
        print(
            "bench.training: a shape is LAYERSxHIDDENx3, like 2x512x3, and there are 1 … 64 processes",
            file=sys.stderr,
        )
        return 2
    try:
        figures = measure_training(layers, hidden, options.processes, options.seconds, most=options.most)
    except BenchError as error:
        print(f"bench.training: {error}", file=sys.stderr)
        return 2
    print(json.dumps(figures, indent=2) if options.json else training_table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
