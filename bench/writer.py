"""How fast typed text is written, beside a plain torch loop, the network without its window, and words one by one, in one run.

    python -m bench.writer [--json] [--weights FILE] [--rounds N]

All contestants take turns within each round; rates are medians over rounds, and each ratio is the median of the rounds'
own ratios (``bench.turns``). The network is read in 8 bits, as the app reads it, and in float32; both again beside a process
that streams memory. One core. The words are written to their ends, one by one and as a page is written, side by side.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from bench.command_line import parser_of, run_bench
from bench.eager import CONTROLS, EagerWriter
from bench.errors import BenchError
from bench.sampler import fake_ink
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
from model.alphabet import CHARACTERS
from model.checkpoint import TEXT_WINDOW, WRITER, Config, Tensors, expected_shapes, load
from model.input_rows import COLUMNS
from model.narrow import how_read
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
KINDS = {"": "a text", "float32_": "in float32"}
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
    writer, wide = TextWriter(weights, config, narrow=True), TextWriter(weights, config)
    text = " ".join(WORDS)
    eager = EagerWriter(weights, config, text)
    prime = writer.feed(writer.start(), fake_ink(PRIME_ROWS, len(COLUMNS)))
    begun = writer.begin_line(prime, text)
    words_begun = [writer.begin_line(prime, word) for word in WORDS]
    cells = writer.cells(begun, text, ended=True)
    doubled = 2.0 * begun.hidden[0]

    def one(net: TextWriter) -> int:
        return sum(1 for _ in net.write(begun, text, 1, CONTROLS, limit=POINTS))

    def without_window() -> int:
        return sum(1 for _ in writer.trunk.continue_ink(prime, 1, CONTROLS, limit=POINTS))

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

    def side_by_side(net: TextWriter, count: int, *, judged: bool = False) -> int:
        words, seeds = WORDS[:count], range(count)
        return sum(len(part.dx) for part in write_batch(net, prime, words, seeds, CONTROLS, judged=judged))

    turns: dict[str, Callable[[], int]] = {
        "without_window_points": without_window,
        "window_moves": window,
        "eager_points": plain,
        "words_one_by_one_points": one_by_one,
        "words_8_points": partial(side_by_side, writer, 8),
    }
    compared: dict[str, Callable[[], int]] = {}
    for kind, net in (("", writer), ("float32_", wide)):
        compared |= {
            f"{kind}points": partial(one, net),
            f"{kind}cache_limit_points": products_alone(net.layout, net.fused, POINTS),
            f"{kind}memory_limit_points": memory_read(net.fused.nbytes),
            f"{kind}words_16_points": partial(side_by_side, net, 16),
            f"{kind}words_16_judged_points": partial(side_by_side, net, 16, judged=True),
        }
    table = rates_of(turns | compared, rounds)
    table |= rates_beside(compared, rounds, compared)
    point = table["points"]
    return {
        **{f"{name}_per_s": round(float(np.median(values)), 1) for name, values in table.items()},
        "speedup_over_eager": ratio(point, table["eager_points"]),
        "window_share_of_step": ratio(point, table["window_moves"]),
        "cost_of_text_share_of_step": round(1.0 - ratio(point, table["without_window_points"]), 3),
        **{
            f"{name}_over_float32{end}": ratio(table[f"{name}{end}"], table[f"float32_{name}{end}"])
            for name in ("points", "words_16_points", "words_16_judged_points")
            for end in ("", BESIDE)
        },
        **reading_of("", writer.fused.nbytes, table),
        **reading_of("float32_", wide.fused.nbytes, table),
        "words_8_over_one_by_one": ratio(table["words_8_points"], table["words_one_by_one_points"]),
        "words_16_over_one_by_one": ratio(table["words_16_points"], table["words_one_by_one_points"]),
        "judging_share": round(1.0 - ratio(table["words_16_judged_points"], table["words_16_points"]), 3),
        "weights": writer.name,
        "layers": writer.trunk.layers,
        "hidden": writer.trunk.hidden,
        "read_in": how_read(),
        "rounds": rounds,
        "cores": 1,
    }


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people."""
    rows = [
        ("a text by itself", "points_per_s", beside_float32(figures, "points")),
        ("eager torch loop", "eager_points_per_s", f"the text is {figures['speedup_over_eager']:.1f} times as fast"),
        ("window alone", "window_moves_per_s", f"{figures['window_share_of_step']:.1%} of a step"),
        (
            "network without it",
            "without_window_points_per_s",
            f"text costs {figures['cost_of_text_share_of_step']:.1%} of a step, with the wider matrices",
        ),
        ("16 words one by one", "words_one_by_one_points_per_s", ""),
        ("8 words side by side", "words_8_points_per_s", f"{figures['words_8_over_one_by_one']:.2f} times one by one"),
        (
            "16 words",
            "words_16_points_per_s",
            f"{figures['words_16_over_one_by_one']:.2f} times one by one; {beside_float32(figures, 'words_16_points')}",
        ),
        (
            "… and judged",
            "words_16_judged_points_per_s",
            f"of which judging takes {figures['judging_share']:.0%}; {beside_float32(figures, 'words_16_judged_points')}",
        ),
    ]
    title = (
        f"{figures['weights']}: {figures['layers']} layers of {figures['hidden']}, read in {figures['read_in']}, one core,"
        f" medians of {figures['rounds']} interleaved rounds"
    )
    told = [f"  {name:<22}{figures[key]:>10,.0f} a second   {note}".rstrip() for name, key, note in rows]
    return "\n".join((title, *reading_table(figures, KINDS), *told))


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
