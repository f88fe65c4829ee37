"""What fewer bits a weight change: bytes, nats on listed lines, time to load, and the sampler's speed.

    python -m bench.quantise --data DIR [--split LIST] [--weights FILE] [--lines N] [--json]

The same weights as float32, half precision and int8 files, each read back as the app reads it, all in turns in one run.
``nats a line`` is ``training.evaluate``'s, over lines of the validation list unless ``--split`` names another. ``sampler``
is the speed of each file's sampler, of that from float32. ``kept narrow`` is what would be gained by not widening at
load: all matrices of a point as they rest in the file, each turned into float32 just before its product, of the speed of
products that need no turning; above 1 it would pay. NumPy has no product of half or whole numbers that BLAS takes.
Speeds and times are medians over rounds of each round's own ratio; one core. Rounding is ``training.rounding``'s.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from bench.command_line import parser_of, run_bench
from bench.eager import CONTROLS
from bench.sampler import fake_ink
from model.arrays import Float32Array
from model.checkpoint import GRAVES, CheckpointError, load, save
from model.network_protocol import State
from model.sampler import Sampler
from training.data.iam import DataError, read_lines
from training.data.splits import listed
from training.evaluate import evaluate
from training.rounding import PRECISIONS, rounded, whole_rows

STEPS = 100  # points a turn: long beside the clock, short beside what else the machine does
PRODUCTS = 10  # turns of all matrices, for the same reason
PRIME_ROWS = 50


def measure(weights: Path, data: Path, split: Path | None, count: int | None, rounds: int) -> dict[str, Any]:
    """All figures, as printed by ``--json``. Raises CheckpointError, DataError, OSError.

    ``grid``: the coarsest of float32 and float16 that holds every number of ``weights`` already.
    """
    if rounds < 1:
        raise DataError(f"there must be at least one round, not {rounds}")
    tensors, config = load(weights)
    lines, report = read_lines(data, listed(data, split, count))
    table: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as folder, threadpool_limits(limits=1):
        paths = {name: Path(folder) / f"{name}.safetensors" for name in PRECISIONS}
        for name, path in paths.items():
            save(path, rounded(tensors, name), config)
            evaluated = evaluate(path, lines, report)
            table[name] = {"bytes": path.stat().st_size, "nats_per_line": float(str(evaluated["nats_per_line"]))}
        for name, figures in race(paths, rounds).items():
            table[name] |= figures
    for row in table.values():
        row["difference"] = row["nats_per_line"] - table["float32"]["nats_per_line"]
    halves = rounded(tensors, "float16")
    return {
        "weights": str(config["name"]),
        "grid": "float16" if all(np.array_equal(halves[name], array) for name, array in tensors.items()) else "float32",
        "lines": evaluated["lines"],
        "points": evaluated["points"],
        "missing": evaluated["missing"],
        "rounds": rounds,
        "precisions": table,
    }


def race(paths: dict[str, Path], rounds: int) -> dict[str, dict[str, float]]:
    """Load times and speeds of the files' samplers, in turns. ``paths``: by precision, float32 among them.

    Raises CheckpointError, for a network that the sampler cannot run, too.
    """
    try:
        samplers = {name: Sampler.load(path) for name, path in paths.items()}
    except ValueError as error:
        raise CheckpointError(f"the sampler cannot run this network ({error})") from None
    plain = samplers["float32"]
    start = plain.feed(plain.start(), fake_ink(PRIME_ROWS, plain.inputs))
    rests: dict[str, Callable[[], object]] = {
        name: narrow_products(sampler.matrices, name) for name, sampler in samplers.items()
    }
    work: dict[str, dict[str, Callable[[], object]]] = {
        "load": {name: partial(load, path) for name, path in paths.items()},
        "write": {name: partial(write, sampler, start) for name, sampler in samplers.items()},
        "multiply": rests,
    }
    turns: dict[str, dict[str, list[float]]] = {name: {what: [] for what in work} for name in paths}
    for _ in range(rounds):
        for what, contestants in work.items():
            for name, run in contestants.items():
                run()  # so that each finds its own matrices in the cache, not its neighbour's
                turns[name][what].append(_seconds(run))
    base = {what: np.array(times) for what, times in turns["float32"].items()}
    return {
        name: {
            "load_ms": round(1000 * float(np.median(times["load"])), 2),
            "points_per_s": round(STEPS / float(np.median(times["write"])), 1),
            "sampler_ratio": round(float(np.median(base["write"] / times["write"])), 3),
            "narrow_ratio": round(float(np.median(base["multiply"] / times["multiply"])), 3),
        }
        for name, times in turns.items()
    }


def write(sampler: Sampler, start: State) -> None:
    """``STEPS`` points from ``start``, for their time alone."""
    for _ in sampler.continue_ink(start, 1, CONTROLS, limit=STEPS):
        pass


def narrow_products(matrices: Sequence[Float32Array], precision: str) -> Callable[[], None]:
    """The products of ``PRODUCTS`` points with matrices that rest in ``precision`` and are widened for each product.

    The last of ``matrices`` is the head, which rests in half precision at the least. The buffers are made once.
    """
    work = []
    for number, matrix in enumerate(matrices):
        vector, result = (np.ones(size, dtype=np.float32) for size in matrix.shape[::-1])
        rest: Any = matrix
        scale = None
        if precision == "int8" and number < len(matrices) - 1:
            rest, scale = whole_rows(matrix)
        elif precision != "float32":
            rest = matrix.astype(np.float16)
        work.append((rest, scale, np.empty_like(matrix), vector, result))

    def run() -> None:
        for _ in range(PRODUCTS):
            for rest, scale, wide, vector, result in work:
                if rest.dtype != np.float32:
                    np.copyto(wide, rest)
                np.dot(rest if rest.dtype == np.float32 else wide, vector, out=result)
                if scale is not None:
                    np.multiply(result, scale, out=result)

    return run


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people, as a table in Markdown."""
    head = "| file | MB | nats a line | beside float32 | sampler | kept narrow | load |"
    rows = [
        f"| {name} | {row['bytes'] / 1e6:.2f} | {row['nats_per_line']:.2f} | {row['difference']:+.2f} |"
        f" {row['sampler_ratio']:.2f} | {row['narrow_ratio']:.2f} | {row['load_ms']:.1f} ms |"
        for name, row in figures["precisions"].items()
    ]
    title = (
        f"{figures['weights']}: {figures['lines']:,} lines, {figures['points']:,} points, {figures['missing']} missing;"
        f" medians of {figures['rounds']} interleaved rounds"
    )
    note = (
        [] if figures["grid"] == "float32" else ["The file holds half precision already: nothing is lost by it again."]
    )
    return "\n".join((title, *note, "", head, "| --- | --- | --- | --- | --- | --- | --- |", *rows))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Writes nothing but what it deletes again."""
    parser = parser_of("quantise", __doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--split", type=Path, help="file of line names, one a line (default: Graves' validation list)")
    parser.add_argument("--weights", type=Path, default=GRAVES, help="default: the shipped weights of Graves' form")
    parser.add_argument("--lines", type=int, help="so many lines, evenly from the list (default: all)")
    parser.add_argument("--rounds", type=int, default=15, help="interleaved rounds (default 15)")

    def measured(options: argparse.Namespace) -> dict[str, Any]:
        return measure(options.weights, options.data, options.split, options.lines, options.rounds)

    return run_bench(parser, arguments, measured, table_of)


if __name__ == "__main__":
    sys.exit(main())
