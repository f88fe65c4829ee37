"""How fast typed text is written, beside a plain torch loop, the network without its window, and words one by one, in one run.

    python -m bench.writer [--json] [--weights FILE] [--rounds N]

All contestants take turns within each round; rates are medians over rounds, and each ratio is the median of the rounds'
own ratios. One core; seconds are of the processor's time, where the system counts it finely, so that others at work on the
machine count less. The words are written to their ends, one by one and as a page is written, side by side.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from bench.command_line import parser_of, run_bench
from bench.eager import CONTROLS, EagerWriter
from bench.errors import BenchError
from bench.sampler import fake_ink
from model.alphabet import CHARACTERS
from model.checkpoint import TEXT_WINDOW, WRITER, Config, Tensors, expected_shapes, load
from model.input_rows import COLUMNS
from model.text_futures import most_points, write_batch
from model.text_writer import TextWriter

WORDS = [
    "Sixteen",
    "quick",
    "words",
    "stand",
    "for",
    "a",
    "page",
    "that",
    "somebody",
    "typed:",
    "each",
    "begins",
    "anew,",
    "and",
    "then",
    "ends.",
]
ROUNDS = 7
PRIME_ROWS = 100
POINTS, EAGER_POINTS = 100, 25
SPEED = 0.1  # characters a row, as people's lines have it


def random_writer(layers: int = 2, hidden: int = 512) -> tuple[Tensors, Config]:
    """A network of the live one's size, whose window goes over a text as fast as over people's; what else it does makes no
    difference to its speed."""
    config: Config = {
        "architecture": TEXT_WINDOW,
        "name": f"random-{layers}x{hidden}",
        "layers": layers,
        "hidden": hidden,
        "components": 20,
        "inputs": list(COLUMNS),
        "input_scale": [1.0, 1.0],
        "alphabet": CHARACTERS,
        "window": {"components": 1, "embedding": 48, "features": 63, "style": 32},
    }
    random = np.random.default_rng(0)
    reach = hidden**-0.5
    weights = {
        name: random.uniform(-reach, reach, shape).astype(np.float32) for name, shape in expected_shapes(config).items()
    }
    weights["text.window.weight"] *= 0.01
    weights["text.window.bias"][:] = (0.0, 0.0, math.log(math.expm1(SPEED)))
    weights["text.end.bias"][:] = -50.0  # so that the window alone ends it
    return weights, config


def measure(weights: Tensors, config: Config, rounds: int) -> dict[str, Any]:
    """All figures of one run, as printed by ``--json``. Raises BenchError without torch."""
    writer = TextWriter(weights, config)
    text = " ".join(WORDS)
    eager = EagerWriter(weights, config, text)
    prime = writer.feed(writer.start(), fake_ink(PRIME_ROWS, len(COLUMNS)))
    begun = writer.begin_line(prime, text)
    words_begun = [writer.begin_line(prime, word) for word in WORDS]
    cells = writer.cells(begun, text, ended=True)
    doubled = 2.0 * begun.hidden[0]
    products = [(matrix, np.ones(matrix.shape[1], dtype=np.float32)) for matrix in writer.matrices]
    results = [np.empty(len(matrix), dtype=np.float32) for matrix, _ in products]

    def one() -> int:
        return sum(1 for _ in writer.write(begun, text, 1, CONTROLS, limit=POINTS))

    def without_window() -> int:
        return sum(1 for _ in writer.trunk.continue_ink(prime, 1, CONTROLS, limit=POINTS))

    def limit() -> int:
        for _ in range(POINTS):
            for (matrix, vector), result in zip(products, results, strict=True):
                np.dot(matrix, vector, out=result)
        return POINTS

    def window() -> int:
        for _ in range(POINTS):
            cells.window.move(doubled)
        return POINTS

    def plain() -> int:
        eager.write(EAGER_POINTS)
        return EAGER_POINTS

    def one_by_one() -> int:
        return sum(
            sum(1 for _ in writer.write(state, word, seed, CONTROLS, limit=most_points(word)))
            for seed, (word, state) in enumerate(zip(WORDS, words_begun, strict=True))
        )

    def side_by_side(count: int, *, judged: bool = False) -> Callable[[], int]:
        words, seeds = WORDS[:count], range(count)
        return lambda: sum(len(part.dx) for part in write_batch(writer, prime, words, seeds, CONTROLS, judged=judged))

    turns = {
        "points": one,
        "without_window_points": without_window,
        "cache_limit_points": limit,
        "window_moves": window,
        "eager_points": plain,
        "words_one_by_one_points": one_by_one,
        "words_8_points": side_by_side(8),
        "words_16_points": side_by_side(16),
        "words_16_judged_points": side_by_side(16, judged=True),
    }
    fine = time.get_clock_info("process_time").resolution < 1e-3
    clock = time.process_time if fine else time.perf_counter
    rates: dict[str, list[float]] = {name: [] for name in turns}
    for current in range(-1, rounds):  # the round −1 warms up
        for name, run in turns.items():
            started = clock()
            points = run()
            if current >= 0:
                rates[name].append(points / (clock() - started))
    table = {name: np.array(values) for name, values in rates.items()}
    point = table["points"]

    def ratio(values: Any) -> float:
        return round(float(np.median(values)), 3)

    return {
        **{f"{name}_per_s": round(float(np.median(values)), 1) for name, values in table.items()},
        "speedup_over_eager": ratio(point / table["eager_points"]),
        "window_share_of_step": ratio(point / table["window_moves"]),
        "cost_of_text_share_of_step": ratio(1.0 - point / table["without_window_points"]),
        "share_of_cache_limit": ratio(point / table["cache_limit_points"]),
        "words_8_over_one_by_one": ratio(table["words_8_points"] / table["words_one_by_one_points"]),
        "words_16_over_one_by_one": ratio(table["words_16_points"] / table["words_one_by_one_points"]),
        "judging_share": ratio(1.0 - table["words_16_judged_points"] / table["words_16_points"]),
        "weights": writer.name,
        "layers": writer.trunk.layers,
        "hidden": writer.trunk.hidden,
        "bytes_per_point": sum(matrix.nbytes for matrix, _ in products),
        "rounds": rounds,
        "cores": 1,
    }


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    rows = [
        ("a text by itself", "points_per_s", ""),
        ("eager torch loop", "eager_points_per_s", f"the text is {figures['speedup_over_eager']:.1f} times as fast"),
        ("limit of the cache", "cache_limit_points_per_s", f"the text reaches {figures['share_of_cache_limit']:.0%}"),
        ("window alone", "window_moves_per_s", f"{figures['window_share_of_step']:.1%} of a step"),
        (
            "network without it",
            "without_window_points_per_s",
            f"text costs {figures['cost_of_text_share_of_step']:.1%} of a step, with the wider matrices",
        ),
        ("16 words one by one", "words_one_by_one_points_per_s", ""),
        ("8 words side by side", "words_8_points_per_s", f"{figures['words_8_over_one_by_one']:.2f} times one by one"),
        ("16 words", "words_16_points_per_s", f"{figures['words_16_over_one_by_one']:.2f} times one by one"),
        ("… and judged", "words_16_judged_points_per_s", f"of which judging takes {figures['judging_share']:.0%}"),
    ]
    title = (
        f"{figures['weights']}: {figures['layers']} layers of {figures['hidden']}, {figures['bytes_per_point'] / 1e6:.1f} MB"
        f" read a point, one core, medians of {figures['rounds']} interleaved rounds"
    )
    return "\n".join(
        (title, *(f"  {name:<22}{figures[key]:>10,.0f} a second   {note}".rstrip() for name, key, note in rows))
    )


def measure_all(options: argparse.Namespace) -> dict[str, Any]:
    """What the options ask for. Raises BenchError, CheckpointError."""
    if options.rounds < 1:
        raise BenchError(f"there must be at least one round, not {options.rounds}")
    path = options.weights or (WRITER if WRITER.exists() else None)
    weights, config = random_writer() if path is None else load(path, TEXT_WINDOW)
    with threadpool_limits(limits=1):
        return measure(weights, config, options.rounds)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = parser_of("writer", __doc__)
    parser.add_argument(
        "--weights", type=Path, help="weights to measure (default: the shipped ones; while there are none, random ones)"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"interleaved rounds (default {ROUNDS})")
    return run_bench(parser, arguments, measure_all, table_of)


if __name__ == "__main__":
    sys.exit(main())
