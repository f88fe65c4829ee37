"""Contestants that take turns in one run, alone and beside a neighbour, and what cache and memory would give a network."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from bench.neighbour import Neighbour
from model.arrays import Float64Array, aligned
from model.fused_matrices import FusedLayout, FusedMatrices

Turns = Mapping[str, Callable[[], int]]  # of each contestant: works, and says how much of what is counted came of it
Rates = dict[str, Float64Array]  # of each how many a second, round by round
BESIDE = "_beside"  # ends the names of what is measured beside a neighbour
BEYOND_CACHES = 256 * 2**20  # bytes

# Of the processor's time, where the system counts it finely, so that others at work on the machine count less
FINE = time.get_clock_info("process_time").resolution < 1e-3
clock = time.process_time if FINE else time.perf_counter


def rates_of(turns: Turns, rounds: int, after: Callable[[], object] = lambda: None) -> Rates:
    """All take turns within each round. ``after``: done after each round, and after the one that warms up."""
    rates: dict[str, list[float]] = {name: [] for name in turns}
    for current in range(-1, rounds):
        for name, run in turns.items():
            started = clock()
            count = run()
            if current >= 0:
                rates[name].append(count / (clock() - started))
        after()
    return {name: np.array(values) for name, values in rates.items()}


def rates_beside(turns: Turns, rounds: int, names: Iterable[str]) -> Rates:
    """The same of some of them beside a neighbour, named with ``BESIDE``."""
    with Neighbour():
        return {f"{name}{BESIDE}": rate for name, rate in rates_of({n: turns[n] for n in names}, rounds).items()}


def ratio(one: Float64Array, other: Float64Array) -> float:
    """The median of the rounds' own ratios."""
    return round(float(np.median(one / other)), 3)


def products_alone(layout: FusedLayout, fused: FusedMatrices, points: int) -> Callable[[], int]:
    """The products of so many points and nothing else: as fast as they can be read where they lie."""
    vector = aligned((layout.size,))
    vector[...] = 1.0
    reads = [*(vector[layout.reads(k)] for k in range(layout.layers)), vector]
    sums = [*(aligned((4 * layout.hidden,)) for _ in range(layout.layers)), aligned((len(fused.head),))]
    products = fused.products(reads, sums)

    def run() -> int:
        for _ in range(points):
            for product in products:
                product()
        return points

    return run


def memory_read(nbytes: int) -> Callable[[], int]:
    """Reads memory beyond every cache; counts as points of ``nbytes`` each, so that a rate is memory's limit for them."""
    numbers = np.ones(BEYOND_CACHES // 4, dtype=np.float32)

    def run() -> int:
        np.dot(numbers, numbers)
        return BEYOND_CACHES // nbytes

    return run


def reading_of(kind: str, nbytes: int, rates: Rates) -> dict[str, float]:
    """How fast the matrices of ``kind``'s points, ``nbytes`` a point, are read, and the share of both limits, warm and beside a
    neighbour: of ``rates`` of its points, its cache's and memory's limit."""
    figures: dict[str, float] = {f"{kind}bytes_per_point": nbytes}
    for end in ("", BESIDE):
        points = rates[f"{kind}points{end}"]
        figures[f"{kind}gb_per_s{end}"] = round(nbytes * float(np.median(points)) / 1e9, 2)
        for limit in ("cache", "memory"):
            figures[f"{kind}share_of_{limit}_limit{end}"] = ratio(points, rates[f"{kind}{limit}_limit_points{end}"])
    return figures


def reading_table(figures: Mapping[str, Any], kinds: Mapping[str, str]) -> list[str]:
    """Lines for people of what ``reading_of`` found. ``kinds``: each kind's name."""
    lines = [f"  {'':<22}{'points/s':>10}{'GB/s':>8}{'of cache':>10}{'of memory':>11}   {'beside a neighbour':>37}"]
    for kind, name in kinds.items():
        parts = [
            f"{figures[f'{kind}points{end}_per_s']:>10,.0f}{figures[f'{kind}gb_per_s{end}']:>8.1f}"
            f"{figures[f'{kind}share_of_cache_limit{end}']:>10.0%}{figures[f'{kind}share_of_memory_limit{end}']:>11.0%}"
            for end in ("", BESIDE)
        ]
        title = f"{name}, {figures[f'{kind}bytes_per_point'] / 1e6:.1f} MB"
        lines.append(f"  {title:<22}{'   '.join(parts)}")
    return lines


def beside_float32(figures: Mapping[str, Any], name: str) -> str:
    """In words, how many times as fast as in float32."""
    warm, beside = (figures[f"{name}_over_float32{end}"] for end in ("", BESIDE))
    return f"{warm:.2f} times float32's, beside a neighbour {beside:.2f}"
