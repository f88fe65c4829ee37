"""``python -m training.ship RUN DEST``: writes a run's best weights, rounded, with their JSON, as the app ships them.

Half precision costs next to nothing and int8 little (``bench.quantise`` measures both).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from model.checkpoint import (
    CAPTIONER,
    CHARACTER_LSTM,
    CTC_READER,
    STACKED_LSTM,
    TEXT_WINDOW,
    CheckpointError,
    load,
    save,
)
from training.command import run_command
from training.lattice.lattice import Lattice
from training.rounding import PRECISIONS, rounded


def ship(
    run: Path,
    destination: Path,
    commands: Sequence[str] = (),
    scores: Path | None = None,
    precision: str = "float16",
    digitizer: Lattice | None = None,
) -> int:
    """Writes ``run``/best.safetensors to ``destination`` in ``precision``; the bytes written.

    Raises CheckpointError, OSError, ValueError for a precision that is none of ``PRECISIONS``.

    ``commands``: how the run came to be, in order, for the JSON. ``scores``: what ``training.evaluate --json`` printed of
    these weights, for the JSON too. ``digitizer``: the lattice of the device
    that the ink is from, which ``training.evaluate`` may use, for ink in time.
    """
    tensors, config = load(run / "best.safetensors", STACKED_LSTM, TEXT_WINDOW, CTC_READER, CAPTIONER, CHARACTER_LSTM)
    if commands:
        config["training"] = {**config.get("training", {}), "commands": list(commands)}
    if scores is not None:
        try:
            config["scores"] = {**config.get("scores", {}), "validation": json.loads(scores.read_bytes())}
        except ValueError as error:
            raise CheckpointError(f"{scores}: not JSON ({error})") from None
    if digitizer is not None:
        config["digitizer"] = {"factor": digitizer.factor}
    save(destination, rounded(tensors, precision), config)
    return destination.stat().st_size


def main(argv: list[str] | None = None) -> int:
    """The command line; what cannot be read or written gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(prog="python -m training.ship", description="Ship a run's best weights.")
    parser.add_argument("run", type=Path)
    parser.add_argument("destination", type=Path)
    parser.add_argument("--command", action="append", default=[], help="how the run was made; once a command, in order")
    parser.add_argument("--scores", type=Path, help="file with what training.evaluate --json printed of these weights")
    parser.add_argument("--precision", default="float16", help=f"{', '.join(PRECISIONS)} (default float16)")
    parser.add_argument(
        "--digitizer", type=float, help="the lattice's factor of the data's digitizer (docs/lab/digitizer.md)"
    )

    def work(options: argparse.Namespace) -> None:
        digitizer = None if options.digitizer is None else Lattice(options.digitizer)
        size = ship(options.run, options.destination, options.command, options.scores, options.precision, digitizer)
        print(f"{options.destination}: {size:,} bytes")

    return run_command(parser, argv, work)


if __name__ == "__main__":
    raise SystemExit(main())
