"""Does the writing stay on its line and at its size? ``python -m lab.measure.drift --data DIR``.

Lines of the held-out forms are cut after their first ``PRIME`` spreads of ink; what follows is measured twice, as the network
writes it at several temperatures and as the person wrote it. ``lab.measure.sample_sheet`` shows it to the eye.

``size``: the median height of up- and down-strokes, of the prime's; the first half of the continuation and the second.
``height``: how far below the prime's mean height the second half stands (spreads of y; mean, and the spread over lines).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from model.arrays import Float64Array
from model.checkpoint import LIVE
from model.sampler import Sampler
from model.straighten import space_strokes
from model.strokes import Representation, measure_frame, to_rows, to_strokes
from model.trace import Controls
from training.command import run_command
from training.data.iam import DataError, read_lines
from training.data.splits import held_out

PRIME = 60.0  # spreads of ink: some three words
STEPS = 400
TEMPERATURES = (0.3, 0.5, 0.7)
TURN = 0.5  # spreads: a smaller up and down is no stroke of its own


def swings(strokes: Sequence[Float64Array]) -> Float64Array:
    """The heights of up- and down-strokes: between turns of y by at least ``TURN``, the ends left out."""
    found: list[float] = []
    for stroke in strokes:
        low = high = float(stroke[0, 1])
        direction = 0
        for y in stroke[1:, 1].tolist():
            if direction >= 0:
                high = max(high, y)
                if high - y > TURN:
                    if direction:
                        found.append(high - low)
                    direction, low = -1, y
                    continue
            if direction <= 0:
                low = min(low, y)
                if y - low > TURN:
                    if direction:
                        found.append(high - low)
                    direction, high = 1, y
    return np.array(found[1:])


def primes(strokes: Sequence[Float64Array]) -> tuple[list[Float64Array], list[Float64Array]] | None:
    """A line parted after its first ``PRIME`` spreads, in the frame of that part alone; None where too little follows."""
    representation = Representation()
    lengths = np.cumsum([np.hypot(*np.diff(stroke[:, :2], axis=0).T).sum() for stroke in strokes])
    count = int(np.searchsorted(lengths / measure_frame(strokes).size, PRIME)) + 1
    if count >= len(strokes) - 2:
        return None
    frame = measure_frame(strokes[:count])
    local = space_strokes(strokes, representation, frame=frame)
    return local[:count], local[count:]


def compare(prime: Sequence[Float64Array], after: Sequence[Float64Array]) -> tuple[float, float, float]:
    """log size of the first half, of the second, and the height of the second; nan where too little is there."""
    half = len(after) // 2
    own, first, second = (swings(part) for part in (prime, after[:half], after[half:]))
    if min(len(own), len(first), len(second)) < 6:
        return (np.nan, np.nan, np.nan)
    middle = float(np.median(own))
    height = float(np.mean([stroke[:, 1].mean() for stroke in after[half:]]))
    return float(np.log(np.median(first) / middle)), float(np.log(np.median(second) / middle)), height


def summary(rows: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    """Geometric means of the sizes with the standard error of the second, and mean and spread of the height."""
    table = np.array(rows)
    table = table[np.isfinite(table).all(axis=1)]
    if not len(table):
        raise DataError("no line is long enough to be parted")
    first, second, height = table.T
    return {
        "lines": len(table),
        "size_first": round(float(np.exp(first.mean())), 3),
        "size_second": round(float(np.exp(second.mean())), 3),
        "size_error": round(float(second.std() / len(second) ** 0.5), 3),
        "height_mean": round(float(height.mean()), 2),
        "height_spread": round(float(height.std()), 2),
    }


def measure(
    sampler: Sampler, lines: Sequence[Sequence[Float64Array]], steadiness: float
) -> dict[str, dict[str, float]]:
    """The writers' own lines and the network's, by name. Raises DataError."""
    parted = [both for both in map(primes, lines) if both is not None]
    found = {"writers": summary([compare(prime, after) for prime, after in parted] or [(np.nan,) * 3])}
    for temperature in TEMPERATURES:
        controls = Controls(temperature, steadiness=steadiness)
        rows = []
        for seed, (prime, _) in enumerate(parted):
            start = sampler.feed(sampler.start(), to_rows(prime, height=sampler.reads_height))
            steps = [step for step, _ in sampler.continue_ink(start, seed, controls, limit=STEPS)]
            written = np.array([(step.dx, step.dy, step.lift) for step in steps], dtype=np.float32)
            x, y = prime[-1][-1].tolist()
            rows.append(compare(prime, to_strokes(written, (x, y))))
        found[f"temperature {temperature}"] = summary(rows)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.measure.drift", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--weights", type=Path, default=LIVE, help="default: the shipped live network")
    parser.add_argument("--lines", type=int, default=120, help="lines, evenly from the held-out forms (default 120)")
    parser.add_argument("--steadiness", type=float, default=Controls().steadiness, help="0: the line is not kept level")
    parser.add_argument("--json", action="store_true")
    return run_command(parser, arguments, print_drift)


def print_drift(options: argparse.Namespace) -> None:
    """Measures what the command asks for. Raises CheckpointError, DataError, ValueError."""
    if options.lines < 1:
        raise ValueError("there must be at least one line")
    sampler = Sampler.load(options.weights)
    names = held_out(options.data)
    names = [names[i] for i in np.linspace(0, len(names) - 1, min(options.lines, len(names))).astype(int)]
    lines = [
        [stroke[:, :2].astype(np.float64) for stroke in line.strokes()] for line in read_lines(options.data, names)[0]
    ]
    with threadpool_limits(limits=1):
        found = measure(sampler, lines, options.steadiness)
    if options.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{'':18}{'size, 1st half':>16}{'2nd half':>18}{'height, 2nd half':>20}")
    for name, row in found.items():
        second = f"{row['size_second']:.2f} ± {row['size_error']:.2f}"
        height = f"{row['height_mean']:+.2f} ± {row['height_spread']:.2f}"
        print(f"{name:18}{row['size_first']:>16.2f}{second:>18}{height:>20}   {row['lines']} lines")


if __name__ == "__main__":
    raise SystemExit(main())
