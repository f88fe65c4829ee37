"""What fewer bits a weight cost: bytes, nats on listed lines, and time to load.

    python -m bench.quantise --data DIR [--split LIST] [--weights FILE] [--lines N] [--json]

The same weights as float32, half precision and int8 files, each read back and run in float32; and the float32 file as the app
runs it, in 8 bits (``model.narrow``). ``nats a line`` is by the networks that run, over lines of the validation list unless
``--split`` names another; for weights that write text, of lines whose text they are told. Files are rounded by
``training.rounding``. Times are medians over rounds, in turns; one core.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from bench.command_line import parser_of, run_bench
from bench.line_nats import lines_for, nats_per_line
from model.checkpoint import GRAVES, STACKED_LSTM, TEXT_WINDOW, CheckpointError, load, save
from model.narrow import how_read
from model.sampler import Sampler
from model.text_writer import TextWriter
from training.data.iam import DataError, read_lines
from training.data.splits import listed
from training.data.texts import read_texts
from training.rounding import PRECISIONS, rounded

NARROW = "8 bits as run"


def measure(weights: Path, data: Path, split: Path | None, count: int | None, rounds: int) -> dict[str, Any]:
    """All figures, as printed by ``--json``. Raises CheckpointError, DataError, OSError.

    ``grid``: the coarsest of float32 and float16 that holds every number of ``weights`` already.
    """
    if rounds < 1:
        raise DataError(f"there must be at least one round, not {rounds}")
    tensors, config = load(weights, STACKED_LSTM, TEXT_WINDOW)
    writes = config["architecture"] == TEXT_WINDOW
    names = listed(data, split, count)
    lines, report = read_lines(data, names)
    texts = read_texts(data, names) if writes else {}
    make: Callable[..., Sampler | TextWriter] = TextWriter.load if writes else Sampler.load
    table: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as folder, threadpool_limits(limits=1):
        loads: dict[str, Callable[[], Sampler | TextWriter]] = {}
        for name in PRECISIONS:
            path = Path(folder) / f"{name}.safetensors"
            save(path, rounded(tensors, name), config)
            loads[name] = partial(make, path, narrow=False)
            table[name] = {"bytes": path.stat().st_size}
        loads[NARROW] = partial(make, Path(folder) / "float32.safetensors", narrow=True)
        try:
            networks = {name: run() for name, run in loads.items()}
            told = lines_for(networks["float32"], lines, texts)
        except (KeyError, TypeError, ValueError) as error:
            raise CheckpointError(f"{weights}: this network cannot be run ({error})") from None
        table[NARROW] = {"bytes": networks[NARROW].fused.nbytes}
        for name, network in networks.items():
            table[name]["nats_per_line"] = nats_per_line(network, told)
        for name, milliseconds in load_times(loads, rounds).items():
            table[name]["load_ms"] = milliseconds
    for row in table.values():
        row["difference"] = row["nats_per_line"] - table["float32"]["nats_per_line"]
    halves = rounded(tensors, "float16")
    return {
        "weights": str(config["name"]),
        "grid": "float16" if all(np.array_equal(halves[name], array) for name, array in tensors.items()) else "float32",
        "lines": len(told),
        "missing": len(report.missing),
        "read_in": how_read(),
        "rounds": rounds,
        "precisions": table,
    }


def load_times(loads: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Milliseconds from each file to a network that is ready, in turns."""
    took: dict[str, list[float]] = {name: [] for name in loads}
    for _ in range(rounds):
        for name, run in loads.items():
            start = time.perf_counter()
            run()
            took[name].append(1000 * (time.perf_counter() - start))
    return {name: round(float(np.median(times)), 2) for name, times in took.items()}


def table_of(figures: dict[str, Any]) -> str:
    """The figures for people, as a table in Markdown."""
    head = "| weights | MB | nats a line | beside float32 | loaded in |"
    rows = [
        f"| {name} | {row['bytes'] / 1e6:.2f} | {row['nats_per_line']:.2f} | {row['difference']:+.2f} |"
        f" {row['load_ms']:.1f} ms |"
        for name, row in figures["precisions"].items()
    ]
    title = (
        f"{figures['weights']}: {figures['lines']:,} lines, {figures['missing']} missing;"
        f" run in {figures['read_in']}; times are medians of {figures['rounds']} interleaved rounds"
    )
    note = (
        [] if figures["grid"] == "float32" else ["The file holds half precision already: nothing is lost by it again."]
    )
    return "\n".join((title, *note, "", head, "| --- | --- | --- | --- | --- |", *rows))


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
