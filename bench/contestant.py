"""One training to be timed, in processes of its own: ours, or the plainest loop, which works a number of steps when asked.

    python -m bench.contestant KIND LAYERS HIDDEN --most POINTS --threads N --precision NAME

Lines are made up, as long as the live network's: what they say costs the same.
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.errors import BenchError
from training.data.iam import Line
from training.malloc import keep_freed_memory

LINES, MEAN_POINTS, SPREAD = 600, 300, 80
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
    from training.data.batch import collate
    from training.data.dataset import Sequences
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
    """A contestant's process: works as its standard input bids, a number of steps a line, and prints points and seconds."""
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
            measured: dict[str, float] = {"points": points, "padded": padded, "seconds": seconds}
            measured["summing"] = team.seconds - summing
            measured["cpu"] = time.process_time() - worked
            if team.size > 1:  # the sum by itself, when nobody is waited for
                numbers = torch.zeros(parameters + 2)
                team.gather(None)
                begun = time.perf_counter()
                team.sum(numbers)
                measured["sum"] = time.perf_counter() - begun
            measured["memory_mb"] = peak_memory_mb()
            print(json.dumps(measured), flush=True)


class Contestant:
    """One contestant's processes, to be closed at the end."""

    def __init__(
        self, kind: str, shape: tuple[int, int], most: int, processes: int, threads: int, precision: str
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        common = {"WORLD_SIZE": str(processes), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
        words = [sys.executable, "-m", "bench.contestant", kind, *map(str, shape)]
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
        """So many steps; what each process measured. Raises BenchError where one has ended."""
        answers = []
        try:
            for process in self._processes:
                assert process.stdin is not None
                process.stdin.write(f"{steps}\n")
                process.stdin.flush()
            for process in self._processes:
                assert process.stdout is not None
                answers.append(json.loads(process.stdout.readline()))
        except (OSError, ValueError):
            raise BenchError("a process that should have trained has ended") from None
        return answers

    def close(self) -> None:
        """Ends the processes."""
        for process in self._processes:
            process.kill()
            process.communicate()


def main() -> None:
    """The process of a contestant, as ``Contestant`` starts it."""
    parser = argparse.ArgumentParser(prog="python -m bench.contestant", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("kind", choices=(OURS, ALONE, PLAIN))
    parser.add_argument("layers", type=int)
    parser.add_argument("hidden", type=int)
    parser.add_argument("--most", type=int, required=True, help="padded points a batch")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--precision", required=True)
    options = parser.parse_args()
    stand_ready(options.kind, (options.layers, options.hidden), options.most, options.threads, options.precision)


if __name__ == "__main__":
    main()
