"""How fast the network writes, beside a plain torch loop of the same network and the memory's own limit, in one run.

    python -m bench.sampler [--json] [--weights FILE | --shape 2x512x4] [--rounds N] [--seconds S]

Machines are shared and noisy: all contestants take turns within each round, rates are medians over rounds, and each
ratio is the median of the rounds' own ratios. The network is read in 8 bits, as the app reads it, and in float32; both again
beside a process that streams memory (``bench.neighbour``). One core throughout, but for training, whose figures
(``bench.training``) stand below. What a person waits for on the page, with encoding and layout, is ``bench.first_ink``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bench.command_line import parser_of, run_bench
from bench.eager import CONTROLS, eager_loop
from bench.errors import BenchError
from bench.neighbour import Neighbour
from bench.training import SECONDS, cores, measure_training, training_table
from model.arrays import Float32Array, aligned
from model.checkpoint import LIVE, Config, Tensors, expected_shapes, load
from model.futures import continue_batch
from model.input_rows import columns, has_height
from model.sampler import Sampler

Turns = dict[
    str, tuple[Callable[[int], None], int, int]
]  # of each contestant: steps of it, how many, and points a step
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
    products, wide_products = products_of(sampler), products_of(wide)

    def one(steps: int, net: Sampler = sampler) -> None:
        for _ in net.continue_ink(primed, 1, CONTROLS, limit=steps):
            pass

    def limit(steps: int, alone: Sequence[Callable[[], object]] = products) -> None:
        for _ in range(steps):
            for product in alone:
                product()

    def futures(steps: int, net: Sampler = sampler) -> None:
        continue_batch(net, primed, range(FUTURES), CONTROLS, steps)

    def first_ink(_: int) -> None:
        next(sampler.continue_ink(sampler.feed(before, ink[-STROKE_ROWS:]), 1, CONTROLS))

    turns: Turns = {
        "points": (one, 150, 1),
        "float32_points": (partial(one, net=wide), 150, 1),
        "cache_limit_points": (limit, 150, 1),
        "float32_limit_points": (partial(limit, alone=wide_products), 150, 1),
        "futures_8_points": (futures, 30, FUTURES),
        "float32_futures_8_points": (partial(futures, net=wide), 30, FUTURES),
        "eager_points": (eager, 30, 1),
    }
    waits: list[float] = []
    table = rates_of(turns, rounds, lambda: waits.extend(1000 * _seconds(first_ink, 1) for _ in range(5)))
    with Neighbour():
        beside = rates_of({name: turn for name, turn in turns.items() if name != "eager_points"}, rounds)
    table |= {f"{name}_beside": rate for name, rate in beside.items()}
    point = table["points"]
    return {
        **{f"{name}_per_s": round(float(np.median(values)), 1) for name, values in table.items()},
        "speedup_over_eager": round(float(np.median(point / table["eager_points"])), 2),
        **{
            f"{name}_over_float32{end}": round(
                float(np.median(table[f"{name}{end}"] / table[f"float32_{name}{end}"])), 2
            )
            for name in ("points", "futures_8_points")
            for end in ("", "_beside")
        },
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
        "float32_bytes_per_point": wide.bytes_per_point,
        "rounds": rounds,
        "cores": 1,
    }


def products_of(net: Sampler) -> list[Callable[[], object]]:
    """All products of one point, by themselves."""
    layout, fused = net.layout, net.fused
    vector = aligned((layout.size,))
    vector[...] = 1.0
    reads = [*(vector[layout.reads(k)] for k in range(layout.layers)), vector]
    sums = [*(aligned((4 * layout.hidden,)) for _ in range(layout.layers)), aligned((len(fused.head),))]
    return fused.products(reads, sums)


def rates_of(turns: Turns, rounds: int, after: Callable[[], None] = lambda: None) -> dict[str, npt.NDArray[np.float64]]:
    """Of each contestant how many a second in each round; ``after``: done after each round, the one that warms up too."""
    rates: dict[str, list[float]] = {name: [] for name in turns}
    for current in range(-1, rounds):  # the round −1 warms up
        for name, (run, steps, each) in turns.items():
            seconds = _seconds(run, steps)
            if current >= 0:
                rates[name].append(steps * each / seconds)
        after()
    return {name: np.array(values) for name, values in rates.items()}


def _seconds(run: Callable[[int], None], steps: int) -> float:
    start = time.perf_counter()
    run(steps)
    return time.perf_counter() - start


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    gigabytes = {
        name: figures[f"{name}bytes_per_point"] * figures[f"{limit}_points_per_s"] / 1e9
        for name, limit in (("", "cache_limit"), ("float32_", "float32_limit"))
    }

    def of_float32(name: str) -> str:
        return f"{figures[f'{name}_over_float32']:.2f} and {figures[f'{name}_over_float32_beside']:.2f} times float32's"

    rows = [
        ("sampler", "points", of_float32("points")),
        (
            "limit of the cache",
            "cache_limit_points",
            f"{gigabytes['']:.0f} GB/s; sampler reaches {figures['share_of_cache_limit']:.0%}",
        ),
        ("in float32", "float32_points", ""),
        ("limit of the cache", "float32_limit_points", f"{gigabytes['float32_']:.0f} GB/s"),
        (
            "8 futures in a batch",
            "futures_8_points",
            f"{figures['futures_8_over_one']:.2f} times one; {of_float32('futures_8_points')}",
        ),
        ("eager torch loop", "eager_points", f"sampler is {figures['speedup_over_eager']:.1f} times as fast"),
    ]
    title = (
        f"{figures['weights']}: {figures['layers']} layers of {figures['hidden']}, {figures['bytes_per_point'] / 1e6:.1f} MB"
        f" read a point, one core, medians of {figures['rounds']} interleaved rounds"
    )
    last = (
        f"  last stroke read and first point, after {figures['prime_points']} points:"
        f" {figures['first_ink_ms_p95']:.1f} ms p95, {figures['first_ink_ms_median']:.1f} ms median"
    )
    head = f"  {'points a second':<22}{'warm':>10}{'beside a neighbour':>20}"
    table = [
        f"  {name:<22}{figures[f'{key}_per_s']:>10,.0f}{figures.get(f'{key}_beside_per_s', nan):>20,.0f}   {note}".rstrip()
        for name, key, note in rows
    ]
    return "\n".join((title, head, *table, last))


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
