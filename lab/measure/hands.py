"""``python -m lab.measure.hands --data DIR --split LIST [--every N]``: percentiles of real hands' measures, line by line.

``inkapp.live.compose.hand`` draws the measures of little ink towards what people usually do: the medians of this table.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inkapp.ink.document import Stroke
from inkapp.live.compose.hand import Hand, measure_hand
from training.data.iam import Line, read_lines, read_list

MEASURES = ("slant", "aspect", "tall", "letter_gap", "word_gap", "speed", "shake")
PERCENTILES = (5, 25, 50, 75, 95)


def hand_of(line: Line) -> Hand | None:
    """The hand of one line, or None where it has no extent."""
    strokes = []
    for stroke in line.strokes():
        x, y, t = stroke.astype(np.float64).T
        strokes.append(Stroke(x, y, np.maximum.accumulate(t - t[0]), np.full(len(t), 0.5)))
    try:
        return measure_hand([strokes], trust=0.0)
    except ValueError:
        return None


def table(hands: Sequence[Hand]) -> list[str]:
    """Lines of text: a measure and its percentiles each."""
    told = [f"{'':12}" + "".join(f"{f'{p} %':>9}" for p in PERCENTILES)]
    for name in ("x-height", *MEASURES):
        values = [hand.x_height / hand.spread if name == "x-height" else float(getattr(hand, name)) for hand in hands]
        told.append(f"{name:12}" + "".join(f"{value:9.4f}" for value in np.percentile(values, PERCENTILES)))
    return told


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table; the x-height is in spreads of y."""
    parser = argparse.ArgumentParser(prog="python -m lab.measure.hands", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", type=Path, required=True)
    parser.add_argument("--every", type=int, default=10, help="of so many lines one is measured")
    asked = parser.parse_args(arguments)
    lines, report = read_lines(asked.data, read_list(asked.split)[:: asked.every])
    hands = [hand for line in lines if (hand := hand_of(line)) is not None]
    print(f"{report}; {len(hands)} measured", *table(hands), sep="\n")


if __name__ == "__main__":
    main()
