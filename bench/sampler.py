"""How fast the network writes, beside a plain torch loop of it and what cache and memory would give it, in one run.

    python -m bench.sampler [--json] [--weights FILE | --shape 2x512x4] [--rounds N] [--seconds S]

Machines are shared and noisy: all contestants take turns within each round, rates are medians over rounds, and each
ratio is the median of the rounds' own ratios (``bench.turns``). The network is read in 8 bits, as the app reads it, and in
float32; both again beside a process that streams memory (``bench.neighbour``). One core throughout, but for training, whose
figures (``bench.training``) stand below. What a person waits for on the page is ``bench.first_ink``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from bench.command_line import parser_of, run_bench
from bench.eager import CONTROLS, eager_loop
from bench.errors import BenchError
from bench.training import SECONDS, cores, measure_training, training_table
from bench.turns import (
    BESIDE,
    beside_float32,
    memory_read,
    products_alone,
    rates_beside,
    rates_of,
    ratio,
    reading_of,
    reading_table,
)
from model.arrays import Float32Array
from model.checkpoint import LIVE, Config, Tensors, expected_shapes, load
from model.futures import continue_batch
from model.input_rows import columns, has_height
from model.narrow import how_read
from model.sampler import Sampler

KINDS = {"": "sampler", "float32_": "in float32"}
POINTS, BATCH_STEPS, EAGER_POINTS = 150, 30, 30  # a turn
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
    sampler, wide = Sampler(weights, config, narrow=True), Sampler(weights, config)
    ink = fake_ink(PRIME_ROWS, sampler.inputs)
    before = sampler.feed(sampler.start(), ink[:-STROKE_ROWS])
    primed = sampler.feed(before, ink[-STROKE_ROWS:])

    def one(net: Sampler) -> int:
        return sum(1 for _ in net.continue_ink(primed, 1, CONTROLS, limit=POINTS))

    def futures(net: Sampler) -> int:
        continue_batch(net, primed, range(FUTURES), CONTROLS, BATCH_STEPS)
        return FUTURES * BATCH_STEPS

    def torch_loop() -> int:
        eager(EAGER_POINTS)
        return EAGER_POINTS

    def first_ink() -> None:
        next(sampler.continue_ink(sampler.feed(before, ink[-STROKE_ROWS:]), 1, CONTROLS))

    turns: dict[str, Callable[[], int]] = {"eager_points": torch_loop}
    for kind, net in (("", sampler), ("float32_", wide)):
        turns |= {
            f"{kind}points": partial(one, net),
            f"{kind}cache_limit_points": products_alone(net.layout, net.fused, POINTS),
            f"{kind}memory_limit_points": memory_read(net.bytes_per_point),
            f"{kind}futures_8_points": partial(futures, net),
        }
    waits: list[float] = []
    table = rates_of(turns, rounds, lambda: waits.extend(1000 * _seconds(first_ink) for _ in range(5)))
    table |= rates_beside(turns, rounds, [name for name in turns if name != "eager_points"])
    return {
        **{f"{name}_per_s": round(float(np.median(values)), 1) for name, values in table.items()},
        "speedup_over_eager": ratio(table["points"], table["eager_points"]),
        **{
            f"{name}_over_float32{end}": ratio(table[f"{name}{end}"], table[f"float32_{name}{end}"])
            for name in ("points", "futures_8_points")
            for end in ("", BESIDE)
        },
        **reading_of("", sampler.bytes_per_point, table),
        **reading_of("float32_", wide.bytes_per_point, table),
        "futures_8_over_one": ratio(table["futures_8_points"], table["points"]),
        "first_ink_ms_p95": round(float(np.percentile(waits, 95)), 2),
        "first_ink_ms_median": round(float(np.median(waits)), 2),
        "prime_points": PRIME_ROWS,
        "weights": sampler.name,
        "inputs": sampler.inputs,
        "layers": sampler.layers,
        "hidden": sampler.hidden,
        "read_in": how_read(),
        "rounds": rounds,
        "cores": 1,
    }


def _seconds(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    title = (
        f"{figures['weights']}: {figures['layers']} layers of {figures['hidden']}, read in {figures['read_in']}, one core,"
        f" medians of {figures['rounds']} interleaved rounds"
    )
    rows = [
        ("sampler", "points", beside_float32(figures, "points")),
        (
            "8 futures in a batch",
            "futures_8_points",
            f"{beside_float32(figures, 'futures_8_points')}; {figures['futures_8_over_one']:.2f} times one future",
        ),
        ("eager torch loop", "eager_points", f"sampler is {figures['speedup_over_eager']:.1f} times as fast"),
    ]
    last = (
        f"  last stroke read and first point, after {figures['prime_points']} points:"
        f" {figures['first_ink_ms_p95']:.1f} ms p95, {figures['first_ink_ms_median']:.1f} ms median"
    )
    told = [f"  {name:<22}{figures[f'{key}_per_s']:>10,.0f} points/s   {note}".rstrip() for name, key, note in rows]
    return "\n".join((title, *reading_table(figures, KINDS), *told, last))


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
