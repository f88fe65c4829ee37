"""How fast the network writes, beside a plain torch loop of the same network and the memory's own limit, in one run.

    python -m bench.sampler [--json] [--weights FILE | --shape 2x512x4] [--rounds N] [--seconds S]

Machines are shared and noisy: all contestants take turns within each round, rates are medians over rounds, and each
ratio is the median of the rounds' own ratios. One core throughout, but for training, whose figures (``bench.training``)
stand below. What a person waits for on the page, with encoding and layout, is ``bench.first_ink``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from bench.command_line import parser_of, run_bench
from bench.eager import CONTROLS, eager_loop
from bench.errors import BenchError
from bench.training import SECONDS, cores, measure_training, training_table
from model.arrays import Float32Array
from model.checkpoint import LIVE, Config, Tensors, expected_shapes, load
from model.futures import continue_batch
from model.input_rows import columns, has_height
from model.sampler import Sampler

FUTURES = 8
PRIME_ROWS = 600
STROKE_ROWS = 12  # what a stroke of handwriting comes to in the live representation, on average


def random_network(shape: str) -> tuple[Tensors, Config]:
    """A network of LAYERSxHIDDENxINPUTS with 20 components; what it has learnt makes no difference to its speed."""
    try:
        layers, hidden, inputs = map(int, shape.split("x"))
    except ValueError:
        raise BenchError(f"a shape is LAYERSxHIDDENxINPUTS, like 2x512x4, not {shape!r}") from None
    if not (1 <= layers <= 8 and 1 <= hidden <= 4096 and inputs in (3, 4)):
        raise BenchError(f"a shape has 1 … 8 layers of 1 … 4096 units and 3 or 4 inputs, not {shape!r}")
    config: Config = {
        "name": f"random-{shape}",
        "layers": layers,
        "hidden": hidden,
        "components": 20,
        "inputs": columns(inputs),
        "input_scale": [1.0, 1.0],
    }
    random = np.random.default_rng(0)
    reach = hidden**-0.5  # torch's own start
    shapes = expected_shapes(config).items()
    return {name: random.uniform(-reach, reach, size).astype(np.float32) for name, size in shapes}, config


def fake_ink(rows: int, inputs: int) -> Float32Array:
    """Rows with the statistics of ink, a lift every ``STROKE_ROWS``."""
    random = np.random.default_rng(1)
    ink = np.zeros((rows, inputs), dtype=np.float32)
    ink[:, :2] = random.normal(0.0, 0.7, (rows, 2))
    ink[STROKE_ROWS - 1 :: STROKE_ROWS, 2] = 1.0
    if has_height(inputs):
        ink[:, 3] = random.normal(0.0, 1.0, rows)
    return ink


def measure(weights: Tensors, config: Config, rounds: int) -> dict[str, Any]:
    """All figures of one run, as printed by ``--json``. Raises BenchError without torch."""
    eager = eager_loop(weights, config)
    sampler = Sampler(weights, config)
    ink = fake_ink(PRIME_ROWS, sampler.inputs)
    before = sampler.feed(sampler.start(), ink[:-STROKE_ROWS])
    primed = sampler.feed(before, ink[-STROKE_ROWS:])
    matrices = sampler.matrices
    vectors = [np.ones(matrix.shape[1], dtype=np.float32) for matrix in matrices]
    results = [np.empty(matrix.shape[0], dtype=np.float32) for matrix in matrices]

    def one(steps: int) -> None:
        for _ in sampler.continue_ink(primed, 1, CONTROLS, limit=steps):
            pass

    def limit(steps: int) -> None:
        for _ in range(steps):
            for matrix, vector, result in zip(matrices, vectors, results, strict=True):
                np.dot(matrix, vector, out=result)

    def futures(steps: int) -> None:
        continue_batch(sampler, primed, range(FUTURES), CONTROLS, steps)

    def first_ink(_: int) -> None:
        next(sampler.continue_ink(sampler.feed(before, ink[-STROKE_ROWS:]), 1, CONTROLS))

    turns = {
        "points": (one, 150, 1),
        "cache_limit_points": (limit, 150, 1),
        "futures_8_points": (futures, 30, FUTURES),
        "eager_points": (eager, 30, 1),
    }
    rates: dict[str, list[float]] = {name: [] for name in turns}
    waits: list[float] = []
    for current in range(-1, rounds):  # the round −1 warms up
        for name, (run, steps, each) in turns.items():
            seconds = _seconds(run, steps)
            if current >= 0:
                rates[name].append(steps * each / seconds)
        waits += [1000 * _seconds(first_ink, 1) for _ in range(5)]
    table = {name: np.array(values) for name, values in rates.items()}
    point = table["points"]
    return {
        **{f"{name}_per_s": round(float(np.median(values)), 1) for name, values in table.items()},
        "speedup_over_eager": round(float(np.median(point / table["eager_points"])), 2),
        "share_of_cache_limit": round(float(np.median(point / table["cache_limit_points"])), 3),
        "futures_8_over_one": round(float(np.median(table["futures_8_points"] / point)), 2),
        "first_ink_ms_p95": round(float(np.percentile(waits, 95)), 2),
        "first_ink_ms_median": round(float(np.median(waits)), 2),
        "prime_points": PRIME_ROWS,
        "last_stroke_points": STROKE_ROWS,
        "weights": sampler.name,
        "layers": sampler.layers,
        "hidden": sampler.hidden,
        "bytes_per_point": sampler.bytes_per_point,
        "rounds": rounds,
        "cores": 1,
    }


def _seconds(run: Callable[[int], None], steps: int) -> float:
    start = time.perf_counter()
    run(steps)
    return time.perf_counter() - start


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    rows = [
        ("sampler", "points_per_s", ""),
        ("eager torch loop", "eager_points_per_s", f"sampler is {figures['speedup_over_eager']:.1f} times as fast"),
        ("limit of the cache", "cache_limit_points_per_s", f"sampler reaches {figures['share_of_cache_limit']:.0%}"),
        ("8 futures in a batch", "futures_8_points_per_s", f"{figures['futures_8_over_one']:.2f} times one future"),
    ]
    title = (
        f"{figures['weights']}: {figures['layers']} layers of {figures['hidden']}, {figures['bytes_per_point'] / 1e6:.1f} MB"
        f" read a point, one core, medians of {figures['rounds']} interleaved rounds"
    )
    last = (
        f"  last stroke read and first point, after {figures['prime_points']} points:"
        f" {figures['first_ink_ms_p95']:.1f} ms p95, {figures['first_ink_ms_median']:.1f} ms median"
    )
    table = [f"  {name:<22}{figures[key]:>10,.0f} points/s   {note}".rstrip() for name, key, note in rows]
    return "\n".join((title, *table, last))


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    """What the options ask for: the sampler's figures and, unless ``--seconds 0``, training's."""
    if options.rounds < 1:
        raise BenchError(f"there must be at least one round, not {options.rounds}")
    if options.shape and options.weights:
        raise BenchError("give weights or a shape, not both")
    weights, config = random_network(options.shape) if options.shape else load(options.weights or LIVE)
    with threadpool_limits(limits=1):
        figures = measure(weights, config, options.rounds)
    if options.seconds > 0:
        figures |= measure_training(figures["layers"], figures["hidden"], cores(), options.seconds)
    return figures


def words_of(figures: dict[str, Any]) -> str:
    """Both tables, or the sampler's alone."""
    trained = "all_reduce_share" in figures
    return "\n".join((table_of(figures), training_table(figures)) if trained else (table_of(figures),))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("sampler", __doc__)
    parser.add_argument("--weights", type=Path, help="weights to measure (default: the shipped live network)")
    parser.add_argument("--shape", help="measure random weights of LAYERSxHIDDENxINPUTS instead")
    parser.add_argument("--rounds", type=int, default=15, help="interleaved rounds (default 15)")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help=f"of training, about (default {SECONDS:g}; 0 leaves it out)"
    )
    return run_bench(parser, arguments, measure_all, words_of)


if __name__ == "__main__":
    sys.exit(main())
