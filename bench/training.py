"""How fast the network is trained: ours beside the plainest loop, and several processes beside one, in one run.

A training of several processes, one of a single process, and ``nn.LSTM`` with Adam in float32 as one would write it down take
turns. Lines are made up, as long as the live network's: what they say costs the same.

    python -m bench.training [--json] [--shape 2x512x3] [--processes N] [--most POINTS] [--seconds S]

Each contestant stands ready in processes of its own and works while the others wait: on N cores, ours has N processes of
one thread, the plain loop one process of N threads. Ours trains as ``training.train`` does, dropout and all, in batches of
like length, of at most 10,000 points with padding for each process, 20,000 for two: a recipe's 10,000 are for all of
them, which is ``--most 10000``. The plain loop takes as many lines as they come, padded to the longest.
Real points are counted; padded ones too, which tells what is not owed to the batches. Ratios are medians of the rounds' own
ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from bench.errors import BenchError
from training.data.iam import Line
from training.malloc import keep_freed_memory

LINES, MEAN_POINTS, SPREAD = 600, 300, 80
# a process: what a recipe gives a training of one. To two, a recipe gives 5,000 each, its batch_points being the whole
# batch's; with so few, reading the weights at each time step costs more
BATCH_POINTS = 10_000
TURN = 1  # steps
SECONDS = 40.0
OURS, ALONE, PLAIN = "ours", "alone", "plain"


Step = Callable[[], tuple[int, int]]  # makes a step; its points, real and with padding


def made_up_lines() -> list[Line]:
    """Lines with the lengths that the live network's have, and the statistics of ink."""
    random = np.random.default_rng(1)
    lines = []
    for i in range(LINES):
        n = int(np.clip(random.normal(MEAN_POINTS, SPREAD), 60, 2 * MEAN_POINTS))
        points = np.cumsum(random.normal((8.0, 0.0, 0.014), (40.0, 36.0, 0.0), (n, 3)), axis=0)
        lift = np.arange(n) % 25 == 24
        lift[-1] = True
        lines.append(Line(f"lineStrokes/made/up/made-{i:03}.xml", points.astype(np.float32), lift))
    return lines


def _ours(shape: tuple[int, int], most: int, slices: int, team: Any, folder: Path, precision: str) -> tuple[Step, int]:
    """A step of a training as ``training.train`` makes it; and how many parameters it has."""
    from model.strokes import Representation
    from training.data.augmentation import Augmentation
    from training.data.dataset import Sequences
    from training.network import Config, parameter_count
    from training.recipe import Recipe
    from training.run import Run

    recipe = Recipe(
        "bench",
        network=Config(*shape, inputs=3, dropout=0.1),
        representation=Representation("time"),
        augmentation=Augmentation(scale=0.1),
        batch_points=most,
        slices=slices,
        averaging=0.998,
    )
    data = Sequences(made_up_lines(), recipe.representation, inputs=3)
    run = Run(recipe, data, data, folder, team, precision)
    lengths = np.array([len(rows) - 1 for rows in data.plain])

    def step() -> tuple[int, int]:
        indices = run.indices()[2]
        parts = [lengths[indices[part::slices]] for part in range(slices)]
        padded = sum(int(part.max()) * len(part) for part in parts if len(part))
        return run.advance()[2], padded

    return step, parameter_count([run.network])


def _plain(shape: tuple[int, int], most: int) -> Step:
    """A step as one would write it down: ``nn.LSTM``, the same layers, head and loss, Adam; no more."""
    import torch

    from model.strokes import Representation
    from training.data.dataset import Sequences, collate
    from training.network import mixture_nats

    layers, hidden = shape
    data = Sequences(made_up_lines(), Representation("time"), inputs=3)
    lstm = torch.nn.ModuleList(torch.nn.LSTM(3 + (hidden if k else 0), hidden) for k in range(layers))
    head = torch.nn.Linear(layers * hidden, 121)
    optimiser = torch.optim.Adam([*lstm.parameters(), *head.parameters()], lr=2e-3)
    scale, random = data.scale(), np.random.default_rng(1)
    count = max(1, most // MEAN_POINTS)

    def step() -> tuple[int, int]:
        batch = collate([data.plain[i] for i in random.choice(len(data), count, replace=False)], scale)
        below, tops = batch.rows, []
        for layer in lstm:
            top, _ = layer(below)
            tops.append(top)
            below = torch.cat((batch.rows, top), dim=-1)
        nats = mixture_nats(head(torch.cat(tops, dim=-1)), batch.target)
        loss = (nats * batch.mask).sum() / batch.mask.sum()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        return int(batch.mask.sum()), batch.mask.numel()

    return step


def peak_memory_mb() -> float:
    """The most memory that this process has held; 0 where the system does not say."""
    try:
        import resource  # POSIX alone has it
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def stand_ready(kind: str, shape: tuple[int, int], most: int, threads: int, precision: str) -> None:
    """A contestant's process: works as its standard input bids, a number of steps a line, and tells points and seconds."""
    import torch

    from training.parallel import join

    torch.set_num_threads(threads)
    with join() as team, tempfile.TemporaryDirectory() as folder:
        parameters = 0
        if kind == PLAIN:
            step = _plain(shape, most)
        else:
            keep_freed_memory()
            step, parameters = _ours(shape, most, team.size, team, Path(folder), precision)
        for line in sys.stdin:
            team.gather(None)  # all begin together
            summing, worked, begun = team.seconds, time.process_time(), time.perf_counter()
            points, padded = np.sum([step() for _ in range(int(line))], axis=0).tolist()
            seconds = time.perf_counter() - begun
            told: dict[str, float] = {"points": points, "padded": padded, "seconds": seconds}
            told["summing"] = team.seconds - summing
            told["cpu"] = time.process_time() - worked
            if team.size > 1:  # the sum by itself, when nobody is waited for
                numbers = torch.zeros(parameters + 2)
                team.gather(None)
                begun = time.perf_counter()
                team.sum(numbers)
                told["sum"] = time.perf_counter() - begun
            told["memory_mb"] = peak_memory_mb()
            print(json.dumps(told), flush=True)


class Contestant:
    """One contestant's processes, to be closed at the end."""

    def __init__(
        self, kind: str, shape: tuple[int, int], most: int, processes: int, threads: int, precision: str
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        common = {"WORLD_SIZE": str(processes), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
        words = [sys.executable, "-m", "bench.training", "--kind", kind, "--shape", f"{shape[0]}x{shape[1]}x3"]
        self._processes = [
            subprocess.Popen(
                [*words, "--most", str(most), "--threads", str(threads), "--precision", precision],
                env={**os.environ, **common, "RANK": str(rank), "OMP_NUM_THREADS": str(threads)},
                cwd=Path(__file__).resolve().parents[1],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for rank in range(processes)
        ]

    def turn(self, steps: int) -> list[dict[str, float]]:
        """So many steps; what each process tells of them. Raises BenchError where one has ended."""
        told = []
        try:
            for process in self._processes:
                assert process.stdin is not None
                process.stdin.write(f"{steps}\n")
                process.stdin.flush()
            for process in self._processes:
                assert process.stdout is not None
                told.append(json.loads(process.stdout.readline()))
        except (OSError, ValueError):
            raise BenchError("a process that should have trained has ended") from None
        return told

    def close(self) -> None:
        """Ends the processes."""
        for process in self._processes:
            process.kill()
            process.communicate()


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
                told = contestant.turn(TURN)
                took = max(each["seconds"] for each in told)
                rates[name].append(told[0]["points"] / took)
                rows[name].append(told[0]["padded"] / took)
                had[name].append(sum(each["cpu"] for each in told) / took)
                memory[name] = sum(each["memory_mb"] for each in told)
                if name == OURS and processes > 1:
                    shares.append(sum(each["summing"] for each in told) / processes / took)
                    sums.append(max(each["sum"] for each in told) * TURN / took)
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
    parser.add_argument("--kind", choices=(OURS, ALONE, PLAIN), help=argparse.SUPPRESS)
    parser.add_argument("--most", type=int, default=0, help="padded points a batch (default: 10,000 for each process)")
    parser.add_argument("--threads", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--precision", default="float32", help=argparse.SUPPRESS)
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
    if options.kind:
        stand_ready(options.kind, (layers, hidden), options.most, options.threads, options.precision)
        return 0
    try:
        figures = measure_training(layers, hidden, options.processes, options.seconds, most=options.most)
    except BenchError as error:
        print(f"bench.training: {error}", file=sys.stderr)
        return 2
    print(json.dumps(figures, indent=2) if options.json else training_table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
